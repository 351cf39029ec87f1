import Foundation
import GRDB

extension LedgerWriter {
    /// Keeps a piece, and puts the run in its place once it is whole.
    /// - Returns: how much is kept of a run that is not whole yet.
    mutating func join(_ part: inout LedgerPart, from sender: ReplicaID) throws -> UInt64 {
        guard let piece = part.piece else { return 0 }
        let row = try ledger(part.ledger).row
        let (whole, kept) = try PieceTable.keep(db, piece, from: sender, ledger: row)
        guard let whole else { return kept }
        if let bytes = try? ZstdCoder.decompress(whole, limit: Self.setBytesUnpackedMax * 2),
            let run = try? Run(encoded: bytes)
        {
            part.runs.append(run)
        }
        return 0
    }
}
