/// One sheet: its cells as a person saw them, a merged cell's value over its whole range.
final class SheetPart: XMLReader {
    private let strings: [String]
    private let formats: [NumberFormat]
    private let startsIn1904: Bool

    private var cells: [CellPlace: String] = [:]
    private var damage: [CellPlace: CellDamage] = [:]
    private var merges: [(from: CellPlace, to: CellPlace)] = []
    private var row = -1
    private var column = -1
    private var kind = ""
    private var style = 0
    private var value = ""
    private var inline = ""
    private var isReading = false
    private var isOutside = false

    init(strings: [String], formats: [NumberFormat], startsIn1904: Bool) {
        self.strings = strings
        self.formats = formats
        self.startsIn1904 = startsIn1904
    }

    func start(_ name: String, _ attributes: [String: String]) throws(SheetError) {
        switch name {
        case "row":
            row = attributes["r"].flatMap { Int($0) }.map { $0 - 1 } ?? row + 1
            column = -1
        case "c":
            if let place = attributes["r"].flatMap(CellReference.place) {
                (row, column) = (place.row, place.column)
            } else {
                column += 1
            }
            (kind, value, inline) = (attributes["t"] ?? "n", "", "")
            style = attributes["s"].flatMap { Int($0) } ?? 0
        case "rPh": isReading = true
        case "mergeCell":
            if let range = attributes["ref"].flatMap(CellReference.range) { merges.append(range) }
        default: break
        }
    }

    func end(_ name: String, _ text: String) {
        switch name {
        case "v": value = text
        case "t" where !isReading: inline += text
        case "rPh": isReading = false
        case "c": keep()
        default: break
        }
    }

    private func keep() {
        let place = CellPlace(row: row, column: column)
        var text: String
        switch kind {
        case "s": text = Int(value).flatMap { strings.indices.contains($0) ? strings[$0] : nil } ?? ""
        case "inlineStr": text = EscapedCharacters.restored(inline)
        case "str": text = EscapedCharacters.restored(value)
        case "b": text = value == "1" ? "true" : value == "0" ? "false" : value
        case "d": text = String(value.prefix(16)).replacing("T", with: " ")
        case "e":
            text = value
            damage[place] = .formulaError
        default: text = number(at: place)
        }
        guard !text.isEmpty else { return }
        guard place.row >= 0, place.row < SheetLimits.rowsMax, place.column >= 0, place.column < SheetLimits.columnsMax
        else {
            if text.unicodeScalars.contains(where: { !$0.properties.isWhitespace }) { isOutside = true }
            return
        }
        cells[place] = text
    }

    private func number(at place: CellPlace) -> String {
        guard !value.isEmpty else { return "" }
        guard let number = Double(value) else { return value }
        let format = formats.indices.contains(style) ? formats[style] : .plain
        if let text = CellNumber(number, format, startsIn1904: startsIn1904).text { return text }
        damage[place] = .digitsLost
        return value
    }

    /// The table without the blank rows and columns at its end.
    func table(_ name: String) throws(SheetError) -> ReadTable {
        guard !isOutside else { throw .tooManyRows }
        let lastRow = cells.keys.map(\.row).max() ?? -1
        let lastColumn = cells.keys.map(\.column).max() ?? -1
        fillMerges(lastRow, lastColumn)
        guard lastRow >= 0 else { return ReadTable(name: name, rows: []) }
        let rows = (0...lastRow).map { row in
            (0...lastColumn).map { cells[CellPlace(row: row, column: $0)] ?? "" }
        }
        return ReadTable(name: name, rows: rows, damage: damage).trimmed()
    }

    /// Down to the last row that says something, or as far as the range goes within the rows that are merged with it.
    private func fillMerges(_ lastRow: Int, _ lastColumn: Int) {
        for (from, to) in merges {
            guard let text = cells[from] else { continue }
            guard from.row <= min(to.row, lastRow), from.column <= min(to.column, lastColumn) else { continue }
            for row in from.row...min(to.row, lastRow) {
                for column in from.column...min(to.column, lastColumn) {
                    let place = CellPlace(row: row, column: column)
                    cells[place] = text
                    damage[place] = damage[from]
                }
            }
        }
    }
}

/// `C7`, and `C3:C9`.
enum CellReference {
    static func place(_ text: String) -> CellPlace? {
        var column = 0
        var row = 0
        var hasDigits = false
        for byte in text.utf8 where byte != UInt8(ascii: "$") {
            switch byte {
            case UInt8(ascii: "A")...UInt8(ascii: "Z") where !hasDigits && column < 100_000:
                column = column * 26 + Int(byte - UInt8(ascii: "A")) + 1
            case UInt8(ascii: "0")...UInt8(ascii: "9") where column > 0 && row < 100_000_000:
                hasDigits = true
                row = row * 10 + Int(byte - UInt8(ascii: "0"))
            default: return nil
            }
        }
        return row > 0 && column > 0 ? CellPlace(row: row - 1, column: column - 1) : nil
    }

    static func range(_ text: String) -> (from: CellPlace, to: CellPlace)? {
        let parts = text.split(separator: ":").map(String.init)
        guard parts.count == 2, let from = place(parts[0]), let to = place(parts[1]) else { return nil }
        return (from, to)
    }
}
