import DutyRecords
import Testing

@Suite("Days that owe leaders")
struct CalendarBlockTests {
    static let today = "2026-11-25"

    static func text(_ block: ClosedRange<Day>?) -> String? {
        block.map { "\($0.lowerBound)~\($0.upperBound)" }
    }

    @Test(
        "a day's block, without weekends and with them",
        arguments: [
            ("2026-10-03", "2026-10-01~2026-10-07", "2026-10-01~2026-10-07"),
            ("2026-10-10", nil, nil), ("2026-10-11", nil, nil), ("2026-10-08", nil, nil),
            ("2026-09-25", "2026-09-25~2026-09-27", "2026-09-25~2026-09-27"),
            ("2019-04-05", "2019-04-05~2019-04-05", "2019-04-05~2019-04-07"),
            ("2019-04-06", nil, "2019-04-05~2019-04-07"), ("2019-04-07", nil, "2019-04-05~2019-04-07"),
            ("2024-06-08", nil, "2024-06-08~2024-06-10"), ("2024-06-09", nil, "2024-06-08~2024-06-10"),
            ("2024-06-10", "2024-06-10~2024-06-10", "2024-06-08~2024-06-10"),
            ("2015-06-20", "2015-06-20~2015-06-20", "2015-06-20~2015-06-22"),
            ("2015-06-21", nil, "2015-06-20~2015-06-22"),
            ("2018-12-29", nil, nil), ("2018-12-30", "2018-12-30~2019-01-01", "2018-12-30~2019-01-01"),
            ("2026-03-07", nil, nil), ("2027-01-01", nil, nil),
        ] as [(String, String?, String?)])
    func blocks(_ text: String, _ plain: String?, _ joined: String?) throws {
        let calendar = DutyCalendar()
        let asOf = try calendarTime(Self.today)
        let day = try calendarDay(text)
        #expect(Self.text(calendar.block(containing: day, asOf: asOf, joinsWeekends: false)) == plain)
        #expect(Self.text(calendar.block(containing: day, asOf: asOf, joinsWeekends: true)) == joined)
        #expect(calendar.owesLeaders(day, asOf: asOf, joinsWeekends: false) == (plain != nil))
        #expect(calendar.owesLeaders(day, asOf: asOf, joinsWeekends: true) == (joined != nil))
    }

    @Test("the blocks of the autumn of 2026")
    func autumn() throws {
        let calendar = DutyCalendar()
        let asOf = try calendarTime(Self.today)
        let found = calendar.blocks(
            in: try calendarDay("2026-09-01")...calendarDay("2026-12-31"), asOf: asOf, joinsWeekends: true)
        #expect(found.compactMap(Self.text) == ["2026-09-25~2026-09-27", "2026-10-01~2026-10-07"])
        let inside = calendar.blocks(
            in: try calendarDay("2026-09-27")...calendarDay("2026-10-02"), asOf: asOf, joinsWeekends: true)
        #expect(inside == found)
        let before = try calendarTime("2025-11-03")
        #expect(calendar.blocks(in: found[0], asOf: before, joinsWeekends: true).isEmpty)
    }

    @Test("blocks of a range are those of its days", arguments: 2015...2026)
    func everyYear(_ year: Int) throws {
        let calendar = DutyCalendar(periods: [
            try CalendarPeriodTests.period("a", "2019-04-06T09:00+08:00", "2019-04-06T10:00+08:00"),
            try CalendarPeriodTests.period("b", "2024-03-04", "2024-03-12"),
        ])
        let asOf = try calendarTime(Self.today)
        let range = try #require(Day(year, 1, 1))...#require(Day(year, 12, 31))
        for joins in [false, true] {
            var expected: [ClosedRange<Day>] = []
            for day in (range.lowerBound.number...range.upperBound.number).map(Day.init(number:)) {
                guard let block = calendar.block(containing: day, asOf: asOf, joinsWeekends: joins),
                    block != expected.last
                else { continue }
                expected.append(block)
            }
            #expect(calendar.blocks(in: range, asOf: asOf, joinsWeekends: joins) == expected)
        }
    }

    @Test("a sensitive Saturday parts no joined weekend, and joins none of its own")
    func sensitiveSaturday() throws {
        let calendar = DutyCalendar(periods: [
            try CalendarPeriodTests.period("a", "2019-04-06", "2019-04-07"),
            try CalendarPeriodTests.period("b", "2019-03-15", "2019-03-16"),
        ])
        let asOf = try calendarTime(Self.today)
        let block = { Self.text(calendar.block(containing: try calendarDay($0), asOf: asOf, joinsWeekends: true)) }
        #expect(try block("2019-04-07") == "2019-04-05~2019-04-07")
        #expect(try block("2019-03-15") == "2019-03-15~2019-03-15")
    }

    @Test("a special period without an end")
    func endless() throws {
        let endless = SpecialPeriod(
            id: "a", from: try calendarTime("2026-03-01"), to: Instant(milliseconds: .max), kind: "突发事件处置",
            reason: "防汛")
        let calendar = DutyCalendar(periods: [endless])
        let asOf = try calendarTime(Self.today)
        let day = try calendarDay("2026-08-03")
        let block = try #require(calendar.block(containing: day, asOf: asOf, joinsWeekends: true))
        #expect(block == day - 60...day + 60)
        let found = calendar.blocks(in: day...day + 200, asOf: asOf, joinsWeekends: false)
        #expect(found == [day - 60...day + 260])
        #expect(calendar.day(try calendarDay("2099-01-01"), asOf: asOf).periods == [endless])
    }
}
