package import Foundation
import GRDB
import Glibc
import Synchronization

/// The one writer of a data folder's store, and its readers.
///
/// SQL runs on GRDB's own queues, never on the cooperative pool. What a write answers is on disk.
package final class LedgerStore: Sendable {
    let pool: DatabasePool
    package let schema: any RecordSchema
    package let signer: Signer
    private let memory: Mutex<StoreMemory?>
    private let life: Mutex<EpochLife>
    private let guardMark: GuardKeeper?
    private let checkpointer: Checkpointer
    private let weights = WaitingWeights()
    private let texts = Mutex<TextIndex?>(nil)
    private let watches = Mutex<[RecordWatch]>([])
    package let changes = ChangeFeed()

    /// Where time comes from; tests pass their own.
    package let clock: @Sendable () -> Moment

    /// Opens a folder's store and decides which epoch it writes in.
    ///
    /// - Parameters:
    ///   - drawsEpoch: true for `run`, which lives a new epoch each time; other commands keep the last one
    ///     unless the guards raise a doubt.
    ///   - guardDirectory: where the guard outside the folder lies; nil in simulations, which draw by themselves.
    /// - Throws: ``SyncError/damagedStore``, ``SyncError/newerStore(found:known:)``.
    package static func open(
        path: String, schema: any RecordSchema, signer: Signer, guardDirectory: URL?, drawsEpoch: Bool,
        clock: @escaping @Sendable () -> Moment
    ) throws -> LedgerStore {
        do {
            return try opened(
                path: path, schema: schema, signer: signer, guardDirectory: guardDirectory, drawsEpoch: drawsEpoch,
                clock: clock)
        } catch {
            throw SyncError.of(error)
        }
    }

    private static func opened(
        path: String, schema: any RecordSchema, signer: Signer, guardDirectory: URL?, drawsEpoch: Bool,
        clock: @escaping @Sendable () -> Moment
    ) throws -> LedgerStore {
        let pool = try StoreFile.open(path: path, schema: schema)
        let keeper = try guardDirectory.map { try GuardKeeper(path: path, directory: $0) }
        let boot = BootID.current
        let (life, doubt) = try pool.write { db -> (EpochLife, EpochDeclaration.Cause?) in
            let commits = try Int64.fetchOne(db, sql: "SELECT commits FROM generation") ?? 0
            let doubt = try keeper?.doubt(db, commits: commits)
            let kept = try MetaTable.life(db)
            if let kept, doubt == nil, !drawsEpoch, kept.boot == boot { return (kept, nil) }
            var random = SystemRandomNumberGenerator()
            let cause = try doubt ?? unspoken(db, kept) ?? .started
            let life = EpochLife(epoch: .random(using: &random), cause: cause, boot: boot)
            try MetaTable.store(db, life)
            try keeper?.store(db)
            if kept != nil, cause == .copied || cause == .rolledBack {
                try MetaTable.markBranch(db, life.epoch)
            }
            return (life, kept == nil ? nil : doubt)
        }
        let checkpointer = try Checkpointer(path: path)
        pool.writeWithoutTransaction { checkpointer.attend($0) }
        let store = LedgerStore(
            pool: pool, checkpointer: checkpointer, schema: schema, signer: signer, life: life, keeper: keeper,
            clock: clock)
        try keeper?.write(commits: try pool.read { try Int64.fetchOne($0, sql: "SELECT commits FROM generation") ?? 0 })
        if let doubt, doubt == .copied || doubt == .rolledBack {
            try store.noteDoubt(doubt)
            TextIndex.remove(beside: path)
        }
        try store.recountConflicts()
        return store
    }

    /// The cause of a life that ended before it wrote anything: the next one has to tell it.
    private static func unspoken(_ db: Database, _ life: EpochLife?) throws -> EpochDeclaration.Cause? {
        guard let life, life.cause == .copied || life.cause == .rolledBack else { return nil }
        let spoke = try Bool.fetchOne(
            db, sql: "SELECT EXISTS (SELECT 1 FROM epoch WHERE epoch = ?)",
            arguments: [Int64(bitPattern: life.epoch.bits)])
        return spoke == true ? nil : life.cause
    }

    private init(
        pool: DatabasePool, checkpointer: Checkpointer, schema: any RecordSchema, signer: Signer, life: EpochLife,
        keeper: GuardKeeper?, clock: @escaping @Sendable () -> Moment
    ) {
        self.pool = pool
        self.checkpointer = checkpointer
        self.schema = schema
        self.signer = signer
        self.clock = clock
        memory = Mutex(nil)
        self.life = Mutex(life)
        guardMark = keeper
    }

    /// The epoch that this store writes in now.
    package var epoch: Epoch { life.withLock(\.epoch) }

    /// Runs one write transaction. When it returns, its effects are on disk; when it throws, there are none.
    func write<T: Sendable>(
        origin: Epoch? = nil, _ body: @Sendable @escaping (inout LedgerWriter) throws -> T
    ) async throws -> T {
        do {
            let (result, touched) = try await pool.writeWithoutTransaction { [self] db in
                try perform(db, body)
            }
            if !touched.isEmpty { changes.publish(StoreChange(ledgers: touched, origin: origin)) }
            return result
        } catch {
            throw SyncError.of(error)
        }
    }

    private func perform<T: Sendable>(
        _ db: Database, _ body: (inout LedgerWriter) throws -> T
    ) throws -> (T, Set<LedgerID>) {
        try memory.withLock { slot in
            // Taken out, so that the writer changes it in place; what fails half way leaves nothing behind.
            var loaded = slot.take()
            var outcome: (T, Set<LedgerID>)?
            var after: (StoreMemory, EpochLife)?
            var changed = ChangedRecords()
            try db.inTransaction(.immediate) {
                let memory = try loaded.take() ?? StoreMemory.load(db)
                var writer = LedgerWriter(
                    db: db, memory: memory, signer: signer, schema: schema, moment: clock(),
                    weights: weights, life: life.withLock { $0 })
                let result = try body(&writer)
                try writer.finish()
                outcome = (result, writer.touched)
                changed = writer.changed
                after = (writer.memory, writer.life)
                return .commit
            }
            guard let outcome, let after else { throw SyncError.malformed("transaction") }
            try? guardMark?.write(commits: after.0.commits)
            life.withLock { $0 = after.1 }
            slot = after.0
            // Under the same lock: whoever reads file and memory together has been told of all that is there.
            if !changed.isEmpty {
                for watch in watches.withLock({ $0 }) { watch.note(changed, names: after.0.collectionNames) }
            }
            return outcome
        }
    }

    /// Reads the file and the memory together, as of the last transaction; changes nothing.
    func inspect<T: Sendable>(_ body: @Sendable @escaping (LedgerWriter) throws -> T) async throws -> T {
        do {
            return try await pool.unsafeRead { [self] db in try look(db, body) }
        } catch {
            throw SyncError.of(error)
        }
    }

    /// The same for a thread that may wait.
    func look<T: Sendable>(_ body: (LedgerWriter) throws -> T) throws -> T {
        try pool.unsafeRead { try look($0, body) }
    }

    /// The view of the file begins under the lock of the memory: one that began before would still be without the
    /// transaction that the memory and the watches already have.
    private func look<T: Sendable>(_ db: Database, _ body: (LedgerWriter) throws -> T) throws -> T {
        try memory.withLock { slot in
            var outcome: T?
            try db.inTransaction(.deferred) {
                let loaded = try slot ?? StoreMemory.load(db)
                slot = loaded
                outcome = try body(
                    LedgerWriter(
                        db: db, memory: loaded, signer: signer, schema: schema, moment: clock(), weights: weights,
                        life: life.withLock { $0 }))
                return .commit
            }
            guard let outcome else { throw SyncError.malformed("read") }
            return outcome
        }
    }

    /// Made when it is first asked for.
    var textIndex: TextIndex {
        texts.withLock { texts in
            if let texts { return texts }
            let made = TextIndex(self)
            texts = made
            return made
        }
    }

    /// Tells from now on which records change.
    /// - Parameter collections: nil for all.
    func watch(_ collections: Set<String>?) -> RecordWatch {
        let watch = RecordWatch(collections)
        watches.withLock { $0.append(watch) }
        return watch
    }

    /// Reads the file beside the writer.
    func read<T: Sendable>(_ body: @Sendable @escaping (Database) throws -> T) async throws -> T {
        do {
            return try await pool.read(body)
        } catch {
            throw SyncError.of(error)
        }
    }

    /// Copies the whole store, as of now, into a new file.
    package func backup(to path: String) async throws {
        let target = try DatabaseQueue(path: path)
        try pool.backup(to: target)
        try target.close()
    }

    package func close() throws {
        try texts.withLock { $0 }?.close()
        try pool.close()
        try checkpointer.close()
    }

    /// What an older program counted as a conflict, not knowing the field's rule, this one may show by its rule.
    private func recountConflicts() throws {
        let counted = try pool.read { db in
            try Row.fetchAll(
                db,
                sql: """
                    SELECT record.id, collection.name, state, conflicts
                    FROM record INDEXED BY record_in_conflict JOIN collection ON collection.id = record.collection
                    WHERE conflicts > 0
                    """
            ).map { (row: $0[0] as Int64, collection: $0[1] as String, state: $0[2] as Data, count: $0[3] as Int) }
        }
        for record in counted {
            let now = try schema.conflicts(in: PackedState.decode(record.state), of: record.collection)
            guard now != record.count else { continue }
            try pool.write {
                try $0.execute(sql: "UPDATE record SET conflicts = ? WHERE id = ?", arguments: [now, record.row])
            }
        }
    }

    private func noteDoubt(_ cause: EpochDeclaration.Cause) throws {
        let now = clock().wall
        let text =
            cause == .copied
            ? "this data folder is a copy, or was moved to another place; it writes under a new epoch"
            : "this data folder is older than what was last written from it; it writes under a new epoch"
        try pool.write { [signer] db in
            _ = try EventTable.insert(
                db,
                SyncEvent(
                    id: 0, at: now, kind: cause == .copied ? .copied : .rolledBack, unit: signer.unit,
                    replica: signer.replica, text: text, confirmedAt: nil))
        }
    }
}
