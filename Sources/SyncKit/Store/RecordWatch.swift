import Synchronization

/// What one transaction changed of the records.
struct ChangedRecords: Sendable {
    /// Rows of records, with the rows of their collections.
    private(set) var rows: [(record: Int64, collection: Int64)] = []
    /// Of which sets the hub's receipts came.
    private(set) var receipted: [ReceiptedSets] = []
    /// Whether sets lost their effect or left the log: what a record said may have to be forgotten.
    var isRestated = false

    var isEmpty: Bool { rows.isEmpty && receipted.isEmpty }

    mutating func note(_ record: Int64, of collection: Int64) { rows.append((record, collection)) }
    mutating func note(_ sets: ReceiptedSets) { receipted.append(sets) }
}

/// A stretch of one chain that a receipt of the hub covers.
struct ReceiptedSets: Sendable {
    /// The row of its ledger.
    let ledger: Int64
    /// Of its sets.
    let keys: ClosedRange<Int64>
}

/// Gathers which records changed, until it is asked.
///
/// It is told under the lock of the store's memory, after the transaction and before the writer is answered: whoever
/// takes the changes under that lock and then reads, reads each record as it was left by the last of them.
final class RecordWatch: Sendable {
    struct Changes: Sendable {
        var records: Set<Int64> = []
        var receipted: [ReceiptedSets] = []
        var isRestated = false
    }

    private let collections: Set<String>?
    private let gathered = Mutex(Changes())

    init(_ collections: Set<String>?) { self.collections = collections }

    func note(_ changed: ChangedRecords, names: [Int64: String]) {
        gathered.withLock { changes in
            for row in changed.rows
            where collections.map({ $0.contains(names[row.collection] ?? "") }) ?? true {
                changes.records.insert(row.record)
            }
            changes.receipted += changed.receipted
            if changed.isRestated { changes.isRestated = true }
        }
    }

    func take() -> Changes {
        gathered.withLock { changes in
            let taken = changes
            changes = Changes()
            return taken
        }
    }
}
