import ServiceLifecycle
import SyncKit

/// Reads ahead what pages are drawn from, keeps the index of texts behind the commits, and looks once at what sealed
/// volumes hold, so that no page waits for it.
package struct Readiness: Service {
    private let store: LedgerStore
    private let mirror: DutyMirror
    private let alsoWarm: @Sendable () async throws -> Void
    private let checkVolumes: @Sendable () async throws -> Void
    /// Commits come in bursts; what a search needs meanwhile it enters itself.
    private static let pause = Duration.milliseconds(500)

    /// - Parameter alsoWarm: what else the program's pages are drawn from.
    package init(
        _ opened: some RecordFolder, alsoWarm: @escaping @Sendable () async throws -> Void = {}
    ) {
        self.alsoWarm = alsoWarm
        store = opened.store
        mirror = opened.mirror
        checkVolumes = {
            let shelf = VolumeShelf(opened, unit: opened.homeUnit)
            for outline in try await shelf.outlines() { _ = try await shelf.condition(of: outline) }
        }
    }

    package func run() async throws {
        let changes = store.changes.listen(onlyLatest: true)
        await cancelWhenGracefulShutdown {
            // What fails here (a full disk) is tried again after the next commit, and said to whoever searches.
            try? await mirror.warm()
            try? await alsoWarm()
            try? await store.indexTexts()
            try? await checkVolumes()
            for await _ in changes {
                try? await Task.sleep(for: Self.pause)
                try? await store.indexTexts()
            }
        }
    }
}
