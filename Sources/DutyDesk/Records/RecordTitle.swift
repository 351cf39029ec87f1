import DutyRecords
import SyncKit

/// What a record is called where another one speaks of it, and in lists.
enum RecordTitle {
    private static let fields = [
        "matter", "summary", "text", "title", "what", "name", "reason", "date", "kind", "ground", "subject",
    ]

    /// What it says, on one line; nil where it says nothing of the kind.
    static func what(_ record: RecordFacts) -> String? { fields.lazy.compactMap { record.text($0) }.first }

    static func text(_ record: RecordFacts, _ collection: Collection, _ words: Words) -> String {
        let said = [record.text("number"), what(record).map { shortened($0) }].compactMap { $0 }
        return said.isEmpty ? words.name(collection) : said.joined(separator: " ")
    }

    static func shortened(_ text: String, to most: Int = 40) -> String {
        let line = text.replacing("\n", with: " ")
        return line.unicodeScalars.count <= most
            ? line : String(String.UnicodeScalarView(line.unicodeScalars.prefix(most))) + "…"
    }
}
