import Foundation
import GRDB

/// Sets that are logged and have no effect until a person releases them.
enum HeldTable {
    static func isHeld(_ db: Database, key: Int64) throws -> Bool {
        try Bool.fetchOne(
            db.cachedStatement(sql: "SELECT released_at IS NULL FROM held WHERE change_set = ?"),
            arguments: [key]) ?? false
    }

    static func code(_ db: Database, key: Int64) throws -> HoldReason.Code? {
        try String.fetchOne(db.cachedStatement(sql: "SELECT code FROM held WHERE change_set = ?"), arguments: [key])
            .flatMap(HoldReason.Code.init)
    }

    /// Why a set has no effect; nil where it has, or was released.
    static func reason(_ db: Database, key: Int64) throws -> HoldReason? {
        try Row.fetchOne(
            db.cachedStatement(sql: "SELECT code, reason FROM held WHERE change_set = ? AND released_at IS NULL"),
            arguments: [key]
        ).map { HoldReason(HoldReason.Code(rawValue: $0[0]) ?? .rule, $0[1]) }
    }

    static func hold(_ db: Database, key: Int64, _ reason: HoldReason, at now: Int64) throws {
        try db.cachedStatement(
            sql: """
                INSERT INTO held VALUES (?, ?, ?, ?, NULL)
                ON CONFLICT (change_set) DO UPDATE SET code = excluded.code, reason = excluded.reason,
                    released_at = NULL
                """
        ).execute(arguments: [key, reason.code.rawValue, reason.text, now])
    }

    static func release(_ db: Database, key: Int64, at now: Int64) throws {
        try db.cachedStatement(sql: "UPDATE held SET released_at = ? WHERE change_set = ? AND released_at IS NULL")
            .execute(arguments: [now, key])
    }

    static func count(_ db: Database) throws -> Int {
        try Int.fetchOne(db, sql: "SELECT count(*) FROM held WHERE released_at IS NULL") ?? 0
    }
}

/// The hub's receipts: when it had what.
enum ReceiptTable {
    static func insert(_ db: Database, ledger: Int64, _ receipt: Receipt) throws {
        for range in receipt.ranges {
            try db.cachedStatement(sql: "INSERT OR IGNORE INTO receipt VALUES (?, ?, ?, ?, ?)").execute(arguments: [
                ledger, Int64(bitPattern: range.epoch.bits), Int64(range.first), Int64(range.last),
                receipt.receivedAt,
            ])
        }
    }

    /// Unix milliseconds of the hub's first receipt of a set; nil while it has none.
    static func receivedAt(_ db: Database, ledger: Int64, _ dot: Dot) throws -> Int64? {
        try Int64.fetchOne(
            db.cachedStatement(
                sql: """
                    SELECT min(received_at) FROM receipt
                    WHERE ledger = ? AND epoch = ? AND first <= ? AND last >= ?
                    """),
            arguments: [ledger, Int64(bitPattern: dot.epoch.bits), Int64(dot.counter), Int64(dot.counter)])
    }
}

extension LedgerStore {
    /// When this hub took something of a unit's: the last time before a moment, and the first one at or after it.
    /// - Parameter moment: Unix milliseconds.
    package func receipts(of unit: String, around moment: Int64) async throws -> (before: Int64?, after: Int64?) {
        try await inspect { writer in
            let arguments: StatementArguments = [writer.list(of: unit), moment]
            func one(_ choice: String, _ comparison: String) throws -> Int64? {
                try Int64.fetchOne(
                    writer.db,
                    sql: """
                        SELECT \(choice)(received_at) FROM receipt
                        WHERE ledger IN (SELECT value FROM json_each(?)) AND received_at \(comparison) ?
                        """, arguments: arguments)
            }
            return (try one("max", "<"), try one("min", ">="))
        }
    }
}
