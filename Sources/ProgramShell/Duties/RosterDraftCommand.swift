package import ArgumentParser
import DutyRecords
import SyncKit

package struct RosterDraftCommand<Opened: RecordFolder>: FolderCommand {
    package static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "draft", abstract: "A fair roster for a period, with the reason of each slot 排班草案",
            discussion: """
                Nothing is entered: each slot has the members that `record duty-shift` takes. What is rostered already \
                stays; a slot whose officer is away is planned anew. Exit code 1 where a slot stays empty.
                """)
    }

    @OptionGroup package var common: CommonOptions
    @OptionGroup var span: RosterDays
    @Option(help: "When shifts begin, HH:MM; each lasts a day.") var start = "08:30"
    @Option(help: "Persons of a shift.") var persons = 1
    @Option(help: "The unit (at the hub; else the county's own room).") var unit: String?

    package init() {}

    package func perform(in opened: Opened, _ session: CommandSession) async throws -> ExitStatus {
        let days = try span.days
        guard let begins = Instant("2000-01-01T\(start)+08:00"), start.utf8.count == 5, (1...10).contains(persons)
        else {
            throw CommandFailure(
                .badUse, chinese: "--start 应是时刻，如 08:30；--persons 应是 1 至 10。",
                english: "--start has to be a time of the day such as 08:30, --persons 1 to 10")
        }
        let unit = try await opened.unit(unit)
        let reading = try await DutyReading.read(["person", "duty-shift", "absence"], unit: unit, in: opened)
        let pattern = SlotPattern([
            SlotPattern.Shift(begins: .minutes(begins.minuteOfDay), length: .days(1), persons: persons)
        ])
        let plan = RosterDrafting(duties: reading.duties, calendar: reading.calendar, now: reading.now)
            .draft(of: unit, days.lowerBound..<days.upperBound + 1, pattern: pattern)
        session.emitOrShow(
            Self.json(plan, reading.duties, session.language),
            plan.rows.map { Self.line($0, reading.duties, session.language) }.joined(separator: "\n"))
        return plan.emptySlots.isEmpty ? .done : .partly
    }

    private static func name(_ person: String?, _ duties: DutyBook) -> String? {
        person.flatMap { RecordID($0) }.flatMap { duties.persons[$0]?.name }
    }

    private static func json(_ plan: RosterPlan, _ duties: DutyBook, _ language: Language) -> JSONValue {
        func number(_ count: Int) -> JSONValue { .integer(Int64(count)) }
        return .object([
            (
                "slots",
                .array(
                    plan.rows.map { row in
                        .object([
                            ("start", .text(row.slot.start.description)), ("end", .text(row.slot.end.description)),
                            ("officer", row.person.map { .text($0) } ?? .null),
                            ("name", name(row.person, duties).map { .text($0) } ?? .null),
                            ("reason", .text(row.reason.sentence(in: language))),
                        ])
                    })
            ),
            (
                "load",
                .array(
                    plan.loads.map { load in
                        .object([
                            ("person", .text(load.person)),
                            ("name", name(load.person, duties).map { .text($0) } ?? .null),
                            ("shifts", number(load.total.shifts)), ("nights", number(load.total.nights)),
                            ("weekends", number(load.total.weekends)), ("holidays", number(load.total.holidays)),
                            ("newYearsEves", number(load.total.eves)), ("points", number(load.total.cost())),
                        ])
                    })
            ),
            (
                "replaced",
                .array(
                    plan.refused.map { refused in
                        .object([
                            ("person", .text(refused.duty.person)),
                            ("name", name(refused.duty.person, duties).map { .text($0) } ?? .null),
                            ("reason", .text(refused.because.sentence(in: language))),
                        ])
                    })
            ),
        ])
    }

    private static func line(_ row: RosterPlan.Row, _ duties: DutyBook, _ language: Language) -> String {
        let who = name(row.person, duties) ?? (language == .chinese ? "空缺" : "nobody")
        return "\(ObligationPrinting.minute(row.slot.start))\t\(who)\t\(row.reason.sentence(in: language))"
    }
}
