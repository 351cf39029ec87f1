/// A logged set as it can be looked into.
package struct LoggedSet: Sendable {
    package let dot: Dot
    package let changes: [RecordChange]
    /// What its author's replica had applied, spelled out.
    package let seen: Coverage
    package let isHeld: Bool
    package let ancestry: Ancestry
}

/// What a set says, and who wrote it.
package struct SetContent: Sendable {
    package let authorship: Authorship
    package let changes: [RecordChange]
}

extension LedgerStore {
    /// What one logged set says; nil where its body was not kept.
    package func content(of dot: Dot, in ledger: LedgerID) async throws -> SetContent? {
        try await inspect { writer in
            let memory = try writer.ledger(ledger)
            guard let chain = memory.chains[dot.epoch],
                let set = try LogTable.fetch(writer.db, key: chain.key(dot.counter)), let body = set.body
            else { return nil }
            let envelope = try SetCodec.decodeEnvelope(set.envelope)
            return SetContent(
                authorship: Authorship(
                    dot: dot, at: envelope.time.milliseconds, author: envelope.author, replica: chain.replica,
                    receivedAt: try ReceiptTable.receivedAt(writer.db, ledger: memory.row, dot)),
                changes: try SetCodec.decodeBody(body).changes)
        }
    }

    /// The sets that touched a record, in the order of their application here.
    package func loggedSets(
        touching id: RecordID, of collection: String, in ledger: LedgerID
    ) async throws -> [LoggedSet] {
        try await inspect { writer in
            let memory = try writer.ledger(ledger)
            guard let kind = writer.memory.collections[collection],
                let stored = try RecordTable.find(writer.db, ledger: memory.row, collection: kind, id: id)
            else { throw SyncError.unknownRecord(id) }
            return try RecordTable.history(writer.db, record: stored.row).compactMap { key in
                guard let dot = writer.memory.dot(ofKey: key), let chain = memory.chains[dot.epoch],
                    let set = try LogTable.fetch(writer.db, key: key), let body = set.body
                else { return nil }
                let clock = try SetCodec.decodeEnvelope(set.envelope).clock
                var before = clock.tips + chain.declaration.parents.map(\.dot)
                if dot.counter > 1 { before.append(Dot(dot.epoch, dot.counter - 1)) }
                return LoggedSet(
                    dot: dot, changes: try SetCodec.decodeBody(body).changes,
                    seen: memory.ancestry.closure(of: VersionVector(before)),
                    isHeld: try HeldTable.isHeld(writer.db, key: key), ancestry: memory.ancestry)
            }
        }
    }
}
