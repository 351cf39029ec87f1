import Foundation
import GRDB

/// The labels under which records of a unit were entered here. They never travel.
enum LabelTable {
    /// - Throws: ``SyncError/taken`` where the label stands for another record.
    static func insert(_ db: Database, unit: String, _ label: String, record: RecordID) throws {
        try db.execute(
            sql: "INSERT OR IGNORE INTO label VALUES (?, ?, ?)", arguments: [unit, label, Data(record.bytes)])
        guard try find(db, unit: unit, label) == record else { throw SyncError.taken }
    }

    static func find(_ db: Database, unit: String, _ label: String) throws -> RecordID? {
        try Data.fetchOne(
            db, sql: "SELECT record FROM label WHERE unit = ? AND label = ?", arguments: [unit, label]
        ).flatMap { RecordID(bytes: $0) }
    }

    /// Every label of a unit, with the record that it stands for and that record's collection.
    static func all(_ db: Database, unit: String) throws -> [RecordLabel] {
        try Row.fetchAll(
            db,
            sql: """
                SELECT DISTINCT label.label, label.record, collection.name FROM label
                JOIN record ON record.uuid = label.record JOIN collection ON collection.id = record.collection
                WHERE label.unit = ?
                """, arguments: [unit]
        ).compactMap { row in
            RecordID(bytes: row[1] as Data).map { RecordLabel(text: row[0], record: $0, collection: row[2]) }
        }
    }
}

/// A name that a record was entered under, beside its id.
package struct RecordLabel: Hashable, Sendable {
    package let text: String
    package let record: RecordID
    package let collection: String
}
