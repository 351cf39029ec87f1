package import SyncKit

/// What a person typed to look for: words between blanks, all of which have to be there. A word is any part of a text.
package struct SearchWords: Sendable {
    /// What is longer was pasted by a slip of the hand.
    package static let scalarsMax = 200
    package static let wordsMax = 10

    package let words: [String]

    /// nil where it is too long.
    package init?(_ typed: String) {
        let words = typed.unicodeScalars.split { $0.properties.isWhitespace }.map { String($0) }
        guard typed.unicodeScalars.count <= Self.scalarsMax, words.count <= Self.wordsMax else { return nil }
        self.words = words
    }

    /// Each word as it stands, or where it is a telephone number as its digits alone.
    package var terms: [[TextQuery.Term]] {
        words.map { word in [.phrase(word)] + (Self.digits(of: word).map { [.phrase($0)] } ?? []) }
    }

    /// The digits of a telephone number that is written with other signs between them; nil where it is none.
    static func digits(of text: String) -> String? {
        var digits = String.UnicodeScalarView()
        var hasSigns = false
        for scalar in FoldedText(text).scalars.compactMap({ Unicode.Scalar($0) }) {
            switch scalar {
            case "0"..."9": digits.append(scalar)
            case " ", "-", "(", ")", "+", "/", ".", "\u{2010}", "\u{2013}", "\u{2014}": hasSigns = true
            default: return nil
            }
        }
        return hasSigns && digits.count >= 3 ? String(digits) : nil
    }
}
