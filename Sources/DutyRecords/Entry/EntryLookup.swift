package import SyncKit

/// Looks up in the unit's records what an entry names by a name or a label.
package struct EntryLookup: Sendable {
    /// The ids of the unit's persons with a name.
    package var persons: @Sendable (String) -> [RecordID]
    /// The record of a collection that a label stands for in the unit.
    package var label: @Sendable (_ label: String, _ collection: String) -> RecordID?

    package init(
        persons: @escaping @Sendable (String) -> [RecordID],
        label: @escaping @Sendable (_ label: String, _ collection: String) -> RecordID?
    ) {
        self.persons = persons
        self.label = label
    }

    /// Where nothing can be named.
    package static let none = EntryLookup(persons: { _ in [] }, label: { _, _ in nil })
}
