import Foundation
import GRDB

/// Opens the SQLite file of a store, so that what is acknowledged is on disk: WAL, `synchronous=FULL`, foreign keys,
/// and overwriting what is deleted.
enum StoreFile {
    /// - Throws: ``SyncError/newerStore(found:known:)`` before anything is written, ``SyncError/notDurable``.
    static func open(path: String, schema: any RecordSchema) throws -> DatabasePool {
        var configuration = Configuration()
        configuration.foreignKeysEnabled = true
        configuration.busyMode = .timeout(10)
        configuration.maximumReaderCount = 4
        configuration.label = "store"
        configuration.prepareDatabase { db in
            try db.execute(sql: "PRAGMA secure_delete = ON")
            // Of each reader; what they read again lies in the system's own cache.
            try db.execute(sql: "PRAGMA cache_size = -4096")
        }
        if !FileManager.default.fileExists(atPath: path) {
            // SQLite gives its WAL and shared-memory files the mode of the database.
            _ = FileManager.default.createFile(atPath: path, contents: nil, attributes: [.posixPermissions: 0o600])
        }
        let pool = try DatabasePool(path: path, configuration: configuration)
        // DatabasePool sets NORMAL after `prepareDatabase`, so the writer is put right here and read back.
        try pool.writeWithoutTransaction { db in
            try db.execute(sql: "PRAGMA synchronous = FULL; PRAGMA cache_size = -16384")
            guard try Int.fetchOne(db, sql: "PRAGMA synchronous") == 2 else { throw SyncError.notDurable }
        }
        try pool.write { db in
            let version = try Int.fetchOne(db, sql: "PRAGMA user_version") ?? 0
            guard version <= StoreSchema.version else {
                throw SyncError.newerStore(found: version, known: StoreSchema.version)
            }
            if version == 0 {
                try db.execute(sql: StoreSchema.statements)
            } else {
                try StoreSchema.migrate(db, from: version)
            }
            if version < StoreSchema.version { try db.execute(sql: "PRAGMA user_version = \(StoreSchema.version)") }
            try RecordTime.follow(db, schema)
        }
        return pool
    }
}

extension SyncError {
    /// The engine's word for what SQLite refused, where there is one.
    static func of(_ error: any Error) -> any Error {
        guard let error = error as? DatabaseError else { return error }
        switch error.resultCode {
        case .SQLITE_FULL: return SyncError.diskFull
        case .SQLITE_CORRUPT, .SQLITE_NOTADB, .SQLITE_FORMAT: return SyncError.damagedStore
        default: return error
        }
    }
}
