import Foundation
import GRDB

extension LedgerWriter {
    /// The hub's word on a set: held, or released. The records that the set touches are worked out anew.
    mutating func apply(_ verdict: Verdict, in id: LedgerID) throws {
        guard let chain = memory.ledgers[id]?.chains[verdict.dot.epoch], verdict.dot.counter <= chain.head else {
            return
        }
        let key = chain.key(verdict.dot.counter)
        arrived[key] = nil
        if let hold = verdict.hold {
            try HeldTable.hold(db, key: key, hold, at: moment.wall)
        } else {
            // Of what the channel forbids nobody but its author has the text: there is nothing to release.
            if try HeldTable.code(db, key: key) == .channel { return }
            try HeldTable.release(db, key: key, at: moment.wall)
        }
        guard verdict.dot.counter <= chain.applied, let bytes = try LogTable.fetch(db, key: key)?.body,
            let body = try? SetCodec.decodeBody(bytes)
        else { return }
        for change in body.changes {
            try rebuild(change.record, of: change.collection, in: id)
        }
        touched.insert(id)
    }

    /// Works a record's state out anew from the sets that touched it, in the order of their application here,
    /// leaving out those that are held.
    mutating func rebuild(_ record: RecordID, of collection: String, in id: LedgerID) throws {
        let ledger = try ledger(id)
        guard let collectionRow = memory.collections[collection],
            let stored = try RecordTable.find(db, ledger: ledger.row, collection: collectionRow, id: record)
        else { return }
        var state = RecordState()
        for key in try RecordTable.history(db, record: stored.row) where try !HeldTable.isHeld(db, key: key) {
            guard let dot = memory.dot(ofKey: key), let chain = ledger.chains[dot.epoch],
                let set = try LogTable.fetch(db, key: key), let body = set.body
            else { continue }
            let envelope = try SetCodec.decodeEnvelope(set.envelope)
            for change in try SetCodec.decodeBody(body).changes
            where change.record == record && change.collection == collection {
                let sees = Sight.of(
                    change, dot: dot, clock: envelope.clock, parents: chain.declaration.parents.map(\.dot),
                    in: ledger.ancestry)
                state.apply(change.writes, dot: dot, sees: sees)
            }
        }
        try RecordTable.update(
            db, stored, to: state, conflicts: schema.conflicts(in: state, of: collection),
            time: recordTime(state, of: collection, in: id))
        changed.note(stored.row, of: collectionRow)
        changed.isRestated = true
    }
}
