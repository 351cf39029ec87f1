import DutyRecords
import Foundation
import Testing

@Suite("Lunar days and the law's")
struct CalendarLunarTests {
    @Test(
        "除夕",
        arguments: [
            "2015-02-18", "2016-02-07", "2017-01-27", "2018-02-15", "2019-02-04", "2020-01-24", "2021-02-11",
            "2022-01-31", "2023-01-21", "2024-02-09", "2025-01-28", "2026-02-16",
        ])
    func eve(_ text: String) throws {
        let day = try calendarDay(text)
        #expect(LunarCalendar.newYearsEve(day.year) == day)
        #expect(LunarCalendar.newYear(day.year) == day + 1)
        let isStatutory = StatutoryDays.of(day.year).contains { $0.day == day }
        #expect(isStatutory == (day.year >= 2025))
    }

    /// Year, 正月初一, 清明, 端午, 中秋: lunar_python 1.4.8, and ICU's Chinese calendar for the three by the moon.
    @Test("festivals of 2014–2050", arguments: CalendarLunarTests.festivals)
    func festival(_ line: String) throws {
        let words = line.split(separator: " ").map(String.init)
        let year = try #require(Int(words[0]))
        let expected = try words.dropFirst().map { try calendarDay("\(year)-\($0)") }
        #expect(LunarCalendar.newYear(year) == expected[0])
        #expect(LunarCalendar.qingming(year) == expected[1])
        #expect(LunarCalendar.day(year: year, month: 5, day: 5) == expected[2])
        #expect(LunarCalendar.day(year: year, month: 8, day: 15) == expected[3])
    }

    static let festivals = [
        "2014 01-31 04-05 06-02 09-08", "2015 02-19 04-05 06-20 09-27", "2016 02-08 04-04 06-09 09-15",
        "2017 01-28 04-04 05-30 10-04", "2018 02-16 04-05 06-18 09-24", "2019 02-05 04-05 06-07 09-13",
        "2020 01-25 04-04 06-25 10-01", "2021 02-12 04-04 06-14 09-21", "2022 02-01 04-05 06-03 09-10",
        "2023 01-22 04-05 06-22 09-29", "2024 02-10 04-04 06-10 09-17", "2025 01-29 04-04 05-31 10-06",
        "2026 02-17 04-05 06-19 09-25", "2027 02-06 04-05 06-09 09-15", "2028 01-26 04-04 05-28 10-03",
        "2029 02-13 04-04 06-16 09-22", "2030 02-03 04-05 06-05 09-12", "2031 01-23 04-05 06-24 10-01",
        "2032 02-11 04-04 06-12 09-19", "2033 01-31 04-04 06-01 09-08", "2034 02-19 04-05 06-20 09-27",
        "2035 02-08 04-05 06-10 09-16", "2036 01-28 04-04 05-30 10-04", "2037 02-15 04-04 06-18 09-24",
        "2038 02-04 04-05 06-07 09-13", "2039 01-24 04-05 05-27 10-02", "2040 02-12 04-04 06-14 09-20",
        "2041 02-01 04-04 06-03 09-10", "2042 01-22 04-04 06-22 09-28", "2043 02-10 04-05 06-11 09-17",
        "2044 01-30 04-04 05-31 10-05", "2045 02-17 04-04 06-19 09-25", "2046 02-06 04-04 06-08 09-15",
        "2047 01-26 04-05 05-29 10-04", "2048 02-14 04-04 06-15 09-22", "2049 02-02 04-04 06-04 09-11",
        "2050 01-23 04-04 06-23 09-30",
    ]

    @Test(
        "the lunar date of a day, as wall calendars print it",
        arguments: [
            ("2026-02-16", "廿九"), ("2026-02-17", "正月"), ("2026-02-26", "初十"), ("2026-03-08", "二十"),
            ("2026-09-25", "十五"), ("2026-12-09", "冬月"), ("2025-07-25", "闰六月"), ("2025-07-24", "三十"),
        ])
    func dates(_ text: String, _ name: String) throws {
        let day = try calendarDay(text)
        #expect(LunarCalendar.dates(day - 3...day + 3)[day]?.chinese == name)
        #expect(LunarCalendar.dates(day - 3...day + 3).count == 7)
    }

