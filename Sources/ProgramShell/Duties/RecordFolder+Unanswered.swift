package import DutyRecords
import SyncKit

extension RecordFolder {
    /// Whom this room told of open incidents and who has not answered.
    /// - Parameter duties: with the incidents and their reports.
    package func unanswered(_ duties: DutyBook, _ book: RuleBook, at now: Instant) async throws -> [Unanswered] {
        let own = duties.reports.mapValues { $0.filter { $0.unit == homeUnit } }
        func all(_ calls: [RecordFacts]) -> [Unanswered] {
            Unanswered.all(
                duties.incidents, reports: own, calls: calls,
                limit: { book.figures(for: homeUnit, at: $0.occurredAt).receiptMinutes }, at: now)
        }
        let silent = all([])
        // An answered call of these days may have been the answer; what is older calls at no desk any more.
        guard silent.contains(where: { now - $0.dueAt < .days(1) }) else { return silent }
        let filter = RecordFilter(
            collection: "phone-record", unit: homeUnit, from: (now - .days(3)).milliseconds)
        return all(try await store.records(filter, deliveredTo: nil) { RecordFacts($0) })
    }
}
