import Foundation
import GRDB

/// The time under which a record is listed: that of its collection's own field, as the field shows it.
///
/// It is kept beside the packed state, so that a list of some days, or the next page of one, reads those records alone.
enum RecordTime {
    /// Of a record that has none: before all that have one.
    static let none = Int64.min
    static let first = Int64.min + 1

    /// - Parameter time: the hybrid time of a sibling's set; asked only where several stand.
    /// - Returns: nil for a record of which every set is held; it is not listed.
    static func of(
        _ state: RecordState, of collection: String, _ schema: any RecordSchema, time: (Dot) -> HybridTime
    ) -> Int64? {
        if state.isEmpty { return nil }
        guard let field = schema.timeField(of: collection), let siblings = state.fields[field] else { return none }
        if siblings.count == 1, case .value(let value) = siblings[0].content { return of(value, schema) }
        return of(
            FieldDisplay(siblings: siblings, rule: schema.rule(of: field, in: collection), time: time).value, schema)
    }

    /// Of a record's first set, each field of which has one value.
    static func of(_ writes: [FieldWrite], of collection: String, _ schema: any RecordSchema) -> Int64 {
        guard let field = schema.timeField(of: collection),
            case .set(let value)? = writes.first(where: { $0.field == field })?.operation
        else { return none }
        return of(value, schema)
    }

    /// Of a record as it is shown.
    static func of(_ fields: [String: FieldValue], of collection: String, _ schema: any RecordSchema) -> Int64 {
        schema.timeField(of: collection).flatMap { fields[$0] }.map { of($0, schema) } ?? none
    }

    private static func of(_ value: FieldValue, _ schema: any RecordSchema) -> Int64 {
        schema.milliseconds(of: value).map { max($0, first) } ?? none
    }

    /// In a file that had no such column: every record that stands has no time yet.
    static func fillAll(_ db: Database) throws {
        try db.execute(sql: "UPDATE record SET time = ? WHERE length(state) > 0", arguments: [none])
    }

    /// Works the times out anew of every collection whose field is another than the one that they were taken from: in
    /// a file of an older version, or where this program knows a collection that the last one did not.
    static func follow(_ db: Database, _ schema: any RecordSchema) throws {
        for row in try Row.fetchAll(db, sql: "SELECT id, name, time_field FROM collection") {
            let (collection, name, field): (Int64, String, String?) = (row[0], row[1], row[2])
            let wanted = schema.timeField(of: name)
            guard wanted != field else { continue }
            let records = try Int64.fetchAll(
                db, sql: "SELECT id FROM record WHERE collection = ?", arguments: [collection])
            for record in records {
                guard let placed = try RecordTable.find(db, row: record) else { continue }
                let time = of(placed.state, of: name, schema) { dot in
                    (try? self.time(db, of: dot, ledger: placed.ledger)) ?? HybridTime(bits: 0)
                }
                try db.cachedStatement(sql: "UPDATE record SET time = ? WHERE id = ?").execute(
                    arguments: [time, record])
            }
            try db.execute(
                sql: "UPDATE collection SET time_field = ? WHERE id = ?", arguments: [wanted, collection])
        }
    }

    /// The hybrid time of a set, from the file alone.
    private static func time(_ db: Database, of dot: Dot, ledger: Int64) throws -> HybridTime? {
        let chain = try Int64.fetchOne(
            db, sql: "SELECT id FROM epoch WHERE ledger = ? AND epoch = ?",
            arguments: [ledger, Int64(bitPattern: dot.epoch.bits)])
        guard let chain, let envelope = try LogTable.envelope(db, key: chain << 40 | Int64(dot.counter)) else {
            return nil
        }
        return try SetCodec.decodeEnvelope(envelope).time
    }
}
