import SyncKit

/// Draws a unit's roster up from its records: who may stand, who is away, what each has stood, what is planned already.
package struct RosterDrafting: Sendable {
    /// How far back the load of the past is counted, in days.
    package static let pastDays = 366

    private let duties: DutyBook
    private let calendar: DutyCalendar
    private let now: Instant

    package init(duties: DutyBook, calendar: DutyCalendar, now: Instant) {
        self.duties = duties
        self.calendar = calendar
        self.now = now
    }

    /// - Parameter days: of shifts that begin on them. What is planned already stays, but where its officer is away.
    package func draft(of unit: String, _ days: Range<Day>, pattern: SlotPattern) -> RosterPlan {
        let own = duties.dutyShifts.filter { $0.unit == unit && $0.isMainPost }
        let planned = own.filter {
            $0.span.upperBound > days.lowerBound.start && $0.span.lowerBound < days.upperBound.start
        }
        let covered = Spans(planned.map(\.span))
        let exact = Dictionary(grouping: planned, by: \.span)
        // What other shifts cover already is not planned a second time.
        let slots = pattern.slots(days, kind: kind).filter { exact[$0.span] != nil || !covered.covers($0.span) }
        var left = exact
        var fixed: [FixedDuty] = []
        for (index, slot) in slots.enumerated() {
            guard let shift = left[slot.span]?.popLast() else { continue }
            fixed.append(FixedDuty(.slot(index), person: shift.person.description))
        }
        for shift in left.values.joined() {
            fixed.append(FixedDuty(.time(shift.span), person: shift.person.description))
        }
        return RosterPlanner().plan(
            slots: slots, persons: persons(of: unit, before: days.lowerBound.start, own), fixed: fixed)
    }

    /// 正式在编, and no leaders: those lead.
    private func persons(of unit: String, before start: Instant, _ shifts: [Shift]) -> [PlanPerson] {
        let past = shifts.filter { $0.span.upperBound <= start && $0.span.lowerBound >= start - .days(Self.pastDays) }
        let loads = Dictionary(grouping: past, by: \.person).mapValues { own in
            own.reduce(DutyLoad.none) { $0 + PlanSlot($1.span, kind: kind).load }
        }
        let able = duties.persons.values.filter {
            $0.unit == unit && !$0.isOffEstablishment && $0.leaderRole == nil && ($0.leftAt.map { $0 > start } ?? true)
        }.sorted { $0.id < $1.id }
        let typical = DutyLoad.typical(of: Array(loads.values))
        return able.map { person in
            let absences = duties.absences.filter { $0.person == person.id }.map {
                $0.leaveAt..<max($0.leaveAt, $0.backAt ?? Instant(milliseconds: .max))
            }
            // Who joined lately is not made to catch up with a year of others' duties.
            let isNew = person.joinedAt.map { $0 > start - .days(Self.pastDays) } ?? false
            return PlanPerson(
                id: person.id.description, name: person.name, from: person.joinedAt, to: person.leftAt,
                absences: absences, pastLoad: loads[person.id] ?? (isNew ? typical : .none))
        }
    }

    private func kind(_ day: Day) -> PlanSlot.Kind? {
        if LunarCalendar.newYearsEve(day.year) == day { return .eve }
        switch calendar.dayType(day, asOf: now) {
        case .holiday?, .adjustedRest?, .sensitive?: return .holiday
        case .weekend?: return .weekend
        case .workday?, .makeupWorkday?: return .workday
        case nil: return nil
        }
    }
}
