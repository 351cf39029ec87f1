/// The lunar calendar by the rules of GB/T 33661-2017: a month begins on the day of Beijing time of its new moon, the
/// winter solstice lies in the eleventh month, and of thirteen months between two solstices the first without a
/// principal term (中气) is a leap month.
package enum LunarCalendar {
    private struct Month {
        let number: Int
        let isLeap: Bool
        let first: Day
        let end: Day
    }

    /// Years for which days are told: ICU's Chinese calendar and lunar_python 1.4.8 have the same months in each.
    ///
    /// Beyond, in 2097, a new moon falls within a minute of midnight.
    package static let years = 2000...2090

    /// The Gregorian day of a lunar date whose year is named by the Gregorian year in which it begins.
    package static func day(year: Int, month: Int, day: Int, inLeapMonth: Bool = false) -> Day? {
        guard years.contains(year), day >= 1 else { return nil }
        let months = monthsBetweenSolstices(endingIn: month > 10 ? year + 1 : year)
        guard let found = months.first(where: { $0.number == month && $0.isLeap == inLeapMonth }),
            day <= found.end.since(found.first)
        else { return nil }
        return found.first + (day - 1)
    }

    /// 正月初一.
    package static func newYear(_ year: Int) -> Day? { day(year: year, month: 1, day: 1) }

    /// 除夕 as it falls before a year's 正月初一.
    package static func newYearsEve(_ year: Int) -> Day? { newYear(year).map { $0 - 1 } }

    /// 清明: the day of Beijing time on which the sun reaches 15°.
    package static func qingming(_ year: Int) -> Day? {
        years.contains(year) ? term(15, in: year) : nil
    }

    /// A day as the lunar calendar names it.
    package struct Date: Hashable, Sendable {
        package let month: Int
        package let isLeap: Bool
        package let day: Int

        /// As wall calendars print it: the first day of a month by the month's name.
        package var chinese: String {
            if day == 1 { return (isLeap ? "闰" : "") + Self.months[month - 1] + "月" }
            let digits = Self.digits[(day - 1) % 10]
            return switch day {
            case ...10: "初" + digits
            case 20: "二十"
            case 30: "三十"
            case 11...19: "十" + digits
            default: "廿" + digits
            }
        }

        private static let digits = ["一", "二", "三", "四", "五", "六", "七", "八", "九", "十"]
        private static let months = ["正", "二", "三", "四", "五", "六", "七", "八", "九", "十", "冬", "腊"]
    }

    /// The lunar dates of some days: what lies outside ``years`` has none.
    package static func dates(_ days: ClosedRange<Day>) -> [Day: Date] {
        let known = (days.lowerBound.year...(days.upperBound.year + 1)).filter { years.contains($0) }
        var dates: [Day: Date] = [:]
        for month in known.flatMap({ monthsBetweenSolstices(endingIn: $0) }) {
            var day = max(month.first, days.lowerBound)
            while day < month.end && day <= days.upperBound {
                dates[day] = Date(month: month.number, isLeap: month.isLeap, day: day.since(month.first) + 1)
                day = day + 1
            }
        }
        return dates
    }

    private static func term(_ degrees: Double, in year: Int) -> Day {
        Day(ephemerisDay: SolarLongitude.reaches(degrees, in: year))
    }

    /// From the eleventh month of the year before to the tenth of the year.
    private static func monthsBetweenSolstices(endingIn year: Int) -> [Month] {
        let first = NewMoon.number(notAfter: term(270, in: year - 1))
        let last = NewMoon.number(notAfter: term(270, in: year))
        let starts = (first...last).map(NewMoon.day)
        let spans = Array(zip(starts, starts.dropFirst()))
        let principal = [term(270, in: year - 1)] + stride(from: 300.0, to: 630, by: 30).map { term($0, in: year) }
        let leap =
            spans.count < 13
            ? nil : spans.firstIndex { span in !principal.contains { $0 >= span.0 && $0 < span.1 } }
        return spans.indices.map { index in
            let isAfterLeap = leap.map { index >= $0 } ?? false
            let place = index - (isAfterLeap ? 1 : 0)
            return Month(
                number: (place + 10) % 12 + 1, isLeap: index == leap, first: spans[index].0, end: spans[index].1)
        }
    }
}
