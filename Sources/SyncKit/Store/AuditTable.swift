import GRDB

/// One act of administration: who, when, from where, what, on what.
package struct AuditEntry: Hashable, Sendable {
    package let id: Int64
    /// Unix milliseconds.
    package let at: Int64
    /// Who did it, by name; of a command on the machine itself, its user there.
    package let person: String
    /// Of the caller; empty for a command on the machine itself.
    package let address: String
    /// A word of the program's, such as `unit-add`.
    package let act: String
    /// On what: a unit's code, a replica's label, a set.
    package let object: String
    package let detail: String
}

enum AuditTable {
    static func all(_ db: Database, before: Int64, limit: Int) throws -> [AuditEntry] {
        try Row.fetchAll(
            db,
            sql: """
                SELECT id, at, person, address, act, object, detail FROM audit WHERE id < ? ORDER BY id DESC LIMIT ?
                """, arguments: [before, limit]
        ).map {
            AuditEntry(
                id: $0[0], at: $0[1], person: $0[2], address: $0[3], act: $0[4], object: $0[5], detail: $0[6])
        }
    }
}

extension LedgerStore {
    /// Enters an act in the audit list, to which is only ever added.
    package func audit(
        _ act: String, on object: String, detail: String = "", by person: String, from address: String
    ) async throws {
        try await write { writer in
            try writer.db.execute(
                sql: "INSERT INTO audit(at, person, address, act, object, detail) VALUES (?, ?, ?, ?, ?, ?)",
                arguments: [writer.moment.wall, person, address, act, object, detail])
        }
    }

    /// The latest acts first.
    /// - Parameter before: those with a lower number alone; to page on.
    package func audits(before: Int64 = .max, limit: Int) async throws -> [AuditEntry] {
        try await read { try AuditTable.all($0, before: before, limit: limit) }
    }
}

extension LedgerStore {
    /// The version of the tables that this program writes.
    package static var version: Int { StoreSchema.version }
}
