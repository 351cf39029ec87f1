/// The persons that one cell of a roster names: `张三（镇长）13912345678`, `李四、王五`, `张　三`.
struct RosterNames {
    let names: [String]
    /// Numbers that stand with them and look like mobile numbers, whole or not.
    let mobiles: [String]

    private static let separators = "、,;/|\n，；"
    private static let nobody: Set<String> = ["-", "—", "——", "无", "空", "/"]

    /// - Parameter isKnown: whether the unit has somebody of that name.
    init(_ cell: String, isKnown: (String) -> Bool) {
        var (names, mobiles) = ([String](), [String]())
        for piece in SheetValue.split(Self.withoutBrackets(cell, &mobiles), at: Self.separators) {
            let text = SheetValue.trimmed(Self.withoutNumbers(piece, &mobiles))
            if text.isEmpty || Self.nobody.contains(text) { continue }
            let joined = SheetValue.name(text)
            let parts = text.split(whereSeparator: \.isWhitespace).map(String.init)
            let isOne = isKnown(joined) || parts.count < 2 || parts.contains { $0.unicodeScalars.count < 2 }
            names += isOne ? [joined] : parts
        }
        self.names = names
        self.mobiles = mobiles
    }

    /// What stands in brackets is a post or a number.
    private static func withoutBrackets(_ cell: String, _ mobiles: inout [String]) -> String {
        var (outside, inside) = ("", "")
        var depth = 0
        for scalar in cell.unicodeScalars.map(CellScanner.narrow) {
            if scalar == "(" {
                depth += 1
            } else if scalar == ")" {
                depth = max(0, depth - 1)
            } else if depth > 0 {
                inside.unicodeScalars.append(scalar)
            } else {
                outside.unicodeScalars.append(scalar)
            }
        }
        _ = withoutNumbers(inside, &mobiles)
        return outside
    }

    private static func withoutNumbers(_ text: String, _ mobiles: inout [String]) -> String {
        var rest = ""
        var digits = ""
        func isDigit(_ scalar: Unicode.Scalar) -> Bool { ("0"..."9").contains(scalar) }
        for scalar in text.unicodeScalars {
            if isDigit(scalar) || (scalar == "-" && !digits.isEmpty) {
                digits.unicodeScalars.append(scalar)
            } else {
                take(&digits, &mobiles)
                rest.unicodeScalars.append(scalar)
            }
        }
        take(&digits, &mobiles)
        return rest.replacing("电话", with: "").replacing("手机", with: "").replacing(":", with: "")
    }

    /// A number that begins with 1 is meant as a mobile one, others are lines of an office.
    private static func take(_ digits: inout String, _ mobiles: inout [String]) {
        if digits.hasPrefix("1"), digits.utf8.count >= 7 { mobiles.append(digits) }
        digits = ""
    }
}
