import Foundation
import GRDB
import Identity

extension StoreMemory {
    /// Reads everything anew from the file.
    static func load(_ db: Database) throws -> StoreMemory {
        var memory = StoreMemory()
        if let row = try Row.fetchOne(db, sql: "SELECT commits, sequence, hybrid FROM generation") {
            memory.commits = row[0]
            memory.sequence = row[1]
            memory.clock = HybridClock(last: HybridTime(bits: UInt64(bitPattern: row[2] as Int64)))
        }
        for row in try Row.fetchAll(db, sql: "SELECT id, name FROM collection") {
            memory.collections[row[1]] = row[0]
            memory.collectionNames[row[0]] = row[1]
        }
        for member in try MemberTable.all(db) { memory.members[member.replica] = member }
        var ids: [Int64: LedgerID] = [:]
        for row in try Row.fetchAll(db, sql: "SELECT id, unit, name FROM ledger") {
            guard let name = LedgerID.Name(rawValue: row[2]) else { continue }
            let id = LedgerID(unit: row[1], name: name)
            ids[row[0]] = id
            memory.ledgers[id] = LedgerMemory(row: row[0], id: id)
        }
        let waiting = try firstWaiting(db)
        let rows = try Row.fetchCursor(db, sql: "SELECT id, ledger, declaration, signature FROM epoch")
        while let row = try rows.next() {
            guard let id = ids[row[1]] else { continue }
            let chain = try loadChain(db, row: row, ledger: id, firstWaiting: waiting[row[0]])
            memory.ledgers[id]?.insert(chain)
            memory.ledgerOfEpochRow[chain.row] = (id, chain.epoch)
        }
        return memory
    }

    private static func loadChain(
        _ db: Database, row: Row, ledger: LedgerID, firstWaiting: UInt64?
    ) throws -> Chain {
        let id: Int64 = row[0]
        let encoded: Data = row[2]
        let last = try Row.fetchOne(
            db.cachedStatement(
                sql: "SELECT id, digest FROM change_set WHERE id BETWEEN ? AND ? ORDER BY id DESC LIMIT 1"),
            arguments: [id << 40, (id + 1) << 40 - 1])
        let head = last.map { Chain.counter(ofKey: $0[0]) } ?? 0
        return Chain(
            row: id, ledger: ledger, declaration: try EpochDeclaration(encoded: encoded), encoded: encoded,
            signature: row[3], head: head, applied: firstWaiting.map { $0 - 1 } ?? head,
            headDigest: last.map { $0[1] } ?? ChainDigest.start(declaration: encoded))
    }

    private static func firstWaiting(_ db: Database) throws -> [Int64: UInt64] {
        var first: [Int64: UInt64] = [:]
        for key in try Int64.fetchAll(db, sql: "SELECT change_set FROM waiting ORDER BY change_set DESC") {
            first[Chain.row(ofKey: key)] = Chain.counter(ofKey: key)
        }
        return first
    }
}
