import Foundation
import GRDB

extension LedgerWriter {
    /// Gives a set its effect: on records, and for the hub's own words on receipts, held sets and members.
    /// - Parameters:
    ///   - found: the record of the only change, where it was looked up already.
    ///   - sight: what a change covers.
    mutating func apply(
        _ body: SetBody, dot: Dot, key: Int64, in id: LedgerID, found: RecordTable.Lookup? = nil,
        sight: (RecordChange) -> (Dot) -> Bool
    ) throws {
        for change in body.changes {
            try apply(change, dot: dot, key: key, in: id, found: found, sees: sight(change))
        }
        for receipt in body.receipts {
            try ReceiptTable.insert(db, ledger: ledger(id).row, receipt)
            let ledger = try ledger(id)
            for range in receipt.ranges where range.first <= range.last {
                // Of a chain that is not here yet each set is told when it takes effect.
                guard let chain = ledger.chains[range.epoch] else { continue }
                changed.note(
                    ReceiptedSets(ledger: ledger.row, keys: chain.key(range.first)...chain.key(range.last)))
            }
        }
        for member in body.members {
            try MemberTable.upsert(db, member)
            memory.members[member.replica] = member
        }
        for verdict in body.verdicts { try apply(verdict, in: id) }
    }

    private mutating func apply(
        _ change: RecordChange, dot: Dot, key: Int64, in id: LedgerID, found: RecordTable.Lookup?,
        sees: (Dot) -> Bool
    ) throws {
        let ledger = try row(of: id)
        let collection = try collection(change.collection)
        let lookup =
            try found ?? RecordTable.look(db, ledger: ledger, collection: collection, id: change.record)
        let row: Int64
        if let stored = lookup.stored {
            row = stored.row
            var state = stored.state
            state.apply(change.writes, dot: dot, sees: sees)
            try RecordTable.update(
                db, stored, to: state, conflicts: schema.conflicts(in: state, of: change.collection),
                time: recordTime(state, of: change.collection, in: id))
        } else if let state = PackedState.encodeFirst(change.writes, dot: dot) {
            row = try RecordTable.insert(
                db, ledger: ledger, collection: collection, id: change.record, packed: state,
                naming: ReferenceTable.targets(of: change.writes), conflicts: 0,
                time: RecordTime.of(change.writes, of: change.collection, schema))
        } else {
            var state = RecordState()
            state.apply(change.writes, dot: dot, sees: sees)
            row = try RecordTable.insert(
                db, ledger: ledger, collection: collection, id: change.record, packed: PackedState.encode(state),
                naming: ReferenceTable.targets(of: state),
                conflicts: schema.conflicts(in: state, of: change.collection),
                time: recordTime(state, of: change.collection, in: id))
        }
        changed.note(row, of: collection)
        try RecordTable.appendHistory(db, record: row, sequence: nextSequence(), set: key)
    }

    func recordTime(_ state: RecordState, of collection: String, in id: LedgerID) -> Int64? {
        RecordTime.of(state, of: collection, schema) { (try? time(of: $0, in: id)) ?? HybridTime(bits: 0) }
    }

    /// Gives effect to every logged set whose clock is covered, until no further one is.
    mutating func applyPending(in id: LedgerID) throws {
        var progressed = true
        while progressed {
            progressed = false
            for epoch in try ledger(id).chains.keys.sorted() {
                while let chain = memory.ledgers[id]?.chains[epoch], chain.applied < chain.head {
                    guard try applyNext(of: chain, in: id) else { break }
                    progressed = true
                }
            }
        }
        try rememberWaiting(in: id)
    }

    /// Applies the first set of a chain that has no effect yet; false when it has to wait for its clock.
    private mutating func applyNext(of chain: Chain, in id: LedgerID) throws -> Bool {
        let dot = Dot(chain.epoch, chain.applied + 1)
        let key = chain.key(dot.counter)
        let known = arrived[key]
        let set = try known ?? logged(key, dot)
        let (envelope, body, isHeld) = (set.envelope, set.body, set.isHeld)
        let ledger = try ledger(id)
        let parents = VersionVector(chain.parents.map(\.dot))
        guard ledger.applied.covers(envelope.clock), ledger.applied.covers(parents) else { return false }
        // A verdict waits for the set that it speaks of, which may itself have waited where it was given.
        guard body?.verdicts.allSatisfy({ isHeld || ledger.held.covers($0.dot) }) ?? true else { return false }
        memory.clock.observe(envelope.time, now: moment.wall)
        if let body {
            if isHeld {
                // Held at arrival: it stands in the records' histories and has no effect.
                try rememberHeld(body, key: key, in: id)
            } else {
                try apply(body, dot: dot, key: key, in: id) { change in
                    Sight.of(
                        change, dot: dot, clock: envelope.clock, parents: parents.tips, in: ledger.ancestry)
                }
            }
        }
        if known == nil {
            try db.cachedStatement(sql: "DELETE FROM waiting WHERE change_set = ?").execute(arguments: [key])
        }
        arrived[key] = nil
        memory.ledgers[id]?.markApplied(dot)
        return true
    }

    /// A set that an earlier transaction logged.
    private func logged(_ key: Int64, _ dot: Dot) throws -> Arrived {
        guard let set = try LogTable.fetch(db, key: key) else { throw SyncError.unknown("set \(dot)") }
        return Arrived(
            envelope: try SetCodec.decodeEnvelope(set.envelope),
            body: set.body.flatMap { try? SetCodec.decodeBody($0) }, isHeld: try HeldTable.isHeld(db, key: key))
    }

    private func rememberWaiting(in id: LedgerID) throws {
        for chain in try ledger(id).chains.values where chain.applied < chain.head {
            for counter in (chain.applied + 1)...chain.head {
                try db.cachedStatement(sql: "INSERT OR IGNORE INTO waiting VALUES (?)")
                    .execute(arguments: [chain.key(counter)])
            }
        }
    }

    /// Enters a held set into the histories of the records that it would change.
    mutating func rememberHeld(_ body: SetBody, key: Int64, in id: LedgerID) throws {
        for change in body.changes {
            let ledger = try ledger(id)
            let collection = try collection(change.collection)
            let found = try RecordTable.find(
                db, ledger: ledger.row, collection: collection, id: change.record)
            let row =
                try found?.row
                ?? RecordTable.insert(
                    db, ledger: ledger.row, collection: collection, id: change.record, packed: Data(),
                    naming: [], conflicts: 0, time: nil)
            try RecordTable.appendHistory(db, record: row, sequence: nextSequence(), set: key)
        }
    }
}

extension RecordSchema {
    /// How many fields of a record wait for a person's decision.
    func conflicts(in state: RecordState, of collection: String) -> Int {
        state.fields.count { name, siblings in
            guard siblings.count > 1 else { return false }
            let display = FieldDisplay(siblings: siblings, rule: rule(of: name, in: collection)) { _ in
                HybridTime(bits: 0)
            }
            return display.hiddenDiffer
        }
    }
}
