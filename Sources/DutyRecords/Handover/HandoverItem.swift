package import SyncKit

/// What a successor did with one thing that was left to him (Art. 11).
package enum ItemAct: String, Sendable, CaseIterable {
    case accepted = "接收"
    case done = "已办结"
    /// He asks; the handover goes on, and the question stays with it.
    case question = "有疑问"

    package func word(in language: Language) -> String {
        switch (self, language) {
        case (_, .chinese): rawValue
        case (.accepted, .english): "accepted"
        case (.done, .english): "done"
        case (.question, .english): "question"
        }
    }
}

/// One thing that a shift leaves to the next, as the record of the handover keeps it. Members that a later version
/// writes are carried along.
package struct HandoverItem: Sendable, Hashable {
    private var members: [String: FieldValue]

    /// What an item may say besides `item` and `acted`.
    static let furtherMembers: Set<String> = ["collection", "record", "note", "actedBy", "actedAt"]
    /// Longer texts are in the record that the item names.
    package static let noteMax = 500

    /// - Parameters:
    ///   - collection: of the record that is open; nil for what an officer typed.
    ///   - record: its id; nil for what arises from the calendar alone.
    package init(_ text: String, collection: String? = nil, record: String? = nil) {
        members = ["item": .text(text)]
        members["collection"] = collection.map { .text($0) }
        members["record"] = record.map { .text($0) }
    }

    /// An element of the list; nil where it is none.
    package init?(_ value: FieldValue) {
        switch value {
        case .composite(let members):
            guard case .text? = members["item"] else { return nil }
            self.members = members
        case .text(let text): members = ["item": .text(text)]
        default: return nil
        }
    }

    /// The items of a handover; none where it has them as one text.
    package static func all(in record: RecordFacts) -> [HandoverItem] {
        guard case .list(let values)? = record.fields["openItems"] else { return [] }
        return values.compactMap { HandoverItem($0) }
    }

    private func text(_ name: String) -> String? {
        if case .text(let text)? = members[name], !text.isEmpty { text } else { nil }
    }

    package var item: String { text("item") ?? "" }
    package var collection: String? { text("collection") }
    package var record: String? { text("record") }
    package var note: String? { text("note") }
    package var actedBy: String? { text("actedBy") }
    package var actedAt: Instant? { text("actedAt").flatMap { Instant($0) } }
    /// What was done with it, in the words that it was written in.
    package var acted: String? {
        switch members["acted"] {
        case .boolean(true)?: ItemAct.done.rawValue
        case .text(let text)? where !text.isEmpty: text
        default: nil
        }
    }

    /// By which a page and the records of another minute know it again.
    package var key: String { "\(collection ?? "")/\(record ?? item)" }

    package func acted(_ act: ItemAct, note: String, by name: String, at moment: Instant) -> HandoverItem {
        var item = self
        item.members["acted"] = .text(act.rawValue)
        item.members["note"] = note.isEmpty ? nil : .text(note)
        item.members["actedBy"] = .text(name)
        item.members["actedAt"] = .text(moment.description)
        return item
    }

    package var json: JSONValue { JSONValue(.composite(members)) }

    package static func json(_ items: [HandoverItem]) -> JSONValue { .array(items.map(\.json)) }

    /// As many as a list holds: the last ones become one that names them.
    package static func bounded(_ items: [HandoverItem]) -> [HandoverItem] {
        guard items.count > Bounds.elements else { return items }
        let rest = items.dropFirst(Bounds.elements - 1)
        var text = "另有 \(rest.count) 项："
        for item in rest where text.unicodeScalars.count + item.item.unicodeScalars.count < Bounds.long {
            text += item.item + "；"
        }
        return items.prefix(Bounds.elements - 1) + [HandoverItem(text)]
    }
}
