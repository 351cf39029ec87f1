import Foundation
import Identity
import Seeded
import SyncKit
import Synchronization

/// A schema with one field of each rule; everything else is `oneValue`.
struct PlainSchema: RecordSchema {
    var refusesUnit: Set<String> = []

    func rule(of field: String, in collection: String) -> FieldRule {
        switch field {
        case "remark": .latest
        case "level": .greatest([.text("一般"), .text("较大"), .text("重大")])
        case "sentTo": .union
        default: .oneValue
        }
    }

    func holds(_ change: RecordChange, in ledger: LedgerID.Name, by writer: WriterRole) -> HoldReason? {
        if writer == .unit, change.writes.contains(where: { refusesUnit.contains($0.field) }) {
            return HoldReason(.authority, "the county's field")
        }
        return nil
    }
}

/// A store that can be closed, copied and put back.
final class Station {
    let name: String
    let member: Member
    let key: SigningKey
    let hub: Member?
    let folder: URL
    private let clock: Mutex<Int64>
    private(set) var store: LedgerStore { didSet { face = nil } }
    private var face: Replica?
    /// The values that were acknowledged to a person here and that no putting back has taken away since.
    var acknowledged: [Acknowledged] = []

    struct Acknowledged: Hashable {
        let ledger: LedgerID
        let record: RecordID
        let field: String
        let value: FieldValue
    }

    static let deployment = Data((0..<16).map { UInt8($0) })
    static let schema = PlainSchema()

    init(
        name: String, member: Member, key: SigningKey, hub: Member?, folder: URL, drawsEpoch: Bool = true
    ) throws {
        self.name = name
        self.member = member
        self.key = key
        self.hub = hub
        self.folder = folder
        clock = Mutex(1_790_000_000_000)
        store = try Self.open(folder, name, member, key, drawsEpoch: drawsEpoch)
    }

    private static func open(
        _ folder: URL, _ name: String, _ member: Member, _ key: SigningKey, drawsEpoch: Bool = true
    ) throws -> LedgerStore {
        try LedgerStore.open(
            path: folder.appendingPathComponent("\(name).sqlite").path, schema: schema,
            signer: Signer(
                replica: member.replica, unit: member.unit, role: member.role, key: key, deployment: deployment,
                program: "simulation"),
            guardDirectory: nil, drawsEpoch: drawsEpoch,
            clock: {
                let time = Date().timeIntervalSince1970
                return Moment(wall: Int64(time * 1000), monotonic: UInt64(time * 1000))
            })
    }

    /// Closes and opens again, as a restart does: a new epoch is drawn.
    func restart() throws {
        try store.close()
        store = try Self.open(folder, name, member, key)
    }

    func snapshot(to name: String) async throws -> Snapshot {
        let file = folder.appendingPathComponent("\(name).copy")
        try? FileManager.default.removeItem(at: file)
        try await store.backup(to: file.path)
        return Snapshot(file: file, acknowledged: acknowledged)
    }

    struct Snapshot {
        let file: URL
        let acknowledged: [Acknowledged]
    }

    func restore(_ snapshot: Snapshot) throws {
        try store.close()
        let path = folder.appendingPathComponent("\(name).sqlite").path
        for suffix in ["", "-wal", "-shm"] { try? FileManager.default.removeItem(atPath: path + suffix) }
        try FileManager.default.copyItem(atPath: snapshot.file.path, toPath: path)
        store = try Self.open(folder, name, member, key)
        acknowledged = snapshot.acknowledged
    }

    /// A second live process of the same replica, on a copy of the folder.
    /// - Parameter sharesEpoch: as when a virtual machine is resumed twice, which no guard can see.
    func clone(named name: String, sharesEpoch: Bool) async throws -> Station {
        let snapshot = try await snapshot(to: name)
        let path = folder.appendingPathComponent("\(name).sqlite").path
        try? FileManager.default.removeItem(atPath: path)
        try FileManager.default.copyItem(atPath: snapshot.file.path, toPath: path)
        let clone = try Station(
            name: name, member: member, key: key, hub: hub, folder: folder, drawsEpoch: !sharesEpoch)
        clone.acknowledged = snapshot.acknowledged
        return clone
    }

    /// The agent's face, as long as the store stays open.
    func replica() async throws -> Replica {
        if let face { return face }
        let made = try await Replica(store: store, hub: hub!)
        face = made
        return made
    }

    var report: PeerReport {
        PeerReport(
            waiting: [], diskFree: nil, program: "simulation", lastError: "", heldSets: 0, openConflicts: 0,
            certificateExpires: 0, epoch: store.epoch, clockOffset: nil)
    }
}

/// What becomes of one exchange on its way.
enum Fate: CaseIterable {
    case whole
    case requestLost
    case answerLost
    /// The request arrives twice, and so does the answer.
    case doubled
}

enum Exchange {
    /// One exchange over encoded bytes, as the line carries them.
    @discardableResult
    static func run(
        _ town: Station, _ hub: Station, fate: Fate = .whole,
        budget: Budget = Budget(bytes: 1 << 20, sets: 10_000)
    ) async throws -> (sent: Int, outcome: AnswerOutcome?) {
        let replica = try await town.replica()
        let request = try await replica.request(
            budget: budget, wait: 0, answerBytesMax: budget.bytes, isListening: false, report: town.report)
        if fate == .requestLost { return (0, nil) }
        let bytes = try request.encode()
        let face = Hub(store: hub.store)
        var answer = try await face.exchange(
            ExchangeRequest(encoded: bytes), from: town.member, address: "", bytesIn: bytes.count
        ) { true }
        if fate == .doubled {
            answer = try await face.exchange(
                ExchangeRequest(encoded: bytes), from: town.member, address: "", bytesIn: bytes.count
            ) { true }
        }
        let sent = request.ledgers.reduce(0) { $0 + $1.setCount }
        if fate == .answerLost { return (sent, nil) }
        let encoded = try answer.encode()
        var outcome = try await replica.absorb(ExchangeAnswer(encoded: encoded))
        if fate == .doubled { outcome = try await replica.absorb(ExchangeAnswer(encoded: encoded)) }
        return (sent, outcome)
    }

    /// Exchanges until no side learns anything more.
    static func settle(_ towns: [Station], _ hub: Station) async throws {
        var quiet = 0
        var rounds = 0
        while quiet < 2 {
            rounds += 1
            guard rounds < 200 else { throw Unsettled() }
            var moved = false
            for town in towns {
                let (sent, outcome) = try await run(town, hub)
                if sent > 0 || (outcome?.received ?? 0) > 0 || outcome?.vectorWanted == true
                    || outcome?.reentered.isEmpty == false
                {
                    moved = true
                }
            }
            quiet = moved ? 0 : quiet + 1
        }
    }

    struct Unsettled: Error {}
}

extension Seeded {
    mutating func chance(_ percent: Int) -> Bool { Int.random(in: 0..<100, using: &self) < percent }
}
