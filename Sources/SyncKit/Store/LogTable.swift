import Foundation
import GRDB

/// The log: every set byte for byte, as it was made or came.
enum LogTable {
    static func append(_ db: Database, key: Int64, sequence: Int64, _ set: SealedSet) throws {
        var insertion = try HotStatement(db, "INSERT INTO change_set VALUES (?, ?, ?, ?, ?, ?, ?)")
        insertion.bind(key)
        insertion.bind(sequence)
        insertion.bind(set.envelope)
        insertion.bind(set.body)
        insertion.bind(set.body == nil ? set.bodyDigest : nil)
        insertion.bind(set.digest)
        insertion.bind(set.signature)
        try insertion.run()
    }

    static func fetch(_ db: Database, key: Int64) throws -> SealedSet? {
        try Row.fetchOne(
            db.cachedStatement(
                sql: "SELECT envelope, body, body_digest, digest, signature FROM change_set WHERE id = ?"),
            arguments: [key]
        ).map(sealed)
    }

    static func digest(_ db: Database, key: Int64) throws -> Data? {
        try Data.fetchOne(
            db.cachedStatement(sql: "SELECT digest FROM change_set WHERE id = ?"), arguments: [key])
    }

    /// Reads a stretch of one chain in order, until `visit` answers false.
    static func scan(
        _ db: Database, from first: Int64, through last: Int64, _ visit: (Int64, SealedSet) throws -> Bool
    ) throws {
        let rows = try Row.fetchCursor(
            db.cachedStatement(
                sql: """
                    SELECT envelope, body, body_digest, digest, signature, id FROM change_set
                    WHERE id BETWEEN ? AND ? ORDER BY id
                    """),
            arguments: [first, last])
        while let row = try rows.next() {
            if try !visit(row[5], sealed(row)) { return }
        }
    }

    static func sequence(_ db: Database, key: Int64) throws -> Int64? {
        try Int64.fetchOne(
            db.cachedStatement(sql: "SELECT sequence FROM change_set WHERE id = ?"), arguments: [key])
    }

    static func sign(_ db: Database, key: Int64, _ signature: Data) throws {
        try db.cachedStatement(sql: "UPDATE change_set SET signature = ? WHERE id = ?")
            .execute(arguments: [signature, key])
    }

    /// How many bytes a stretch of one chain holds.
    static func weigh(_ db: Database, from first: Int64, through last: Int64) throws -> Int64 {
        try Int64.fetchOne(
            db.cachedStatement(
                sql: """
                    SELECT coalesce(sum(length(envelope) + coalesce(length(body), 0)), 0) FROM change_set
                    WHERE id BETWEEN ? AND ?
                    """),
            arguments: [first, last]) ?? 0
    }

    static func envelope(_ db: Database, key: Int64) throws -> Data? {
        try Data.fetchOne(
            db.cachedStatement(sql: "SELECT envelope FROM change_set WHERE id = ?"), arguments: [key])
    }

    static func remove(_ db: Database, from first: Int64, through last: Int64) throws {
        try db.execute(sql: "DELETE FROM waiting WHERE change_set BETWEEN ? AND ?", arguments: [first, last])
        try db.execute(sql: "DELETE FROM held WHERE change_set BETWEEN ? AND ?", arguments: [first, last])
        try db.execute(sql: "DELETE FROM change_set WHERE id BETWEEN ? AND ?", arguments: [first, last])
    }

    private static func sealed(_ row: Row) -> SealedSet {
        let content: SealedSet.Content =
            if let body: Data = row[1] { .body(body) } else { .purged(digest: row[2] ?? Data()) }
        return SealedSet(envelope: row[0], content: content, digest: row[3], signature: row[4])
    }
}
