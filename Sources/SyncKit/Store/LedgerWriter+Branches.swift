import Foundation
import GRDB

/// Two live processes that share an epoch write different sets under the same dots. Each side compares the tips of the
/// other's vector with its own log: of two branches the shorter one ends within the longer, so one side sees it.
extension LedgerWriter {
    /// The first bytes of the digests of a vector's tips, in its order.
    func tipDigests(of vector: VersionVector, in ledger: LedgerMemory) throws -> [Data] {
        try vector.tips.compactMap { tip in
            guard let chain = ledger.chains[tip.epoch] else { return nil }
            let digest =
                tip.counter == chain.head
                ? chain.headDigest : try LogTable.digest(db, key: chain.key(tip.counter))
            return digest?.prefix(LedgerPart.tipDigestBytes)
        }
    }

    /// Tips of units' chains under which another set is logged here.
    func otherBranches(in part: LedgerPart) throws -> [Refusal] {
        guard case .vector(let vector) = part.vector, part.tipDigests.count == vector.tips.count,
            let ledger = memory.ledgers[part.ledger]
        else { return [] }
        var refusals: [Refusal] = []
        for (tip, digest) in zip(vector.tips, part.tipDigests) {
            guard let chain = ledger.chains[tip.epoch], memory.members[chain.replica]?.role == .unit,
                tip.counter <= chain.head, let logged = try LogTable.digest(db, key: chain.key(tip.counter))
            else { continue }
            if logged.prefix(LedgerPart.tipDigestBytes) != digest { refusals.append(Refusal(dot: tip, code: .fork)) }
        }
        return refusals
    }
}
