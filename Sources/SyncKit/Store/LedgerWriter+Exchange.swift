import Foundation
import GRDB

extension LedgerWriter {
    /// What an agent tells and gives of one ledger.
    func offer(
        _ id: LedgerID, to hub: ReplicaID, budget: inout Budget, isListening: Bool, isFirst: Bool,
        memory asked: ExchangeMemory
    ) throws -> LedgerPart {
        let ledger = try ledger(id)
        let known = try PeerTable.vector(db, replica: hub, ledger: ledger.row)
        let vector = ledger.vector
        let other = ledger.ancestry.closure(of: known)
        let kept = try PieceTable.kept(db, from: hub, ledger: ledger.row)
        // A hub that is sending a large set in pieces holds more than it could tell.
        if vector == ledger.ancestry.tips(of: other), !asked.wantsVector(of: id), kept == 0 {
            var part = LedgerPart(ledger: id)
            part.vector = .digest(ledger.vectorDigest)
            return part
        }
        let bytes = budget.bytes
        var part =
            isListening
            ? LedgerPart(ledger: id) : try collect(id, for: other, budget: &budget, mayExceed: isFirst)
        if isFirst, bytes > 0 { try part.cutToPiece(bytes: bytes, offset: asked.pieceOffset(of: id)) }
        part.pieceOffset = kept
        part.vector = .vector(vector)
        part.tipDigests = try tipDigests(of: vector, in: ledger)
        // A vector is readable only with the ancestry of its tips: the other side cannot walk what it never heard of.
        let told = Set(part.declarations.map(\.declaration))
        let untold = ledger.chains.values.filter { chain in
            other[chain.epoch] == 0 && chain.head > 0 && !told.contains(chain.encoded)
        }
        part.declarations += untold.sorted { $0.row < $1.row }.map {
            SignedDeclaration(declaration: $0.encoded, signature: $0.signature)
        }
        return part
    }

    /// Takes the hub's part of an answer.
    mutating func take(_ part: LedgerPart, from hub: ReplicaID, into outcome: inout AnswerOutcome) throws {
        outcome.refusals += part.refusals
        var gaveWay = false
        for refusal in try part.refusals + otherBranches(in: part) {
            if try enterAgain(refusal, in: part.ledger, into: &outcome) { gaveWay = true }
        }
        // What the hub sent beside it may name dots of its branch that are not replaced here yet.
        if !gaveWay {
            var part = part
            let before = try PieceTable.kept(db, from: hub, ledger: ledger(part.ledger).row)
            if try join(&part, from: hub) > before { outcome.pieceGrew = true }
            // A hub that was put back may not have that set any more.
            if before > 0, part.piece == nil, !part.hasMore, part.vector != .wanted {
                try PieceTable.remove(db, from: hub, ledger: ledger(part.ledger).row)
            }
            let absorbed = try absorb(part)
            outcome.received += absorbed.logged
            outcome.recovered += absorbed.recovered
            if absorbed.hasTwin { outcome.hasTwin = true }
            for refusal in absorbed.refusals { _ = try enterAgain(refusal, in: part.ledger, into: &outcome) }
        }
        let told: VersionVector
        switch part.vector {
        case .vector(let vector): told = vector
        case .wanted:
            outcome.vectorWanted = true
            return
        case .digest: return
        }
        let row = try ledger(part.ledger).row
        let before = try PeerTable.vector(db, replica: hub, ledger: row)
        guard told != before else { return }
        let ancestry = try ledger(part.ledger).ancestry
        let now = ancestry.closure(of: told)
        if !now.covers(before) { outcome.hubWentBack = true } else { outcome.hubAdvanced = true }
        try PeerTable.store(db, replica: hub, ledger: row, told)
    }

    /// Gives way where the hub holds another branch of a chain. What it has not taken is entered again under an epoch
    /// of this replica's own, also where another replica of the unit wrote it: that one may be gone.
    private mutating func enterAgain(
        _ refusal: Refusal, in id: LedgerID, into outcome: inout AnswerOutcome
    ) throws -> Bool {
        guard refusal.code == .fork || refusal.code == .broken, let chain = try ledger(id).chains[refusal.dot.epoch],
            refusal.dot.counter <= chain.head, memory.members[chain.replica]?.role == .unit
        else { return false }
        var random = SystemRandomNumberGenerator()
        let next = EpochLife(epoch: .random(using: &random), cause: .refused, boot: life.boot)
        try reauthor(from: refusal.dot, in: id, into: chain.replica == signer.replica ? next : life)
        outcome.reentered.insert(id)
        return true
    }

    func standing(_ id: LedgerID, against peer: ReplicaID) throws -> LedgerStanding {
        let ledger = try ledger(id)
        let other = ledger.ancestry.closure(of: try PeerTable.vector(db, replica: peer, ledger: ledger.row))
        var standing = LedgerStanding(
            ledger: id, vector: ledger.vector, waitingSets: 0, waitingBytes: 0, oldestWaiting: nil,
            waitingForClock: 0)
        for chain in ledger.chains.values {
            standing.waitingForClock += chain.head - chain.applied
            let known = other[chain.epoch]
            guard chain.head > known else { continue }
            standing.waitingSets += chain.head - known
            standing.waitingBytes += UInt64(
                try weights.bytes(db, of: chain, from: known + 1, through: chain.head, for: peer))
            if let oldest = try LogTable.envelope(db, key: chain.key(known + 1)) {
                let time = try SetCodec.decodeEnvelope(oldest).time.milliseconds
                standing.oldestWaiting = min(standing.oldestWaiting ?? time, time)
            }
        }
        return standing
    }
}
