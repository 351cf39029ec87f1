import Synchronization

/// Says whether anything of some collections changed, for whoever keeps what he worked out of them.
package final class ChangeMark: Sendable {
    private let watch: RecordWatch
    private let counted = Mutex(0)

    package init(_ collections: Set<String>, in store: LedgerStore) { watch = store.watch(collections) }

    /// Grows with each change. What is read after it was taken is at least as new as it says: a change is noted before
    /// its writer is answered.
    package var version: Int {
        counted.withLock { version in
            let changes = watch.take()
            if !changes.records.isEmpty || changes.isRestated { version += 1 }
            return version
        }
    }
}
