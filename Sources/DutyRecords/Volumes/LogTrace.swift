package import SyncKit

/// An entry of a log volume as far as the volume's numbers and seal ask for it: those of years fit into memory.
package struct LogTrace: Sendable {
    package let id: RecordID
    let unit: String
    package let volume: String
    let number: String
    let savedAt: Instant?
    /// Written on paper first.
    package let isFromPaper: Bool
    /// Of all that the entry says: another one where a word of it is another. Of this run of the program alone.
    package let mark: Int

    /// nil for one that has no number of this system.
    package init?(_ entry: RecordFacts) {
        guard let volume = entry.text("volume"), let number = entry.text("number") else { return nil }
        (id, unit) = (entry.id, entry.unit)
        (self.volume, self.number, savedAt) = (volume, number, entry.time("savedAt"))
        isFromPaper = entry.has("paperNumber")
        var hasher = Hasher()
        hasher.combine(entry.id)
        hasher.combine(entry.fields)
        mark = hasher.finalize()
    }

    /// The entry with its number, and when it was saved, by which a clock that was set is found.
    package var numbered: RecordFacts {
        var fields: [String: FieldValue] = ["volume": .text(volume), "number": .text(number)]
        if let savedAt { fields["savedAt"] = .text(savedAt.description) }
        return RecordFacts(id: id, unit: unit, fields: fields)
    }
}

/// How much room an entry took when it was first written down, by which volumes are cut into pages.
package struct FirstHeight: Sendable {
    package let id: RecordID
    package let height: Int

    /// - Parameter first: as the entry was at first.
    package init(_ first: RecordFacts) {
        id = first.id
        height = VolumePage.height(of: first.fields)
    }
}
