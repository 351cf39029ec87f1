import Synchronization

/// Records of some collections kept in memory as a reader wants them, and brought up to the last transaction whenever
/// they are asked for: only what changed since is read again.
///
/// They are what a whole read would show at that moment, in the same order; a test compares both after each of many
/// random steps. A collection is read whole when it is first asked for.
package final class KeptRecords<Kept: Sendable>: Sendable {
    package struct Snapshot: Sendable {
        /// Grows with each change of any of them; equal versions are equal records.
        package let version: Int
        /// By collection, in the order of arrival.
        package let records: [String: [Kept]]
    }

    private struct Kind {
        /// Ascending.
        var rows: [Int64] = []
        var kept: [Kept] = []

        mutating func put(_ row: Int64, _ made: Kept?) {
            var place = rows.endIndex
            if let last = rows.last, row <= last { place = rows.partitioningIndex(before: row) }
            let isThere = place < rows.endIndex && rows[place] == row
            switch (isThere, made) {
            case (true, let made?): kept[place] = made
            case (true, nil):
                rows.remove(at: place)
                kept.remove(at: place)
            case (false, let made?):
                rows.insert(row, at: place)
                kept.insert(made, at: place)
            case (false, nil): break
            }
        }
    }

    private struct State {
        var version = 0
        /// Grows where all that was known is forgotten: what is being read then lacks what changed since.
        var life = 0
        var kinds: [String: Kind] = [:]
        /// Collections that are being read: whoever needs one meanwhile waits for that.
        var loads: [String: Task<Void, any Error>] = [:]
        /// Rows that changed of collections which nobody asked for yet, or which are being read.
        var changedBefore: Set<Int64> = []
    }

    private let store: LedgerStore
    private let collections: Set<String>
    private let unit: String?
    private let withReceipts: Set<String>
    private let asOf: Int64?
    private let make: @Sendable (RecordView) -> Kept
    private let watch: RecordWatch
    private let state = Mutex(State())

    /// - Parameters:
    ///   - unit: whose; nil for all that the store holds.
    ///   - withReceipts: of which the hub's receipts are looked up.
    ///   - asOf: as the records stood at that time (``RecordFilter/asOf``); nil: as they stand.
    package init(
        _ collections: Set<String>, unit: String?, withReceipts: Set<String> = [], asOf: Int64? = nil,
        in store: LedgerStore,
        make: @escaping @Sendable (RecordView) -> Kept
    ) {
        self.store = store
        self.collections = collections
        self.unit = unit
        self.withReceipts = withReceipts
        self.asOf = asOf
        self.make = make
        watch = store.watch(collections)
    }

    package func keeps(_ collection: String) -> Bool { collections.contains(collection) }

    /// What those collections hold as of the last transaction.
    package func current(_ names: [String]) async throws -> Snapshot {
        while true {
            for name in names { try await loading(name)?.value }
            let taken = try await store.inspect { [self] writer -> Snapshot? in try snapshot(names, writer) }
            if let taken { return taken }
        }
    }

    /// - Returns: nil where another reader's failure took a collection away again.
    private func snapshot(_ names: [String], _ writer: LedgerWriter) throws -> Snapshot? {
        try state.withLock { state in
            do {
                try bringUp(&state, writer)
            } catch {
                // What was taken from the watch is not known any more.
                state = State(version: state.version + 1, life: state.life + 1)
                throw error
            }
            guard names.allSatisfy({ state.kinds[$0] != nil }) else { return nil }
            return Snapshot(
                version: state.version,
                records: Dictionary(uniqueKeysWithValues: Set(names).map { ($0, state.kinds[$0]?.kept ?? []) }))
        }
    }

    /// - Returns: nil where the collection is here.
    private func loading(_ name: String) -> Task<Void, any Error>? {
        state.withLock { state -> Task<Void, any Error>? in
            if state.kinds[name] != nil { return nil }
            if let load = state.loads[name] { return load }
            let life = state.life
            let load = Task { [self] in try await read(name, life) }
            state.loads[name] = load
            return load
        }
    }

    /// Reads a collection whole, some at a time. What changes meanwhile the watch tells.
    private func read(_ name: String, _ life: Int) async throws {
        var loaded: Kind?
        defer {
            state.withLock { state in
                if state.life == life {
                    state.loads[name] = nil
                    state.kinds[name] = loaded
                    state.version += 1
                }
            }
        }
        let all = try await store.rowsInParts(filter(of: name), as: make)
        loaded = Kind(rows: all.map(\.row), kept: all.map(\.made))
    }

    private func filter(of collection: String) -> RecordFilter {
        RecordFilter(
            collection: collection, unit: unit, withReceipts: withReceipts.contains(collection), asOf: asOf)
    }

    private func bringUp(_ state: inout State, _ writer: LedgerWriter) throws {
        let changes = watch.take()
        var rows = changes.records.union(state.changedBefore)
        state.changedBefore = []
        let mine = Set(writer.ledgers(of: unit))
        rows.formUnion(try receipted(changes.receipted.filter { mine.contains($0.ledger) }, state, writer))
        guard !rows.isEmpty else { return }
        let shown = LedgerWriter.Shown(nil, writer)
        for row in rows.sorted() {
            guard let placed = try RecordTable.find(writer.db, row: row), mine.contains(placed.ledger),
                let name = writer.memory.collectionNames[placed.collection]
            else { continue }
            guard state.kinds[name] != nil else {
                state.changedBefore.insert(row)
                continue
            }
            let made = try shown.view(of: row, filter(of: name)).map(make)
            state.kinds[name]?.put(row, made)
            state.version += 1
        }
    }

    /// A receipt touches no record and shows in those whose sets it covers: they are found through the sets, since at a
    /// hub every exchange brings a receipt.
    private func receipted(
        _ stretches: [ReceiptedSets], _ state: State, _ writer: LedgerWriter
    ) throws -> Set<Int64> {
        let all = withReceipts.reduce(into: Set<Int64>()) { $0.formUnion(state.kinds[$1]?.rows ?? []) }
        let sets = stretches.reduce(0) { $0 + $1.keys.count }
        guard sets > 0, !all.isEmpty else { return [] }
        // A first exchange may cover more sets than there are records.
        guard sets <= all.count else { return all }
        var rows: Set<Int64> = []
        for stretch in stretches {
            for key in stretch.keys {
                // What is not here yet is told when it takes effect.
                guard let set = try LogTable.fetch(writer.db, key: key) else { continue }
                guard let body = set.body.flatMap({ try? SetCodec.decodeBody($0) }) else { return all }
                for change in body.changes where withReceipts.contains(change.collection) {
                    guard let collection = writer.memory.collections[change.collection] else { continue }
                    let found = try RecordTable.find(
                        writer.db, ledger: stretch.ledger, collection: collection, id: change.record)
                    if let found { rows.insert(found.row) }
                }
            }
        }
        return rows
    }
}

extension [Int64] {
    /// The place of the first that is not before a number, in ascending order.
    fileprivate func partitioningIndex(before number: Int64) -> Int {
        var (low, high) = (startIndex, endIndex)
        while low < high {
            let middle = (low + high) / 2
            if self[middle] < number { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
