import Foundation
import GRDB
import Identity

extension LedgerWriter {
    /// Takes a caller's part of a ledger at the hub: logs and applies it, writes the receipt and what it holds,
    /// and notes what an administrator has to know.
    /// - Parameter offset: the hub's clock minus the caller's, in milliseconds; nil where nothing tells it.
    mutating func ingest(
        _ part: LedgerPart, from member: Member, life caller: Epoch, offset: Int64?
    ) throws -> CallerState {
        try ensureLedger(part.ledger)
        let before = try ledger(part.ledger)
        let vectorBefore = before.vector
        var part = part
        let pieceOffset = try join(&part, from: member.replica)
        let absorbed = try absorb(part)
        try note(absorbed, from: member, ledger: part.ledger)
        try noteLag(absorbed, of: member, offset: offset)
        if !absorbed.ranges.isEmpty || !absorbed.holds.isEmpty {
            var body = SetBody()
            // What this hub had written itself and lost needs no receipt.
            let foreign = absorbed.ranges.filter {
                memory.ledgers[part.ledger]?.chains[$0.epoch]?.replica != signer.replica
            }
            if !foreign.isEmpty { body.receipts = [Receipt(ranges: foreign, receivedAt: moment.wall)] }
            body.verdicts = absorbed.holds
            if body.speaksAsHub { _ = try commit([Draft(ledger: part.ledger, body: body)], author: "") }
        }
        let ledger = try ledger(part.ledger)
        var state = CallerState(coverage: nil, refusals: absorbed.refusals, pieceOffset: pieceOffset)
        switch part.vector {
        case .digest(let digest):
            if digest == before.vectorDigest {
                state.coverage = before.held
                try PeerTable.store(db, replica: member.replica, ledger: ledger.row, vectorBefore)
            }
        case .wanted: break
        case .vector(let vector):
            let coverage = coverage(of: vector, told: part.declarations, in: ledger)
            state.coverage = coverage
            state.refusals += try otherBranches(in: part).filter { !state.refusals.contains($0) }
            try PeerTable.store(
                db, replica: member.replica, ledger: ledger.row, ledger.ancestry.tips(of: coverage))
            try noteLoss(coverage, told: part.declarations, from: member, life: caller, in: ledger)
        }
        return state
    }

    /// Walks a caller's vector with the ancestry that is known here and the one that it told.
    private func coverage(
        of vector: VersionVector, told: [SignedDeclaration], in ledger: LedgerMemory
    ) -> Coverage {
        var ancestry = ledger.ancestry
        for signed in told {
            guard let declaration = try? EpochDeclaration(encoded: signed.declaration),
                !ancestry.knows(declaration.epoch)
            else { continue }
            ancestry.insert(
                declaration.epoch, replica: declaration.replica, parents: declaration.parents.map(\.dot))
        }
        return ancestry.closure(of: vector)
    }

    /// Counts how long the caller's own sets took, in the transaction that takes them. What a restored hub gets once
    /// more was acknowledged before, so it is not counted.
    private func noteLag(_ absorbed: Absorbed, of member: Member, offset: Int64?) throws {
        guard let offset, let times = absorbed.commitTimes[member.replica],
            try !EventTable.isRestoredUnconfirmed(db)
        else { return }
        var lags = LagHistogram()
        // What a replica says of its clock is its own: it may be any number.
        for time in times { lags.count(moment.wall &- (time &+ offset)) }
        try LagTable.add(db, lags, of: member.replica, at: moment.wall)
    }

