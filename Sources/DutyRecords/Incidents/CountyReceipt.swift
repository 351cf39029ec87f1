package import SyncKit

/// 签收: the county's room takes note of what a unit reported, once of each piece.
package enum CountyReceipt {
    /// What came from a unit and has no receipt of the county yet.
    package struct Waiting: Sendable, Hashable {
        package let record: RecordID
        package let collection: String
        /// By the hub's clock.
        package let arrivedAt: Instant
    }

    /// Of an incident's record and of its own unit's reports, by their arrival. What the county wrote itself never
    /// arrived.
    package static func waiting(_ incident: RecordFacts, reports: [RecordFacts]) -> [Waiting] {
        ([("incident", incident)] + reports.filter { $0.unit == incident.unit }.map { ("report", $0) })
            .compactMap { collection, record in
                guard let arrivedAt = record.receivedAt, !record.has("countyReceiptAt") else { return nil }
                return Waiting(record: record.id, collection: collection, arrivedAt: arrivedAt)
            }.sorted { ($0.arrivedAt, $0.record) < ($1.arrivedAt, $1.record) }
    }
}
