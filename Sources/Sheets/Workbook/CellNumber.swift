import Foundation

/// What a person saw of a number in a cell.
struct CellNumber {
    /// nil where its digits are lost.
    let text: String?

    /// Numbers of 16 digits and more are not kept whole by any spreadsheet.
    private static let wholeMax = 1e15

    init(_ value: Double, _ format: NumberFormat, startsIn1904: Bool) {
        switch format {
        case .date where DaySerial.range.contains(value):
            text = DaySerial(value, startsIn1904: startsIn1904).text
        case .time where (0...2).contains(value): text = DaySerial.clock(value)
        case .time where DaySerial.range.contains(value):
            text = DaySerial(value, startsIn1904: startsIn1904).text
        case .plain, .date, .time: text = Self.plain(value)
        }
    }

    /// As an integer without exponent, or with the fewest decimals that mean it.
    private static func plain(_ value: Double) -> String? {
        guard value.isFinite, value.magnitude < wholeMax else { return nil }
        if value == value.rounded() { return String(Int64(value)) }
        let text = "\(value)"
        return text.contains("e") ? NSDecimalNumber(string: text).stringValue : text
    }
}

/// A day and a time as a workbook counts them: days since the end of 1899, a time as a fraction.
struct DaySerial {
    /// What a workbook calls a date.
    static let range = 0.0...2_958_466.0
    private let minutes: Int

    /// Rounded to the minute: 08:30 is no whole fraction of a day.
    init(_ value: Double, startsIn1904: Bool) {
        var serial = Int((value * 1440).rounded())
        if startsIn1904 {
            serial += 1462 * 1440
        } else if value < 60 {
            // Before 1900-03-01 the count has a day more than the calendar.
            serial += 1440
        }
        minutes = serial - 25_569 * 1440
    }

    /// `2026-10-01`, or with the time where it is not midnight.
    var text: String {
        let day = Int((Double(minutes) / 1440).rounded(.down))
        let inDay = minutes - day * 1440
        let date = CivilDate(daysSince1970: day).text
        return inDay == 0 ? date : "\(date) \(Self.clock(minutes: inDay))"
    }

    /// Hours and minutes of a fraction; 1 is 24:00.
    static func clock(_ value: Double) -> String { clock(minutes: Int((value * 1440).rounded())) }

    private static func clock(minutes: Int) -> String { "\(twoDigits(minutes / 60)):\(twoDigits(minutes % 60))" }
}

func twoDigits(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }

/// A day of the Gregorian calendar (Howard Hinnant, chrono-Compatible Low-Level Date Algorithms).
struct CivilDate {
    let year: Int
    let month: Int
    let day: Int

    init(daysSince1970 days: Int) {
        let shifted = days + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let monthShifted = (5 * dayOfYear + 2) / 153
        day = dayOfYear - (153 * monthShifted + 2) / 5 + 1
        month = monthShifted < 10 ? monthShifted + 3 : monthShifted - 9
        year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    }

    /// `YYYY-MM-DD`.
    var text: String { "\(year)-\(twoDigits(month))-\(twoDigits(day))" }
}
