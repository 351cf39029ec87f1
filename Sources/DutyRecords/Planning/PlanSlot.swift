/// One seat of one shift: a shift of two persons is two slots of the same time.
package struct PlanSlot: Hashable, Sendable {
    /// In the order of their weight.
    package enum Kind: Int, Hashable, Comparable, CaseIterable, Sendable {
        case workday
        case weekend
        case holiday
        /// 除夕.
        case eve

        package static func < (left: Kind, right: Kind) -> Bool { left.rawValue < right.rawValue }

        /// By the weekday alone, where the calendar does not know the day.
        package static func byWeekday(of day: Day) -> Kind { day.isSaturdayOrSunday ? .weekend : .workday }
    }

    package let start: Instant
    package let end: Instant
    /// Of its heaviest day.
    package let kind: Kind
    package let isNight: Bool
    /// From 0, in a shift of several persons.
    package let seat: Int
    /// What it adds to the load of who stands it.
    package let load: DutyLoad

    package var span: Range<Instant> { start..<end }

    /// A slot that counts as one day of duty, whatever its length.
    package init(_ span: Range<Instant>, kind: Kind, isNight: Bool, seat: Int = 0) {
        self.init(span, seat: seat, kinds: [kind], nights: isNight ? 1 : 0)
    }

    /// A slot judged by the calendar: every 24 hours from its start are a day of duty, of the kind of the day on which
    /// they start.
    ///
    /// 除夕 is its evening: who is home by 18:00 has stood a holiday.
    /// - Parameter kind: nil for a day that the calendar does not know; it counts by its weekday.
    package init(_ span: Range<Instant>, seat: Int = 0, kind: (Day) -> Kind?) {
        let first = span.lowerBound.day
        let length = (span.upperBound - span.lowerBound).milliseconds
        let days = max(1, Int((length + Instant.dayLength - 1) / Instant.dayLength))
        let kinds = (0..<days).map { count in
            let day = first + count
            let kind = kind(day) ?? .byWeekday(of: day)
            return kind == .eve && !span.overlaps(day.at(18, 0)..<day.end) ? .holiday : kind
        }
        let last = first + (days + 1)
        let nights = (first.number..<last.number).count {
            let day = Day(number: $0)
            return span.overlaps(day.start..<day.at(5, 0))
        }
        self.init(span, seat: seat, kinds: kinds, nights: nights)
    }

    private init(_ span: Range<Instant>, seat: Int, kinds: [Kind], nights: Int) {
        start = span.lowerBound
        end = span.upperBound
        self.seat = seat
        kind = kinds.max() ?? .workday
        isNight = nights > 0
        var load = DutyLoad(shifts: 1, lastEnd: end)
        load.plainDays = 0
        load.nights = nights
        for (count, kind) in kinds.enumerated() {
            switch kind {
            case .workday where count < nights: load.workdayNights += 1
            case .workday: load.plainDays += 1
            case .weekend:
                load.weekends += 1
                load.lastWeekend = end
            case .holiday:
                load.holidays += 1
                load.lastHoliday = end
            case .eve:
                load.eves += 1
                load.lastEve = end
            }
        }
        self.load = load
    }
}
