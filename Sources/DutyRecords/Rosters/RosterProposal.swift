package import SyncKit

/// A plan beside what is rostered: nothing of it is entered before somebody accepts it.
package struct RosterProposal: Sendable {
    /// One seat of one shift.
    package struct Entry: Sendable {
        package let span: Range<Instant>
        package let kind: PlanSlot.Kind
        /// The shift that is there; nil where one would be entered.
        package let shift: RecordID?
        package let before: RecordID?
        /// nil where nobody can take it.
        package let after: RecordID?
        package let reason: PlanReason

        package var isChange: Bool { after != nil && after != before }
    }

    package let entries: [Entry]
    package let difference: RosterDifference
    package let refused: [RosterPlan.Refused]
    package let loads: [RosterPlan.PersonLoad]
    /// Shifts of somebody away that have begun: they are left to a 代班 by hand.
    package var begun: [RecordID] = []
}

extension RosterDrafting {
    /// What a plan would change of the roster as it is.
    package func propose(
        _ unit: String, _ days: Range<Day>, pattern: SlotPattern, replans: Bool
    ) -> RosterProposal {
        let plan = draft(of: unit, days, pattern: pattern, frozenBefore: now, replans: replans)
        let spans = Set(plan.rows.map(\.slot.span))
        let standing = mainShifts(of: unit).filter { spans.contains($0.span) }
        return RosterProposal(
            entries: Self.entries(plan.rows, standing), difference: difference(standing, plan.rows),
            refused: plan.refused, loads: plan.loads)
    }

    /// Fills the places of one person who is away; all others keep theirs.
    package func repair(_ unit: String, absent: RecordID, during absence: Range<Instant>) -> RosterProposal {
        // Far enough about it that rests before and after count.
        let reach = Instant.Length.days(15)
        let end = min(absence.upperBound, absence.lowerBound + .days(Self.pastDays))
        let own = mainShifts(of: unit)
        let standing = own.filter { $0.span.overlaps((absence.lowerBound - reach)..<(end + reach)) }
            .sorted { ($0.span.lowerBound, $0.id) < ($1.span.lowerBound, $1.id) }
        let rows = standing.map {
            RosterPlan.Row(slot: PlanSlot($0.span, kind: kind), person: $0.person.description, reason: .fixed)
        }
        let first = standing.first?.span.lowerBound ?? absence.lowerBound
        let repair = RosterPlanner().repair(
            rows, persons: persons(of: unit, before: first, own), absent: absent.description,
            during: absence.lowerBound..<end, frozenBefore: now)
        let entries = repair.changed.map { place in
            let row = repair.plan.rows[place]
            return RosterProposal.Entry(
                span: row.slot.span, kind: row.slot.kind, shift: standing[place].id, before: absent,
                after: row.person.flatMap { RecordID($0) }, reason: row.reason)
        }
        return RosterProposal(
            entries: entries, difference: RosterDifference(from: rows, to: repair.plan.rows), refused: [],
            loads: repair.plan.loads, begun: repair.begun.map { standing[$0].id })
    }

    /// How a unit's shifts lie: the latest hundred of the main post.
    package func habits(of unit: String) -> [Range<Instant>] {
        mainShifts(of: unit).map(\.span).sorted { $0.lowerBound < $1.lowerBound }.suffix(100)
    }

    /// Everybody's load: of the year before some days, and of the days as they are rostered.
    package func loads(of unit: String, _ days: Range<Day>) -> [RosterPlan.PersonLoad] {
        let own = mainShifts(of: unit)
        let inside = Dictionary(
            grouping: own.filter {
                $0.span.lowerBound >= days.lowerBound.start && $0.span.lowerBound < days.upperBound.start
            },
            by: \.person)
        let able = persons(of: unit, before: days.lowerBound.start, own)
        let others = inside.keys.filter { person in !able.contains { $0.id == person.description } }.sorted()
        func planned(_ person: RecordID) -> DutyLoad {
            (inside[person] ?? []).reduce(.none) { $0 + PlanSlot($1.span, kind: kind).load }
        }
        return able.map { person in
            RosterPlan.PersonLoad(
                person: person.id, past: person.pastLoad, planned: RecordID(person.id).map(planned) ?? .none)
        } + others.map { RosterPlan.PersonLoad(person: $0.description, past: .none, planned: planned($0)) }
    }

