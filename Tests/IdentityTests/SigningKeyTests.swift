import Crypto
import Foundation
import Identity
import Testing

@Suite struct SigningKeyTests {
    private let message = Array("城关镇 内涝".utf8)

    @Test(arguments: SignatureAlgorithm.allCases)
    func signsAndVerifies(algorithm: SignatureAlgorithm) throws {
        let key = SigningKey(algorithm: algorithm)
        let signature = try key.sign(message)
        #expect(signature.count == 64)
        #expect(key.algorithm == algorithm)
        #expect(key.verifyingKey.isValid(signature: signature, for: message))
        #expect(!key.verifyingKey.isValid(signature: signature, for: message + [0]))
        #expect(!SigningKey(algorithm: algorithm).verifyingKey.isValid(signature: signature, for: message))
    }

    @Test(arguments: SignatureAlgorithm.allCases)
    func survivesItsRawForm(algorithm: SignatureAlgorithm) throws {
        let key = SigningKey(algorithm: algorithm)
        let again = try SigningKey(algorithm: algorithm, rawRepresentation: key.rawRepresentation)
        #expect(key.rawRepresentation.count == 32)
        #expect(again.verifyingKey == key.verifyingKey)
        let read = try VerifyingKey(algorithm: algorithm, bytes: key.verifyingKey.bytes)
        #expect(read == key.verifyingKey)
        #expect(read.hashValue == key.verifyingKey.hashValue)
        #expect(read.isValid(signature: try again.sign(message), for: message))
    }

    @Test(arguments: SignatureAlgorithm.allCases)
    func refusesSignaturesOfAnotherLength(algorithm: SignatureAlgorithm) throws {
        let key = SigningKey(algorithm: algorithm)
        let signature = try key.sign(message)
        let zeros = [UInt8](repeating: 0, count: 64)
        let wrongs: [[UInt8]] = [[], Array(signature.dropLast()), signature + [0], zeros]
        for wrong in wrongs {
            #expect(!key.verifyingKey.isValid(signature: wrong, for: message))
        }
    }

    @Test func followsRFC8032() throws {
        let key = try SigningKey(
            algorithm: .ed25519,
            rawRepresentation: bytes("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb"))
        #expect(
            key.verifyingKey.bytes == bytes("3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c"))
        let signature = bytes(
            "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
                + "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00")
        #expect(key.verifyingKey.isValid(signature: signature, for: [0x72]))
    }

    @Test func followsRFC6979() throws {
        let key = try SigningKey(
            algorithm: .p256sha256,
            rawRepresentation: bytes("c9afa9d845ba75166b5c215767b1d6934e50c3db36e89b127b8a622b120f6721"))
        #expect(
            key.verifyingKey.bytes == bytes("0360fed4ba255a9d31c961eb74c6356d68c049b8923b61fa6ce669622e60f29fb6"))
        let signature = bytes(
            "efd48b2aacb6a8fd1140dd9cd45e81d69d2c877b56aaf991c34d0ea84eaf3716"
                + "f7cb1c942d657c41d436c7a1b6e29f65f3e900dbb9aff4064dc4ab2f843acda8")
        #expect(key.verifyingKey.isValid(signature: signature, for: Array("sample".utf8)))
    }

    @Test(arguments: SignatureAlgorithm.allCases)
    func refusesMalformedPrivateKeys(algorithm: SignatureAlgorithm) {
        for count in [0, 31, 33] {
            #expect(throws: IdentityError.malformedKey) {
                try SigningKey(algorithm: algorithm, rawRepresentation: [UInt8](repeating: 1, count: count))
            }
        }
    }

    @Test func refusesScalarsOutsideTheGroup() {
        for byte: UInt8 in [0, 0xff] {
            #expect(throws: IdentityError.malformedKey) {
                try SigningKey(algorithm: .p256sha256, rawRepresentation: [UInt8](repeating: byte, count: 32))
            }
        }
    }

    @Test func refusesMalformedP256Keys() throws {
        let good = SigningKey(algorithm: .p256sha256).verifyingKey.bytes
        let offTheCurve: [UInt8] = [2] + [UInt8](repeating: 0xff, count: 32)
        let wrongs: [[UInt8]] = [
            [], [0], Array(good.dropLast()), good + [0], [4] + Array(good.dropFirst()), offTheCurve,
        ]
        for wrong in wrongs {
            #expect(throws: IdentityError.malformedKey) {
                try VerifyingKey(algorithm: .p256sha256, bytes: wrong)
            }
        }
    }

    @Test func refusesMalformedEd25519Keys() throws {
        let good = SigningKey(algorithm: .ed25519).verifyingKey.bytes
        let onePastTheField: [UInt8] = [0xee] + [UInt8](repeating: 0xff, count: 30) + [0x7f]
        let wrongs: [[UInt8]] = [[], Array(good.dropLast()), good + [0], onePastTheField]
        for wrong in wrongs {
            #expect(throws: IdentityError.malformedKey) { try VerifyingKey(algorithm: .ed25519, bytes: wrong) }
        }
    }

    @Test(arguments: [
        "0000000000000000000000000000000000000000000000000000000000000000",
        "0000000000000000000000000000000000000000000000000000000000000080",
        "0100000000000000000000000000000000000000000000000000000000000000",
        "0100000000000000000000000000000000000000000000000000000000000080",
        "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85",
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa",
    ])
    func refusesPointsOfSmallOrder(point: String) {
        #expect(throws: IdentityError.malformedKey) { try VerifyingKey(algorithm: .ed25519, bytes: bytes(point)) }
    }

    /// Why they are refused: under the neutral point one signature, made without any key, fits every message.
    @Test func aPointOfSmallOrderWouldTakeAForgery() throws {
        let neutral: [UInt8] = [1] + [UInt8](repeating: 0, count: 31)
        let library = try Curve25519.Signing.PublicKey(rawRepresentation: neutral)
        let forged = neutral + [UInt8](repeating: 0, count: 32)
        #expect(library.isValidSignature(forged, for: message))
    }

    @Test func keysOfDifferentAlgorithmsDiffer() {
        let keys = Set(SignatureAlgorithm.allCases.map { SigningKey(algorithm: $0).verifyingKey })
        #expect(keys.count == 2)
        #expect(SignatureAlgorithm.p256sha256.rawValue == 1)
        #expect(SignatureAlgorithm.ed25519.rawValue == 2)
        #expect(SignatureAlgorithm(rawValue: 3) == nil)
        #expect(DigestAlgorithm.sha256.rawValue == 1)
        #expect(DigestAlgorithm(rawValue: 2) == nil)
    }
}
