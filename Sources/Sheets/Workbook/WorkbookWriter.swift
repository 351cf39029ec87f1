import CXlsxWriter
import Glibc

/// Writes a table as a workbook of one sheet: texts are text cells, the headings stay in sight and on each print.
package enum WorkbookWriter {
    /// Columns grow with their texts up to this many half-width characters; longer ones wrap.
    private static let widthMax = 48
    private static let paperA4: UInt8 = 9
    /// Nothing of it is to lie on a disk: what a duty room exports may be anything.
    private static let memoryFolder = "/dev/shm"

    package static func bytes(_ table: SheetTable) throws(SheetError) -> [UInt8] {
        try checkLengths(table)
        let descriptor = shim_memory_file()
        guard descriptor >= 0 else { throw .notWritten }
        defer { close(descriptor) }
        guard write(table, to: "/proc/self/fd/\(descriptor)") else { throw .notWritten }
        return try contents(of: descriptor)
    }

    private static func checkLengths(_ table: SheetTable) throws(SheetError) {
        for (row, cells) in table.rows.enumerated() {
            for (column, cell) in cells.enumerated() {
                guard case .text(let text) = cell, text.utf8.count > SheetLimits.cellUnitsMax else { continue }
                let units = EscapedCharacters.escaped(text).utf16.count
                if units > SheetLimits.cellUnitsMax {
                    throw .cellTooLong(row: row + 2, column: column + 1, units: units)
                }
            }
        }
    }

    private static func write(_ table: SheetTable, to path: String) -> Bool {
        memoryFolder.withCString { folder in
            var options = lxw_workbook_options(
                constant_memory: 0,
                tmpdir: access(memoryFolder, W_OK) == 0 ? UnsafeMutablePointer(mutating: folder) : nil, use_zip64: 0)
            guard let workbook = workbook_new_opt(path, &options),
                let sheet = workbook_add_worksheet(workbook, sheetName(table.name)),
                let heading = workbook_add_format(workbook), let cell = workbook_add_format(workbook)
            else { return false }
            draw(heading, cell)
            worksheet_freeze_panes(sheet, 1, 0)
            worksheet_repeat_rows(sheet, 0, 0)
            worksheet_set_landscape(sheet)
            worksheet_set_paper(sheet, paperA4)
            worksheet_fit_to_pages(sheet, 1, 0)
            for (column, width) in widths(table).enumerated() {
                worksheet_set_column(sheet, lxw_col_t(column), lxw_col_t(column), Double(width), nil)
            }
            for (column, text) in table.headings.enumerated() {
                worksheet_write_string(sheet, 0, lxw_col_t(column), EscapedCharacters.escaped(text), heading)
            }
            var isWhole = true
            for (index, row) in table.rows.enumerated() {
                for (column, value) in row.enumerated() {
                    isWhole = put(value, sheet, lxw_row_t(index + 1), lxw_col_t(column), cell) && isWhole
                }
            }
            if !table.headings.isEmpty, !table.rows.isEmpty {
                worksheet_autofilter(
                    sheet, 0, 0, lxw_row_t(table.rows.count), lxw_col_t(table.headings.count - 1))
            }
            return workbook_close(workbook) == LXW_NO_ERROR && isWhole
        }
    }

    private static func draw(_ heading: UnsafeMutablePointer<lxw_format>, _ cell: UnsafeMutablePointer<lxw_format>) {
        format_set_bold(heading)
        format_set_bg_color(heading, 0xE6ECF2)
        for format in [heading, cell] {
            // The text format: what is typed into the cell later stays a text, too.
            format_set_num_format(format, "@")
            format_set_text_wrap(format)
            format_set_align(format, UInt8(LXW_ALIGN_VERTICAL_TOP.rawValue))
        }
    }

    private static func put(
        _ value: SheetCell, _ sheet: UnsafeMutablePointer<lxw_worksheet>, _ row: lxw_row_t, _ column: lxw_col_t,
        _ format: UnsafeMutablePointer<lxw_format>
    ) -> Bool {
        switch value {
        case .text(""): true
        case .text(let text):
            worksheet_write_string(sheet, row, column, EscapedCharacters.escaped(text), format) == LXW_NO_ERROR
        // A number of a spreadsheet holds 15 digits.
        case .number(let number) where number.magnitude >= 1_000_000_000_000_000:
            worksheet_write_string(sheet, row, column, String(number), format) == LXW_NO_ERROR
        case .number(let number):
            worksheet_write_number(sheet, row, column, Double(number), nil) == LXW_NO_ERROR
        }
    }

    private static func widths(_ table: SheetTable) -> [Int] {
        table.headings.indices.map { column in
            let texts =
                [table.headings[column]]
                + table.rows.prefix(200).compactMap { row in
                    row.indices.contains(column) ? row[column].text : nil
                }
            let widest =
                texts.map { text in
                    text.split(separator: "\n").map(halfWidths).max() ?? 0
                }.max() ?? 0
            return min(max(widest + 3, 8), widthMax)
        }
    }

    /// A Chinese character is as wide as two others.
    private static func halfWidths(_ line: Substring) -> Int {
        line.unicodeScalars.reduce(0) { $0 + ($1.value < 0x1100 ? 1 : 2) }
    }

    /// At most 31 characters, none of those that a sheet's name may not hold.
    private static func sheetName(_ name: String) -> String {
        let allowed = name.unicodeScalars.filter { !"[]:*?/\\'".unicodeScalars.contains($0) }
        var text = ""
        for scalar in allowed where text.utf16.count + scalar.utf16.count <= 31 { text.unicodeScalars.append(scalar) }
        return text.isEmpty ? "Sheet1" : text
    }

    private static func contents(of descriptor: Int32) throws(SheetError) -> [UInt8] {
        let length = lseek(descriptor, 0, SEEK_END)
        guard length > 0 else { throw .notWritten }
        var bytes = [UInt8](repeating: 0, count: length)
        var read = 0
        while read < length {
            let count = bytes.withUnsafeMutableBytes { buffer in
                pread(descriptor, buffer.baseAddress! + read, length - read, read)
            }
            guard count > 0 else { throw .notWritten }
            read += count
        }
        return bytes
    }
}
