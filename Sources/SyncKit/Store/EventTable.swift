import Foundation
import GRDB

/// What happened to the stores themselves.
enum EventTable {
    @discardableResult
    static func insert(_ db: Database, _ event: SyncEvent) throws -> Int64 {
        try db.execute(
            sql: "INSERT INTO event(at, kind, unit, replica, text, confirmed_at) VALUES (?, ?, ?, ?, ?, ?)",
            arguments: [
                event.at, event.kind.rawValue, event.unit, event.replica.map { Int64(bitPattern: $0.bits) },
                event.text, event.confirmedAt,
            ])
        return db.lastInsertedRowID
    }

    /// Enters an event unless one of its kind for the same replica is still unconfirmed.
    static func insertOnce(_ db: Database, _ event: SyncEvent) throws {
        let open = try Bool.fetchOne(
            db,
            sql: """
                SELECT EXISTS (SELECT 1 FROM event WHERE kind = ? AND unit = ? AND replica IS ?
                    AND confirmed_at IS NULL)
                """,
            arguments: [event.kind.rawValue, event.unit, event.replica.map { Int64(bitPattern: $0.bits) }])
        if open != true { try insert(db, event) }
    }

    static func all(_ db: Database) throws -> [SyncEvent] {
        try Row.fetchAll(db, sql: "SELECT id, at, kind, unit, replica, text, confirmed_at FROM event ORDER BY id")
            .compactMap { row in
                guard let kind = SyncEvent.Kind(rawValue: row[2]) else { return nil }
                let replica: Int64? = row[4]
                return SyncEvent(
                    id: row[0], at: row[1], kind: kind, unit: row[3],
                    replica: replica.map { ReplicaID(bits: UInt64(bitPattern: $0)) }, text: row[5],
                    confirmedAt: row[6])
            }
    }

    /// - Returns: whether there is such an event; one that was confirmed already keeps its time.
    static func confirm(_ db: Database, id: Int64, at now: Int64) throws -> Bool {
        try db.execute(
            sql: "UPDATE event SET confirmed_at = coalesce(confirmed_at, ?) WHERE id = ?", arguments: [now, id])
        return db.changesCount > 0
    }
}

extension EventTable {
    static func isOpen(_ db: Database, _ kind: SyncEvent.Kind, replica: ReplicaID) throws -> Bool {
        try Bool.fetchOne(
            db,
            sql: "SELECT EXISTS (SELECT 1 FROM event WHERE kind = ? AND replica = ? AND confirmed_at IS NULL)",
            arguments: [kind.rawValue, Int64(bitPattern: replica.bits)]) ?? false
    }

    /// Whether this hub found itself restored and nobody has confirmed that yet.
    static func isRestoredUnconfirmed(_ db: Database) throws -> Bool {
        try Bool.fetchOne(
            db,
            sql: "SELECT EXISTS (SELECT 1 FROM event WHERE kind = ? AND confirmed_at IS NULL)",
            arguments: [SyncEvent.Kind.hubRestored.rawValue]) ?? false
    }
}
