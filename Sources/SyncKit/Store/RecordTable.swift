import Foundation
import GRDB

/// Records' present states and the sets that touched them.
enum RecordTable {
    struct Stored {
        let row: Int64
        let state: RecordState
    }

    /// A record with the place where it stands.
    struct Placed {
        let row: Int64
        let ledger: Int64
        let collection: Int64
        let id: RecordID
        let state: RecordState
        /// As ``RecordTime`` keeps it; 0 where nothing of it stands.
        let time: Int64
    }

    /// What a search came to.
    struct Lookup {
        let stored: Stored?
    }

    static func look(_ db: Database, ledger: Int64, collection: Int64, id: RecordID) throws -> Lookup {
        Lookup(stored: try find(db, ledger: ledger, collection: collection, id: id))
    }

    static func find(_ db: Database, ledger: Int64, collection: Int64, id: RecordID) throws -> Stored? {
        var search = try HotStatement(
            db, "SELECT id, state FROM record WHERE uuid = ? AND ledger = ? AND collection = ?")
        search.bind(id)
        search.bind(ledger)
        search.bind(collection)
        return try search.first { row in
            Stored(row: row.number(0), state: try row.withBytes(1) { try PackedState.decode($0) })
        }
    }

    static func insert(
        _ db: Database, ledger: Int64, collection: Int64, id: RecordID, packed state: Data,
        naming targets: Set<RecordID>, conflicts: Int, time: Int64?
    ) throws -> Int64 {
        var insertion = try HotStatement(
            db, "INSERT INTO record(ledger, collection, uuid, state, conflicts, time) VALUES (?, ?, ?, ?, ?, ?)")
        insertion.bind(ledger)
        insertion.bind(collection)
        insertion.bind(id)
        insertion.bind(state)
        insertion.bind(Int64(conflicts))
        insertion.bind(time)
        try insertion.run()
        let row = db.lastInsertedRowID
        try ReferenceTable.change(db, row: row, from: [], to: targets)
        return row
    }

    static func update(
        _ db: Database, _ stored: Stored, to state: RecordState, conflicts: Int, time: Int64?
    ) throws {
        var change = try HotStatement(db, "UPDATE record SET state = ?, conflicts = ?, time = ? WHERE id = ?")
        change.bind(PackedState.encode(state))
        change.bind(Int64(conflicts))
        change.bind(time)
        change.bind(stored.row)
        try change.run()
        try ReferenceTable.change(
            db, row: stored.row, from: ReferenceTable.targets(of: stored.state), to: ReferenceTable.targets(of: state))
    }

    /// A record by its row, with an empty state where every set of it is held.
    static func find(_ db: Database, row: Int64) throws -> Placed? {
        var search = try HotStatement(db, "SELECT ledger, collection, uuid, state, time FROM record WHERE id = ?")
        search.bind(row)
        return try search.first { found in
            guard let id = found.withBytes(2, { RecordID(bytes: $0) }) else { throw SyncError.malformed("record id") }
            return Placed(
                row: row, ledger: found.number(0), collection: found.number(1), id: id,
                state: try found.withBytes(3) { try PackedState.decode($0) }, time: found.number(4))
        }
    }

    static func appendHistory(_ db: Database, record: Int64, sequence: Int64, set: Int64) throws {
        var insertion = try HotStatement(db, "INSERT INTO history VALUES (?, ?, ?)")
        insertion.bind(record)
        insertion.bind(sequence)
        insertion.bind(set)
        try insertion.run()
    }

    /// The records that sets touched after a place in the order of all that happened here.
    static func changed(_ db: Database, after sequence: Int64) throws -> Set<Int64> {
        try sequence == 0
            ? Int64.fetchSet(db, sql: "SELECT id FROM record")
            : Int64.fetchSet(db, sql: "SELECT DISTINCT record FROM history WHERE sequence > ?", arguments: [sequence])
    }

    /// The keys of the sets that touched a record, in the order of their application here.
    static func history(_ db: Database, record: Int64) throws -> [Int64] {
        try Int64.fetchAll(
            db.cachedStatement(sql: "SELECT change_set FROM history WHERE record = ? ORDER BY sequence"),
            arguments: [record])
    }
}
