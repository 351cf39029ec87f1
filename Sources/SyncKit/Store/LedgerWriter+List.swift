import Foundation
import GRDB

// Lists: first the rows, from the index on collection, ledger and time alone, then each record that is taken.
extension LedgerWriter {
    /// A record's place in a list.
    private struct Place: Comparable {
        let time: Int64
        let row: Int64

        static func < (left: Place, right: Place) -> Bool { (left.time, left.row) < (right.time, right.row) }
    }

    func records(_ filter: RecordFilter, peer: ReplicaID?) throws -> [RecordView] {
        try records(filter, peer: peer) { $0 }
    }

    func records<Made>(_ filter: RecordFilter, peer: ReplicaID?, as make: (RecordView) -> Made) throws -> [Made] {
        if filter.asOf != nil { return try recordsAsOf(filter, peer: peer, as: make) }
        let shown = Shown(known(to: peer), self)
        var found: [Made] = []
        for row in try rows(filter) {
            if found.count >= filter.most { break }
            guard let view = try shown.view(of: row, filter), filter.matches?(view) ?? true else { continue }
            found.append(make(view))
        }
        return found
    }

    /// What a record's time was then is known only when it is worked out.
    private func recordsAsOf<Made>(
        _ filter: RecordFilter, peer: ReplicaID?, as make: (RecordView) -> Made
    ) throws -> [Made] {
        let shown = Shown(known(to: peer), self)
        var found: [(place: Place, id: RecordID, made: Made)] = []
        for row in try rowsAtAnyTime(filter) {
            guard let view = try shown.view(of: row, filter), filter.matches?(view) ?? true else { continue }
            let time = RecordTime.of(view.fields, of: view.collection, schema)
            guard !filter.isCut || ((filter.from ?? RecordTime.first)..<(filter.before ?? .max)).contains(time) else {
                continue
            }
            found.append((Place(time: time, row: row), view.id, make(view)))
        }
        if filter.order == .earliestFirst { found.sort { $0.place < $1.place } }
        if filter.order == .latestFirst { found.sort { $1.place < $0.place } }
        if filter.order == .lastArrivedFirst { found.reverse() }
        if let after = filter.after, let place = found.firstIndex(where: { $0.id == after }) {
            found.removeFirst(place + 1)
        }
        return found.prefix(filter.most).map(\.made)
    }

    /// The rows that a filter takes or took once, in the order of arrival: what one set alone touched stands today as it
    /// stood then, so that of all others alone the time has to be worked out.
    private func rowsAtAnyTime(_ filter: RecordFilter) throws -> [Int64] {
        var all = filter
        (all.from, all.before, all.after, all.limit, all.order) = (nil, nil, nil, nil, .arrival)
        guard let name = filter.collection, filter.isCut, !filter.isSieved else { return try rows(all) }
        guard let collection = memory.collections[name] else { return [] }
        return try Int64.fetchAll(
            db.cachedStatement(
                sql: """
                    SELECT id FROM record AS one
                    WHERE collection = ? AND ledger IN (SELECT value FROM json_each(?)) AND time >= ?
                    AND (time >= ? AND time < ? OR (SELECT count(*) FROM history WHERE record = one.id) > 1)
                    ORDER BY id
                    """), arguments: [collection, list(of: filter.unit), RecordTime.none] + bounds(filter))
    }

    func count(_ filter: RecordFilter) throws -> Int {
        if filter.asOf != nil || filter.matches != nil || filter.isSieved {
            var all = filter
            (all.limit, all.after) = (nil, nil)
            return try records(all, peer: nil).count
        }
        guard let name = filter.collection else { return try rows(filter).count }
        guard let collection = memory.collections[name] else { return 0 }
        return try ledgers(of: filter.unit).reduce(0) { count, ledger in
            try count
                + (Int.fetchOne(
                    db.cachedStatement(
                        sql: """
                            SELECT count(*) FROM record
                            WHERE collection = ? AND ledger = ? AND time >= ? AND time < ?
                            """), arguments: [collection, ledger] + bounds(filter)) ?? 0)
        }
    }

    private func bounds(_ filter: RecordFilter) -> StatementArguments {
        [filter.from ?? (filter.isCut ? RecordTime.first : RecordTime.none), filter.before ?? .max]
    }

