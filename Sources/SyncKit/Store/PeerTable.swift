import Foundation
import GRDB

/// What the other side held when it last said so, and what it told of itself.
enum PeerTable {
    static func vector(_ db: Database, replica: ReplicaID, ledger: Int64) throws -> VersionVector {
        let text = try String.fetchOne(
            db.cachedStatement(sql: "SELECT vector FROM peer WHERE replica = ? AND ledger = ?"),
            arguments: [Int64(bitPattern: replica.bits), ledger])
        return text.flatMap { VersionVector($0) } ?? VersionVector()
    }

    static func store(_ db: Database, replica: ReplicaID, ledger: Int64, _ vector: VersionVector) throws {
        try db.cachedStatement(sql: "INSERT OR REPLACE INTO peer VALUES (?, ?, ?)")
            .execute(arguments: [Int64(bitPattern: replica.bits), ledger, vector.description])
    }
}

/// The last contact with another replica.
package struct Contact: Sendable {
    package var replica: ReplicaID
    /// Unix milliseconds by this side's clock.
    package var at: Int64
    package var address: String
    package var report: PeerReport
    package var bytesIn: Int64
    package var bytesOut: Int64

    package init(
        replica: ReplicaID, at: Int64, address: String, report: PeerReport, bytesIn: Int64, bytesOut: Int64
    ) {
        self.replica = replica
        self.at = at
        self.address = address
        self.report = report
        self.bytesIn = bytesIn
        self.bytesOut = bytesOut
    }
}

enum ContactTable {
    static func all(_ db: Database) throws -> [Contact] {
        try Row.fetchAll(db, sql: "SELECT replica, at, address, report, bytes_in, bytes_out FROM contact").map { row in
            Contact(
                replica: ReplicaID(bits: UInt64(bitPattern: row[0] as Int64)), at: row[1], address: row[2],
                report: try PeerReport(encoded: row[3]), bytesIn: row[4], bytesOut: row[5])
        }
    }

    static func store(_ db: Database, _ contact: Contact) throws {
        try db.cachedStatement(
            sql: """
                INSERT INTO contact VALUES (?, ?, ?, ?, ?, ?)
                ON CONFLICT (replica) DO UPDATE SET at = excluded.at, address = excluded.address,
                    report = excluded.report, bytes_in = bytes_in + excluded.bytes_in,
                    bytes_out = bytes_out + excluded.bytes_out
                """
        ).execute(arguments: [
            Int64(bitPattern: contact.replica.bits), contact.at, contact.address, try contact.report.encode(),
            contact.bytesIn, contact.bytesOut,
        ])
    }
}
