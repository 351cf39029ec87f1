import Foundation

/// A text as a search compares it, scalar by scalar: compatibility forms and full width folded (NFKD), case folded,
/// every white space one blank. Each scalar is folded by itself, so that a hit is found again in the text as it stands.
package struct FoldedText: Sendable {
    package private(set) var scalars: [UInt32] = []
    /// Of each folded scalar: which scalar of the text it came of.
    private var places: [Int] = []

    package init(_ text: some StringProtocol) {
        scalars.reserveCapacity(text.utf8.count)
        for (place, scalar) in text.unicodeScalars.enumerated() {
            Self.fold(scalar) { folded in
                scalars.append(folded)
                places.append(place)
            }
        }
    }

    private static let blank: UInt32 = 0x20

    static func fold(_ scalar: Unicode.Scalar, _ take: (UInt32) -> Void) {
        switch scalar.value {
        case 0x41...0x5A: take(scalar.value + 0x20)
        case 0x09...0x0D, 0x3000: take(blank)
        case 0x20...0x7E: take(scalar.value)
        // Unified ideographs have no other form, nor have the marks and figures before them.
        case 0x3001...0x302F, 0x3400...0x4DBF, 0x4E00...0x9FFF, 0x2_0000...0x2_F7FF, 0x3_0000...0x3_FFFF:
            take(scalar.value)
        case 0xFF21...0xFF3A: take(scalar.value - 0xFEE0 + 0x20)
        case 0xFF01...0xFF5E: take(scalar.value - 0xFEE0)
        default:
            for part in String(scalar).decomposedStringWithCompatibilityMapping.unicodeScalars {
                for lower in part.properties.lowercaseMapping.unicodeScalars {
                    take(lower.properties.isWhitespace ? blank : lower.value)
                }
            }
        }
    }

    /// Where a word stands, as ranges of the text's scalars that do not overlap.
    package func ranges(of word: FoldedText) -> [Range<Int>] {
        guard let first = word.scalars.first, word.scalars.count <= scalars.count else { return [] }
        var found: [Range<Int>] = []
        var start = 0
        let last = scalars.count - word.scalars.count
        while start <= last {
            guard scalars[start] == first, scalars[start..<start + word.scalars.count].elementsEqual(word.scalars)
            else {
                start += 1
                continue
            }
            let end = start + word.scalars.count
            found.append(places[start]..<places[end - 1] + 1)
            start = end
        }
        return found
    }
}
