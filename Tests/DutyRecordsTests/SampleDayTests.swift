import DutyRecords
import Foundation
import SyncKit
import Testing

/// The National Day of three towns, as handed to the project.
@Suite("The sample day")
struct SampleDayTests {
    struct Line: Sendable, CustomTestStringConvertible {
        let number: Int
        let unit: String
        let collection: String
        let record: JSONValue

        var testDescription: String { "line \(number)" }
    }

    static func lines() throws -> [Line] {
        let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appendingPathComponent("Samples/day-2026-10-01.jsonl")
        return try Data(contentsOf: file).split(separator: 0x0A).enumerated().map { index, bytes in
            let value = try JSONReader.read(bytes)
            guard case .text(let unit)? = value["unit"], case .text(let collection)? = value["collection"],
                let record = value["record"]
            else { throw CocoaError(.fileReadCorruptFile) }
            return Line(number: index + 1, unit: unit, collection: collection, record: record)
        }
    }

    @Test("every line is taken by its unit, and every value is read back unchanged")
    func everyLine() throws {
        let lines = try Self.lines()
        #expect(lines.count == 75)
        // Labels are ids by the time that later lines name them.
        var labels: [String: RecordID] = [:]
        for line in lines {
            let collection = try #require(DutyCatalog.regulation.collection(named: line.collection))
            let known = labels
            let form = EntryForm(
                collection, writer: .unit, channel: .open,
                lookup: EntryLookup(persons: { _ in [] }, label: { label, _ in known[label] }))
            // Written and read again, as `record` gets it on its standard input.
            let entry = try form.read(line.record.text.utf8)
            guard case .object(let members) = line.record else {
                Issue.record("line \(line.number) is no object")
                continue
            }
            if case .text(let label)? = line.record["id"] {
                #expect(entry.name == .label(label))
                labels[label] = id(UInt64(line.number))
            } else {
                #expect(entry.name == .none)
            }
            let expected = members.filter { $0.0 != "id" && $0.1 != .null }
            let read: [(String, JSONValue)] = entry.writes.map { write in
                guard case .set(let value) = write.operation else { return (write.field, .null) }
                let back = JSONValue(value)
                // A reference was resolved: back to the label that was typed.
                if write.field == "incident", case .text(let text) = back,
                    let label = labels.first(where: { $0.value.description == text })?.key
                {
                    return (write.field, .text(label))
                }
                return (write.field, back)
            }
            #expect(JSONValue.object(read) == .object(expected), "line \(line.number)")

            let change = RecordChange(collection: collection.name, record: id(99), writes: entry.writes)
            let held = DutySchema(channel: .open).holds(change, in: collection.ledger, by: .unit)
            #expect(held == nil, "line \(line.number)")
        }
    }
}