    private func difference(_ standing: [Shift], _ rows: [RosterPlan.Row]) -> RosterDifference {
        RosterDifference(
            from: standing.map {
                RosterPlan.Row(slot: PlanSlot($0.span, kind: kind), person: $0.person.description, reason: .fixed)
            }, to: rows)
    }

    /// Each planned seat beside a shift that is there: who stays keeps the shift, others take what is left.
    private static func entries(_ rows: [RosterPlan.Row], _ standing: [Shift]) -> [RosterProposal.Entry] {
        var left = Dictionary(grouping: standing.sorted { $0.id < $1.id }, by: \.span)
        var entries: [RosterProposal.Entry?] = Array(repeating: nil, count: rows.count)
        func entry(_ row: RosterPlan.Row, _ shift: Shift?) -> RosterProposal.Entry {
            RosterProposal.Entry(
                span: row.slot.span, kind: row.slot.kind, shift: shift?.id, before: shift?.person,
                after: row.person.flatMap { RecordID($0) }, reason: row.reason)
        }
        for (index, row) in rows.enumerated() {
            guard let place = left[row.slot.span]?.firstIndex(where: { $0.person.description == row.person }) else {
                continue
            }
            entries[index] = entry(row, left[row.slot.span]?.remove(at: place))
        }
        for (index, row) in rows.enumerated() where entries[index] == nil {
            let isEmpty = left[row.slot.span]?.isEmpty ?? true
            entries[index] = entry(row, isEmpty ? nil : left[row.slot.span]?.removeFirst())
        }
        return entries.compactMap(\.self)
    }
}

/// A proposal as it was shown, taken as it was shown: one line a change.
package struct AcceptedEntry: Hashable, Sendable {
    /// The shift that is there, or the id that a new one gets.
    package let shift: RecordID
    package let span: Range<Instant>
    /// nil where the shift is new.
    package let before: RecordID?
    package let after: RecordID

    package init(shift: RecordID, span: Range<Instant>, before: RecordID?, after: RecordID) {
        self.shift = shift
        self.span = span
        self.before = before
        self.after = after
    }

    package var text: String {
        "\(shift) \(span.lowerBound.milliseconds) \(span.upperBound.milliseconds) \(before?.description ?? "-") \(after)"
    }

    /// What a form brought back; nil where it is none.
    package init?(_ line: some StringProtocol) {
        let parts = line.split(separator: " ")
        guard parts.count == 5, let shift = RecordID(parts[0]), let start = Int64(parts[1]), let end = Int64(parts[2]),
            start < end, let after = RecordID(parts[4]), parts[3] == "-" || RecordID(parts[3]) != nil
        else { return nil }
        self.init(
            shift: shift, span: Instant(milliseconds: start)..<Instant(milliseconds: end), before: RecordID(parts[3]),
            after: after)
    }
}

extension RosterActs {
    /// All of a proposal at once.
    /// - Parameter standsIn: whether who is replaced stays named, as after an absence.
    package func accept(
        _ entries: [AcceptedEntry], standsIn: Bool, _ approval: ShiftApproval?
    ) throws(RosterRefusal) -> [RosterChange] {
        var changes: [RosterChange] = []
        for entry in entries {
            if let before = entry.before {
                changes += try put(entry.shift, entry.after, was: before, isPlan: !standsIn, approval)
            } else {
                changes.append(
                    RosterChange(
                        RosterKind.duty.collection, entry.shift, isNew: true,
                        [
                            .init("start", nil, .text(entry.span.lowerBound.description)),
                            .init("end", nil, .text(entry.span.upperBound.description)),
                            .init(RosterKind.duty.personField, nil, .text(entry.after.description)),
                        ]))
            }
        }
        return changes
    }
}
