package import SyncKit

/// A word of a record that was replaced after it had been said: what it was, what it became, by whom.
package struct Correction: Sendable, Hashable {
    package let field: String
    package let before: FieldValue
    /// `absent` where it was taken away.
    package let after: FieldValue
    package let author: String
    /// Unix milliseconds by the writer's clock.
    package let at: Int64

    /// What filled an empty field corrects nothing; a void is no correction either, it says itself what it is.
    package static func all(in versions: [RecordVersion]) -> [Correction] {
        zip(versions, versions.dropFirst()).flatMap { earlier, later in
            earlier.fields.sorted { $0.key < $1.key }.compactMap { name, before -> Correction? in
                let after = later.fields[name] ?? .absent
                guard after != before, !["voided", "voidReason"].contains(name) else { return nil }
                return Correction(
                    field: name, before: before, after: after, author: later.authorship.author,
                    at: later.authorship.at)
            }
        }
    }
}
