import Foundation
import GRDBSQLite
import SyncKit

/// The floor: SQLite through C, one table of the same rows, WAL and synchronous=FULL, prepared statements, nothing else.
final class PlainStore {
    private var database: OpaquePointer?
    private var insert: OpaquePointer?
    private var update: OpaquePointer?
    private var mark: OpaquePointer?
    private let transient = unsafeBitCast(-1, to: sqlite3_destructor_type.self)

    init(path: String) throws {
        guard sqlite3_open(path, &database) == SQLITE_OK else { throw Failed() }
        try run("PRAGMA journal_mode = WAL")
        try run("PRAGMA synchronous = FULL")
        try run("PRAGMA wal_autocheckpoint = 4000")
        let columns = Workload.columns.map { $0 == "rings" ? "\($0) INTEGER" : "\($0) TEXT" }
        try run("CREATE TABLE record(id BLOB PRIMARY KEY, \(columns.joined(separator: ", ")), result TEXT) STRICT")
        try run("CREATE TABLE sent(id INTEGER PRIMARY KEY, count INTEGER) STRICT")
        insert = try prepare(
            "INSERT INTO record(id, \(Workload.columns.joined(separator: ", "))) VALUES (?\(String(repeating: ", ?", count: 12)))"
        )
        update = try prepare("UPDATE record SET result = ? WHERE id = ?")
        mark = try prepare("INSERT OR REPLACE INTO sent VALUES (1, ?)")
    }

    deinit {
        for statement in [insert, update, mark] { sqlite3_finalize(statement) }
        sqlite3_close(database)
    }

    /// One transaction.
    func transaction(_ body: () throws -> Void) throws {
        try run("BEGIN IMMEDIATE")
        try body()
        try run("COMMIT")
    }

    func add(_ row: Workload.Row) throws {
        try bind(insert, 1, row.id.bytes)
        for (index, value) in row.values.enumerated() {
            if Workload.columns[index] == "rings" {
                sqlite3_bind_int64(insert, Int32(index + 2), row.rings)
            } else {
                bind(insert, Int32(index + 2), value)
            }
        }
        try step(insert)
    }

    func edit(_ id: [UInt8], _ result: String) throws {
        bind(update, 1, result)
        try bind(update, 2, id)
        try step(update)
    }

    /// Remembers how much the other side has, durably.
    func mark(_ count: Int) throws {
        try transaction {
            sqlite3_bind_int64(mark, 1, Int64(count))
            try step(mark)
        }
    }

    private func bind(_ statement: OpaquePointer?, _ place: Int32, _ text: String) {
        var text = text
        text.withUTF8 { bytes in
            _ = bytes.withMemoryRebound(to: CChar.self) {
                sqlite3_bind_text(statement, place, $0.baseAddress, Int32($0.count), transient)
            }
        }
    }

    private func bind(_ statement: OpaquePointer?, _ place: Int32, _ bytes: [UInt8]) throws {
        guard sqlite3_bind_blob(statement, place, bytes, Int32(bytes.count), transient) == SQLITE_OK else {
            throw Failed()
        }
    }

    private func step(_ statement: OpaquePointer?) throws {
        guard sqlite3_step(statement) == SQLITE_DONE else { throw Failed() }
        sqlite3_reset(statement)
    }

    private func prepare(_ sql: String) throws -> OpaquePointer? {
        var statement: OpaquePointer?
        guard sqlite3_prepare_v2(database, sql, -1, &statement, nil) == SQLITE_OK else { throw Failed() }
        return statement
    }

    private func run(_ sql: String) throws {
        guard sqlite3_exec(database, sql, nil, nil, nil) == SQLITE_OK else { throw Failed() }
    }

    struct Failed: Error {}
}

extension PlainStore {
    /// The change of that number: new records first, then edits.
    func perform(_ number: Int, of work: Workload) throws {
        if number < work.rows.count {
            try add(work.rows[number])
        } else {
            let edit = work.edits[number - work.rows.count]
            try self.edit(edit.id.bytes, edit.result)
        }
    }
}
