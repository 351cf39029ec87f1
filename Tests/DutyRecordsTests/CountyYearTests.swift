import CountyYear
import DutyRecords
import Foundation
import Testing

/// A whole year of a county, unit by unit, against the counts of its own drawing.
@Suite("A county's year")
struct CountyYearTests {
    /// A minute of plain computing has a thread of its own: the pool's few are the other tests'.
    private static func onItsOwnThread<Made: Sendable>(_ work: @escaping @Sendable () throws -> Made) async throws
        -> Made
    {
        try await withCheckedThrowingContinuation { continuation in
            Thread.detachNewThread { continuation.resume(with: Result { try work() }) }
        }
    }

    private struct Difference: Sendable, CustomStringConvertible {
        let unit: String
        let figure: String
        let found: Int
        let drawn: Int
        var description: String { "\(unit) \(figure): \(found), drawn \(drawn)" }
    }

    @Test("every unit's statistics are what was drawn, and the year has as many records as the size model says")
    func statistics() async throws {
        let (total, differences) = try await Self.onItsOwnThread { try Self.walk(CountyYear(seed: 20_260_101)) }
        #expect(differences.isEmpty, "\(differences)")
        // The size model's own figures, worked out by hand: 365 × the sums over 1 county, 11 towns and 60 departments.
        // Half a record of a department's last day and tenths of handovers are rounded away, unit by unit.
        #expect((123_340...123_370).contains(total.calls))
        #expect(total.logEntries == 128_845)
        #expect(total.documents == 120_815)
        #expect((32_120 - 71...32_193).contains(total.handovers))
        #expect(total.rosterRows == 80_665)
        #expect(total.incidents + total.drills == 184)
        #expect((480_000...500_000).contains(total.records))
    }

    private static func walk(_ year: CountyYear) throws -> (UnitYear.Counts, [Difference]) {
        var total = UnitYear.Counts()
        var differences: [Difference] = []
        let (calendar, end) = (DutyCalendar(), (year.days.upperBound + 60).start)
        for unit in 0..<CountyYear.unitCount {
            let drawn = UnitYear(unit, of: year)
            let counts = drawn.counts
            total.add(counts)
            let duties = DutyBook(
                countyUnit: CountyYear.countyCode, drawn.facts.merging(["unit": year.unitRecords]) { $1 })
            let rules = StatisticsRules(duties: duties, calendar: calendar, book: RuleBook(), days: year.days, now: end)
            let found = try #require(rules.all(unit: year.code(unit)).first)
            let kept = found.timeliness[.report] ?? .init()
            let pairs = [
                ("calls", found.calls, counts.calls), ("prompt", found.callsPrompt, counts.callsPrompt),
                ("log", found.logEntries, counts.logEntries), ("late entries", found.lateEntries, counts.lateEntries),
                ("gap minutes", found.gapMinutes, counts.gapMinutes), ("incidents", found.incidents, counts.incidents),
                ("drills", found.drills, counts.drills), ("met", kept.met, counts.reportsMet),
                ("late", kept.late, counts.reportsLate), ("overdue", kept.overdue, counts.reportsMissing),
                ("leaders missing", found.leadersMissingDays, 0),
            ]
            differences += pairs.filter { $0.1 != $0.2 }.map {
                Difference(unit: year.code(unit), figure: $0.0, found: $0.1, drawn: $0.2)
            }
        }
        return (total, differences)
    }
}
