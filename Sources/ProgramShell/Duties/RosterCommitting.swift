package import DutyRecords
import SyncKit

/// Writes what one act does to a roster: all of it in one set, or nothing, each record judged by the rules of entry.
package enum RosterCommitting {
    /// - Returns: whether something was written; false where all of it stands already, as after a form that is sent twice.
    /// - Throws: ``EntryRefusal`` with what the rules say, ``RosterRefusal`` where somebody else was quicker.
    package static func commit(
        _ changes: [RosterChange], author: String, in opened: some RecordFolder
    ) async throws -> Bool {
        let unit = opened.homeUnit
        let names = try await EntryNames(unit: unit, in: opened, for: RosterKind.duty.collection)
        let conditions = try await opened.conditions(for: unit)
        let ledger = LedgerID(unit: unit, name: .routine)
        var made: [RecordChange] = []
        for change in changes {
            let collection = try CollectionName.find(change.collection, in: opened)
            func form(_ standing: RecordStanding?) throws -> EntryForm {
                EntryForm(
                    collection, writer: try opened.writerRole(for: unit, collection), channel: opened.channel,
                    lookup: names.lookup, conditions: conditions, editing: standing)
            }
            if change.isNew {
                let members = change.writes.map { ($0.field, JSONValue($0.after)) }
                let entry = try form(nil).judge(JSONValue.object(members))
                let first = try await opened.store.firstWrites(
                    of: change.record, collection: collection.name, in: ledger)
                if let first {
                    guard first == entry.writes else { throw SyncError.taken }
                    continue
                }
                made.append(RecordChange(collection: collection.name, record: change.record, writes: entry.writes))
            } else {
                let detail = try await RecordLookup.detail(
                    collection.name, change.record.description, of: unit, in: opened)
                let fields = detail.view.fields
                let left = change.writes.filter { (fields[$0.field] ?? .absent) != $0.after }
                if left.isEmpty { continue }
                guard left.allSatisfy({ (fields[$0.field] ?? .absent) == $0.before }) else { throw RosterRefusal.stale }
                let edit = EditForm(
                    set: left.filter { $0.after != .absent }.map { "\($0.field)=\(text($0.after))" },
                    unset: left.filter { $0.after == .absent }.map(\.field))
                let writes = try edit.judge(form(RecordStanding(fields: fields)))
                made.append(
                    RecordChange(
                        collection: collection.name, record: change.record, writes: writes,
                        context: Context(vector: detail.seen)))
            }
        }
        guard !made.isEmpty else { return false }
        try await opened.store.commit(each: [Draft(ledger: ledger, body: SetBody(changes: made))], author: author)
        return true
    }

    private static func text(_ value: FieldValue) -> String {
        if case .text(let text) = value { text } else { JSONValue(value).text }
    }
}

extension RosterRefusal {
    fileprivate static let stale = RosterRefusal(
        "有的班次已被改动，没有保存。请看现在的值班表再做。", "a shift was changed meanwhile; nothing was saved, look at the roster anew")
}
