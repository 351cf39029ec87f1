import Foundation
import GRDB
import Identity

extension LedgerWriter {
    /// Enters sets again, from a dot on whose branch the other side refused: this replica's own under a new epoch,
    /// another's under the one that this replica lives.
    ///
    /// It happens where two live processes shared an epoch (a virtual machine resumed twice), or a chain was damaged.
    /// The refused sets leave the log; their contents, authors, times and what their writers had seen stay.
    mutating func reauthor(from refused: Dot, in id: LedgerID, into life: EpochLife) throws {
        let ledger = try ledger(id)
        guard let origin = ledger.chains[refused.epoch], refused.counter <= origin.head else { return }
        let removed = descendants(of: refused, in: ledger)
        var sets: [Entered] = []
        for (epoch, first) in removed {
            guard let chain = ledger.chains[epoch], first <= chain.head else { continue }
            for counter in first...chain.head {
                let key = chain.key(counter)
                guard let sealed = try LogTable.fetch(db, key: key), let body = sealed.body else { continue }
                sets.append(
                    Entered(
                        dot: Dot(epoch, counter), sequence: try LogTable.sequence(db, key: key) ?? 0,
                        envelope: try SetCodec.decodeEnvelope(sealed.envelope), body: body,
                        hold: try HeldTable.reason(db, key: key),
                        before: counter > 1
                            ? [Dot(epoch, counter - 1)] : chain.declaration.parents.map(\.dot)))
            }
        }
        sets.sort { $0.sequence < $1.sequence }
        try remove(removed, in: ledger)
        for change in sets.flatMap({ (try? SetCodec.decodeBody($0.body))?.changes ?? [] }) {
            try rebuild(change.record, of: change.collection, in: id)
        }
        self.life = life
        try MetaTable.store(db, life)
        try enter(sets, in: id)
        touched.insert(id)
    }

    private struct Entered {
        let dot: Dot
        let sequence: Int64
        let envelope: SetEnvelope
        let body: Data
        /// Why it has no effect; nil where it has.
        let hold: HoldReason?
        /// What it followed in its own replica's line.
        let before: [Dot]
    }

    /// The stretches that fall with a dot: the rest of its chain, and own epochs that continue it.
    private func descendants(of refused: Dot, in ledger: LedgerMemory) -> [Epoch: UInt64] {
        var removed: [Epoch: UInt64] = [refused.epoch: refused.counter]
        var grew = true
        while grew {
            grew = false
            for chain in ledger.chains.values where removed[chain.epoch] == nil {
                let falls = chain.declaration.parents.contains { parent in
                    removed[parent.dot.epoch].map { parent.dot.counter >= $0 } ?? false
                }
                if falls {
                    removed[chain.epoch] = 1
                    grew = true
                }
            }
        }
        return removed
    }

    private mutating func remove(_ stretches: [Epoch: UInt64], in ledger: LedgerMemory) throws {
        arrived = [:]
        for (epoch, first) in stretches {
            guard let chain = ledger.chains[epoch] else { continue }
            let range: StatementArguments = [chain.key(first), chain.key(chain.head)]
            try db.execute(sql: "DELETE FROM history WHERE change_set BETWEEN ? AND ?", arguments: range)
            try LogTable.remove(db, from: chain.key(first), through: chain.key(chain.head))
            if first == 1 { try db.execute(sql: "DELETE FROM epoch WHERE id = ?", arguments: [chain.row]) }
        }
        weights.forget()
        let (clock, commits, sequence) = (memory.clock, memory.commits, memory.sequence)
        memory = try StoreMemory.load(db)
        (memory.clock, memory.commits, memory.sequence) = (clock, commits, sequence)
    }

    private mutating func enter(_ sets: [Entered], in id: LedgerID) throws {
        var renamed: [Dot: Dot] = [:]
        for set in sets {
            let seen = VersionVector((set.envelope.clock.tips + set.before).map { renamed[$0] ?? $0 })
            let bytes = SetCodec.renaming(set.body, renamed, seen: seen)
            let chain = try ownChain(in: id)
            let dot = Dot(chain.epoch, chain.head + 1)
            let key = chain.key(dot.counter)
            let sealed = try seal(
                bytes, author: set.envelope.author, transaction: set.envelope.transaction, chain: chain,
                time: set.envelope.time)
            try append(sealed, to: chain.epoch, in: id)
            let body = try? SetCodec.decodeBody(bytes)
            if let hold = set.hold {
                try HeldTable.hold(db, key: key, hold, at: moment.wall)
                if let body { try rememberHeld(body, key: key, in: id) }
            } else if let body {
                let ancestry = try ledger(id).ancestry
                try apply(body, dot: dot, key: key, in: id) { Sight.of($0.context, in: ancestry) }
            }
            memory.ledgers[id]?.markApplied(dot)
            renamed[set.dot] = dot
        }
    }
}
