import SyncKit

/// 时限接力条: an incident's word from hand to hand, from the occurrence to the city, each leg with its own clock (Art. 12).
package struct Relay: Sendable {
    package enum Kind: String, Sendable, CaseIterable {
        /// Occurrence → the unit. Art. 12 sets no limit of its own: these minutes are taken from the unit's sixty.
        case learned
        /// Occurrence → the county.
        case county
        /// 敏感, or may become 较大: at once.
        case immediate
        /// Its own superior was told: the county at the same time.
        case sameTime = "same-time"
        /// The written report after the one by telephone.
        case written
        /// Sent by the unit → received by the hub. No limit: it says how long the line took.
        case received
        /// Occurrence → the city, by the county.
        case city
        /// The same from the minute of the level, for reference.
        case cityFromLevel = "city-from-level"
    }

    package enum State: String, Sendable {
        case open
        case overdue
        case met
        case late
        /// Whether it was done is known to the county alone.
        case unknown
    }

    package struct Leg: Sendable {
        package let kind: Kind
        package let startsAt: Obligation.Start
        package let startedAt: Instant
        /// nil: the leg has no limit of its own.
        package let dueAt: Instant?
        package let endedAt: Instant?
        package let isKnown: Bool
        package let owedBy: String
        /// nil where no article sets a limit.
        package let article: String?
        /// When the alarm of 立即 is due, before the ceiling.
        package let alarmAt: Instant?

        package func state(at now: Instant) -> State {
            if !isKnown { return .unknown }
            if let endedAt, endedAt <= now { return dueAt.map { endedAt <= $0 } ?? true ? .met : .late }
            return dueAt.map { now <= $0 } ?? true ? .open : .overdue
        }

        private func end(_ now: Instant) -> Instant { endedAt.flatMap { $0 <= now ? $0 : nil } ?? now }

        /// Whole minutes of the leg that have passed, until its end or now.
        package func usedMinutes(at now: Instant) -> Int { max(0, (end(now) - startedAt).minutesDown) }

        /// The limit in minutes.
        package var limitMinutes: Int? { dueAt.map { ($0 - startedAt).minutesDown } }

        /// Whole minutes left before its limit; 0 past it, nil where it has none or is over.
        package func leftMinutes(at now: Instant) -> Int? {
            guard let dueAt, endedAt.map({ $0 > now }) ?? true else { return nil }
            return max(0, (dueAt - now).minutesDown)
        }

        /// Minutes late, a begun one counted.
        package func lateMinutes(at now: Instant) -> Int {
            guard isKnown, let dueAt, end(now) > dueAt else { return 0 }
            return (end(now) - dueAt).minutesUp
        }
    }

    package let legs: [Leg]
    /// Clocks that go on after the first reports: 续报, the watch on casualties.
    package let later: [Obligation]

    /// - Parameters:
    ///   - rows: what is owed of this incident, the county's leg included.
    ///   - reports: of this incident, all that are here.
    ///   - home: the unit that looks; the county alone knows of its own leg.
    package init(
        _ incident: Incident, rows: [Obligation], reports: [Report], countyUnit: String, home: String
    ) {
        var legs: [Leg] = []
        if incident.isOccurrenceKnown, let received = incident.receivedAt {
            legs.append(
                Leg(
                    kind: .learned, startsAt: .occurred, startedAt: incident.occurredAt, dueAt: nil,
                    endedAt: received, isKnown: true, owedBy: incident.unit, article: nil, alarmAt: nil))
        }
        for row in rows {
            guard let kind = Self.kind(row) else { continue }
            let isCountys = row.owedBy == countyUnit && home != countyUnit
            legs.append(
                Leg(
                    kind: kind, startsAt: row.startsAt, startedAt: row.startedAt, dueAt: row.dueAt,
                    endedAt: isCountys ? nil : row.metAt, isKnown: !isCountys, owedBy: row.owedBy,
                    article: row.article, alarmAt: row.alarmAt))
        }
        if let leg = Self.received(reports.filter { $0.unit == incident.unit && $0.addressee == .county }) {
            legs.append(leg)
        }
        self.legs = legs.sorted { Self.order($0.kind) < Self.order($1.kind) }
        later = rows.filter { $0.rule == .periodic || $0.rule == .casualtyWatch }
    }

    private static func kind(_ row: Obligation) -> Kind? {
        switch row.rule {
        case .report: .county
        case .immediate: .immediate
        case .sameTime: .sameTime
        case .written: .written
        case .city: row.isBinding ? .city : .cityFromLevel
        default: nil
        }
    }

    private static func order(_ kind: Kind) -> Int { Kind.allCases.firstIndex(of: kind) ?? 0 }

    /// The first report's way through the line; where all were calls, that of the first call's record.
    private static func received(_ reports: [Report]) -> Leg? {
        let sent = reports.filter { $0.way != .phone && $0.kind != .correction }
        guard
            let first = (sent.isEmpty ? reports : sent).filter({ $0.kind != .correction && $0.sentAt != nil }).min(by: {
                one, other in
                (one.sentAt ?? other.record.enteredAt, one.id) < (other.sentAt ?? one.record.enteredAt, other.id)
            }), let sent = first.sentAt
        else { return nil }
        return Leg(
            kind: .received, startsAt: .set, startedAt: sent, dueAt: nil, endedAt: first.record.receivedAt,
            isKnown: true, owedBy: first.unit, article: nil, alarmAt: nil)
    }

    /// What to look at first: the leg that ran out first and is not done, else the one that runs out next.
    /// - Parameter unit: whose legs; nil for all that are known.
    package func mostUrgent(of unit: String? = nil, at now: Instant) -> Leg? {
        legs.filter { leg in
            let state = leg.state(at: now)
            return leg.dueAt != nil && (state == .open || state == .overdue) && leg.kind != .cityFromLevel
                && (unit.map { leg.owedBy == $0 } ?? true)
        }.min { ($0.dueAt ?? now) < ($1.dueAt ?? now) }
    }

    /// How far the axis reaches: to the last limit, or to now, and never so far that the limits themselves vanish.
    package func axis(from start: Instant, at now: Instant) -> Range<Instant> {
        let limits = legs.compactMap(\.dueAt).max() ?? start + .minutes(60)
        let ends = legs.compactMap(\.endedAt) + (legs.contains { $0.state(at: now) == .overdue } ? [now] : [])
        let longest = start + .minutes(4 * max(60, (limits - start).minutesUp))
        let end = min(max(limits, ends.max() ?? limits), longest)
        return start..<max(end, start + .minutes(1))
    }
}
