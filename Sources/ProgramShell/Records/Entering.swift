package import DutyRecords
package import Foundation
package import SyncKit

/// What became of one line.
package struct LineResult: Sendable {
    package let line: Int
    package var id: RecordID?
    /// All that is wrong with a line that was refused; empty for one that was taken.
    package var errors: [EntryError] = []
    /// What is odd about a line that was taken.
    package var warnings: [EntryError] = []

    var error: EntryError? { errors.first }

    static func json(_ error: EntryError, _ language: Language) -> JSONValue {
        .object([
            ("field", .text(error.field)), ("rule", .text(error.rule.rawValue)),
            ("article", error.article.map { .text($0) } ?? .null), ("message", .text(error.message(in: language))),
        ])
    }

    func json(_ language: Language) -> JSONValue {
        if let error { return .object([("line", .integer(Int64(line))), ("error", Self.json(error, language))]) }
        var members: [(String, JSONValue)] = [
            ("line", .integer(Int64(line))), ("id", id.map { .text($0.description) } ?? .null),
        ]
        if !warnings.isEmpty { members.append(("warnings", .array(warnings.map { Self.json($0, language) }))) }
        return .object(members)
    }
}

/// Enters many lines: one transaction for a batch of them, so that thousands go in at once.
package struct Entering: Sendable {
    private typealias Line = (number: Int, bytes: Data)

    private let collection: Collection
    private let unit: String
    private let store: LedgerStore
    private let form: @Sendable (EntryLookup) -> EntryForm
    private let numbering: Numbering?
    private let freshNames: @Sendable () async throws -> EntryNames

    /// A line for the ledger of one of several units.
    package struct Part: Sendable {
        package let entering: Entering
        package let line: Data

        package init(_ entering: Entering, _ line: JSONValue) {
            self.entering = entering
            self.line = Data(line.text.utf8)
        }
    }

    /// Lines of one transaction; each stays a set of its own.
    private static let batchMax = 500
    /// Each time, another command entered something under the same names in between.
    private static let triesMax = 100

    package init(_ collection: Collection, unit: String, in opened: some RecordFolder) async throws {
        self.collection = collection
        self.unit = unit
        store = opened.store
        freshNames = { try await EntryNames(unit: unit, in: opened, for: collection.name) }
        let writer = try opened.writerRole(for: unit, collection)
        let channel = opened.channel
        let conditions = try await opened.conditions(for: unit)
        form = { EntryForm(collection, writer: writer, channel: channel, lookup: $0, conditions: conditions) }
        numbering = try await opened.numbering(of: collection, unit: unit, conditions.now)
    }

    /// Enters what can be entered. What came of the lines so far is answered beside a failure, such as a full disk.
    /// - Parameter isAtomic: all or nothing, at every replica that it comes to.
    package func enter(
        _ input: Data, author: String, isAtomic: Bool
    ) async throws -> (results: [LineResult], failure: (any Error)?) {
        let lines: [Line] = input.split(separator: 0x0A, omittingEmptySubsequences: false).enumerated()
            .map { ($0.offset + 1, $0.element) }
            .filter { !$0.bytes.allSatisfy { $0 == 0x20 || $0 == 0x09 || $0 == 0x0D } }
        var names = try await freshNames()
        if isAtomic { return (try await enter(lines, author: author, asOneSet: true, &names), nil) }
        var results: [LineResult] = []
        for start in stride(from: 0, to: lines.count, by: Self.batchMax) {
            let batch = Array(lines[start..<min(start + Self.batchMax, lines.count)])
            do {
                results += try await enter(batch, author: author, asOneSet: false, &names)
            } catch  where !results.isEmpty {
                return (results, error)
            }
        }
        return (results, nil)
    }

    /// Enters a batch. Where another command entered one of its names in between, all of it is read anew.
    private func enter(
        _ lines: [Line], author: String, asOneSet: Bool, _ names: inout EntryNames
    ) async throws -> [LineResult] {
        for _ in 1..<Self.triesMax {
            do {
                return try await attempt(lines, author: author, asOneSet: asOneSet, names)
            } catch SyncError.taken {
                names = try await freshNames()
            }
        }
        return try await attempt(lines, author: author, asOneSet: asOneSet, names)
    }

    /// Enters what goes to several units at once, in one transaction: all of it, or nothing. What is there already, by
    /// the same ids and with the same content, is not entered again.
    /// - Returns: what became of each part, in their order.
    package static func enter(_ parts: [Part], author: String) async throws -> [LineResult] {
        for _ in 1..<triesMax {
            do { return try await attempt(parts, author: author) } catch SyncError.taken { continue }
        }
        return try await attempt(parts, author: author)
    }

    private static func attempt(_ parts: [Part], author: String) async throws -> [LineResult] {
        var (results, drafts): ([LineResult], [Draft]) = ([], [])
        for (place, part) in parts.enumerated() {
            let entering = part.entering
            let batch = try await entering.judged([(place + 1, part.line)], try await entering.freshNames())
            results += batch.results
            drafts += batch.drafts(asOneSet: false, entering.numbering)
        }
        if let store = parts.first?.entering.store, !drafts.isEmpty, results.allSatisfy({ $0.error == nil }) {
            try await store.commit(each: drafts, author: author)
        }
        return results
    }

    private func attempt(
        _ lines: [Line], author: String, asOneSet: Bool, _ names: EntryNames
    ) async throws -> [LineResult] {
        let batch = try await judged(lines, names)
        if asOneSet, batch.isRefused { return batch.results.filter { $0.error != nil } }
        let drafts = batch.drafts(asOneSet: asOneSet, numbering)
        if !drafts.isEmpty {
            try await store.commit(
                each: drafts, author: author,
                labels: batch.labels.map { (unit: unit, label: $0.text, record: $0.record) })
        }
        return batch.results
    }

    private func judged(_ lines: [Line], _ names: EntryNames) async throws -> EntryBatch {
        let form = form(names.lookup)
        var batch = EntryBatch(ledger: LedgerID(unit: unit, name: collection.ledger), collection: collection)
        for line in lines {
            let (entry, id): (Entry, RecordID)
            do throws(EntryRefusal) {
                entry = try form.judge(line.bytes)
                id = try self.id(of: entry, names)
            } catch {
                batch.refuse(line.number, error.errors)
                continue
            }
            var before = batch.entered[id]
            if before == nil, entry.name != .none {
                before = try await store.firstWrites(of: id, collection: collection.name, in: batch.ledger)
            }
            batch.take(line.number, entry, id, before: before)
        }
        return batch
    }

    private func id(of entry: Entry, _ names: EntryNames) throws(EntryRefusal) -> RecordID {
        switch entry.name {
        case .none:
            return RecordID.drawn()
        case .id(let given): return given
        case .label(let label):
            guard let id = names.id(of: label, in: collection.name) else { throw EntryRefusal(.taken) }
            return id
        }
    }
}

