import Foundation
import GRDB
import GRDBSQLite

/// A statement of the hottest paths, bound and stepped without GRDB's rows and argument lists, which cost more there
/// than SQLite itself.
struct HotStatement {
    private let statement: OpaquePointer
    private let database: OpaquePointer?
    private var place: Int32 = 0

    private static let copied = unsafeBitCast(-1, to: sqlite3_destructor_type.self)

    init(_ db: Database, _ sql: String) throws {
        statement = try db.cachedStatement(sql: sql).sqliteStatement
        database = db.sqliteConnection
        sqlite3_reset(statement)
    }

    mutating func bind(_ number: Int64) {
        place += 1
        sqlite3_bind_int64(statement, place, number)
    }

    mutating func bind(_ number: Int64?) {
        place += 1
        if let number {
            sqlite3_bind_int64(statement, place, number)
        } else {
            sqlite3_bind_null(statement, place)
        }
    }

    mutating func bind(_ bytes: Data?) {
        place += 1
        guard let bytes else {
            sqlite3_bind_null(statement, place)
            return
        }
        bytes.withUnsafeBytes { raw in
            // An empty blob is not NULL.
            _ =
                raw.isEmpty
                ? sqlite3_bind_zeroblob(statement, place, 0)
                : sqlite3_bind_blob(statement, place, raw.baseAddress, Int32(raw.count), Self.copied)
        }
    }

    mutating func bind(_ id: RecordID) {
        place += 1
        withUnsafeBytes(of: (id.high.bigEndian, id.low.bigEndian)) { raw in
            _ = sqlite3_bind_blob(statement, place, raw.baseAddress, Int32(raw.count), Self.copied)
        }
    }

    /// Runs a statement that gives no rows.
    func run() throws {
        defer { finish() }
        guard sqlite3_step(statement) == SQLITE_DONE else { throw failure }
    }

    /// The first row, as `read` takes it; nil where there is none.
    func first<T>(_ read: (HotRow) throws -> T) throws -> T? {
        defer { finish() }
        switch sqlite3_step(statement) {
        case SQLITE_ROW: return try read(HotRow(statement: statement))
        case SQLITE_DONE: return nil
        default: throw failure
        }
    }

    private func finish() {
        sqlite3_reset(statement)
        sqlite3_clear_bindings(statement)
    }

    private var failure: DatabaseError {
        DatabaseError(
            resultCode: ResultCode(rawValue: sqlite3_extended_errcode(database)),
            message: sqlite3_errmsg(database).map { String(cString: $0) })
    }
}

/// The row that a statement stands on.
struct HotRow {
    fileprivate let statement: OpaquePointer

    func number(_ column: Int32) -> Int64 { sqlite3_column_int64(statement, column) }

    /// The bytes of a column, as long as the row stands.
    func withBytes<T>(_ column: Int32, _ body: (UnsafeRawBufferPointer) throws -> T) rethrows -> T {
        let start = sqlite3_column_blob(statement, column)
        return try body(UnsafeRawBufferPointer(start: start, count: Int(sqlite3_column_bytes(statement, column))))
    }
}
