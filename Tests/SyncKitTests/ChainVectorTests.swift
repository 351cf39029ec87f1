import Foundation
import Identity
import Testing

@testable import SyncKit

/// Digests and signatures of an epoch, step by step, as another language has to work them out.
@Suite struct ChainVectorTests {
    @Test(arguments: [0, 1]) func digestsFollowFromTheBytes(index: Int) throws {
        let file: ChainVectors = try VectorFile.read("chain.json")
        let chain = file.chains[index]
        #expect(ChainDigest.start(declaration: chain.declaration.data) == chain.start.data)
        var digest = chain.start.data
        for link in chain.sets {
            if let body = link.body { #expect(ChainDigest.ofBody(body.data) == link.bodyDigest.data) }
            digest = ChainDigest.next(after: digest, envelope: link.envelope.data, bodyDigest: link.bodyDigest.data)
            #expect(digest == link.digest.data)
            #expect(ChainDigest.signedHead(digest) == Array(link.signedHead.data))
        }
        #expect(chain.sets.count == 3)
    }

    @Test(arguments: [0, 1]) func signaturesHoldUnderTheirKeyAlone(index: Int) throws {
        let file: ChainVectors = try VectorFile.read("chain.json")
        let chain = file.chains[index]
        let algorithm = try #require(SignatureAlgorithm(rawValue: chain.algorithm))
        let key = try VerifyingKey(algorithm: algorithm, bytes: Array(chain.publicKey.data))
        #expect(ChainDigest.signedDeclaration(chain.declaration.data) == Array(chain.signedDeclaration.data))
        var signed = [(chain.signedDeclaration, chain.declarationSignature)]
        signed += chain.sets.map { ($0.signedHead, $0.signature) }
        for (bytes, signature) in signed {
            #expect(key.isValid(signature: Array(signature.data), for: Array(bytes.data)))
            var changed = Array(bytes.data)
            changed[changed.count - 1] ^= 1
            #expect(!key.isValid(signature: Array(signature.data), for: changed))
        }
    }

    /// All but the signatures, which differ each time, is made anew as it stands in the file.
    @Test func isMadeAsItStands() throws {
        let (file, made) = (try VectorFile.read("chain.json", as: ChainVectors.self), try ChainVectors.make())
        #expect(file.chains.map(\.declaration) == made.chains.map(\.declaration))
        #expect(file.chains.map(\.publicKey) == made.chains.map(\.publicKey))
        #expect(file.chains.map { $0.sets.map(\.envelope) } == made.chains.map { $0.sets.map(\.envelope) })
        #expect(file.chains.map { $0.sets.map(\.body) } == made.chains.map { $0.sets.map(\.body) })
        #expect(file.chains.map { $0.sets.map(\.digest) } == made.chains.map { $0.sets.map(\.digest) })
    }

    @Test func aDeclarationIsReadAsWhatItBinds() throws {
        let file: ChainVectors = try VectorFile.read("chain.json")
        for (chain, algorithm) in zip(file.chains, [SignatureAlgorithm.p256sha256, .ed25519]) {
            #expect(try EpochDeclaration(encoded: chain.declaration.data) == Fixture.declaration(algorithm))
        }
    }
}
