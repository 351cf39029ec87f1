import Foundation

/// Times as they are printed: ISO 8601 with milliseconds and the offset of Asia/Shanghai.
package enum WireTime {
    /// - Parameter milliseconds: Unix time.
    package static func text(_ milliseconds: Int64) -> String {
        let shifted = milliseconds + 8 * 3_600_000
        let days = Int64((Double(shifted) / 86_400_000).rounded(.down))
        let inDay = shifted - days * 86_400_000
        let (year, month, day) = civil(days)
        func two(_ number: Int64) -> String { number < 10 ? "0\(number)" : "\(number)" }
        let thousandths = String(1000 + inDay % 1000).dropFirst()
        return "\(year)-\(two(month))-\(two(day))T\(two(inDay / 3_600_000)):\(two(inDay / 60_000 % 60)):"
            + "\(two(inDay / 1000 % 60)).\(thousandths)+08:00"
    }

    /// The Gregorian date of a day number, day 0 being 1970-01-01
    /// (Howard Hinnant, chrono-Compatible Low-Level Date Algorithms).
    private static func civil(_ days: Int64) -> (Int64, Int64, Int64) {
        let shifted = days + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let monthShifted = (5 * dayOfYear + 2) / 153
        let day = dayOfYear - (153 * monthShifted + 2) / 5 + 1
        let month = monthShifted < 10 ? monthShifted + 3 : monthShifted - 9
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day)
    }
}
