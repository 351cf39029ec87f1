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

/// Which acts of the audit list are asked for; what is nil bounds nothing.
package struct AuditFilter: Hashable, Sendable {
    package var person: String?
    package var act: String?
    /// Unix milliseconds: of the first that are shown, and of the first that are not.
    package var from: Int64?
    package var before: Int64?

    package init(person: String? = nil, act: String? = nil, from: Int64? = nil, before: Int64? = nil) {
        self.person = person
        self.act = act
        self.from = from
        self.before = before
    }
}

enum AuditTable {
    static func all(_ db: Database, _ filter: AuditFilter, before: Int64, limit: Int) throws -> [AuditEntry] {
        try Row.fetchAll(
            db,
            sql: """
                SELECT id, at, person, address, act, object, detail FROM audit
                WHERE id < :id AND (:person IS NULL OR person = :person) AND (:act IS NULL OR act = :act)
                    AND (:from IS NULL OR at >= :from) AND (:before IS NULL OR at < :before)
                ORDER BY id DESC LIMIT :limit
                """,
            arguments: [
                "id": before, "person": filter.person, "act": filter.act, "from": filter.from,
                "before": filter.before, "limit": limit,
            ]
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
    package func audits(
        _ filter: AuditFilter = AuditFilter(), before: Int64 = .max, limit: Int
    ) async throws -> [AuditEntry] {
        try await read { try AuditTable.all($0, filter, before: before, limit: limit) }
    }

    /// Everybody who stands in the audit list.
    package func auditedPersons() async throws -> [String] {
        try await read { try String.fetchAll($0, sql: "SELECT DISTINCT person FROM audit ORDER BY person") }
    }
}

extension LedgerStore {
    /// The version of the tables that this program writes.
    package static var version: Int { StoreSchema.version }
}
