/// A telephone number as people write it; two texts may stand for one number.
package struct PhoneNumber: Sendable, Hashable {
    /// Its digits, without the country's prefix.
    package let digits: String

    /// nil where there are too few digits for a number to be looked up.
    package init?(_ text: String) {
        var digits = ""
        for scalar in text.unicodeScalars {
            let narrow = ("\u{FF10}"..."\u{FF19}").contains(scalar) ? scalar.value - 0xFEE0 : scalar.value
            if (0x30...0x39).contains(narrow), let digit = Unicode.Scalar(narrow) {
                digits.unicodeScalars.append(digit)
            }
        }
        if digits.hasPrefix("0086") { digits.removeFirst(4) }
        if digits.utf8.count == 13, digits.hasPrefix("861") { digits.removeFirst(2) }
        guard digits.utf8.count >= Self.fewest else { return nil }
        self.digits = digits
    }

    /// Short numbers such as 110 and those of an exchange.
    private static let fewest = 3
    /// From so many digits on the area code may be left out.
    private static let local = 7

    /// The same for all numbers that reach the same telephone.
    var tail: String { String(digits.suffix(Self.local)) }

    /// Whether both reach the same telephone: the same digits, or the same with an area code.
    package func reaches(_ other: PhoneNumber) -> Bool {
        if digits == other.digits { return true }
        let (short, long) = digits.utf8.count < other.digits.utf8.count ? (self, other) : (other, self)
        // A mobile number has no area code.
        guard short.digits.utf8.count >= Self.local, !long.digits.hasPrefix("1") else { return false }
        return long.digits.hasPrefix("0") && long.digits.hasSuffix(short.digits)
    }
}
