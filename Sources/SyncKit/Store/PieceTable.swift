import Foundation
import GRDB

/// Parts of a run that is larger than a message. They survive an outage and a restart on either side.
enum PieceTable {
    /// Keeps what follows what is there already; a piece of another run starts anew.
    /// - Returns: the whole compressed run once it is complete, and how much is kept.
    static func keep(
        _ db: Database, _ piece: Piece, from replica: ReplicaID, ledger: Int64
    ) throws -> (whole: Data?, kept: UInt64) {
        guard piece.total <= UInt64(LedgerWriter.runBytesMax), piece.offset <= piece.total,
            (1...Dot.counterMax).contains(piece.dot.counter)
        else { return (nil, 0) }
        let sender = Int64(bitPattern: replica.bits)
        let row = try Row.fetchOne(
            db, sql: "SELECT epoch, counter, total, bytes FROM piece WHERE replica = ? AND ledger = ?",
            arguments: [sender, ledger])
        var bytes = Data()
        if let row, row[0] as Int64 == Int64(bitPattern: piece.dot.epoch.bits),
            row[1] as Int64 == Int64(piece.dot.counter), row[2] as Int64 == Int64(piece.total)
        {
            bytes = row[3]
        }
        if piece.offset <= UInt64(bytes.count) {
            let overlap = bytes.count - Int(piece.offset)
            if piece.bytes.count > overlap { bytes.append(piece.bytes.dropFirst(overlap)) }
        }
        if UInt64(bytes.count) >= piece.total {
            try remove(db, from: replica, ledger: ledger)
            return (bytes, UInt64(bytes.count))
        }
        try db.execute(
            sql: "INSERT OR REPLACE INTO piece VALUES (?, ?, ?, ?, ?, ?)",
            arguments: [
                sender, ledger, Int64(bitPattern: piece.dot.epoch.bits), Int64(piece.dot.counter), Int64(piece.total),
                bytes,
            ])
        return (nil, UInt64(bytes.count))
    }

    /// How much is kept of what a replica sends in pieces.
    static func kept(_ db: Database, from replica: ReplicaID, ledger: Int64) throws -> UInt64 {
        UInt64(
            try Int64.fetchOne(
                db, sql: "SELECT length(bytes) FROM piece WHERE replica = ? AND ledger = ?",
                arguments: [Int64(bitPattern: replica.bits), ledger]) ?? 0)
    }

    static func remove(_ db: Database, from replica: ReplicaID, ledger: Int64) throws {
        try db.execute(
            sql: "DELETE FROM piece WHERE replica = ? AND ledger = ?",
            arguments: [Int64(bitPattern: replica.bits), ledger])
    }
}
