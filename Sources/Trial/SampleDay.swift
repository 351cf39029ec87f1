import Foundation

/// The sample day: one JSON object a line with the unit, the time, the collection and the record.
struct SampleDay {
    private let lines: [(unit: String, time: String, collection: String, line: String)]

    static func read() throws -> SampleDay {
        let url = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appendingPathComponent("Samples/day-2026-10-01.jsonl")
        let text = try String(contentsOf: url, encoding: .utf8)
        return SampleDay(
            lines: try text.split(separator: "\n").map { line in
                guard let members = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any],
                    let unit = members["unit"] as? String, let at = members["at"] as? String,
                    let collection = members["collection"] as? String, let record = members["record"]
                else { throw TrialError(text: "the sample day is damaged") }
                let encoded = try JSONSerialization.data(withJSONObject: record, options: [.sortedKeys])
                let time = String(at.dropFirst(11).prefix(5))
                return (unit, time, collection, String(decoding: encoded, as: UTF8.self))
            })
    }

    func records(
        of unit: String, from start: String = "00:00", before end: String = "24:00"
    ) -> [(collection: String, line: String)] {
        lines.filter { $0.unit == unit && $0.time >= start && $0.time < end }.map { ($0.collection, $0.line) }
    }

    var collections: [String] { Set(lines.map(\.collection)).sorted() }

    func count(of collection: String) -> Int { lines.count { $0.collection == collection } }
}
