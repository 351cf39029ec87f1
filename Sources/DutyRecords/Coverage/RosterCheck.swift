package import SyncKit

/// What is wrong with a unit's roster over some days (Art. 2, 13, 16), to the minute.
package struct RosterFindings: Sendable {
    package struct LeadersMissing: Sendable, Hashable {
        package let day: Day
        package let dayType: DayType
        package let required: Int
        /// The fewest at any minute of the day.
        package let have: Int
    }

    package struct OnShift: Sendable, Hashable {
        package let shift: RecordID
        package let person: RecordID
    }

    package struct Away: Sendable, Hashable {
        package let shift: RecordID
        package let person: RecordID
        package let absence: RecordID
    }

    /// One officer twice at the same time.
    package struct Double: Sendable, Hashable {
        package let officer: RecordID
        package let shifts: [RecordID]
        package let span: Range<Instant>
    }

    package let unit: String
    /// Minutes without an officer in the room: 24 hours a day are owed.
    package var gaps: [Range<Instant>] = []
    package var leadersMissing: [LeadersMissing] = []
    package var notOnEstablishment: [OnShift] = []
    /// On the roster before they joined or after they left.
    package var notOnStrength: [OnShift] = []
    package var awayOnDuty: [Away] = []
    /// Head and first deputy away at once, without a stated reason.
    package var bothLeadersAway: [Range<Instant>] = []
    package var doubleShifts: [Double] = []
    /// 代班 or 串班 that nobody approved.
    package var unapproved: [OnShift] = []
    /// Shifts that are swapped more than once, or with one that is swapped with another.
    package var swapConflicts: [OnShift] = []
    /// Persons on the roster of whom the unit has no record.
    package var unknownPersons: [OnShift] = []

    package var isSound: Bool {
        gaps.isEmpty && leadersMissing.isEmpty && notOnEstablishment.isEmpty && notOnStrength.isEmpty
            && awayOnDuty.isEmpty
            && bothLeadersAway.isEmpty && doubleShifts.isEmpty && unapproved.isEmpty && swapConflicts.isEmpty
            && unknownPersons.isEmpty
    }
}

