import Crypto
import Foundation

/// A replica's private key for signing change sets; it also tells its algorithm's number.
package struct SigningKey: Sendable, KeepsSecret {
    private enum Parsed: Sendable {
        case p256(P256.Signing.PrivateKey)
        case ed25519(Curve25519.Signing.PrivateKey)
    }

    private let parsed: Parsed
    package let verifyingKey: VerifyingKey

    package var algorithm: SignatureAlgorithm { verifyingKey.algorithm }

    /// Draws a new key from the system's generator.
    package init(algorithm: SignatureAlgorithm) {
        switch algorithm {
        case .p256sha256: self.init(.p256(P256.Signing.PrivateKey()))
        case .ed25519: self.init(.ed25519(Curve25519.Signing.PrivateKey()))
        }
    }

    /// Reads 32 bytes: the scalar of P-256 (SEC 1), or the seed of Ed25519 (RFC 8032); else throws `malformedKey`.
    package init(algorithm: SignatureAlgorithm, rawRepresentation: [UInt8]) throws(IdentityError) {
        self.init(
            try orThrow(.malformedKey) {
                switch algorithm {
                case .p256sha256: .p256(try P256.Signing.PrivateKey(rawRepresentation: rawRepresentation))
                case .ed25519: .ed25519(try Curve25519.Signing.PrivateKey(rawRepresentation: rawRepresentation))
                }
            })
    }

    private init(_ parsed: Parsed) {
        self.parsed = parsed
        verifyingKey =
            switch parsed {
            case .p256(let key): VerifyingKey(key.publicKey)
            case .ed25519(let key): VerifyingKey(key.publicKey)
            }
    }

    /// The 32 secret bytes that `init(algorithm:rawRepresentation:)` reads: keep them in a file of mode 0600.
    package var rawRepresentation: [UInt8] {
        switch parsed {
        case .p256(let key): Array(key.rawRepresentation)
        case .ed25519(let key): Array(key.rawRepresentation)
        }
    }

    /// Signs the bytes (P-256 hashes them with SHA-256 first): 64 bytes; throws `signingFailed`.
    ///
    /// A signature differs each time, and a valid P-256 one can be turned into a second valid one by anybody, so it is
    /// never an identity.
    package func sign(_ bytes: [UInt8]) throws(IdentityError) -> [UInt8] {
        try orThrow(.signingFailed) {
            switch parsed {
            case .p256(let key): Array(try key.signature(for: bytes).rawRepresentation)
            case .ed25519(let key): Array(try key.signature(for: bytes))
            }
        }
    }
}
