import DutyRecords
import ProgramShell
package import SyncKit

/// At the hub: whether what the county wrote in a unit's ledger has come to the unit's replicas, as each last told.
package struct Arrival: Sendable {
    let replica: String
    package let hasArrived: Bool
    /// When that replica was last heard of, in Unix milliseconds; nil where it never was.
    let toldAt: Int64?

    /// Nothing at an agent, and nothing of records in which the county has no part.
    package static func of(
        _ detail: RecordDetail, _ names: ReplicaNames, in room: some DeskRoom
    ) async throws -> [Arrival] {
        let view = detail.view
        guard room.deliveredTo == nil, view.ledger.unit != room.homeUnit,
            detail.history.contains(where: { names.isCounty($0.authorship.replica) })
        else { return [] }
        let contacts = Dictionary(
            try await room.store.contacts().map { ($0.replica, $0.at) }, uniquingKeysWith: { first, _ in first })
        var arrivals: [Arrival] = []
        for member in names.replicas(of: view.ledger.unit) {
            let there = try await room.store.detail(
                collection: view.collection, id: view.id, unit: view.ledger.unit, deliveredTo: member.replica)
            arrivals.append(
                Arrival(
                    replica: names.name(member.replica), hasArrived: there.view.isAtHub,
                    toldAt: contacts[member.replica]))
        }
        return arrivals
    }

    package func view(_ words: Words) -> [String: Any] {
        let asOf = toldAt.map { words("（按 ", " (as told ") + PageTime.text($0) + words(" 的联系）", ")") } ?? ""
        return [
            "text": hasArrived
                ? words("● 已到 ", "● arrived at ") + replica + asOf
                : words("○ 尚未到 ", "○ not yet at ") + replica + asOf,
            "style": hasArrived ? "good" : "warn",
        ]
    }
}
