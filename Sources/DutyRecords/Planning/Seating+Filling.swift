extension Seating {
    /// In which order empty seats are given.
    enum Order {
        case heaviestFirst
        /// A small group keeps its rest only as a round, which seats given here and there break up.
        case byTime
    }

    /// Gives every empty seat that somebody can take to whom it strains least.
    mutating func fill(_ order: Order) {
        let empty = seats.indices.filter { holder[$0] == Self.nobody && !isLocked[$0] }
            .sorted { left, right in
                let (one, two) = (seats[left], seats[right])
                if order == .byTime { return left < right }
                if one.slot.kind != two.slot.kind { return one.slot.kind > two.slot.kind }
                return one.weight != two.weight ? one.weight > two.weight : left < right
            }
        for seat in empty {
            if let person = leastStrained(by: seat) { give(seat, to: person) } else { makeRoom(for: seat) }
        }
    }

    private func leastStrained(by seat: Int) -> Int? {
        let weight = seats[seat].weight
        var best: (person: Int, strain: Strain)?
        for person in persons.indices where mayStand(person, seat) {
            guard let with = burden(person, with: seat) else { continue }
            var added = with - strain[person]
            added.unevenness += 2 * weight * points[person] + weight * weight
            if best.map({ added < $0.strain }) ?? true { best = (person, added) }
        }
        return best?.person
    }

    /// Finds a chain of persons who each give up one seat for another, at whose end somebody is free.
    ///
    /// Shifts that overlap only in part may hide one; with shifts that do not it misses none.
    private mutating func makeRoom(for seat: Int) {
        var open = [seat]
        var next = 0
        // For a seat that would fall empty: the seat that its holder takes instead.
        var instead: [Int: Int] = [:]
        while next < open.count {
            let wanted = open[next]
            next += 1
            for person in persons.indices where mayStand(person, wanted) {
                let inTheWay = conflicts(person, wanted)
                if inTheWay.isEmpty && burden(person, with: wanted) != nil {
                    if shift(person, to: wanted, seat, instead) { return }
                } else if inTheWay.count == 1, let other = inTheWay.first, !isLocked[other], other != seat,
                    instead[other] == nil
                {
                    instead[other] = wanted
                    open.append(other)
                }
            }
        }
    }

    /// Moves everybody along the chain; undone where two of its steps are in each other's way.
    private mutating func shift(_ person: Int, to last: Int, _ first: Int, _ instead: [Int: Int]) -> Bool {
        let before = self
        var (person, seat) = (person, last)
        while true {
            let displaced = holder[seat]
            take(seat)
            guard burden(person, with: seat) != nil else {
                self = before
                return false
            }
            give(seat, to: person)
            if seat == first { return true }
            guard displaced != Self.nobody, let following = instead[seat] else {
                self = before
                return false
            }
            (person, seat) = (displaced, following)
        }
    }
}
