/// Reads a table of text (RFC 4180, and what spreadsheets make of it).
package enum CSVReader {
    /// Rows in their order; blank ones stay, so that a row's number is the file's.
    package static func rows(_ text: String, delimiter: Delimiter) throws(SheetError) -> [[String]] {
        var parser = CSVParser(text, delimiter: delimiter, rowsMax: SheetLimits.rowsMax)
        return try parser.all()
    }
}

/// Over the text's bytes: quotation marks, delimiters and line ends are ASCII, and no part of any other character.
struct CSVParser {
    private let bytes: [UInt8]
    private let delimiter: UInt8
    private let rowsMax: Int
    private var place = 0

    private static let quote = UInt8(ascii: "\"")
    private static let lineFeed = UInt8(ascii: "\n")
    private static let carriageReturn = UInt8(ascii: "\r")

    init(_ text: String, delimiter: Delimiter, rowsMax: Int) {
        bytes = Array(text.utf8)
        self.delimiter = delimiter.byte
        self.rowsMax = rowsMax
    }

    mutating func all() throws(SheetError) -> [[String]] {
        var rows: [[String]] = []
        while place < bytes.count {
            // What follows the last row that is taken may be blank lines alone.
            guard rows.count < rowsMax || isBlankFromHere else { throw .tooManyRows }
            guard rows.count < rowsMax else { break }
            guard let row = row() else { throw .openQuote(row: rows.count + 1) }
            guard row.count <= SheetLimits.columnsMax || row[SheetLimits.columnsMax...].allSatisfy(\.isEmpty) else {
                throw .tooManyColumns
            }
            rows.append(row.map(Neutralised.restored))
        }
        return rows
    }

    /// The first rows, for a guess: one that does not end is left out.
    mutating func beginning() -> [[String]] {
        var rows: [[String]] = []
        while place < bytes.count, rows.count < rowsMax, let row = row() { rows.append(row) }
        return rows
    }

    private var isBlankFromHere: Bool {
        bytes[place...].allSatisfy { [Self.lineFeed, Self.carriageReturn, UInt8(ascii: " "), delimiter].contains($0) }
    }

    /// nil where a quotation mark is not closed.
    private mutating func row() -> [String]? {
        var cells: [String] = []
        while true {
            guard let cell = cell() else { return nil }
            cells.append(cell)
            guard place < bytes.count else { return cells }
            let byte = bytes[place]
            place += 1
            if byte == delimiter { continue }
            if byte == Self.carriageReturn, place < bytes.count, bytes[place] == Self.lineFeed { place += 1 }
            return cells
        }
    }

    /// Up to a delimiter or the end of the line.
    private mutating func cell() -> String? {
        var text: [UInt8] = []
        if place < bytes.count, bytes[place] == Self.quote {
            place += 1
            guard quoted(into: &text) else { return nil }
        }
        while place < bytes.count, ![delimiter, Self.lineFeed, Self.carriageReturn].contains(bytes[place]) {
            text.append(bytes[place])
            place += 1
        }
        return String(decoding: text, as: UTF8.self)
    }

    /// To the closing quotation mark; two of them are one.
    private mutating func quoted(into text: inout [UInt8]) -> Bool {
        while place < bytes.count {
            let byte = bytes[place]
            place += 1
            guard byte == Self.quote else {
                text.append(byte)
                continue
            }
            guard place < bytes.count, bytes[place] == Self.quote else { return true }
            text.append(Self.quote)
            place += 1
        }
        return false
    }
}
