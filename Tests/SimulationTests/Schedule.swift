import Foundation
import Identity
import Seeded
import SyncKit

/// A random life of a county: two towns, one of them with two replicas, and the hub. Everything that a seed draws is
/// drawn from the seed; only keys and epochs are not, and no outcome depends on them.
final class Schedule {
    private var random: Seeded
    private let folder: URL
    private let hub: Station
    private var towns: [Station]
    private var snapshots: [String: Station.Snapshot] = [:]
    private var records: [(ledger: LedgerID, id: RecordID)] = []
    private var contexts: [LedgerID: [VersionVector]] = [:]
    private var made = 0
    /// Two live processes under one epoch, which no guard can see. A third replica that had fetched the one's branch
    /// and a hub that was put back and took the other's leave sets that wait for a clock: one fault too many.
    private var sharesEpoch = false
    private(set) var story: [String] = []

    init(seed: UInt64) throws {
        random = Seeded(seed: seed)
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("zhishou-sim-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        func person(_ number: UInt64, _ unit: String, _ role: WriterRole) -> (Member, SigningKey) {
            let key = SigningKey(algorithm: .p256sha256)
            let member = Member(
                replica: ReplicaID(bits: number), unit: unit, role: role, label: "A", key: key.verifyingKey,
                enrolledAt: 0)
            return (member, key)
        }
        let (hubMember, hubKey) = person(1, "JH", .county)
        hub = try Station(name: "hub", member: hubMember, key: hubKey, hub: nil, folder: folder)
        towns = []
        for (number, unit) in [(2, "LC"), (3, "LC"), (4, "YT")] as [(UInt64, String)] {
            let (member, key) = person(number, unit, .unit)
            towns.append(
                try Station(name: "town\(number)", member: member, key: key, hub: hubMember, folder: folder))
        }
    }

    func cleanUp() {
        for station in towns + [hub] { try? station.store.close() }
        try? FileManager.default.removeItem(at: folder)
    }

    func run(steps: Int) async throws {
        try await Hub(store: hub.store).publish([hub.member] + towns.map(\.member))
        for town in towns { try await Exchange.run(town, hub) }
        for _ in 0..<steps { try await step() }
    }

    func settle() async throws { try await Exchange.settle(towns, hub) }

    private func step() async throws {
        let town = towns[Int.random(in: 0..<towns.count, using: &random)]
        switch Int.random(in: 0..<100, using: &random) {
        case 0..<30: try await write(at: town)
        case 30..<50: try await edit(at: town)
        case 50..<56: try await edit(at: hub)
        case 56..<86:
            let fate = Fate.allCases[Int.random(in: 0..<4, using: &random)]
            let budget = Budget(
                bytes: Int.random(in: 200...4000, using: &random), sets: Int.random(in: 1...20, using: &random))
            story.append("\(town.name) exchanges, \(fate)")
            try await Exchange.run(town, hub, fate: fate, budget: budget)
        case 86..<89:
            story.append("\(town.name) restarts")
            try town.restart()
        case 89..<92:
            let station = random.chance(30) ? hub : town
            story.append("\(station.name) is copied away")
            snapshots[station.name] = try await station.snapshot(to: station.name)
        case 92..<97:
            let station = random.chance(30) ? hub : town
            if let snapshot = snapshots[station.name], !(station === hub && sharesEpoch) {
                story.append("\(station.name) is put back")
                try station.restore(snapshot)
            }
        case 97..<99:
            if towns.count < 6 {
                let sharesEpoch = random.chance(50)
                if sharesEpoch { self.sharesEpoch = true }
                story.append("\(town.name) is cloned and both live\(sharesEpoch ? " one epoch" : "")")
                towns.append(try await town.clone(named: "clone\(towns.count)", sharesEpoch: sharesEpoch))
                if !sharesEpoch { try town.restart() }
            }
        default:
            story.append("hub restarts")
            try hub.restart()
        }
    }

    private func ledger(for station: Station) -> LedgerID {
        let unit = station.member.role == .county ? (random.chance(50) ? "LC" : "YT") : station.member.unit
        return LedgerID(unit: unit, name: random.chance(50) ? .urgent : .routine)
    }

    private func value() -> FieldValue {
        made += 1
        return .text("值\(made)")
    }

    private func write(at station: Station) async throws {
        let ledger = ledger(for: station)
        let id = RecordID(milliseconds: Int64(made), using: &random)
        records.append((ledger, id))
        let writes = ["matter", "place"].map { FieldWrite($0, .set(value())) }
        try await commit(RecordChange(collection: "log-entry", record: id, writes: writes), ledger, at: station)
    }

