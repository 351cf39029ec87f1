package import SyncKit

/// Looks up in the unit's records what an entry names by a name or a label, and what rules ask of what it names.
package struct EntryLookup: Sendable {
    /// The ids of the unit's persons with a name.
    package var persons: @Sendable (String) -> [RecordID]
    /// The record of a collection that a label stands for in the unit.
    package var label: @Sendable (_ label: String, _ collection: String) -> RecordID?
    /// A person of the unit; nil where it is not here yet.
    package var person: @Sendable (RecordID) -> Person?
    /// 明 or 密 of a document; nil where it is not here.
    package var channel: @Sendable (RecordID) -> DutyChannel?

    package init(
        persons: @escaping @Sendable (String) -> [RecordID],
        label: @escaping @Sendable (_ label: String, _ collection: String) -> RecordID?,
        person: @escaping @Sendable (RecordID) -> Person? = { _ in nil },
        channel: @escaping @Sendable (RecordID) -> DutyChannel? = { _ in nil }
    ) {
        self.persons = persons
        self.label = label
        self.person = person
        self.channel = channel
    }

    /// Where nothing can be named.
    package static let none = EntryLookup(persons: { _ in [] }, label: { _, _ in nil })
}

/// What an entry is judged against, besides the records.
package struct EntryConditions: Sendable {
    /// By the hub's clock where it is known; nil where times are not judged.
    package var now: Instant?
    /// Since when the unit exists.
    package var establishedAt: Day?
    package var book: RuleBook
    /// The codes of the county's units; nil where they are not looked at.
    package var units: Set<String>?

    package init(
        now: Instant? = nil, establishedAt: Day? = nil, book: RuleBook = RuleBook(), units: Set<String>? = nil
    ) {
        self.units = units
        self.now = now
        self.establishedAt = establishedAt
        self.book = book
    }
}
