/// The eleven digits of an enrolment code that only its holder knows; the hub keeps their hash alone.
///
/// An agent sends `digits` with the slot's number, after it has checked the authority's fingerprint.
package struct EnrolmentSecret: Sendable, KeepsSecret {
    static let digitCount = 11
    private static let label = Array("zhishou-enrolment-secret-v1".utf8)

    let values: [UInt8]

    package init(using generator: inout some RandomNumberGenerator) {
        values = (0..<Self.digitCount).map { _ in UInt8.random(in: 0...9, using: &generator) }
    }

    /// Reads 11 ASCII digits; throws `codeNotDigits` for anything else.
    package init(digits: String) throws(IdentityError) {
        guard let values = DecimalDigits.parsed(digits, count: Self.digitCount) else { throw .codeNotDigits }
        self.values = values
    }

    init(values: [UInt8]) { self.values = values }

    /// The secret itself: for the enrolment request alone, never for a log.
    package var digits: String { DecimalDigits.text(values) }

    /// What the hub keeps: scrypt of the digits, 32 bytes, with a salt of its own of 16 bytes or more (some 0.1 s and
    /// 32 MiB: off the cooperative pool). Throws `saltTooShort`, `stretchingFailed`.
    package func hash(salt: [UInt8]) throws(IdentityError) -> [UInt8] {
        guard salt.count >= 16 else { throw .saltTooShort }
        return try Stretching.stretch(Array(digits.utf8), salt: Self.label + salt)
    }

    /// Whether the kept hash is this secret's, compared in constant time; costs and errors of `hash(salt:)`. Count the
    /// try at its slot before calling it.
    package func matches(hash kept: [UInt8], salt: [UInt8]) throws(IdentityError) -> Bool {
        Stretching.isSame(try hash(salt: salt), kept)
    }
}
