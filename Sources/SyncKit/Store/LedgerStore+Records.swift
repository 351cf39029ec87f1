import Foundation
import GRDB

extension LedgerStore {
    /// Lists records in the filter's order.
    /// - Parameter peer: the other side whose durable vector says what was delivered; nil counts all as delivered.
    package func records(_ filter: RecordFilter, deliveredTo peer: ReplicaID?) async throws -> [RecordView] {
        try await records(filter, deliveredTo: peer) { $0 }
    }

    /// The same, each as its reader wants it: of thousands no more is held than that.
    package func records<Made: Sendable>(
        _ filter: RecordFilter, deliveredTo peer: ReplicaID?, as make: @escaping @Sendable (RecordView) -> Made
    ) async throws -> [Made] {
        try await inspect { writer in try writer.records(filter, peer: peer, as: make) }
    }

    /// The records that a filter names by collection, unit and text, in the order of arrival and some at a time, so that
    /// neither a commit nor a page waits for a long read. It is no view of one moment: what changes meanwhile may be
    /// read before or after. Its limit, its place and what it `matches` are not looked at.
    package func recordsInParts<Made: Sendable>(
        _ filter: RecordFilter, as make: @escaping @Sendable (RecordView) -> Made
    ) async throws -> [Made] {
        try await rowsInParts(filter, as: make).map(\.made)
    }

    func rowsInParts<Made: Sendable>(
        _ filter: RecordFilter, as make: @escaping @Sendable (RecordView) -> Made
    ) async throws -> [(row: Int64, made: Made)] {
        var whole = filter
        (whole.limit, whole.after, whole.order) = (nil, nil, .arrival)
        let sought = whole
        let all = try await inspect { writer in try writer.rows(sought) }
        var found: [(row: Int64, made: Made)] = []
        for start in stride(from: 0, to: all.count, by: Self.partSize) {
            // The lock is not fair: without a pause a long read takes it again before whoever waits has woken.
            if start > 0 { try await Task.sleep(for: .milliseconds(1)) }
            let rows = all[start..<min(start + Self.partSize, all.count)]
            found += try await inspect { writer in
                let shown = LedgerWriter.Shown(nil, writer)
                return try rows.compactMap { row in try shown.view(of: row, sought).map { (row, make($0)) } }
            }
        }
        return found
    }

    private static var partSize: Int { 250 }

    /// How many records a filter takes, whatever its limit and its place.
    package func count(_ filter: RecordFilter) async throws -> Int {
        try await inspect { writer in try writer.count(filter) }
    }

    /// One record of a collection, in whichever ledger of the store it stands, or in that of one unit: two units may
    /// have drawn the same id.
    package func detail(
        collection: String, id: RecordID, unit: String? = nil, deliveredTo peer: ReplicaID?
    ) async throws -> RecordDetail {
        try await inspect { writer in
            try writer.detail(collection: collection, id: id, unit: unit, peer: peer)
        }
    }

    /// What a record of a unit said after each set that touched it, in the order in which they came here.
    package func versions(collection: String, id: RecordID, unit: String) async throws -> [RecordVersion] {
        try await inspect { writer in try writer.versions(collection: collection, id: id, unit: unit) }
    }

    package func label(unit: String, _ label: String) async throws -> RecordID? {
        try await read { try LabelTable.find($0, unit: unit, label) }
    }

    /// Every label of a unit.
    package func labels(unit: String) async throws -> [RecordLabel] {
        try await read { try LabelTable.all($0, unit: unit) }
    }

    /// What a record was when it was first entered in a ledger; nil where it is not there.
    package func firstWrites(
        of id: RecordID, collection: String, in ledger: LedgerID
    ) async throws -> [FieldWrite]? {
        try await inspect { writer in
            guard let row = writer.memory.ledgers[ledger]?.row, let kind = writer.memory.collections[collection],
                let stored = try RecordTable.find(writer.db, ledger: row, collection: kind, id: id)
            else { return nil }
            guard let key = try RecordTable.history(writer.db, record: stored.row).first,
                let body = try LogTable.fetch(writer.db, key: key)?.body
            else { return [] }
            return try SetCodec.decodeBody(body).changes.filter { $0.record == id && $0.collection == collection }
                .flatMap(\.writes)
        }
    }
}

extension LedgerWriter {
    /// What a record was at a time; where it was entered later, what it was at first.
    func state(
        of id: RecordID, row: Int64, _ collection: String, in ledger: LedgerID, asOf: Int64
    ) throws -> RecordState? {
        guard let ledger = memory.ledgers[ledger] else { return nil }
        var state = RecordState()
        let keys = try RecordTable.history(db, record: row)
        for key in keys {
            _ = try entry(key, of: id, collection: collection, in: ledger, replaying: &state, until: asOf)
        }
        if state.isEmpty, let first = keys.first {
            _ = try entry(first, of: id, collection: collection, in: ledger, replaying: &state)
        }
        return state.isEmpty ? nil : state
    }

