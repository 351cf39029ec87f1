package import DutyRecords
import Seeded
import SyncKit

/// One unit's year, and what its drawing counted: not through the code under test.
package struct UnitYear: Sendable {
    package struct Counts: Sendable, Hashable {
        package var records = 0
        package var calls = 0
        package var callsPrompt = 0
        package var logEntries = 0
        package var lateEntries = 0
        package var documents = 0
        package var handovers = 0
        package var rosterRows = 0
        package var gapMinutes = 0
        package var incidents = 0
        package var drills = 0
        package var reportsMet = 0
        package var reportsLate = 0
        package var reportsMissing = 0

        package init() {}

        package mutating func add(_ other: Counts) {
            records += other.records
            calls += other.calls
            logEntries += other.logEntries
            documents += other.documents
            handovers += other.handovers
            rosterRows += other.rosterRows
            incidents += other.incidents
            drills += other.drills
        }
    }

    package private(set) var facts: [String: [RecordFacts]] = [:]
    package private(set) var counts = Counts()
    private let county: CountyYear
    private let unit: Int
    private var random: Seeded
    private var serial = 0

    package init(_ unit: Int, of county: CountyYear) {
        self.county = county
        self.unit = unit
        random = Seeded(seed: county.seed &+ UInt64(unit) &* 0x9E37_79B9)
        let rates = CountyYear.Rates.of(county.kind(unit))
        let people = (0..<6).map { index in
            add(
                "person",
                [
                    "name": .text("人员\(unit)-\(index)"), "establishment": .text("公务员"),
                    "leaderRole": .text(index == 4 ? "政府" : index == 5 ? "办公室" : "none"),
                ])
        }
        var owed: [String: Double] = [:]
        for index in 0..<county.dayCount {
            let day = county.first + index
            func times(_ name: String, _ rate: Double) -> Int {
                let sum = owed[name, default: 0] + rate
                owed[name] = sum - sum.rounded(.down)
                return Int(sum)
            }
            for _ in 0..<times("calls", rates.calls) { addCall(day) }
            for _ in 0..<times("log", rates.log) { addEntry(day) }
            for _ in 0..<times("documents", rates.documents) { addDocument(day) }
            for _ in 0..<times("handovers", rates.handovers) { addHandover(day) }
            addRoster(day, rates.roster, people)
        }
        addIncidents()
    }

    @discardableResult
    private mutating func add(_ collection: String, _ fields: [String: FieldValue]) -> RecordID {
        let record = county.record(unit, serial, fields)
        serial += 1
        counts.records += 1
        facts[collection, default: []].append(record)
        return record.id
    }

    private mutating func minute(of day: Day) -> Instant {
        day.start + .minutes(Int.random(in: 0..<1440, using: &random))
    }

    private mutating func addCall(_ day: Day) {
        let rings = Int64.random(in: 1...5, using: &random)
        counts.calls += 1
        if rings <= 3 { counts.callsPrompt += 1 }
        add(
            "phone-record",
            [
                "direction": .text("in"), "receivedAt": .text(minute(of: day).description), "rings": .integer(rings),
                "callerUnit": .text("村委会"), "callerName": .text("吴建国"), "matter": .text("道路积水，请求处置。"),
                "handling": .text("直接答复"), "recorder": .text("王晓东"),
            ])
    }

    private mutating func addEntry(_ day: Day) {
        let at = minute(of: day)
        let delay = Int.random(in: 0...80, using: &random)
        counts.logEntries += 1
        if delay > 60 { counts.lateEntries += 1 }
        add(
            "log-entry",
            [
                "occurredAt": .text(at.description), "recordedAt": .text((at + .minutes(delay)).description),
                "matter": .text("巡查圩堤，正常。"), "handling": .text("已办结"), "recorder": .text("王晓东"),
            ])
    }

    private mutating func addDocument(_ day: Day) {
        let at = minute(of: day)
        counts.documents += 1
        add(
            "document",
            [
                "channel": .text("明"), "kind": .text("文电"), "receivedAt": .text(at.description),
                "number": .text("\(counts.documents)"), "title": .text("通知"), "outcome": .text("已办"),
                "handledAt": .text((at + .minutes(Int.random(in: 10...5_000, using: &random))).description),
            ])
    }

    private mutating func addHandover(_ day: Day) {
        counts.handovers += 1
        let at = day.at(8, 30)
        add(
            "handover",
            [
                "at": .text(at.description), "outgoing": .text("王晓东"), "incoming": .text("李强"),
                "outgoingSignedAt": .text((at + .minutes(3)).description),
                "incomingSignedAt": .text((at + .minutes(5)).description),
            ])
    }

    /// One officer for 24 hours, now and then half an hour short, and leaders; what is left over stands emergency posts.
    private mutating func addRoster(_ day: Day, _ rows: Int, _ people: [RecordID]) {
        let isShort = Int.random(in: 0..<100, using: &random) == 0
        if isShort { counts.gapMinutes += 30 }
        let end = isShort ? day.at(23, 30) : day.end
        func shift(_ person: RecordID, _ field: String, _ end: Instant, _ more: [String: FieldValue]) -> [String:
            FieldValue]
        {
            [
                "start": .text(day.start.description), "end": .text(end.description),
                field: .text(person.description),
            ].merging(more) { $1 }
        }
        add("duty-shift", shift(people[day.number % 4], "officer", end, [:]))
        add("leader-shift", shift(people[4], "leader", day.end, ["role": .text("政府"), "tier": .text("带班")]))
        for extra in 2..<rows {
            if extra == 2 && county.kind(unit) != .department {
                add("leader-shift", shift(people[5], "leader", day.end, ["role": .text("办公室"), "tier": .text("带班")]))
            } else {
                add(
                    "duty-shift",
                    shift(people[(day.number + extra) % 4], "officer", day.end, ["post": .text("应急值班岗")]))
            }
        }
        counts.rosterRows += rows
    }

    /// This unit's share of the county's incidents, each with its first report: in time, late, or never.
    private mutating func addIncidents() {
        guard unit > 0 else { return }
        let shares = [
            ("一般", CountyYear.incidents.ordinary, false), ("较大", CountyYear.incidents.larger, false),
            ("一般", CountyYear.incidents.sensitive, true),
        ]
        var turn = 0
        for (level, count, isSensitive) in shares {
            for _ in 0..<count {
                turn += 1
                guard turn % (CountyYear.unitCount - 1) == unit - 1 else { continue }
                addIncident(level, isSensitive, isDrill: turn % 10 == 0)
            }
        }
    }

    private mutating func addIncident(_ level: String, _ isSensitive: Bool, isDrill: Bool) {
        let day = county.first + Int.random(in: 0..<county.dayCount, using: &random)
        let at = minute(of: day)
        let id = add(
            "incident",
            [
                "occurredAt": .text(at.description), "receivedAt": .text((at + .minutes(5)).description),
                "category": .text("自然灾害"), "level": .text(level), "sensitive": .boolean(isSensitive),
                "summary": .text("堤坝漫水"), "place": .text("某村"), "drill": .boolean(isDrill),
            ])
        let delay = Int.random(in: 5...90, using: &random)
        let isReported = Int.random(in: 0..<20, using: &random) != 0
        if isDrill { counts.drills += 1 } else { counts.incidents += 1 }
        if isReported {
            add(
                "report",
                [
                    "incident": .text(id.description), "kind": .text("初报"), "by": .text("phone"),
                    "sentAt": .text((at + .minutes(delay)).description), "text": .text("堤坝漫水"),
                ])
        }
        guard !isDrill else { return }
        if !isReported {
            counts.reportsMissing += 1
        } else if delay <= 60 {
            counts.reportsMet += 1
        } else {
            counts.reportsLate += 1
        }
    }
}
