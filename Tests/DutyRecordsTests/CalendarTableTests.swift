import DutyRecords
import Foundation
import Testing

/// Days and times of the calendar's tables.
func calendarDay(_ text: String) throws -> Day { try #require(Day(text)) }

/// A time with its offset, or the start of a day.
func calendarTime(_ text: String) throws -> Instant { try #require(Day(text)?.start ?? Instant(text)) }

/// The shipped table against the rows that were handed to the project.
@Suite("The holiday table")
struct CalendarTableTests {
    static let today = "2026-11-25"

    static func rows(_ name: String) throws -> [[String]] {
        let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("Samples/\(name)")
        return try String(contentsOf: file, encoding: .utf8).split(whereSeparator: \.isNewline).dropFirst()
            .map { $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init) }
    }

    @Test("every one of the 404 rows, and no other day named")
    func everyRow() throws {
        let rows = try Self.rows("holidays-2015-2026.csv")
        #expect(rows.count == 404)
        let calendar = DutyCalendar()
        let asOf = try calendarTime(Self.today)
        for row in rows {
            let found = calendar.day(try calendarDay(row[0]), asOf: asOf)
            let expected: [DayType] = row[1] == "holiday" ? [.holiday, .adjustedRest] : [.makeupWorkday]
            #expect(found.dayType.map(expected.contains) == true, "\(row[0])")
            #expect(found.name == row[2] && found.source == row[4], "\(row[0])")
            #expect(
                HolidayArrangement.shipped.contains {
                    $0.source == row[4] && String($0.year) == row[3]
                        && $0.days.contains { $0.day == found.day && $0.isOff == (row[1] == "holiday") }
                }, "\(row[0])")
        }
        let named = Set(HolidayArrangement.shipped.flatMap(\.days).map(\.day))
        #expect(Set(named.map(\.description)) == Set(rows.map { $0[0] }))
    }

    @Test("every other of the 4,383 days goes by the weekday")
    func otherDays() throws {
        let named = Set(try Self.rows("holidays-2015-2026.csv").map { $0[0] })
        let calendar = DutyCalendar()
        let asOf = try calendarTime(Self.today)
        let span = try calendarDay("2015-01-01").number...calendarDay("2026-12-31").number
        #expect(span.count == 4383)
        for day in span.lazy.map(Day.init(number:)) where !named.contains(day.description) {
            let found = calendar.day(day, asOf: asOf)
            #expect(found.dayType == (day.isSaturdayOrSunday ? .weekend : .workday), "\(day)")
            #expect(found.name == nil && found.source.contains("gov.cn/"), "\(day)")
        }
    }

    @Test("every amended day, before its notice and from it on")
    func amendments() throws {
        let rows = try Self.rows("holiday-amendments.csv")
        #expect(rows.count == 11)
        let calendar = DutyCalendar()
        for row in rows {
            let day = try calendarDay(row[0])
            let published = try calendarTime(row[4])
            let before = calendar.day(day, asOf: Instant(milliseconds: published.milliseconds - 1))
            let after = calendar.day(day, asOf: published)
            // A workday of the table is one by the weekday or by being made up.
            let was: [DayType] = row[1] == "weekend" ? [.weekend] : [.workday, .makeupWorkday]
            #expect(before.dayType.map(was.contains) == true, "\(row[0])")
            let becomes: [DayType] = row[2] == "holiday" ? [.holiday, .adjustedRest] : [.makeupWorkday]
            #expect(after.dayType.map(becomes.contains) == true, "\(row[0])")
            // The two files write one page with and without TLS, and one name with and without 中国人民.
            #expect(after.source.split(separator: "/").dropFirst() == row[5].split(separator: "/").dropFirst())
            #expect(after.name.map(row[3].hasSuffix) == true)
        }
    }

    @Test(
        "the day of a notice",
        arguments: [
            ("2015-01-01", "2014-12-16"), ("2016-01-01", "2015-12-10"), ("2017-01-01", "2016-12-01"),
            ("2018-01-01", "2017-11-30"), ("2019-01-01", "2018-12-06"), ("2020-01-01", "2019-11-21"),
            ("2021-01-01", "2020-11-25"), ("2022-01-01", "2021-10-25"), ("2023-01-01", "2022-12-08"),
            ("2024-01-01", "2023-10-25"), ("2025-01-01", "2024-11-12"), ("2026-01-01", "2025-11-04"),
        ])
    func publication(_ day: String, _ published: String) throws {
        let calendar = DutyCalendar()
        let day = try calendarDay(day)
        let moment = try calendarTime(published)
        let before = calendar.day(day, asOf: Instant(milliseconds: moment.milliseconds - 1))
        #expect(before.dayType == nil && before.name == nil && before.source == "未公布")
        #expect(calendar.day(day, asOf: moment).dayType == .holiday)
        #expect(calendar.dayType(day + 200, asOf: moment) != nil)
    }

    @Test("the statutory days of each year are its holidays", arguments: 2015...2026)
    func statutory(_ year: Int) throws {
        let calendar = DutyCalendar()
        let asOf = try calendarTime(Self.today)
        let first = try #require(Day(year, 1, 1))
        let last = try #require(Day(year, 12, 31))
        let holidays = (first.number...last.number).map(Day.init(number:))
            .filter { calendar.dayType($0, asOf: asOf) == .holiday }
        let entries = StatutoryDays.of(year)
        #expect(entries.count == (year < 2025 ? 11 : 13))
        #expect(Set(holidays) == Set(entries.map(\.day)))
        for entry in entries {
            let name = calendar.day(entry.day, asOf: asOf).name
            #expect(name?.contains(entry.name) == true, "\(entry.day)")
        }
    }
}
