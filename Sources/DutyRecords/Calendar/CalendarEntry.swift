/// A day that the county enters itself: it stands above the State Council's arrangement.
package struct CalendarEntry: Hashable, Sendable {
    package var day: Day
    package var dayType: DayType
    package var name: String?
    /// It holds from here on; nil always held.
    package var published: Instant?
    package var source: String

    package init(day: Day, dayType: DayType, name: String?, published: Instant?, source: String) {
        self.day = day
        self.dayType = dayType
        self.name = name
        self.published = published
        self.source = source
    }
}
