/// Writes a table as CSV that Excel in Chinese opens: UTF-8 with its mark, CRLF.
package enum CSVWriter {
    private static let mark: [UInt8] = [0xEF, 0xBB, 0xBF]

    package static func bytes(_ table: SheetTable) -> [UInt8] {
        let rows = [table.headings] + table.rows.map { $0.map(\.text) }
        return mark + Array(rows.map(line).joined().utf8)
    }

    private static func line(_ cells: [String]) -> String {
        let texts = cells.map(quoted)
        // A row of one blank cell would be a blank line.
        return (texts == [""] ? "\"\"" : texts.joined(separator: ",")) + "\r\n"
    }

    private static func quoted(_ text: String) -> String {
        let text = Neutralised.text(text)
        let isPlain = !text.unicodeScalars.contains { ",\"\r\n\t".unicodeScalars.contains($0) }
        let hasEdges = text.first == " " || text.last == " "
        if isPlain && !hasEdges { return text }
        // By scalars: a quotation mark may carry an accent.
        let doubled = text.unicodeScalars.map { $0 == "\"" ? "\"\"" : String($0) }.joined()
        return "\"\(doubled)\""
    }
}

/// A cell of a CSV that a spreadsheet would take for a formula gets an apostrophe before it, which our own reader takes
/// away again. A text that has one by itself gets one more, so that each text comes back as it was.
enum Neutralised {
    private static let starts: Set<Unicode.Scalar> = ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"]

    static func text(_ text: String) -> String { isLikeAFormula(text.unicodeScalars[...]) ? "'" + text : text }

    static func restored(_ text: String) -> String {
        let scalars = text.unicodeScalars
        guard scalars.first == "'", isLikeAFormula(scalars.dropFirst()) else { return text }
        return String(scalars.dropFirst())
    }

    /// Whether a formula's start stands behind any number of apostrophes.
    private static func isLikeAFormula(_ scalars: String.UnicodeScalarView.SubSequence) -> Bool {
        scalars.first { $0 != "'" }.map(starts.contains) ?? false
    }
}
