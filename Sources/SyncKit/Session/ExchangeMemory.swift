import Synchronization

/// What the hub asked for in its last answers. Lost at a restart, which costs one exchange: the hub asks again.
final class ExchangeMemory: Sendable {
    private struct State {
        var pieceOffsets: [LedgerID: UInt64] = [:]
        var vectorsWanted: Set<LedgerID> = []
    }

    private let state = Mutex(State())

    /// How much of a large run the hub has kept.
    func pieceOffset(of ledger: LedgerID) -> UInt64 { state.withLock { $0.pieceOffsets[ledger] ?? 0 } }

    /// Whether the hub did not recognise the digest of the vector.
    func wantsVector(of ledger: LedgerID) -> Bool { state.withLock { $0.vectorsWanted.contains(ledger) } }

    /// - Returns: whether the hub kept more of a piece than before.
    @discardableResult
    func note(_ part: LedgerPart, isPoll: Bool) -> Bool {
        state.withLock { state in
            if part.vector == .wanted {
                state.vectorsWanted.insert(part.ledger)
            } else {
                state.vectorsWanted.remove(part.ledger)
            }
            // A poll carries no piece, and its answer says nothing of one.
            if isPoll { return false }
            let before = state.pieceOffsets[part.ledger] ?? 0
            state.pieceOffsets[part.ledger] = part.pieceOffset == 0 ? nil : part.pieceOffset
            return part.pieceOffset > before
        }
    }
}
