import DutyRecords
import Foundation
import SyncKit

/// How values look in a form.
enum FormText {
    /// The moment that a page was asked for; nil for what is none.
    static func instant(_ typed: String, now: Instant) -> Instant? {
        (try? TypedMoment.time(typed, now: now, .either)).flatMap { Instant($0) }
    }

    static func shown(_ value: FieldValue?, of field: Field) -> String {
        switch value {
        case nil, .absent?: return ""
        case .text(let text)?:
            switch field.kind {
            case .time, .timeOrDate: return Day(text) == nil ? Instant(text).map(Words.minute) ?? text : text
            default: return text
            }
        case .list(let values)?:
            if case .texts = field.kind {
                return values.map { if case .text(let text) = $0 { text } else { JSONValue($0).text } }.joined(
                    separator: "\n")
            }
            return JSONValue(value ?? .absent).text
        case let other?: return JSONValue(other).text
        }
    }
}

/// What a form's texts mean: times as people type them, people by the names that the form shows.
struct FormReader: Sendable {
    let now: Instant
    let people: PeopleNames

    /// The value of a field as JSON; nil where nothing was typed.
    func json(_ text: String, of field: Field) throws(EntryError) -> JSONValue? {
        let typed = Self.lines(text)
        if typed.isEmpty { return nil }
        try field.checkCharacters(typed)
        switch field.kind {
        case .time, .date, .timeOrDate: return .text(try field.moment(typed, now: now))
        case .person: return .text(people.id(of: typed) ?? typed)
        case .texts:
            return .array(typed.split(separator: "\n").map { .text($0.trimmingCharacters(in: .whitespaces)) })
        default: return try EditForm.json(typed, of: field)
        }
    }

    /// The same text with its times as they stand, so that a draft of yesterday's 0830 stays yesterday's.
    func settled(_ fields: [String: String], of collection: Collection) -> [String: String] {
        var settled = fields
        for field in collection.fields {
            guard let typed = fields[field.name], !typed.isEmpty else { continue }
            switch field.kind {
            case .time, .date, .timeOrDate: settled[field.name] = shown(typed, of: field) ?? typed
            default: continue
            }
        }
        return settled
    }

    /// A time as forms show it; nil where it is none.
    func shown(_ typed: String, of field: Field) -> String? {
        (try? field.moment(typed, now: now)).map { FormText.shown(.text($0), of: field) }
    }

    static func lines(_ text: String) -> String { text.replacing("\r\n", with: "\n") }
}

/// The unit's people as forms name them: by the name alone where it is the only one, else with the post.
struct PeopleNames: Sendable {
    struct Named: Sendable {
        let id: RecordID
        let text: String
        let post: String
    }

    let all: [Named]
    private let byText: [String: RecordID]
    private let byID: [RecordID: String]

    init(_ persons: [Person]) {
        let counts = Dictionary(grouping: persons, by: \.name).mapValues(\.count)
        all = persons.filter { !$0.record.isVoided }.map { person in
            let isAlone = counts[person.name] == 1
            let mark = person.post ?? person.record.text("mobile") ?? person.id.description
            return Named(
                id: person.id, text: isAlone ? person.name : "\(person.name)（\(mark)）", post: person.post ?? "")
        }
        // Two of one name and one post stay two: neither text then stands for a person.
        let texts = Dictionary(grouping: all, by: \.text)
        byText = texts.compactMapValues { $0.count == 1 ? $0[0].id : nil }
        byID = Dictionary(all.map { ($0.id, (texts[$0.text]?.count ?? 0) == 1 ? $0.text : $0.id.description) }) {
            first, _ in first
        }
    }

    func id(of text: String) -> String? { byText[text]?.description }

    /// What a form shows for an id; the id where nobody of the unit has it.
    func text(of id: String) -> String { RecordID(id).flatMap { byID[$0] } ?? id }
}
