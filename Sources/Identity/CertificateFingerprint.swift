import Crypto

/// What two people compare to see that they mean the same certificate: SHA-256 of its DER, as OpenSSL writes it.
package enum CertificateFingerprint {
    /// Sixty-four hexadecimal digits in pairs with colons.
    package static func text(der: [UInt8]) -> String {
        let digits = Array("0123456789ABCDEF")
        return SHA256.hash(data: der).map { "\(digits[Int($0 >> 4)])\(digits[Int($0 & 15)])" }.joined(separator: ":")
    }
}
