package import ArgumentParser
import DutyRecords
import SyncKit

package struct EditCommand<Opened: RecordFolder>: FolderCommand {
    package static var configuration: CommandConfiguration {
        CommandConfiguration(commandName: "edit", abstract: "Change fields of a record 修改")
    }

    @OptionGroup package var common: CommonOptions
    @Argument(help: "The collection.") var collection: String
    @Argument(help: "The record's id.") var id: String
    @Option(help: "FIELD=VALUE; several may be given.") var set: [String] = []
    @Option(help: "A field to empty.") var unset: [String] = []
    @Option(help: "FIELD=ELEMENT to add to a list.") var add: [String] = []
    @Option(help: "FIELD=ELEMENT to take from a list.") var remove: [String] = []
    @Option(help: "What the writer had seen: \"seen\" of show. Without it, all that is here now.") var seen: String?
    @Option(help: "Who writes.") var author: String = ""
    @Option(help: "The record's unit (at the hub).") var unit: String?

    package init() {}

    package func perform(in opened: Opened, _ session: CommandSession) async throws -> ExitStatus {
        guard !(set + unset + add + remove).isEmpty else {
            throw CommandFailure(
                .badUse, chinese: "没有要改的内容。请用 --set 项目=值。", english: "nothing to change; use --set FIELD=VALUE")
        }
        let form = EditForm(set: set, unset: unset, add: add, remove: remove)
        return try await Editing.edit(
            EditTarget(collection: collection, id: id, unit: unit), seen: seen, author: author, settles: false,
            in: opened, session
        ) { entry, _ throws(EntryError) in try form.writes(entry) }
    }
}

package struct ResolveCommand<Opened: RecordFolder>: FolderCommand {
    package static var configuration: CommandConfiguration {
        CommandConfiguration(commandName: "resolve", abstract: "Settle a field that has several values 解决冲突")
    }

    @OptionGroup package var common: CommonOptions
    @Argument(help: "The collection.") var collection: String
    @Argument(help: "The record's id.") var id: String
    @Argument(help: "The field.") var field: String
    @Option(help: "The value that holds.") var value: String
    @Option(help: "What the writer had seen: \"seen\" of show or conflicts.") var seen: String
    @Option(help: "Who settles.") var author: String = ""
    @Option(help: "The record's unit (at the hub).") var unit: String?

    package init() {}

    package func perform(in opened: Opened, _ session: CommandSession) async throws -> ExitStatus {
        let form = EditForm(set: ["\(field)=\(value)"])
        return try await Editing.edit(
            EditTarget(collection: collection, id: id, unit: unit), seen: seen, author: author, settles: true,
            in: opened, session
        ) { entry, _ throws(EntryError) in try form.writes(entry) }
    }
}

struct EditTarget: Sendable {
    let collection: String
    let id: String
    let unit: String?
}

enum Editing {
    /// Who wrote the record down, and in which channel: what may be changed of it depends on both.
    private static func standing(of detail: RecordDetail, in opened: some RecordFolder) async throws -> RecordStanding {
        var standing = RecordStanding(fields: detail.view.fields)
        if let first = detail.history.first {
            standing.originator = try await opened.store.member(first.authorship.replica)?.role
        }
        if case .text(let word)? = detail.view.fields["channel"] { standing.channel = DutyChannel(word: word) }
        return standing
    }

    static func edit(
        _ target: EditTarget, seen: String?, author: String, settles: Bool, in opened: some RecordFolder,
        _ session: CommandSession,
        _ writes: @Sendable (EntryForm, RecordDetail) throws(EntryError) -> [FieldWrite]
    ) async throws -> ExitStatus {
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
        let names = try await EntryNames(unit: ledger.unit, store: opened.store, for: collection.name)
        let form = EntryForm(
            collection, writer: try opened.writerRole(for: ledger.unit, collection), channel: opened.channel,
            lookup: names.lookup, conditions: try await opened.conditions(for: ledger.unit),
            editing: try await standing(of: detail, in: opened))
        let made: [FieldWrite]
        do {
            made = try writes(form, detail)
        } catch {
            throw CommandFailure(
                .badUse, chinese: error.message(in: .chinese), english: error.message(in: .english))
        }
        let change = RecordChange(
            collection: collection.name, record: detail.view.id, writes: made, context: context)
        let dots = try await opened.store.commit(
            each: [Draft(ledger: ledger, body: SetBody(changes: [change]), settles: settles)], author: author)
        session.emitOrShow(
            .object([
                ("id", .text(detail.view.id.description)),
                ("dot", dots.first.map { .text($0.description) } ?? .null),
            ]),
            session.word(chinese: "已保存。", english: "saved"))
        guard settles else { return .done }
        let after = try await RecordLookup.detail(target.collection, target.id, of: target.unit, in: opened)
        let left = Set(after.view.conflicts).intersection(made.map(\.field))
        if left.isEmpty { return .done }
        session.say(
            chinese: "已保存，但 \(left.sorted().joined(separator: "、")) 仍有不同的值：有的是 --seen 之后才到的。请重新 show，再 resolve 一次。",
            english:
                "saved, but \(left.sorted().joined(separator: ", ")) still has several values: some came after that "
                + "--seen; show the record again and resolve once more")
        return .partly
    }
}
