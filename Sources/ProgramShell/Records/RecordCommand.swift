package import ArgumentParser
import DutyRecords
import Foundation
import SyncKit

package struct RecordCommand<Opened: RecordFolder>: FolderCommand {
    package static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "record", abstract: "Enter records: JSON lines on standard input, one a line 录入",
            discussion: "A bad line is refused with its number and reason, and the good ones are kept.")
    }

    @OptionGroup package var common: CommonOptions
    @Argument(help: "The collection, such as log-entry.") var collection: String
    @Option(help: "The unit whose ledger is written (at the hub).") var unit: String?
    @Option(help: "Who writes.") var author: String = ""
    @Flag(help: "All lines or none.") var atomic = false

    package init() {}

    package var readsInput: Bool { true }

    package func perform(in opened: Opened, _ session: CommandSession) async throws -> ExitStatus {
        let unit = try await opened.unit(unit)
        let collection = try CollectionName.find(collection, in: opened)
        let entering = try await Entering(collection, unit: unit, in: opened)
        let (results, failure) = try await entering.enter(session.input, author: author, isAtomic: atomic)
        let refused = results.filter { $0.error != nil }
        for result in results {
            for warning in result.warnings {
                let message = warning.message(in: session.language)
                session.say(
                    chinese: "第 \(result.line) 行（提醒）：\(message)", english: "line \(result.line) (note): \(message)")
            }
        }
        for result in refused {
            let message = result.error?.message(in: session.language) ?? ""
            session.say(chinese: "第 \(result.line) 行:\(message)", english: "line \(result.line): \(message)")
        }
        if session.isJSON {
            session.emit(.array(results.map { $0.json(session.language) }))
        } else {
            for result in results { if let id = result.id { session.show("\(result.line)\t\(id)") } }
        }
        if let failure {
            let kept = results.count { $0.id != nil }
            session.say(chinese: "已保存 \(kept) 条,其余没有保存。", english: "\(kept) lines were saved, the others were not")
            throw failure
        }
        return refused.isEmpty ? .done : .partly
    }
}

/// What became of one line.
struct LineResult: Sendable {
    let line: Int
    var id: RecordID?
    var error: EntryError?
    /// What is odd about a line that was taken.
    var warnings: [EntryError] = []

    func json(_ language: Language) -> JSONValue {
        func text(_ error: EntryError) -> JSONValue {
            .object([
                ("field", .text(error.field)), ("rule", .text(error.rule.rawValue)),
                ("article", error.article.map { .text($0) } ?? .null),
                ("message", .text(error.message(in: language))),
            ])
        }
        if let error { return .object([("line", .integer(Int64(line))), ("error", text(error))]) }
        var members: [(String, JSONValue)] = [
            ("line", .integer(Int64(line))), ("id", id.map { .text($0.description) } ?? .null),
        ]
        if !warnings.isEmpty { members.append(("warnings", .array(warnings.map(text)))) }
        return .object(members)
    }
}

/// Enters many lines: one transaction for a batch of them, so that thousands go in at once.
struct Entering {
    private typealias Line = (number: Int, bytes: Data)

    private let collection: Collection
    private let unit: String
    private let store: LedgerStore
    private let form: @Sendable (EntryLookup) -> EntryForm
    private let numbering: Numbering?

    /// Lines of one transaction; each stays a set of its own.
    private static let batchMax = 500
    /// Each time, another command entered something under the same names in between.
    private static let triesMax = 100

    init(_ collection: Collection, unit: String, in opened: some RecordFolder) async throws {
        self.collection = collection
        self.unit = unit
        store = opened.store
        let writer = try opened.writerRole(for: unit, collection)
        let channel = opened.channel
        let conditions = try await opened.conditions(for: unit)
        form = { EntryForm(collection, writer: writer, channel: channel, lookup: $0, conditions: conditions) }
        numbering = try await opened.numbering(of: collection, unit: unit, conditions.now)
    }

    /// Enters what can be entered. What came of the lines so far is answered beside a failure, such as a full disk.
    /// - Parameter isAtomic: all or nothing, at every replica that it comes to.
    func enter(
        _ input: Data, author: String, isAtomic: Bool
    ) async throws -> (results: [LineResult], failure: (any Error)?) {
        let lines: [Line] = input.split(separator: 0x0A, omittingEmptySubsequences: false).enumerated()
            .map { ($0.offset + 1, $0.element) }
            .filter { !$0.bytes.allSatisfy { $0 == 0x20 || $0 == 0x09 || $0 == 0x0D } }
        var names = try await EntryNames(unit: unit, store: store, for: collection.name)
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
                names = try await EntryNames(unit: unit, store: store, for: collection.name)
            }
        }
        return try await attempt(lines, author: author, asOneSet: asOneSet, names)
    }

    private func attempt(
        _ lines: [Line], author: String, asOneSet: Bool, _ names: EntryNames
    ) async throws -> [LineResult] {
        let form = form(names.lookup)
        var batch = EntryBatch(ledger: LedgerID(unit: unit, name: collection.ledger), collection: collection)
        for line in lines {
            let (entry, id): (Entry, RecordID)
            do throws(EntryError) {
                entry = try form.read(line.bytes)
                id = try self.id(of: entry, names)
            } catch {
                batch.refuse(line.number, error)
                continue
            }
            var before = batch.entered[id]
            if before == nil, entry.name != .none {
                before = try await store.firstWrites(of: id, collection: collection.name, in: batch.ledger)
            }
            batch.take(line.number, entry, id, before: before)
        }
        if asOneSet, batch.isRefused { return batch.results.filter { $0.error != nil } }
        let drafts = batch.drafts(asOneSet: asOneSet, numbering)
        if !drafts.isEmpty {
            try await store.commit(
                each: drafts, author: author,
                labels: batch.labels.map { (unit: unit, label: $0.text, record: $0.record) })
        }
        return batch.results
    }

    private func id(of entry: Entry, _ names: EntryNames) throws(EntryError) -> RecordID {
        switch entry.name {
        case .none:
            var random = SystemRandomNumberGenerator()
            return RecordID(milliseconds: SystemClock.wall(), using: &random)
        case .id(let given): return given
        case .label(let label):
            guard let id = names.id(of: label, in: collection.name) else { throw .taken }
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

    mutating func refuse(_ line: Int, _ error: EntryError) { results.append(LineResult(line: line, error: error)) }

    /// - Parameter before: what was entered under that id; nil where nothing was.
    mutating func take(_ line: Int, _ entry: Entry, _ id: RecordID, before: [FieldWrite]?) {
        if let before {
            // Sending a form twice is one write; another content under its id is not lost silently.
            guard before.filter({ !issued.contains($0.field) }) == entry.writes else { return refuse(line, .taken) }
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
