package import Foundation

/// One local transaction of one ledger as it is logged and forwarded: bytes, never serialised again.
package struct SealedSet: Hashable, Sendable {
    package enum Content: Hashable, Sendable {
        case body(Data)
        /// The body was not kept; its digest stands for it in the chain.
        case purged(digest: Data)
    }

    package var envelope: Data
    package var content: Content
    /// Of the chain, this set included.
    package var digest: Data
    package var signature: Data?

    package init(envelope: Data, content: Content, digest: Data, signature: Data?) {
        self.envelope = envelope
        self.content = content
        self.digest = digest
        self.signature = signature
    }

    package var body: Data? {
        if case .body(let body) = content { body } else { nil }
    }

    package var bodyDigest: Data {
        switch content {
        case .body(let body): ChainDigest.ofBody(body)
        case .purged(let digest): digest
        }
    }

    /// What it weighs on the line, before compression.
    package var byteCount: Int { envelope.count + (body?.count ?? ChainDigest.byteCount) + (signature?.count ?? 0) }
}

/// Who made a set, when and having applied what.
package struct SetEnvelope: Hashable, Sendable {
    package var time: HybridTime
    /// Milliseconds since the boot that the epoch's declaration names.
    package var monotonic: UInt64
    package var author: String
    /// Shared by the sets of one transaction in several ledgers; empty where there is but one.
    package var transaction: Data
    /// What the author's replica had applied, without its own chain.
    package var clock: VersionVector

    package init(
        time: HybridTime, monotonic: UInt64, author: String, transaction: Data = Data(), clock: VersionVector
    ) {
        self.time = time
        self.monotonic = monotonic
        self.author = author
        self.transaction = transaction
        self.clock = clock
    }

    /// The longest name of an author, in Unicode scalars: a name as the forms take it.
    package static let authorMax = 200

    /// Whether this side would write it; what arrives is kept whatever it says.
    static func isAuthor(_ name: String) -> Bool {
        name.unicodeScalars.prefix(authorMax + 1).count <= authorMax
            && name.unicodeScalars.allSatisfy { $0.properties.generalCategory != .control }
    }
}

/// What a set says: changes of records, and the hub's own words.
package struct SetBody: Hashable, Sendable {
    package var changes: [RecordChange]
    package var receipts: [Receipt]
    package var verdicts: [Verdict]
    package var members: [Member]

    package init(
        changes: [RecordChange] = [], receipts: [Receipt] = [], verdicts: [Verdict] = [], members: [Member] = []
    ) {
        self.changes = changes
        self.receipts = receipts
        self.verdicts = verdicts
        self.members = members
    }

    /// Whether it says what the hub alone may say.
    package var speaksAsHub: Bool { !receipts.isEmpty || !verdicts.isEmpty || !members.isEmpty }
}

/// The hub's word on which sets came and when, by its own clock.
package struct Receipt: Hashable, Sendable {
    package struct Range: Hashable, Sendable {
        package let epoch: Epoch
        package let first: UInt64
        package let last: UInt64

        package init(epoch: Epoch, first: UInt64, last: UInt64) {
            self.epoch = epoch
            self.first = first
            self.last = last
        }
    }

    package var ranges: [Range]
    /// Unix milliseconds.
    package var receivedAt: Int64

    package init(ranges: [Range], receivedAt: Int64) {
        self.ranges = ranges
        self.receivedAt = receivedAt
    }
}

/// The hub's word on a set that it holds without effect, or has released.
package struct Verdict: Hashable, Sendable {
    package var dot: Dot
    /// nil: released.
    package var hold: HoldReason?

    package init(dot: Dot, hold: HoldReason?) {
        self.dot = dot
        self.hold = hold
    }
}