    private func edit(at station: Station) async throws {
        let mine = records.filter { station.member.role == .county || $0.ledger.unit == station.member.unit }
        guard let (ledger, id) = mine.randomElement(using: &random) else { return }
        let vectors = try await station.store.vectors()
        guard vectors[ledger] != nil || station.member.role == .unit else { return }
        // Now and then a person saves what was loaded a while ago.
        var context: Context?
        if random.chance(40), let old = contexts[ledger]?.randomElement(using: &random) {
            context = Context(vector: old)
        }
        if let vector = vectors[ledger], random.chance(30) { contexts[ledger, default: []].append(vector) }
        var writes: [FieldWrite] = []
        switch Int.random(in: 0..<4, using: &random) {
        case 0: writes = [FieldWrite("matter", .set(value()))]
        case 1: writes = [FieldWrite("remark", .set(value())), FieldWrite("place", .set(value()))]
        case 2: writes = [FieldWrite("level", .set(.text(["一般", "较大", "重大"].randomElement(using: &random)!)))]
        default:
            let add = value()
            let gone = FieldValue.text("值\(Int.random(in: 1...max(made, 1), using: &random))")
            writes = [FieldWrite("sentTo", .elements(add: [add], remove: [gone]))]
        }
        try await commit(
            RecordChange(collection: "log-entry", record: id, writes: writes, context: context), ledger, at: station)
    }

    private func commit(_ change: RecordChange, _ ledger: LedgerID, at station: Station) async throws {
        do {
            _ = try await station.store.commit(
                [Draft(ledger: ledger, body: SetBody(changes: [change]), settles: random.chance(50))],
                author: station.name)
        } catch let error as SyncError {
            // Refused to the person's face: nothing was acknowledged.
            guard error.code == "context-ahead" || error.code == "siblings" else { throw error }
            return
        }
        story.append("\(station.name) writes \(change.writes.count) in \(ledger)")
        for write in change.writes {
            if case .set(let value) = write.operation {
                station.acknowledged.append(
                    Station.Acknowledged(ledger: ledger, record: change.record, field: write.field, value: value))
            }
        }
    }

    // MARK: What has to hold at the end

    func findings() async throws -> [String] {
        var findings: [String] = []
        let hubVectors = try await hub.store.vectors()
        for town in towns {
            let vectors = try await town.store.vectors()
            for ledger in Replica.ledgers(of: town.member.unit) where vectors[ledger] != hubVectors[ledger] {
                findings.append(
                    "\(town.name) \(ledger): \(vectors[ledger]!) is not \(String(describing: hubVectors[ledger]))")
            }
        }
        for unit in ["LC", "YT"] {
            let expected = try await states(hub, unit: unit)
            for town in towns where town.member.unit == unit {
                let found = try await states(town, unit: unit)
                if found != expected { findings.append("\(town.name) shows other records than the hub in \(unit)") }
            }
        }
        for station in towns + [hub] {
            for verification in try await station.store.verify(progress: { _, _ in }) where !verification.isSound {
                findings.append("\(station.name) \(verification.ledger) is broken at \(verification.firstBroken!)")
            }
        }
        findings += try await lost()
        findings += try await unlike()
        return findings
    }

    private func states(_ station: Station, unit: String) async throws -> [RecordID: RecordState] {
        let views = try await station.store.records(RecordFilter(unit: unit), deliveredTo: nil)
        return Dictionary(uniqueKeysWithValues: views.map { ($0.id, $0.state) })
    }

    /// Values that were acknowledged, survive in a store that was not put back behind them, and are in no history.
    private func lost() async throws -> [String] {
        var findings: [String] = []
        var written: [RecordID: [FieldWrite]] = [:]
        for value in Set((towns + [hub]).flatMap(\.acknowledged)) {
            if written[value.record] == nil {
                let detail = try? await hub.store.detail(
                    collection: "log-entry", id: value.record, deliveredTo: nil)
                written[value.record] = detail?.history.flatMap(\.writes) ?? []
            }
            let isThere = written[value.record]!.contains {
                $0.field == value.field && $0.operation == .set(value.value)
            }
            if !isThere { findings.append("lost: \(value.field) \(value.value) of \(value.record)") }
        }
        return findings
    }

    /// The state by its definition, worked out anew: a value is a sibling when no other write that saw it wrote its
    /// field. What a write saw is spelled out as sets of dots, not climbed to.
    private func unlike() async throws -> [String] {
        var findings: [String] = []
        for unit in ["LC", "YT"] {
            for view in try await hub.store.records(RecordFilter(unit: unit), deliveredTo: nil) {
                let expected = try await Definition.state(of: view, at: hub.store)
                let found = view.state.fields.mapValues { Set($0) }
                if expected != found { findings.append("\(view.id) is not what its history defines") }
            }
        }
        return findings
    }
}
