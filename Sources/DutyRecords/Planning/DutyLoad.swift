/// What a person has stood, counted for fairness (Art. 16: nights, weekends, holidays), by days of duty.
///
/// A shift of a week counts one shift, seven nights, two weekend days.
package struct DutyLoad: Hashable, Sendable {
    package var shifts: Int
    /// All nights, those of weekends and holidays too.
    package var nights: Int
    package var weekends: Int
    package var holidays: Int
    /// 除夕.
    package var eves: Int
    /// Days of duty on workdays without a night.
    package var plainDays: Int
    package var workdayNights: Int
    /// The end of the last duty, and of the last one on a day of each kind: whose turn it is goes by them.
    package var lastEnd: Instant?
    package var lastWeekend: Instant?
    package var lastHoliday: Instant?
    package var lastEve: Instant?

    package static let none = DutyLoad()

    /// From totals: what is neither weekend, holiday nor 除夕 was a workday, and a night there as far as nights go.
    package init(
        shifts: Int = 0, nights: Int = 0, weekends: Int = 0, holidays: Int = 0, eves: Int = 0, lastEnd: Instant? = nil,
        lastWeekend: Instant? = nil, lastHoliday: Instant? = nil, lastEve: Instant? = nil
    ) {
        self.shifts = shifts
        self.nights = nights
        self.weekends = weekends
        self.holidays = holidays
        self.eves = eves
        let workdays = max(0, shifts - weekends - holidays - eves)
        workdayNights = min(nights, workdays)
        plainDays = workdays - workdayNights
        self.lastEnd = lastEnd
        self.lastWeekend = lastWeekend
        self.lastHoliday = lastHoliday
        self.lastEve = lastEve
    }

    /// Days of duty of a kind.
    package func count(of kind: PlanSlot.Kind) -> Int {
        switch kind {
        case .workday: plainDays + workdayNights
        case .weekend: weekends
        case .holiday: holidays
        case .eve: eves
        }
    }

    /// The weighted sum, in points.
    package func cost(_ weights: LoadWeights = .usual) -> Int {
        plainDays * weights.plainDay + workdayNights * weights.workdayNight + weekends * weights.weekend
            + holidays * weights.holiday + eves * weights.eve
    }

    /// What somebody carries who joins the group, so that a newcomer is not made to catch up with the others' years.
    ///
    /// The mean of the others, rounded down; nobody's last duties.
    package static func typical(of loads: [DutyLoad]) -> DutyLoad {
        guard !loads.isEmpty else { return .none }
        var mean = loads.reduce(.none, +)
        for count in [\DutyLoad.shifts, \.nights, \.weekends, \.holidays, \.eves, \.plainDays, \.workdayNights] {
            mean[keyPath: count] /= loads.count
        }
        (mean.lastEnd, mean.lastWeekend, mean.lastHoliday, mean.lastEve) = (nil, nil, nil, nil)
        return mean
    }

    package static func + (left: DutyLoad, right: DutyLoad) -> DutyLoad {
        var sum = left
        sum.shifts += right.shifts
        sum.nights += right.nights
        sum.weekends += right.weekends
        sum.holidays += right.holidays
        sum.eves += right.eves
        sum.plainDays += right.plainDays
        sum.workdayNights += right.workdayNights
        sum.lastEnd = later(left.lastEnd, right.lastEnd)
        sum.lastWeekend = later(left.lastWeekend, right.lastWeekend)
        sum.lastHoliday = later(left.lastHoliday, right.lastHoliday)
        sum.lastEve = later(left.lastEve, right.lastEve)
        return sum
    }

    private static func later(_ left: Instant?, _ right: Instant?) -> Instant? {
        guard let left, let right else { return left ?? right }
        return max(left, right)
    }
}

/// What a day of duty weighs, in points from 0 to 10,000; the defaults are ours, a unit sets its own.
package struct LoadWeights: Hashable, Sendable {
    package let plainDay: Int
    package let workdayNight: Int
    package let weekend: Int
    package let holiday: Int
    package let eve: Int

    package static let usual = LoadWeights()

    package init(plainDay: Int = 6, workdayNight: Int = 10, weekend: Int = 15, holiday: Int = 25, eve: Int = 60) {
        // Sums of squares are taken of them: bounded, they fit.
        func bounded(_ weight: Int) -> Int { min(max(weight, 0), 10_000) }
        self.plainDay = bounded(plainDay)
        self.workdayNight = bounded(workdayNight)
        self.weekend = bounded(weekend)
        self.holiday = bounded(holiday)
        self.eve = bounded(eve)
    }
}
