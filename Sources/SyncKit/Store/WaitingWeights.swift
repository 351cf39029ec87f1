import GRDB
import Synchronization

/// How many bytes wait for each peer in each chain, as last summed up: a long backlog is not walked again at every
/// request. A set's bytes never change while it is logged, so a sum stays true, and only its ends move.
final class WaitingWeights: Sendable {
    private struct Place: Hashable {
        let peer: ReplicaID
        /// The chain's row.
        let chain: Int64
    }

    private struct Stretch {
        var first: UInt64
        var last: UInt64
        var bytes: Int64

        var count: UInt64 { last + 1 - first }
    }

    private let known = Mutex<[Place: Stretch]>([:])

    /// The bytes of a chain's sets from one to another, which is not before it.
    func bytes(_ db: Database, of chain: Chain, from first: UInt64, through last: UInt64, for peer: ReplicaID) throws
        -> Int64
    {
        func sum(_ first: UInt64, _ last: UInt64) throws -> Int64 {
            try first > last ? 0 : LogTable.weigh(db, from: chain.key(first), through: chain.key(last))
        }
        let place = Place(peer: peer, chain: chain.row)
        return try known.withLock { known in
            let bytes: Int64
            if let old = known[place], old.first <= first, first <= old.last, old.last <= last,
                (first - old.first) + (last - old.last) < old.count
            {
                bytes = try old.bytes - sum(old.first, first - 1) + sum(old.last + 1, last)
            } else {
                bytes = try sum(first, last)
            }
            known[place] = Stretch(first: first, last: last, bytes: bytes)
            return bytes
        }
    }

    /// Chains were taken out of the log; others may get their rows.
    func forget() { known.withLock { $0 = [:] } }
}
