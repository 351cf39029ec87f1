import GRDB

/// An enrolment code that nobody has used yet, as the hub knows it: nothing in it opens anything.
package struct OutstandingCode: Hashable, Sendable {
    /// The code's first four digits, which say where the hub keeps it.
    package let slot: Int
    package let unit: String
    /// Unix milliseconds.
    package let expiresAt: Int64
    package let triesLeft: Int
}

extension Hub {
    /// What may still be enrolled with, by unit and slot.
    package func outstandingCodes() async throws -> [OutstandingCode] {
        let now = store.clock().wall
        return try await store.read { db in
            try Row.fetchAll(
                db,
                sql: """
                    SELECT slot, unit, expires_at, tries FROM enrolment_code
                    WHERE used_at IS NULL AND tries < ? AND expires_at >= ? ORDER BY unit, slot
                    """, arguments: [Hub.codeTriesMax, now]
            ).map {
                OutstandingCode(
                    slot: $0[0], unit: $0[1], expiresAt: $0[2], triesLeft: Hub.codeTriesMax - ($0[3] as Int))
            }
        }
    }

    /// Spends a code for nobody. Its slot stays taken until it would have expired, so that an enrolment under way
    /// finds it spent, and never another unit's code in its place.
    /// - Throws: ``SyncError/unknown(_:)`` where the unit has no such code, or it is dead already.
    package func withdrawCode(slot: Int, unit: String) async throws {
        try await store.write { writer in
            try writer.db.execute(
                sql: """
                    UPDATE enrolment_code SET used_at = :now, tries = :tries
                    WHERE slot = :slot AND unit = :unit AND used_at IS NULL AND tries < :tries AND expires_at >= :now
                    """,
                arguments: ["now": writer.moment.wall, "tries": Hub.codeTriesMax, "slot": slot, "unit": unit])
            guard writer.db.changesCount > 0 else { throw SyncError.unknown("code") }
        }
    }
}
