import Synchronization

/// What a transaction changed.
package struct StoreChange: Sendable {
    package let ledgers: Set<LedgerID>
    /// The life of the caller whose exchange it was; nil for this store's own writes.
    package let origin: Epoch?
}

/// Tells whoever listens which ledgers a transaction changed, after it is on disk.
package final class ChangeFeed: Sendable {
    private struct State {
        var next = 0
        var listeners: [Int: AsyncStream<StoreChange>.Continuation] = [:]
    }

    private let state = Mutex(State())

    package init() {}

    /// A stream of what changes from now on. A slow listener misses nothing: what it has not taken yet is joined
    /// only by being asked again, so it looks at the store and not at the stream for what there is.
    /// - Parameter onlyLatest: for a listener to whom it is enough that something changed.
    package func listen(onlyLatest: Bool = false) -> AsyncStream<StoreChange> {
        let (stream, continuation) = AsyncStream<StoreChange>.makeStream(
            bufferingPolicy: onlyLatest ? .bufferingNewest(1) : .unbounded)
        let key = state.withLock { state in
            state.next += 1
            state.listeners[state.next] = continuation
            return state.next
        }
        continuation.onTermination = { [weak self] _ in
            _ = self?.state.withLock { $0.listeners.removeValue(forKey: key) }
        }
        return stream
    }

    func publish(_ change: StoreChange) {
        let listeners = state.withLock { Array($0.listeners.values) }
        for listener in listeners { listener.yield(change) }
    }
}
