package import SyncKit

/// What the county does with sets that are kept without effect, as commands and screens do it.
package enum Holding {
    /// Gives a held set its effect, here and at its unit.
    /// - Parameter ledger: as `held` prints it; nil where the set's number is held in one ledger alone.
    /// - Returns: the set.
    /// - Throws: ``SyncError/unknown(_:)`` where no such set is held.
    @discardableResult
    package static func release(
        _ dot: Dot, in ledger: String?, author: String, of store: LedgerStore
    ) async throws -> HeldSet {
        let held = try await store.heldSets().filter {
            $0.dot == dot && (ledger == nil || $0.ledger.description == ledger)
        }
        guard let set = held.first else { throw SyncError.unknown(dot.description) }
        guard held.count == 1 else {
            throw CommandFailure(
                .badUse, chinese: "两个账本里都有这个编号,请加 --ledger。",
                english: "two ledgers hold a set of this number; add --ledger")
        }
        guard set.reason.code != .channel else {
            throw CommandFailure(
                .badUse, chinese: "密件的正文没有保存,不能放行。",
                english: "its text was not kept, since the channel forbids it; it cannot be released")
        }
        try await store.commit(
            [Draft(ledger: set.ledger, body: SetBody(verdicts: [Verdict(dot: dot, hold: nil)]))], author: author)
        return set
    }
}
