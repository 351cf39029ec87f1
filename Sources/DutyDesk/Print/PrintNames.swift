import DutyRecords
import ProgramShell
import SyncKit

/// What ids stand for on paper: persons by their names, records by their number or first words.
struct PrintNames<Room: DeskRoom>: Sendable {
    private let desk: Desk<Room>
    private let words: Words
    private let persons: [String: String]

    init(_ desk: Desk<Room>, _ language: Language) async throws {
        self.desk = desk
        words = Words(language: language)
        persons = Dictionary(try await Accounts(desk.room).persons().map { ($0.id.description, $0.name) }) { first, _ in
            first
        }
    }

    func person(_ id: String) -> String { persons[id] ?? id }

    /// A value as paper shows it; empty where there is none.
    func text(_ value: FieldValue?, of field: Field) async throws -> String {
        switch (value, field.kind) {
        case (nil, _), (.absent?, _): return ""
        case (.boolean(let flag)?, _): return flag ? words("是", "yes") : words("否", "no")
        case (.text(let text)?, .time): return Instant(text).map { Words.minute($0) } ?? text
        case (.text(let text)?, .choice): return Wording.choice(text, in: words.language)
        case (.text(let text)?, .person): return person(text)
        case (.text(let text)?, .reference(let collection)): return try await reference(text, in: collection)
        case (.text(let text)?, _): return text
        case (.list(let values)?, .items): return values.map { item($0) }.joined(separator: "\n")
        case (.list(let values)?, _):
            return values.map { if case .text(let text) = $0 { person(text) } else { JSONValue($0).text } }
                .joined(separator: words("、", ", "))
        case (let other?, _): return JSONValue(other).text
        }
    }

    private func reference(_ id: String, in collection: String) async throws -> String {
        guard RecordID(id) != nil,
            let detail = try? await RecordLookup.detail(collection, id, of: nil, in: desk.room)
        else { return id }
        let record = RecordFacts(detail.view)
        let what = ["number", "summary", "matter", "title", "name"].lazy.compactMap { record.text($0) }.first
        return what.map { RecordTitle.shortened($0) } ?? id
    }

    /// ☐ 待办, or ☑ 待办：what the successor did of it.
    private func item(_ value: FieldValue) -> String {
        guard case .composite(let members) = value, case .text(let item)? = members["item"] else {
            if case .text(let text) = value { return text }
            return JSONValue(value).text
        }
        guard case .text(let acted)? = members["acted"] else { return "☐ \(item)" }
        return "☑ \(item)\(words("：", ": "))\(acted)"
    }
}
