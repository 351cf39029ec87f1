package import Foundation
import GRDB

/// What a store holds, as a copy of it is compared with it.
package struct StoreContents: Hashable, Sendable {
    package let sets: Int64
    package let records: Int64
    package let vectors: [LedgerID: VersionVector]

    init(_ db: Database) throws {
        sets = try Int64.fetchOne(db, sql: "SELECT count(*) FROM change_set") ?? 0
        records = try Int64.fetchOne(db, sql: "SELECT count(*) FROM record") ?? 0
        vectors = try StoreMemory.load(db).ledgers.mapValues(\.vector)
    }
}

/// A store's copy in one file, with what belongs to it and is no part of the store.
package enum StoreBackup {
    /// The copy does not hold what was copied, or a chain in it is broken.
    package struct Unsound: Error {}

    private static let enclosed = "enclosed"

    /// Checks a copy: its pages, every chain and signature, and that it reads as a store of this program.
    /// - Returns: what it holds, and what was enclosed.
    /// - Throws: ``Unsound``, ``SyncError/newerStore(found:known:)``, ``SyncError/damagedStore``.
    package static func check(
        _ path: String, progress: (UInt64, UInt64) -> Void
    ) throws -> (contents: StoreContents, enclosed: Data?) {
        do {
            var configuration = Configuration()
            configuration.readonly = true
            let queue = try DatabaseQueue(path: path, configuration: configuration)
            defer { try? queue.close() }
            return try queue.read { db in
                let version = try Int.fetchOne(db, sql: "PRAGMA user_version") ?? 0
                guard version <= StoreSchema.version else {
                    throw SyncError.newerStore(found: version, known: StoreSchema.version)
                }
                guard version > 0, try String.fetchOne(db, sql: "PRAGMA integrity_check(1)") == "ok",
                    try LedgerStore.verification(of: db, progress: progress).allSatisfy(\.isSound)
                else { throw Unsound() }
                return (try StoreContents(db), try MetaTable.value(db, enclosed))
            }
        } catch {
            throw SyncError.of(error)
        }
    }

    /// Takes what was enclosed out of a copy that is about to be a store again, and its enrolment codes: one that was
    /// used or withdrawn since would be alive once more.
    package static func unwrap(_ path: String) throws {
        let queue = try DatabaseQueue(path: path)
        try queue.write { db in
            try MetaTable.remove(db, enclosed)
            try db.execute(sql: "DELETE FROM enrolment_code")
        }
        try queue.close()
    }

    /// Copies a store as of one moment into a new file, in one piece.
    fileprivate static func copy(_ db: Database, to path: String, enclosing: Data) throws -> StoreContents {
        let target = try DatabaseQueue(path: path)
        defer { try? target.close() }
        // Within one read: the writer goes on beside it, and the copy and its contents are of the same moment.
        try target.writeWithoutTransaction { try db.backup(to: $0) }
        try target.writeWithoutTransaction { copy in
            try copy.execute(sql: "PRAGMA journal_mode = DELETE; PRAGMA synchronous = FULL")
            try MetaTable.set(copy, enclosed, enclosing)
        }
        return try StoreContents(db)
    }

}

extension LedgerStore {
    /// Copies the whole store, as of one moment, into a new file while others write, and reads the copy back: its
    /// pages, every chain and signature, and that it holds the same sets and vectors.
    /// - Parameters:
    ///   - enclosing: what belongs to the store and lies outside of it.
    ///   - progress: called with the sets that were read back and their number.
    /// - Throws: ``StoreBackup/Unsound`` where the copy is not what was copied.
    package func checkedBackup(
        to path: String, enclosing: Data, progress: @Sendable @escaping (UInt64, UInt64) -> Void
    ) async throws -> StoreContents {
        let copied = try await read { try StoreBackup.copy($0, to: path, enclosing: enclosing) }
        guard try await offPool({ try StoreBackup.check(path, progress: progress).contents }) == copied else {
            throw StoreBackup.Unsound()
        }
        return copied
    }
}
