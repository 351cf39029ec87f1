package import ArgumentParser
import DutyRecords
import SyncKit

package struct RosterCommand<Opened: RecordFolder>: AsyncParsableCommand {
    package static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "roster", abstract: "Rosters: checked, drafted, handed in 值班表",
            subcommands: [
                RosterCheckCommand<Opened>.self, RosterDraftCommand<Opened>.self, RosterSubmitCommand<Opened>.self,
            ])
    }

    package init() {}
}

/// The days of a roster command.
package struct RosterDays: ParsableArguments {
    @Option(help: "The first day.") var from: String
    @Option(help: "The last day.") var to: String

    package init() {}

    var days: ClosedRange<Day> {
        get throws { try TypedTime.days(from, to, most: 400) }
    }
}

package struct RosterCheckCommand<Opened: RecordFolder>: FolderCommand {
    package static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "check", abstract: "Gaps, leaders, establishment, absences, to the minute 检查值班表",
            discussion: "Exit code 1 where something is wrong. At the hub an array, or with --unit one object.")
    }

    @OptionGroup package var common: CommonOptions
    @OptionGroup var span: RosterDays
    @Option(help: "Only this unit's (at the hub).") var unit: String?
    @Option(help: "By the calendar as it was published at this time.") var at: String?

    package init() {}

    package func perform(in opened: Opened, _ session: CommandSession) async throws -> ExitStatus {
        let days = try span.days
        let reading = try await DutyReading.read(
            ["person", "duty-shift", "leader-shift", "absence"], unit: unit, at: TypedTime.instant(at, "--at"),
            in: opened)
        let check = RosterCheck(
            duties: reading.duties, calendar: reading.calendar, book: reading.book, asOf: reading.now)
        let units = reading.duties.units.filter { reading.unit == nil || $0.code == reading.unit }
        let found = units.map { check.findings(of: $0, days) }
        let rows = found.map(RosterPrinting.json)
        let isOne = reading.unit != nil
        session.emitOrShow(
            isOne ? rows.first ?? .null : .array(rows),
            found.map { RosterPrinting.lines($0, reading.duties, session.language) }.joined(separator: "\n"))
        return found.allSatisfy(\.isSound) ? .done : .partly
    }
}

package struct RosterSubmitCommand<Opened: RecordFolder>: FolderCommand {
    package static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "submit", abstract: "Hand the roster of a period in to the county 报送值班表",
            discussion: "What stands in the roster now is kept as it was handed in.")
    }

    @OptionGroup package var common: CommonOptions
    @OptionGroup var span: RosterDays
    @Option(help: "Who prepared it.") var preparer: String?
    @Option(help: "Who approved it.") var approver: String?

    package init() {}

    package func perform(in opened: Opened, _ session: CommandSession) async throws -> ExitStatus {
        let days = try span.days
        let handedIn = try await RosterSubmitting.submit(
            days, preparer: preparer, approver: approver, author: preparer ?? "", in: opened)
        let (id, due, late) = (handedIn.id, handedIn.dueAt, handedIn.lateMinutes)
        session.emitOrShow(
            .object([
                ("id", .text(id.description)), ("submittedAt", .text(handedIn.at.description)),
                ("dueAt", .text(due.description)), ("late", .boolean(late > 0)), ("lateMinutes", .integer(Int64(late))),
            ]),
            late > 0
                ? session.word(
                    chinese: "已报送，迟 \(late) 分钟（应于 \(due) 前）。", english: "handed in, \(late) min late (due \(due))")
                : session.word(chinese: "已报送，在 \(due) 的时限前。", english: "handed in, before \(due)"))
        return .done
    }
}
