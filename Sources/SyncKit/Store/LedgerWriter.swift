package import Foundation
import GRDB
package import Identity

/// Who a store writes as.
package struct Signer: Sendable {
    package let replica: ReplicaID
    package let unit: String
    package let role: WriterRole
    package let key: SigningKey
    package let deployment: Data
    /// Name and version of the program, as its declarations tell it.
    package let program: String

    package init(
        replica: ReplicaID, unit: String, role: WriterRole, key: SigningKey, deployment: Data, program: String
    ) {
        self.replica = replica
        self.unit = unit
        self.role = role
        self.key = key
        self.deployment = deployment
        self.program = program
    }

    package func mayAuthor(in ledger: LedgerID) -> Bool {
        role == .county || (ledger != .notice && ledger.unit == unit)
    }
}

/// The moment of a transaction: the machine's wall clock and the time since its boot.
package struct Moment: Sendable {
    /// Unix milliseconds.
    package let wall: Int64
    /// Milliseconds since the boot.
    package let monotonic: UInt64

    package init(wall: Int64, monotonic: UInt64) {
        self.wall = wall
        self.monotonic = monotonic
    }
}

/// One write transaction: the file and the memory beside it change together, or not at all.
struct LedgerWriter {
    let db: Database
    var memory: StoreMemory
    let signer: Signer
    let schema: any RecordSchema
    let moment: Moment
    let weights: WaitingWeights
    var life: EpochLife
    /// Whose log or state this transaction changed.
    var touched: Set<LedgerID> = []
    /// Which records and receipts.
    var changed = ChangedRecords()
    /// Sets that this transaction logged, by key: what takes effect at once is not read back.
    var arrived: [Int64: Arrived] = [:]

    struct Arrived {
        let envelope: SetEnvelope
        /// nil where nothing of it can be read, or it was purged.
        let body: SetBody?
        let isHeld: Bool
    }

    // MARK: Ledgers, epochs, collections

    mutating func ensureLedger(_ id: LedgerID) throws {
        guard memory.ledgers[id] == nil else { return }
        try db.execute(sql: "INSERT INTO ledger(unit, name) VALUES (?, ?)", arguments: [id.unit, id.name.rawValue])
        memory.ledgers[id] = LedgerMemory(row: db.lastInsertedRowID, id: id)
    }

    /// The row of a ledger that is there; cheaper than all of ``ledger(_:)``.
    func row(of id: LedgerID) throws -> Int64 {
        guard let row = memory.ledgers[id]?.row else { throw SyncError.unknown("ledger \(id)") }
        return row
    }

    func ledger(_ id: LedgerID) throws -> LedgerMemory {
        guard let ledger = memory.ledgers[id] else { throw SyncError.unknown("ledger \(id)") }
        return ledger
    }

    mutating func collection(_ name: String) throws -> Int64 {
        if let known = memory.collections[name] { return known }
        try db.execute(
            sql: "INSERT INTO collection(name, time_field) VALUES (?, ?)",
            arguments: [name, schema.timeField(of: name)])
        memory.collections[name] = db.lastInsertedRowID
        memory.collectionNames[db.lastInsertedRowID] = name
        return db.lastInsertedRowID
    }

    mutating func nextSequence() -> Int64 {
        memory.sequence += 1
        return memory.sequence
    }

    mutating func insertEpoch(
        _ declaration: EpochDeclaration, encoded: Data, signature: Data, ledger id: LedgerID
    ) throws -> Chain {
        try db.execute(
            sql: "INSERT INTO epoch(ledger, epoch, declaration, signature) VALUES (?, ?, ?, ?)",
            arguments: [try ledger(id).row, Int64(bitPattern: declaration.epoch.bits), encoded, signature])
        let chain = Chain(
            row: db.lastInsertedRowID, ledger: id, declaration: declaration, encoded: encoded, signature: signature,
            head: 0, applied: 0, headDigest: ChainDigest.start(declaration: encoded))
        memory.ledgers[id]?.insert(chain)
        memory.ledgerOfEpochRow[chain.row] = (id, chain.epoch)
        return chain
    }

    /// The chain that this replica writes now, declared at its first set in the ledger.
    mutating func ownChain(in id: LedgerID) throws -> Chain {
        if let chain = memory.ledgers[id]?.chains[life.epoch] { return chain }
        try ensureLedger(id)
        let ledger = try ledger(id)
        let declaration = EpochDeclaration(
            deployment: signer.deployment, ledger: id, epoch: life.epoch, replica: signer.replica,
            algorithm: signer.key.algorithm, parents: try appliedOwnTips(in: ledger), cause: life.cause,
            boot: life.boot, program: signer.program)
        let encoded = try declaration.encode()
        let signature = try signer.key.sign(ChainDigest.signedDeclaration(encoded))
        return try insertEpoch(declaration, encoded: encoded, signature: Data(signature), ledger: id)
    }

    /// What this replica has applied of its own: what it had not, it had not seen.
    private func appliedOwnTips(in ledger: LedgerMemory) throws -> [EpochDeclaration.Parent] {
        try ledger.ancestry.tips(of: ledger.applied).tips.compactMap { tip in
            guard let chain = ledger.chains[tip.epoch], chain.replica == signer.replica,
                let digest = try LogTable.digest(db, key: chain.key(tip.counter))
            else { return nil }
            return EpochDeclaration.Parent(dot: tip, digest: digest)
        }
    }

    // MARK: The chain's end

    /// Appends a set that follows its chain's head. It takes effect when ``applyPending(in:)`` reaches it.
    mutating func append(_ set: SealedSet, to epoch: Epoch, in id: LedgerID) throws {
        guard let key = memory.ledgers[id]?.grow(epoch, by: set) else { throw SyncError.unknown("epoch \(epoch)") }
        try LogTable.append(db, key: key, sequence: nextSequence(), set)
        touched.insert(id)
    }

    /// Writes the row that the guard outside the folder is compared with.
    mutating func finish() throws {
        memory.commits += 1
        if changed.isRestated { try MetaTable.setRestated(db, memory.sequence) }
        try db.cachedStatement(sql: "UPDATE generation SET commits = ?, sequence = ?, hybrid = ?").execute(
            arguments: [memory.commits, memory.sequence, Int64(bitPattern: memory.clock.last.bits)])
    }
}

/// The life that a store writes in: drawn at each start and at any doubt, and kept until the next.
package struct EpochLife: Hashable, Sendable {
    package var epoch: Epoch
    package var cause: EpochDeclaration.Cause
    /// Which boot of the machine monotonic times count from.
    package var boot: Data

    package init(epoch: Epoch, cause: EpochDeclaration.Cause, boot: Data) {
        self.epoch = epoch
        self.cause = cause
        self.boot = boot
    }
}
