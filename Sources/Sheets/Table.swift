/// A table on its way out: one row of headings, then rows of as many cells.
package struct SheetTable: Sendable, Hashable {
    package var name: String
    package var headings: [String]
    package var rows: [[SheetCell]]

    package init(name: String, headings: [String], rows: [[SheetCell]]) {
        self.name = name
        self.headings = headings
        self.rows = rows
    }
}

/// Telephone and identity numbers and times are texts: a spreadsheet changes nothing of them. Numbers are what one
/// adds up.
package enum SheetCell: Sendable, Hashable {
    case text(String)
    case number(Int64)

    package var text: String {
        switch self {
        case .text(let text): text
        case .number(let number): String(number)
        }
    }
}

/// A table that was read: rows of texts as a person saw them. Rows may be of different lengths.
package struct ReadTable: Sendable, Hashable {
    /// The sheet's name; empty for a text file.
    package var name: String
    package var rows: [[String]]
    /// Cells whose text is not what somebody typed.
    package var damage: [CellPlace: CellDamage]

    package init(name: String = "", rows: [[String]], damage: [CellPlace: CellDamage] = [:]) {
        self.name = name
        self.rows = rows
        self.damage = damage
    }

    /// Without the blank rows at its end, which a formatted sheet has by the thousand.
    func trimmed() -> ReadTable {
        let last = rows.lastIndex { row in row.contains { !$0.isEmpty } }
        return ReadTable(name: name, rows: last.map { Array(rows[...$0]) } ?? [], damage: damage)
    }
}

/// From 0 on.
package struct CellPlace: Sendable, Hashable {
    package let row: Int
    package let column: Int

    package init(row: Int, column: Int) {
        self.row = row
        self.column = column
    }
}

package enum CellDamage: Sendable, Hashable {
    /// A number of 16 digits or more: a spreadsheet kept the first 15, the others are zeros.
    case digitsLost
    /// A formula that gave no value.
    case formulaError
}

/// What is read at most; a file beyond it is refused and not cut.
package enum SheetLimits {
    package static let bytesMax = 4 * 1024 * 1024
    /// All parts of a workbook unpacked.
    static let unpackedBytesMax = 64 * 1024 * 1024
    static let partsMax = 1_000
    package static let sheetsMax = 60
    package static let rowsMax = 5_000
    package static let columnsMax = 200
    /// What one cell of a workbook holds, in UTF-16 units: the format's own bound.
    package static let cellUnitsMax = 32_767
}
