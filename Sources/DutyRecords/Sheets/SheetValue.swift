/// What a cell that a person filled in means in a field. What is not understood stays as it is, and entry says what
/// is wrong with it.
enum SheetValue {
    /// nil where the cell says nothing.
    static func json(_ cell: String, of field: Field) throws(EntryError) -> JSONValue? {
        let text = trimmed(cell)
        if text.isEmpty { return nil }
        switch field.kind {
        case .time: return .text(WrittenTime.isTime(text) ? text : SheetTime.read(text)?.written ?? text)
        case .date: return .text(SheetTime.read(text)?.writtenDay ?? text)
        case .timeOrDate:
            if WrittenTime.isTime(text) { return .text(text) }
            let time = SheetTime.read(text)
            return .text(time?.writtenDay ?? time?.written ?? text)
        case .choice(let words): return .text(choice(text, of: words, field.name))
        case .boolean: return try flag(text, of: field)
        case .integer: return try EditForm.json(narrow(text), of: field)
        case .texts:
            let parts = split(text, at: "；;\n、").map(trimmed).filter { !$0.isEmpty }
            return .array(parts.map { .text($0) })
        case .person: return .text(name(text))
        case .text where field.name == "name": return .text(name(text))
        case .lines, .items, .figures: return try EditForm.json(text, of: field)
        // A cell that was broken into lines by hand is one line.
        case .text, .reference: return .text(split(text, at: "\n").map(trimmed).joined(separator: " "))
        }
    }

    static func trimmed(_ text: String) -> String {
        let scalars = text.unicodeScalars
        guard let first = scalars.firstIndex(where: { !$0.properties.isWhitespace }),
            let last = scalars.lastIndex(where: { !$0.properties.isWhitespace })
        else { return "" }
        return String(scalars[first...last])
    }

    static func narrow(_ text: String) -> String {
        String(String.UnicodeScalarView(text.unicodeScalars.map(CellScanner.narrow)))
    }

    static func split(_ text: String, at signs: String) -> [String] {
        text.unicodeScalars.split { signs.unicodeScalars.contains($0) }.map { String($0) }
    }

    /// A name of two characters is often set apart to the width of three.
    static func name(_ text: String) -> String {
        let isChinese = text.unicodeScalars.allSatisfy { $0.properties.isWhitespace || $0.value >= 0x2E80 }
        guard isChinese else { return text }
        return String(String.UnicodeScalarView(text.unicodeScalars.filter { !$0.properties.isWhitespace }))
    }

    /// The word on the wire of what a screen shows in either language.
    private static func choice(_ text: String, of words: [String], _ field: String) -> String {
        for word in words
        where [word, Wording.choice(word, in: .chinese), Wording.choice(word, in: .english)].contains(text) {
            return word
        }
        if field == "establishment", Establishment.isOff(text) { return Establishment.off }
        return text
    }

    private static func flag(_ text: String, of field: Field) throws(EntryError) -> JSONValue {
        switch text.lowercased() {
        case "是", "有", "√", "✓", "yes", "true", "1": .boolean(true)
        case "否", "无", "×", "✗", "no", "false", "0": .boolean(false)
        default: throw .value(field, .wrongType)
        }
    }
}

/// Words by which people on no establishment go in rosters and lists of staff.
enum Establishment {
    static let off = "非在编"

    static func isOff(_ text: String) -> Bool {
        ["非在编", "编外", "临时", "聘用", "派遣", "合同工", "公益性岗位", "劳务", "保安", "门卫"].contains { text.contains($0) }
    }
}

/// A mobile number as it is typed: full-width digits are digits, blanks, dashes and the country's code do not count.
struct MobileNumber {
    /// What is left of it.
    let digits: String

    init(_ text: String) {
        var digits = text.unicodeScalars.compactMap { scalar -> String? in
            if " -\u{3000}".unicodeScalars.contains(scalar) { return nil }
            let isFull = ("\u{FF10}"..."\u{FF19}").contains(scalar) || scalar == "\u{FF0B}"
            return isFull ? Unicode.Scalar(scalar.value - 0xFEE0).map(String.init) : String(scalar)
        }.joined()
        for prefix in ["+86", "0086"] where digits.hasPrefix(prefix) { digits.removeFirst(prefix.count) }
        self.digits = digits
    }

    var isWhole: Bool {
        digits.utf8.count == 11 && digits.hasPrefix("1")
            && digits.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    }
}
