import Foundation
import GRDB
import Identity

/// How much one message may carry.
package struct Budget: Sendable {
    package var bytes: Int
    package var sets: Int

    package init(bytes: Int, sets: Int) {
        self.bytes = bytes
        self.sets = sets
    }

    var isSpent: Bool { bytes <= 0 || sets <= 0 }
}

extension LedgerWriter {
    /// Picks what the other side lacks of a ledger: the declarations that it needs, then runs, each ending with a
    /// signature. A message carries at least one set while there is one to carry, whatever the budget.
    func collect(_ id: LedgerID, for other: Coverage, budget: inout Budget, mayExceed: Bool) throws -> LedgerPart {
        var part = LedgerPart(ledger: id)
        let ledger = try ledger(id)
        var lacking: [(sequence: Int64, chain: Chain, first: UInt64)] = []
        for chain in ledger.chains.values where chain.head > other[chain.epoch] {
            let first = other[chain.epoch] + 1
            let sequence = try LogTable.sequence(db, key: chain.key(first)) ?? 0
            lacking.append((sequence, chain, first))
        }
        lacking.sort { $0.sequence < $1.sequence }
        // What the other side holds once it has taken this message so far: of a child whose parents it would lack it
        // takes nothing.
        var known = other
        for (_, chain, first) in lacking {
            guard chain.parents.allSatisfy({ known.covers($0.dot) }) else {
                part.hasMore = true
                continue
            }
            let isFirstOfMessage = mayExceed && part.runs.isEmpty
            if budget.isSpent && !isFirstOfMessage {
                part.hasMore = true
                break
            }
            guard let run = try run(of: chain, from: first, budget: &budget, mayExceed: isFirstOfMessage) else {
                part.hasMore = true
                continue
            }
            if other[chain.epoch] == 0 {
                part.declarations.append(
                    SignedDeclaration(declaration: chain.encoded, signature: chain.signature))
            }
            part.runs.append(run)
            known.include(Dot(run.epoch, run.last))
            if run.last < chain.head { part.hasMore = true }
        }
        return part
    }

    /// A stretch of a chain that ends with a signature: of one's own chain any, signed here where it has to be;
    /// of another's up to a set that came signed.
    private func run(
        of chain: Chain, from first: UInt64, budget: inout Budget, mayExceed: Bool
    ) throws -> Run? {
        var run = Run(epoch: chain.epoch, first: first, sets: [])
        var bytes = 0
        var signedCount = 0
        var signedBytes = 0
        var lastDigest = Data()
        let isOwn = chain.replica == signer.replica
        let limit = budget
        try LogTable.scan(db, from: chain.key(first), through: chain.key(chain.head)) { _, set in
            let isOver = bytes + set.byteCount > limit.bytes || run.sets.count >= limit.sets
            let hasEnough = isOwn ? !run.sets.isEmpty : signedCount > 0
            if isOver && (hasEnough || !mayExceed) { return false }
            run.sets.append(
                TravellingSet(envelope: set.envelope, content: set.content, signature: set.signature))
            bytes += set.byteCount
            lastDigest = set.digest
            if set.signature != nil {
                signedCount = run.sets.count
                signedBytes = bytes
            }
            return true
        }
        if isOwn, let last = run.sets.indices.last {
            if run.sets[last].signature == nil {
                run.sets[last].signature = Data(try signer.key.sign(ChainDigest.signedHead(lastDigest)))
            }
        } else {
            run.sets.removeSubrange(signedCount...)
            bytes = signedBytes
        }
        guard !run.sets.isEmpty else { return nil }
        budget.bytes -= bytes
        budget.sets -= run.sets.count
        return run
    }
}
