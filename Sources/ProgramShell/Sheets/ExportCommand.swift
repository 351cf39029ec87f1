package import ArgumentParser
import DutyRecords
import Foundation
import Sheets
import SyncKit

package struct ExportCommand<Opened: RecordFolder>: FolderCommand {
    package static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "export", abstract: "Write a collection as a table on standard output 导出",
            discussion: """
                With --names wire the headings and values are those on the wire: import takes them back as they were. \
                The roster of a month as a calendar: export roster --format ics --month 2026-10.
                """)
    }

    enum Format: String, CaseIterable, ExpressibleByArgument {
        case csv
        case xlsx
        case ics
    }

    enum Names: String, CaseIterable, ExpressibleByArgument {
        case words
        case wire
    }

    @OptionGroup package var common: CommonOptions
    @Argument(help: "The collection, such as person; with --format ics: roster.") var collection: String
    @Option(help: "csv, xlsx or ics.") var format: Format = .csv
    @Option(help: "Only this unit's (at the hub).") var unit: String?
    @Option(help: "From this day on, by the collection's own time.") var from: String?
    @Option(help: "Up to this day.") var to: String?
    @Option(help: "Headings and values: words for people, or those on the wire.") var names: Names = .words
    @Option(help: "The month of a calendar, such as 2026-10.") var month: String?
    @Option(help: "Of a calendar, only this person's shifts.") var person: String?

    package init() {}

    package func perform(in opened: Opened, _ session: CommandSession) async throws -> ExitStatus {
        if format == .ics { return try await calendar(opened, session) }
        let unit = try await opened.unit(unit)
        let known = try CollectionName.find(collection, in: opened)
        if from != nil || to != nil, known.timeField == nil {
            throw CommandFailure(
                .badUse, chinese: "“\(known.chinese)”没有时间项，不能用 --from、--to。",
                english: "\(known.name) has no time to cut by; leave out --from and --to")
        }
        let table = try await SheetExport.table(
            of: known, unit: unit, from: try from.map { try TypedTime.day($0, "--from") },
            to: try to.map { try TypedTime.day($0, "--to") },
            names == .wire ? .wire : .words(session.language), in: opened)
        guard let format = SheetFormat(rawValue: format.rawValue) else { return .badUse }
        answer(try format.bytes(table), "\(known.name).\(format.rawValue)", rows: table.rows.count, session)
        return .done
    }

    private func calendar(_ opened: Opened, _ session: CommandSession) async throws -> ExitStatus {
        guard collection == ImportTarget.rosterName, let month else {
            throw CommandFailure(
                .badUse, chinese: "日历只有值班表可以导出：export roster --format ics --month 2026-10。",
                english: "only the roster goes out as a calendar: export roster --format ics --month 2026-10")
        }
        var wanted: RecordID?
        if let person {
            guard let found = try await Accounts(opened).person(person) else {
                throw CommandFailure(
                    .badUse, chinese: "本单位没有“\(person)”这个人。", english: "the unit has no person \"\(person)\"")
            }
            wanted = found.id
        }
        let bytes = try await RosterCalendar.bytes(
            try RosterCalendar.days(of: month), person: wanted, unitName: opened.homeUnit, session.language, in: opened)
        answer(bytes, "roster-\(month).ics", rows: nil, session)
        return .done
    }

    private func answer(_ bytes: [UInt8], _ name: String, rows: Int?, _ session: CommandSession) {
        guard session.isJSON else { return session.write(Data(bytes)) }
        session.emit(
            .object([
                ("name", .text(name)), ("rows", rows.map { .integer(Int64($0)) } ?? .null),
                ("base64", .text(Data(bytes).base64EncodedString())),
            ]))
    }
}
