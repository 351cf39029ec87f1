package import Foundation
package import Identity
import SwiftProtobuf

/// Which replica lives an epoch in a ledger, and which of its own chains the epoch continues.
package struct EpochDeclaration: Hashable, Sendable {
    package struct Parent: Hashable, Sendable {
        package let dot: Dot
        package let digest: Data
    }

    /// Why the epoch was drawn.
    package enum Cause: Int, Sendable {
        case started = 1
        /// The folder lies elsewhere than when it was last written.
        case copied = 2
        /// The folder is older than what was last written from it.
        case rolledBack = 3
        /// The other side refused the epoch before it.
        case refused = 4
    }

    package var deployment: Data
    package var ledger: LedgerID
    package var epoch: Epoch
    package var replica: ReplicaID
    package var algorithm: SignatureAlgorithm
    package var parents: [Parent]
    package var cause: Cause
    package var boot: Data
    package var program: String

    package func encode() throws -> Data {
        let wire = WireEpochDeclaration.with {
            $0.deployment = deployment
            $0.unit = ledger.unit
            $0.ledger = ledger.name.rawValue
            $0.epoch = epoch.bits
            $0.replica = replica.bits
            $0.digestAlgorithm = UInt32(DigestAlgorithm.sha256.rawValue)
            $0.signatureAlgorithm = UInt32(algorithm.rawValue)
            $0.parents = parents.map { parent in
                WireEpochDeclaration.Parent.with {
                    $0.epoch = parent.dot.epoch.bits
                    $0.counter = parent.dot.counter
                    $0.digest = parent.digest
                }
            }
            $0.cause = WireEpochDeclaration.Cause(rawValue: cause.rawValue) ?? .started
            $0.boot = boot
            $0.program = program
        }
        return try wire.serializedBytes()
    }

    /// - Throws: ``SyncError/malformed(_:)`` for an unknown ledger name or algorithm.
    package init(encoded: Data) throws {
        let wire = try WireEpochDeclaration(serializedBytes: encoded)
        guard let name = LedgerID.Name(rawValue: wire.ledger) else {
            throw SyncError.malformed("ledger \(wire.ledger)")
        }
        guard wire.digestAlgorithm == UInt32(DigestAlgorithm.sha256.rawValue),
            let algorithm = SignatureAlgorithm(rawValue: UInt8(clamping: wire.signatureAlgorithm))
        else { throw SyncError.malformed("algorithm") }
        self.init(
            deployment: wire.deployment, ledger: LedgerID(unit: wire.unit, name: name),
            epoch: Epoch(bits: wire.epoch), replica: ReplicaID(bits: wire.replica), algorithm: algorithm,
            parents: wire.parents.map {
                Parent(dot: Dot(Epoch(bits: $0.epoch), $0.counter), digest: $0.digest)
            },
            cause: Cause(rawValue: wire.cause.rawValue) ?? .started, boot: wire.boot, program: wire.program)
    }

    /// The epoch of a declaration that ``init(encoded:)`` cannot read, such as one with a newer algorithm.
    static func epoch(ofUnreadable encoded: Data) -> Epoch? {
        (try? WireEpochDeclaration(serializedBytes: encoded)).map { Epoch(bits: $0.epoch) }
    }

    package init(
        deployment: Data, ledger: LedgerID, epoch: Epoch, replica: ReplicaID, algorithm: SignatureAlgorithm,
        parents: [Parent], cause: Cause, boot: Data, program: String
    ) {
        self.deployment = deployment
        self.ledger = ledger
        self.epoch = epoch
        self.replica = replica
        self.algorithm = algorithm
        self.parents = parents
        self.cause = cause
        self.boot = boot
        self.program = program
    }
}
