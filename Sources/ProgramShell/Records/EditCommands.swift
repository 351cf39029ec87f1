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
            in: opened, session, form)
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
            in: opened, session, form)
    }
}
