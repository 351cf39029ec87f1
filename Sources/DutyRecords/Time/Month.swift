/// A month of the Gregorian calendar.
package struct Month: Hashable, Sendable {
    package let year: Int
    /// From 1.
    package let number: Int

    package init(of day: Day) { (year, number, _) = day.parts }

    /// `YYYY-MM`.
    package init?(_ text: String) {
        guard text.utf8.count == 7, let first = Day(text + "-01") else { return nil }
        self.init(of: first)
    }

    package var days: ClosedRange<Day> {
        let first = Day(number: Day.number(year, number, 1))
        return first...(first + (Day.length(year, number) - 1))
    }

    package var next: Month { Month(of: days.upperBound + 1) }
    package var previous: Month { Month(of: days.lowerBound - 1) }
}

extension Month: CustomStringConvertible {
    /// `YYYY-MM`.
    package var description: String { "\(year)-\(twoDigits(number))" }
}
