package import SyncKit

/// What one act does to one shift: each field as it was found and as it is left, so that the opposite is known.
package struct RosterChange: Hashable, Sendable {
    package struct Write: Hashable, Sendable {
        package let field: String
        /// `.absent` where it said nothing.
        package let before: FieldValue
        package let after: FieldValue

        package init(_ field: String, _ before: FieldValue?, _ after: FieldValue) {
            self.field = field
            self.before = before ?? .absent
            self.after = after
        }
    }

    package let collection: String
    package let record: RecordID
    /// Whether it enters the shift.
    package let isNew: Bool
    /// Only what becomes another.
    package let writes: [Write]

    package init(_ collection: String, _ record: RecordID, isNew: Bool = false, _ writes: [Write]) {
        self.collection = collection
        self.record = record
        self.isNew = isNew
        self.writes = writes.filter { $0.before != $0.after }
    }

    /// What takes it back. A shift that was entered is struck through: it stays in the history.
    package var opposite: RosterChange {
        if isNew {
            return RosterChange(
                collection, record,
                [Write("voided", nil, .boolean(true)), Write("voidReason", nil, .text(Self.takenBack))])
        }
        return RosterChange(collection, record, writes.map { Write($0.field, $0.after, $0.before) })
    }

    private static let takenBack = "撤销排班"
}

/// Why an act on a roster is not done, and what to do.
package struct RosterRefusal: Error, Hashable, Sendable {
    package let chinese: String
    package let english: String

    package init(_ chinese: String, _ english: String) {
        self.chinese = chinese
        self.english = english
    }
}

/// The two kinds of shift, and what their records call things.
package enum RosterKind: String, Hashable, Sendable, CaseIterable {
    case duty = "duty-shift"
    case leader = "leader-shift"

    package var collection: String { rawValue }
    package var personField: String { self == .duty ? "officer" : "leader" }
}

/// Who agreed to a 代班 or 串班, and why it is.
package struct ShiftApproval: Hashable, Sendable {
    package let by: String
    package let reason: String?

    /// nil where nobody is named.
    package init?(by: String, reason: String) {
        let name = by.trimmed
        guard !name.isEmpty else { return nil }
        self.by = name
        let why = reason.trimmed
        self.reason = why.isEmpty ? nil : why
    }
}

extension String {
    fileprivate var trimmed: String {
        let scalars = unicodeScalars
        guard let first = scalars.firstIndex(where: { !$0.properties.isWhitespace }),
            let last = scalars.lastIndex(where: { !$0.properties.isWhitespace })
        else { return "" }
        return String(scalars[first...last])
    }
}
