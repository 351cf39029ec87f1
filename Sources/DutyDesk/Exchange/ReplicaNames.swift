import DutyRecords
import ProgramShell
package import SyncKit

/// What officers call units and replicas. No raw id of a replica stands on a screen.
package struct ReplicaNames: Sendable {
    private let words: Words
    private let units: [String: String]
    private let members: [ReplicaID: Member]
    private let own: ReplicaID

    package static func read(in room: some DeskRoom, _ words: Words) async throws -> ReplicaNames {
        let members = try await room.store.members()
        return ReplicaNames(
            words: words, units: try await room.unitNames(),
            members: Dictionary(members.map { ($0.replica, $0) }) { first, _ in first },
            own: room.store.signer.replica)
    }

    /// A unit's name; what is no unit's code stays as it is.
    func unit(_ code: String) -> String { units[code] ?? code }

    /// A replica by its unit and the letter that its log volumes carry.
    package func name(_ replica: ReplicaID) -> String {
        guard let member = members[replica] else { return words("未登记的机器", "an unknown replica") }
        if member.role == .county {
            return replica == own ? words("县端（本机）", "the county (here)") : words("县端", "the county")
        }
        let name = unit(member.unit) + words(" \(member.label) 机", " replica \(member.label)")
        return replica == own ? name + words("（本机）", " (this one)") : name
    }

    func isCounty(_ replica: ReplicaID) -> Bool { members[replica]?.role == .county }

    /// A unit's replicas that are in force.
    package func replicas(of unit: String) -> [Member] {
        members.values.filter { $0.unit == unit && $0.role == .unit && $0.revokedAt == nil }
            .sorted { $0.label < $1.label }
    }
}
