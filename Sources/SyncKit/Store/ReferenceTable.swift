import Foundation
import GRDB

/// Which records name another one, by whatever field: so that what belongs to an incident is found without reading all
/// that might.
///
/// A value names a record where it reads as a record's id, alone or inside another value, and of a field in conflict
/// each value does. No schema is asked: what a newer version refers by is found once this one knows the field.
enum ReferenceTable {
    static let statements = """
        -- Which records have another one's id in their present state.
        CREATE TABLE reference(
            target BLOB NOT NULL,
            source INTEGER NOT NULL,
            PRIMARY KEY (target, source)
        ) STRICT, WITHOUT ROWID;
        """

    /// What a state names.
    static func targets(of state: RecordState) -> Set<RecordID> {
        var found: Set<RecordID> = []
        for siblings in state.fields.values {
            for sibling in siblings {
                switch sibling.content {
                case .value(let value), .element(let value): collect(value, into: &found)
                case .unknown: break
                }
            }
        }
        return found
    }

    /// What a record's first set names.
    static func targets(of writes: [FieldWrite]) -> Set<RecordID> {
        var found: Set<RecordID> = []
        for write in writes {
            if case .set(let value) = write.operation { collect(value, into: &found) }
        }
        return found
    }

    private static func collect(_ value: FieldValue, into found: inout Set<RecordID>) {
        switch value {
        case .text(let text):
            if text.utf8.count == RecordID.textLength, let id = RecordID(text) { found.insert(id) }
        case .list(let values): for value in values { collect(value, into: &found) }
        case .composite(let members): for value in members.values { collect(value, into: &found) }
        case .absent, .integer, .real, .boolean, .unknown: break
        }
    }

    /// Enters what a record names, and takes out what it does no longer.
    static func change(_ db: Database, row: Int64, from old: Set<RecordID>, to new: Set<RecordID>) throws {
        for target in old.subtracting(new) {
            try run(db, "DELETE FROM reference WHERE target = ? AND source = ?", target, row)
        }
        for target in new.subtracting(old) {
            try run(db, "INSERT INTO reference(target, source) VALUES (?, ?)", target, row)
        }
    }

    private static func run(_ db: Database, _ sql: String, _ target: RecordID, _ row: Int64) throws {
        var statement = try HotStatement(db, sql)
        statement.bind(target)
        statement.bind(row)
        try statement.run()
    }

    /// In a file that had no such table: what every record names.
    static func fillAll(_ db: Database) throws {
        let records = try Row.fetchCursor(db, sql: "SELECT id, state FROM record WHERE length(state) > 0")
        while let record = try records.next() {
            let state: Data = record[1]
            try change(db, row: record[0], from: [], to: targets(of: PackedState.decode(state)))
        }
    }
}