    func time(of dot: Dot, in id: LedgerID) throws -> HybridTime {
        guard let chain = memory.ledgers[id]?.chains[dot.epoch],
            let set = try LogTable.fetch(db, key: chain.key(dot.counter))
        else { return HybridTime(bits: 0) }
        return try SetCodec.decodeEnvelope(set.envelope).time
    }

    func detail(collection: String, id: RecordID, unit: String? = nil, peer: ReplicaID?) throws -> RecordDetail {
        guard let kind = memory.collections[collection],
            let row = try Int64.fetchOne(
                db,
                sql: """
                    SELECT id FROM record
                    WHERE uuid = ? AND collection = ? AND ledger IN (SELECT value FROM json_each(?))
                    ORDER BY length(state) = 0, id LIMIT 1
                    """, arguments: [Data(id.bytes), kind, list(of: unit)]),
            let placed = try RecordTable.find(db, row: row),
            let ledger = memory.ledgers.values.first(where: { $0.row == placed.ledger })
        else { throw SyncError.unknownRecord(id) }
        let view = try view(placed, ledger: ledger.id, collection: collection, known: known(to: peer))
        var authors: [Dot: Authorship] = [:]
        var history: [HistoryEntry] = []
        var state = RecordState()
        for key in try RecordTable.history(db, record: row) {
            guard
                let entry = try entry(
                    key, of: id, collection: collection, in: ledger, replaying: &state,
                    after: history.map(\.authorship.dot))
            else { continue }
            authors[entry.authorship.dot] = entry.authorship
            history.append(entry)
        }
        return RecordDetail(
            view: view, seen: ledger.ancestry.tips(of: ledger.applied), authors: authors, history: history)
    }

    func versions(collection: String, id: RecordID, unit: String) throws -> [RecordVersion] {
        guard let kind = memory.collections[collection] else { return [] }
        for ledger in memory.ledgers.values where ledger.id.unit == unit {
            guard let stored = try RecordTable.find(db, ledger: ledger.row, collection: kind, id: id) else { continue }
            var state = RecordState()
            return try RecordTable.history(db, record: stored.row).compactMap { key in
                guard let entry = try entry(key, of: id, collection: collection, in: ledger, replaying: &state),
                    !entry.isHeld, !entry.writes.isEmpty
                else { return nil }
                return RecordVersion(
                    authorship: entry.authorship, fields: shown(state, of: collection, in: ledger.id).fields)
            }
        }
        return []
    }

    /// One set's part, and what it took away, found by replaying the history up to it.
    private func entry(
        _ key: Int64, of id: RecordID, collection: String, in ledger: LedgerMemory,
        replaying state: inout RecordState, until: Int64 = .max, after earlier: [Dot] = []
    ) throws -> HistoryEntry? {
        guard let dot = memory.dot(ofKey: key), let chain = ledger.chains[dot.epoch],
            let set = try LogTable.fetch(db, key: key)
        else { return nil }
        let envelope = try SetCodec.decodeEnvelope(set.envelope)
        guard envelope.time.milliseconds <= until else { return nil }
        let isHeld = try HeldTable.isHeld(db, key: key)
        let authorship = Authorship(
            dot: dot, at: envelope.time.milliseconds, author: envelope.author, replica: chain.replica,
            receivedAt: try ReceiptTable.receivedAt(db, ledger: ledger.row, dot))
        let before = state.fields
        var writes: [FieldWrite] = []
        var seen: Set<Dot> = []
        if let body = set.body {
            for change in try SetCodec.decodeBody(body).changes
            where change.record == id && change.collection == collection {
                writes += change.writes
                let sees = Sight.of(
                    change, dot: dot, clock: envelope.clock, parents: chain.declaration.parents.map(\.dot),
                    in: ledger.ancestry)
                seen.formUnion(earlier.lazy.filter(sees))
                if isHeld { continue }
                state.apply(change.writes, dot: dot, sees: sees)
            }
        }
        return HistoryEntry(
            authorship: authorship, writes: writes, removed: Self.removed(before, state.fields), seen: seen,
            isHeld: isHeld)
    }

    /// The sets of which some field's value is gone, whatever else of them still stands.
    private static func removed(_ before: [String: [RecordState.Sibling]], _ after: [String: [RecordState.Sibling]])
        -> [Dot]
    {
        var removed: Set<Dot> = []
        for (field, siblings) in before {
            let left = Set((after[field] ?? []).map(\.dot))
            for sibling in siblings where !left.contains(sibling.dot) { removed.insert(sibling.dot) }
        }
        return removed.sorted()
    }
}
