package import ArgumentParser
import DutyRecords
import SyncKit

package struct SearchCommand<Opened: RecordFolder>: FolderCommand {
    package static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "search", abstract: "Find records by any part of their texts 搜索",
            discussion: """
                All words have to be there; a word is any part of a text, of one character or of many. Full width and \
                half width, capitals and small letters are the same, and a number is found by some of its digits. The \
                latest by the records' own times come first.
                """)
    }

    @OptionGroup package var common: CommonOptions
    @Argument(help: "What to look for.") var words: [String] = []
    @Option(help: "Only records of this day or later, by their own time.") var from: String?
    @Option(help: "Only records of this day or earlier.") var to: String?
    @Option(help: "Only this collection.") var collection: String?
    @Option(help: "Only what names this person: a name, or an id of the unit.") var person: String?
    @Option(help: "Only this incident and what belongs to it: its id.") var incident: String?
    @Option(help: "Only this unit's (at the hub).") var unit: String?
    @Option(help: "At most so many.") var limit: Int = 100

    package init() {}

    package func perform(in opened: Opened, _ session: CommandSession) async throws -> ExitStatus {
        let wanted = Wanted(
            words: words.joined(separator: " "), from: try from.map { try TypedTime.day($0, "--from") },
            to: try to.map { try TypedTime.day($0, "--to") }, collection: collection, person: person,
            incident: incident, unit: try await unitFilter(opened))
        let found = try await Searching.find(wanted, limit: limit, in: opened)
        session.emitOrShow(
            .object([
                ("total", .integer(Int64(found.total))),
                ("records", .array(found.records.map { row($0, found.words, opened.catalog) })),
            ]),
            found.records.map { view in
                let name = opened.catalog.collection(named: view.collection).map {
                    session.word(chinese: $0.chinese, english: $0.english)
                }
                return "\(name ?? view.collection)\t" + RecordLine.text(view, opened.catalog)
            }.joined(separator: "\n"))
        return .done
    }

    private func unitFilter(_ opened: Opened) async throws -> String? {
        guard let unit else { return nil }
        return try await opened.unit(unit)
    }

    /// As `list` prints it, with the fields in which the words stand.
    private func row(_ view: RecordView, _ words: SearchWords, _ catalog: DutyCatalog) -> JSONValue {
        let hits = catalog.collection(named: view.collection).map { SearchHit.all(words, in: view, $0) } ?? []
        return .object(RecordPrinting.members(view, catalog) + [("hits", .array(hits.map { .text($0.field) }))])
    }
}
