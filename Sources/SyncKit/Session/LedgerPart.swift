package import Foundation

/// What one side tells and gives of one ledger in one message.
package struct LedgerPart: Sendable {
    package var ledger: LedgerID
    package var vector = Heard.vector(VersionVector())
    /// With a vector: the beginning of each tip's digest, in order.
    package var tipDigests: [Data] = []
    package var declarations: [SignedDeclaration] = []
    package var runs: [Run] = []
    package var piece: Piece?
    package var hasMore = false
    /// How much is kept of what the other side sends in pieces.
    package var pieceOffset: UInt64 = 0
    package var refusals: [Refusal] = []

    /// How much of a tip's digest is told, in bytes.
    package static let tipDigestBytes = 8

    package init(ledger: LedgerID) { self.ledger = ledger }

    /// How a vector is told.
    package enum Heard: Hashable, Sendable {
        case vector(VersionVector)
        /// The digest of a vector that the other side is thought to hold too.
        case digest(Data)
        /// In an answer: the digest was not the hub's, so the whole vector is wanted.
        case wanted
    }

    /// Puts the next piece of a single large set in place of its run.
    mutating func cutToPiece(bytes: Int, offset: UInt64) throws {
        guard runs.count == 1, let run = runs.first, run.sets.count == 1 else { return }
        let whole = try ZstdCoder.compress(run.encode())
        guard whole.count > bytes else { return }
        let start = offset < UInt64(whole.count) ? Int(offset) : 0
        piece = Piece(
            dot: Dot(run.epoch, run.first), total: UInt64(whole.count), offset: UInt64(start),
            bytes: Data(whole[(whole.startIndex + start)...].prefix(bytes)))
        runs = []
        hasMore = true
    }

    package var setCount: Int { runs.reduce(0) { $0 + $1.sets.count } }
}

package struct SignedDeclaration: Hashable, Sendable {
    package var declaration: Data
    package var signature: Data
}

/// Consecutive sets of one chain; the last one carries a signature.
package struct Run: Hashable, Sendable {
    package var epoch: Epoch
    package var first: UInt64
    package var sets: [TravellingSet]

    package var last: UInt64 { first + UInt64(sets.count) - 1 }
}

/// A set on the line: without its digest, which the receiver works out.
package struct TravellingSet: Hashable, Sendable {
    package var envelope: Data
    package var content: SealedSet.Content
    package var signature: Data?
}

/// A part of a run that is larger than a message: bytes of the compressed run of one set.
package struct Piece: Hashable, Sendable {
    package var dot: Dot
    package var total: UInt64
    package var offset: UInt64
    package var bytes: Data
}

/// A chain that cannot be taken; nothing of the run was kept.
package struct Refusal: Hashable, Sendable {
    package enum Code: Int, Sendable {
        /// Another set with this dot is here already.
        case fork = 1
        /// A digest or a signature does not hold.
        case broken = 2
        case unknownReplica = 3
        case revoked = 4
        case malformed = 5
    }

    package var dot: Dot
    package var code: Code
}
