/// The short code of a printed page, for people to type: where the page is, and a seal over what it said.
///
/// Twenty signs of Crockford's base 32 in groups of five: 3 bits of version, 12 of the volume's name, 20 of the first
/// serial, 7 of the count of entries, 53 of the seal, and a check sign that finds every single wrong sign and every
/// two signs that were exchanged.
package struct PageCode: Sendable, Hashable {
    package let volumeTag: UInt64
    package let firstSerial: Int64
    package let count: Int
    package let seal: UInt64

    package static let countMax = 1 << countBits - 1
    private static let version: UInt128 = 1
    private static let tagBits = 12
    private static let serialBits = 20
    private static let countBits = 7
    package static let sealBits = 53
    /// Without the check sign.
    private static let signs = 19

    package init(volumeTag: UInt64, firstSerial: Int64, count: Int, seal: UInt64) {
        self.volumeTag = volumeTag & (1 << Self.tagBits - 1)
        self.firstSerial = firstSerial & (1 << Self.serialBits - 1)
        self.count = count & Self.countMax
        self.seal = seal & (1 << Self.sealBits - 1)
    }

    // MARK: As a person types it

    package enum Fault: Error, Hashable, Sendable {
        case length(Int)
        case sign(Character)
        /// Some sign is wrong, or two are exchanged.
        case check
        /// A later version made it.
        case version
    }

    /// Reads a code: small and full-width letters, O for 0, I and L for 1, blanks and dashes do not matter.
    package init(typed: String) throws(Fault) {
        var values: [UInt8] = []
        for scalar in typed.unicodeScalars where !Self.isBlank(scalar) {
            guard let value = Self.value(scalar) else { throw .sign(Character(scalar)) }
            values.append(value)
        }
        guard values.count == Self.signs + 1 else { throw .length(values.count) }
        guard Self.remainder(values) == 0 else { throw .check }
        var bits = values.dropLast().reduce(UInt128(0)) { $0 << 5 | UInt128($1) }
        func take(_ width: Int) -> UInt64 {
            defer { bits >>= width }
            return UInt64(bits & (1 << width - 1))
        }
        let seal = take(Self.sealBits)
        let count = take(Self.countBits)
        let serial = take(Self.serialBits)
        let tag = take(Self.tagBits)
        guard bits == Self.version else { throw .version }
        self.init(volumeTag: tag, firstSerial: Int64(serial), count: Int(count), seal: seal)
    }

    private static let alphabet = Array("0123456789ABCDEFGHJKMNPQRSTVWXYZ")

    private static func isBlank(_ scalar: Unicode.Scalar) -> Bool {
        scalar.properties.isWhitespace || scalar.properties.generalCategory == .dashPunctuation
    }

    private static func value(_ scalar: Unicode.Scalar) -> UInt8? {
        // Full-width forms stand 0xFEE0 above their ASCII ones.
        let isFull = (0xFF01...0xFF5E).contains(scalar.value)
        guard let plain = isFull ? Unicode.Scalar(scalar.value - 0xFEE0) : scalar else { return nil }
        switch Character(plain).uppercased() {
        case "O": return 0
        case "I", "L": return 1
        case let sign: return alphabet.firstIndex { String($0) == sign }.map { UInt8($0) }
        }
    }

    /// Signs as a polynomial over the field of 32 elements (x⁵ + x² + 1), at the point x: no two places weigh alike.
    private static func remainder(_ values: [UInt8]) -> UInt8 {
        values.reduce(0) { times($0) ^ $1 }
    }

    private static func times(_ value: UInt8) -> UInt8 {
        value & 16 == 0 ? value << 1 : value << 1 ^ 0b10_0101
    }
}

extension PageCode: CustomStringConvertible {
    package var description: String {
        var bits = Self.version
        for (value, width) in [
            (volumeTag, Self.tagBits), (UInt64(firstSerial), Self.serialBits), (UInt64(count), Self.countBits),
            (seal, Self.sealBits),
        ] {
            bits = bits << width | UInt128(value)
        }
        var values = (0..<Self.signs).map { UInt8(truncatingIfNeeded: bits >> ((Self.signs - 1 - $0) * 5) & 31) }
        values.append(Self.times(Self.remainder(values)))
        let text = values.map { String(Self.alphabet[Int($0)]) }
        return stride(from: 0, to: text.count, by: 5).map { text[$0..<min($0 + 5, text.count)].joined() }
            .joined(separator: "-")
    }
}
