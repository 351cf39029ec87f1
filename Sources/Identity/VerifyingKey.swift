import Crypto
import Foundation

/// A replica's public key for its change sets, kept parsed, so that checking a signature does not read it again.
package struct VerifyingKey: Sendable {
    private enum Parsed: Sendable {
        case p256(P256.Signing.PublicKey)
        case ed25519(Curve25519.Signing.PublicKey)
    }

    package let algorithm: SignatureAlgorithm
    /// P-256: the compressed point of 33 bytes (SEC 1, 2.3.3); Ed25519: 32 bytes (RFC 8032, 5.1.2).
    package let bytes: [UInt8]
    private let parsed: Parsed

    /// Reads a key in the form of `bytes`; throws `malformedKey`.
    ///
    /// Of Ed25519, second spellings and points of small order are refused too, since under those one signature fits
    /// many messages; that other bytes are no point at all shows only when no signature is valid.
    package init(algorithm: SignatureAlgorithm, bytes: [UInt8]) throws(IdentityError) {
        switch algorithm {
        case .p256sha256:
            guard bytes.count == 33, bytes[0] == 2 || bytes[0] == 3 else { throw .malformedKey }
            self.init(try orThrow(.malformedKey) { try P256.Signing.PublicKey(compressedRepresentation: bytes) })
        case .ed25519:
            guard Ed25519Point.isAdmitted(bytes) else { throw .malformedKey }
            self.init(try orThrow(.malformedKey) { try Curve25519.Signing.PublicKey(rawRepresentation: bytes) })
        }
    }

    init(_ key: P256.Signing.PublicKey) {
        algorithm = .p256sha256
        bytes = Array(key.compressedRepresentation)
        parsed = .p256(key)
    }

    init(_ key: Curve25519.Signing.PublicKey) {
        algorithm = .ed25519
        bytes = Array(key.rawRepresentation)
        parsed = .ed25519(key)
    }

    /// Whether this key's holder signed the bytes; a signature of any other length than 64 bytes is not valid.
    package func isValid(signature: [UInt8], for bytes: [UInt8]) -> Bool {
        switch parsed {
        case .p256(let key):
            guard let parsed = try? P256.Signing.ECDSASignature(rawRepresentation: signature) else { return false }
            return key.isValidSignature(parsed, for: bytes)
        case .ed25519(let key):
            return key.isValidSignature(signature, for: bytes)
        }
    }
}

extension VerifyingKey: Hashable {
    package static func == (left: VerifyingKey, right: VerifyingKey) -> Bool {
        left.algorithm == right.algorithm && left.bytes == right.bytes
    }

    package func hash(into hasher: inout Hasher) {
        hasher.combine(algorithm)
        hasher.combine(bytes)
    }
}
