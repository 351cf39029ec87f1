/// Who signed a change set: the unit that the ledger belongs to, or the county through its hub.
package enum WriterRole: Sendable, Equatable {
    case unit
    case county
    /// The county in the ledger of its own room, which is a unit too.
    case both
}

/// Why a change set was logged and yet has no effect.
package struct HoldReason: Hashable, Sendable, Error {
    package enum Code: String, Sendable, CaseIterable {
        /// A field that this writer may not write.
        case authority
        /// A record type or a value that the ledger cannot take.
        case schema
        /// A duty rule forbids it.
        case rule
        /// 密 material in an open deployment, or the reverse. The body is not kept.
        case channel
    }

    package let code: Code
    /// A sentence for the person who has to act, without the record's own text.
    package let text: String

    package init(_ code: Code, _ text: String) {
        self.code = code
        self.text = text
    }
}

/// What the engine asks of the domain. The engine itself knows no duty room.
package protocol RecordSchema: Sendable {
    /// The rule by which a field shows its siblings. A field that is not known is `oneValue`.
    func rule(of field: String, in collection: String) -> FieldRule

    /// Judges one change of a set against the ledger it stands in and the replica that signed it.
    /// What is merely unknown is not held: a newer version may know it.
    func holds(_ change: RecordChange, in ledger: LedgerID.Name, by writer: WriterRole) -> HoldReason?

    /// The field by which the records of a collection are kept in time; nil where they have none, or it is not known.
    func timeField(of collection: String) -> String?

    /// Unix milliseconds of such a field's value; nil for what is no time.
    func milliseconds(of value: FieldValue) -> Int64?

    /// What of a record can be found by its text; nil where none of it ever is. Of a field in conflict every value can.
    func searchText(of state: RecordState, id: RecordID, in collection: String) -> SearchText?

    /// Another one where ``searchText(of:id:in:)`` may answer otherwise for the same record.
    var searchEdition: String { get }
}

extension RecordSchema {
    package func timeField(of collection: String) -> String? { nil }
    package func milliseconds(of value: FieldValue) -> Int64? { nil }
    package func searchText(of state: RecordState, id: RecordID, in collection: String) -> SearchText? { nil }
    package var searchEdition: String { "" }
}