/// Checks rosters.
package struct RosterCheck: Sendable {
    private let duties: DutyBook
    private let calendar: DutyCalendar
    private let book: RuleBook
    /// By which version of the calendar the days are judged.
    private let asOf: Instant
    private let byUnit: [String: UnitRoster]

    private struct UnitRoster {
        var duty: [Shift] = []
        var leaders: [Shift] = []
        var absences: [Absence] = []
    }

    package init(duties: DutyBook, calendar: DutyCalendar, book: RuleBook, asOf: Instant) {
        self.duties = duties
        self.calendar = calendar
        self.book = book
        self.asOf = asOf
        var byUnit: [String: UnitRoster] = [:]
        for shift in duties.dutyShifts { byUnit[shift.unit, default: UnitRoster()].duty.append(shift) }
        for shift in duties.leaderShifts { byUnit[shift.unit, default: UnitRoster()].leaders.append(shift) }
        for absence in duties.absences { byUnit[absence.unit, default: UnitRoster()].absences.append(absence) }
        self.byUnit = byUnit
    }

    /// The days owe the whole of their 24 hours, from the first one's 00:00 to the last one's 24:00.
    package func findings(of unit: Unit, _ days: ClosedRange<Day>) -> RosterFindings {
        let whole = days.lowerBound.start..<days.upperBound.end
        let all = byUnit[unit.code] ?? UnitRoster()
        let duty = all.duty.filter { $0.span.overlaps(whole) }
        let leaders = all.leaders.filter { $0.span.overlaps(whole) }
        let absences = all.absences.filter { $0.overlaps(whole) }
        var found = RosterFindings(unit: unit.code)
        found.gaps = Spans(duty.filter(\.isMainPost).map(\.span)).gaps(in: whole)
        found.leadersMissing = leadersMissing(unit, leaders, days)
        for shift in duty {
            let place = RosterFindings.OnShift(shift: shift.id, person: shift.person)
            if let person = duties.persons[shift.person] {
                if person.isOffEstablishment { found.notOnEstablishment.append(place) }
                if !person.isOnStrength(at: shift.span.lowerBound) { found.notOnStrength.append(place) }
            } else {
                found.unknownPersons.append(place)
            }
        }
        for shift in duty + leaders {
            if shift.substituteFor != nil || shift.swappedWith != nil, !shift.record.has("approvedBy") {
                found.unapproved.append(.init(shift: shift.id, person: shift.person))
            }
            for absence in absences where absence.person == shift.person && absence.overlaps(shift.span) {
                found.awayOnDuty.append(.init(shift: shift.id, person: shift.person, absence: absence.id))
            }
        }
        found.swapConflicts = swapConflicts(duty)
        found.bothLeadersAway = bothAway(unit, absences, whole)
        found.doubleShifts = doubles(duty)
        return found
    }

    // MARK: 双带班

    private func leadersMissing(
        _ unit: Unit, _ shifts: [Shift], _ days: ClosedRange<Day>
    ) -> [RosterFindings.LeadersMissing] {
        guard unit.leadersRequired > 0 else { return [] }
        var missing: [RosterFindings.LeadersMissing] = []
        var day = days.lowerBound
        while day <= days.upperBound {
            let figures = book.figures(for: unit.code, at: day.start)
            if calendar.owesLeaders(day, asOf: asOf, joinsWeekends: figures.leadersOnJoinedWeekends) {
                let counted = shifts.filter { figures.onCallLeadersCount || !$0.isOnCall }
                let have = fewest(counted, on: day.start..<day.end, required: unit.leadersRequired)
                if have < unit.leadersRequired {
                    missing.append(
                        .init(
                            day: day, dayType: calendar.day(day, asOf: asOf).dayType ?? .workday,
                            required: unit.leadersRequired, have: have))
                }
            }
            day = day + 1
        }
        return missing
    }

    /// The fewest leaders that count at any minute. Two means one of 政府 and one of 办公室.
    private func fewest(_ shifts: [Shift], on whole: Range<Instant>, required: Int) -> Int {
        let here = shifts.filter { $0.span.overlaps(whole) }
        let edges = Set(here.flatMap { [$0.span.lowerBound, $0.span.upperBound] } + [whole.lowerBound])
            .filter { whole.contains($0) }
        return edges.map { moment in
            let present = here.filter { $0.span.contains(moment) }
            guard required == 2 else { return min(required, Set(present.map(\.person)).count) }
            return pairs(present)
        }.min() ?? 0
    }

    /// Two different persons, one for each role. Where the shift does not say the role, the person's own counts.
    private func pairs(_ present: [Shift]) -> Int {
        func role(_ shift: Shift) -> String? { shift.role ?? duties.persons[shift.person]?.leaderRole }
        let government = Set(present.filter { role($0) == "政府" }.map(\.person))
        let office = Set(present.filter { role($0) == "办公室" }.map(\.person))
        if government.isEmpty || office.isEmpty {
            return min(1, government.count + office.count + unsaid(present, role))
        }
        return government.union(office).count >= 2 ? 2 : 1
    }

    private func unsaid(_ present: [Shift], _ role: (Shift) -> String?) -> Int { present.count { role($0) == nil } }

    // MARK: Absences

    /// Stretches in which the head and the first deputy are both away (Art. 5(4); practice: never without a reason).
    private func bothAway(_ unit: Unit, _ absences: [Absence], _ whole: Range<Instant>) -> [Range<Instant>] {
        func away(_ rank: String) -> Spans {
            Spans(
                absences.filter {
                    duties.persons[$0.person]?.rank == rank && !$0.record.has("pairReason")
                }.map {
                    max(
                        $0.leaveAt, whole.lowerBound)..<max(
                            $0.leaveAt, min($0.backAt ?? whole.upperBound, whole.upperBound))
                }
                .filter { !$0.isEmpty })
        }
        return away("主要负责人").intersection(away("第一副职")).ranges
    }

    /// One slot is swapped once: with one other, and that one with it or with none.
    private func swapConflicts(_ shifts: [Shift]) -> [RosterFindings.OnShift] {
        let swaps = shifts.filter { $0.swappedWith != nil }
        let partners = Dictionary(swaps.map { ($0.id, $0.swappedWith) }) { first, _ in first }
        let takers = Dictionary(grouping: swaps) { $0.swappedWith }
        return swaps.filter { shift in
            guard let other = shift.swappedWith else { return false }
            let back = partners[other] ?? nil
            return (takers[other]?.count ?? 0) > 1 || (back != nil && back != shift.id)
        }.map { .init(shift: $0.id, person: $0.person) }
    }

    private func doubles(_ shifts: [Shift]) -> [RosterFindings.Double] {
        var doubles: [RosterFindings.Double] = []
        for (officer, own) in Dictionary(grouping: shifts, by: \.person) where own.count > 1 {
            let sorted = own.sorted { ($0.span.lowerBound, $0.id) < ($1.span.lowerBound, $1.id) }
            for (index, shift) in sorted.enumerated() {
                for other in sorted[(index + 1)...] {
                    guard other.span.lowerBound < shift.span.upperBound else { break }
                    doubles.append(
                        .init(
                            officer: officer, shifts: [shift.id, other.id],
                            span: other.span.lowerBound..<min(shift.span.upperBound, other.span.upperBound)))
                }
            }
        }
        return doubles.sorted { $0.span.lowerBound < $1.span.lowerBound }
    }
}
