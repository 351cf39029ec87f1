import DutyRecords
import Sheets
import SyncKit

/// Judges the rows of a table by what entry says, and by what is here already.
struct ImportJudge: Sendable {
    private let target: ImportTarget
    private let seed: RecordID
    private let forms: [String: EntryForm]
    private let sheet: RecordSheet?
    private let here: RecordsHere
    private let isKnown: @Sendable (String) -> Bool

    init(_ target: ImportTarget, unit: String, seed: RecordID, in opened: some RecordFolder) async throws {
        self.target = target
        self.seed = seed
        let conditions = try await opened.conditions(for: unit)
        var forms: [String: EntryForm] = [:]
        var lookup = EntryLookup.none
        for collection in target.collections {
            let names = try await EntryNames(unit: unit, in: opened, for: collection.name)
            lookup = names.lookup
            forms[collection.name] = EntryForm(
                collection, writer: try opened.writerRole(for: unit, collection), channel: opened.channel,
                lookup: lookup, conditions: conditions)
        }
        self.forms = forms
        let persons = lookup.persons
        isKnown = { !persons($0).isEmpty }
        here = try await RecordsHere(target.collections, unit: unit, in: opened)
        if case .records(let collection) = target {
            sheet = RecordSheet(collection, writer: try opened.writerRole(for: unit, collection))
        } else {
            sheet = nil
        }
    }

    var choices: [ColumnChoice] { sheet?.choices ?? RosterSheet.choices }

    func guess(_ rows: [[String]], header: Int?) -> SheetMapping {
        sheet?.guess(rows, header: header) ?? RosterSheet.guess(rows, header: header)
    }

    func isWire(_ headings: [String]) -> Bool { sheet?.isWire(headings) ?? false }

    func rows(_ plan: ImportPlan) -> [ImportPlan.Row] {
        var rows = sheet.map { records(plan, $0) } ?? shifts(plan)
        // What an earlier row says already.
        var first: [String: Int] = [:]
        for index in rows.indices where rows[index].isNew {
            let key = rows[index].changes.map { here.key($0) }.joined(separator: "\u{1F}")
            if let earlier = first[key] {
                rows[index].state = .repeated(earlier)
            } else {
                first[key] = rows[index].number
            }
        }
        return rows
    }

    private func records(_ plan: ImportPlan, _ sheet: RecordSheet) -> [ImportPlan.Row] {
        plan.table.rows.enumerated().dropFirst(plan.mapping.header + 1).compactMap { index, cells in
            guard cells.contains(where: { cell in cell.unicodeScalars.contains { !$0.properties.isWhitespace } }) else {
                return nil
            }
            var row = ImportPlan.Row(number: index + 1, cells: cells, state: .new)
            row.errors = damage(plan, index)
            let (members, errors) = sheet.members(cells, plan.mapping, isWire: plan.isWire)
            row.errors += errors
            let made = change(sheet.collection, members, &row, place: 0)
            guard row.errors.isEmpty, let made else {
                row.state = .refused
                return row
            }
            row.changes = [made]
            row.state = here.state(of: made, sheet.collection, plan.mapping)
            return row
        }
    }

    private func shifts(_ plan: ImportPlan) -> [ImportPlan.Row] {
        RosterSheet.read(plan.table.rows, plan.mapping, plan.roster, isKnown: isKnown).map { read in
            var row = ImportPlan.Row(
                number: read.index + 1, cells: plan.table.rows[read.index], state: .new,
                errors: damage(plan, read.index) + read.errors, shifts: read.shifts)
            for (place, shift) in read.shifts.enumerated() {
                guard let collection = target.collections.first(where: { $0.name == shift.collection }),
                    let made = change(collection, shift.members, &row, place: place)
                else { continue }
                if here.state(of: made, collection, plan.mapping) == .new { row.changes.append(made) }
            }
            if !row.errors.isEmpty {
                row.state = .refused
            } else if row.changes.isEmpty {
                row.state = .present
            }
            return row
        }
    }

    /// - Parameter place: of the record in its row.
    /// - Returns: nil where it was refused; the reasons are then in the row.
    private func change(
        _ collection: Collection, _ members: [(String, JSONValue)], _ row: inout ImportPlan.Row, place: Int
    ) -> RecordChange? {
        guard let form = forms[collection.name] else { return nil }
        var id = rowID(row.number, place)
        var members = members
        if let first = members.first, first.0 == "id" {
            guard case .text(let text) = first.1, let given = RecordID(text) else {
                row.errors.append(.badRecordID)
                return nil
            }
            id = given
        } else {
            members.insert(("id", .text(id.description)), at: 0)
        }
        do throws(EntryRefusal) {
            let entry = try form.judge(.object(members))
            row.warnings += entry.warnings
            return RecordChange(collection: collection.name, record: id, writes: entry.writes)
        } catch {
            let known = Set(row.errors.map(\.field))
            row.errors += error.errors.filter { $0.field.isEmpty || !known.contains($0.field) }
            return nil
        }
    }

    private func damage(_ plan: ImportPlan, _ index: Int) -> [EntryError] {
        plan.mapping.columns.enumerated().compactMap { column, key in
            guard !key.isEmpty, let damage = plan.table.damage[CellPlace(row: index, column: column)] else {
                return nil
            }
            let heading = plan.headings.indices.contains(column) ? plan.headings[column] : ""
            return damage == .digitsLost ? .digitsLost(heading) : .formulaError(heading)
        }
    }

    /// The same for the same row of the same file.
    private func rowID(_ row: Int, _ place: Int) -> RecordID {
        var numbers = RowNumbers(state: seed.low ^ seed.high &* 31 ^ UInt64(row) << 20 ^ UInt64(place))
        return RecordID(milliseconds: seed.milliseconds, using: &numbers)
    }
}

/// SplitMix64 (Steele, Lea and Flood, Fast splittable pseudorandom number generators, 2014).
private struct RowNumbers: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}

extension EntryError {
    static let badRecordID = EntryError(
        "id", .badID, chinese: "记录编号应是导出时的编号。请改正，或把这一列设为“不导入”。",
        english: "the record id has to be one that was exported; correct it, or leave the column out")
}
