import GRDB

/// Hours since 1970, by which the hub keeps what it saw of each replica for a month.
package enum HourlySpan {
    package static let millisecondsPerHour: Int64 = 3_600_000
    package static let hoursKept: Int64 = 31 * 24

    package static func hour(_ milliseconds: Int64) -> Int64 { milliseconds / millisecondsPerHour }
}

enum LagTable {
    static func add(_ db: Database, _ lags: LagHistogram, of replica: ReplicaID, at now: Int64) throws {
        let hour = HourlySpan.hour(now)
        let statement = try db.cachedStatement(
            sql: """
                INSERT INTO lag VALUES (?, ?, ?, ?)
                ON CONFLICT (replica, hour, bucket) DO UPDATE SET sets = sets + excluded.sets
                """)
        for (bucket, sets) in lags.sets {
            try statement.execute(arguments: [Int64(bitPattern: replica.bits), hour, bucket, sets])
        }
        try db.cachedStatement(sql: "DELETE FROM lag WHERE replica = ? AND hour < ?").execute(
            arguments: [Int64(bitPattern: replica.bits), hour - HourlySpan.hoursKept])
    }

    static func hours(_ db: Database, of replica: ReplicaID, from hour: Int64) throws -> [Int64: LagHistogram] {
        let statement = try db.cachedStatement(
            sql: "SELECT hour, bucket, sets FROM lag WHERE replica = ? AND hour >= ?")
        var hours: [Int64: LagHistogram] = [:]
        let rows = try Row.fetchCursor(statement, arguments: [Int64(bitPattern: replica.bits), hour])
        while let row = try rows.next() { hours[row[0], default: LagHistogram()].add(row[2], in: row[1]) }
        return hours
    }
}

/// What a replica told of its clock within an hour: the hub's clock minus its own, in milliseconds.
package struct HourlyOffset: Hashable, Sendable {
    package let least: Int64
    package let greatest: Int64
    package let last: Int64

    package init(least: Int64, greatest: Int64, last: Int64) {
        self.least = least
        self.greatest = greatest
        self.last = last
    }
}

enum ClockTable {
    static func note(_ db: Database, _ offset: Int64, of replica: ReplicaID, at now: Int64) throws {
        let hour = HourlySpan.hour(now)
        try db.cachedStatement(
            sql: """
                INSERT INTO clock_offset VALUES (?, ?, ?, ?, ?)
                ON CONFLICT (replica, hour) DO UPDATE SET least = min(least, excluded.least),
                    greatest = max(greatest, excluded.greatest), last = excluded.last
                """
        ).execute(arguments: [Int64(bitPattern: replica.bits), hour, offset, offset, offset])
        try db.cachedStatement(sql: "DELETE FROM clock_offset WHERE replica = ? AND hour < ?").execute(
            arguments: [Int64(bitPattern: replica.bits), hour - HourlySpan.hoursKept])
    }

    static func hours(_ db: Database, of replica: ReplicaID, from hour: Int64) throws -> [Int64: HourlyOffset] {
        let rows = try Row.fetchAll(
            db.cachedStatement(
                sql: "SELECT hour, least, greatest, last FROM clock_offset WHERE replica = ? AND hour >= ?"),
            arguments: [Int64(bitPattern: replica.bits), hour])
        return Dictionary(
            rows.map { ($0[0] as Int64, HourlyOffset(least: $0[1], greatest: $0[2], last: $0[3])) }
        ) { $1 }
    }
}

extension LedgerStore {
    /// How long the sets of replicas took, all hours since one put together.
    /// - Parameter hour: Unix hours.
    package func lags(of replicas: [ReplicaID], from hour: Int64) async throws -> [ReplicaID: LagHistogram] {
        try await read { db in
            var lags: [ReplicaID: LagHistogram] = [:]
            for replica in replicas {
                lags[replica] = try LagTable.hours(db, of: replica, from: hour).values.reduce(into: LagHistogram()) {
                    $0.merge($1)
                }
            }
            return lags
        }
    }

    /// The same of one replica, by the hour.
    package func lags(of replica: ReplicaID, from hour: Int64) async throws -> [Int64: LagHistogram] {
        try await read { try LagTable.hours($0, of: replica, from: hour) }
    }

    /// What a replica told of its clock, by the hour.
    package func clockOffsets(of replica: ReplicaID, from hour: Int64) async throws -> [Int64: HourlyOffset] {
        try await read { try ClockTable.hours($0, of: replica, from: hour) }
    }
}
