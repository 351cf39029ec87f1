import Foundation
import GRDB

/// Which records a list takes.
package struct RecordFilter: Sendable {
    package var collection: String?
    package var unit: String?
    package var onlyInConflict: Bool
    /// Whether the hub's receipts are looked up.
    package var withReceipts: Bool
    /// As the records stood at that time, in Unix milliseconds by their writers' hybrid clocks; what was entered only
    /// later is shown as it was at first.
    package var asOf: Int64?
    package var limit: Int?

    package init(
        collection: String? = nil, unit: String? = nil, onlyInConflict: Bool = false, withReceipts: Bool = false,
        asOf: Int64? = nil, limit: Int? = nil
    ) {
        self.collection = collection
        self.unit = unit
        self.onlyInConflict = onlyInConflict
        self.withReceipts = withReceipts
        self.asOf = asOf
        self.limit = limit
    }
}

extension LedgerStore {
    /// Lists records in the order in which they came here.
    /// - Parameter peer: the other side whose durable vector says what was delivered; nil counts all as delivered.
    package func records(_ filter: RecordFilter, deliveredTo peer: ReplicaID?) async throws -> [RecordView] {
        try await inspect { writer in try writer.records(filter, peer: peer) }
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
    func records(_ filter: RecordFilter, peer: ReplicaID?) throws -> [RecordView] {
        var conditions = ["length(state) > 0"]
        var arguments: StatementArguments = []
        if let name = filter.collection {
            guard let collection = memory.collections[name] else { return [] }
            conditions.append("collection = ?")
            arguments += [collection]
        }
        if let unit = filter.unit {
            conditions.append("ledger IN (SELECT value FROM json_each(?))")
            arguments += [rows(of: unit)]
        }
        if filter.onlyInConflict { conditions.append("conflicts > 0") }
        arguments += [filter.limit ?? -1]
        let rows = try Row.fetchCursor(
            db,
            sql: """
                SELECT id, ledger, collection, uuid, state FROM record
                WHERE \(conditions.joined(separator: " AND ")) ORDER BY id LIMIT ?
                """, arguments: arguments)
        let known = coverage(of: peer)
        let ledgers = Dictionary(uniqueKeysWithValues: memory.ledgers.values.map { ($0.row, $0.id) })
        var views: [RecordView] = []
        while let row = try rows.next() {
            guard let ledger = ledgers[row[1]], let collection = memory.collectionNames[row[2]] else { continue }
            views.append(
                try view(
                    row, ledger: ledger, collection: collection, known: known, withReceipt: filter.withReceipts,
                    asOf: filter.asOf))
        }
        return views
    }

    /// What the other side is known to hold, by ledger; nil where all counts as delivered.
    private func coverage(of peer: ReplicaID?) -> [LedgerID: Coverage]? {
        guard let peer else { return nil }
        return memory.ledgers.mapValues { ledger in
            let vector = (try? PeerTable.vector(db, replica: peer, ledger: ledger.row)) ?? VersionVector()
            return ledger.ancestry.closure(of: vector)
        }
    }

    private func view(
        _ row: Row, ledger: LedgerID, collection: String, known: [LedgerID: Coverage]?, withReceipt: Bool = false,
        asOf: Int64? = nil
    ) throws -> RecordView {
        let uuid: Data = row[3]
        guard let id = RecordID(bytes: uuid) else { throw SyncError.malformed("record id") }
        var state = try PackedState.decode(row[4])
        if let asOf, let then = try self.state(of: id, row: row[0], collection, in: ledger, asOf: asOf) { state = then }
        let (fields, conflicts) = shown(state, collection, in: ledger)
        var isAtHub = true
        if let known {
            isAtHub = try RecordTable.history(db, record: row[0]).allSatisfy { key in
                memory.dot(ofKey: key).map { known[ledger]?.covers($0) ?? false } ?? true
            }
        }
        return RecordView(
            ledger: ledger, collection: collection, id: id, state: state, fields: fields,
            conflicts: conflicts.sorted(), isAtHub: isAtHub,
            receivedAt: withReceipt ? try firstReceipt(row[0], in: ledger) : nil)
    }

    /// What each field shows, and which have siblings that differ.
    private func shown(
        _ state: RecordState, _ collection: String, in ledger: LedgerID
    ) -> (fields: [String: FieldValue], conflicts: [String]) {
        var fields: [String: FieldValue] = Dictionary(minimumCapacity: state.fields.count)
        var conflicts: [String] = []
        for (name, siblings) in state.fields {
            let display = FieldDisplay(siblings: siblings, rule: schema.rule(of: name, in: collection)) {
                (try? time(of: $0, in: ledger)) ?? HybridTime(bits: 0)
            }
            if display.value != .absent { fields[name] = display.value }
            if display.hiddenDiffer { conflicts.append(name) }
        }
        return (fields, conflicts)
    }

    /// What a record was at a time; where it was entered later, what it was at first.
    private func state(
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

    private func firstReceipt(_ record: Int64, in ledger: LedgerID) throws -> Int64? {
        guard let key = try RecordTable.history(db, record: record).first, let dot = memory.dot(ofKey: key) else {
            return nil
        }
        return try ReceiptTable.receivedAt(db, ledger: row(of: ledger), dot)
    }

    func time(of dot: Dot, in id: LedgerID) throws -> HybridTime {
        guard let chain = memory.ledgers[id]?.chains[dot.epoch],
            let set = try LogTable.fetch(db, key: chain.key(dot.counter))
        else { return HybridTime(bits: 0) }
        return try SetCodec.decodeEnvelope(set.envelope).time
    }

    /// The ledgers of a unit, or all, as a JSON list for SQL.
    private func rows(of unit: String?) -> String {
        let rows = memory.ledgers.values.filter { unit == nil || $0.id.unit == unit }.map(\.row)
        return "[\(rows.map(String.init).joined(separator: ","))]"
    }

    func detail(collection: String, id: RecordID, unit: String? = nil, peer: ReplicaID?) throws -> RecordDetail {
        guard let kind = memory.collections[collection],
            let row = try Row.fetchOne(
                db,
                sql: """
                    SELECT id, ledger, collection, uuid, state FROM record
                    WHERE uuid = ? AND collection = ? AND ledger IN (SELECT value FROM json_each(?))
                    ORDER BY length(state) = 0, id LIMIT 1
                    """, arguments: [Data(id.bytes), kind, rows(of: unit)]),
            let ledger = memory.ledgers.values.first(where: { $0.row == row[1] as Int64 })
        else { throw SyncError.unknownRecord(id) }
        let view = try view(row, ledger: ledger.id, collection: collection, known: coverage(of: peer))
        var authors: [Dot: Authorship] = [:]
        var history: [HistoryEntry] = []
        var state = RecordState()
        for key in try RecordTable.history(db, record: row[0]) {
            guard let entry = try entry(key, of: id, collection: collection, in: ledger, replaying: &state) else {
                continue
            }
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
                    authorship: entry.authorship, fields: shown(state, collection, in: ledger.id).fields)
            }
        }
        return []
    }

    /// One set's part, and what it took away, found by replaying the history up to it.
    private func entry(
        _ key: Int64, of id: RecordID, collection: String, in ledger: LedgerMemory,
        replaying state: inout RecordState, until: Int64 = .max
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
        if let body = set.body {
            for change in try SetCodec.decodeBody(body).changes
            where change.record == id && change.collection == collection {
                writes += change.writes
                if isHeld { continue }
                let sees = Sight.of(
                    change, dot: dot, clock: envelope.clock, parents: chain.declaration.parents.map(\.dot),
                    in: ledger.ancestry)
                state.apply(change.writes, dot: dot, sees: sees)
            }
        }
        return HistoryEntry(
            authorship: authorship, writes: writes, removed: Self.removed(before, state.fields), isHeld: isHeld)
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
