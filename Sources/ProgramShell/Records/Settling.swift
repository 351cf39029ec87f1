package import DutyRecords
package import SyncKit

/// A person's decision on fields that have several values.
package enum Settling {
    package enum Choice: Sendable {
        /// The value that a set wrote into the field, as it was written.
        case version(Dot)
        /// A new one, as a form reads it; null empties the field.
        case entered(JSONValue)
    }

    package struct Settled: Sendable {
        package let edited: Edited
        /// What still has several values: some came after what the person had seen.
        package let left: [String]
    }

    /// Settles fields as one write. What was not on the person's screen stays beside it.
    /// - Parameter seen: the vector that the person had seen.
    package static func settle(
        _ target: EditTarget, _ choices: [(field: String, choice: Choice)], seen: String, author: String,
        in opened: some RecordFolder
    ) async throws -> Settled {
        let edited = try await Editing.commit(target, seen: seen, author: author, settles: true, in: opened) {
            form, detail throws(EntryRefusal) in
            let lineage = Lineage(detail.history)
            return try form.settlement(
                choices.map { field, choice in
                    switch choice {
                    case .entered(let json): (field, .entered(json))
                    case .version(let dot): (field, .kept(lineage.value(of: field, from: dot)))
                    }
                })
        }
        return Settled(edited: edited, left: try await left(of: target, edited, in: opened))
    }

    /// Which of the fields that a settlement wrote have several values all the same.
    static func left(of target: EditTarget, _ edited: Edited, in opened: some RecordFolder) async throws -> [String] {
        let after = try await RecordLookup.detail(target.collection, target.id, of: target.unit, in: opened)
        return Set(after.view.conflicts).intersection(edited.fields).sorted()
    }
}
