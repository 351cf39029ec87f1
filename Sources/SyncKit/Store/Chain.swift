import Foundation

/// One epoch's sets in one ledger, as the store holds them.
struct Chain: Sendable {
    /// What never changes of it, by reference: a chain is copied at every set.
    private let origin: Origin
    /// The last set that is logged; 0 for an epoch that was only declared.
    var head: UInt64
    /// Everything up to here has its effect or is held; what follows waits for its clock.
    var applied: UInt64
    /// Of the head, or of the declaration while there is no set.
    var headDigest: Data
    /// Bytes since the last set with a signature: a routine chain signs every few kilobytes.
    var unsignedBytes = 0

    private final class Origin: Sendable {
        let row: Int64
        let ledger: LedgerID
        let declaration: EpochDeclaration
        let encoded: Data
        let signature: Data

        init(row: Int64, ledger: LedgerID, declaration: EpochDeclaration, encoded: Data, signature: Data) {
            (self.row, self.ledger, self.declaration) = (row, ledger, declaration)
            (self.encoded, self.signature) = (encoded, signature)
        }
    }

    init(
        row: Int64, ledger: LedgerID, declaration: EpochDeclaration, encoded: Data, signature: Data, head: UInt64,
        applied: UInt64, headDigest: Data
    ) {
        origin = Origin(row: row, ledger: ledger, declaration: declaration, encoded: encoded, signature: signature)
        (self.head, self.applied, self.headDigest) = (head, applied, headDigest)
    }

    /// The row of `epoch`; the upper part of its sets' keys.
    var row: Int64 { origin.row }
    var ledger: LedgerID { origin.ledger }
    var declaration: EpochDeclaration { origin.declaration }
    var encoded: Data { origin.encoded }
    var signature: Data { origin.signature }
    var epoch: Epoch { origin.declaration.epoch }
    var replica: ReplicaID { origin.declaration.replica }
    var parents: [EpochDeclaration.Parent] { origin.declaration.parents }

    func key(_ counter: UInt64) -> Int64 { origin.row << 40 | Int64(counter) }

    static func counter(ofKey key: Int64) -> UInt64 { UInt64(key & 0xFF_FFFF_FFFF) }
    static func row(ofKey key: Int64) -> Int64 { key >> 40 }
}

/// What the store knows of one ledger, kept in memory beside the file: small, and rebuilt from it at any time.
struct LedgerMemory: Sendable {
    let row: Int64
    let id: LedgerID
    var ancestry = Ancestry()
    var chains: [Epoch: Chain] = [:]
    /// What is logged, and what of it has its effect.
    var held = Coverage()
    var applied = Coverage()
    /// The tips of `applied`; nil after a change of it by others.
    var appliedTips: VersionVector?

    mutating func tipsApplied() -> VersionVector {
        if let appliedTips { return appliedTips }
        let tips = ancestry.tips(of: applied)
        appliedTips = tips
        return tips
    }

    var vector: VersionVector { ancestry.tips(of: held) }

    /// The digests of a vector's tips, which are heads of chains.
    func digests(of vector: VersionVector) -> [Data] { vector.tips.compactMap { chains[$0.epoch]?.headDigest } }

    /// Stands for all that is held.
    var vectorDigest: Data {
        let vector = vector
        return ChainDigest.ofVector(vector, tips: digests(of: vector))
    }

    /// Takes a set as its chain's next.
    /// - Returns: the set's key; nil where the epoch is not known.
    mutating func grow(_ epoch: Epoch, by set: SealedSet) -> Int64? {
        guard let index = chains.index(forKey: epoch) else { return nil }
        let head = chains.values[index].head + 1
        chains.values[index].head = head
        chains.values[index].headDigest = set.digest
        chains.values[index].unsignedBytes =
            set.signature == nil ? chains.values[index].unsignedBytes + set.byteCount : 0
        held.include(Dot(epoch, head))
        return chains.values[index].key(head)
    }

    /// Marks a set as having its effect, or as held without one.
    mutating func markApplied(_ dot: Dot) {
        chains[dot.epoch]?.applied = dot.counter
        applied.include(dot)
        appliedTips = nil
    }

    /// The same for a set that was written here: it covers its own chain and nothing else that is new, so the tips
    /// need no walk.
    mutating func markCommitted(_ dot: Dot) {
        let tips = appliedTips?.tips
        markApplied(dot)
        guard let tips else { return }
        if tips.count == 1, tips[0].epoch == dot.epoch {
            appliedTips = VersionVector([dot])
            return
        }
        let continued = dot.counter == 1 ? chains[dot.epoch]?.parents.map(\.dot.epoch) ?? [] : []
        appliedTips = VersionVector(tips.filter { $0.epoch != dot.epoch && !continued.contains($0.epoch) } + [dot])
    }

    mutating func insert(_ chain: Chain) {
        chains[chain.epoch] = chain
        ancestry.insert(
            chain.epoch, replica: chain.replica, parents: chain.declaration.parents.map(\.dot))
        held.reset(chain.epoch, to: chain.head)
        applied.reset(chain.epoch, to: chain.applied)
        appliedTips = nil
    }

    mutating func remove(_ epoch: Epoch) {
        chains[epoch] = nil
        ancestry.remove(epoch)
        held.reset(epoch, to: 0)
        applied.reset(epoch, to: 0)
        appliedTips = nil
    }

    /// What is held, as far as a caller can read it: what it held before and what it is given now. Of what comes later
    /// it knows no epoch yet, and could not walk a tip's ancestry.
    func readable(by caller: Coverage, with runs: [Run]) -> VersionVector {
        var known = caller
        for run in runs { known.include(Dot(run.epoch, run.last)) }
        var readable = Coverage()
        for (epoch, head) in held.counters {
            let counter = min(head, known[epoch])
            if counter > 0 { readable.include(Dot(epoch, counter)) }
        }
        return ancestry.tips(of: readable)
    }

    /// The chains of a replica that nothing of its own continues: what its next epoch names as parents.
    func ownTips(of replica: ReplicaID) -> [EpochDeclaration.Parent] {
        ancestry.tips(of: held).tips.compactMap { tip in
            guard let chain = chains[tip.epoch], chain.replica == replica else { return nil }
            return EpochDeclaration.Parent(dot: tip, digest: chain.headDigest)
        }
    }
}

/// Everything that the store keeps in memory. Only the writer changes it, and drops it when a transaction fails.
struct StoreMemory: Sendable {
    var ledgers: [LedgerID: LedgerMemory] = [:]
    var members: [ReplicaID: Member] = [:]
    var collections: [String: Int64] = [:]
    var collectionNames: [Int64: String] = [:]
    var ledgerOfEpochRow: [Int64: (LedgerID, Epoch)] = [:]
    var commits: Int64 = 0
    var sequence: Int64 = 0
    var clock = HybridClock()

    /// The dot of a set's key.
    func dot(ofKey key: Int64) -> Dot? {
        ledgerOfEpochRow[Chain.row(ofKey: key)].map { Dot($0.1, Chain.counter(ofKey: key)) }
    }
}
