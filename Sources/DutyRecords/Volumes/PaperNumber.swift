package import SyncKit

/// The numbers of blank forms for a power cut: a series of their own, so that what is written on paper and what the
/// software numbers meanwhile never meet.
///
/// Each printing is a block: `unit-year-volume-P3-07` is the seventh line of the third block of a volume. What was
/// written under it is entered later as an entry of the log with the next number, and names it as its number on paper.
package enum PaperNumber {
    package static let collection = "paper-block"
    package static let linesMax = 100

    package static func text(unit: String, volume: String, block: Int64, line: Int) -> String {
        "\(unit)-\(volume)-P\(block)-\(twoDigits(line))"
    }

    /// Numbers new blocks.
    package static func numbering(letter: String, year: Int) -> Numbering {
        Numbering(
            series: { "\(collection)/\(year)-\(LogNumber.volume(letter: letter, branchMark: $0))" },
            numbered: { change, serial, mark in
                var block = change
                block.writes += [
                    FieldWrite(
                        "volume", .set(.text("\(year)-\(LogNumber.volume(letter: letter, branchMark: mark))"))),
                    FieldWrite("block", .set(.integer(serial))),
                ]
                return [block]
            })
    }
}

/// A block of blank forms, and what became of its lines.
package struct PaperBlock: Sendable {
    package struct Line: Sendable {
        package let number: String
        /// Entries that name it; more than one is a slip.
        package let entries: [RecordFacts]
    }

    package let record: RecordFacts
    package let lines: [Line]

    /// - Parameter log: every entry of the unit.
    package init?(_ record: RecordFacts, log: [RecordFacts]) {
        guard let volume = record.text("volume"), let block = record.number("block"),
            let count = record.number("lines"), (1...PaperNumber.linesMax).contains(count)
        else { return nil }
        self.record = record
        let named = Dictionary(grouping: log) { $0.text("paperNumber") ?? "" }
        lines = (1...count).map { line in
            let number = PaperNumber.text(unit: record.unit, volume: volume, block: Int64(block), line: line)
            return Line(number: number, entries: named[number] ?? [])
        }
    }

    package var open: [Line] { lines.filter { $0.entries.isEmpty } }
    package var doubles: [Line] { lines.filter { $0.entries.count > 1 } }
    /// Unused lines were struck out: nothing more is owed.
    package var isClosed: Bool { record.has("closedAt") || open.isEmpty }
}
