package import DutyRecords
package import Sheets
package import SyncKit

/// What a table is imported as.
package enum ImportTarget: Sendable {
    case records(Collection)
    /// A 值班表: its rows become shifts of officers and of leaders.
    case roster

    package static let rosterName = "roster"

    package static func find(_ name: String, in opened: some RecordFolder) throws -> ImportTarget {
        name == rosterName ? .roster : .records(try CollectionName.find(name, in: opened))
    }

    package var name: String {
        switch self {
        case .records(let collection): collection.name
        case .roster: Self.rosterName
        }
    }

    package var chinese: String {
        switch self {
        case .records(let collection): collection.chinese
        case .roster: "值班表"
        }
    }

    package var english: String {
        switch self {
        case .records(let collection): collection.english
        case .roster: "Duty roster"
        }
    }

    package var collections: [Collection] {
        switch self {
        case .records(let collection): [collection]
        case .roster: [.dutyShift, .leaderShift]
        }
    }

    package var isRoster: Bool { if case .roster = self { true } else { false } }
}

/// What a person decided of how a file is read; what they left open is guessed.
package struct ImportOptions: Sendable {
    package var encoding: TextEncoding?
    package var delimiter: Delimiter?
    /// From 0 on.
    package var sheet = 0
    /// The row of the headings, from 0 on.
    package var header: Int?
    /// By column, from 0 on: what it stands for; the empty text is nothing.
    package var columns: [Int: String] = [:]
    package var year: Int?
    package var month: Int?
    /// Minutes since midnight.
    package var start: Int?
    package var evening: Int?

    package init() {}

    /// `08:30` as minutes since midnight.
    package static func minutes(_ text: String) -> Int? {
        let parts = text.split(separator: ":").compactMap { Int($0) }
        guard parts.count == 2, (0...23).contains(parts[0]), (0...59).contains(parts[1]) else { return nil }
        return parts[0] * 60 + parts[1]
    }
}

/// What would become of a file, row by row. Nothing of it is entered yet.
package struct ImportPlan: Sendable {
    package struct Row: Sendable {
        package enum State: Sendable, Hashable {
            case new
            case refused
            /// It is here already.
            case present
            /// The unit has a person of that name, of whom these fields say something else.
            case sameName([Field.Title])
            /// It says what an earlier row (from 1 on) says.
            case repeated(Int)
        }

        /// As the spreadsheet counts, from 1 on.
        package let number: Int
        package let cells: [String]
        package var state: State
        package var errors: [EntryError] = []
        package var warnings: [EntryError] = []
        /// The shifts that a row of a roster becomes.
        package var shifts: [RosterShift] = []
        var changes: [RecordChange] = []

        package var isNew: Bool { state == .new }
        /// How many records it enters.
        package var records: Int { changes.count }

        /// What the row's one record would hold in a field; nil where nothing is written.
        package func stored(_ field: String) -> FieldValue? {
            guard let write = changes.first?.writes.first(where: { $0.field == field }) else { return nil }
            return switch write.operation {
            case .set(let value): value
            case .elements(let add, _): .list(add)
            case .unknown: nil
            }
        }
    }

    package let target: ImportTarget
    package let file: SheetFile
    package let sheet: Int
    package let mapping: SheetMapping
    package let choices: [ColumnChoice]
    package let headings: [String]
    /// Whether the headings are the names on the wire.
    package let isWire: Bool
    package let roster: RosterOptions
    package var rows: [Row]

    package var table: ReadTable { file.tables[sheet] }
    package var new: [Row] { rows.filter(\.isNew) }
    package var refused: [Row] { rows.filter { $0.state == .refused } }
    package var present: [Row] { rows.filter { !$0.isNew && $0.state != .refused } }
}

extension Field {
    /// What a sentence calls it.
    package struct Title: Sendable, Hashable {
        package let chinese: String
        package let english: String
    }

    var title: Title { Title(chinese: chinese, english: english) }
}

extension ImportPlan.Row {
    /// What becomes of it, in a few words.
    package func sentence(in language: Language) -> String {
        let isChinese = language == .chinese
        switch state {
        case .new: return isChinese ? "可导入" : "to be entered"
        case .refused: return isChinese ? "有错，不导入" : "wrong, not entered"
        case .present: return isChinese ? "已在库，不重复导入" : "here already"
        case .sameName(let fields):
            let names = fields.map { isChinese ? $0.chinese : $0.english }.joined(separator: isChinese ? "、" : ", ")
            return isChinese
                ? "已有同名人员，\(names)不同；请在该人员的页面修改"
                : "a person of that name is here, with another \(names); change it there"
        case .repeated(let row): return isChinese ? "与第 \(row) 行相同" : "the same as row \(row)"
        }
    }

    /// Its name in JSON.
    var code: String {
        switch state {
        case .new: "new"
        case .refused: "refused"
        case .present: "present"
        case .sameName: "same-name"
        case .repeated: "repeated"
        }
    }
}
