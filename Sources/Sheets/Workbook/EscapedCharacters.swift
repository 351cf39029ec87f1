/// A workbook writes a character that XML cannot hold as `_x0007_`. A text that reads so by itself has its first
/// underscore written that way.
enum EscapedCharacters {
    static func escaped(_ text: String) -> String {
        guard text.contains("_x") else { return text }
        return replaced(text) { _ in "_x005F_" }
    }

    static func restored(_ text: String) -> String {
        guard text.contains("_x") else { return text }
        let units = Array(text.utf16)
        var result: [UInt16] = []
        var place = 0
        while place < units.count {
            if let unit = code(units, at: place) {
                result.append(unit)
                place += 7
            } else {
                result.append(units[place])
                place += 1
            }
        }
        return String(decoding: result, as: UTF16.self)
    }

    /// Puts something in the place of the underscore before each `xHHHH_`.
    private static func replaced(_ text: String, _ underscore: (UInt16) -> String) -> String {
        let units = Array(text.utf16)
        var result: [UInt16] = []
        for (place, unit) in units.enumerated() {
            if let code = code(units, at: place) {
                result += Array(underscore(code).utf16)
            } else {
                result.append(unit)
            }
        }
        return String(decoding: result, as: UTF16.self)
    }

    /// The character that `_xHHHH_` at a place stands for.
    private static func code(_ units: [UInt16], at place: Int) -> UInt16? {
        guard place + 7 <= units.count, units[place] == 0x5F, units[place + 1] == 0x78, units[place + 6] == 0x5F else {
            return nil
        }
        let digits = units[place + 2..<place + 6]
        guard
            digits.allSatisfy({ (0x30...0x39).contains($0) || (0x41...0x46).contains($0) || (0x61...0x66).contains($0) }
            )
        else { return nil }
        return UInt16(String(decoding: digits, as: UTF16.self), radix: 16)
    }
}
