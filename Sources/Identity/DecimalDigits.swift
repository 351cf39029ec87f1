/// Decimal digits as values 0 to 9, and their check digits.
enum DecimalDigits {
    /// So many digits of a number, with zeros in front.
    static func of(_ value: UInt64, count: Int) -> [UInt8] {
        var digits = [UInt8](repeating: 0, count: count)
        var rest = value
        for index in digits.indices.reversed() {
            digits[index] = UInt8(rest % 10)
            rest /= 10
        }
        return digits
    }

    static func text(_ digits: some Sequence<UInt8>) -> String {
        digits.reduce(into: "") { $0.unicodeScalars.append(Unicode.Scalar(UInt8(ascii: "0") + $1)) }
    }

    /// The digits of an ASCII text of exactly that length; nil for any other.
    static func parsed(_ text: String, count: Int) -> [UInt8]? {
        let digits = text.utf8.map { $0 &- UInt8(ascii: "0") }
        return digits.count == count && digits.allSatisfy { $0 < 10 } ? digits : nil
    }

    /// Two check digits, 02 to 98, by ISO 7064 MOD 97-10: they catch each wrong digit and each swap of neighbours.
    static func checkDigits(of digits: some Sequence<UInt8>) -> [UInt8] {
        let remainder = (digits + [0, 0]).reduce(0) { ($0 * 10 + UInt64($1)) % 97 }
        return of(98 - remainder, count: 2)
    }

    /// The bytes as one number, most significant first, modulo 10¹⁵; of 32 bytes the bias is below 2⁻²⁰⁰.
    static func fifteen(of bytes: [UInt8]) -> [UInt8] {
        let modulus: UInt64 = 1_000_000_000_000_000
        return of(bytes.reduce(0) { ($0 * 256 + UInt64($1)) % modulus }, count: 15)
    }
}
