package import DutyRecords
package import Sheets
import SyncKit

/// In which file an export goes out.
package enum SheetFormat: String, Sendable, CaseIterable {
    case csv
    case xlsx

    package var mediaType: String {
        switch self {
        case .csv: "text/csv; charset=utf-8"
        case .xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
        }
    }

    package func bytes(_ table: SheetTable) throws -> [UInt8] {
        switch self {
        case .csv: CSVWriter.bytes(table)
        case .xlsx: try SheetFailure.told { () throws(SheetError) in try WorkbookWriter.bytes(table) }
        }
    }
}

/// The records of a collection as one table, its columns from the one description.
package enum SheetExport {
    /// - Parameters:
    ///   - unit: whose records; the county's notices are everybody's.
    ///   - from: only what falls on these days by the collection's own time, where it has one.
    package static func table(
        of collection: Collection, unit: String, from: Day?, to: Day?, _ style: SheetStyle,
        in opened: some RecordFolder
    ) async throws -> SheetTable {
        var filter = RecordFilter(
            collection: collection.name, unit: collection.ledger == .notice ? nil : unit, order: .earliestFirst)
        if collection.timeField != nil {
            (filter.from, filter.before) = (from?.start.milliseconds, to?.end.milliseconds)
        }
        let rows = try await opened.store.records(filter, deliveredTo: opened.deliveredTo)
        let persons = try await opened.store.records(
            RecordFilter(collection: "person", unit: unit), deliveredTo: nil
        ).compactMap { Person(RecordFacts($0)) }
        let names = Dictionary(persons.map { ($0.id, $0.name) }) { first, _ in first }
        let text = SheetText(style, persons: { names[$0] })
        let hasConflicts = rows.contains { !$0.conflicts.isEmpty }
        var table = SheetTable(
            name: heading(collection, style), headings: collection.fields.map(text.heading),
            rows: rows.map { view in
                let fields = open(view, in: opened.channel)
                var cells = collection.fields.map { field -> SheetCell in
                    if case .integer(let number)? = fields[field.name] { return .number(number) }
                    return .text(text.text(fields[field.name], of: field))
                }
                if style == .wire { cells.insert(.text(view.id.description), at: 0) }
                if hasConflicts { cells.append(.text(conflicts(view, collection, text))) }
                return cells
            })
        if style == .wire { table.headings.insert("id", at: 0) }
        // One of several values is shown: a table that kept silent about it would settle a conflict unseen.
        if hasConflicts {
            let heading =
                switch style {
                case .words(.chinese): "有冲突的项目"
                case .words(.english): "Fields in conflict"
                case .wire: "conflicts"
                }
            table.headings.append(heading)
        }
        return table
    }

    /// A name for the file, without its ending.
    package static func name(
        of collection: Collection, unitName: String, from: Day?, to: Day?, _ language: Language
    ) -> String {
        let days = [from, to].compactMap { $0?.description }
        let name = language == .chinese ? collection.chinese : collection.english
        return ([unitName, name] + days).joined(separator: "_").replacing("/", with: "-")
    }

    private static func heading(_ collection: Collection, _ style: SheetStyle) -> String {
        switch style {
        case .words(.chinese): collection.chinese
        case .words(.english): collection.english
        case .wire: collection.name
        }
    }

    /// What an open deployment may show of a record that is marked 密 (Art. 14): nothing but its stub, whatever a
    /// replica of another version let in.
    private static func open(_ view: RecordView, in channel: DutyChannel) -> [String: FieldValue] {
        let writes = view.fields.map { FieldWrite($0.key, .set($0.value)) }
        guard case .classifiedText(let words)? = ChannelRule.breach(of: writes, in: channel) else { return view.fields }
        return view.fields.filter { !words.contains($0.key) }
    }

    private static func conflicts(_ view: RecordView, _ collection: Collection, _ text: SheetText) -> String {
        view.conflicts.map { collection.field($0).map(text.heading) ?? $0 }.joined(separator: "、")
    }
}

/// What is wrong with a file, as commands and screens say it.
enum SheetFailure {
    static func told<Value>(_ work: () throws(SheetError) -> Value) throws(CommandFailure) -> Value {
        do {
            return try work()
        } catch {
            throw CommandFailure(.badUse, chinese: error.chinese, english: error.english)
        }
    }
}