    @Test("every day of a year has the date that leads back to it")
    func datesOfAYear() throws {
        let (first, last) = (try calendarDay("2033-01-01"), try calendarDay("2034-02-28"))
        let dates = LunarCalendar.dates(first...last)
        #expect(dates.count == last.since(first) + 1)
        for (day, date) in dates {
            let years = [day.year - 1, day.year]
            #expect(
                years.contains {
                    LunarCalendar.day(year: $0, month: date.month, day: date.day, inLeapMonth: date.isLeap) == day
                }, "\(day)")
        }
    }

    /// By GB/T 33661; 2033 is the year that simpler rules get wrong.
    @Test(
        "leap months",
        arguments: [
            (2014, 9), (2017, 6), (2020, 4), (2023, 2), (2025, 6), (2028, 5), (2031, 3), (2033, 11), (2036, 6),
        ])
    func leapMonths(_ year: Int, _ month: Int) {
        for other in 1...12 {
            let first = LunarCalendar.day(year: year, month: other, day: 1, inLeapMonth: true)
            #expect((first != nil) == (other == month), "\(year) \(other)")
        }
        #expect(LunarCalendar.day(year: year + 1, month: month, day: 1, inLeapMonth: true) == nil)
    }

    @Test("the months of a year follow each other", arguments: 2001...2089)
    func noGap(_ year: Int) throws {
        var next = try #require(LunarCalendar.newYear(year))
        for month in 1...12 {
            for isLeap in [false, true] {
                guard let first = LunarCalendar.day(year: year, month: month, day: 1, inLeapMonth: isLeap) else {
                    #expect(isLeap)
                    continue
                }
                #expect(first == next)
                let has30 = LunarCalendar.day(year: year, month: month, day: 30, inLeapMonth: isLeap) != nil
                next = first + (has30 ? 30 : 29)
            }
        }
        #expect(next == LunarCalendar.newYear(year + 1))
    }

    @Test("what is no lunar day")
    func noDay() {
        #expect(LunarCalendar.day(year: 2026, month: 1, day: 0) == nil)
        #expect(LunarCalendar.day(year: 2026, month: 1, day: 31) == nil)
        #expect(LunarCalendar.day(year: 2026, month: 13, day: 1) == nil)
        #expect(LunarCalendar.day(year: 2026, month: 0, day: 1) == nil)
        #expect(LunarCalendar.newYear(1999) == nil && LunarCalendar.qingming(2091) == nil)
    }

    @Test("the law of 2014 and of 2025")
    func law() {
        let old = StatutoryDays.of(2024).map { "\($0.day) \($0.name)" }
        #expect(
            old == [
                "2024-01-01 元旦", "2024-02-10 春节", "2024-02-11 春节", "2024-02-12 春节", "2024-04-04 清明节",
                "2024-05-01 劳动节", "2024-06-10 端午节", "2024-09-17 中秋节", "2024-10-01 国庆节", "2024-10-02 国庆节",
                "2024-10-03 国庆节",
            ])
        let new = StatutoryDays.of(2025).map { "\($0.day) \($0.name)" }
        #expect(
            new == [
                "2025-01-01 元旦", "2025-01-28 春节", "2025-01-29 春节", "2025-01-30 春节", "2025-01-31 春节",
                "2025-04-04 清明节", "2025-05-01 劳动节", "2025-05-02 劳动节", "2025-05-31 端午节", "2025-10-01 国庆节",
                "2025-10-02 国庆节", "2025-10-03 国庆节", "2025-10-06 中秋节",
            ])
        #expect(StatutoryDays.of(2013).isEmpty)
        #expect(StatutoryDays.of(2020).filter { $0.day == Day(2020, 10, 1) }.map(\.name) == ["中秋节", "国庆节"])
    }

    @Test("the zone of the process does not matter")
    func processZone() throws {
        let zone = NSTimeZone.default
        defer { NSTimeZone.default = zone }
        var found: [[String]] = []
        for name in ["Asia/Shanghai", "America/Los_Angeles", "Pacific/Kiritimati"] {
            NSTimeZone.default = try #require(TimeZone(identifier: name))
            let calendar = DutyCalendar(arrangements: HolidayArrangement.shipped)
            let asOf = try calendarTime("2020-01-27")
            found.append(
                StatutoryDays.of(2026).map(\.day.description)
                    + ["2020-01-31", "2020-02-01", "2020-02-03"].map {
                        Day($0).flatMap { calendar.dayType($0, asOf: asOf) }?.rawValue ?? "nil"
                    })
        }
        #expect(found[0].suffix(3) == ["adjusted-rest", "adjusted-rest", "workday"])
        #expect(found[1] == found[0] && found[2] == found[0])
    }
}
