package import ArgumentParser
import DutyRecords
import SyncKit

package struct ListCommand<Opened: RecordFolder>: FolderCommand {
    package static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "list", abstract: "List the records of a collection 列出记录",
            discussion: """
                With --from or --to only what falls on those days by the collection's own time, in its order; else all, \
                in the order in which they came here.
                """)
    }

    @OptionGroup package var common: CommonOptions
    @Argument(help: "The collection, such as log-entry.") var collection: String
    @Option(help: "Only this unit's (at the hub).") var unit: String?
    @Option(help: "From this day on.") var from: String?
    @Option(help: "Up to this day.") var to: String?
    @Option(name: .customLong("where"), help: "FIELD=VALUE; several may be given, and all have to hold.")
    var conditions: [String] = []
    @Option(help: "As the records stood at this time; what was entered only later is shown as it was at first.")
    var at: String?
    @Option(help: "At most so many.") var limit: Int?

    package init() {}

    package func perform(in opened: Opened, _ session: CommandSession) async throws -> ExitStatus {
        let known = try CollectionName.find(collection, in: opened)
        let wanted = try conditions.map { try Self.condition($0, of: known) }
        let isCut = from != nil || to != nil
        if isCut, known.timeField == nil { throw Self.noTime(known) }
        var filter = RecordFilter(
            collection: known.name, unit: try await unitFilter(opened),
            asOf: try TypedTime.instant(at, "--at")?.milliseconds, limit: limit)
        filter.from = try from.map { try TypedTime.day($0, "--from").start.milliseconds }
        filter.before = try to.map { try TypedTime.day($0, "--to").end.milliseconds }
        if isCut { filter.order = .earliestFirst }
        if !wanted.isEmpty {
            filter.matches = { view in wanted.allSatisfy { Self.shown(view.fields[$0.field]) == $0.value } }
        }
        let views = try await opened.store.records(filter, deliveredTo: opened.deliveredTo)
        session.emitOrShow(
            .array(views.map { .object(RecordPrinting.members($0, opened.catalog)) }),
            views.map { RecordLine.text($0, opened.catalog) }.joined(separator: "\n"))
        return .done
    }

    private func unitFilter(_ opened: Opened) async throws -> String? {
        guard let unit else { return nil }
        return try await opened.unit(unit)
    }

    private static func noTime(_ collection: Collection) -> CommandFailure {
        CommandFailure(
            .badUse, chinese: "“\(collection.chinese)”没有时间项，不能用 --from、--to。",
            english: "\(collection.name) has no time to cut by; leave out --from and --to")
    }

    private static func condition(_ text: String, of collection: Collection) throws -> (field: String, value: String) {
        let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 2, collection.field(parts[0]) != nil else {
            let usual = collection.filters.joined(separator: ", ")
            throw CommandFailure(
                .badUse, chinese: "--where 应写成 项目=值；“\(collection.chinese)”常用的有：\(usual)。",
                english: "--where has to be FIELD=VALUE; usual ones of \(collection.name) are \(usual)")
        }
        return (parts[0], parts[1])
    }

    /// A value as it is typed in a condition; what is not there is the empty text.
    private static func shown(_ value: FieldValue?) -> String {
        switch value {
        case .text(let text)?: text
        case nil, .absent?: ""
        case let other?: JSONValue(other).text
        }
    }
}
