/// A day of the Gregorian calendar as it runs in Asia/Shanghai, whatever the zone of the process.
///
/// The zone has had no summer time since 1991 (IANA tz database, `asia`), so a day is 24 hours and starts at 16:00 UTC.
package struct Day: Hashable, Comparable, Sendable {
    /// Days since 1970-01-01.
    package let number: Int

    package init(number: Int) { self.number = number }

    /// A date that stands in the calendar; nil for 30 February.
    package init?(_ year: Int, _ month: Int, _ day: Int) {
        guard (1...12).contains(month), day >= 1, day <= Self.length(year, month) else { return nil }
        number = Self.number(year, month, day)
    }

    /// `YYYY-MM-DD`.
    package init?(_ text: String) {
        guard WrittenTime.isDate(text) else { return nil }
        let parts = text.utf8.split(separator: UInt8(ascii: "-")).compactMap {
            Int(String(decoding: $0, as: UTF8.self))
        }
        guard parts.count == 3 else { return nil }
        self.init(parts[0], parts[1], parts[2])
    }

    package static func < (left: Day, right: Day) -> Bool { left.number < right.number }

    package static func + (day: Day, count: Int) -> Day { Day(number: day.number + count) }
    package static func - (day: Day, count: Int) -> Day { Day(number: day.number - count) }

    /// Days from another one to this.
    package func since(_ other: Day) -> Int { number - other.number }

    /// 1 is Monday, 7 is Sunday.
    package var weekday: Int { ((number + 3) % 7 + 7) % 7 + 1 }
    package var isSaturdayOrSunday: Bool { weekday >= 6 }

    /// Its first instant.
    package var start: Instant { Instant(milliseconds: Int64(number) * Instant.dayLength - Instant.zoneOffset) }
    package var end: Instant { (self + 1).start }

    /// An instant of the day by hours and minutes; 24:00 is the next day's start.
    package func at(_ hour: Int, _ minute: Int) -> Instant { start + .minutes(hour * 60 + minute) }

    package var year: Int { parts.year }

    /// Year, month and day (Howard Hinnant, chrono-Compatible Low-Level Date Algorithms).
    package var parts: (year: Int, month: Int, day: Int) {
        let shifted = number + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let monthShifted = (5 * dayOfYear + 2) / 153
        let day = dayOfYear - (153 * monthShifted + 2) / 5 + 1
        let month = monthShifted < 10 ? monthShifted + 3 : monthShifted - 9
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day)
    }

    /// The inverse of ``parts``, by the same paper.
    static func number(_ year: Int, _ month: Int, _ day: Int) -> Int {
        let shifted = month <= 2 ? year - 1 : year
        let era = (shifted >= 0 ? shifted : shifted - 399) / 400
        let yearOfEra = shifted - era * 400
        let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }

    static func length(_ year: Int, _ month: Int) -> Int {
        switch month {
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }
}

extension Day: CustomStringConvertible {
    /// `YYYY-MM-DD`.
    package var description: String {
        let (year, month, day) = parts
        return "\(year)-\(twoDigits(month))-\(twoDigits(day))"
    }
}

func twoDigits(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
