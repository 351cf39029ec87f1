extension Seating {
    /// Moves seats to others and exchanges them between two as long as that lessens the strain.
    ///
    /// - Parameter attempts: bound on the exchanges that are looked at, so that a year's roster ends too.
    mutating func improve(attempts: Int) {
        var left = attempts
        while left > 0 {
            var isBetter = false
            for seat in seats.indices where holder[seat] != Self.nobody && !isLocked[seat] {
                if move(seat) { isBetter = true }
                if exchange(seat) { isBetter = true }
                if strain[holder[seat]].rest > 0 && cross(from: seat) { isBetter = true }
                left -= persons.count + seats.count - seat
                if left <= 0 { return }
            }
            if !isBetter { return }
        }
    }

    /// The least that two persons' strain can become, where only their points are looked at.
    private func bound(_ one: Int, _ two: Int, unevenness: Int) -> Strain {
        let now = strain[one] + strain[two]
        return Strain(rest: -now.rest, unevenness: unevenness - now.unevenness, crowding: -now.crowding)
    }

    private mutating func move(_ seat: Int) -> Bool {
        let owner = holder[seat]
        let weight = seats[seat].weight
        let without = burden(owner, without: seat) ?? .none
        var best: (person: Int, change: Strain)?
        for person in persons.indices where person != owner && mayStand(person, seat) {
            let squares = 2 * weight * (points[person] - points[owner] + weight)
            let least = best?.change ?? .none
            guard bound(owner, person, unevenness: squares) < least, let with = burden(person, with: seat) else {
                continue
            }
            var change = with + without - strain[owner] - strain[person]
            change.unevenness += squares
            if change < least { best = (person, change) }
        }
        guard let best else { return false }
        take(seat)
        give(seat, to: best.person)
        return true
    }

    private mutating func exchange(_ seat: Int) -> Bool {
        var isBetter = false
        for other in seats.indices.dropFirst(seat + 1) where !isLocked[other] {
            let (one, two) = (holder[seat], holder[other])
            guard two != Self.nobody, one != two, mayStand(one, other), mayStand(two, seat) else { continue }
            let more = seats[other].weight - seats[seat].weight
            let squares = 2 * more * (points[one] - points[two] + more)
            guard bound(one, two, unevenness: squares) < .none,
                let first = burden(one, without: seat, with: other),
                let second = burden(two, without: other, with: seat)
            else { continue }
            var change = first + second - strain[one] - strain[two]
            change.unevenness += squares
            guard change < .none else { continue }
            take(seat)
            take(other)
            give(seat, to: two)
            give(other, to: one)
            isBetter = true
        }
        return isBetter
    }

    /// Exchanges all that two persons have from a seat on: what a round that is out of step needs.
    private mutating func cross(from seat: Int) -> Bool {
        let one = holder[seat]
        let mine = held[one].filter { $0 >= seat }
        for two in persons.indices where two != one {
            let theirs = held[two].filter { $0 >= seat }
            guard mine.allSatisfy({ mayStand(two, $0) && !isLocked[$0] }),
                theirs.allSatisfy({ mayStand(one, $0) && !isLocked[$0] }),
                let first = burden(one, before: seat, then: theirs),
                let second = burden(two, before: seat, then: mine)
            else { continue }
            let more = theirs.reduce(0) { $0 + seats[$1].weight } - mine.reduce(0) { $0 + seats[$1].weight }
            var change = first + second - strain[one] - strain[two]
            change.unevenness += 2 * more * (points[one] - points[two] + more)
            guard change < .none else { continue }
            for other in mine + theirs { take(other) }
            for other in mine { give(other, to: two) }
            for other in theirs { give(other, to: one) }
            return true
        }
        return false
    }
}
