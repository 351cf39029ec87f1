import Crypto
import CryptoExtras
import Foundation

/// scrypt (RFC 7914) with N = 2¹⁵, r = 8, p = 1: some 0.1 s and 32 MiB a call, so never on the cooperative pool.
enum Stretching {
    /// 32 bytes; throws `stretchingFailed`.
    static func stretch(_ password: [UInt8], salt: [UInt8]) throws(IdentityError) -> [UInt8] {
        try orThrow(.stretchingFailed) {
            let key = try KDF.Scrypt.deriveKey(
                from: password, salt: salt, outputByteCount: 32, rounds: 1 << 15, blockSize: 8, parallelism: 1)
            return key.withUnsafeBytes { Array($0) }
        }
    }

    /// Whether both are the same, in a time that depends on their lengths alone.
    static func isSame(_ left: [UInt8], _ right: [UInt8]) -> Bool {
        SymmetricKey(data: left) == SymmetricKey(data: right)
    }
}
