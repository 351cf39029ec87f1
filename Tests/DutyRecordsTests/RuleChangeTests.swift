import DutyRecords
import SyncKit
import Testing

/// What a profile, a period or an arrangement changes, and for whom, said before it is written.
@Suite struct RuleChangeTests {
    private static func start(_ text: String) -> Instant { Day(text)?.start ?? Instant(milliseconds: 0) }
    private static let moment = start("2027-01-01")

    @Test func aProfileOfTheCountyChangesEveryUnitButThoseThatAreStricter() throws {
        let strict = RuleProfile(
            title: "金北镇", validFrom: Self.moment - .days(30), unit: "JB", figures: ["reportMinutes": .integer(30)])
        let county = RuleProfile(
            title: "2027", validFrom: Self.moment,
            figures: ["reportMinutes": .integer(45), "zeroReportTime": .text("16:00")])
        let change = RuleChange(
            before: RuleBook([strict]), after: RuleBook([strict, county]), units: ["JH", "LC", "JB"], at: Self.moment)
        #expect(change.rows.map(\.figure.name) == ["reportMinutes", "zeroReportTime"])
        #expect(change.rows.map(\.units) == [["JH", "LC"], ["JH", "LC", "JB"]])
        #expect(change.rows.map(\.before) == [.integer(60), .text("17:00")])
        #expect(change.rows.map { $0.after?.figureText(in: .chinese) } == ["45", "16:00"])
    }

    @Test func whatIsNotInForceYetChangesNothing() {
        let county = RuleProfile(title: "", validFrom: Self.moment, figures: ["reportMinutes": .integer(45)])
        let change = RuleChange(
            before: RuleBook(), after: RuleBook([county]), units: ["LC"], at: Self.moment - .minutes(1))
        #expect(change.rows.isEmpty)
    }

    @Test func aRunningClockThatMovesIsNamedWithBothOfItsEnds() throws {
        let incident = facts(
            1,
            ["occurredAt": .time(at("08:00")), "summary": .text("车祸"), "place": .text("淮金线"), "level": .text("一般")],
            unit: "LC", received: at("08:06"))
        func wall(_ profiles: [RuleProfile]) -> Wall {
            Wall(book(["incident": [incident]]), book: RuleBook(profiles), now: at("08:30"))
        }
        func profile(_ minutes: Int64, from: Instant) -> RuleProfile {
            RuleProfile(title: "", validFrom: from, figures: ["reportMinutes": .integer(minutes)])
        }
        let moved = ClockChange.all(from: wall([]), to: wall([profile(45, from: at("07:00"))]))
        #expect(moved.map(\.before) == [at("09:00")] && moved.map(\.after) == [at("08:45")])
        #expect(moved.map(\.owedBy) == ["LC"])
        #expect(ClockChange.all(from: wall([]), to: wall([profile(60, from: at("07:00"))])).isEmpty, "the same figure")
        #expect(ClockChange.all(from: wall([]), to: wall([profile(45, from: at("08:29"))])).isEmpty, "after it began")
    }

    @Test func aSpecialPeriodMakesLeadersAndZeroReportsOwed() throws {
        let first = try #require(Day(2026, 11, 3))
        let period = SpecialPeriod(
            id: "p", from: first.start, to: (first + 1).end, kind: "重要会议活动", reason: "会议")
        let change = CalendarChange(
            before: DutyCalendar(), after: DutyCalendar(periods: [period]), days: first...first + 1,
            asOf: Self.start("2026-10-01"), joinsWeekends: true)
        #expect(change.rows.map(\.day) == [first, first + 1])
        #expect(change.rows.allSatisfy { $0.before == .workday && $0.after == .sensitive })
        #expect(change.rows.allSatisfy { !$0.owedLeaders && $0.owesLeaders && $0.owesZeroReport })
    }

    @Test func aDayOffOnFridayJoinsItsWeekend() throws {
        let friday = try #require(Day(2026, 11, 13))
        let entry = CalendarEntry(day: friday, dayType: .holiday, name: "纪念日", published: nil, source: "县通知")
        func change(_ joins: Bool) -> CalendarChange {
            CalendarChange(
                before: DutyCalendar(), after: DutyCalendar(entries: [entry]), days: friday...friday,
                asOf: Self.start("2026-10-01"), joinsWeekends: joins)
        }
        #expect(change(true).rows.map(\.day) == [friday, friday + 1, friday + 2])
        #expect(change(true).rows.map(\.owesZeroReport) == [true, false, false])
        #expect(change(false).rows.map(\.day) == [friday])
    }
}