/// Lines on their way into one transaction.
private struct EntryBatch {
    let ledger: LedgerID
    let collection: String
    /// Fields that the software wrote: no part of what a line says.
    private let issued: Set<String>
    private(set) var results: [LineResult] = []
    private(set) var labels: [(text: String, record: RecordID)] = []
    /// What was entered under which id.
    private(set) var entered: [RecordID: [FieldWrite]] = [:]
    private var changes: [RecordChange] = []

    init(ledger: LedgerID, collection: Collection) {
        self.ledger = ledger
        self.collection = collection.name
        issued = Set(collection.fields.filter(\.isIssued).map(\.name))
    }

    var isRefused: Bool { results.contains { $0.error != nil } }

    mutating func refuse(_ line: Int, _ errors: [EntryError]) { results.append(LineResult(line: line, errors: errors)) }

    /// - Parameter before: what was entered under that id; nil where nothing was.
    mutating func take(_ line: Int, _ entry: Entry, _ id: RecordID, before: [FieldWrite]?) {
        if let before {
            // Sending a form twice is one write; another content under its id is not lost silently.
            guard before.filter({ !issued.contains($0.field) }) == entry.writes else { return refuse(line, [.taken]) }
            results.append(LineResult(line: line, id: id))
            return
        }
        if case .label(let text) = entry.name { labels.append((text, id)) }
        entered[id] = entry.writes
        results.append(LineResult(line: line, id: id, warnings: entry.warnings))
        changes.append(RecordChange(collection: collection, record: id, writes: entry.writes))
    }

    func drafts(asOneSet: Bool, _ numbering: Numbering?) -> [Draft] {
        if changes.isEmpty { return [] }
        let bodies = asOneSet ? [SetBody(changes: changes)] : changes.map { SetBody(changes: [$0]) }
        return bodies.map { Draft(ledger: ledger, body: $0, isFirst: true, numbering: numbering) }
    }
}
