import CountyYear
import DutyRecords
import Foundation
import SyncKit

/// Five years of a town's duty room: the rates of the size model, and beside them 60,000 calls and log entries with
/// texts of their usual lengths.
struct FiveYears {
    /// What is entered, each a set of its own.
    private(set) var drafts: [Draft] = []
    private(set) var counts: [String: Int] = [:]
    /// One record of each collection.
    private(set) var samples: [String: RecordID] = [:]

    private let unit: String
    private static let years = 2022...2026
    private static let texts = 60_000
    /// Calls that still wait for somebody.
    private static let open = 20
    /// Nothing but a roster is of a day to come.
    private let now: Instant

    init(unit: String, now: Instant) {
        self.unit = unit
        self.now = now
        var persons: [String: RecordID] = [:]
        for year in Self.years { add(year, &persons) }
        for year in Self.years {
            let start = Day(year, 1, 1)?.start ?? now
            add("log-volume", start, [("year", .integer(Int64(year))), ("volume", .text("\(year)-A"))])
        }
        var serials: [Int: Int64] = [:]
        let rows = Workload(seed: 20_261_126, records: Self.texts, edits: 0).rows
        let start = (Day(Self.years.lowerBound, 1, 1) ?? Day(number: 0)).start.milliseconds
        let step = (now.milliseconds - start) / Int64(Self.texts)
        for (number, row) in rows.enumerated() {
            let at = Instant(milliseconds: start + Int64(number) * step)
            var fields = zip(Workload.columns, row.values).map { name, value in
                (name, name == "rings" ? FieldValue.integer(row.rings) : .text(value))
            }
            fields[1] = ("receivedAt", .text(at.description))
            // All but the last few came to their end.
            if number < rows.count - Self.open { fields.append(("closedAt", .text((at + .minutes(60)).description))) }
            guard number % 2 == 0 else {
                add("phone-record", at, fields)
                continue
            }
            let own = Dictionary(fields) { first, _ in first }
            let year = at.day.year
            serials[year, default: 0] += 1
            add(
                "log-entry", at,
                [
                    ("volume", .text("\(year)-A")),
                    ("number", .text(LogNumber.text(unit: unit, year: year, volume: "A", serial: serials[year] ?? 0))),
                    ("savedAt", .text((at + .minutes(6)).description)),
                    ("occurredAt", .text(at.description)), ("recordedAt", .text((at + .minutes(5)).description)),
                    ("matter", own["matter"] ?? .absent), ("handling", own["answer"] ?? .absent),
                    ("source", own["callerUnit"] ?? .absent), ("recorder", own["recorder"] ?? .absent),
                ])
        }
    }

    /// The model's ids are those of one year: each record gets one of its own, and what names it follows.
    private mutating func add(_ year: Int, _ persons: inout [String: RecordID]) {
        let county = CountyYear(seed: UInt64(year), year: year)
        let facts = UnitYear(1, of: county).facts
        let isFirst = persons.isEmpty
        var ids: [String: RecordID] = [:]
        var random = SystemRandomNumberGenerator()
        for (name, records) in facts {
            for record in records {
                let time = DutyCatalog.regulation.collection(named: name)?.timeField.flatMap { record.start($0) }
                let id = RecordID(milliseconds: (time ?? county.first.start).milliseconds, using: &random)
                if name != "person" {
                    ids[record.id.description] = id
                } else if isFirst {
                    persons[record.id.description] = id
                }
            }
        }
        ids.merge(persons) { first, _ in first }
        for (name, records) in facts.sorted(by: { $0.key < $1.key }) where name != "person" || isFirst {
            for record in records {
                let fields = record.fields.sorted { $0.key < $1.key }.map { field, value in
                    if case .text(let text) = value, let id = ids[text] {
                        return (field, FieldValue.text(id.description))
                    }
                    return (field, value)
                }
                let time = DutyCatalog.regulation.collection(named: name)?.timeField.flatMap { record.start($0) }
                guard time.map({ $0 <= now }) ?? true || name.hasSuffix("shift") else { continue }
                let end =
                    name == "incident" ? time.map { [("closedAt", FieldValue.text(($0 + .days(1)).description))] } : nil
                enter(name, ids[record.id.description] ?? record.id, fields + (end ?? []))
            }
        }
    }

    private mutating func add(_ collection: String, _ at: Instant, _ fields: [(String, FieldValue)]) {
        var random = SystemRandomNumberGenerator()
        enter(collection, RecordID(milliseconds: at.milliseconds, using: &random), fields)
    }

    private mutating func enter(_ collection: String, _ id: RecordID, _ fields: [(String, FieldValue)]) {
        let ledger = DutyCatalog.regulation.collection(named: collection)?.ledger ?? .routine
        let change = RecordChange(
            collection: collection, record: id, writes: fields.map { FieldWrite($0.0, .set($0.1)) })
        drafts.append(Draft(ledger: LedgerID(unit: unit, name: ledger), body: SetBody(changes: [change])))
        counts[collection, default: 0] += 1
        samples[collection] = id
    }
}
