import Crypto
import Foundation
import Identity
import Seeded
import SwiftASN1
import Testing
import X509

/// As an attacker would try it: each forgery is right in everything but one thing.
@Suite struct PeerIdentityTests {
    private let authority: CertificateAuthority

    init() throws { authority = try makeAuthority() }

    private func expect(
        _ error: IdentityError, _ leaf: [UInt8], sourceLocation: SourceLocation = #_sourceLocation
    ) {
        #expect(throws: error, sourceLocation: sourceLocation) { try verify(leaf, authority) }
    }

    @Test func knowsAReplica() throws {
        let key = TLSKey()
        let pem = try issueReplica(by: authority, key: key)
        let peer = try verify(der(pem), authority)
        let info = try CertificateInfo(pem: pem)
        #expect(peer.deployment == deployment)
        #expect(peer.unit == "T001")
        #expect(peer.replica == "00000000000000a1")
        #expect(peer.publicKey == key.publicKey)
        #expect(peer.serial == info.serial)
        #expect(peer.validity == info.validity)
    }

    @Test func theForgersTemplateItselfIsGood() throws {
        #expect(try verify(Forgery().signed(by: authority), authority).unit == "T001")
    }

    @Test func timeLocksNobodyOut() throws {
        let old = try verify(der(issueReplica(by: authority, now: now - 4000 * day)), authority)
        #expect(old.isExpired(at: now))
        let early = try verify(der(issueReplica(by: authority, now: now + 4000 * day)), authority)
        #expect(!early.isExpired(at: now))
        #expect(!early.isExpired(at: early.notValidAfter))
        #expect(early.isExpired(at: early.notValidAfter + 1))
    }

    @Test func refusesAStrangersAuthority() throws {
        let sameName = try makeAuthority()
        expect(.invalidSignature, try der(issueReplica(by: sameName)))
        let otherName = try makeAuthority(name: "邻县值守")
        expect(.foreignIssuer, try der(issueReplica(by: otherName)))
    }

    @Test func refusesALeafSignedByALeaf() throws {
        let key = TLSKey()
        let leaf = try issueReplica(by: authority, key: key)
        expect(.foreignIssuer, try Forgery().signed(by: key.pem, as: leaf))
        expect(.invalidSignature, try Forgery().signed(by: key.pem, as: authority.certificatePEM))
    }

    @Test func refusesASelfSignedLeaf() throws {
        let key = P256.Signing.PrivateKey()
        let forgery = Forgery { $0.key = .init(key.publicKey) }
        expect(.invalidSignature, try forgery.signed(by: key.pemRepresentation, as: authority.certificatePEM))
    }

    @Test func refusesTheHubAsAClient() throws {
        expect(.wrongUsage, try der(authority.issueHub(publicKeyOf: TLSKey(), now: now)))
    }

    @Test func refusesTheAuthorityAsAClient() throws {
        expect(.authorityAsPeer, authority.certificate.der)
    }

    @Test func refusesAuthoritiesBelowIt() throws {
        for basic in [BasicConstraints.isCertificateAuthority(maxPathLength: nil), nil] {
            expect(.authorityAsPeer, try Forgery { $0.basic = basic }.signed(by: authority))
        }
    }

    @Test func refusesOtherUsages() throws {
        let usages = [
            nil, KeyUsage(), KeyUsage(keyEncipherment: true), KeyUsage(digitalSignature: true, keyCertSign: true),
            KeyUsage(digitalSignature: true, cRLSign: true),
        ]
        for usage in usages {
            expect(.wrongUsage, try Forgery { $0.usage = usage }.signed(by: authority))
        }
        let extended: [[ExtendedKeyUsage.Usage]?] = [
            nil, [], [.serverAuth], [.any], [.clientAuth, .serverAuth], [.clientAuth, .any],
        ]
        for usage in extended {
            expect(.wrongUsage, try Forgery { $0.extended = usage }.signed(by: authority))
        }
    }

    @Test func refusesWhatItDoesNotUnderstand() throws {
        var more = Certificate.Extension(oid: [1, 3, 6, 1, 4, 1, 55555, 1], critical: true, value: [5, 0])
        expect(.unknownCriticalExtension, try Forgery { $0.more = [more] }.signed(by: authority))
        let bounds = Certificate.Extension(oid: [2, 5, 29, 30], critical: true, value: [0x30, 0])
        expect(.unknownCriticalExtension, try Forgery { $0.more = [bounds] }.signed(by: authority))
        more.critical = false
        #expect(try verify(Forgery { $0.more = [more] }.signed(by: authority), authority).unit == "T001")
    }

    @Test func refusesOtherKeysAndDigests() throws {
        let keys: [Certificate.PublicKey] = [
            .init(P384.Signing.PrivateKey().publicKey), .init(Curve25519.Signing.PrivateKey().publicKey),
        ]
        for key in keys {
            expect(.unsupportedKey, try Forgery { $0.key = key }.signed(by: authority))
        }
        expect(.invalidSignature, try Forgery { $0.algorithm = .ecdsaWithSHA384 }.signed(by: authority))
    }

