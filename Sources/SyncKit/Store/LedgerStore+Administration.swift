import Foundation
import GRDB
import Identity

extension LedgerStore {
    package func events() async throws -> [SyncEvent] { try await read(EventTable.all) }

    /// Confirms an event.
    /// - Throws: ``SyncError/unknown(_:)`` when there is none with that number, or it is confirmed already.
    package func confirm(event id: Int64) async throws {
        try await write { writer in
            guard try EventTable.confirm(writer.db, id: id, at: writer.moment.wall) else {
                throw SyncError.unknown("event \(id)")
            }
        }
    }

    /// Enters an event unless one of its kind for the same replica is still unconfirmed.
    package func note(_ kind: SyncEvent.Kind, unit: String, replica: ReplicaID?, text: String) async throws {
        try await write { writer in
            try EventTable.insertOnce(
                writer.db,
                SyncEvent(
                    id: 0, at: writer.moment.wall, kind: kind, unit: unit, replica: replica, text: text,
                    confirmedAt: nil))
        }
    }

    package func heldSets() async throws -> [HeldSet] {
        try await inspect { writer in
            try Row.fetchAll(
                writer.db,
                sql: "SELECT change_set, code, reason, since FROM held WHERE released_at IS NULL ORDER BY since"
            ).compactMap { row in
                guard let (ledger, epoch) = writer.memory.ledgerOfEpochRow[Chain.row(ofKey: row[0])] else { return nil }
                return HeldSet(
                    ledger: ledger, dot: Dot(epoch, Chain.counter(ofKey: row[0])),
                    reason: HoldReason(HoldReason.Code(rawValue: row[1]) ?? .rule, row[2]), since: row[3])
            }
        }
    }

    package var heldCount: Int {
        get async throws { try await read(HeldTable.count) }
    }

    package var conflictCount: Int {
        get async throws {
            try await read {
                try Int.fetchOne(
                    $0,
                    sql: """
                        SELECT coalesce(sum(conflicts), 0) FROM record INDEXED BY record_in_conflict WHERE conflicts > 0
                        """) ?? 0
            }
        }
    }

    /// The fields that wait for a person's decision, by collection. The index is named: left to itself the planner would
    /// rather walk all records in the order of their collections than sort a handful.
    package func conflictCounts() async throws -> [String: Int] {
        try await read { db in
            let rows = try Row.fetchAll(
                db,
                sql: """
                    SELECT collection.name, sum(conflicts) FROM record INDEXED BY record_in_conflict
                    JOIN collection ON collection.id = record.collection
                    WHERE conflicts > 0 GROUP BY record.collection
                    """)
            return Dictionary(rows.map { ($0[0] as String, $0[1] as Int) }) { $0 + $1 }
        }
    }

    package func members() async throws -> [Member] {
        try await inspect { $0.memory.members.values.sorted { ($0.unit, $0.label) < ($1.unit, $1.label) } }
    }

    package func member(_ replica: ReplicaID) async throws -> Member? {
        try await inspect { $0.memory.members[replica] }
    }

    /// The vector of what is held, by ledger.
    package func vectors() async throws -> [LedgerID: VersionVector] {
        try await inspect { $0.memory.ledgers.mapValues(\.vector) }
    }

    package func contacts() async throws -> [Contact] { try await read(ContactTable.all) }

    /// Notes a contact with the other side.
    package func note(_ contact: Contact) async throws {
        try await write { writer in try ContactTable.store(writer.db, contact) }
    }

    /// Signs every chain's head with this replica's key, so that the chains can be forwarded once the key is gone.
    package func sealHeads() async throws {
        try await write { writer in
            for ledger in writer.memory.ledgers.values {
                for chain in ledger.chains.values where chain.replica == writer.signer.replica && chain.head > 0 {
                    let signature = try writer.signer.key.sign(ChainDigest.signedHead(chain.headDigest))
                    try LogTable.sign(writer.db, key: chain.key(chain.head), Data(signature))
                }
            }
        }
    }

    /// Commits drafts, each a set of its own, in one transaction on disk.
    /// - Parameter labels: under which the entered records may be named later.
    /// - Throws: ``SyncError/taken`` where a label stands for another record already; nothing is kept then.
    @discardableResult
    package func commit(
        each drafts: [Draft], author: String, labels: [(unit: String, label: String, record: RecordID)] = []
    ) async throws -> [Dot] {
        try await write { writer in
            for label in labels {
                try LabelTable.insert(writer.db, unit: label.unit, label.label, record: label.record)
            }
            return try drafts.flatMap { try writer.commit([$0], author: author) }
        }
    }

    /// Commits one transaction: one set in each ledger that it touches.
    @discardableResult
    package func commit(_ drafts: [Draft], author: String) async throws -> [Dot] {
        try await write { try $0.commit(drafts, author: author) }
    }
}
