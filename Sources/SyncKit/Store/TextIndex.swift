import Dispatch
import Foundation
import GRDB
import Synchronization

/// The index of records' texts: FTS5 without content, in a file of its own beside the store.
///
/// It is filled behind the commits, never in them: the file has its own writer, so a commit waits for nothing, and it
/// can be taken away and is made anew. A search first brings it up to the last transaction. A record that changed is
/// entered under a new number and its old one is forgotten, so no text has to be kept for taking words out again; the
/// words of forgotten numbers leave the file when it is made anew at a start, which is due once they outweigh the rest,
/// or sets lost their effect.
final class TextIndex: Sendable {
    private struct State {
        var file: DatabaseQueue?
        let watch: RecordWatch
        /// Whether all that changed is told by the watch; else the history tells it.
        var isFollowing = false
    }

    /// It owns this index.
    private unowned let store: LedgerStore
    private let path: String
    private let state: Mutex<State>
    private let isClosed = Atomic<Bool>(false)
    /// One at a time; whoever searches waits here for what is being entered.
    private let queue = DispatchQueue(label: "search", qos: .utility)

    private static let batch = 200
    private static let staleMin = 5_000

    init(_ store: LedgerStore) {
        self.store = store
        path = Self.path(beside: store.pool.path)
        state = Mutex(State(watch: store.watch(nil)))
    }

    private static func path(beside store: String) -> String {
        URL(fileURLWithPath: store).deletingPathExtension().path + "-search.sqlite"
    }

    /// Of a store that is another one than it was: a copy, or one that was put back.
    static func remove(beside store: String) {
        for ending in ["", "-wal", "-shm"] { try? FileManager.default.removeItem(atPath: path(beside: store) + ending) }
    }

    /// Gives up between two batches where the task is cancelled: a program that stops does not wait for it.
    func bringUp() async throws {
        let stop = Stop()
        try await withTaskCancellationHandler {
            try await onQueue { try $0.mending(&$1, stop) { _ in } }
        } onCancel: {
            stop.isAsked.store(true, ordering: .relaxed)
        }
    }

    private final class Stop: Sendable {
        let isAsked = Atomic<Bool>(false)
    }

    /// The rows of the records found, and how many there are in all.
    func find(
        _ expression: String, _ query: TextQuery, collection: Int64?, ledgers: String?
    ) async throws -> (total: Int, rows: [Int64]) {
        try await onQueue { index, state in
            try index.mending(&state, Stop()) { file in
                try file.read { try TextTable.find($0, expression, query, collection: collection, ledgers: ledgers) }
            }
        }
    }

    func close() throws {
        isClosed.store(true, ordering: .relaxed)
        try queue.sync { try state.withLock { try $0.file?.close() } }
    }

    private func onQueue<T: Sendable>(
        _ work: @Sendable @escaping (TextIndex, inout State) throws -> T
    ) async throws -> T {
        try await withCheckedThrowingContinuation { continuation in
            queue.async { [self] in
                continuation.resume(with: Result { try state.withLock { try work(self, &$0) } })
            }
        }
    }

    // MARK: Filling

    /// Brings the index up and works with it; a damaged file is no part of the record, and is made anew.
    private func mending<T>(_ state: inout State, _ stop: Stop, _ work: (DatabaseQueue) throws -> T) throws -> T {
        do {
            let file = try follow(&state, stop)
            return try work(file)
        } catch let error as DatabaseError where Self.isDamage(error) {
            try? state.file?.close()
            (state.file, state.isFollowing) = (nil, false)
            Self.remove(beside: store.pool.path)
            let file = try follow(&state, stop)
            return try work(file)
        }
    }

    private static func isDamage(_ error: DatabaseError) -> Bool {
        error.resultCode == .SQLITE_CORRUPT || error.resultCode == .SQLITE_NOTADB
    }

