import SyncKit

/// Draws a unit's roster up from its records: who may stand, who is away, what each has stood, what is planned already.
package struct RosterDrafting: Sendable {
    /// How far back the load of the past is counted, in days.
    package static let pastDays = 366

    let duties: DutyBook
    private let calendar: DutyCalendar
    let now: Instant

    package init(duties: DutyBook, calendar: DutyCalendar, now: Instant) {
        self.duties = duties
        self.calendar = calendar
        self.now = now
    }

    /// - Parameters:
    ///   - days: of shifts that begin on them. What is planned already stays, but where its officer is away.
    ///   - frozenBefore: shifts that begin before it stay as they are, and empty ones empty; nil: all are planned.
    ///   - replans: whether what is planned and has not begun is given anew too; 代班 and 串班 that were agreed stay.
    package func draft(
        of unit: String, _ days: Range<Day>, pattern: SlotPattern, frozenBefore: Instant? = nil, replans: Bool = false
    ) -> RosterPlan {
        let own = mainShifts(of: unit)
        let planned = own.filter {
            $0.span.upperBound > days.lowerBound.start && $0.span.lowerBound < days.upperBound.start
        }
        let covered = Spans(planned.map(\.span))
        let exact = Dictionary(grouping: planned, by: \.span)
        // What other shifts cover already is not planned a second time.
        var slots = pattern.slots(days, kind: kind).filter { exact[$0.span] != nil || !covered.covers($0.span) }
        let seats = Dictionary(grouping: slots, by: \.span).mapValues(\.count)
        var left = exact
        if replans {
            for (span, shifts) in exact {
                guard let count = seats[span] else { continue }
                left[span] = shifts.filter { $0.isAgreedChange || span.lowerBound < frozenBefore ?? now }
                slots += (0..<max(0, shifts.count - count)).map { PlanSlot(span, seat: count + $0, kind: kind) }
            }
        }
        var fixed: [FixedDuty] = []
        for (index, slot) in slots.enumerated() {
            guard let shift = left[slot.span]?.popLast() else { continue }
            fixed.append(FixedDuty(.slot(index), person: shift.person.description))
        }
        // Duties that lie otherwise than the pattern count for rest and load as the others do.
        for shift in left.values.joined().sorted(by: { $0.id < $1.id }) {
            fixed.append(FixedDuty(.slot(slots.count), person: shift.person.description))
            slots.append(PlanSlot(shift.span, kind: kind))
        }
        let plan = RosterPlanner().plan(
            slots: slots, persons: persons(of: unit, before: days.lowerBound.start, own), fixed: fixed,
            frozenBefore: frozenBefore)
        let rows = plan.rows.enumerated().filter { $0.element.slot.start >= days.lowerBound.start }
            .sorted { ($0.element.slot.start, $0.offset) < ($1.element.slot.start, $1.offset) }.map(\.element)
        return RosterPlan(rows: rows, loads: plan.loads, refused: plan.refused)
    }

    func mainShifts(of unit: String) -> [Shift] { duties.dutyShifts.filter { $0.unit == unit && $0.isMainPost } }

    /// 正式在编, and no leaders: those lead.
    func persons(of unit: String, before start: Instant, _ shifts: [Shift]) -> [PlanPerson] {
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

    func kind(_ day: Day) -> PlanSlot.Kind? {
        if LunarCalendar.newYearsEve(day.year) == day { return .eve }
        switch calendar.dayType(day, asOf: now) {
        case .holiday?, .adjustedRest?, .sensitive?: return .holiday
        case .weekend?: return .weekend
        case .workday?, .makeupWorkday?: return .workday
        case nil: return nil
        }
    }
}
