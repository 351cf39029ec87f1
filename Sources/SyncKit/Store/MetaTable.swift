import Foundation
import GRDB

/// Single values of a store: which life it writes in, and whose it is.
enum MetaTable {
    static func value(_ db: Database, _ key: String) throws -> Data? {
        try Data.fetchOne(
            db.cachedStatement(sql: "SELECT value FROM meta WHERE key = ?"), arguments: [key])
    }

    static func set(_ db: Database, _ key: String, _ value: Data) throws {
        try db.cachedStatement(sql: "INSERT OR REPLACE INTO meta VALUES (?, ?)").execute(arguments: [key, value])
    }

    static func remove(_ db: Database, _ key: String) throws {
        try db.cachedStatement(sql: "DELETE FROM meta WHERE key = ?").execute(arguments: [key])
    }

    /// When sets last lost their effect or left the log, in the order of all that happened here; 0: never.
    static func restated(_ db: Database) throws -> Int64 {
        try value(db, "restated").map { $0.reduce(0) { $0 << 8 | Int64($1) } } ?? 0
    }

    static func setRestated(_ db: Database, _ sequence: Int64) throws {
        try set(db, "restated", Data(bigEndianBytes(UInt64(sequence))))
    }

    static func life(_ db: Database) throws -> EpochLife? {
        guard let epoch = try value(db, "epoch"), epoch.count == 8, let cause = try value(db, "cause"),
            let boot = try value(db, "boot")
        else { return nil }
        return EpochLife(
            epoch: Epoch(bits: epoch.reduce(0) { $0 << 8 | UInt64($1) }),
            cause: EpochDeclaration.Cause(rawValue: Int(cause.first ?? 1)) ?? .started, boot: boot)
    }

    static func store(_ db: Database, _ life: EpochLife) throws {
        try set(db, "epoch", Data(bigEndianBytes(life.epoch.bits)))
        try set(db, "cause", Data([UInt8(life.cause.rawValue)]))
        try set(db, "boot", life.boot)
    }
}
