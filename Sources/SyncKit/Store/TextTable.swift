import Foundation
import GRDB

/// The tables of the index of texts.
enum TextTable {
    /// One record as it is entered; without words it is only forgotten.
    struct Document: Sendable {
        let record: Int64
        var ledger: Int64 = 0
        var collection: Int64 = 0
        var time: Int64 = 0
        var words: String?
    }

    private static let version = 1

    static func create(_ db: Database, edition: String) throws {
        try db.execute(
            sql: """
                CREATE TABLE state(
                    id INTEGER PRIMARY KEY CHECK (id = 1), edition TEXT NOT NULL, sequence INTEGER NOT NULL,
                    stale INTEGER NOT NULL
                ) STRICT;
                -- A number is never given twice: the words of a forgotten one are still there.
                CREATE TABLE document(
                    id INTEGER PRIMARY KEY AUTOINCREMENT, record INTEGER NOT NULL UNIQUE, ledger INTEGER NOT NULL,
                    collection INTEGER NOT NULL, time INTEGER NOT NULL
                ) STRICT;
                CREATE VIRTUAL TABLE text USING fts5(words, content = '', columnsize = 0, tokenize = 'ascii');
                PRAGMA user_version = \(version);
                """)
        try db.execute(sql: "INSERT INTO state VALUES (1, ?, 0, 0)", arguments: [edition])
    }

    /// Whether a file can be followed on: of this form, filled to an end, by the same descriptions, of this store's past,
    /// and without words that have to go.
    static func isSound(
        _ db: Database, edition: String, sequence: Int64, restated: Int64, staleMin: Int
    ) throws -> Bool {
        guard try Int.fetchOne(db, sql: "PRAGMA user_version") == version,
            let row = try Row.fetchOne(db, sql: "SELECT edition, sequence, stale FROM state")
        else { return false }
        let known: Int64 = row[1]
        guard row[0] == edition, known > 0, known <= sequence, restated <= known, row[2] == 0 else { return false }
        let given = try Int.fetchOne(db, sql: "SELECT seq FROM sqlite_sequence WHERE name = 'document'") ?? 0
        let live = try Int.fetchOne(db, sql: "SELECT count(*) FROM document") ?? 0
        return given - live <= max(staleMin, live)
    }

    /// Every record that changed up to it is entered.
    static func sequence(_ db: Database) throws -> Int64 {
        try Int64.fetchOne(db, sql: "SELECT sequence FROM state") ?? 0
    }

    static func setSequence(_ db: Database, _ sequence: Int64) throws {
        try db.cachedStatement(sql: "UPDATE state SET sequence = ?").execute(arguments: [sequence])
    }

    static func setStale(_ db: Database) throws { try db.execute(sql: "UPDATE state SET stale = 1") }

    static func enter(_ db: Database, _ document: Document) throws {
        try db.cachedStatement(sql: "DELETE FROM document WHERE record = ?").execute(arguments: [document.record])
        guard let words = document.words else { return }
        try db.cachedStatement(sql: "INSERT INTO document(record, ledger, collection, time) VALUES (?, ?, ?, ?)")
            .execute(arguments: [document.record, document.ledger, document.collection, document.time])
        try db.cachedStatement(sql: "INSERT INTO text(rowid, words) VALUES (?, ?)").execute(
            arguments: [db.lastInsertedRowID, words])
    }

    static func find(
        _ db: Database, _ expression: String, _ query: TextQuery, collection: Int64?, ledgers: String?
    ) throws -> (total: Int, rows: [Int64]) {
        var conditions = ["text MATCH ?"]
        var arguments: StatementArguments = [expression]
        if query.from != nil || query.before != nil {
            conditions.append("document.time >= ? AND document.time < ?")
            arguments += [query.from ?? RecordTime.first, query.before ?? .max]
        }
        if let collection {
            conditions.append("document.collection = ?")
            arguments += [collection]
        }
        if let ledgers {
            conditions.append("document.ledger IN (SELECT value FROM json_each(?))")
            arguments += [ledgers]
        }
        let found = """
            FROM text JOIN document ON document.id = text.rowid WHERE \(conditions.joined(separator: " AND "))
            """
        let total = try Int.fetchOne(db, sql: "SELECT count(*) \(found)", arguments: arguments) ?? 0
        let rows = try Int64.fetchAll(
            db,
            sql: "SELECT document.record \(found) ORDER BY document.time DESC, document.record DESC LIMIT ? OFFSET ?",
            arguments: arguments + [max(0, query.limit), max(0, query.offset)])
        return (total, rows)
    }
}
