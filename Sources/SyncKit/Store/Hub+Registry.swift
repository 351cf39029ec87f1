package import Foundation
import GRDB
package import Identity

/// A one-time code as the hub keeps it: never the secret itself.
package struct StoredCode: Sendable {
    package var slot: Int
    package var unit: String
    package var salt: Data
    package var secretHash: Data
    /// Unix milliseconds.
    package var expiresAt: Int64
    package var tries: Int
    package var usedAt: Int64?

    package init(
        slot: Int, unit: String, salt: Data, secretHash: Data, expiresAt: Int64, tries: Int = 0,
        usedAt: Int64? = nil
    ) {
        self.slot = slot
        self.unit = unit
        self.salt = salt
        self.secretHash = secretHash
        self.expiresAt = expiresAt
        self.tries = tries
        self.usedAt = usedAt
    }
}

extension Hub {
    /// How often a code may be tried before it is dead.
    package static let codeTriesMax = 5

    /// Keeps a new code under a free slot number.
    /// - Throws: ``SyncError/restoredUnconfirmed`` while a restored hub is not confirmed.
    package func issueCode(_ make: @Sendable @escaping (_ slot: Int) throws -> StoredCode) async throws {
        try await store.write { writer in
            try Hub.refuseWhileRestored(writer.db)
            let now = writer.moment.wall
            try writer.db.execute(
                sql: "DELETE FROM enrolment_code WHERE expires_at < ?", arguments: [now])
            let taken = Set(try Int.fetchAll(writer.db, sql: "SELECT slot FROM enrolment_code"))
            var random = SystemRandomNumberGenerator()
            var slot = Int.random(in: 0...9999, using: &random)
            while taken.contains(slot) { slot = (slot + 1) % 10_000 }
            let code = try make(slot)
            try writer.db.execute(
                sql: "INSERT INTO enrolment_code VALUES (?, ?, ?, ?, ?, ?, ?)",
                arguments: [
                    code.slot, code.unit, code.salt, code.secretHash, code.expiresAt, code.tries, code.usedAt,
                ])
        }
    }

    /// Counts a try of a slot before its secret is looked at, so that guesses cost tries whatever happens next.
    /// - Returns: the code, while it is alive.
    package func tryCode(slot: Int) async throws -> StoredCode? {
        try await store.write { writer in
            try writer.db.execute(
                sql: """
                    UPDATE enrolment_code SET tries = tries + 1
                    WHERE slot = ? AND tries < ? AND expires_at >= ?
                    """, arguments: [slot, Hub.codeTriesMax, writer.moment.wall])
            guard writer.db.changesCount > 0,
                let row = try Row.fetchOne(
                    writer.db, sql: "SELECT * FROM enrolment_code WHERE slot = ?", arguments: [slot])
            else { return nil }
            return StoredCode(
                slot: row[0], unit: row[1], salt: row[2], secretHash: row[3], expiresAt: row[4], tries: row[5],
                usedAt: row[6])
        }
    }

    /// Enters a new replica of a unit in the notices, under the next letter of its unit, and spends its code.
    ///
    /// The same key may ask again with the code that it spent: its first answer was lost on the way.
    /// - Throws: ``SyncError/unknown(_:)`` for a code that another key spent.
    package func enrol(slot: Int, key: VerifyingKey) async throws -> Member {
        try await store.write { writer in
            try Hub.refuseWhileRestored(writer.db)
            guard
                let row = try Row.fetchOne(
                    writer.db, sql: "SELECT unit, used_at FROM enrolment_code WHERE slot = ?", arguments: [slot])
            else { throw SyncError.unknown("code") }
            let unit: String = row[0]
            let members = writer.memory.members.values.filter { $0.unit == unit }
            if let member = members.first(where: { $0.key == key && $0.revokedAt == nil }) { return member }
            guard row[1] as Int64? == nil else { throw SyncError.unknown("code") }
            var random = SystemRandomNumberGenerator()
            let member = Member(
                replica: .random(using: &random), unit: unit, role: .unit, label: Hub.label(members.count),
                key: key, enrolledAt: writer.moment.wall)
            try writer.db.execute(
                sql: "UPDATE enrolment_code SET used_at = ? WHERE slot = ?", arguments: [writer.moment.wall, slot])
            _ = try writer.commit([Draft(ledger: .notice, body: SetBody(members: [member]))], author: "")
            return member
        }
    }

    /// Enters or changes a member: the hub's own at its making, a revocation later.
    package func publish(_ members: [Member]) async throws {
        try await store.write { writer in
            for member in members where writer.memory.members[member.replica] == nil {
                // The hub's own key has to be known before its first set can be checked.
                try MemberTable.upsert(writer.db, member)
                writer.memory.members[member.replica] = member
            }
            _ = try writer.commit([Draft(ledger: .notice, body: SetBody(members: members))], author: "")
        }
    }

    /// - Throws: ``SyncError/restoredUnconfirmed`` while a restored hub is not confirmed.
    package func requireConfirmed() async throws {
        try await store.read { db in try Hub.refuseWhileRestored(db) }
    }

    package var isRestoredUnconfirmed: Bool {
        get async throws { try await store.read(EventTable.isRestoredUnconfirmed) }
    }

    private static func refuseWhileRestored(_ db: Database) throws {
        if try EventTable.isRestoredUnconfirmed(db) { throw SyncError.restoredUnconfirmed }
    }

    /// A, B, … Z, AA, AB, …
    static func label(_ index: Int) -> String {
        var label = ""
        var rest = index
        repeat {
            label = String(UnicodeScalar(UInt8(65 + rest % 26))) + label
            rest = rest / 26 - 1
        } while rest >= 0
        return label
    }

    // MARK: What the hub knows of its units

    /// How a member's ledgers stand, as it last told and as this hub holds them.
    package func standing(of member: Member) async throws -> [LedgerStanding] {
        let ids = Replica.ledgers(of: member.unit)
        return try await store.inspect { writer in
            try ids.filter { writer.memory.ledgers[$0] != nil }.map { try writer.standing($0, against: member.replica) }
        }
    }

    /// The same of many members, as of one moment.
    package func standings(of members: [Member]) async throws -> [ReplicaID: [LedgerStanding]] {
        try await store.inspect { writer in
            var standings: [ReplicaID: [LedgerStanding]] = [:]
            for member in members {
                standings[member.replica] = try Replica.ledgers(of: member.unit)
                    .filter { writer.memory.ledgers[$0] != nil }
                    .map { try writer.standing($0, against: member.replica) }
            }
            return standings
        }
    }
}

/// What is kept of a replica in one ledger.
package struct KeptChains: Sendable {
    package let ledger: LedgerID
    /// Sets that it wrote and that are here.
    package let sets: UInt64
    /// Ends that nothing of its own continues: more than one after a copy that still lives.
    package let branches: Int
    /// Lives that began because its folder was copied or put back.
    package let doubtfulLives: Int
}

extension Hub {
    /// What is kept of a replica's own chains, every branch counted.
    package func kept(of replica: ReplicaID) async throws -> [KeptChains] {
        try await store.inspect { writer in
            writer.memory.ledgers.values.sorted { $0.id < $1.id }.compactMap { ledger in
                let chains = ledger.chains.values.filter { $0.replica == replica }
                guard !chains.isEmpty else { return nil }
                return KeptChains(
                    ledger: ledger.id, sets: chains.reduce(0) { $0 + $1.head },
                    branches: ledger.ownTips(of: replica).count,
                    doubtfulLives: chains.count {
                        $0.declaration.cause == .copied || $0.declaration.cause == .rolledBack
                    })
            }
        }
    }
}