    @Test func refusesNamesInOtherNumbersAndKinds() throws {
        let good = "zhishou:\(deployment):T001:00000000000000a1"
        let other = "zhishou:\(deployment):T002:00000000000000a2"
        let names: [[GeneralName]?] = [
            nil, [], [.uniformResourceIdentifier(good), .uniformResourceIdentifier(other)],
            [.uniformResourceIdentifier(good), .uniformResourceIdentifier(good)],
            [.uniformResourceIdentifier(good), .dnsName("a.example")], [.dnsName(good)], [.rfc822Name(good)],
        ]
        for list in names {
            expect(.wrongSubject, try Forgery { $0.names = list }.signed(by: authority))
        }
    }

    @Test(arguments: [
        "", "zhishou:", "zhishou:\(deployment)", "zhishou:\(deployment):T001", "zhishou:\(deployment):T001:a1:b2",
        "zhishou:\(deployment)::a1", "zhishou:\(deployment):T001:", "Zhishou:\(deployment):T001:a1",
        "http:\(deployment):T001:a1", " zhishou:\(deployment):T001:a1", "zhishou:\(deployment):T001:a1\n",
        "zhishou:\(deployment):T%30:a1", "zhishou:\(deployment):%e5:a1", "zhishou:\(deployment):%:a1",
        "zhishou:\(deployment):%+1:a1", "zhishou:\(deployment):T001:a1\0",
        "zhishou:\(deployment.uppercased()):T001:a1",
    ])
    func refusesNamesOfAnotherForm(uri: String) throws {
        #expect(throws: IdentityError.malformedName) { try ReplicaName(uri: uri) }
        expect(.wrongSubject, try Forgery { $0.names = [.uniformResourceIdentifier(uri)] }.signed(by: authority))
    }

    @Test func refusesAnotherDeployment() throws {
        let uri = "zhishou:\(otherDeployment):T001:a1"
        expect(.wrongDeployment, try Forgery { $0.names = [.uniformResourceIdentifier(uri)] }.signed(by: authority))
        let leaf = try der(issueReplica(by: authority))
        #expect(throws: IdentityError.wrongDeployment) {
            try PeerIdentity.verify(leafDER: leaf, authority: authority.certificate, deployment: otherDeployment)
        }
        let stray = try Forgery { $0.names = [.uniformResourceIdentifier(uri)] }.signed(by: authority)
        #expect(throws: IdentityError.wrongDeployment) {
            try PeerIdentity.verify(leafDER: stray, authority: authority.certificate, deployment: otherDeployment)
        }
    }

    @Test func refusesAnOldVersion() throws {
        expect(.malformedCertificate, try Forgery { $0.version = .v1 }.signed(by: authority))
    }

    @Test func refusesGarbage() throws {
        var generator = Seeded(seed: 1)
        let leaf = try der(issueReplica(by: authority))
        let noise = (0..<500).map { _ in UInt8.random(in: 0...255, using: &generator) }
        let nested = [UInt8](repeating: 0x30, count: 4000)
        for bytes in [[], [0], noise, nested, leaf + [0], leaf + leaf, [UInt8](repeating: 0x30, count: 10_000)] {
            expect(.malformedCertificate, bytes)
        }
        for count in stride(from: 1, to: leaf.count, by: 7) {
            expect(.malformedCertificate, Array(leaf.prefix(count)))
        }
    }

    @Test func refusesMoreThanItWillRead() throws {
        let ballast = Certificate.Extension(
            oid: [1, 3, 6, 1, 4, 1, 55555, 2], critical: false, value: [UInt8](repeating: 0, count: 8 * 1024)[...])
        expect(.malformedCertificate, try Forgery { $0.more = [ballast] }.signed(by: authority))
    }

    /// Whatever bit of a good certificate is changed, it is not accepted.
    @Test func refusesEachChangedBit() throws {
        let leaf = try der(issueReplica(by: authority))
        for index in leaf.indices {
            for bit in 0..<8 {
                var changed = leaf
                changed[index] ^= 1 << bit
                #expect(throws: IdentityError.self, "byte \(index), bit \(bit)") { try verify(changed, authority) }
            }
        }
    }

    /// swift-certificates 1.21.1 takes any count of unused bits that an ECDSA signature's last bits, being 0, allow.
    @Test func refusesASecondSpellingOfTheSignature() throws {
        var leaf: [UInt8] = []
        repeat { leaf = try der(issueReplica(by: authority)) } while leaf[leaf.count - 1] & 1 == 1
        let header = 4
        let algorithm = 12
        let signature = try header + Certificate(derEncoded: leaf).tbsCertificateBytes.count + algorithm
        #expect(leaf[signature] == 0x03)
        let unusedBits = signature + 2
        #expect(leaf[unusedBits] == 0)
        leaf[unusedBits] = 1
        expect(.malformedCertificate, leaf)
    }
}
