/// Who stands what, and why.
package struct RosterPlan: Hashable, Sendable {
    package struct Row: Hashable, Sendable {
        package let slot: PlanSlot
        /// Nil where nobody can take it.
        package let person: String?
        package let reason: PlanReason

        package init(slot: PlanSlot, person: String?, reason: PlanReason) {
            self.slot = slot
            self.person = person
            self.reason = reason
        }
    }

    package struct PersonLoad: Hashable, Sendable {
        package let person: String
        package let past: DutyLoad
        package let planned: DutyLoad
        package var total: DutyLoad { past + planned }
    }

    package struct Refused: Hashable, Sendable {
        package let duty: FixedDuty
        package let because: FixedDuty.Refusal
    }

    /// In the order in which the slots were given.
    package let rows: [Row]
    /// By the order of ids; whoever stands nothing too.
    package let loads: [PersonLoad]
    /// Settled duties that could not be kept.
    package let refused: [Refused]

    package var emptySlots: [PlanSlot] { rows.filter { $0.person == nil }.map(\.slot) }
}

/// What a new plan changes: persons must be told, above all where their holidays change.
package struct RosterDifference: Hashable, Sendable {
    package struct Change: Hashable, Sendable {
        package let span: Range<Instant>
        /// Sorted by id; of a shift of several persons all of them.
        package let before: [String]
        package let after: [String]
    }

    /// By time; a shift that is in one of the plans alone too.
    package let changes: [Change]
    /// Persons whose holidays or 除夕 on duty are others than before, by id.
    package let holidaysChanged: [String]

    package init(from old: [RosterPlan.Row], to new: [RosterPlan.Row]) {
        let before = Dictionary(grouping: old, by: \.slot.span)
        let after = Dictionary(grouping: new, by: \.slot.span)
        func ids(_ rows: [RosterPlan.Row]?) -> [String] { (rows ?? []).compactMap(\.person).sorted() }
        changes = Set(before.keys).union(after.keys)
            .map { Change(span: $0, before: ids(before[$0]), after: ids(after[$0])) }
            .filter { $0.before != $0.after }
            .sorted { ($0.span.lowerBound, $0.span.upperBound) < ($1.span.lowerBound, $1.span.upperBound) }
        func holidays(_ rows: [RosterPlan.Row]) -> [String: Set<Range<Instant>>] {
            rows.reduce(into: [:]) { found, row in
                guard row.slot.kind >= .holiday, let person = row.person else { return }
                found[person, default: []].insert(row.slot.span)
            }
        }
        let (was, becomes) = (holidays(old), holidays(new))
        holidaysChanged = Set(was.keys).union(becomes.keys).filter { was[$0] != becomes[$0] }.sorted()
    }
}
