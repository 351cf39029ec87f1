package import SyncKit

/// 点名: the county's own record says whom it called, each unit's own what came of it; their ids share one base.
package struct RollCall: Sendable {
    package let base: RecordID
    package let startedAt: Instant
    package let caller: String?
    /// Codes of the units that were called.
    package let called: [String]
    /// By the unit's code.
    package let answers: [String: RecordFacts]

    package static let method = "点名"

    package func unanswered() -> [String] {
        called.filter { answers[$0]?.text("finding") == CheckFinding.noAnswer.rawValue }
    }

    package var open: [String] { called.filter { answers[$0] == nil } }

    /// - Parameters:
    ///   - checks: of every unit.
    ///   - copy: an id of the base, and of an id the base: which record belongs to which call.
    package static func all(
        _ checks: [RecordFacts], countyUnit: String, copy: (RecordID, String) -> RecordID
    ) -> [RollCall] {
        let calls = checks.filter { $0.text("method") == method && !$0.isVoided }
        let answers = Dictionary(grouping: calls.filter { $0.unit != countyUnit }) { copy($0.id, $0.unit) }
        return calls.filter { $0.unit == countyUnit && $0.has("called") }.map { record in
            let base = copy(record.id, countyUnit)
            return RollCall(
                base: base, startedAt: record.time("at") ?? record.enteredAt, caller: record.text("checker"),
                called: record.texts("called"),
                answers: Dictionary((answers[base] ?? []).map { ($0.unit, $0) }) { first, _ in first })
        }.sorted { ($1.startedAt, $1.base) < ($0.startedAt, $0.base) }
    }
}
