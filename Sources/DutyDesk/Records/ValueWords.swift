import DutyRecords
import Foundation
import ProgramShell
import SyncKit

/// What values say on a screen: words of choices, yes and no, times to the minute, persons and records by name.
struct ValueWords: Sendable {
    struct Named: Sendable {
        let title: String
        let path: String
    }

    let words: Words
    let replicas: ReplicaNames
    private let named: [RecordID: Named]
    /// Records and persons that one page looks up at the most.
    private static var lookupsMax: Int { 60 }

    /// Looks up the names of whatever a record refers to, now or in its history.
    static func read(
        _ detail: RecordDetail, _ collection: Collection, _ replicas: ReplicaNames, in room: some DeskRoom,
        _ words: Words
    ) async throws -> ValueWords {
        var wanted: [RecordID: String] = [:]
        func want(_ field: String, _ value: FieldValue?) {
            guard case .text(let text)? = value, let id = RecordID(text), let kind = collection.field(field)?.kind
            else {
                return
            }
            switch kind {
            case .person: wanted[id] = "person"
            case .reference(let other): wanted[id] = other
            default: break
            }
        }
        for (field, value) in detail.view.fields { want(field, value) }
        for write in detail.history.flatMap(\.writes) {
            if case .set(let value) = write.operation { want(write.field, value) }
        }
        var named: [RecordID: Named] = [:]
        for (id, name) in wanted.prefix(lookupsMax) {
            guard let other = room.catalog.collection(named: name),
                let found = try? await room.store.detail(collection: name, id: id, deliveredTo: nil)
            else { continue }
            let facts = RecordFacts(found.view)
            named[id] = Named(
                title: facts.text("name") ?? RecordTitle.text(facts, other, words),
                path: RecordTarget(collection: name, id: id.description).path())
        }
        return ValueWords(words: words, replicas: replicas, named: named)
    }

    /// The record that a value stands for, where it is one that is here.
    func link(_ value: FieldValue?, of field: Field) -> Named? {
        switch field.kind {
        case .person, .reference:
            if case .text(let text)? = value { RecordID(text).flatMap { named[$0] } } else { nil }
        default: nil
        }
    }

    /// - Parameter field: nil for one that only a newer version knows.
    func text(_ value: FieldValue?, of field: Field?) -> String {
        switch value {
        case nil, .absent?: return words("（空）", "(empty)")
        case .boolean(let flag)?: return flag ? words("是", "yes") : words("否", "no")
        case .integer(let number)?: return String(number)
        case .real(let number)?: return String(number)
        case .text(let text)?: return self.text(text, field)
        case .list(let values)?:
            let lines = values.map { self.text($0, of: nil) }
            if case .items? = field?.kind { return lines.map { "• " + $0 }.joined(separator: "\n") }
            return lines.joined(separator: words("、", ", "))
        case .composite(let members)?: return composite(members)
        case .unknown?: return words("（新版本填写的内容，本版不能显示）", "(written by a newer version, not shown by this one)")
        }
    }

    private func text(_ text: String, _ field: Field?) -> String {
        switch field?.kind {
        case .choice?: return Wording.choice(text, in: words.language)
        case .time?, .timeOrDate?: return Instant(text).map { Words.minute($0) } ?? text
        case .person?, .reference?:
            guard let id = RecordID(text) else { return text }
            return named[id]?.title ?? words("（本机没有的记录 \(id)）", "(a record that is not here, \(id))")
        default: return field?.name == "unit" ? replicas.unit(text) : text
        }
    }

    /// An item of a list with what was done about it, or figures by their names.
    private func composite(_ members: [String: FieldValue]) -> String {
        if case .text(let item)? = members["item"] {
            guard let acted = members["acted"], acted != .absent else { return item }
            return item + words("（处理：", " (acted: ") + text(acted, of: nil) + words("）", ")")
        }
        return members.sorted { $0.key < $1.key }.map { "\($0.key)：\(text($0.value, of: nil))" }
            .joined(separator: "\n")
    }
}
