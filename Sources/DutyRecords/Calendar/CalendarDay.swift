/// What a calendar says of a day.
package struct CalendarDay: Hashable, Sendable {
    package static let unannounced = "未公布"

    package let day: Day
    /// Nil while the day's year is not announced.
    package let dayType: DayType?
    /// The holiday that a notice or the county names the day by.
    package let name: String?
    /// The notice's page or the county's word; ``unannounced`` without a type.
    package let source: String
    /// The special periods that touch the day, the earliest first.
    package let periods: [SpecialPeriod]
}
