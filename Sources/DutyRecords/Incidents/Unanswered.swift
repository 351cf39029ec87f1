package import SyncKit

/// Somebody was told of an open incident and has not answered: first he is asked again, then the next one up is told.
package struct Unanswered: Sendable {
    package let incident: Incident
    package let name: String
    package let toldAt: Instant
    /// Within how many minutes an answer is due.
    package let limit: Int

    package var dueAt: Instant { toldAt + .minutes(limit) }
    /// As long again without an answer, and it passes on to the next.
    package var passesOnAt: Instant { dueAt + .minutes(limit) }

    /// - Parameters:
    ///   - incidents: those that are over are passed over.
    ///   - reports: by incident, of the room that told.
    ///   - calls: of that room, outgoing ones among them; an answered call answers.
    ///   - limit: in minutes, by the rules in force for that room when the incident happened.
    package static func all(
        _ incidents: [Incident], reports: [RecordID: [Report]], calls: [RecordFacts], limit: (Incident) -> Int,
        at now: Instant
    ) -> [Unanswered] {
        let calls = Dictionary(grouping: calls) { $0.reference("incident") }
        return incidents.filter { $0.closedAt == nil && $0.falseAlarmAt == nil }.flatMap { incident -> [Unanswered] in
            let told = ToldList(
                incident, reports: reports[incident.id] ?? [], calls: calls[incident.id] ?? [])
            return told.rows.compactMap { row in
                guard let minutes = row.silentMinutes(at: now), let toldAt = row.toldAt, minutes >= limit(incident)
                else { return nil }
                return Unanswered(incident: incident, name: row.name, toldAt: toldAt, limit: limit(incident))
            }
        }
    }
}

extension DutyBook {
    /// Whom an unanswered telling passes on to: the unit's leaders on duty, who is on site before who is on call.
    /// - Parameter told: names that were told already.
    package func nextUp(of unit: String, besides told: [String], at now: Instant) -> Person? {
        leaderShifts.filter { $0.unit == unit && $0.span.contains(now) }
            .sorted { ($0.isOnCall ? 1 : 0, $0.id) < ($1.isOnCall ? 1 : 0, $1.id) }
            .compactMap { persons[$0.person] }.first { !told.contains($0.name) }
    }
}
