package import SyncKit

/// The records that the rules judge, of one unit or of the county, read once and grouped.
package struct DutyBook: Sendable {
    /// The collections that deadlines, coverage and responsibility are computed from.
    package static let collections = [
        "unit", "person", "duty-shift", "leader-shift", "roster-submission", "handover", "incident", "report",
        "instruction", "task", "zero-report", "absence", "document", "notice", "bulletin", "circular", "interview",
        "rectification", "log-volume", "equipment",
    ]
    /// Those whose hub's receipts meet a clock.
    package static let withReceipts: Set<String> = ["report"]

    /// The code of the county's own room.
    package let countyUnit: String
    package let units: [Unit]
    package let persons: [RecordID: Person]
    package let dutyShifts: [Shift]
    package let leaderShifts: [Shift]
    package let absences: [Absence]
    package private(set) var incidents: [Incident]
    /// By the incident that they report.
    package private(set) var reports: [RecordID: [Report]]
    /// Of units that the county's list does not hold, or not yet.
    private let names: [String: String]
    /// Not voided, by collection.
    private var records: [String: [RecordFacts]]
    /// What is known of calls and log entries, where that was asked for.
    private var traffic: RoomTraffic?

    /// - Parameters:
    ///   - homeUnit: is there even before the county's list of units has come.
    ///   - names: of units, by code, as far as they are known without that list.
    package init(
        countyUnit: String, homeUnit: String? = nil, names: [String: String] = [:], _ facts: [String: [RecordFacts]]
    ) {
        self.countyUnit = countyUnit
        self.names = names
        func all<Kind>(_ collection: String, _ read: (RecordFacts) -> Kind?) -> [Kind] {
            (facts[collection] ?? []).compactMap(read)
        }
        let known = all("unit") { Unit($0) }.filter { !$0.isRevoked }
        let isKnown = homeUnit.map { home in known.contains { $0.code == home } } ?? true
        units = known + (isKnown ? [] : homeUnit.map { [Unit(code: $0, name: names[$0] ?? $0, kind: .town)] } ?? [])
        persons = Dictionary(all("person") { Person($0) }.map { ($0.id, $0) }) { first, _ in first }
        dutyShifts = all("duty-shift") { Shift.duty($0) }
        leaderShifts = all("leader-shift") { Shift.leader($0) }
        absences = all("absence") { Absence($0) }
        incidents = all("incident") { Incident($0) }
        reports = Dictionary(grouping: all("report") { Report($0, countyUnit: countyUnit) }, by: \.incident)
        records = facts.mapValues { $0.filter { !$0.isVoided } }
    }

    package func records(_ collection: String) -> [RecordFacts] { records[collection] ?? [] }

    /// With a unit's calls, log entries and inquiries: of those that wait for nobody there is no record, but a count.
    package func adding(_ traffic: RoomTraffic) -> DutyBook {
        var book = self
        book.traffic = traffic
        book.records.merge(traffic.records) { $1 }
        return book
    }

    /// With other units' events, over which this room owes something, and what those units reported of them.
    package func adding(_ events: [WallRow]) -> DutyBook {
        var book = self
        for row in events {
            book.incidents.append(row.incident)
            book.reports[row.id, default: []] += row.reports.filter { $0.unit == row.unit }
            book.records["incident", default: []].append(row.incident.record)
        }
        return book
    }

    /// How many records of a collection a unit wrote after a moment.
    func count(_ collection: String, of unit: String, after moment: Instant) -> Int {
        traffic?.count(collection, after: moment)
            ?? records(collection).count { $0.unit == unit && $0.enteredAt > moment }
    }

    package func unit(_ code: String) -> Unit {
        units.first { $0.code == code } ?? Unit(code: code, name: names[code] ?? code, kind: .town)
    }
}
