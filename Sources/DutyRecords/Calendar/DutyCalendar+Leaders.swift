/// Days on which leaders in charge are owed (regulation Art. 2 and 13).
extension DutyCalendar {
    /// Days each way, so that a special period without an end has a block too.
    package static let blockReach = 60

    /// Whether leaders are owed: on a holiday, an adjusted day off, in a special period, and where weekends are joined
    /// on one that adjoins such days off.
    ///
    /// Inside a special period they are owed before the year is announced too: whatever the day turns out to be.
    package func owesLeaders(_ day: Day, asOf: Instant, joinsWeekends: Bool) -> Bool {
        if isInSpecialPeriod(day) { return true }
        return switch plainType(day, asOf: asOf) {
        case .holiday, .adjustedRest, .sensitive: true
        case .weekend: joinsWeekends && (adjoinsRest(day, by: -1, asOf: asOf) || adjoinsRest(day, by: 1, asOf: asOf))
        case .workday, .makeupWorkday, nil: false
        }
    }

    /// The unbroken days that owe leaders around a day, at most ``blockReach`` each way; nil when the day owes none.
    package func block(containing day: Day, asOf: Instant, joinsWeekends: Bool) -> ClosedRange<Day>? {
        guard owesLeaders(day, asOf: asOf, joinsWeekends: joinsWeekends) else { return nil }
        return edge(
            of: day, by: -1, asOf: asOf, joinsWeekends: joinsWeekends)...edge(
                of: day, by: 1, asOf: asOf, joinsWeekends: joinsWeekends)
    }

    /// Every block that overlaps a range, first to last, each whole up to ``blockReach`` days beyond the range.
    package func blocks(in range: ClosedRange<Day>, asOf: Instant, joinsWeekends: Bool) -> [ClosedRange<Day>] {
        var found: [ClosedRange<Day>] = []
        var day = range.lowerBound
        while day <= range.upperBound {
            guard owesLeaders(day, asOf: asOf, joinsWeekends: joinsWeekends) else {
                day = day + 1
                continue
            }
            let first =
                day == range.lowerBound ? edge(of: day, by: -1, asOf: asOf, joinsWeekends: joinsWeekends) : day
            var last = day
            while last < range.upperBound, owesLeaders(last + 1, asOf: asOf, joinsWeekends: joinsWeekends) {
                last = last + 1
            }
            if last == range.upperBound { last = edge(of: last, by: 1, asOf: asOf, joinsWeekends: joinsWeekends) }
            found.append(first...last)
            day = last + 2
        }
        return found
    }

    private func edge(of day: Day, by step: Int, asOf: Instant, joinsWeekends: Bool) -> Day {
        var edge = day
        for _ in 0..<Self.blockReach {
            guard owesLeaders(edge + step, asOf: asOf, joinsWeekends: joinsWeekends) else { break }
            edge = edge + step
        }
        return edge
    }

    /// Over the rest of the weekend, by what its days are without special periods: a sensitive Saturday between a
    /// Friday off and its Sunday parts neither.
    private func adjoinsRest(_ day: Day, by step: Int, asOf: Instant) -> Bool {
        var next = day
        for _ in 0..<Self.blockReach {
            next = next + step
            switch plainType(next, asOf: asOf) {
            case .weekend: continue
            case .holiday, .adjustedRest: return true
            default: return false
            }
        }
        return false
    }
}
