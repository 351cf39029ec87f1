import Foundation
import GRDB

/// Serial numbers that are given within the transaction that uses them: in order, none left out, none given twice.
///
/// A store that is a copy, or older than what was written from it, cannot know which numbers its other branch gave,
/// so its branch mark belongs into the name of a series (``LedgerStore/branchMark``).
package struct Numbering: Sendable {
    /// What is counted; each series of a ledger counts from 1.
    package let series: @Sendable (_ branchMark: String) -> String
    /// What is committed for a change with its number: the change with the number written in, and what goes with it.
    package let numbered: @Sendable (_ change: RecordChange, _ number: Int64, _ branchMark: String) -> [RecordChange]

    package init(
        series: @escaping @Sendable (_ branchMark: String) -> String,
        numbered: @escaping @Sendable (_ change: RecordChange, _ number: Int64, _ branchMark: String) -> [RecordChange]
    ) {
        self.series = series
        self.numbered = numbered
    }
}

extension LedgerWriter {
    /// A draft's changes with their numbers.
    func numbered(_ draft: Draft, by numbering: Numbering) throws -> [RecordChange] {
        let mark = try MetaTable.branchMark(db)
        let key = "series:\(draft.ledger):\(numbering.series(mark))"
        var last = try MetaTable.number(db, key) ?? 0
        var changes: [RecordChange] = []
        for change in draft.body.changes {
            last += 1
            changes += numbering.numbered(change, last, mark)
        }
        try MetaTable.set(db, key, number: last)
        return changes
    }

    /// From now on this store numbers apart from its other branch.
    func markBranch() throws {
        try MetaTable.markBranch(db, life.epoch)
    }
}

extension LedgerStore {
    /// Some characters of the epoch that followed a copy or a rollback; empty where there was none.
    package var branchMark: String {
        get async throws { try await read(MetaTable.branchMark) }
    }
}

extension MetaTable {
    private static let branchKey = "branch"

    static func markBranch(_ db: Database, _ epoch: Epoch) throws {
        try set(db, branchKey, Data(epoch.description.prefix(4).utf8))
    }

    static func branchMark(_ db: Database) throws -> String {
        try value(db, branchKey).map { String(decoding: $0, as: UTF8.self) } ?? ""
    }

    static func number(_ db: Database, _ key: String) throws -> Int64? {
        try value(db, key).map { $0.reduce(0) { $0 << 8 | Int64($1) } }
    }

    static func set(_ db: Database, _ key: String, number: Int64) throws {
        try set(db, key, Data(bigEndianBytes(UInt64(bitPattern: number))))
    }
}
