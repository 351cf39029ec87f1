import CountyYear
import DutyRecords
import Testing

/// A whole year of a county, unit by unit, against the counts of its own drawing.
@Suite("A county's year")
struct CountyYearTests {
    private static let year = CountyYear(seed: 20_260_101)

    @Test("the statistics are what was drawn", arguments: 0..<CountyYear.unitCount)
    func statistics(_ unit: Int) throws {
        let year = Self.year
        let drawn = UnitYear(unit, of: year)
        let end = year.days.upperBound + 60
        let duties = DutyBook(
            countyUnit: CountyYear.countyCode, drawn.facts.merging(["unit": year.unitRecords]) { $1 })
        let rules = StatisticsRules(
            duties: duties, calendar: DutyCalendar(), book: RuleBook(), days: year.days, now: end.start)
        let found = try #require(rules.all(unit: year.code(unit)).first)
        let counts = drawn.counts
        #expect(found.calls == counts.calls && found.callsPrompt == counts.callsPrompt)
        #expect(found.logEntries == counts.logEntries && found.lateEntries == counts.lateEntries)
        #expect(found.gapMinutes == counts.gapMinutes)
        #expect(found.incidents == counts.incidents && found.drills == counts.drills)
        let kept = found.timeliness[.report] ?? .init()
        #expect(
            kept.met == counts.reportsMet && kept.late == counts.reportsLate && kept.overdue == counts.reportsMissing)
        #expect(found.leadersMissingDays == 0)
    }

    /// The size model's own figures, worked out by hand: 365 × the sums over 1 county, 11 towns and 60 departments.
    @Test("the year has as many records as the size model says")
    func size() {
        var total = UnitYear.Counts()
        for unit in 0..<CountyYear.unitCount {
            let counts = UnitYear(unit, of: Self.year).counts
            total.records += counts.records
            total.calls += counts.calls
            total.logEntries += counts.logEntries
            total.documents += counts.documents
            total.handovers += counts.handovers
            total.rosterRows += counts.rosterRows
            total.incidents += counts.incidents + counts.drills
        }
        // Half a record of a department's last day and tenths of handovers are rounded away, unit by unit.
        #expect((123_340...123_370).contains(total.calls))
        #expect(total.logEntries == 128_845)
        #expect(total.documents == 120_815)
        #expect((32_120 - 71...32_193).contains(total.handovers))
        #expect(total.rosterRows == 80_665)
        #expect(total.incidents == 184)
        #expect((480_000...500_000).contains(total.records))
    }
}
