import Foundation
import Identity
import SwiftProtobuf

@testable import SyncKit

/// What the vectors say, in the engine's own words.
enum Fixture {
    static let deployment = Data([
        0x01, 0x98, 0xc2, 0xf4, 0x7b, 0x1a, 0x7c, 0x3d, 0x9e, 0x55, 0x01, 0x23, 0x45, 0x67, 0x89, 0xab,
    ])
    static let urgent = LedgerID(unit: "T001", name: .urgent)
    static let hubEpoch = Epoch(bits: 0x0000_0000_0000_00ff)
    static let townEpoch = Epoch(bits: 0x0123_4567_89ab_cdef)
    static let olderEpoch = Epoch(bits: 0xfedc_ba98_7654_3210)
    static let record = RecordID(high: 0x0198_c2f4_7b1a_7000, low: 0x8000_0000_0000_0001)

    /// Test keys: 32 bytes that count up. They guard nothing.
    static func key(_ algorithm: SignatureAlgorithm) throws -> SigningKey {
        let first: UInt8 = algorithm == .p256sha256 ? 1 : 0x41
        return try SigningKey(algorithm: algorithm, rawRepresentation: (0..<32).map { first + $0 })
    }

    static let values: [(String, FieldValue)] = [
        ("text", .text("龙潭村")), ("empty text", .text("")), ("integer", .integer(-3)),
        ("greatest integer", .integer(.max)), ("real", .real(12.5)), ("false", .boolean(false)),
        ("true", .boolean(true)), ("list", .list([.text("甲"), .integer(2)])), ("empty list", .list([])),
        (
            "composite, members sorted by name",
            .composite(["乙": .text("2"), "a": .text("1"), "B": .composite(["x": .absent])])
        ),
        ("absent", .absent),
    ]

    static let envelope = SetEnvelope(
        time: HybridTime(milliseconds: 1_790_000_000_000, counter: 3), monotonic: 86_400_000, author: "王五",
        transaction: Data([1, 2, 3, 4, 5, 6, 7, 8]),
        clock: VersionVector([Dot(hubEpoch, 7)]))

    static let change = RecordChange(
        collection: "log-entry", record: record,
        writes: [
            FieldWrite("matter", .set(.text("堤坝管涌"))),
            FieldWrite("sentTo", .elements(add: [.text("县水利局")], remove: [.text("县应急局")])),
        ],
        context: Context(vector: VersionVector([Dot(olderEpoch, 12), Dot(hubEpoch, 7)]), dots: [Dot(townEpoch, 2)]))

    static let withoutContext = RecordChange(
        collection: "incident", record: record, writes: [FieldWrite("deaths", .set(.integer(0)))])

    static let receipt = Receipt(
        ranges: [Receipt.Range(epoch: townEpoch, first: 1, last: 3)], receivedAt: 1_790_000_000_500)
    static let held = Verdict(dot: Dot(townEpoch, 2), hold: HoldReason(.authority, "the county's field"))
    static let released = Verdict(dot: Dot(townEpoch, 2), hold: nil)

    static func member(_ algorithm: SignatureAlgorithm, revokedAt: Int64? = nil) throws -> Member {
        Member(
            replica: ReplicaID(bits: 0xa1), unit: "T001", role: .unit, label: "A",
            key: try key(algorithm).verifyingKey, enrolledAt: 1_789_000_000_000, revokedAt: revokedAt)
    }

    static func declaration(_ algorithm: SignatureAlgorithm) -> EpochDeclaration {
        EpochDeclaration(
            deployment: deployment, ledger: urgent, epoch: townEpoch, replica: ReplicaID(bits: 0xa1),
            algorithm: algorithm,
            parents: [.init(dot: Dot(olderEpoch, 12), digest: Data(repeating: 0x11, count: 32))], cause: .copied,
            boot: Data("0d1f8e6a2b3c4d5e".utf8), program: "town-agent 1.0.0")
    }

    static let bodies: [(String, SetBody)] = [
        ("nothing", SetBody()),
        ("changes, with a context and without", SetBody(changes: [change, withoutContext])),
        ("a receipt", SetBody(receipts: [receipt])),
        ("a hold and a release", SetBody(verdicts: [held, released])),
    ]

    static let report = PeerReport(
        waiting: [PeerReport.Waiting(ledger: urgent, sets: 3, bytes: 512, oldest: 1_789_999_999_000, forClock: 1)],
        diskFree: 1_000_000_000, program: "town-agent 1.0.0", lastError: "timeout", heldSets: 1, openConflicts: 2,
        certificateExpires: 1_797_000_000_000, epoch: townEpoch, clockOffset: -250)

