import Crypto
import Foundation
import X509

/// A private P-256 key for TLS, of a hub or a replica.
package struct TLSKey: Sendable, KeepsSecret {
    private let key: P256.Signing.PrivateKey

    /// Draws a new key from the system's generator.
    package init() { key = P256.Signing.PrivateKey() }

    /// Reads PKCS #8 (RFC 5958) or SEC 1 in PEM; throws `malformedKey`, also for any other curve.
    package init(pem: String) throws(IdentityError) {
        guard pem.utf8.count <= PEMText.bytesMax else { throw .malformedKey }
        key = try orThrow(.malformedKey) { try P256.Signing.PrivateKey(pemRepresentation: pem) }
    }

    /// PKCS #8 in PEM, for curl and NIOSSL: secret, for a file of mode 0600.
    package var pem: String { PEMText.closed(key.pemRepresentation) }

    /// The public key as the compressed point of 33 bytes: what `PeerIdentity.publicKey` shows of its certificate.
    package var publicKey: [UInt8] { Array(key.publicKey.compressedRepresentation) }

    var privateKey: Certificate.PrivateKey { Certificate.PrivateKey(key) }
}
