import Crypto
import Foundation
import Identity
import Seeded
import SwiftASN1
import Testing
import X509

@Suite struct CertificateAuthorityTests {
    @Test func makesItsOwnCertificate() throws {
        let authority = try makeAuthority()
        let certificate = try Certificate(pemEncoded: authority.certificatePEM)
        #expect(certificate.issuer == certificate.subject)
        #expect(certificate.publicKey.isValidSignature(certificate.signature, for: certificate))
        #expect(try certificate.extensions.basicConstraints == .isCertificateAuthority(maxPathLength: 0))
        #expect(try certificate.extensions.keyUsage == KeyUsage(keyCertSign: true, cRLSign: true))
        #expect(authority.deployment == deployment)
        #expect(authority.certificate.validity.notBefore == now - 300_000)
        #expect(authority.certificate.validity.notAfter == now + 7305 * day)
    }

    @Test func isTakenUpAgain() throws {
        let first = try makeAuthority()
        let second = try CertificateAuthority(
            certificatePEM: first.certificatePEM, privateKeyPEM: first.privateKeyPEM)
        #expect(second.certificate == first.certificate)
        let peer = try verify(der(issueReplica(by: second)), first)
        #expect(peer.unit == "T001")
    }

    @Test func refusesAnotherPrivateKey() throws {
        let authority = try makeAuthority()
        #expect(throws: IdentityError.keyMismatch) {
            try CertificateAuthority(
                certificatePEM: authority.certificatePEM, privateKeyPEM: makeAuthority().privateKeyPEM)
        }
        #expect(throws: IdentityError.malformedKey) {
            try CertificateAuthority(certificatePEM: authority.certificatePEM, privateKeyPEM: "no key")
        }
    }

    @Test func aLeafIsNoAuthority() throws {
        let leaf = try issueReplica(by: makeAuthority())
        #expect(throws: IdentityError.notAnAuthority) { try AuthorityCertificate(pem: leaf) }
    }

    /// Self-signed by the authority's key, each with one thing missing.
    @Test func anAuthorityNeedsItsRightsAndItsDeployment() throws {
        let authority = try makeAuthority()
        let key = try P256.Signing.PrivateKey(pemRepresentation: authority.privateKeyPEM)
        let whole = Forgery {
            $0.subject = "临江县值守"
            $0.key = .init(key.publicKey)
            $0.basic = .isCertificateAuthority(maxPathLength: 0)
            $0.usage = KeyUsage(keyCertSign: true)
            $0.names = [.uniformResourceIdentifier("zhishou:\(deployment)")]
        }
        #expect(try AuthorityCertificate(der: whole.signed(by: authority)).deployment == deployment)
        let changes: [(inout Forgery) -> Void] = [
            { $0.basic = .notCertificateAuthority }, { $0.basic = nil },
            { $0.usage = KeyUsage(digitalSignature: true, cRLSign: true) }, { $0.usage = nil },
            { $0.names = nil }, { $0.names = [.uniformResourceIdentifier("zhishou:x")] },
            { $0.names = [.uniformResourceIdentifier("zhishou_\(deployment)")] },
            { $0.names = [.uniformResourceIdentifier("zhishou:\(deployment):T001:a1")] },
            { $0.names = [.dnsName("zhishou:\(deployment)")] }, { $0.subject = "邻县值守" },
        ]
        for (number, change) in changes.enumerated() {
            var forgery = whole
            change(&forgery)
            let der = try forgery.signed(by: authority)
            #expect(throws: IdentityError.notAnAuthority, "change \(number)") { try AuthorityCertificate(der: der) }
        }
    }

    @Test func anAuthorityMustSignItself() throws {
        let authority = try makeAuthority()
        let forged = try Forgery {
            $0.subject = "临江县值守"
            $0.basic = .isCertificateAuthority(maxPathLength: 0)
            $0.usage = KeyUsage(keyCertSign: true)
            $0.names = [.uniformResourceIdentifier("zhishou:\(deployment)")]
        }.signed(by: authority)
        #expect(throws: IdentityError.invalidSignature) { try AuthorityCertificate(der: forged) }
    }

    @Test(arguments: ["", "0198C2F4-7B1A-7C3D-9E55-0123456789AB", "0198c2f4", "0198c2f4-7b1a-7c3d-9e55_0123456789ab"])
    func refusesMalformedDeployments(text: String) {
        #expect(throws: IdentityError.malformedName) { try CertificateAuthority(deployment: text, name: "县", now: now) }
        #expect(throws: IdentityError.malformedName) { try HubName.dnsName(deployment: text) }
    }

    @Test(arguments: ["", "a\nb", String(repeating: "县", count: 65)])
    func refusesMalformedDisplayNames(name: String) {
        #expect(throws: IdentityError.malformedName) { try makeAuthority(name: name) }
        #expect(throws: IdentityError.malformedName) { try CertificateRequest.make(key: TLSKey(), commonName: name) }
    }

    @Test func issuesTheHub() throws {
        let authority = try makeAuthority()
        let key = TLSKey()
        let pem = try authority.issueHub(publicKeyOf: key, now: now)
        let certificate = try Certificate(pemEncoded: pem)
        let root = try Certificate(pemEncoded: authority.certificatePEM)
        #expect(root.publicKey.isValidSignature(certificate.signature, for: certificate))
        let names = try #require(try certificate.extensions.subjectAlternativeNames)
        #expect(Array(names) == [.dnsName("hub.0198c2f4-7b1a-7c3d-9e55-0123456789ab.zhishou.internal")])
        #expect(try certificate.extensions.extendedKeyUsage.map(Array.init) == [.serverAuth])
        #expect(try CertificateInfo(pem: pem).publicKey == key.publicKey)
    }

    @Test func issuesAReplica() throws {
        let authority = try makeAuthority()
        let key = TLSKey()
        let pem = try issueReplica(by: authority, key: key)
        let certificate = try Certificate(pemEncoded: pem)
        #expect(try certificate.extensions.extendedKeyUsage.map(Array.init) == [.clientAuth])
        #expect(
            try certificate.extensions.authorityKeyIdentifier?.keyIdentifier
                == Certificate(pemEncoded: authority.certificatePEM).extensions.subjectKeyIdentifier?.keyIdentifier)
        let info = try CertificateInfo(pem: pem)
        #expect(info.publicKey == key.publicKey)
        #expect(info.notBefore == now - 300_000)
        #expect(info.notAfter == now + 90 * day)
        #expect(info.renewAfter == (info.notBefore + info.notAfter) / 2)
    }

    /// A request that asks for the hub's name and for an authority's rights gets neither.
    @Test func takesOnlyTheKeyFromARequest() throws {
        let authority = try makeAuthority()
        let key = P256.Signing.PrivateKey()
        let hub = try HubName.dnsName(deployment: deployment)
        let wishes = try Certificate.Extensions {
            BasicConstraints.isCertificateAuthority(maxPathLength: nil)
            SubjectAlternativeNames([.dnsName(hub)])
        }
        let request = try CertificateSigningRequest(
            version: .v1, subject: try DistinguishedName { CommonName(hub) }, privateKey: .init(key),
            attributes: .init([.init(ExtensionRequest(extensions: wishes))]))
        let pem = try authority.issueReplica(
            request: request.serializeAsPEM().pemString, unit: "T001", replica: "a1", now: now)
        let certificate = try Certificate(pemEncoded: pem)
        #expect(certificate.subject == (try DistinguishedName { CommonName("a1") }))
        let names = try #require(try certificate.extensions.subjectAlternativeNames)
        #expect(Array(names) == [.uniformResourceIdentifier("zhishou:\(deployment):T001:a1")])
        #expect(try certificate.extensions.basicConstraints == .notCertificateAuthority)
    }

    @Test func refusesARequestForAKeyThatItsSenderDoesNotHold() throws {
        let victim = P256.Signing.PrivateKey().publicKey
        let subject = try DistinguishedName { CommonName("x") }
        let thief = try CertificateSigningRequest(
            version: .v1, subject: subject, privateKey: .init(P256.Signing.PrivateKey()), attributes: .init())
        let stolen = try CertificateSigningRequest(
            version: .v1, subject: subject, publicKey: .init(victim), attributes: .init(),
            signatureAlgorithm: .ecdsaWithSHA256, signature: thief.signature)
        #expect(throws: IdentityError.unprovedRequest) {
            try makeAuthority().issueReplica(
                request: stolen.serializeAsPEM().pemString, unit: "T001", replica: "a1", now: now)
        }
    }

    @Test func refusesRequestsOfOtherKinds() throws {
        let authority = try makeAuthority()
        let subject = try DistinguishedName { CommonName("x") }
        let kinds: [(Certificate.PrivateKey, Certificate.SignatureAlgorithm)] = [
            (.init(P384.Signing.PrivateKey()), .ecdsaWithSHA384), (.init(P384.Signing.PrivateKey()), .ecdsaWithSHA256),
            (.init(P256.Signing.PrivateKey()), .ecdsaWithSHA384), (.init(Curve25519.Signing.PrivateKey()), .ed25519),
        ]
        for (key, algorithm) in kinds {
            let request = try CertificateSigningRequest(
                version: .v1, subject: subject, privateKey: key, attributes: .init(), signatureAlgorithm: algorithm)
            #expect(throws: IdentityError.unsupportedKey) {
                try authority.issueReplica(
                    request: request.serializeAsPEM().pemString, unit: "T001", replica: "a1", now: now)
            }
        }
        for text in ["", "no request", authority.certificatePEM, String(repeating: "A", count: 20_000)] {
            #expect(throws: IdentityError.malformedRequest) {
                try authority.issueReplica(request: text, unit: "T001", replica: "a1", now: now)
            }
        }
    }

    @Test func neverIssuesForItsOwnKey() throws {
        let authority = try makeAuthority()
        let request = try CertificateRequest.make(key: TLSKey(pem: authority.privateKeyPEM), commonName: "x")
        #expect(throws: IdentityError.keyMismatch) {
            try authority.issueReplica(request: request, unit: "T001", replica: "a1", now: now)
        }
    }

    @Test(arguments: [
        ("", "a1"), ("T001", ""), ("T001", "a:1"), ("T001", "a 1"), (String(repeating: "T", count: 129), "a1"),
    ])
    func refusesMalformedNames(unit: String, replica: String) throws {
        let request = try CertificateRequest.make(key: TLSKey(), commonName: "x")
        #expect(throws: IdentityError.malformedName) {
            try makeAuthority().issueReplica(request: request, unit: unit, replica: replica, now: now)
        }
    }

    @Test func serialsFollowTheirGenerator() throws {
        var first = Seeded(seed: 7)
        var second = first
        let serial = CertificateSerial.random(using: &first)
        #expect(serial == CertificateSerial.random(using: &second))
        #expect(serial != CertificateSerial.random(using: &second))
        let pem = try makeAuthority().issueHub(publicKeyOf: TLSKey(), now: now, serial: serial)
        #expect(try CertificateInfo(pem: pem).serial == serial.text)
        #expect(serial.text.count == 32)
    }

    /// A dead clock battery at the hub (1970, or a wild year) still makes certificates that can be read.
    @Test(arguments: [Int64.min, -1, 0, 299_999, 253_402_300_799_999, Int64.max])
    func anyTimeMakesACertificate(time: Int64) throws {
        let authority = try CertificateAuthority(deployment: deployment, name: "县", now: time)
        let peer = try verify(der(issueReplica(by: authority, now: time)), authority)
        #expect(peer.notValidBefore >= 0)
        #expect(peer.notValidAfter >= peer.notValidBefore)
        #expect(peer.notValidAfter <= 253_402_300_799_000)
    }

    @Test func infoRefusesWhatIsNoCertificate() throws {
        for text in ["", "x", TLSKey().pem, String(repeating: "A", count: 20_000)] {
            #expect(throws: IdentityError.malformedCertificate) { try CertificateInfo(pem: text) }
        }
    }

    @Test func tlsKeySurvivesItsPEM() throws {
        let key = TLSKey()
        #expect(try TLSKey(pem: key.pem).publicKey == key.publicKey)
        #expect(key.pem.hasPrefix("-----BEGIN PRIVATE KEY-----\n"))
        #expect(key.pem.hasSuffix("-----END PRIVATE KEY-----\n"))
        let others = ["", "x", P384.Signing.PrivateKey().pemRepresentation, String(repeating: "A", count: 20_000)]
        for text in others {
            #expect(throws: IdentityError.malformedKey) { try TLSKey(pem: text) }
        }
    }
}