    private func follow(_ state: inout State, _ stop: Stop) throws -> DatabaseQueue {
        if isClosed.load(ordering: .relaxed) { throw CancellationError() }
        let file = try opened(&state)
        let watch = state.watch
        let (through, changes) = try store.look { ($0.memory.sequence, watch.take()) }
        var rows = changes.records
        if !state.isFollowing {
            let known = try file.read { try TextTable.sequence($0) }
            rows.formUnion(try store.pool.read { try RecordTable.changed($0, after: known) })
        } else if rows.isEmpty {
            return file
        }
        state.isFollowing = false
        let sorted = rows.sorted()
        for start in stride(from: 0, to: sorted.count, by: Self.batch) {
            if isClosed.load(ordering: .relaxed) || stop.isAsked.load(ordering: .relaxed) { throw CancellationError() }
            try enter(sorted[start..<min(start + Self.batch, sorted.count)], file)
        }
        try file.write { db in
            try TextTable.setSequence(db, through)
            if changes.isRestated { try TextTable.setStale(db) }
        }
        state.isFollowing = true
        return file
    }

    private func enter(_ rows: ArraySlice<Int64>, _ file: DatabaseQueue) throws {
        let schema = store.schema
        let documents = try store.pool.read { db -> [TextTable.Document] in
            let names = try Dictionary(
                uniqueKeysWithValues: Row.fetchAll(db, sql: "SELECT id, name FROM collection").map {
                    ($0[0] as Int64, $0[1] as String)
                })
            return try rows.map { row in
                guard let placed = try RecordTable.find(db, row: row), !placed.state.isEmpty,
                    let name = names[placed.collection],
                    let text = schema.searchText(of: placed.state, id: placed.id, in: name)
                else { return TextTable.Document(record: row) }
                return TextTable.Document(
                    record: row, ledger: placed.ledger, collection: placed.collection, time: placed.time,
                    words: TextWords.words(of: text))
            }
        }
        try file.write { db in for document in documents { try TextTable.enter(db, document) } }
    }

    // MARK: The file

    private func opened(_ state: inout State) throws -> DatabaseQueue {
        if let file = state.file { return file }
        let (sequence, restated) = try store.look { writer in
            (writer.memory.sequence, try MetaTable.restated(writer.db))
        }
        var file = try Self.open(path)
        let isSound = try file.read { db in
            try TextTable.isSound(
                db, edition: store.schema.searchEdition, sequence: sequence, restated: restated,
                staleMin: Self.staleMin)
        }
        if !isSound {
            try file.close()
            Self.remove(beside: store.pool.path)
            file = try Self.open(path)
            try file.write { try TextTable.create($0, edition: store.schema.searchEdition) }
        }
        state.file = file
        return file
    }

    private static func open(_ path: String) throws -> DatabaseQueue {
        var configuration = Configuration()
        configuration.label = "search"
        configuration.prepareDatabase { db in
            // What a crash loses of it the history tells again.
            try db.execute(sql: "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA cache_size = -8192")
        }
        if !FileManager.default.fileExists(atPath: path) {
            _ = FileManager.default.createFile(atPath: path, contents: nil, attributes: [.posixPermissions: 0o600])
        }
        return try DatabaseQueue(path: path, configuration: configuration)
    }
}

extension LedgerStore {
    /// Enters what changed into the index of texts; otherwise the next search does it.
    package func indexTexts() async throws {
        do {
            try await textIndex.bringUp()
        } catch {
            throw SyncError.of(error)
        }
    }

    /// Records whose texts hold what is asked for, everything that was committed before included.
    package func search(_ query: TextQuery, deliveredTo peer: ReplicaID?) async throws -> TextResults {
        guard let expression = TextWords.expression(of: query) else { return TextResults(total: 0, records: []) }
        let (collection, ledgers) = try await inspect { writer -> (Int64?, String?) in
            let mine = query.unit.map { unit in
                (writer.ledgers(of: unit) + writer.ledgers(of: LedgerID.notice.unit)).map(String.init)
                    .joined(separator: ",")
            }
            return (query.collection.map { writer.memory.collections[$0] ?? -1 }, mine.map { "[\($0)]" })
        }
        do {
            let (total, rows) = try await textIndex.find(expression, query, collection: collection, ledgers: ledgers)
            let records = try await inspect { writer -> [RecordView] in
                let shown = LedgerWriter.Shown(writer.known(to: peer), writer)
                return try rows.compactMap { try shown.view(of: $0, RecordFilter()) }
            }
            return TextResults(total: total, records: records)
        } catch {
            throw SyncError.of(error)
        }
    }
}
