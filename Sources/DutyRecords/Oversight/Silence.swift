package import SyncKit

/// Which units have not been heard of for too long: none of their replicas in force has.
package enum Silence {
    package struct Unit: Hashable, Sendable {
        package let code: String
        /// When it was last heard of, or enrolled; Unix milliseconds.
        package let since: Int64

        package init(code: String, since: Int64) {
            self.code = code
            self.since = since
        }
    }

    /// - Parameters:
    ///   - contacts: when each replica was last heard of, Unix milliseconds.
    ///   - listening: since when the hub has been there to be reached: before that nobody was silent.
    ///   - limit: in milliseconds.
    package static func units(
        _ members: [Member], contacts: [ReplicaID: Int64], listening: Int64, now: Int64, limit: Int64
    ) -> [Unit] {
        let inForce = members.filter { $0.role == .unit && $0.revokedAt == nil }
        return Dictionary(grouping: inForce, by: \.unit).compactMap { unit, members in
            let since = members.map { contacts[$0.replica] ?? $0.enrolledAt }.max() ?? now
            return now - max(since, listening) >= limit ? Unit(code: unit, since: since) : nil
        }.sorted { $0.code < $1.code }
    }
}
