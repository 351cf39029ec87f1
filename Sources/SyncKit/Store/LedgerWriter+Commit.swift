import Foundation
import GRDB
import Identity

/// What a person or the hub writes in one ledger.
package struct Draft: Sendable {
    package var ledger: LedgerID
    package var body: SetBody
    /// Whether a write may cover several differing siblings of a field: the person had all of them on the screen.
    package var settles: Bool
    /// Whether it enters its records: none of them may be there yet.
    package var isFirst: Bool
    /// Numbers its changes as they are committed.
    package var numbering: Numbering?

    package init(
        ledger: LedgerID, body: SetBody, settles: Bool = false, isFirst: Bool = false, numbering: Numbering? = nil
    ) {
        self.ledger = ledger
        self.body = body
        self.settles = settles
        self.isFirst = isFirst
        self.numbering = numbering
    }
}

extension LedgerWriter {
    /// A set's bounds, compressed and as it is.
    static let setBytesMax = 256 * 1024
    static let setBytesUnpackedMax = 2 * 1024 * 1024
    /// A compressed run of one set, with what surrounds it.
    static let runBytesMax = 512 * 1024
    /// How much a routine chain grows before a set is signed of its own.
    static let unsignedBytesMax = 8 * 1024

    /// Commits one transaction: one set in each ledger that it touches, joined by an id where there are several.
    mutating func commit(_ drafts: [Draft], author: String) throws -> [Dot] {
        guard SetEnvelope.isAuthor(author) else { throw SyncError.badAuthor }
        var transaction = Data()
        if drafts.count > 1 {
            var random = SystemRandomNumberGenerator()
            transaction = Data(bigEndianBytes(random.next()))
        }
        return try drafts.map { try commit($0, author: author, transaction: transaction) }
    }

    private mutating func commit(_ draft: Draft, author: String, transaction: Data) throws -> Dot {
        guard signer.mayAuthor(in: draft.ledger) else { throw SyncError.notPermitted(draft.ledger) }
        var draft = draft
        if let numbering = draft.numbering { draft.body.changes = try numbered(draft, by: numbering) }
        let chain = try ownChain(in: draft.ledger)
        let dot = Dot(chain.epoch, chain.head + 1)
        var found: RecordTable.Lookup?
        for change in draft.body.changes { found = try check(change, in: draft) }
        // What one change writes the next one finds changed.
        if draft.body.changes.count > 1 { found = nil }
        let set = try seal(
            SetCodec.encode(draft.body), author: author, transaction: transaction, chain: chain)
        try append(set, to: chain.epoch, in: draft.ledger)
        let ancestry = memory.ledgers[draft.ledger]?.ancestry ?? Ancestry()
        try apply(draft.body, dot: dot, key: chain.key(dot.counter), in: draft.ledger, found: found) {
            Sight.of($0.context, in: ancestry)
        }
        memory.ledgers[draft.ledger]?.markCommitted(dot)
        return dot
    }

    /// - Parameter time: of a set that is entered again; nil draws a new one.
    mutating func seal(
        _ bodyBytes: Data, author: String, transaction: Data, chain: Chain, time: HybridTime? = nil
    ) throws -> SealedSet {
        let tips = memory.ledgers[chain.ledger]?.tipsApplied() ?? VersionVector()
        let parents = chain.parents.map(\.dot)
        let envelope = SetEnvelope(
            time: time ?? memory.clock.tick(now: moment.wall), monotonic: moment.monotonic, author: author,
            transaction: transaction,
            clock: VersionVector(tips.tips.filter { $0.epoch != chain.epoch && !parents.contains($0) }))
        let envelopeBytes = try SetCodec.encode(envelope)
        if bodyBytes.count > Self.setBytesMax {
            let compressed = try ZstdCoder.compress(bodyBytes).count
            guard compressed <= Self.setBytesMax, bodyBytes.count <= Self.setBytesUnpackedMax else {
                throw SyncError.setTooLarge(bytes: max(compressed, bodyBytes.count))
            }
        }
        let digest = ChainDigest.next(
            after: chain.headDigest, envelope: envelopeBytes, bodyDigest: ChainDigest.ofBody(bodyBytes))
        let isSigned = chain.ledger.name == .urgent || chain.unsignedBytes + bodyBytes.count > Self.unsignedBytesMax
        let signature = isSigned ? Data(try signer.key.sign(ChainDigest.signedHead(digest))) : nil
        return SealedSet(
            envelope: envelopeBytes, content: .body(bodyBytes), digest: digest, signature: signature)
    }

    /// Refuses a context that names what is not applied here, and one that would settle siblings unseen.
    /// - Returns: the record, where it had to be looked up.
    private func check(_ change: RecordChange, in draft: Draft) throws -> RecordTable.Lookup? {
        if let context = change.context {
            let ledger = try ledger(draft.ledger)
            guard ledger.applied.covers(context.vector), context.dots.allSatisfy(ledger.applied.covers) else {
                throw SyncError.contextAhead
            }
        }
        guard !draft.settles, let collection = memory.collections[change.collection] else { return nil }
        let found = try RecordTable.look(
            db, ledger: row(of: draft.ledger), collection: collection, id: change.record)
        guard let stored = found.stored else { return found }
        if draft.isFirst { throw SyncError.taken }
        let sees = Sight.of(change.context, in: try ledger(draft.ledger).ancestry)
        for write in change.writes {
            guard case .set = write.operation, let siblings = stored.state.fields[write.field], siblings.count > 1
            else { continue }
            switch schema.rule(of: write.field, in: change.collection) {
            case .union, .latest: continue
            case .oneValue, .greatest:
                let seen = Set(siblings.filter { sees($0.dot) }.map(\.content))
                if seen.count > 1 { throw SyncError.siblings(field: write.field) }
            }
        }
        return found
    }
}
