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
        /// How long its sets took within the last day.
        let lag: LagHistogram
        /// The worst first.
        let troubles: [ReplicaTrouble]

        var report: PeerReport? { contact?.told }
    }

    let units: [Unit]
    let bytesIn: Int64
    let bytesOut: Int64
    let isRestoredUnconfirmed: Bool
    let heldSets: Int
    let openConflicts: Int
    let disk: DiskSpace
    /// What is to be confirmed.
    let events: [SyncEvent]
    /// Unix milliseconds.
    let now: Int64

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
        let now = opened.store.clock().wall
        let standings = try await opened.hub.standings(of: members)
        let lags = try await opened.store.lags(of: members.map(\.replica), from: HourlySpan.hour(now) - 23)
        let events = try await opened.store.events().filter { $0.confirmedAt == nil }
        let silent = Set(events.filter { $0.kind == .unitSilent }.map(\.unit))
        let replicas = Dictionary(grouping: members, by: \.unit).mapValues { members in
            members.map { member in
                let contact = contacts[member.replica]
                let isOnline = member.revokedAt == nil && contact.map { now - $0.at < silenceMax } ?? false
                let ledgers = standings[member.replica] ?? []
                return Replica(
                    member: member, contact: contact, ledgers: ledgers, isOnline: isOnline,
                    lag: lags[member.replica] ?? LagHistogram(),
                    troubles: ReplicaTrouble.of(
                        member, contact, isOnline: isOnline, isSilent: silent.contains(member.unit), now: now))
            }
        }
        let units = try await Units(opened).all().map {
            Unit(code: $0.code, name: $0.name, replicas: replicas[$0.code] ?? [])
        }
        return HubStatus(
            units: units, bytesIn: contacts.values.reduce(0) { $0 + $1.bytesIn },
            bytesOut: contacts.values.reduce(0) { $0 + $1.bytesOut },
            isRestoredUnconfirmed: try await opened.hub.isRestoredUnconfirmed,
            heldSets: try await opened.store.heldCount, openConflicts: try await opened.store.conflictCount,
            disk: DiskSpace(at: opened.folder.url), events: events, now: now)
    }

    var json: JSONValue {
        .object([
            ("units", .array(units.map(\.json))), ("bytesIn", .integer(bytesIn)), ("bytesOut", .integer(bytesOut)),
            ("restoredUnconfirmed", .boolean(isRestoredUnconfirmed)), ("heldSets", .integer(Int64(heldSets))),
            ("openConflicts", .integer(Int64(openConflicts))), ("version", .text(ProgramVersion.number)),
            ("diskFree", disk.free.map { .integer($0) } ?? .null), ("diskShort", .boolean(disk.isShort)),
            ("storeVersion", .integer(Int64(LedgerStore.version))),
            ("protocolVersion", .integer(Int64(exchangeProtocolVersion))),
            (
                "toConfirm",
                .array(
                    events.map {
                        .object([
                            ("id", .integer($0.id)), ("at", .text(Instant.text($0.at))),
                            ("kind", .text($0.kind.rawValue)),
                            ("unit", .text($0.unit)),
                        ])
                    })
            ),
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
    var json: JSONValue { .object(ownMembers + toldMembers + [("ledgers", .array(ledgers.map { json(of: $0) }))]) }

    private func text(_ time: Int64?) -> JSONValue { time.map { .text(Instant.text($0)) } ?? .null }

    private func number(_ number: Int?) -> JSONValue { number.map { .integer(Int64($0)) } ?? .null }

    /// What this hub saw itself.
    private var ownMembers: [(String, JSONValue)] {
        [
            ("unit", .text(member.unit)), ("replica", .text(member.replica.description)),
            ("label", .text(member.label)), ("online", .boolean(isOnline)),
            ("offlineSince", isOnline ? .null : text(contact?.at)),
            ("troubles", .array(troubles.map { .text($0.rawValue) })), ("lag", lagJSON),
            ("lastSuccess", text(contact?.at)), ("toldAt", text(contact?.at)),
            ("address", contact.map { .text($0.address) } ?? .null),
            ("bytesIn", contact.map { .integer($0.bytesIn) } ?? .null),
            ("bytesOut", contact.map { .integer($0.bytesOut) } ?? .null), ("revokedAt", text(member.revokedAt)),
        ]
    }

    private var toldMembers: [(String, JSONValue)] {
        let report = report
        let expires = report.flatMap { $0.certificateExpires > 0 ? $0.certificateExpires : nil }
        return [
            ("epoch", report.map { .text($0.epoch.description) } ?? .null),
            ("clockOffsetMs", report?.clockOffset.map { .integer($0) } ?? .null),
            ("heldSets", number(report?.heldSets)), ("openConflicts", number(report?.openConflicts)),
            ("certificateExpires", text(expires)), ("version", report.map { .text($0.program) } ?? .null),
            ("storeVersion", number(report?.storeVersion)), ("protocolVersion", number(report?.protocolVersion)),
            ("lastError", report.map { .text($0.lastError) } ?? .null),
            ("diskFree", report?.diskFree.map { .integer($0) } ?? .null),
            ("diskShort", .boolean(DiskSpace.isShort(report?.diskFree))),
        ]
    }

    /// Of the last 24 hours; a percentile is the upper edge of its bucket, which is at most a fifth too high.
    private var lagJSON: JSONValue {
        .object([
            ("sets", .integer(lag.total)), ("p50Ms", lag.percentile(0.5).map { .integer($0) } ?? .null),
            ("p99Ms", lag.percentile(0.99).map { .integer($0) } ?? .null),
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
