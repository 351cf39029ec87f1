import ServiceLifecycle
import SyncKit

/// Reads ahead what pages are drawn from, and keeps the index of texts behind the commits, so that neither the first page
/// nor a search waits for it.
package struct Readiness: Service {
    private let store: LedgerStore
    private let mirror: DutyMirror
    /// Commits come in bursts; what a search needs meanwhile it enters itself.
    private static let pause = Duration.milliseconds(500)

    package init(_ opened: some RecordFolder) {
        store = opened.store
        mirror = opened.mirror
    }

    package func run() async throws {
        let changes = store.changes.listen(onlyLatest: true)
        await cancelWhenGracefulShutdown {
            // What fails here (a full disk) is tried again after the next commit, and said to whoever searches.
            try? await mirror.warm()
            try? await store.indexTexts()
            for await _ in changes {
                try? await Task.sleep(for: Self.pause)
                try? await store.indexTexts()
            }
        }
    }
}
