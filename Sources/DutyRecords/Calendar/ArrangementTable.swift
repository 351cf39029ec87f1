/// Arrangements made ready for asking: what each named day is from when on, and when each year was announced.
struct ArrangementTable: Sendable {
    struct Version: Sendable {
        let since: Instant
        let dayType: DayType
        let name: String?
        let source: String
    }

    private struct Announcement: Sendable {
        let since: Instant
        let source: String
    }

    static let shipped = ArrangementTable(HolidayArrangement.shipped)

    private var named: [Int: [Version]] = [:]
    private var announced: [Int: Announcement] = [:]

    init(_ arrangements: [HolidayArrangement]) {
        var statutory: [Int: Set<Day>] = [:]
        for arrangement in arrangements.sorted(by: { $0.published < $1.published }) {
            let since = arrangement.published.start
            if announced[arrangement.year] == nil, !arrangement.isAmendment {
                announced[arrangement.year] = Announcement(since: since, source: arrangement.source)
            }
            for named in arrangement.days {
                let year = named.day.year
                let ofYear = statutory[year] ?? Set(StatutoryDays.of(year).map(\.day))
                statutory[year] = ofYear
                let off: DayType = ofYear.contains(named.day) ? .holiday : .adjustedRest
                self.named[named.day.number, default: []].append(
                    Version(
                        since: since, dayType: named.isOff ? off : .makeupWorkday, name: named.name,
                        source: arrangement.source))
            }
        }
    }

    /// What notices published by then make of a day; nil while none speaks of its year.
    func version(_ day: Day, asOf: Instant) -> Version? {
        if let version = named[day.number]?.last(where: { $0.since <= asOf }) { return version }
        guard let announcement = announced[day.year], announcement.since <= asOf else { return nil }
        return Version(
            since: announcement.since, dayType: day.isSaturdayOrSunday ? .weekend : .workday, name: nil,
            source: announcement.source)
    }
}
