/// Makes duty rosters (Art. 16): nobody who is away, rest between duties, and equal loads.
package struct RosterPlanner: Sendable {
    package let weights: LoadWeights
    /// Between the end of a duty and the start of the next; it gives way by halves where persons are too few.
    package let rest: Instant.Length

    /// Exchanges looked at before the plan is taken as it is; a quarter of two seats a day needs about a tenth.
    static let attempts = 2_000_000
    /// Seats tried in one round of giving tight days anew, and such rounds.
    static let steps = 3_000
    static let rounds = 4

    package init(weights: LoadWeights = .usual, rest: Instant.Length = .days(2)) {
        self.weights = weights
        self.rest = rest
    }

    /// - Parameters:
    ///   - persons: those who may stand a duty; their past loads end before the first slot.
    ///   - fixed: duties that are settled; they are judged like others and listed as refused where they cannot be.
    ///   - frozenBefore: slots that began before it are as `fixed` says, without judgement, and never planned anew.
    package func plan(
        slots: [PlanSlot], persons: [PlanPerson], fixed: [FixedDuty] = [], frozenBefore: Instant? = nil
    ) -> RosterPlan {
        var seating = Seating(slots, persons: persons, weights: weights, rest: rest)
        var settled = Settlement(seating, frozenBefore: frozenBefore)
        settled.settle(fixed, in: &seating)
        seating.settleDown()
        let rows = seating.rows { seat in
            if let outsider = settled.outsiders[seat] { return (outsider, .fixed) }
            guard seating.isLocked[seat] else { return nil }
            return seating.holder[seat] == Seating.nobody ? (nil, .past) : (seating.person(seat), .fixed)
        }
        return RosterPlan(rows: rows, loads: seating.loads, refused: settled.refused)
    }

    /// A plan after one new absence.
    package struct Repair: Hashable, Sendable {
        package let plan: RosterPlan
        /// The rows that were solved anew, by index.
        package let changed: [Int]
        /// Rows of the absent person that had begun: they are left to a 代班 by hand.
        package let begun: [Int]
    }

    /// Solves one new absence: only the rows of that person which touch it change, all others stay as they are.
    /// - Parameters:
    ///   - rows: what stands, the persons of other times too; a row whose person is not among `persons` stays.
    ///   - persons: the absent one among them, with or without the new absence.
    ///   - frozenBefore: rows that began before it stay.
    package func repair(
        _ rows: [RosterPlan.Row], persons: [PlanPerson], absent: String, during absence: Range<Instant>,
        frozenBefore: Instant
    ) -> Repair {
        var persons = persons
        for place in persons.indices where persons[place].id == absent { persons[place].absences.append(absence) }
        var seating = Seating(rows.map(\.slot), persons: persons, weights: weights, rest: rest)
        let numbers = Dictionary(uniqueKeysWithValues: seating.persons.enumerated().map { ($1.id, $0) })
        var changed: Set<Int> = []
        var begun: Set<Int> = []
        for (number, seat) in seating.seats.enumerated() {
            let row = rows[seat.place]
            if row.person == absent && seat.slot.span.overlaps(absence) {
                if seat.slot.start >= frozenBefore {
                    changed.insert(seat.place)
                    continue
                }
                begun.insert(seat.place)
            }
            seating.isLocked[number] = true
            if let person = row.person.flatMap({ numbers[$0] }) { seating.give(number, to: person) }
        }
        seating.settleDown()
        let name = persons.first { $0.id == absent }?.name ?? absent
        let solved = seating.rows { seat in
            let place = seating.seats[seat].place
            if changed.contains(place) {
                return (seating.person(seat), .inPlaceOf(person: absent, name: name, seating.reason(seat)))
            }
            return (rows[place].person, rows[place].reason)
        }
        return Repair(
            plan: RosterPlan(rows: solved, loads: seating.loads, refused: []), changed: changed.sorted(),
            begun: begun.sorted())
    }
}

extension Seating {
    /// Fills and evens out; where somebody's rest is short, in another way too, and the better one counts.
    fileprivate mutating func settleDown() {
        var round = self
        settleDown(.heaviestFirst)
        guard total.rest > 0 else { return }
        round.settleDown(.byTime)
        let (filled, other) = (holder.count { $0 != Self.nobody }, round.holder.count { $0 != Self.nobody })
        if other > filled || (other == filled && round.total < total) { self = round }
    }

    private mutating func settleDown(_ order: Order) {
        fill(order)
        improve(attempts: RosterPlanner.attempts)
        for _ in 0..<RosterPlanner.rounds where total.rest > 0 {
            guard loosen(steps: RosterPlanner.steps) else { break }
            improve(attempts: RosterPlanner.attempts / 4)
        }
        // An exchange may have made room.
        fill(order)
    }

    fileprivate func person(_ seat: Int) -> String? { holder[seat] == Self.nobody ? nil : persons[holder[seat]].id }

    /// In the order of the slots as they were given.
    /// - Parameter settled: what a seat is without this plan.
    fileprivate func rows(_ settled: (Int) -> (String?, PlanReason)?) -> [RosterPlan.Row] {
        seats.indices.sorted { seats[$0].place < seats[$1].place }.map { seat in
            let (person, reason) = settled(seat) ?? (person(seat), reason(seat))
            return RosterPlan.Row(slot: seats[seat].slot, person: person, reason: reason)
        }
    }

    fileprivate var loads: [RosterPlan.PersonLoad] {
        persons.indices.map { person in
            RosterPlan.PersonLoad(
                person: persons[person].id, past: persons[person].pastLoad,
                planned: held[person].reduce(.none) { $0 + seats[$1].slot.load })
        }
    }
}
