/// Enters the duties that are settled before a plan, and keeps what could not be.
struct Settlement {
    /// Seats that had begun and are held by somebody who is not among the persons, by seat.
    private(set) var outsiders: [Int: String] = [:]
    private(set) var refused: [RosterPlan.Refused] = []
    private let numbers: [String: Int]
    private let places: [Int: Int]
    private let isFrozen: [Bool]

    init(_ seating: Seating, frozenBefore: Instant?) {
        numbers = Dictionary(uniqueKeysWithValues: seating.persons.enumerated().map { ($1.id, $0) })
        places = Dictionary(uniqueKeysWithValues: seating.seats.enumerated().map { ($1.place, $0) })
        isFrozen = seating.seats.map { seat in frozenBefore.map { seat.slot.start < $0 } ?? false }
    }

    mutating func settle(_ fixed: [FixedDuty], in seating: inout Seating) {
        for seat in seating.seats.indices where isFrozen[seat] { seating.isLocked[seat] = true }
        for duty in fixed {
            switch duty.place {
            case .slot(let place): settle(duty, places[place], in: &seating)
            case .time(let span): settle(duty, during: span, in: &seating)
            }
        }
    }

    /// One seat of every shift in the span: a free one where there is.
    private mutating func settle(_ duty: FixedDuty, during span: Range<Instant>, in seating: inout Seating) {
        let inside = seating.seats.indices.filter { seat in
            let slot = seating.seats[seat].slot
            return span.lowerBound <= slot.start && slot.end <= span.upperBound
        }
        if let person = numbers[duty.person] { seating.block(person, span, except: inside) }
        var chosen: [Range<Instant>: Int] = [:]
        for seat in inside {
            let shift = seating.seats[seat].slot.span
            if let other = chosen[shift], isFree(other, in: seating) { continue }
            chosen[shift] = seat
        }
        for seat in chosen.values.sorted() { settle(duty, seat, in: &seating) }
    }

    private func isFree(_ seat: Int, in seating: Seating) -> Bool {
        seating.holder[seat] == Seating.nobody && outsiders[seat] == nil
    }

    private mutating func settle(_ duty: FixedDuty, _ seat: Int?, in seating: inout Seating) {
        if let refusal = refusal(duty, seat, in: seating) {
            refused.append(RosterPlan.Refused(duty: duty, because: refusal))
        } else if let seat {
            seating.isLocked[seat] = true
            if let person = numbers[duty.person] {
                seating.give(seat, to: person)
            } else {
                outsiders[seat] = duty.person
            }
        }
    }

    private func refusal(_ duty: FixedDuty, _ seat: Int?, in seating: Seating) -> FixedDuty.Refusal? {
        guard let seat else { return .noSuchSlot }
        guard isFree(seat, in: seating) else { return .taken }
        if isFrozen[seat] { return nil }
        guard let person = numbers[duty.person] else { return .unknownPerson }
        let span = seating.seats[seat].slot.span
        if !seating.persons[person].isOnStrength(during: span) { return .offStrength }
        if seating.persons[person].isAway(during: span) { return .away }
        return seating.mayStand(person, seat) && seating.conflicts(person, seat).isEmpty ? nil : .doubled
    }
}
