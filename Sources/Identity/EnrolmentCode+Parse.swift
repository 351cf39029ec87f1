extension EnrolmentCode {
    /// Typed, pasted and formatted text beyond it is not read, in bytes of UTF-8.
    static let textBytesMax = 512

    /// Reads a code as people type it: ASCII or full-width digits, with spaces, line breaks and dashes anywhere.
    ///
    /// Throws, in this order: `codeTooLong` for a text beyond reason, `codeNotDigits` for any other character,
    /// `codeTooShort` or `codeTooLong`, `codeCheckDigits`.
    package init(_ text: String) throws(IdentityError) {
        guard text.utf8.count <= Self.textBytesMax else { throw .codeTooLong }
        var values: [UInt8] = []
        for scalar in text.unicodeScalars where !Self.isSeparator(scalar) {
            guard let value = Self.value(of: scalar) else { throw .codeNotDigits }
            values.append(value)
        }
        guard values.count >= Self.digitCount else { throw .codeTooShort }
        guard values.count == Self.digitCount else { throw .codeTooLong }
        guard DecimalDigits.checkDigits(of: values[..<30]).elementsEqual(values[30...]) else { throw .codeCheckDigits }
        try self.init(
            slot: values[..<4].reduce(0) { $0 * 10 + Int($1) },
            secret: EnrolmentSecret(values: Array(values[4..<15])),
            fingerprint: AuthorityFingerprint(values: Array(values[15..<30])))
    }

    private static func value(of scalar: Unicode.Scalar) -> UInt8? {
        switch scalar {
        case "0"..."9": UInt8(scalar.value - 0x30)
        case "\u{FF10}"..."\u{FF19}": UInt8(scalar.value - 0xFF10)
        default: nil
        }
    }

    /// White space (the full-width space U+3000 is among it), all dashes that Unicode knows, the minus sign, and marks
    /// without width that come along when a text is pasted.
    private static func isSeparator(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "\u{2212}", "\u{200B}", "\u{2060}", "\u{FEFF}": true
        default: scalar.properties.isWhitespace || scalar.properties.generalCategory == .dashPunctuation
        }
    }
}
