import SyncKit

/// Figures of casualties in what a caller said: 死亡3人, 两人受伤. What stands there twice and differs is not taken.
enum SpokenCasualties {
    private static let words: [(field: String, words: [String])] = [
        ("seriouslyInjured", ["重伤"]), ("deaths", ["死亡", "遇难"]), ("missing", ["失联", "失踪"]), ("injured", ["受伤"]),
        ("relocated", ["转移", "安置"]),
    ]

    static func read(_ matter: String, _ course: String) -> [CallTakeover.Element] {
        words.compactMap { field, words in
            let found = [("matter", matter), ("course", course)].flatMap { source, text in
                words.flatMap { counts(Array(text.unicodeScalars), $0) }.map { (source, $0) }
            }
            guard let first = found.first, found.allSatisfy({ $0.1 == first.1 }) else { return nil }
            return CallTakeover.Element(field: field, value: .integer(Int64(first.1)), from: [first.0])
        }
    }

    /// Numbers that stand right before or after a word: 3人死亡, 死亡3人, 死亡三人.
    private static func counts(_ text: [Unicode.Scalar], _ word: String) -> [Int] {
        let word = Array(word.unicodeScalars)
        guard text.count >= word.count else { return [] }
        return (0...(text.count - word.count)).flatMap { start -> [Int] in
            guard Array(text[start..<start + word.count]) == word else { return [] }
            return [after(text[(start + word.count)...]), before(text[..<start])].compactMap { $0 }
        }
    }

    private static func after(_ text: ArraySlice<Unicode.Scalar>) -> Int? {
        let digits = text.prefix { figure($0) }
        guard !digits.isEmpty, let unit = text[digits.endIndex...].first, "人名".unicodeScalars.contains(unit) else {
            return nil
        }
        return value(Array(digits))
    }

    private static func before(_ text: ArraySlice<Unicode.Scalar>) -> Int? {
        guard let unit = text.last, "人名".unicodeScalars.contains(unit) else { return nil }
        let digits = text.dropLast().reversed().prefix { figure($0) }
        return digits.isEmpty ? nil : value(digits.reversed())
    }

    private static let chinese = Array("零一二三四五六七八九十".unicodeScalars)

    private static func figure(_ scalar: Unicode.Scalar) -> Bool {
        (0x30...0x39).contains(scalar.value) || chinese.contains(scalar) || scalar == "两"
    }

    /// Digits, or one Chinese figure up to ten; longer ones a person reads better.
    private static func value(_ digits: [Unicode.Scalar]) -> Int? {
        let text = String(String.UnicodeScalarView(digits))
        if text.utf8.count <= 6, let number = Int(text) { return number }
        guard digits.count == 1 else { return nil }
        return digits[0] == "两" ? 2 : chinese.firstIndex(of: digits[0])
    }
}