    /// The rows of the records that a filter takes, in its order.
    func rows(_ filter: RecordFilter) throws -> [Int64] {
        let isBackwards = filter.order == .lastArrivedFirst || filter.order == .latestFirst
        guard let name = filter.collection, !filter.isSieved else {
            var rows = try rowsOfAll(filter)
            if isBackwards { rows.reverse() }
            return rows
        }
        guard let collection = memory.collections[name] else { return [] }
        let limit = filter.matches == nil ? filter.most : .max
        if !filter.isByTime {
            return try Int64.fetchAll(
                db.cachedStatement(
                    sql: """
                        SELECT id FROM record
                        WHERE collection = ? AND ledger IN (SELECT value FROM json_each(?)) AND time >= ? AND time < ?
                        ORDER BY id \(isBackwards ? "DESC" : "ASC") LIMIT ?
                        """), arguments: [collection, list(of: filter.unit)] + bounds(filter) + [limit])
        }
        guard let start = try start(filter, collection: collection, isBackwards: isBackwards) else { return [] }
        // The place bounds the time itself: SQLite would walk a comparison of rows from the list's end.
        let (from, last) = (filter.from ?? (filter.isCut ? RecordTime.first : RecordTime.none), lastTime(filter))
        let bounds = isBackwards ? (from, min(last, start.time)) : (max(from, start.time), last)
        let statement = try db.cachedStatement(
            sql: """
                SELECT time, id FROM record
                WHERE collection = ? AND ledger = ? AND time >= ? AND time <= ?
                AND (time \(isBackwards ? "<" : ">") ? OR id \(isBackwards ? "<" : ">") ?)
                ORDER BY time \(isBackwards ? "DESC" : "ASC"), id \(isBackwards ? "DESC" : "ASC") LIMIT ?
                """)
        var places: [Place] = []
        for ledger in ledgers(of: filter.unit) {
            let found = try Row.fetchCursor(
                statement, arguments: [collection, ledger, bounds.0, bounds.1, start.time, start.row, limit])
            while let row = try found.next() { places.append(Place(time: row[0], row: row[1])) }
        }
        places.sort()
        if isBackwards { places.reverse() }
        return places.prefix(limit).map(\.row)
    }

    /// The last moment that a filter takes.
    private func lastTime(_ filter: RecordFilter) -> Int64 {
        filter.before.map { max($0, RecordTime.first) - 1 } ?? .max
    }

    /// The place after which a page starts; nil where its record is not there.
    private func start(_ filter: RecordFilter, collection: Int64, isBackwards: Bool) throws -> Place? {
        guard let id = filter.after else {
            return isBackwards ? Place(time: .max, row: .max) : Place(time: .min, row: .min)
        }
        return try Row.fetchOne(
            db,
            sql: """
                SELECT time, id FROM record
                WHERE uuid = ? AND collection = ? AND ledger IN (SELECT value FROM json_each(?)) AND time IS NOT NULL
                """, arguments: [Data(id.bytes), collection, list(of: filter.unit)]
        ).map { Place(time: $0[0], row: $0[1]) }
    }

    private func rowsOfAll(_ filter: RecordFilter) throws -> [Int64] {
        var conditions = ["time >= ? AND time < ?", "ledger IN (SELECT value FROM json_each(?))"]
        var arguments = bounds(filter) + [list(of: filter.unit)]
        if let name = filter.collection {
            conditions.append("collection = ?")
            arguments += [memory.collections[name] ?? 0]
        }
        // Each way is named, since the planner would rather walk all records in their order than sort a handful.
        var source = "record"
        if let named = filter.naming {
            source = "reference CROSS JOIN record ON record.id = reference.source"
            conditions.append("reference.target = ?")
            arguments += [Data(named.bytes)]
        } else if filter.onlyInConflict {
            source = "record INDEXED BY record_in_conflict"
        }
        if filter.onlyInConflict { conditions.append("conflicts > 0") }
        if let text = filter.containing {
            conditions.append("instr(state, ?) > 0")
            arguments += [Data(text.utf8)]
        }
        return try Int64.fetchAll(
            db,
            sql: "SELECT record.id FROM \(source) WHERE \(conditions.joined(separator: " AND ")) ORDER BY record.id",
            arguments: arguments)
    }

