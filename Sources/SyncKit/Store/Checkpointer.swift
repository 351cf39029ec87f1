import Dispatch
import Foundation
import GRDB
import GRDBSQLite
import Synchronization

/// Carries the WAL's pages into the database on a connection and a queue of its own, so that no commit waits for it.
///
/// SQLite does that by itself within the commit that makes the WAL long enough; here that commit only asks for it.
/// A checkpointer works beside a writer, and the WAL starts anew when all of it is carried over. Where the writer is
/// always ahead, the WAL is cut off within a commit at a length of its own.
/// (https://www.sqlite.org/wal.html, sections 2.1 and 3.3)
final class Checkpointer: Sendable {
    /// Lengths of the WAL, in pages of 4 kB.
    private static let wanted: Int32 = 4_000
    private static let most: Int32 = 32_000

    private let queue = DispatchQueue(label: "checkpoint", qos: .utility)
    private let connection: DatabaseQueue
    private let isAsked = Mutex(false)

    init(path: String) throws {
        var configuration = Configuration()
        configuration.label = "checkpoint"
        configuration.prepareDatabase { db in
            // What it carries over is forced to disk before the WAL is written anew.
            try db.execute(sql: "PRAGMA synchronous = FULL")
            guard try Int.fetchOne(db, sql: "PRAGMA synchronous") == 2 else { throw SyncError.notDurable }
        }
        connection = try DatabaseQueue(path: path, configuration: configuration)
    }

    /// Takes SQLite's own checkpoints off the writer's commits. It must live as long as the writer's connection.
    func attend(_ writer: Database) {
        sqlite3_wal_hook(
            writer.sqliteConnection,
            { context, database, _, pages in
                guard let context else { return SQLITE_OK }
                let checkpointer = Unmanaged<Checkpointer>.fromOpaque(context).takeUnretainedValue()
                // A checkpoint that does not succeed is tried again after the next commit, which is safe without it.
                if pages >= Checkpointer.most {
                    sqlite3_wal_checkpoint_v2(database, nil, SQLITE_CHECKPOINT_PASSIVE, nil, nil)
                } else if pages >= Checkpointer.wanted {
                    checkpointer.ask()
                }
                return SQLITE_OK
            }, Unmanaged.passUnretained(self).toOpaque())
    }

    private func ask() {
        let isFirst = isAsked.withLock { asked in
            defer { asked = true }
            return !asked
        }
        guard isFirst else { return }
        queue.async { [self] in
            connection.inDatabase { db in
                _ = sqlite3_wal_checkpoint_v2(db.sqliteConnection, nil, SQLITE_CHECKPOINT_PASSIVE, nil, nil)
            }
            isAsked.withLock { $0 = false }
        }
    }

    func close() throws {
        queue.sync {}
        try connection.close()
    }
}
