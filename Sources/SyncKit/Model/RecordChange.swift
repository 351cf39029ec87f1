/// What one change set does to one record.
package struct RecordChange: Hashable, Sendable {
    package var collection: String
    package var record: RecordID
    /// Each field once.
    package var writes: [FieldWrite]
    /// What the person saw; nil stands for the clock of the set, which is all that its replica had applied.
    package var context: Context?

    package init(collection: String, record: RecordID, writes: [FieldWrite], context: Context? = nil) {
        self.collection = collection
        self.record = record
        self.writes = writes
        self.context = context
    }
}

/// A write into one field.
package struct FieldWrite: Hashable, Sendable {
    package enum Operation: Hashable, Sendable {
        /// Replaces what the context covers; `absent` empties the field.
        case set(FieldValue)
        /// Adds elements to a union and removes elements of it, as far as the context covers them.
        case elements(add: [FieldValue], remove: [FieldValue])
        /// What a newer version does: its bytes, kept and passed on, of no effect here.
        case unknown([UInt8])
    }

    package var field: String
    package var operation: Operation

    package init(_ field: String, _ operation: Operation) {
        self.field = field
        self.operation = operation
    }
}
