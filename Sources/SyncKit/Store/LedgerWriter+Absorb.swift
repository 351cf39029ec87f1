import Foundation
import GRDB
import Identity

/// What came of taking another's part of a ledger.
package struct Absorbed: Sendable {
    /// What is newly logged, for the receipt.
    package var ranges: [Receipt.Range] = []
    /// Sets that the local rules hold without effect.
    package var holds: [Verdict] = []
    package var refusals: [Refusal] = []
    /// Epochs whose parent lies behind what was known of their replica, or that say it of themselves: a copy, or a
    /// store put back.
    package var forks: [EpochDeclaration] = []
    /// Sets of this replica's own that it did not hold any more.
    package var recovered: UInt64 = 0
    /// Whether such sets were written by another folder that lives as this replica.
    package var hasTwin = false
    /// Sets that are new here.
    package var logged: UInt64 = 0
    /// When each of them was committed, by the clock of the replica that wrote it; Unix milliseconds.
    package var commitTimes: [ReplicaID: [Int64]] = [:]

    /// Notes a refusal once.
    mutating func refuse(_ dot: Dot, _ code: Refusal.Code) {
        let refusal = Refusal(dot: dot, code: code)
        if !refusals.contains(refusal) { refusals.append(refusal) }
    }
}

extension LedgerWriter {
    /// Takes declarations and runs of one ledger: checks, logs and applies what is sound.
    ///
    /// A set whose chain and signature hold is always logged; what a rule forbids is held without effect.
    mutating func absorb(_ part: LedgerPart) throws -> Absorbed {
        try ensureLedger(part.ledger)
        var outcome = Absorbed()
        // An epoch is entered when its parents are here, which an earlier run may bring.
        var waiting: [(SignedDeclaration, EpochDeclaration)] = []
        for signed in part.declarations {
            if let declaration = try? EpochDeclaration(encoded: signed.declaration) {
                waiting.append((signed, declaration))
            } else if let epoch = EpochDeclaration.epoch(ofUnreadable: signed.declaration) {
                outcome.refuse(Dot(epoch, 1), .malformed)
            }
        }
        for run in part.runs {
            for (signed, declaration) in waiting where declaration.epoch == run.epoch {
                try take(signed, declaration, ledger: part.ledger, into: &outcome)
            }
            try take(run, ledger: part.ledger, into: &outcome)
            waiting.removeAll { $0.1.epoch == run.epoch }
        }
        for (signed, declaration) in waiting {
            try take(signed, declaration, ledger: part.ledger, into: &outcome)
        }
        if outcome.logged > 0 { try applyPending(in: part.ledger) }
        return outcome
    }

    private mutating func take(
        _ signed: SignedDeclaration, _ declaration: EpochDeclaration, ledger id: LedgerID,
        into outcome: inout Absorbed
    ) throws {
        guard declaration.ledger == id, declaration.deployment == signer.deployment else { return }
        let dot = Dot(declaration.epoch, 1)
        let ledger = try ledger(id)
        if let known = ledger.chains[declaration.epoch] {
            if known.encoded != signed.declaration { outcome.refuse(dot, .fork) }
            return
        }
        guard let member = memory.members[declaration.replica], member.mayAuthor(in: id) else {
            outcome.refuse(dot, .unknownReplica)
            return
        }
        guard
            member.key.isValid(
                signature: Array(signed.signature), for: ChainDigest.signedDeclaration(signed.declaration))
        else {
            outcome.refuse(dot, .broken)
            return
        }
        // Parents come first: a vector that covers this epoch says that they are here.
        for parent in declaration.parents {
            guard let chain = ledger.chains[parent.dot.epoch], chain.replica == declaration.replica,
                parent.dot.counter <= chain.head
            else { return }
            guard try LogTable.digest(db, key: chain.key(parent.dot.counter)) == parent.digest else {
                // What it goes on from is another set here: the fork lies there or before.
                outcome.refuse(parent.dot, .fork)
                return
            }
        }
        let tips = Set(ledger.ownTips(of: declaration.replica).map(\.dot))
        let isContinuation = declaration.parents.allSatisfy { tips.contains($0.dot) }
        let isFirst = declaration.parents.isEmpty && tips.isEmpty
        let goesOn = isFirst || (isContinuation && !declaration.parents.isEmpty)
        // One that goes on from the tip, and whose writer says itself that its folder was copied or put back, had
        // fetched the other branch before it wrote.
        if !goesOn || declaration.cause == .copied || declaration.cause == .rolledBack {
            outcome.forks.append(declaration)
        }
        _ = try insertEpoch(
            declaration, encoded: signed.declaration, signature: signed.signature, ledger: id)
        touched.insert(id)
    }

