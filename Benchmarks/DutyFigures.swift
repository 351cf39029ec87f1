import CountyYear
import DutyRecords
import Foundation
import SyncKit

/// The rules over a county's year of half a million records.
enum DutyFigures {
    private static let year = CountyYear(seed: 20_260_101)

    static func add(to report: inout Report, rounds: Int) async throws {
        let drawn = (0..<CountyYear.unitCount).map { UnitYear($0, of: year) }
        var facts: [String: [RecordFacts]] = ["unit": year.unitRecords]
        for unit in drawn { facts.merge(unit.facts) { $0 + $1 } }
        report.add("a county's year", Double(drawn.reduce(0) { $0 + $1.counts.records }), "records")
        let calendar = DutyCalendar()
        let end = year.days.upperBound.end
        let (grouped, all) = await least(rounds) { DutyBook(countyUnit: CountyYear.countyCode, facts) }
        report.add("grouping the year's records", grouped * 1000, "ms")

        func due(_ duties: DutyBook, _ window: ClosedRange<Day>, _ now: Instant) -> [Obligation] {
            DueRules(duties: duties, calendar: calendar, book: RuleBook(), window: window, now: now).all()
        }
        let (whole, rows) = await least(rounds) { due(all, year.days, end) }
        report.add("due over the year: \(rows.count) rows", whole * 1000, "ms")
        let day = year.first + 274
        let ofDay = DutyBook(countyUnit: CountyYear.countyCode, facts.mapValues { Self.records($0, of: day) })
        let (one, dayRows) = await least(rounds) { due(ofDay, day...day, day.at(20, 0)) }
        report.add("due over one open day: \(dayRows.count) rows", one * 1000, "ms")

        let check = RosterCheck(duties: all, calendar: calendar, book: RuleBook(), asOf: end)
        let month = year.first + 273...year.first + 303
        let (covered, _) = await least(rounds) { all.units.map { check.findings(of: $0, month) } }
        report.add("a month's coverage of 72 units", covered * 1000, "ms")

        let slots = SlotPattern.daily(persons: 2).slots(year.first..<year.first + 90) {
            PlanSlot.Kind.byWeekday(of: $0)
        }
        let people = (0..<60).map { PlanPerson(id: "\(100 + $0)", name: "人员\($0)") }
        let (planned, _) = await least(rounds) { RosterPlanner().plan(slots: slots, persons: people) }
        report.add("a quarter's roster, 60 persons, \(slots.count) slots", planned * 1000, "ms")
        try await entry(&report, rounds)
    }

    /// What belongs to one day by its collection's own time; persons and units stay.
    private static func records(_ all: [RecordFacts], of day: Day) -> [RecordFacts] {
        let times = ["receivedAt", "occurredAt", "start", "at", "sentAt"]
        return all.filter { record in
            guard let field = times.first(where: { record.has($0) }) else { return true }
            return record.start(field)?.day == day
        }
    }

    /// A telephone record through the form: with the rules that look at several fields and at the clock, and without.
    private static func entry(_ report: inout Report, _ rounds: Int) async throws {
        let line = Data(
            #"{"direction":"in","receivedAt":"2026-10-01T08:00:00+08:00","rings":2,"callerUnit":"村委会","callerName":"吴建国","callerPhone":"13805230806","matter":"集镇老街35号下水道堵塞，污水漫上路面约三十平方米。","place":"集镇老街35号","verified":true,"handling":"转办","answer":"已通知城管所处理。","recorder":"王晓东"}"#
                .utf8)
        let conditions = EntryConditions(now: Instant("2026-10-01T08:05:00+08:00"), establishedAt: Day(2020, 1, 1))
        let count = 20_000
        func time(_ standing: RecordStanding?) async throws -> Double {
            let form = EntryForm(
                .phoneRecord, writer: .unit, channel: .open, lookup: .none, conditions: conditions, editing: standing)
            return try await least(rounds) { for _ in 0..<count { _ = try form.judge(line) } }.0
        }
        let (with, without) = (try await time(nil), try await time(RecordStanding()))
        report.add(
            "entry of a call with every rule", Double(count) / with, "records/s", floor: Double(count) / without)
    }

    /// The shortest of several runs, in seconds, and what it made.
    private static func least<Made>(_ rounds: Int, _ work: () throws -> Made) async rethrows -> (Double, Made) {
        var best = Double.infinity
        var made = try work()
        for _ in 0..<max(1, rounds) {
            let start = ContinuousClock.now
            made = try work()
            let took = (ContinuousClock.now - start).components
            best = min(best, Double(took.seconds) + Double(took.attoseconds) / 1e18)
        }
        return (best, made)
    }
}
