/// A file of tables, whatever it is called: told by its bytes.
package struct SheetFile: Sendable {
    package enum Kind: Sendable, Hashable {
        case workbook
        /// With the encoding and the delimiter by which it was read.
        case text(TextEncoding, Delimiter)
    }

    package let kind: Kind
    /// One for each sheet with something in it; a text file has one.
    package let tables: [ReadTable]

    private static let zip: [UInt8] = [0x50, 0x4B]
    /// Microsoft's compound file: .xls, and any workbook behind a password.
    private static let compound: [UInt8] = [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]

    /// - Parameters:
    ///   - encoding: of a text; nil: by a guess.
    ///   - delimiter: of a text; nil: by a guess.
    package static func read(
        _ bytes: [UInt8], encoding: TextEncoding? = nil, delimiter: Delimiter? = nil
    ) throws(SheetError) -> SheetFile {
        guard !bytes.isEmpty else { throw .empty }
        guard bytes.count <= SheetLimits.bytesMax else { throw .tooLarge }
        if bytes.starts(with: compound) { throw .oldWorkbook }
        if bytes.starts(with: zip) {
            let tables = try WorkbookReader.tables(bytes)
            guard !tables.isEmpty else { throw .empty }
            return SheetFile(kind: .workbook, tables: tables)
        }
        guard let encoding = encoding ?? TextEncoding.guess(bytes) else { throw .notText(nil) }
        guard let text = encoding.text(bytes) else { throw .notText(encoding) }
        let delimiter = delimiter ?? Delimiter.guess(text)
        let table = ReadTable(rows: try CSVReader.rows(text, delimiter: delimiter)).trimmed()
        guard !table.rows.isEmpty else { throw .empty }
        return SheetFile(kind: .text(encoding, delimiter), tables: [table])
    }
}