    private mutating func take(_ run: Run, ledger id: LedgerID, into outcome: inout Absorbed) throws {
        guard let chain = try ledger(id).chains[run.epoch], !run.sets.isEmpty, run.first > 0,
            // A gap is no fault of the sender: it had thought that more was here. The vector in the answer tells.
            run.first <= chain.head + 1, run.last <= Dot.counterMax
        else { return }
        guard let member = memory.members[chain.replica] else { return }
        guard let sealed = try verify(run, chain: chain, member: member, into: &outcome) else { return }
        let first = chain.head + 1
        for (offset, set) in sealed.enumerated() {
            let dot = Dot(run.epoch, first + UInt64(offset))
            let key = chain.key(dot.counter)
            let envelope = try SetCodec.decodeEnvelope(set.envelope)
            let (kept, body, hold) = judge(set, at: envelope.time, ledger: id, by: member)
            if let hold {
                try HeldTable.hold(db, key: key, hold, at: moment.wall)
                outcome.holds.append(Verdict(dot: dot, hold: hold))
            }
            try append(kept, to: run.epoch, in: id)
            arrived[key] = Arrived(envelope: envelope, body: body, isHeld: hold != nil)
            outcome.commitTimes[chain.replica, default: []].append(envelope.time.milliseconds)
        }
        guard !sealed.isEmpty else { return }
        outcome.logged += UInt64(sealed.count)
        if chain.replica == signer.replica {
            outcome.recovered += UInt64(sealed.count)
            if chain.declaration.cause == .copied { outcome.hasTwin = true }
        }
        outcome.ranges.append(Receipt.Range(epoch: run.epoch, first: first, last: run.last))
    }

    /// Works out the digests of a run and checks its signatures; answers the sets that are not logged yet,
    /// or nil with a refusal noted.
    private func verify(
        _ run: Run, chain: Chain, member: Member, into outcome: inout Absorbed
    ) throws -> [SealedSet]? {
        var digest =
            run.first == 1
            ? ChainDigest.start(declaration: chain.encoded)
            : try LogTable.digest(db, key: chain.key(run.first - 1)) ?? Data()
        var sealed: [SealedSet] = []
        for (offset, set) in run.sets.enumerated() {
            let dot = Dot(run.epoch, run.first + UInt64(offset))
            let bodyDigest =
                switch set.content {
                case .body(let body): ChainDigest.ofBody(body)
                case .purged(let digest): digest
                }
            digest = ChainDigest.next(after: digest, envelope: set.envelope, bodyDigest: bodyDigest)
            if dot.counter <= chain.head {
                guard try LogTable.digest(db, key: chain.key(dot.counter)) == digest else {
                    outcome.refuse(dot, .fork)
                    return nil
                }
                continue
            }
            if let signature = set.signature {
                guard member.key.isValid(signature: Array(signature), for: ChainDigest.signedHead(digest)) else {
                    outcome.refuse(dot, .broken)
                    return nil
                }
            } else if offset == run.sets.count - 1 {
                outcome.refuse(dot, .broken)
                return nil
            }
            guard (try? SetCodec.decodeEnvelope(set.envelope)) != nil else {
                outcome.refuse(dot, .malformed)
                return nil
            }
            sealed.append(
                SealedSet(
                    envelope: set.envelope, content: set.content, digest: digest, signature: set.signature))
        }
        return sealed
    }

    /// Judges what the ledger, the schema or the channel cannot take. Of what the channel forbids the body is not kept.
    private func judge(
        _ set: SealedSet, at time: HybridTime, ledger id: LedgerID, by member: Member
    ) -> (kept: SealedSet, body: SetBody?, hold: HoldReason?) {
        guard let bytes = set.body else { return (set, nil, nil) }
        guard let body = try? SetCodec.decodeBody(bytes) else {
            return (set, nil, HoldReason(.schema, "the set's body cannot be read"))
        }
        guard let hold = reason(toHold: body, ledger: id, by: member) ?? revocation(of: member, before: time)
        else { return (set, body, nil) }
        guard hold.code == .channel else { return (set, body, hold) }
        var purged = set
        purged.content = .purged(digest: ChainDigest.ofBody(bytes))
        return (purged, nil, hold)
    }

    /// What a revoked replica wrote afterwards comes by another of its unit, such as the one that its folder was made.
    /// The hub decides: where it arrived first an agent cannot know of it.
    private func revocation(of member: Member, before time: HybridTime) -> HoldReason? {
        guard signer.role == .county, let revokedAt = member.revokedAt, time.milliseconds > revokedAt else {
            return nil
        }
        return HoldReason(.authority, "written after its replica was revoked")
    }

    private func reason(toHold body: SetBody, ledger id: LedgerID, by member: Member) -> HoldReason? {
        if body.speaksAsHub && member.role != .county {
            return HoldReason(.authority, "only the county's hub writes receipts, verdicts and members")
        }
        if !body.members.isEmpty && id != .notice {
            return HoldReason(.authority, "members stand in the notices alone")
        }
        let role: WriterRole = member.role == .county && member.unit == id.unit ? .both : member.role
        for change in body.changes {
            if let hold = schema.holds(change, in: id.name, by: role) { return hold }
        }
        return nil
    }
}
