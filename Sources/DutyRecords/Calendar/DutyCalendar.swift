/// What each day is at a given time: the State Council's arrangements, the county's own days above them, and its
/// special periods (regulation Art. 2, 5, 13). A roster is judged by what was known when it was handed in.
package struct DutyCalendar: Sendable {
    private let table: ArrangementTable
    /// By day number, the earliest first.
    private let county: [Int: [ArrangementTable.Version]]
    private let periods: PeriodTable

    /// A calendar over the shipped arrangements.
    package init(entries: [CalendarEntry] = [], periods: [SpecialPeriod] = []) {
        self.init(table: .shipped, entries: entries, periods: periods)
    }

    /// A calendar over other arrangements, such as the shipped ones and one that was published since.
    package init(arrangements: [HolidayArrangement], entries: [CalendarEntry] = [], periods: [SpecialPeriod] = []) {
        self.init(table: ArrangementTable(arrangements), entries: entries, periods: periods)
    }

    private init(table: ArrangementTable, entries: [CalendarEntry], periods: [SpecialPeriod]) {
        self.table = table
        self.periods = PeriodTable(periods)
        let versions = entries.map { entry in
            let since = entry.published ?? Instant(milliseconds: .min)
            let version = ArrangementTable.Version(
                since: since, dayType: entry.dayType, name: entry.name, source: entry.source)
            return (entry.day.number, version)
        }
        county = Dictionary(grouping: versions) { $0.0 }
            .mapValues { $0.map { $0.1 }.sorted { $0.since < $1.since } }
    }

    /// A day as it was known at a time.
    package func day(_ day: Day, asOf: Instant) -> CalendarDay {
        let version = version(day, asOf: asOf)
        let touching = periods.touching(day)
        return CalendarDay(
            day: day, dayType: version.map { Self.type($0.dayType, isTouched: !touching.isEmpty) },
            name: version?.name, source: version?.source ?? CalendarDay.unannounced, periods: touching)
    }

    /// The day's type alone, for those who ask often; nil while its year is not announced.
    package func dayType(_ day: Day, asOf: Instant) -> DayType? {
        plainType(day, asOf: asOf).map { Self.type($0, isTouched: periods.touches(day)) }
    }

    private static func type(_ plain: DayType, isTouched: Bool) -> DayType {
        isTouched && !plain.isRest ? .sensitive : plain
    }

    /// The type without regard to special periods.
    func plainType(_ day: Day, asOf: Instant) -> DayType? { version(day, asOf: asOf)?.dayType }

    func isInSpecialPeriod(_ day: Day) -> Bool { periods.touches(day) }

    private func version(_ day: Day, asOf: Instant) -> ArrangementTable.Version? {
        if !county.isEmpty, let own = county[day.number]?.last(where: { $0.since <= asOf }) { return own }
        return table.version(day, asOf: asOf)
    }
}
