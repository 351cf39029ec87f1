/// A one-time code that lets one replica enrol: 30 decimal digits and 2 check digits, to be read over a telephone.
///
/// Four digits are the code's slot at the hub (so tries are counted per code), eleven its secret, fifteen the stretched
/// fingerprint of the authority, which the agent checks before it sends anything; the check digits are ISO 7064's.
package struct EnrolmentCode: Sendable, KeepsSecret {
    static let digitCount = 32
    package static let slots = 0...9999

    package let slot: Int
    package let secret: EnrolmentSecret
    package let fingerprint: AuthorityFingerprint

    /// Draws a secret for a slot of the hub's; throws `codeSlot`.
    package init(
        slot: Int, fingerprint: AuthorityFingerprint, using generator: inout some RandomNumberGenerator
    ) throws(IdentityError) {
        try self.init(slot: slot, secret: EnrolmentSecret(using: &generator), fingerprint: fingerprint)
    }

    /// As the other, by the system's generator.
    package init(slot: Int, fingerprint: AuthorityFingerprint) throws(IdentityError) {
        var generator = SystemRandomNumberGenerator()
        try self.init(slot: slot, fingerprint: fingerprint, using: &generator)
    }

    init(slot: Int, secret: EnrolmentSecret, fingerprint: AuthorityFingerprint) throws(IdentityError) {
        guard Self.slots.contains(slot) else { throw .codeSlot }
        self.slot = slot
        self.secret = secret
        self.fingerprint = fingerprint
    }

    /// The 32 digits in one, for a file or a QR code: secret.
    package var digits: String {
        let body = DecimalDigits.of(UInt64(slot), count: 4) + secret.values + fingerprint.values
        return DecimalDigits.text(body + DecimalDigits.checkDigits(of: body))
    }

    /// The 32 digits in eight groups of four, for paper and telephone: secret.
    package var text: String {
        var result = ""
        for (index, digit) in digits.enumerated() {
            result += index > 0 && index % 4 == 0 ? " \(digit)" : "\(digit)"
        }
        return result
    }

    /// Whether the code was made for this authority, compared in constant time: before anything is sent to it.
    ///
    /// Some 0.1 s and 32 MiB: off the cooperative pool. Throws `stretchingFailed`.
    package func fingerprintMatches(authorityDER: [UInt8]) throws(IdentityError) -> Bool {
        fingerprint.isSame(as: try AuthorityFingerprint(authorityDER: authorityDER))
    }

    /// As `EnrolmentSecret.hash(salt:)`.
    package func secretHash(salt: [UInt8]) throws(IdentityError) -> [UInt8] { try secret.hash(salt: salt) }
}