    /// A request with every kind of part: sets and declarations, a digest, a piece.
    static func request() throws -> ExchangeRequest {
        let encoded = try declaration(.p256sha256).encode()
        var first = LedgerPart(ledger: urgent)
        first.vector = .vector(VersionVector([Dot(townEpoch, 2)]))
        first.tipDigests = [Data(repeating: 0x66, count: LedgerPart.tipDigestBytes)]
        first.declarations = [SignedDeclaration(declaration: encoded, signature: Data(repeating: 0x22, count: 64))]
        first.runs = [
            Run(
                epoch: townEpoch, first: 1,
                sets: [
                    TravellingSet(
                        envelope: try SetCodec.encode(envelope), content: .body(Data([0x0a, 0x00])), signature: nil),
                    TravellingSet(
                        envelope: try SetCodec.encode(envelope),
                        content: .purged(digest: Data(repeating: 0x33, count: 32)),
                        signature: Data(repeating: 0x44, count: 64)),
                ])
        ]
        first.hasMore = true
        var second = LedgerPart(ledger: .notice)
        second.vector = .digest(
            ChainDigest.ofVector(
                VersionVector([Dot(hubEpoch, 7)]), tips: [Data(repeating: 0x55, count: 32)]))
        var third = LedgerPart(ledger: LedgerID(unit: "T001", name: .routine))
        third.piece = Piece(dot: Dot(townEpoch, 9), total: 300_000, offset: 4_096, bytes: Data([0xde, 0xad]))
        return ExchangeRequest(
            deployment: deployment, ledgers: [first, second, third], report: report, wait: 0,
            answerBytesMax: 262_144, sentAt: 1_790_000_000_000, isListening: false)
    }

    static func answer() throws -> ExchangeAnswer {
        var first = LedgerPart(ledger: urgent)
        first.vector = .vector(VersionVector([Dot(townEpoch, 2), Dot(hubEpoch, 8)]))
        first.refusals = [Refusal(dot: Dot(townEpoch, 3), code: .fork)]
        var second = LedgerPart(ledger: .notice)
        second.vector = .wanted
        var third = LedgerPart(ledger: LedgerID(unit: "T001", name: .routine))
        third.pieceOffset = 8_192
        third.hasMore = true
        return ExchangeAnswer(
            ledgers: [first, second, third], receivedAt: 1_790_000_000_400, answeredAt: 1_790_000_000_450,
            isRestoring: true)
    }
}

extension Fixture {
    private static func same<T: Equatable & Sendable>(
        _ name: String, _ type: any Message.Type, _ value: T, _ encode: @escaping @Sendable (T) throws -> Data,
        _ decode: @escaping @Sendable (Data) throws -> T
    ) -> GoldenMessage {
        GoldenMessage(
            name: name, type: type, encode: { try encode(value) }, reads: { bytes in try decode(bytes) == value })
    }

    static func messages() throws -> [GoldenMessage] {
        var all = values.map { name, value in
            same(name, WireValue.self, value) {
                try $0.wire.serializedBytes()
            } _: {
                FieldValue(try WireValue(serializedBytes: $0))
            }
        }
        all += [("a set", change.writes[0]), ("elements", change.writes[1])].map { name, write in
            same(name, WireWrite.self, write) {
                try $0.wire.serializedBytes()
            } _: {
                FieldWrite(try WireWrite(serializedBytes: $0))
            }
        }
        all.append(
            same("vector and dots", WireContext.self, change.context ?? Context(vector: VersionVector())) {
                try $0.wire.serializedBytes()
            } _: {
                Context(try WireContext(serializedBytes: $0))
            })
        all += [("P-256", SignatureAlgorithm.p256sha256, nil), ("Ed25519, revoked", .ed25519, 1_789_500_000_000)].map {
            (name: String, algorithm: SignatureAlgorithm, revokedAt: Int64?) in
            GoldenMessage(
                name: name, type: WireMember.self,
                encode: { try member(algorithm, revokedAt: revokedAt).wire.serializedBytes() },
                reads: { try Member(WireMember(serializedBytes: $0)) == member(algorithm, revokedAt: revokedAt) })
        }
        all += bodies.map { name, body in
            same(name, WireBody.self, body, SetCodec.encode, SetCodec.decodeBody)
        }
        let members = SetBody(members: [try member(.p256sha256)])
        all.append(same("a member", WireBody.self, members, SetCodec.encode, SetCodec.decodeBody))
        all.append(same("with all fields", WireEnvelope.self, envelope, SetCodec.encode, SetCodec.decodeEnvelope))
        all.append(
            same("with a parent", WireEpochDeclaration.self, declaration(.p256sha256), { try $0.encode() }) {
                try EpochDeclaration(encoded: $0)
            })
        return all
    }

    /// The bytes before compression: those behind it differ between versions of zstd.
    static func exchange() -> [GoldenMessage] {
        [
            GoldenMessage(
                name: "sets, a digest, a piece", type: WireExchangeRequest.self, encode: { try request().encode() },
                reads: { bytes in
                    let read = try ExchangeRequest(encoded: bytes)
                    return try read.encode() == bytes && read.report == report
                        && read.ledgers.map(\.runs) == request().ledgers.map(\.runs)
                        && read.ledgers.map(\.vector) == request().ledgers.map(\.vector)
                        && read.ledgers.map(\.piece) == request().ledgers.map(\.piece)
                }),
            GoldenMessage(
                name: "a vector, a refusal, a wish, an offset", type: WireExchangeAnswer.self,
                encode: { try answer().encode() },
                reads: { bytes in
                    let read = try ExchangeAnswer(encoded: bytes)
                    return try read.encode() == bytes && read.isRestoring
                        && read.ledgers.map(\.vector) == answer().ledgers.map(\.vector)
                        && read.ledgers.map(\.refusals) == answer().ledgers.map(\.refusals)
                        && read.ledgers.map(\.pieceOffset) == [0, 0, 8_192]
                }),
        ]
    }
}
