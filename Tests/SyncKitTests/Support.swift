import Foundation
import Identity
import Seeded
import Synchronization

@testable import SyncKit

/// A schema with one field of each rule; everything else is `oneValue`.
struct PlainSchema: RecordSchema {
    /// Fields that only the county may write.
    var countyFields: Set<String> = []
    /// Fields that the deployment's channel forbids.
    var closedFields: Set<String> = []
    /// By collection.
    var timeFields: [String: String] = [:]
    var edition = "1"

    func rule(of field: String, in collection: String) -> FieldRule {
        switch field {
        case "remark": .latest
        case "level": .greatest([.text("一般"), .text("较大"), .text("重大")])
        case "sentTo": .union
        default: .oneValue
        }
    }

    func timeField(of collection: String) -> String? { timeFields[collection] }

    func milliseconds(of value: FieldValue) -> Int64? {
        if case .integer(let number) = value { number } else { nil }
    }

    /// Every text, but of the collection that is in no list; `incident` names a record.
    func searchText(of state: RecordState, id: RecordID, in collection: String) -> SearchText? {
        if collection == "account" { return nil }
        var found = SearchText(keys: [id.description])
        for (name, siblings) in state.fields {
            for sibling in siblings {
                guard case .value(.text(let text)) = sibling.content else { continue }
                if name == "incident" { found.keys.append(text) } else { found.texts.append(text) }
            }
        }
        return found
    }

    var searchEdition: String { edition }

    func holds(_ change: RecordChange, in ledger: LedgerID.Name, by writer: WriterRole) -> HoldReason? {
        if change.writes.contains(where: { closedFields.contains($0.field) }) {
            return HoldReason(.channel, "not on this channel")
        }
        if writer == .unit, change.writes.contains(where: { countyFields.contains($0.field) }) {
            return HoldReason(.authority, "the county's field")
        }
        return nil
    }
}

/// Time that stands still until a test moves it.
final class TestClock: Sendable {
    private let time = Mutex<Int64>(1_790_000_000_000)

    var now: Int64 { time.withLock { $0 } }

    func advance(_ milliseconds: Int64) { time.withLock { $0 += milliseconds } }

    var moment: Moment { Moment(wall: now, monotonic: UInt64(max(0, now))) }
}

/// One replica's store, which can be closed, copied and put back.
final class Station {
    let member: Member
    let key: SigningKey
    let hub: Member?
    let file: URL
    let clock: TestClock
    let schema: PlainSchema
    private(set) var store: LedgerStore { didSet { face = nil } }
    private var face: Replica?

    static let deployment = Data((0..<16).map { UInt8($0) })

    init(
        member: Member, key: SigningKey, hub: Member?, file: URL, schema: PlainSchema = PlainSchema(),
        clock: TestClock = TestClock(), drawsEpoch: Bool = true
    ) throws {
        (self.member, self.key, self.hub, self.file) = (member, key, hub, file)
        (self.schema, self.clock) = (schema, clock)
        store = try Self.open(file, member, key, schema, clock, drawsEpoch: drawsEpoch)
    }

    private static func open(
        _ file: URL, _ member: Member, _ key: SigningKey, _ schema: PlainSchema, _ clock: TestClock, drawsEpoch: Bool
    ) throws -> LedgerStore {
        try LedgerStore.open(
            path: file.path, schema: schema,
            signer: Signer(
                replica: member.replica, unit: member.unit, role: member.role, key: key, deployment: deployment,
                program: "tests"),
            guardDirectory: nil, drawsEpoch: drawsEpoch, clock: { clock.moment })
    }

    /// Closes and opens again, as a restart does.
    func restart(drawsEpoch: Bool = true) throws {
        try store.close()
        store = try Self.open(file, member, key, schema, clock, drawsEpoch: drawsEpoch)
    }

    /// A copy of the file as it is now.
    func copy() async throws -> URL {
        let copy = file.deletingLastPathComponent().appendingPathComponent("\(UUID().uuidString).copy")
        try await store.backup(to: copy.path)
        return copy
    }

    func putBack(_ copy: URL, drawsEpoch: Bool = true) throws {
        try store.close()
        for suffix in ["", "-wal", "-shm"] { try? FileManager.default.removeItem(atPath: file.path + suffix) }
        try FileManager.default.copyItem(at: copy, to: file)
        store = try Self.open(file, member, key, schema, clock, drawsEpoch: drawsEpoch)
    }

