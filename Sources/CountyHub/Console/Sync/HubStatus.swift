import DutyRecords
import ProgramShell
import SyncKit

/// Every unit and replica as the hub knows it, with the time of the contact that each figure stands on.
struct HubStatus: Sendable {
    struct Unit: Sendable {
        let code: String
        let name: String
        let replicas: [Replica]
    }

    struct Replica: Sendable {
        let member: Member
        let contact: Contact?
        /// How the unit's ledgers stand against what the replica was last known to hold.
        let ledgers: [LedgerStanding]
        let isOnline: Bool

        var report: PeerReport? { contact?.told }
    }

    let units: [Unit]
    let bytesIn: Int64
    let bytesOut: Int64
    let isRestoredUnconfirmed: Bool
    let heldSets: Int
    let openConflicts: Int
    let disk: DiskSpace

    /// Units told of held sets or conflicts where this hub has none: only there they can be looked at.
    var isToSettleAtUnitsAlone: Bool {
        let reports = units.flatMap(\.replicas).filter { $0.member.revokedAt == nil }.compactMap(\.report)
        return heldSets == 0 && reports.contains { $0.heldSets > 0 }
            || openConflicts == 0 && reports.contains { $0.openConflicts > 0 }
    }

    /// A replica that has not been heard of for so long counts as off line, in milliseconds: a poll's wait and a margin.
    static let silenceMax: Int64 = 70_000

    static func read(_ opened: HubFolder) async throws -> HubStatus {
        let contacts = Dictionary(
            uniqueKeysWithValues: try await opened.store.contacts().map { ($0.replica, $0) })
        let members = try await opened.store.members().filter { $0.role == .unit }
        let now = SystemClock.wall()
        var units: [Unit] = []
        for unit in try await Units(opened).all() {
            var replicas: [Replica] = []
            for member in members where member.unit == unit.code {
                let contact = contacts[member.replica]
                replicas.append(
                    Replica(
                        member: member, contact: contact, ledgers: try await opened.hub.standing(of: member),
                        isOnline: member.revokedAt == nil && contact.map { now - $0.at < silenceMax } ?? false))
            }
            units.append(Unit(code: unit.code, name: unit.name, replicas: replicas))
        }
        return HubStatus(
            units: units, bytesIn: contacts.values.reduce(0) { $0 + $1.bytesIn },
            bytesOut: contacts.values.reduce(0) { $0 + $1.bytesOut },
            isRestoredUnconfirmed: try await opened.hub.isRestoredUnconfirmed,
            heldSets: try await opened.store.heldCount, openConflicts: try await opened.store.conflictCount,
            disk: DiskSpace(at: opened.folder.url))
    }

    var json: JSONValue {
        .object([
            ("units", .array(units.map(\.json))), ("bytesIn", .integer(bytesIn)), ("bytesOut", .integer(bytesOut)),
            ("restoredUnconfirmed", .boolean(isRestoredUnconfirmed)), ("heldSets", .integer(Int64(heldSets))),
            ("openConflicts", .integer(Int64(openConflicts))), ("version", .text(ProgramVersion.number)),
            ("diskFree", disk.free.map { .integer($0) } ?? .null), ("diskShort", .boolean(disk.isShort)),
        ])
    }

    func lines(_ language: Language) -> [String] {
        let replicas = units.flatMap { unit in
            unit.replicas.map { replica in
                let state =
                    replica.member.revokedAt != nil
                    ? (language == .chinese ? "已停用" : "revoked")
                    : replica.isOnline
                        ? (language == .chinese ? "在线" : "online") : (language == .chinese ? "离线" : "offline")
                let waiting = replica.report?.waiting.reduce(0) { $0 + $1.sets } ?? 0
                let told = replica.contact.map { Instant.text($0.at) } ?? "–"
                return "\(unit.code)\t\(unit.name.onOneLine)\t\(replica.member.label)\t\(state)\t\(waiting)\t\(told)"
            }
        }
        return replicas + (disk.isShort ? [DiskWords.short(disk.free, language)] : [])
    }
}

extension Contact {
    /// What the replica told of itself; nil where it told nothing, which is not the same as noughts.
    var told: PeerReport? { report == .empty ? nil : report }
}

extension HubStatus.Unit {
    var json: JSONValue {
        .object([("unit", .text(code)), ("name", .text(name)), ("replicas", .array(replicas.map(\.json)))])
    }
}

extension HubStatus.Replica {
    var json: JSONValue {
        let report = report
        return .object([
            ("unit", .text(member.unit)), ("replica", .text(member.replica.description)),
            ("label", .text(member.label)), ("epoch", report.map { .text($0.epoch.description) } ?? .null),
            ("online", .boolean(isOnline)), ("lastSuccess", contact.map { .text(Instant.text($0.at)) } ?? .null),
            ("toldAt", contact.map { .text(Instant.text($0.at)) } ?? .null),
            ("address", contact.map { .text($0.address) } ?? .null),
            ("clockOffsetMs", report?.clockOffset.map { .integer($0) } ?? .null),
            ("heldSets", report.map { .integer(Int64($0.heldSets)) } ?? .null),
            ("openConflicts", report.map { .integer(Int64($0.openConflicts)) } ?? .null),
            (
                "certificateExpires",
                report.map { $0.certificateExpires > 0 ? .text(Instant.text($0.certificateExpires)) : .null } ?? .null
            ), ("version", report.map { .text($0.program) } ?? .null),
            ("lastError", report.map { .text($0.lastError) } ?? .null),
            ("diskFree", report?.diskFree.map { .integer($0) } ?? .null),
            ("diskShort", .boolean(DiskSpace.isShort(report?.diskFree))),
            ("bytesIn", contact.map { .integer($0.bytesIn) } ?? .null),
            ("bytesOut", contact.map { .integer($0.bytesOut) } ?? .null),
            ("revokedAt", member.revokedAt.map { .text(Instant.text($0)) } ?? .null),
            ("ledgers", .array(ledgers.map { json(of: $0) })),
        ])
    }

    /// What the replica told of its unsent work, and what it lacks of what is here.
    private func json(of standing: LedgerStanding) -> JSONValue {
        let told = report?.waiting.first { $0.ledger == standing.ledger }
        return .object([
            ("ledger", .text(standing.ledger.description)), ("vector", .text(standing.vector.description)),
            ("waitingSets", told.map { .integer(Int64($0.sets)) } ?? .null),
            ("waitingBytes", told.map { .integer(Int64($0.bytes)) } ?? .null),
            ("oldestWaiting", told?.oldest.map { .text(Instant.text($0)) } ?? .null),
            ("waitingForClock", told.map { .integer(Int64($0.forClock)) } ?? .null),
            ("lacking", .integer(Int64(standing.waitingSets))),
        ])
    }
}
