/// What days become by entries or special periods that are about to be written.
package struct CalendarChange: Sendable {
    package struct Row: Sendable, Hashable {
        package let day: Day
        /// nil: its year is not announced.
        package let before: DayType?
        package let after: DayType?
        package let name: String?
        /// Whether leaders in charge are owed (Art. 2, 13).
        package let owedLeaders: Bool
        package let owesLeaders: Bool
        /// Whether 零报告 is owed.
        package let owedZeroReport: Bool
        package let owesZeroReport: Bool
    }

    /// The days that differ.
    package let rows: [Row]

    /// - Parameters:
    ///   - days: those that may differ. Weekends that adjoin them are looked at as well.
    ///   - asOf: the version that is asked for, such as now.
    package init(
        before: DutyCalendar, after: DutyCalendar, days: ClosedRange<Day>, asOf: Instant, joinsWeekends: Bool
    ) {
        var rows: [Row] = []
        var day = days.lowerBound - Self.reach
        while day <= days.upperBound + Self.reach {
            let (old, new) = (before.day(day, asOf: asOf), after.day(day, asOf: asOf))
            func leaders(_ calendar: DutyCalendar, _ joins: Bool) -> Bool {
                calendar.owesLeaders(day, asOf: asOf, joinsWeekends: joins)
            }
            let row = Row(
                day: day, before: old.dayType, after: new.dayType, name: new.name ?? old.name,
                owedLeaders: leaders(before, joinsWeekends), owesLeaders: leaders(after, joinsWeekends),
                owedZeroReport: leaders(before, false), owesZeroReport: leaders(after, false))
            if row.before != row.after || row.owedLeaders != row.owesLeaders
                || row.owedZeroReport != row.owesZeroReport || old.name != new.name
            {
                rows.append(row)
            }
            day = day + 1
        }
        self.rows = rows
    }

    /// A weekend joins a holiday over its two days.
    private static let reach = 3
}
