extension Seating {
    /// Why a seat is as it is; for a seat that is nobody's too.
    func reason(_ seat: Int) -> PlanReason {
        let owner = holder[seat]
        guard owner != Self.nobody else { return whyNobody(seat) }
        let since = sinceLast(owner, seat)
        if let had = shortRest(owner, seat, since) {
            return .shortRest(due: Instant.Length(milliseconds: rest.steps[0]), had: had)
        }
        let present = persons.indices.filter { $0 != owner && mayStand($0, seat) }
        if let claim = claim(owner, seat, .present, present, since) { return claim }
        let rested = present.filter { isFree($0, for: seat) }
        if rested.isEmpty { return .onlyOne(sinceLast: since) }
        return claim(owner, seat, .rested, rested, since)
            ?? .balance(cost: points[owner], least: points.min() ?? 0, most: points.max() ?? 0, sinceLast: since)
    }

    /// What sets the owner of a seat apart from others who could have it.
    private func claim(
        _ owner: Int, _ seat: Int, _ group: PlanReason.Group, _ others: [Int], _ since: Instant.Length?
    ) -> PlanReason? {
        guard !others.isEmpty else { return nil }
        let kind = seats[seat].slot.kind
        if kind == .eve, let turn = eveTurn(owner, seat, group, others, since) { return turn }
        let own = count(owner, kind, before: seat)
        let isFewest = others.allSatisfy { own <= count($0, kind, before: seat) }
        if kind > .workday && isFewest { return .fewest(kind, count: own, group, sinceLast: since) }
        let cost = points[owner] - seats[seat].weight
        if others.allSatisfy({ cost <= points[$0] }) { return .lightest(cost: cost, group, sinceLast: since) }
        return isFewest ? .fewest(kind, count: own, group, sinceLast: since) : nil
    }

    /// Could take the seat with all of the rest that is due, everything else as it is.
    private func isFree(_ person: Int, for seat: Int) -> Bool {
        guard mayStand(person, seat), let with = burden(person, with: seat) else { return false }
        return with.rest <= strain[person].rest
    }

    private func sinceLast(_ person: Int, _ seat: Int) -> Instant.Length? {
        let before = held[person].filter { seats[$0].start < seats[seat].start }.map { seats[$0].slot.end }.max()
        let past = persons[person].pastLoad.lastEnd
        return [before, past].compactMap(\.self).max().map { seats[seat].slot.start - $0 }
    }

    /// The rest that is had where it is too short, before the duty or before one that is settled and follows.
    private func shortRest(_ person: Int, _ seat: Int, _ since: Instant.Length?) -> Instant.Length? {
        let after = held[person].first { $0 > seat && isLocked[$0] }.map { seats[$0].slot.start - seats[seat].slot.end }
        return [since, after].compactMap(\.self).min().flatMap { rest.price($0.milliseconds) > 0 ? $0 : nil }
    }

    private func count(_ person: Int, _ kind: PlanSlot.Kind, before seat: Int) -> Int {
        held[person].reduce(persons[person].pastLoad.count(of: kind)) { sum, other in
            seats[other].start < seats[seat].start ? sum + seats[other].slot.load.count(of: kind) : sum
        }
    }

    private func eveTurn(
        _ owner: Int, _ seat: Int, _ group: PlanReason.Group, _ others: [Int], _ since: Instant.Length?
    ) -> PlanReason? {
        func last(_ person: Int) -> Instant? {
            let planned = held[person].filter { seats[$0].start < seats[seat].start }
                .compactMap { seats[$0].slot.load.lastEve }
            return (planned + [persons[person].pastLoad.lastEve].compactMap(\.self)).max()
        }
        let own = (count(owner, .eve, before: seat), last(owner))
        let isTurn = others.allSatisfy { other in
            let theirs = (count(other, .eve, before: seat), last(other))
            if own.0 != theirs.0 { return own.0 < theirs.0 }
            guard let mine = own.1 else { return true }
            return theirs.1.map { mine <= $0 } ?? false
        }
        return isTurn ? .eveTurn(last: own.1, group, sinceLast: since) : nil
    }

    private func whyNobody(_ seat: Int) -> PlanReason {
        let span = seats[seat].slot.span
        let away = persons.count { $0.isOnStrength(during: span) && $0.isAway(during: span) }
        let off = persons.count { !$0.isOnStrength(during: span) }
        return .nobody(offStrength: off, away: away, onDuty: persons.count - away - off)
    }
}
