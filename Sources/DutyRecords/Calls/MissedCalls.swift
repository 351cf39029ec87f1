/// Missed calls stay until somebody has called back (Art. 8).
package enum MissedCalls {
    /// Those that nobody has called back yet, the latest first.
    /// - Parameter calls: all of a unit's telephone records.
    package static func waiting(_ calls: [RecordFacts]) -> [RecordFacts] {
        let standing = calls.filter { !$0.isVoided }
        let answered = Set(standing.compactMap { $0.reference("callBackOf") })
        return standing.filter { $0.flag("missed") && !answered.contains($0.id) && !$0.has("closedAt") }
            .sorted { ($1.time("receivedAt") ?? $1.enteredAt, $1.id) < ($0.time("receivedAt") ?? $0.enteredAt, $0.id) }
    }
}
