import Foundation
import Identity
import SwiftProtobuf

/// Reads and writes the two parts of a set. Writing happens once, at the author; after that the bytes are kept.
enum SetCodec {
    static func encode(_ envelope: SetEnvelope) throws -> Data {
        let wire = WireEnvelope.with {
            $0.hybridTime = envelope.time.bits
            $0.monotonicMs = envelope.monotonic
            $0.author = envelope.author
            $0.transaction = envelope.transaction
            $0.clock = envelope.clock.wire
        }
        return try wire.serializedBytes()
    }

    static func decodeEnvelope(_ bytes: Data) throws -> SetEnvelope {
        let wire = try WireEnvelope(serializedBytes: bytes)
        return SetEnvelope(
            time: HybridTime(bits: wire.hybridTime), monotonic: wire.monotonicMs, author: wire.author,
            transaction: wire.transaction, clock: VersionVector(wire.clock))
    }

    static func encode(_ body: SetBody) throws -> Data {
        if let quick = QuickBody.encode(body) { return quick }
        let wire = WireBody.with {
            $0.changes = body.changes.map(\.wire)
            $0.receipts = body.receipts.map(\.wire)
            $0.verdicts = body.verdicts.map(\.wire)
            $0.members = body.members.map(\.wire)
        }
        return try wire.serializedBytes()
    }

    static func decodeBody(_ bytes: Data) throws -> SetBody {
        if let quick = QuickBody.decode(bytes) { return quick }
        let wire = try WireBody(serializedBytes: bytes)
        return SetBody(
            changes: try wire.changes.map { change in
                guard let change = RecordChange(change) else { throw SyncError.malformed("record id") }
                return change
            },
            receipts: wire.receipts.map(Receipt.init), verdicts: wire.verdicts.map(Verdict.init),
            members: try wire.members.map(Member.init))
    }

    /// A body with other dots in its contexts. All else in it stays, also what this version does not know.
    /// - Parameter seen: what a change without a context is given as its own.
    static func renaming(_ body: Data, _ renamed: [Dot: Dot], seen: VersionVector) -> Data {
        guard var wire = try? WireBody(serializedBytes: body) else { return body }
        for index in wire.changes.indices {
            if wire.changes[index].hasContext {
                let context = Context(wire.changes[index].context)
                wire.changes[index].context.vector =
                    VersionVector(context.vector.tips.map { renamed[$0] ?? $0 }).wire
                wire.changes[index].context.dots = context.dots.map { renamed[$0] ?? $0 }.sorted().map(\.wire)
            } else {
                wire.changes[index].context = Context(vector: seen).wire
            }
        }
        return (try? wire.serializedBytes()) ?? body
    }
}

extension Receipt {
    init(_ wire: WireReceipt) {
        self.init(
            ranges: wire.ranges.map { Range(epoch: Epoch(bits: $0.epoch), first: $0.first, last: $0.last) },
            receivedAt: wire.receivedAtMs)
    }

    var wire: WireReceipt {
        WireReceipt.with {
            $0.receivedAtMs = receivedAt
            $0.ranges = ranges.map { range in
                WireRange.with {
                    $0.epoch = range.epoch.bits
                    $0.first = range.first
                    $0.last = range.last
                }
            }
        }
    }
}

extension Verdict {
    init(_ wire: WireVerdict) {
        // A code that a newer hub made up still holds; it is shown as a rule with the hub's own words.
        let hold = wire.code.isEmpty ? nil : HoldReason(HoldReason.Code(rawValue: wire.code) ?? .rule, wire.reason)
        self.init(dot: Dot(Epoch(bits: wire.epoch), wire.counter), hold: hold)
    }

    var wire: WireVerdict {
        WireVerdict.with {
            $0.epoch = dot.epoch.bits
            $0.counter = dot.counter
            $0.code = hold?.code.rawValue ?? ""
            $0.reason = hold?.text ?? ""
        }
    }
}

extension Member {
    package init(_ wire: WireMember) throws {
        guard let algorithm = SignatureAlgorithm(rawValue: UInt8(clamping: wire.signatureAlgorithm)) else {
            throw SyncError.malformed("signature algorithm \(wire.signatureAlgorithm)")
        }
        self.init(
            replica: ReplicaID(bits: wire.replica), unit: wire.unit, role: wire.hub ? .county : .unit,
            label: wire.label, key: try VerifyingKey(algorithm: algorithm, bytes: Array(wire.verifyingKey)),
            enrolledAt: wire.enrolledAtMs, revokedAt: wire.revokedAtMs == 0 ? nil : wire.revokedAtMs)
    }

    package var wire: WireMember {
        WireMember.with {
            $0.replica = replica.bits
            $0.unit = unit
            $0.hub = role == .county
            $0.label = label
            $0.signatureAlgorithm = UInt32(key.algorithm.rawValue)
            $0.verifyingKey = Data(key.bytes)
            $0.enrolledAtMs = enrolledAt
            $0.revokedAtMs = revokedAt ?? 0
        }
    }
}
