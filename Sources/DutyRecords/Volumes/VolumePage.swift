package import SyncKit

/// A page of a log volume as it is printed and shown: entries that follow each other by number.
package struct VolumePage: Sendable, Hashable {
    /// From 1.
    package let number: Int
    /// Places in the volume's entries.
    package let places: Range<Int>

    /// Cuts a volume into pages by the room that each entry took when it was first written down.
    ///
    /// So a page keeps its number and its entries for good: later words of an entry, and later entries, move no
    /// boundary. An entry that grew past its page runs on to a second sheet of the same page.
    /// - Parameter first: each entry as it was at first, in the order of the numbers.
    package static func cut(_ first: [[String: FieldValue]]) -> [VolumePage] {
        cut(heights: first.map { height(of: $0) })
    }

    /// - Parameter heights: of each entry as it was at first, in points (``FirstHeight``).
    package static func cut(heights: [Int]) -> [VolumePage] {
        var pages: [VolumePage] = []
        var start = 0
        var room = 0
        for (place, height) in heights.enumerated() {
            if place > start, room + height > heightMax || place - start == PageCode.countMax {
                pages.append(VolumePage(number: pages.count + 1, places: start..<place))
                (start, room) = (place, 0)
            }
            room += height
        }
        if start < heights.count { pages.append(VolumePage(number: pages.count + 1, places: start..<heights.count)) }
        return pages
    }

    /// What is left of the text block of 225 mm beside head and foot, in points.
    private static let heightMax = 525
    private static let lineHeight = 15
    private static let padding = 7
    /// Occurred, received, recorded.
    private static let timeLines = 3
    /// Full-width characters of a line in the two wide columns.
    private static let matterWidth = 14
    private static let handlingWidth = 12

    static func height(of fields: [String: FieldValue]) -> Int {
        let record = RecordFacts(id: RecordID(high: 0, low: 0), unit: "", fields: fields)
        func lines(_ names: [String], _ width: Int) -> Int {
            names.reduce(0) { $0 + (record.text($1).map { Self.lines(of: $0, width) } ?? 0) }
        }
        let matter = lines(
            ["matter", "source", "paperNumber", "leader", "weather", "remark", "voidReason"], matterWidth)
        let handling = lines(["handling", "undertaker", "feedback"], handlingWidth) + (record.has("closedAt") ? 1 : 0)
        return max(timeLines, matter, handling) * lineHeight + padding
    }

    /// Lines of a text that breaks after so many full-width characters; Latin ones are half as wide.
    static func lines(of text: String, _ width: Int) -> Int {
        text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false).reduce(0) { sum, line in
            let halves = line.reduce(0) { $0 + ($1.value < 0x2E80 ? 1 : 2) }
            return sum + max(1, (halves + width * 2 - 1) / (width * 2))
        }
    }
}
