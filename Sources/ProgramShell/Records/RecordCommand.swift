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

    func json(_ language: Language) -> JSONValue {
        if let error {
            return .object([
                ("line", .integer(Int64(line))),
                (
                    "error",
                    .object([
                        ("field", .text(error.field)), ("rule", .text(error.rule.rawValue)),
                        ("article", error.article.map { .text($0) } ?? .null),
                        ("message", .text(error.message(in: language))),
                    ])
                ),
            ])
        }
        return .object([("line", .integer(Int64(line))), ("id", id.map { .text($0.description) } ?? .null)])
    }
}

/// Enters many lines: one transaction for a batch of good ones, so that thousands go in at once.
struct Entering {
    private let collection: Collection
    private let unit: String
    private let store: LedgerStore
    private let form: @Sendable (EntryLookup) -> EntryForm
    private var names: EntryNames

    /// Good lines of one transaction; each stays a set of its own.
    private static let batchMax = 500

    init(_ collection: Collection, unit: String, in opened: some RecordFolder) async throws {
        self.collection = collection
        self.unit = unit
        store = opened.store
        let writer = try opened.writerRole(for: unit, collection)
        let channel = opened.channel
        form = { EntryForm(collection, writer: writer, channel: channel, lookup: $0) }
        names = try await EntryNames(unit: unit, store: opened.store)
    }

    /// Enters what can be entered. What came of the lines so far is answered beside a failure, such as a full disk.
    func enter(
        _ input: Data, author: String, isAtomic: Bool
    ) async throws -> (results: [LineResult], failure: (any Error)?) {
        var results: [LineResult] = []
        var good: [(line: Int, entry: Entry)] = []
        let form = form(names.lookup)
        for (index, line) in input.split(separator: 0x0A, omittingEmptySubsequences: false).enumerated() {
            if line.allSatisfy({ $0 == 0x20 || $0 == 0x09 || $0 == 0x0D }) { continue }
            do {
                let entry = try form.read(line)
                if case .label(let label) = entry.name { names.expect(label) }
                good.append((index + 1, entry))
            } catch {
                results.append(LineResult(line: index + 1, error: error))
            }
        }
        if isAtomic && !results.isEmpty { return (results, nil) }
        var failure: (any Error)?
        if isAtomic {
            results += try await commit(good, author: author, asOneSet: true)
        } else {
            for start in stride(from: 0, to: good.count, by: Self.batchMax) {
                do {
                    results += try await commit(
                        Array(good[start..<min(start + Self.batchMax, good.count)]), author: author)
                } catch  where !results.isEmpty {
                    failure = error
                    break
                }
            }
        }
        return (results.sorted { $0.line < $1.line }, failure)
    }

    /// - Parameter asOneSet: all or nothing, at every replica that it comes to.
    private func commit(
        _ lines: [(line: Int, entry: Entry)], author: String, asOneSet: Bool = false
    ) async throws -> [LineResult] {
        var random = SystemRandomNumberGenerator()
        let now = SystemClock.wall()
        var results: [LineResult] = []
        var changes: [RecordChange] = []
        var labels: [(unit: String, label: String, record: RecordID)] = []
        let ledger = LedgerID(unit: unit, name: collection.ledger)
        var entered: [RecordID: [FieldWrite]] = [:]
        for (line, entry) in lines {
            let id: RecordID
            switch entry.name {
            case .none: id = RecordID(milliseconds: now, using: &random)
            case .id(let given): id = given
            case .label(let label):
                id = names.id(of: label)
                labels.append((unit, label, id))
            }
            if entry.name != .none {
                var before = entered[id]
                if before == nil {
                    before = try await store.firstWrites(of: id, collection: collection.name, in: ledger)
                }
                if let before {
                    // Sending a form twice is one write; another content under its id is not lost silently.
                    let isSame = before == entry.writes
                    results.append(LineResult(line: line, id: isSame ? id : nil, error: isSame ? nil : .taken))
                    continue
                }
                entered[id] = entry.writes
            }
            results.append(LineResult(line: line, id: id))
            changes.append(RecordChange(collection: collection.name, record: id, writes: entry.writes))
        }
        let refused = results.filter { $0.error != nil }
        if asOneSet, !refused.isEmpty { return refused }
        let bodies = asOneSet ? [SetBody(changes: changes)] : changes.map { SetBody(changes: [$0]) }
        let drafts = changes.isEmpty ? [] : bodies.map { Draft(ledger: ledger, body: $0) }
        if !drafts.isEmpty { try await store.commit(each: drafts, author: author, labels: labels) }
        return results
    }
}
