import Crypto
import Foundation
import SwiftASN1
import X509

extension Certificate.PublicKey {
    var isP256: Bool { P256.Signing.PublicKey(self) != nil }

    /// The compressed point of 33 bytes (SEC 1); throws `unsupportedKey` for any key but P-256.
    func compressedPoint() throws(IdentityError) -> [UInt8] {
        guard let key = P256.Signing.PublicKey(self) else { throw .unsupportedKey }
        return Array(key.compressedRepresentation)
    }
}

extension Certificate {
    /// No certificate of ours has a tenth of it.
    static let derBytesMax = 8 * 1024

    /// Throws `malformedCertificate`, also for bytes past the end and for any version but 3.
    static func parsed(der: [UInt8]) throws(IdentityError) -> Certificate {
        guard der.count <= derBytesMax else { throw .malformedCertificate }
        let certificate = try orThrow(.malformedCertificate) { try Certificate(derEncoded: der) }
        guard certificate.version == .v3 else { throw .malformedCertificate }
        return certificate
    }

    /// The bytes of one certificate in PEM; throws `malformedCertificate`.
    static func der(pem: String) throws(IdentityError) -> [UInt8] {
        guard pem.utf8.count <= PEMText.bytesMax else { throw .malformedCertificate }
        let document = try orThrow(.malformedCertificate) { try PEMDocument(pemString: pem) }
        guard document.discriminator == defaultPEMDiscriminator else { throw .malformedCertificate }
        return document.derBytes
    }

    /// Whether the key's holder signed this certificate, by ECDSA with P-256 and SHA-256 and nothing else.
    func isSigned(by key: PublicKey) -> Bool {
        key.isP256 && signatureAlgorithm == .ecdsaWithSHA256 && key.isValidSignature(signature, for: self)
    }

    /// The alternative name when it is one URI and nothing else; else throws `wrongSubject`.
    func onlyURI() throws(IdentityError) -> String {
        let names = try orThrow(.wrongSubject) { try extensions.subjectAlternativeNames }
        guard let names, names.count == 1, case .uniformResourceIdentifier(let uri)? = names.first else {
            throw .wrongSubject
        }
        return uri
    }

    var validity: ValidityPeriod { ValidityPeriod(notBefore: notValidBefore, notAfter: notValidAfter) }

    var serialText: String { CertificateSerial.text(serialNumber.bytes) }
}