    /// A second live process of this replica, on a copy of its file and in the same epoch.
    func twin() async throws -> Station {
        try Station(
            member: member, key: key, hub: hub, file: try await copy(), schema: schema, clock: clock,
            drawsEpoch: false)
    }

    /// The agent's face of the store; one for each opening, since it remembers what the hub asked.
    func replica() async throws -> Replica {
        if let face { return face }
        let made = try await Replica(store: store, hub: hub ?? member)
        face = made
        return made
    }

    var report: PeerReport {
        PeerReport(
            waiting: [], diskFree: nil, program: "tests", lastError: "", heldSets: 0, openConflicts: 0,
            certificateExpires: 0, epoch: store.epoch, clockOffset: nil)
    }

    @discardableResult
    func write(
        _ record: RecordID, _ writes: [FieldWrite], in name: LedgerID.Name = .routine, of unit: String? = nil,
        context: Context? = nil, settles: Bool = false
    ) async throws -> Dot {
        let change = RecordChange(collection: "log-entry", record: record, writes: writes, context: context)
        let ledger = LedgerID(unit: unit ?? member.unit, name: name)
        return try await store.commit(
            [Draft(ledger: ledger, body: SetBody(changes: [change]), settles: settles)], author: "值班员")[0]
    }

    func view(_ record: RecordID) async throws -> RecordView? {
        try await store.records(RecordFilter(), deliveredTo: hub?.replica).first { $0.id == record }
    }

    func shown(_ record: RecordID, _ field: String) async throws -> FieldValue? {
        try await view(record)?.fields[field]
    }

    /// The state of every record of a unit.
    func states(of unit: String) async throws -> [RecordID: RecordState] {
        let views = try await store.records(RecordFilter(unit: unit), deliveredTo: nil)
        return Dictionary(uniqueKeysWithValues: views.map { ($0.id, $0.state) })
    }
}

/// A hub and some towns in a folder of their own, which goes with them.
final class County {
    let folder: URL
    let clock = TestClock()
    let hub: Station
    private(set) var towns: [Station] = []

    /// - Parameter units: the unit of each town, several of one unit being its replicas.
    init(
        units: [String] = ["LC"], schema: PlainSchema = PlainSchema(), hubSchema: PlainSchema? = nil
    ) async throws {
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("zhishou-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let (hubMember, hubKey) = Self.person(1, "JH", .county)
        hub = try Station(
            member: hubMember, key: hubKey, hub: nil, file: folder.appendingPathComponent("hub.sqlite"),
            schema: hubSchema ?? schema, clock: clock)
        for (index, unit) in units.enumerated() {
            let (member, key) = Self.person(UInt64(index + 2), unit, .unit)
            towns.append(
                try Station(
                    member: member, key: key, hub: hubMember,
                    file: folder.appendingPathComponent("town\(index).sqlite"), schema: schema, clock: clock))
        }
        try await Hub(store: hub.store).publish([hubMember] + towns.map(\.member))
        try await Exchange.settle(towns, hub)
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    static func person(_ number: UInt64, _ unit: String, _ role: WriterRole) -> (Member, SigningKey) {
        let key = SigningKey(algorithm: .p256sha256)
        let member = Member(
            replica: ReplicaID(bits: number), unit: unit, role: role, label: "A", key: key.verifyingKey, enrolledAt: 0)
        return (member, key)
    }
}

/// A record's id for a test: the same number gives the same id.
func record(_ number: UInt64) -> RecordID {
    var random = Seeded(seed: number)
    return RecordID(milliseconds: 1_790_000_000_000 + Int64(number), using: &random)
}

func set(_ field: String, _ text: String) -> FieldWrite { FieldWrite(field, .set(.text(text))) }

extension Station {
    /// The hub's word on a set of the unit's routine ledger.
    func verdict(on dot: Dot, holds: Bool) async throws {
        let verdict = Verdict(dot: dot, hold: holds ? HoldReason(.rule, "held by the test") : nil)
        var body = SetBody()
        body.verdicts = [verdict]
        let made = body
        try await store.write { writer in
            _ = try writer.commit([Draft(ledger: LedgerID(unit: "LC", name: .routine), body: made)], author: "")
        }
    }
}
