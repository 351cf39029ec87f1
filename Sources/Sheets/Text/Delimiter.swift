/// What parts the cells of a row.
package enum Delimiter: String, Sendable, CaseIterable {
    case comma = ","
    case tab = "\t"
    case semicolon = ";"

    var byte: UInt8 {
        switch self {
        case .comma: UInt8(ascii: ",")
        case .tab: UInt8(ascii: "\t")
        case .semicolon: UInt8(ascii: ";")
        }
    }

    private static let guessedRows = 30

    /// The one that makes the most cells in rows of one and the same length.
    static func guess(_ text: String) -> Delimiter {
        func score(_ delimiter: Delimiter) -> Int {
            var parser = CSVParser(text, delimiter: delimiter, rowsMax: guessedRows)
            let lengths = parser.beginning().map(\.count)
            let counts = Dictionary(lengths.map { ($0, 1) }, uniquingKeysWith: +)
            return counts.map { ($0.key - 1) * $0.value }.max() ?? 0
        }
        let scores = allCases.map { ($0, score($0)) }
        return scores.reduce(scores[0]) { $1.1 > $0.1 ? $1 : $0 }.0
    }
}
