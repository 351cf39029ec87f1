package import DutyRecords
package import SyncKit

/// Which record is changed.
package struct EditTarget: Sendable {
    package let collection: String
    let id: String
    let unit: String?

    package init(collection: String, id: String, unit: String?) {
        self.collection = collection
        self.id = id
        self.unit = unit
    }
}

/// What came of a change.
package struct Edited: Sendable {
    package let id: RecordID
    package let dot: Dot?
    package let fields: [String]
}

package enum Editing {
    /// Who wrote the record down, and in which channel: what may be changed of it depends on both.
    private static func standing(of detail: RecordDetail, in opened: some RecordFolder) async throws -> RecordStanding {
        var standing = RecordStanding(fields: detail.view.fields)
        if let first = detail.history.first {
            standing.originator = try await opened.store.member(first.authorship.replica)?.role
        }
        if case .text(let word)? = detail.view.fields["channel"] { standing.channel = DutyChannel(word: word) }
        return standing
    }

    /// Changes fields of a record for whoever sits before a screen or a command line.
    /// - Parameter seen: the vector that the person had seen; nil: all that is here now.
    /// - Throws: ``EntryRefusal`` with all that is wrong with the edit.
    package static func commit(
        _ target: EditTarget, seen: String?, author: String, settles: Bool, in opened: some RecordFolder,
        _ writes: @Sendable (EntryForm, RecordDetail) throws(EntryRefusal) -> [FieldWrite]
    ) async throws -> Edited {
        let collection = try CollectionName.find(target.collection, in: opened)
        let detail = try await RecordLookup.detail(target.collection, target.id, of: target.unit, in: opened)
        let ledger = detail.view.ledger
        var context: Context?
        if let seen {
            guard let vector = VersionVector(seen) else {
                throw CommandFailure(
                    .badUse, chinese: "--seen 不是 show 给出的 seen。", english: "--seen is not a \"seen\" of show")
            }
            context = Context(vector: vector)
        }
        let names = try await EntryNames(unit: ledger.unit, in: opened, for: collection.name)
        let form = EntryForm(
            collection, writer: try opened.writerRole(for: ledger.unit, collection), channel: opened.channel,
            lookup: names.lookup, conditions: try await opened.conditions(for: ledger.unit),
            editing: try await standing(of: detail, in: opened))
        let made = try writes(form, detail)
        let change = RecordChange(
            collection: collection.name, record: detail.view.id, writes: made, context: context)
        let dots = try await opened.store.commit(
            each: [Draft(ledger: ledger, body: SetBody(changes: [change]), settles: settles)], author: author)
        return Edited(id: detail.view.id, dot: dots.first, fields: made.map(\.field))
    }

    static func edit(
        _ target: EditTarget, seen: String?, author: String, settles: Bool, in opened: some RecordFolder,
        _ session: CommandSession, _ form: EditForm
    ) async throws -> ExitStatus {
        let edited: Edited
        do {
            edited = try await commit(target, seen: seen, author: author, settles: settles, in: opened) {
                entry, _ throws(EntryRefusal) in try form.judge(entry)
            }
        } catch let refusal as EntryRefusal {
            if session.isJSON {
                session.emit(.object([("error", LineResult.json(refusal.first, session.language))]))
            }
            throw CommandFailure(refusal.first)
        }
        session.emitOrShow(
            .object([
                ("id", .text(edited.id.description)), ("dot", edited.dot.map { .text($0.description) } ?? .null),
            ]),
            session.word(chinese: "已保存。", english: "saved"))
        guard settles else { return .done }
        let left = try await Settling.left(of: target, edited, in: opened)
        if left.isEmpty { return .done }
        session.say(
            chinese: "已保存，但 \(left.joined(separator: "、")) 仍有不同的值：有的是 --seen 之后才到的。请重新 show，再 resolve 一次。",
            english:
                "saved, but \(left.joined(separator: ", ")) still has several values: some came after that "
                + "--seen; show the record again and resolve once more")
        return .partly
    }
}
