extension Seating {
    /// Where a rest is short, all duties about it are given anew, if that makes the rests longer.
    ///
    /// What a group of three to six lacks is seldom one exchange: several days move on by one.
    /// - Parameter steps: bound on the seats tried, so that a group that is too small for its slots ends too.
    mutating func loosen(steps: Int) -> Bool {
        var left = steps
        var isBetter = false
        for seat in seats.indices where isTight(seat) {
            let window = (max(seat - 5, 0)..<min(seat + 6, seats.count)).filter {
                !isLocked[$0] && holder[$0] != Self.nobody
            }
            let before = self
            let rest = total.rest
            for other in window { take(other) }
            var own = min(left, 400)
            left -= own
            if place(window[...], spare: rest - total.rest, &own) { isBetter = true } else { self = before }
            left += max(own, 0)
            if left <= 0 { return isBetter }
        }
        return isBetter
    }

    private func isTight(_ seat: Int) -> Bool {
        let owner = holder[seat]
        guard owner != Self.nobody, strain[owner].rest > 0, !isLocked[seat] else { return false }
        return (burden(owner, without: seat) ?? .none).rest < strain[owner].rest
    }

    /// Gives all of some seats so that short rests stay below a price; by time, for then a rest once short stays so.
    private mutating func place(_ window: ArraySlice<Int>, spare: Int, _ steps: inout Int) -> Bool {
        guard let seat = window.first else { return true }
        var able: [(person: Int, added: Strain)] = []
        for person in persons.indices where mayStand(person, seat) {
            guard var added = burden(person, with: seat).map({ $0 - strain[person] }), added.rest < spare else {
                continue
            }
            added.unevenness += 2 * seats[seat].weight * points[person]
            able.append((person, added))
        }
        able.sort { ($0.added, $0.person) < ($1.added, $1.person) }
        for (person, added) in able {
            steps -= 1
            if steps < 0 { return false }
            give(seat, to: person)
            if place(window.dropFirst(), spare: spare - added.rest, &steps) { return true }
            take(seat)
        }
        return false
    }
}
