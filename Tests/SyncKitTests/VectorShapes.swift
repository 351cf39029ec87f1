import Foundation
import Identity

@testable import SyncKit

/// `names.json`.
struct NameVectors: Codable {
    struct Vector: Codable {
        var text: String
        var tips: [Tip]
        /// Of its tips, in order.
        var tipDigests: [Hex]
        /// What stands for it in an exchange where nothing changed.
        var digest: Hex
    }

    struct Tip: Codable {
        /// 16 hexadecimal digits.
        var epoch: String
        var counter: UInt64
    }

    struct Replica: Codable {
        var deployment: String
        var unit: String
        var replica: String
        var uri: String
        var hub: String
    }

    struct Record: Codable {
        var text: String
        var bytes: Hex
        var milliseconds: Int64
    }

    struct Time: Codable {
        var milliseconds: Int64
        var counter: UInt16
        var bits: String
    }

    var vectors: [Vector]
    var refusedVectors: [String]
    var replicas: [Replica]
    var records: [Record]
    var hybridTimes: [Time]

    static func make() throws -> NameVectors {
        let dots: [[Dot]] = [
            [], [Dot(Epoch(bits: 1), 1)], [Dot(Fixture.olderEpoch, 12), Dot(Fixture.hubEpoch, Dot.counterMax)],
        ]
        let deployment = "0198c2f4-7b1a-7c3d-9e55-0123456789ab"
        return NameVectors(
            vectors: dots.map { dots in
                let vector = VersionVector(dots)
                let digests = vector.tips.indices.map { Data(repeating: UInt8($0 + 1), count: 32) }
                return Vector(
                    text: vector.description,
                    tips: vector.tips.map { Tip(epoch: $0.epoch.description, counter: $0.counter) },
                    tipDigests: digests.map { Hex($0) },
                    digest: Hex(ChainDigest.ofVector(vector, tips: digests)))
            },
            refusedVectors: ["1:1", "0000000000000001:0", "0000000000000001:1099511627776", "0000000000000001"],
            replicas: try ["T001", "龙潭镇"].map { unit in
                let name = try ReplicaName(deployment: deployment, unit: unit, replica: "00000000000000a1")
                return Replica(
                    deployment: deployment, unit: unit, replica: name.replica, uri: name.uri,
                    hub: try HubName.dnsName(deployment: deployment))
            },
            records: [
                Record(
                    text: Fixture.record.description, bytes: Hex(Fixture.record.bytes),
                    milliseconds: Fixture.record.milliseconds)
            ],
            hybridTimes: [(0, 0), (1_790_000_000_000, 3)].map { milliseconds, counter in
                Time(
                    milliseconds: milliseconds, counter: counter,
                    bits: hexadecimal(HybridTime(milliseconds: milliseconds, counter: counter).bits))
            })
    }
}

/// `chain.json`: an epoch from its declaration to its third set, once a signature algorithm.
struct ChainVectors: Codable {
    struct Chain: Codable {
        var algorithm: UInt8
        /// Test keys, which guard nothing.
        var privateKey: Hex
        var publicKey: Hex
        var declaration: Hex
        /// What the declaration's signature signs.
        var signedDeclaration: Hex
        var declarationSignature: Hex
        /// The digest before the first set.
        var start: Hex
        var sets: [Link]
    }

    struct Link: Codable {
        var envelope: Hex
        /// Absent where it was purged.
        var body: Hex?
        var bodyDigest: Hex
        var digest: Hex
        /// What the head's signature signs.
        var signedHead: Hex
        var signature: Hex
    }

    var chains: [Chain]

    static func make() throws -> ChainVectors {
        ChainVectors(chains: try [.p256sha256, .ed25519].map(chain))
    }

    private static func chain(_ algorithm: SignatureAlgorithm) throws -> Chain {
        let key = try Fixture.key(algorithm)
        let declaration = try Fixture.declaration(algorithm).encode()
        let signed = ChainDigest.signedDeclaration(declaration)
        var digest = ChainDigest.start(declaration: declaration)
        let start = digest
        var links: [Link] = []
        for (number, body) in Fixture.bodies.prefix(3).map(\.1).enumerated() {
            var envelope = Fixture.envelope
            envelope.monotonic += UInt64(number)
            let (head, bytes) = (try SetCodec.encode(envelope), try SetCodec.encode(body))
            digest = ChainDigest.next(after: digest, envelope: head, bodyDigest: ChainDigest.ofBody(bytes))
            let signedHead = ChainDigest.signedHead(digest)
            links.append(
                Link(
                    envelope: Hex(head), body: number == 1 ? nil : Hex(bytes),
                    bodyDigest: Hex(ChainDigest.ofBody(bytes)),
                    digest: Hex(digest), signedHead: Hex(signedHead), signature: Hex(try key.sign(signedHead))))
        }
        return Chain(
            algorithm: algorithm.rawValue, privateKey: Hex(key.rawRepresentation),
            publicKey: Hex(key.verifyingKey.bytes), declaration: Hex(declaration), signedDeclaration: Hex(signed),
            declarationSignature: Hex(try key.sign(signed)), start: Hex(start), sets: links)
    }
}

/// `enrolment.json`.
struct EnrolmentVectors: Codable {
    struct Code: Codable {
        var digits: String
        var text: String
        var slot: Int
        var secret: String
        var fingerprint: String
        var checkDigits: String
    }

    struct Fingerprint: Codable {
        /// In place of a certificate's DER.
        var authority: Hex
        var digits: String
    }

    struct SecretHash: Codable {
        var secret: String
        var salt: Hex
        var hash: Hex
    }

    var codes: [Code]
    var fingerprints: [Fingerprint]
    var secretHashes: [SecretHash]
    /// A text, and the code of its refusal.
    var refused: [String: String]

    static func make() throws -> EnrolmentVectors {
        let salt = [UInt8](0..<16)
        return EnrolmentVectors(
            codes: try ["00421234567890191219604168717891", "99990000000000000000000000000033"].map { digits in
                let code = try EnrolmentCode(digits)
                return Code(
                    digits: code.digits, text: code.text, slot: code.slot, secret: code.secret.digits,
                    fingerprint: code.fingerprint.digits, checkDigits: String(digits.suffix(2)))
            },
            fingerprints: [
                Fingerprint(
                    authority: Hex("authority".utf8),
                    digits: try AuthorityFingerprint(authorityDER: Array("authority".utf8)).digits)
            ],
            secretHashes: [
                SecretHash(
                    secret: "12345678901", salt: Hex(salt),
                    hash: Hex(try EnrolmentSecret(digits: "12345678901").hash(salt: salt)))
            ],
            refused: [
                "00421234567890191219604168717892": "code.check-digits", "0042": "code.too-short",
                "004212345678901912196041687178910": "code.too-long",
                "O0421234567890191219604168717891":
                    "code.not-digits",
            ])
    }
}
