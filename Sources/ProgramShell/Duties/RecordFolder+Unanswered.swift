package import DutyRecords

extension RecordFolder {
    /// Whom this room told of open incidents and who has not answered.
    /// - Parameter duties: with their reports.
    package func unanswered(
        of incidents: [Incident], _ duties: DutyBook, _ book: RuleBook, at now: Instant
    ) async throws -> [Unanswered] {
        let own = duties.reports.mapValues { $0.filter { $0.unit == homeUnit } }
        func all(_ calls: [RecordFacts]) -> [Unanswered] {
            Unanswered.all(
                incidents, reports: own, calls: calls,
                limit: { book.figures(for: homeUnit, at: $0.occurredAt).receiptMinutes }, at: now)
        }
        let silent = all([])
        // A call on the incident may have been the answer; what is older calls at no desk any more.
        let asked = Set(silent.filter { now - $0.dueAt < .days(1) }.map(\.incident.id))
        var calls: [RecordFacts] = []
        for incident in asked {
            calls += try await records("phone-record", of: homeUnit, naming: incident, by: "incident")
        }
        return calls.isEmpty ? silent : all(calls)
    }
}
