import DutyRecords
import Testing

@Suite("Special periods")
struct CalendarPeriodTests {
    static let today = "2026-11-25"

    static func period(_ id: String, _ from: String, _ to: String) throws -> SpecialPeriod {
        SpecialPeriod(
            id: id, from: try calendarTime(from), to: try calendarTime(to), kind: "重要会议活动", reason: "会议")
    }

    /// From a Friday evening over a weekend, a make-up day, workdays and a holiday.
    @Test(
        "over a weekend and a holiday",
        arguments: [
            ("2026-09-17", "workday", 0), ("2026-09-18", "sensitive", 1), ("2026-09-19", "sensitive", 1),
            ("2026-09-20", "sensitive", 1), ("2026-09-21", "sensitive", 1), ("2026-09-25", "holiday", 1),
            ("2026-09-26", "adjusted-rest", 1), ("2026-09-27", "adjusted-rest", 1), ("2026-09-28", "sensitive", 1),
            ("2026-09-29", "workday", 0),
        ])
    func overDays(_ day: String, _ expected: String, _ count: Int) throws {
        let calendar = DutyCalendar(periods: [
            try Self.period("a", "2026-09-18T18:00+08:00", "2026-09-28T00:01+08:00")
        ])
        let found = calendar.day(try calendarDay(day), asOf: try calendarTime(Self.today))
        #expect(found.dayType?.rawValue == expected && found.periods.count == count)
    }

    @Test("its bounds: the last instant is outside, and a minute of a day is enough")
    func bounds() throws {
        let day = try calendarDay("2026-10-07")
        let asOf = try calendarTime(Self.today)
        let touches = { (from: String, to: String) in
            !DutyCalendar(periods: [try Self.period("a", from, to)]).day(day, asOf: asOf).periods.isEmpty
        }
        #expect(try touches("2026-10-07T23:59+08:00", "2026-10-08"))
        #expect(try touches("2026-10-06", "2026-10-07T00:01+08:00"))
        #expect(try !touches("2026-10-06", "2026-10-07"))
        #expect(try !touches("2026-10-08", "2026-10-09"))
        #expect(try !touches("2026-10-07T12:00+08:00", "2026-10-07T12:00+08:00"))
        #expect(try !touches("2026-10-08", "2026-10-06"))
    }

    @Test("23:59 on the last day of a holiday is a time of that day")
    func lastMinute() throws {
        let calendar = DutyCalendar()
        let minute = try calendarTime("2026-10-07T23:59+08:00")
        #expect(calendar.dayType(minute.day, asOf: minute) == .adjustedRest)
        #expect(calendar.owesLeaders(minute.day, asOf: minute, joinsWeekends: true))
        let next = minute + .minutes(1)
        #expect(calendar.dayType(next.day, asOf: next) == .workday)
        #expect(!calendar.owesLeaders(next.day, asOf: next, joinsWeekends: true))
    }

    @Test("several at once are listed by their start")
    func several() throws {
        let periods = try [
            Self.period("c", "2026-03-04", "2026-03-06"), Self.period("a", "2026-03-01", "2026-03-20"),
            Self.period("b", "2026-03-02", "2026-03-03"), Self.period("d", "2026-05-01", "2026-05-02"),
            Self.period("e", "2026-03-05T08:00+08:00", "2026-03-05T09:00+08:00"),
        ]
        let calendar = DutyCalendar(periods: periods)
        let asOf = try calendarTime(Self.today)
        let ids = { calendar.day(try calendarDay($0), asOf: asOf).periods.map(\.id) }
        #expect(try ids("2026-03-03") == ["a"])
        #expect(try ids("2026-03-02") == ["a", "b"] && ids("2026-03-05") == ["a", "c", "e"])
        #expect(try ids("2026-03-19") == ["a"] && ids("2026-03-20") == [] && ids("2026-05-01") == ["d"])
        #expect(calendar.dayType(try calendarDay("2026-05-01"), asOf: asOf) == .holiday)
    }

    @Test("in a year that is not announced the type stays open, and leaders are owed all the same")
    func unannounced() throws {
        let calendar = DutyCalendar(periods: [try Self.period("a", "2027-03-01", "2027-03-12")])
        let asOf = try calendarTime(Self.today)
        let found = calendar.day(try calendarDay("2027-03-05"), asOf: asOf)
        #expect(found.dayType == nil && found.source == "未公布" && found.periods.map(\.id) == ["a"])
        #expect(calendar.owesLeaders(found.day, asOf: asOf, joinsWeekends: false))
        #expect(!calendar.owesLeaders(found.day + 7, asOf: asOf, joinsWeekends: true))
    }

    @Test("a county's workday inside one is sensitive, its holiday is not")
    func countyDays() throws {
        let day = try calendarDay("2026-03-03")
        let asOf = try calendarTime(Self.today)
        for (type, expected) in [(DayType.makeupWorkday, DayType.sensitive), (.holiday, .holiday)] {
            let calendar = DutyCalendar(
                entries: [CalendarEntry(day: day, dayType: type, name: nil, published: nil, source: "县")],
                periods: [try Self.period("a", "2026-03-01", "2026-03-20")])
            #expect(calendar.dayType(day, asOf: asOf) == expected)
            #expect(calendar.day(day, asOf: asOf).source == "县")
        }
    }
}
