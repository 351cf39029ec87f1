/// Reads a cell as a person filled it in: full-width digits and signs are digits and signs.
struct CellScanner {
    private let scalars: [Unicode.Scalar]
    private(set) var place = 0

    init(_ text: String) {
        scalars = text.unicodeScalars.map(Self.narrow)
        skipSpaces()
    }

    /// U+FF01 to U+FF5E stand for ASCII.
    static func narrow(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
        if scalar == "\u{3000}" || scalar == "\u{A0}" { return " " }
        guard ("\u{FF01}"..."\u{FF5E}").contains(scalar) else { return scalar }
        return Unicode.Scalar(scalar.value - 0xFEE0) ?? scalar
    }

    var isAtEnd: Bool { place == scalars.count }
    private var next: Unicode.Scalar? { place < scalars.count ? scalars[place] : nil }

    mutating func skipSpaces() { while next == " " || next == "\n" || next == "\t" { place += 1 } }

    /// The value and how many digits it had.
    mutating func number(digits most: Int) -> (value: Int, digits: Int)? {
        let start = place
        var value = 0
        while let scalar = next, ("0"..."9").contains(scalar), place - start < most {
            value = value * 10 + Int(scalar.value - 0x30)
            place += 1
        }
        return place == start ? nil : (value, place - start)
    }

    mutating func take(_ signs: String) -> Bool {
        guard let next, signs.unicodeScalars.contains(next) else { return false }
        place += 1
        return true
    }

    mutating func take(word: String) -> Bool {
        let letters = Array(word.unicodeScalars)
        guard place + letters.count <= scalars.count, Array(scalars[place..<place + letters.count]) == letters else {
            return false
        }
        place += letters.count
        return true
    }

    /// Goes back where an attempt failed.
    mutating func attempt<Found>(_ read: (inout CellScanner) -> Found?) -> Found? {
        let start = place
        if let found = read(&self) { return found }
        place = start
        return nil
    }
}
