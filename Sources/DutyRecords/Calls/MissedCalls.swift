import SyncKit

/// Missed calls stay until somebody has spoken to the caller (Art. 8): one rule for Today, the list of calls to be
/// called back, and the handover.
package enum MissedCalls {
    /// Those that nobody has called back yet; who waits longest is first.
    /// - Parameter calls: a unit's telephone records.
    package static func waiting(_ calls: [RecordFacts]) -> [RecordFacts] {
        let answered = answered(calls)
        return calls.filter { isOpen($0) && !answered.contains($0.id) }.sorted { (at($0), $0.id) < (at($1), $1.id) }
    }

    /// Missed calls with nothing about them that ends them, after which a call named them as what it calls back, or the
    /// same number was spoken to, whoever rang.
    static func answered(_ calls: [RecordFacts]) -> Set<RecordID> {
        let open = calls.filter(isOpen)
        guard let first = open.map(at).min() else { return [] }
        // Nobody spoke to anybody in a call that was missed as well.
        let spoken = calls.filter { !$0.flag("missed") && !$0.isVoided }
        let named = Set(spoken.compactMap { $0.reference("callBackOf") })
        var last: [String: [(number: PhoneNumber, at: Instant)]] = [:]
        for call in spoken where at(call) >= first {
            guard let number = number(call) else { continue }
            last[number.tail, default: []].append((number, at(call)))
        }
        return Set(
            open.filter { call in
                if named.contains(call.id) { return true }
                guard let number = number(call) else { return false }
                return (last[number.tail] ?? []).contains { $0.at >= at(call) && $0.number.reaches(number) }
            }.map(\.id))
    }

    private static func isOpen(_ call: RecordFacts) -> Bool {
        call.flag("missed") && !call.isVoided && !call.has("closedAt") && !call.has("result")
    }

    private static func at(_ call: RecordFacts) -> Instant { call.time("receivedAt") ?? call.enteredAt }

    private static func number(_ call: RecordFacts) -> PhoneNumber? {
        call.text("callerPhone").flatMap { PhoneNumber($0) }
    }
}
