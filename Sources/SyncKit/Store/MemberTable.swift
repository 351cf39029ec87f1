import Foundation
import GRDB
import Identity

/// The replicas that the hub enrolled, as the notices told them.
enum MemberTable {
    static func all(_ db: Database) throws -> [Member] {
        try Row.fetchAll(
            db, sql: "SELECT replica, unit, county, label, algorithm, key, enrolled_at, revoked_at FROM member"
        ).map { row in
            guard let algorithm = SignatureAlgorithm(rawValue: UInt8(clamping: row[4] as Int)) else {
                throw SyncError.malformed("signature algorithm")
            }
            let key: Data = row[5]
            return Member(
                replica: ReplicaID(bits: UInt64(bitPattern: row[0] as Int64)), unit: row[1],
                role: row[2] ? .county : .unit, label: row[3],
                key: try VerifyingKey(algorithm: algorithm, bytes: Array(key)), enrolledAt: row[6],
                revokedAt: row[7])
        }
    }

    static func upsert(_ db: Database, _ member: Member) throws {
        try db.cachedStatement(
            sql: """
                INSERT INTO member VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT (replica) DO UPDATE SET unit = excluded.unit, county = excluded.county,
                    label = excluded.label, algorithm = excluded.algorithm, key = excluded.key,
                    enrolled_at = excluded.enrolled_at, revoked_at = excluded.revoked_at
                """
        ).execute(arguments: [
            Int64(bitPattern: member.replica.bits), member.unit, member.role == .county, member.label,
            Int(member.key.algorithm.rawValue), Data(member.key.bytes), member.enrolledAt, member.revokedAt,
        ])
    }
}