    private func note(_ absorbed: Absorbed, from member: Member, ledger: LedgerID) throws {
        for fork in absorbed.forks {
            let isOwn = fork.replica == signer.replica
            let kind: SyncEvent.Kind = isOwn ? .hubRestored : fork.cause == .rolledBack ? .rolledBack : .copied
            try EventTable.insertOnce(
                db,
                SyncEvent(
                    id: 0, at: moment.wall, kind: kind, unit: member.unit, replica: fork.replica,
                    text: "the replica's folder was copied or put back and goes on from there; every branch is kept",
                    confirmedAt: nil))
        }
        if absorbed.recovered > 0 {
            try EventTable.insertOnce(
                db,
                SyncEvent(
                    id: 0, at: moment.wall, kind: .hubRestored, unit: signer.unit, replica: signer.replica,
                    text: "units hold sets of this hub's own that it had lost", confirmedAt: nil))
            try EventTable.insertOnce(
                db,
                SyncEvent(
                    id: 0, at: moment.wall, kind: .refilled, unit: member.unit, replica: member.replica,
                    text: "\(member.unit) gave back \(absorbed.recovered) of the hub's own sets", confirmedAt: nil))
        }
        for refusal in absorbed.refusals where refusal.code == .fork {
            try EventTable.insertOnce(
                db,
                SyncEvent(
                    id: 0, at: moment.wall, kind: .forkRefused, unit: member.unit, replica: member.replica,
                    text: "a second branch of epoch \(refusal.dot.epoch) was refused in \(ledger)",
                    confirmedAt: nil))
        }
    }

    /// A caller that lacks its own sets was put back to an older state; one that holds more of this hub's chains
    /// than the hub itself shows that the hub was.
    ///
    /// The epoch that the caller lives now is left out: of its own requests an older one may arrive last.
    private func noteLoss(
        _ coverage: Coverage, told: [SignedDeclaration], from member: Member, life: Epoch, in ledger: LedgerMemory
    ) throws {
        let lost = ledger.chains.values.reduce(into: UInt64(0)) { lost, chain in
            if chain.replica == member.replica && chain.epoch != life && chain.head > coverage[chain.epoch] {
                lost += chain.head - coverage[chain.epoch]
            }
        }
        if lost > 0, try !EventTable.isOpen(db, .copied, replica: member.replica) {
            try EventTable.insertOnce(
                db,
                SyncEvent(
                    id: 0, at: moment.wall, kind: .rolledBack, unit: member.unit, replica: member.replica,
                    text: "the replica lacks \(lost) sets of its own; they are given back to it", confirmedAt: nil))
        }
        let unknownHere = told.contains { signed in
            guard let declaration = try? EpochDeclaration(encoded: signed.declaration),
                declaration.replica == signer.replica, ledger.chains[declaration.epoch] == nil
            else { return false }
            // Anybody can say so; this hub's own signature shows it.
            return signer.key.verifyingKey.isValid(
                signature: Array(signed.signature), for: ChainDigest.signedDeclaration(signed.declaration))
        }
        if unknownHere {
            try EventTable.insertOnce(
                db,
                SyncEvent(
                    id: 0, at: moment.wall, kind: .hubRestored, unit: signer.unit, replica: signer.replica,
                    text: "units hold sets of this hub's own that it had lost", confirmedAt: nil))
        }
    }

    /// The hub's part of an answer: its durable vector and what the caller lacks.
    func answer(
        _ asked: LedgerPart, _ caller: CallerState, budget: inout Budget, mayExceed: Bool
    ) throws -> LedgerPart {
        let ledger = try ledger(asked.ledger)
        guard let coverage = caller.coverage else {
            var part = LedgerPart(ledger: asked.ledger)
            part.vector = .wanted
            part.refusals = caller.refusals
            part.pieceOffset = caller.pieceOffset
            return part
        }
        // A caller on another branch holds less than its vector says.
        let bytes = budget.bytes
        let isOnOtherBranch = caller.refusals.contains { $0.code == .fork || $0.code == .broken }
        var part =
            isOnOtherBranch
            ? LedgerPart(ledger: asked.ledger)
            : try collect(asked.ledger, for: coverage, budget: &budget, mayExceed: mayExceed)
        // What the caller asked for is counted before compression; a piece is compressed.
        if mayExceed { try part.cutToPiece(bytes: max(1024, bytes / 4), offset: asked.pieceOffset) }
        part.refusals = caller.refusals
        part.pieceOffset = caller.pieceOffset
        let digest = ledger.vectorDigest
        if asked.vector == .digest(digest) {
            part.vector = .digest(digest)
        } else {
            let vector = ledger.readable(by: coverage, with: part.runs)
            part.vector = .vector(vector)
            part.tipDigests = try tipDigests(of: vector, in: ledger)
        }
        return part
    }
}
