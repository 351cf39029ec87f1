import SyncKit

/// A clock of an open incident that other figures would move, start or end.
package struct ClockChange: Sendable {
    package let incident: Incident
    package let owedBy: String
    package let why: Obligation.Reason
    /// nil: it did not run.
    package let before: Instant?
    /// nil: it runs no more.
    package let after: Instant?

    private struct Key: Hashable {
        let incident: RecordID
        let rule: Obligation.Rule
        let record: RecordID?
        let startedAt: Instant
    }

    /// By what runs out first.
    /// - Parameters: the same incidents at the same moment, judged by the figures of before and by those of after.
    package static func all(from before: Wall, to after: Wall) -> [ClockChange] {
        let (old, new) = (clocks(before), clocks(after))
        return Set(old.keys).union(new.keys).compactMap { key -> ClockChange? in
            let (was, willBe) = (old[key], new[key])
            guard was?.owed.dueAt != willBe?.owed.dueAt, let one = willBe ?? was else { return nil }
            return ClockChange(
                incident: one.incident, owedBy: one.owed.owedBy, why: one.owed.why, before: was?.owed.dueAt,
                after: willBe?.owed.dueAt)
        }.sorted { ($0.firstDue, $0.incident.id, $0.owedBy) < ($1.firstDue, $1.incident.id, $1.owedBy) }
    }

    private var firstDue: Instant { [before, after].compactMap { $0 }.min() ?? incident.occurredAt }

    private static func clocks(_ wall: Wall) -> [Key: (incident: Incident, owed: Obligation)] {
        var clocks: [Key: (incident: Incident, owed: Obligation)] = [:]
        for row in (wall.rows + wall.drills).flatMap({ [$0] + $0.sources }) {
            for owed in row.unmet {
                let key = Key(
                    incident: row.id, rule: owed.rule, record: owed.record, startedAt: owed.startedAt)
                clocks[key] = (row.incident, owed)
            }
        }
        return clocks
    }
}
