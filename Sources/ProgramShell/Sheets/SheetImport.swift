import DutyRecords
import Sheets
package import SyncKit

/// Imports a table of one unit: first as a plan that a person looks at, then whole, in one set.
package struct SheetImport<Opened: RecordFolder>: Sendable {
    private let target: ImportTarget
    private let unit: String
    private let opened: Opened
    /// From which the ids of the rows follow: entering the same file twice under it is entering it once.
    private let seed: RecordID

    package init(_ target: ImportTarget, unit: String, seed: RecordID, in opened: Opened) {
        self.target = target
        self.unit = unit
        self.seed = seed
        self.opened = opened
    }

    package func plan(_ bytes: [UInt8], _ options: ImportOptions) async throws -> ImportPlan {
        let file = try SheetFailure.told { () throws(SheetError) in
            let file = try SheetFile.read(bytes, encoding: options.encoding, delimiter: options.delimiter)
            guard file.tables.indices.contains(options.sheet) else { throw .noSuchSheet(options.sheet + 1) }
            return file
        }
        let table = file.tables[options.sheet]
        let judge = try await ImportJudge(target, unit: unit, seed: seed, in: opened)
        let mapping = mapped(table, judge, options)
        let headings = table.rows.indices.contains(mapping.header) ? table.rows[mapping.header] : []
        let titled = RosterSheet.titled(table.rows, mapping)
        let roster = RosterOptions(
            year: options.year ?? titled.year, month: options.month ?? titled.month,
            start: options.start ?? RosterOptions.standard.start,
            evening: options.evening ?? RosterOptions.standard.evening)
        var plan = ImportPlan(
            target: target, file: file, sheet: options.sheet, mapping: mapping, choices: judge.choices,
            headings: headings, isWire: judge.isWire(headings), roster: roster, rows: [])
        plan.rows = judge.rows(plan)
        return plan
    }

    /// Enters what is new of the rows that a person confirmed, all of it or nothing. One import at a time: what a
    /// second one finds here already it does not enter again.
    /// - Parameters:
    ///   - confirmed: the numbers of rows; nil: all.
    ///   - isWhole: whether one row that is wrong keeps all others out.
    /// - Returns: the plan as it stood, and how many records were entered.
    package func enter(
        _ bytes: [UInt8], _ options: ImportOptions, rows confirmed: Set<Int>?, isWhole: Bool, author: String
    ) async throws -> (plan: ImportPlan, entered: Int) {
        try await ImportTurn.one.take {
            let plan = try await plan(bytes, options)
            if isWhole, !plan.refused.isEmpty { return (plan, 0) }
            let rows = plan.new.filter { confirmed?.contains($0.number) ?? true }
            let changes = rows.flatMap(\.changes)
            guard !changes.isEmpty, let collection = target.collections.first else { return (plan, 0) }
            let draft = Draft(
                ledger: LedgerID(unit: unit, name: collection.ledger), body: SetBody(changes: changes), isFirst: true,
                numbering: try await opened.numbering(of: collection, unit: unit, try await opened.now()))
            try await opened.store.commit(each: [draft], author: author)
            return (plan, changes.count)
        }
    }

    private func mapped(_ table: ReadTable, _ judge: ImportJudge, _ options: ImportOptions) -> SheetMapping {
        let header = options.header.flatMap { table.rows.indices.contains($0) ? $0 : nil }
        var mapping = judge.guess(table.rows, header: header)
        if let header { mapping.header = header }
        let known = Set(judge.choices.map(\.key))
        for (column, key) in options.columns where known.contains(key) && (0..<SheetLimits.columnsMax).contains(column)
        {
            while mapping.columns.count <= column { mapping.columns.append("") }
            mapping.columns[column] = key
        }
        return mapping
    }
}

private enum ImportTurn {
    static let one = Turn()
}
