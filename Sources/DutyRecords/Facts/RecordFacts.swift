package import SyncKit

/// One record as rules read it: what it shows, whose it is, and when the county had it.
package struct RecordFacts: Sendable {
    package let id: RecordID
    /// The unit in whose ledger it lies.
    package let unit: String
    package let fields: [String: FieldValue]
    /// By the hub's receipt of its first set; nil while there is none.
    package let receivedAt: Instant?

    package init(id: RecordID, unit: String, fields: [String: FieldValue], receivedAt: Instant? = nil) {
        self.id = id
        self.unit = unit
        self.fields = fields
        self.receivedAt = receivedAt
    }

    package init(_ view: RecordView) {
        self.init(
            id: view.id, unit: view.ledger.unit, fields: view.fields,
            receivedAt: view.receivedAt.map { Instant(milliseconds: $0) })
    }

    /// The same record with some of its fields alone, where the others are long and nobody asks for them.
    package func keeping(_ isKept: (_ field: String) -> Bool) -> RecordFacts {
        RecordFacts(id: id, unit: unit, fields: fields.filter { isKept($0.key) }, receivedAt: receivedAt)
    }

    package func text(_ field: String) -> String? {
        if case .text(let text)? = fields[field], !text.isEmpty { text } else { nil }
    }

    package func time(_ field: String) -> Instant? { text(field).flatMap { Instant($0) } }

    package func day(_ field: String) -> Day? { text(field).flatMap { Day($0) ?? Instant($0)?.day } }

    /// A time, or the start of a day.
    package func start(_ field: String) -> Instant? { text(field).flatMap { Instant($0) ?? Day($0)?.start } }

    /// A time, or the end of a day.
    package func end(_ field: String) -> Instant? { text(field).flatMap { Instant($0) ?? Day($0)?.end } }

    package func number(_ field: String) -> Int? {
        if case .integer(let number)? = fields[field] { Int(number) } else { nil }
    }

    package func flag(_ field: String) -> Bool {
        if case .boolean(let flag)? = fields[field] { flag } else { false }
    }

    package func texts(_ field: String) -> [String] {
        guard case .list(let values)? = fields[field] else { return [] }
        return values.compactMap { if case .text(let text) = $0 { text } else { nil } }
    }

    package func has(_ field: String) -> Bool {
        switch fields[field] {
        case nil, .absent: false
        // Blanks alone say nothing.
        case .text(let text): text.unicodeScalars.contains { !$0.properties.isWhitespace }
        case .list(let values): !values.isEmpty
        default: true
        }
    }

    package func reference(_ field: String) -> RecordID? { text(field).flatMap { RecordID($0) } }

    /// When its entry was begun: the time that its id carries (RFC 9562, UUIDv7).
    package var enteredAt: Instant { Instant(milliseconds: Int64(id.high >> 16)) }

    /// Struck through: it stays and counts for nothing.
    package var isVoided: Bool { flag("voided") }
}
