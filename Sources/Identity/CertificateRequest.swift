import SwiftASN1
import X509

/// A certificate signing request (PKCS #10, RFC 2986) in PEM: the key's holder asks, the authority decides all names.
package enum CertificateRequest {
    /// Makes a request signed by the key, which proves its possession; the common name (1 to 64 characters) is only for
    /// the eye, the authority ignores it. Throws `malformedName`, `signingFailed`.
    package static func make(key: TLSKey, commonName: String) throws(IdentityError) -> String {
        guard NameForm.isDisplayName(commonName) else { throw .malformedName }
        return try orThrow(.signingFailed) {
            let subject = try DistinguishedName { CommonName(commonName) }
            let request = try CertificateSigningRequest(
                version: .v1, subject: subject, privateKey: key.privateKey, attributes: .init(),
                signatureAlgorithm: .ecdsaWithSHA256)
            return PEMText.closed(try request.serializeAsPEM().pemString)
        }
    }

    /// The key that a request proves to hold; throws `malformedRequest`, `unsupportedKey`, `unprovedRequest`.
    static func provedKey(pem: String) throws(IdentityError) -> Certificate.PublicKey {
        guard pem.utf8.count <= PEMText.bytesMax else { throw .malformedRequest }
        let request = try orThrow(.malformedRequest) { try CertificateSigningRequest(pemEncoded: pem) }
        guard request.publicKey.isP256, request.signatureAlgorithm == .ecdsaWithSHA256 else { throw .unsupportedKey }
        guard request.publicKey.isValidSignature(request.signature, for: request) else { throw .unprovedRequest }
        return request.publicKey
    }
}
