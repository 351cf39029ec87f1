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

    /// RFC 5758, 3.2: without parameters.
    private static let ecdsaWithSHA256: ASN1ObjectIdentifier = [1, 2, 840, 10045, 4, 3, 2]

    /// Throws `malformedCertificate`, also for bytes past the end, for any version but 3 and for a second spelling.
    static func parsed(der: [UInt8]) throws(IdentityError) -> Certificate {
        guard der.count <= derBytesMax else { throw .malformedCertificate }
        let certificate = try orThrow(.malformedCertificate) { try Certificate(derEncoded: der) }
        guard certificate.version == .v3, try certificate.isSpelt(as: der) else { throw .malformedCertificate }
        return certificate
    }

    /// Whether the bytes around what is signed are the one spelling (DER) of an ECDSA signature with SHA-256.
    ///
    /// The library overlooks the count of unused bits of an ECDSA signature, so that one certificate could be shown
    /// in several forms. Signatures of other kinds are refused elsewhere.
    private func isSpelt(as der: [UInt8]) throws(IdentityError) -> Bool {
        guard signatureAlgorithm == .ecdsaWithSHA256 else { return true }
        return try orThrow(.malformedCertificate) {
            var serializer = DER.Serializer()
            try serializer.appendConstructedNode(identifier: .sequence) { serializer in
                serializer.serializeRawBytes(tbsCertificateBytes)
                try serializer.appendConstructedNode(identifier: .sequence) { serializer in
                    try serializer.serialize(Self.ecdsaWithSHA256)
                }
                try serializer.serialize(ASN1BitString(bytes: signature.rawRepresentation[...]))
            }
            return serializer.serializedBytes == der
        }
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
