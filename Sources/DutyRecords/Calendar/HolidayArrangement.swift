/// One notice of the State Council on the days off and the make-up workdays of a year.
package struct HolidayArrangement: Hashable, Sendable {
    package struct NamedDay: Hashable, Sendable {
        package let day: Day
        /// False on a make-up workday (调休上班).
        package let isOff: Bool
        package let name: String

        package init(day: Day, isOff: Bool, name: String) {
            self.day = day
            self.isOff = isOff
            self.name = name
        }
    }

    /// The year whose holidays it arranges; some of its days may lie in the December before.
    package let year: Int
    /// It holds from this day's start.
    package let published: Day
    /// The notice's page.
    package let source: String
    /// It changes days of an arrangement that was published before it.
    package let isAmendment: Bool
    package let days: [NamedDay]

    package init(year: Int, published: Day, source: String, isAmendment: Bool = false, days: [NamedDay]) {
        self.year = year
        self.published = published
        self.source = source
        self.isAmendment = isAmendment
        self.days = days
    }
}

extension HolidayArrangement {
    /// Lines such as `元旦 12-30~01-01 +12-29`: the name, days off, make-up workdays behind a plus.
    ///
    /// No notice names a December day of its own year, so 12-29 is one of the year before.
    static func days(_ text: String, of year: Int) -> [NamedDay] {
        text.split(separator: "\n").flatMap { line in
            let words = line.split(separator: " ")
            return words.dropFirst().flatMap { word in
                let isOff = !word.hasPrefix("+")
                let bounds = word.drop { $0 == "+" }.split(separator: "~").map { day($0, of: year) }
                return (bounds[0].number...bounds[bounds.count - 1].number).map {
                    NamedDay(day: Day(number: $0), isOff: isOff, name: String(words[0]))
                }
            }
        }
    }

    private static func day(_ text: Substring, of year: Int) -> Day {
        guard let day = Day("\(text.hasPrefix("12") ? year - 1 : year)-\(text)") else {
            preconditionFailure("\(text) of \(year) stands in no calendar")
        }
        return day
    }
}
