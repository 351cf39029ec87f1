import Crypto
package import Foundation

/// The digests that chain a ledger's sets, and the bytes that are signed. Bodies enter by their own digest,
/// so that a chain stays whole when a body has to be purged.
package enum ChainDigest {
    /// SHA-256: the one digest algorithm in use (number 1).
    package static let byteCount = 32

    /// The digest before the first set of an epoch: SHA-256 of `zhishou-chain-v1` and the declaration's bytes.
    package static func start(declaration: some DataProtocol) -> Data {
        var hash = SHA256()
        hash.update(data: Data("zhishou-chain-v1".utf8))
        hash.update(data: declaration)
        return Data(hash.finalize())
    }

    package static func ofBody(_ body: some DataProtocol) -> Data { Data(SHA256.hash(data: body)) }

    /// The digest of a set: SHA-256 of the previous digest, the envelope's bytes and the body's digest.
    package static func next(
        after previous: Data, envelope: some DataProtocol, bodyDigest: Data
    ) -> Data {
        var hash = SHA256()
        hash.update(data: previous)
        hash.update(data: envelope)
        hash.update(data: bodyDigest)
        return Data(hash.finalize())
    }

    /// What a set's signature signs.
    package static func signedHead(_ digest: Data) -> [UInt8] { Array("zhishou-head-v1".utf8) + digest }

    /// What a declaration's signature signs.
    package static func signedDeclaration(_ declaration: some Collection<UInt8>) -> [UInt8] {
        Array("zhishou-epoch-v1".utf8) + declaration
    }

    /// Stands for a vector in an exchange where nothing changed: the first 8 bytes of the SHA-256 of its text and of
    /// its tips' digests, so that two stores whose dots are alike and whose sets are not differ in it.
    package static func ofVector(_ vector: VersionVector, tips: [Data]) -> Data {
        var hash = SHA256()
        hash.update(data: Data(vector.description.utf8))
        for digest in tips { hash.update(data: digest) }
        return Data(hash.finalize().prefix(8))
    }
}
