package import SyncKit

/// What a check of a whole store found: every chain and signature, then the pages of the file.
package struct StoreCheck: Sendable {
    package let ledgers: [Verification]
    package let isFileSound: Bool

    package var isSound: Bool { isFileSound && ledgers.allSatisfy(\.isSound) }
    package var sets: UInt64 { ledgers.reduce(0) { $0 + $1.sets } }

    package enum Stage: Hashable, Sendable {
        case sets(UInt64, of: UInt64)
        /// SQLite does not tell how far it is.
        case file
    }

    /// - Throws: ``SyncError/damagedStore`` where not even the chains' heads can be read.
    package static func run(
        _ store: LedgerStore, progress: @Sendable @escaping (Stage) -> Void
    ) async throws -> StoreCheck {
        let ledgers = try await store.verify { progress(.sets($0, of: $1)) }
        progress(.file)
        return StoreCheck(ledgers: ledgers, isFileSound: try await store.isFileSound())
    }
}
