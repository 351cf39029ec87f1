import Crypto

/// Fifteen digits that stand for an authority's certificate in an enrolment code: stretched, so that finding another
/// certificate with the same ones costs 10¹⁵ times 0.1 s.
package struct AuthorityFingerprint: Sendable, Hashable {
    private static let salt = Array("zhishou-ca-fingerprint-v1".utf8)

    let values: [UInt8]

    /// Stretches SHA-256 of the certificate's DER (some 0.1 s and 32 MiB: off the cooperative pool, once per authority);
    /// throws `stretchingFailed`.
    package init(authorityDER: [UInt8]) throws(IdentityError) {
        let digest = Array(SHA256.hash(data: authorityDER))
        values = DecimalDigits.fifteen(of: try Stretching.stretch(digest, salt: Self.salt))
    }

    /// Takes 15 digits up again that were kept; throws `codeNotDigits` for anything else.
    package init(digits: String) throws(IdentityError) {
        guard let values = DecimalDigits.parsed(digits, count: 15) else { throw .codeNotDigits }
        self.values = values
    }

    init(values: [UInt8]) { self.values = values }

    package var digits: String { DecimalDigits.text(values) }

    /// Compares in constant time.
    package func isSame(as other: AuthorityFingerprint) -> Bool { Stretching.isSame(values, other.values) }
}
