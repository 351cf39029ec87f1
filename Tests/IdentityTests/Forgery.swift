import Crypto
import Foundation
import Identity
import SwiftASN1
import X509

/// A certificate that an attacker, or an authority gone wrong, could make: right in everything that is not changed.
struct Forgery {
    var version: Certificate.Version = .v3
    var subject = "00000000000000a1"
    var key = Certificate.PublicKey(P256.Signing.PrivateKey().publicKey)
    var algorithm: Certificate.SignatureAlgorithm = .ecdsaWithSHA256
    var basic: BasicConstraints? = .notCertificateAuthority
    var usage: KeyUsage? = KeyUsage(digitalSignature: true)
    var extended: [ExtendedKeyUsage.Usage]? = [.clientAuth]
    var names: [GeneralName]? = [.uniformResourceIdentifier("zhishou:\(deployment):T001:00000000000000a1")]
    var more: [Certificate.Extension] = []

    /// DER, signed by the key in PEM in the name of the issuer whose certificate it is.
    func signed(by keyPEM: String, as issuerPEM: String) throws -> [UInt8] {
        let issuer = try Certificate(pemEncoded: issuerPEM)
        return try signed(by: P256.Signing.PrivateKey(pemRepresentation: keyPEM), as: issuer.subject)
    }

    func signed(by authority: CertificateAuthority) throws -> [UInt8] {
        try signed(by: authority.privateKeyPEM, as: authority.certificatePEM)
    }

    private func signed(by signer: P256.Signing.PrivateKey, as issuer: DistinguishedName) throws -> [UInt8] {
        let start = Date(timeIntervalSince1970: Double(now / 1000))
        let certificate = try Certificate(
            version: version, serialNumber: .init(7), publicKey: key,
            notValidBefore: start, notValidAfter: start + 86_400,
            issuer: issuer, subject: try DistinguishedName { CommonName(subject) }, signatureAlgorithm: algorithm,
            extensions: try extensions(), issuerPrivateKey: .init(signer))
        return try der(certificate.serializeAsPEM().pemString)
    }

    private func extensions() throws -> Certificate.Extensions {
        var all: [Certificate.Extension] = []
        if let basic { all.append(try .init(basic, critical: true)) }
        if let usage { all.append(try .init(usage, critical: true)) }
        if let extended { all.append(try .init(ExtendedKeyUsage(extended), critical: false)) }
        if let names { all.append(try .init(SubjectAlternativeNames(names), critical: false)) }
        return try Certificate.Extensions(all + more)
    }
}

extension Forgery {
    init(_ change: (inout Forgery) -> Void) {
        self.init()
        change(&self)
    }
}