    func ledgers(of unit: String?) -> [Int64] {
        memory.ledgers.values.filter { unit == nil || $0.id.unit == unit }.map(\.row)
    }

    /// The ledgers of a unit, or all, as a JSON list for SQL.
    func list(of unit: String?) -> String {
        "[\(ledgers(of: unit).map(String.init).joined(separator: ","))]"
    }
}

// One record as it is shown.
extension LedgerWriter {
    /// What the views of one list have in common.
    struct Shown {
        private let known: Known?
        private let writer: LedgerWriter
        private let ledgers: [Int64: LedgerID]

        init(_ known: Known?, _ writer: LedgerWriter) {
            self.known = known
            self.writer = writer
            ledgers = Dictionary(uniqueKeysWithValues: writer.memory.ledgers.values.map { ($0.row, $0.id) })
        }

        /// - Returns: nil where nothing of it stands.
        func view(of row: Int64, _ filter: RecordFilter) throws -> RecordView? {
            guard let placed = try RecordTable.find(writer.db, row: row), !placed.state.isEmpty,
                let ledger = ledgers[placed.ledger],
                let collection = writer.memory.collectionNames[placed.collection]
            else { return nil }
            return try writer.view(
                placed, ledger: ledger, collection: collection, known: known, withReceipt: filter.withReceipts,
                asOf: filter.asOf)
        }
    }

    /// What another side is known to hold, by ledger.
    struct Known {
        let peer: ReplicaID
        let coverage: [LedgerID: Coverage]
    }

    /// - Returns: nil where no side is asked about, so that all counts as delivered.
    func known(to peer: ReplicaID?) -> Known? {
        guard let peer else { return nil }
        let coverage = memory.ledgers.mapValues { ledger in
            let vector = (try? PeerTable.vector(db, replica: peer, ledger: ledger.row)) ?? VersionVector()
            return ledger.ancestry.closure(of: vector)
        }
        return Known(peer: peer, coverage: coverage)
    }

    func view(
        _ placed: RecordTable.Placed, ledger: LedgerID, collection: String, known: Known?,
        withReceipt: Bool = false, asOf: Int64? = nil
    ) throws -> RecordView {
        var state = placed.state
        // What one set alone touched stands as it stood then, or as it was at first.
        if let asOf, try RecordTable.history(db, record: placed.row).count > 1,
            let then = try self.state(of: placed.id, row: placed.row, collection, in: ledger, asOf: asOf)
        {
            state = then
        }
        let (fields, conflicts) = shown(state, of: collection, in: ledger)
        var isAtHub = true
        if let known {
            isAtHub = try RecordTable.history(db, record: placed.row).allSatisfy { key in
                memory.dot(ofKey: key).map { known.coverage[ledger]?.covers($0) ?? false } ?? true
            }
        }
        return RecordView(
            ledger: ledger, collection: collection, id: placed.id, state: state, fields: fields,
            conflicts: conflicts.sorted(), isAtHub: isAtHub, peer: known?.peer,
            receivedAt: withReceipt ? try firstReceipt(placed.row, in: ledger) : nil)
    }

    /// What each field of a state shows, and which fields have values that differ.
    func shown(
        _ state: RecordState, of collection: String, in ledger: LedgerID
    ) -> (fields: [String: FieldValue], conflicts: [String]) {
        var fields: [String: FieldValue] = Dictionary(minimumCapacity: state.fields.count)
        var conflicts: [String] = []
        for (name, siblings) in state.fields {
            let rule = schema.rule(of: name, in: collection)
            // Most fields have one value, and that one shows.
            if siblings.count == 1, rule != .union, case .value(let value) = siblings[0].content {
                if value != .absent { fields[name] = value }
                continue
            }
            let display = FieldDisplay(siblings: siblings, rule: rule) {
                (try? time(of: $0, in: ledger)) ?? HybridTime(bits: 0)
            }
            if display.value != .absent { fields[name] = display.value }
            if display.hiddenDiffer { conflicts.append(name) }
        }
        return (fields, conflicts)
    }

    func firstReceipt(_ record: Int64, in ledger: LedgerID) throws -> Int64? {
        guard let key = try RecordTable.history(db, record: record).first, let dot = memory.dot(ofKey: key) else {
            return nil
        }
        return try ReceiptTable.receivedAt(db, ledger: row(of: ledger), dot)
    }
}
