import Foundation
import GRDB

/// Records' present states and the sets that touched them.
enum RecordTable {
    struct Stored {
        let row: Int64
        let state: RecordState
    }

    /// What a search came to.
    struct Lookup {
        let stored: Stored?
    }

    static func look(_ db: Database, ledger: Int64, collection: Int64, id: RecordID) throws -> Lookup {
        Lookup(stored: try find(db, ledger: ledger, collection: collection, id: id))
    }

    static func find(_ db: Database, ledger: Int64, collection: Int64, id: RecordID) throws -> Stored? {
        try Row.fetchOne(
            db.cachedStatement(
                sql: "SELECT id, state FROM record WHERE uuid = ? AND ledger = ? AND collection = ?"),
            arguments: [Data(id.bytes), ledger, collection]
        ).map { Stored(row: $0[0], state: try PackedState.decode($0[1])) }
    }

    static func insert(
        _ db: Database, ledger: Int64, collection: Int64, id: RecordID, state: RecordState, conflicts: Int
    ) throws -> Int64 {
        try db.cachedStatement(
            sql: "INSERT INTO record(ledger, collection, uuid, state, conflicts) VALUES (?, ?, ?, ?, ?)"
        ).execute(arguments: [ledger, collection, Data(id.bytes), packed(state), conflicts])
        return db.lastInsertedRowID
    }

    static func update(_ db: Database, row: Int64, state: RecordState, conflicts: Int) throws {
        try db.cachedStatement(sql: "UPDATE record SET state = ?, conflicts = ? WHERE id = ?")
            .execute(arguments: [packed(state), conflicts, row])
    }

    /// A record of which every set is held has an empty state and is not listed.
    private static func packed(_ state: RecordState) -> Data {
        state.isEmpty ? Data() : PackedState.encode(state)
    }

    static func appendHistory(_ db: Database, record: Int64, sequence: Int64, set: Int64) throws {
        try db.cachedStatement(sql: "INSERT INTO history VALUES (?, ?, ?)")
            .execute(arguments: [record, sequence, set])
    }

    /// The keys of the sets that touched a record, in the order of their application here.
    static func history(_ db: Database, record: Int64) throws -> [Int64] {
        try Int64.fetchAll(
            db.cachedStatement(sql: "SELECT change_set FROM history WHERE record = ? ORDER BY sequence"),
            arguments: [record])
    }
}
