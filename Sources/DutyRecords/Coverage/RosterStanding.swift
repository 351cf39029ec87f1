import SyncKit

/// What the county has of a unit's roster for a period, or has not (Art. 5(2), 6(2), 7(2)).
package struct RosterStanding: Sendable {
    package enum State: Sendable, Hashable {
        /// Owed, and there is time left.
        case awaited
        case missing(lateMinutes: Int)
        case inTime
        case late(minutes: Int)
        case returned(reason: String)

        /// Whether the county waits for the unit.
        package var isOwed: Bool {
            switch self {
            case .awaited, .missing, .returned: true
            case .inTime, .late: false
            }
        }
    }

    package let unit: String
    package let state: State
    /// nil where nothing was handed in.
    package let record: RecordFacts?
    package let period: ClosedRange<Day>?
    /// nil of one that was returned.
    package let dueAt: Instant?
    package let why: Obligation.Reason?

    package var receivedAt: Instant? { record?.time("receivedAt") }

    /// Those of the days, by unit, each unit's what the county waits for first.
    package static func all(
        duties: DutyBook, calendar: DutyCalendar, book: RuleBook, days: ClosedRange<Day>, now: Instant
    ) -> [String: [RosterStanding]] {
        let rows = DueRules(duties: duties, calendar: calendar, book: book, window: days, now: now).rosters()
        let byRecord = Dictionary(rows.compactMap { row in row.record.map { ($0, row) } }) { first, _ in first }
        var found: [RosterStanding] = []
        struct Key: Hashable {
            let unit: String
            let period: ClosedRange<Day>
        }
        var groups: [Key: [RecordFacts]] = [:]
        for record in duties.records("roster-submission") {
            guard let from = record.day("periodStart"), let to = record.day("periodEnd"), from <= to,
                (from...to).overlaps(days)
            else { continue }
            groups[Key(unit: record.unit, period: from...to), default: []].append(record)
        }
        for (key, records) in groups {
            let latest = records.max { one, other in
                (one.time("submittedAt") ?? one.enteredAt, one.id) < (
                    other.time("submittedAt") ?? other.enteredAt, other.id
                )
            }
            guard let latest else { continue }
            let row = records.lazy.compactMap { byRecord[$0.id] }.first
            let state: State
            if let reason = latest.text("returnedReason") {
                state = .returned(reason: reason)
            } else if let row {
                state = Self.state(of: row, now)
            } else {
                continue
            }
            found.append(
                RosterStanding(
                    unit: key.unit, state: state, record: latest, period: key.period, dueAt: row?.dueAt, why: row?.why))
        }
        for row in rows where row.record == nil {
            found.append(
                RosterStanding(
                    unit: row.owedBy, state: state(of: row, now), record: nil, period: nil, dueAt: row.dueAt,
                    why: row.why))
        }
        return Dictionary(grouping: found, by: \.unit).mapValues { rows in
            rows.sorted {
                ($0.state.isOwed ? 0 : 1, $0.dueAt ?? now, $0.record?.id.description ?? "")
                    < ($1.state.isOwed ? 0 : 1, $1.dueAt ?? now, $1.record?.id.description ?? "")
            }
        }
    }

    private static func state(of row: Obligation, _ now: Instant) -> State {
        let late = row.lateMinutes(at: now)
        return switch row.state(at: now) {
        case .open: .awaited
        case .overdue: .missing(lateMinutes: late)
        case .met: .inTime
        case .late: .late(minutes: late)
        }
    }
}
