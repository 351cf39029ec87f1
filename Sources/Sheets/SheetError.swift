/// Why a file cannot be read or written, in both languages, with what to do.
package enum SheetError: Error, Sendable, Hashable {
    case empty
    case tooLarge
    /// `.xls`, a document of WPS, or one with a password: all lie in the same old container.
    case oldWorkbook
    case notAWorkbook
    /// A part that is missing or does not hold together.
    case damagedWorkbook
    case unpacksTooLarge
    case tooManyRows
    case tooManyColumns
    case noSuchSheet(Int)
    /// Bytes that are no text of that encoding.
    case notText(TextEncoding?)
    /// A quotation mark that is never closed, in the row (from 1 on) where it opens.
    case openQuote(row: Int)
    /// A text longer than a cell of a workbook holds; row and column from 1 on.
    case cellTooLong(row: Int, column: Int, units: Int)
    case notWritten

    package var chinese: String {
        switch self {
        case .empty: "文件是空的。请选择有内容的表格。"
        case .tooLarge: "文件超过 \(SheetLimits.bytesMax / 1024 / 1024) MB。请分成几个文件。"
        case .oldWorkbook: "这是旧版 .xls、WPS 专用格式或加了密码的文件，不能读取。请在 Excel 或 WPS 中“另存为”不加密码的 .xlsx 或 CSV。"
        case .notAWorkbook: "这不是 .xlsx 工作簿。请在 Excel 或 WPS 中另存为 .xlsx 或 CSV。"
        case .damagedWorkbook: "工作簿已损坏，无法完整读取。请在 Excel 或 WPS 中打开后另存为新的 .xlsx。"
        case .unpacksTooLarge: "工作簿解压后过大，没有读取。请只保留要导入的工作表，另存后再试。"
        case .tooManyRows: "表格超过 \(SheetLimits.rowsMax) 行。请分成几个文件。"
        case .tooManyColumns: "表格超过 \(SheetLimits.columnsMax) 列。请删去不用的列。"
        case .noSuchSheet(let number): "没有第 \(number) 个工作表。"
        case .notText(nil): "无法识别文件的文字编码。请存为 UTF-8 的 CSV 或 .xlsx。"
        case .notText(let encoding?): "文件内容不是 \(encoding.name) 编码。请换一种编码。"
        case .openQuote(let row): "第 \(row) 行有一个引号没有结束。请改正引号后再导入。"
        case .cellTooLong(let row, let column, let units):
            "第 \(row) 行第 \(column) 列有 \(units) 字，.xlsx 的一格最多 \(SheetLimits.cellUnitsMax) 字。请改用 CSV 导出。"
        case .notWritten: "工作簿没有写成，请检查磁盘和内存后再试，或改用 CSV 导出。"
        }
    }

    package var english: String {
        switch self {
        case .empty: "the file is empty; choose a table with something in it"
        case .tooLarge: "the file is larger than \(SheetLimits.bytesMax / 1024 / 1024) MB; split it"
        case .oldWorkbook:
            "this is an old .xls, a format of WPS alone, or a file with a password; save it as .xlsx without a password, or as CSV"
        case .notAWorkbook: "this is no .xlsx workbook; save it as .xlsx or CSV"
        case .damagedWorkbook: "the workbook is damaged; open it and save it as a new .xlsx"
        case .unpacksTooLarge:
            "the workbook is too large once unpacked, and was not read; keep only the sheet to import"
        case .tooManyRows: "the table has more than \(SheetLimits.rowsMax) rows; split it"
        case .tooManyColumns: "the table has more than \(SheetLimits.columnsMax) columns; delete those not used"
        case .noSuchSheet(let number): "there is no sheet \(number)"
        case .notText(nil): "the text encoding of the file is not known; save it as CSV in UTF-8, or as .xlsx"
        case .notText(let encoding?): "the file is not \(encoding.name); choose another encoding"
        case .openQuote(let row): "a quotation mark that opens in row \(row) is never closed; correct it"
        case .cellTooLong(let row, let column, let units):
            "row \(row), column \(column) has \(units) characters, and a cell of .xlsx holds \(SheetLimits.cellUnitsMax); export as CSV"
        case .notWritten: "the workbook could not be written; look at disk and memory, or export as CSV"
        }
    }
}
