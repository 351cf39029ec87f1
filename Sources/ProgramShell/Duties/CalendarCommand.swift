package import ArgumentParser
import DutyRecords
import SyncKit

package struct CalendarCommand<Opened: RecordFolder>: FolderCommand {
    package static var configuration: CommandConfiguration {
        CommandConfiguration(commandName: "calendar", abstract: "What kind of day a date is 日历")
    }

    @OptionGroup package var common: CommonOptions
    @Argument(help: "The date, such as 2026-10-01.") var date: String
    @Option(help: "By the calendar as it was published at this time.") var at: String?

    package init() {}

    package func perform(in opened: Opened, _ session: CommandSession) async throws -> ExitStatus {
        let day = try TypedTime.day(date, "DATE")
        let reading = try await DutyReading.read([], unit: nil, at: TypedTime.instant(at, "--at"), in: opened)
        let found = reading.calendar.day(day, asOf: reading.now)
        let type = found.dayType
        session.emitOrShow(
            .object([
                ("date", .text(day.description)), ("dayType", type.map { .text($0.rawValue) } ?? .null),
                ("name", found.name.map { .text($0) } ?? .null), ("source", .text(found.source)),
                (
                    "periods",
                    .array(
                        found.periods.map { period in
                            .object([
                                ("id", .text(period.id)), ("from", .text(period.from.description)),
                                ("to", .text(period.to.description)), ("kind", .text(period.kind)),
                                ("reason", .text(period.reason)),
                            ])
                        })
                ), ("weekday", .integer(Int64(day.weekday))),
            ]),
            [
                day.description,
                type.map { session.language == .chinese ? $0.chinese : $0.english } ?? CalendarDay.unannounced,
                found.name ?? "", found.source,
            ].joined(separator: "\t"))
        return .done
    }
}
