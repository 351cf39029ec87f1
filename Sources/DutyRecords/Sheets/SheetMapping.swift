package import SyncKit

/// Something that a column of an imported table may stand for.
package struct ColumnChoice: Sendable, Hashable {
    /// Its name in forms and commands; the empty one is a column that is not imported.
    package let key: String
    package let chinese: String
    package let english: String

    package static let none = ColumnChoice(key: "", chinese: "不导入", english: "not imported")
}

/// Where the headings stand, and what each column stands for.
package struct SheetMapping: Sendable, Hashable {
    /// The row of the headings, from 0 on.
    package var header: Int
    /// By column: the key of a choice, or the empty one.
    package var columns: [String]

    package init(header: Int, columns: [String]) {
        self.header = header
        self.columns = columns
    }

    package func key(_ column: Int) -> String { columns.indices.contains(column) ? columns[column] : "" }

    /// Titles stand above the headings, hardly ever more of them.
    static let headerRowsMax = 10

    /// The row with the most headings that are understood, and what they mean.
    /// - Parameters:
    ///   - header: where the headings are known to stand.
    ///   - maySeveral: whether several columns may stand for one thing.
    static func guess(
        _ rows: [[String]], header: Int?, maySeveral: (String) -> Bool,
        _ key: (_ heading: String, _ column: Int, _ header: Int) -> String
    ) -> SheetMapping {
        var best = SheetMapping(header: 0, columns: [])
        var most = -1
        let candidates = header.map { $0..<$0 + 1 } ?? 0..<headerRowsMax
        for (index, row) in rows.enumerated() where candidates.contains(index) {
            var taken: Set<String> = []
            let columns = row.enumerated().map { column, heading in
                let found = key(heading, column, index)
                return found.isEmpty || (!taken.insert(found).inserted && !maySeveral(found)) ? "" : found
            }
            let count = columns.count { !$0.isEmpty }
            if count > most { (best, most) = (SheetMapping(header: index, columns: columns), count) }
        }
        return best
    }

    /// A heading without what people put around it: blanks, signs, `（必填）`.
    static func plain(_ heading: String) -> String {
        var depth = 0
        var text = ""
        for scalar in heading.unicodeScalars.map(CellScanner.narrow) {
            if scalar == "(" { depth += 1 }
            if depth == 0, scalar.properties.isAlphabetic || ("0"..."9").contains(scalar) {
                text.unicodeScalars.append(scalar)
            }
            if scalar == ")" { depth = max(0, depth - 1) }
        }
        return text.lowercased()
    }
}

/// A table of records of one collection: one row, one record.
package struct RecordSheet: Sendable {
    package let collection: Collection
    private let writer: WriterRole

    package init(_ collection: Collection, writer: WriterRole) {
        self.collection = collection
        self.writer = writer
    }

    private static let id = ColumnChoice(key: "id", chinese: "记录编号", english: "Record id")

    /// Fields that this writer may enter.
    private var fields: [Field] {
        collection.fields.filter { !$0.isIssued && !$0.isSignature && $0.mayBeWritten(by: writer) }
    }

    package var choices: [ColumnChoice] {
        [.none, Self.id] + fields.map { ColumnChoice(key: $0.name, chinese: $0.chinese, english: $0.english) }
    }

    /// Headings that people use for a field, besides its names.
    private static let synonyms: [String: [String]] = [
        "name": ["名字", "人员姓名", "值班人员", "人员"], "post": ["职位", "行政职务", "现任职务"],
        "establishment": ["编制性质", "编制类型", "人员性质", "人员类别", "身份"],
        "phone": ["办公电话", "办公室电话", "座机", "固话"], "mobile": ["手机号", "手机号码", "移动电话", "联系电话", "联系方式", "电话"],
        "dutyPhones": ["值班电话号码", "值班室电话", "电话"], "fax": ["传真号码", "传真电话"], "address": ["单位地址", "办公地址"],
        "start": ["开始时间", "起始时间"], "end": ["结束时间", "截止时间"], "officer": ["值班员", "值班人", "姓名"],
        "leader": ["带班", "带班人", "姓名"], "remark": ["说明"],
    ]

    package func guess(_ rows: [[String]], header: Int? = nil) -> SheetMapping {
        var keys: [String: String] = [:]
        for field in fields.reversed() {
            for word in Self.synonyms[field.name] ?? [] { keys[word] = field.name }
        }
        for field in fields {
            for word in [field.name, field.chinese, field.english] { keys[SheetMapping.plain(word)] = field.name }
        }
        keys["id"] = "id"
        let never = { (_: String) in false }
        return SheetMapping.guess(rows, header: header, maySeveral: never) { heading, _, _ in
            keys[SheetMapping.plain(heading)] ?? ""
        }
    }

    /// Whether the headings are the names on the wire: then every cell is read as it was exported.
    package func isWire(_ headings: [String]) -> Bool {
        let known = Set(collection.fields.map(\.name) + ["id", "conflicts"])
        let said = headings.filter { !$0.isEmpty }
        return !said.isEmpty && said.allSatisfy(known.contains)
    }

    /// What a row says, as `record` takes it; `id` first where there is one.
    package func members(
        _ row: [String], _ mapping: SheetMapping, isWire: Bool
    ) -> (members: [(String, JSONValue)], errors: [EntryError]) {
        var members: [(String, JSONValue)] = []
        var errors: [EntryError] = []
        for (column, cell) in row.enumerated() {
            let key = mapping.key(column)
            if key == "id" {
                if !cell.isEmpty { members.insert(("id", .text(cell)), at: 0) }
                continue
            }
            guard !cell.isEmpty, let field = collection.field(key) else { continue }
            do throws(EntryError) {
                let value = isWire ? try EditForm.json(cell, of: field) : try SheetValue.json(cell, of: field)
                if let value { members.append((key, value)) }
            } catch {
                errors.append(error)
            }
        }
        return (members, errors)
    }
}
