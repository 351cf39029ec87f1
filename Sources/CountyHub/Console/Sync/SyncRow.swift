import DutyDesk
import DutyRecords
import Foundation
import ProgramShell
import SyncKit

/// One replica in the list of the sync state.
struct SyncRow: Sendable {
    let unit: HubStatus.Unit
    /// nil for a unit without a replica.
    let replica: HubStatus.Replica?

    /// The worst first, then in the order of the units.
    static func all(_ status: HubStatus) -> [SyncRow] {
        let rows = status.units.flatMap { unit in
            unit.replicas.isEmpty
                ? [SyncRow(unit: unit, replica: nil)] : unit.replicas.map { SyncRow(unit: unit, replica: $0) }
        }
        return rows.enumerated().sorted { ($0.element.rank, $0.offset) < ($1.element.rank, $1.offset) }.map(\.element)
    }

    private var rank: Int {
        guard let replica else { return ReplicaTrouble.allCases.count + 1 }
        guard replica.member.revokedAt == nil else { return ReplicaTrouble.allCases.count + 2 }
        return replica.troubles.first.flatMap { ReplicaTrouble.allCases.firstIndex(of: $0) }
            ?? ReplicaTrouble.allCases.count
    }

    func view(home: String, _ words: Words) -> [String: Any] {
        guard let replica else {
            return [
                "unit": unit.name, "links": [String](),
                "state": unit.code == home ? words("本县端", "this hub") : words("尚未注册", "not enrolled"),
                "class": unit.code == home ? "on" : "soft", "waiting": "–", "lacking": "–", "held": "–",
                "conflicts": "–", "lag": "–", "offset": "–", "disk": "–", "version": "–", "told": "–",
            ]
        }
        let report = replica.report
        return [
            "unit": unit.name,
            "links": [
                [
                    "path": Self.path(replica.member), "text": replica.member.label + words(" 机", ""),
                ]
            ],
            "state": state(of: replica, words), "class": replica.troubles.isEmpty ? "on" : "off",
            "told": replica.contact.map { PageTime.text($0.at) } ?? words("从未", "never"),
            "waiting": report.map { Self.waiting($0, words) } ?? "–",
            "lacking": "\(replica.ledgers.reduce(0) { $0 + $1.waitingSets })",
            "held": report.map { "\($0.heldSets)" } ?? "–", "heldClass": Self.marked(report?.heldSets),
            "conflicts": report.map { "\($0.openConflicts)" } ?? "–",
            "conflictsClass": Self.marked(report?.openConflicts), "lag": Self.lag(replica.lag, words),
            "offset": report?.clockOffset.map { PageTime.offset($0) } ?? "–",
            "disk": report?.diskFree.map { Figures.bytes($0) } ?? "–",
            "version": report.map { Self.version($0.program) } ?? "–",
        ]
    }

    private func state(of replica: HubStatus.Replica, _ words: Words) -> String {
        if replica.member.revokedAt != nil { return words("已停用", "revoked") }
        let online = replica.isOnline ? ["● " + words("在线", "online")] : ["○ " + words("离线", "off line")]
        return (online + replica.troubles.filter { $0 != .offline }.map { $0.text(words) }).joined(separator: " · ")
    }

    static func path(_ member: Member) -> String { "/sync/\(member.unit)/\(member.label)" }

    /// Sets, bytes, and since when the oldest waits.
    static func waiting(_ report: PeerReport, _ words: Words) -> String {
        let sets = report.waiting.reduce(0) { $0 + $1.sets }
        guard sets > 0 else { return "0" }
        let bytes = Figures.bytes(Int64(clamping: report.waiting.reduce(0) { $0 &+ $1.bytes }))
        let oldest = report.waiting.compactMap(\.oldest).min().map {
            words("，最早 ", ", since ") + Words.minute(Instant(milliseconds: $0))
        }
        return words("\(sets) 组 · ", "\(sets) sets · ") + bytes + (oldest ?? "")
    }

    static func lag(_ lag: LagHistogram, _ words: Words) -> String {
        guard let half = lag.percentile(0.5), let most = lag.percentile(0.99) else { return "–" }
        return "\(Figures.span(half, words)) / \(Figures.span(most, words))"
    }

    /// The number alone: every agent is the same program.
    private static func version(_ program: String) -> String {
        program.isEmpty ? "–" : program.split(separator: " ").last.map(String.init) ?? program
    }

    private static func marked(_ count: Int?) -> String { count ?? 0 > 0 ? "off" : "" }
}
