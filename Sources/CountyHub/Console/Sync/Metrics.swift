import ProgramShell
import SyncKit

/// The sync state in Prometheus's text format (0.0.4). No name of a unit stands in it, only its code.
struct Metrics: Sendable {
    private var lines: [String] = []

    private typealias Sample = (labels: [(String, String)], value: Double)

    static func text(_ status: HubStatus) -> String {
        var metrics = Metrics()
        metrics.addHub(status)
        metrics.addReplicas(status)
        return metrics.lines.joined(separator: "\n") + "\n"
    }

    private mutating func add(_ name: String, _ type: String, _ help: String, _ samples: [Sample]) {
        lines.append("# HELP zhishou_\(name) \(help)")
        lines.append("# TYPE zhishou_\(name) \(type)")
        for sample in samples {
            let labels = sample.labels.map { "\($0.0)=\"\(Self.escaped($0.1))\"" }.joined(separator: ",")
            lines.append("zhishou_\(name)\(labels.isEmpty ? "" : "{\(labels)}") \(Self.number(sample.value))")
        }
    }

    private mutating func add(_ name: String, _ help: String, _ value: Double?) {
        guard let value else { return }
        add(name, "gauge", help, [([], value)])
    }

    private mutating func addHub(_ status: HubStatus) {
        add(
            "restored_unconfirmed", "1 while a restored hub waits to be confirmed.",
            status.isRestoredUnconfirmed ? 1 : 0)
        add("held_sets", "Sets held without effect at the hub.", Double(status.heldSets))
        add("open_conflicts", "Fields that wait for a person's decision at the hub.", Double(status.openConflicts))
        add("disk_free_bytes", "Room that is left for the hub's store.", status.disk.free.map { Double($0) })
        let kinds = Dictionary(grouping: status.events, by: \.kind).mapValues(\.count)
        add(
            "events_to_confirm", "gauge", "Events that nobody has confirmed, by kind.",
            SyncEvent.Kind.allCases.map { ([("kind", $0.rawValue)], Double(kinds[$0] ?? 0)) })
    }

    private mutating func addReplicas(_ status: HubStatus) {
        let replicas = status.units.flatMap(\.replicas).filter { $0.member.revokedAt == nil }
        func each(_ value: (HubStatus.Replica) -> Double?) -> [Sample] {
            replicas.compactMap { replica in
                value(replica).map { ([("unit", replica.member.unit), ("replica", replica.member.label)], $0) }
            }
        }
        add("replica_online", "gauge", "1 for a replica that has been heard of lately.", each { $0.isOnline ? 1 : 0 })
        add(
            "replica_last_contact_timestamp_seconds", "gauge", "When a replica was last heard of.",
            each { $0.contact.map { Double($0.at) / 1000 } })
        add(
            "replica_silent", "gauge", "1 for a replica of a unit that has been silent too long.",
            each { $0.troubles.contains(.silent) ? 1 : 0 })
        add(
            "replica_waiting_sets", "gauge", "Sets that wait at a replica, as it last told.",
            each { $0.report.map { Double($0.waiting.reduce(0) { $0 + $1.sets }) } })
        add(
            "replica_waiting_bytes", "gauge", "Their bytes.",
            each { $0.report.map { Double($0.waiting.reduce(0) { $0 &+ $1.bytes }) } })
        add(
            "replica_oldest_waiting_timestamp_seconds", "gauge", "When the oldest of them was committed.",
            each { $0.report?.waiting.compactMap(\.oldest).min().map { Double($0) / 1000 } })
        add(
            "replica_lacking_sets", "gauge", "Sets of the hub's that a replica lacks.",
            each { Double($0.ledgers.reduce(0) { $0 + $1.waitingSets }) })
        addLag(replicas)
        add(
            "replica_clock_offset_seconds", "gauge", "The hub's clock minus the replica's.",
            each { $0.report?.clockOffset.map { Double($0) / 1000 } })
        add(
            "replica_disk_free_bytes", "gauge", "Room that is left at a replica.",
            each { $0.report?.diskFree.map { Double($0) } })
        add("replica_held_sets", "gauge", "Sets held at a replica.", each { $0.report.map { Double($0.heldSets) } })
        add(
            "replica_open_conflicts", "gauge", "Conflicts at a replica.",
            each { $0.report.map { Double($0.openConflicts) } })
        add(
            "replica_certificate_expiry_timestamp_seconds", "gauge", "Until when its certificate is valid.",
            each { $0.report.flatMap { $0.certificateExpires > 0 ? Double($0.certificateExpires) / 1000 : nil } })
        add(
            "replica_received_bytes_total", "counter", "Bytes of its requests.",
            each { $0.contact.map { Double($0.bytesIn) } })
        add(
            "replica_sent_bytes_total", "counter", "Bytes of its answers.",
            each { $0.contact.map { Double($0.bytesOut) } })
    }

    private mutating func addLag(_ replicas: [HubStatus.Replica]) {
        let samples = replicas.flatMap { replica in
            [("0.5", 0.5), ("0.99", 0.99)].compactMap { name, share -> Sample? in
                replica.lag.percentile(share).map {
                    (
                        [("unit", replica.member.unit), ("replica", replica.member.label), ("quantile", name)],
                        Double($0) / 1000
                    )
                }
            }
        }
        add("replica_lag_seconds", "gauge", "From commit to acknowledgement, of the last 24 hours.", samples)
    }

    private static func escaped(_ text: String) -> String {
        text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("\n", with: "\\n")
    }

    /// Whole numbers without a fraction.
    private static func number(_ value: Double) -> String {
        Int64(exactly: value).map(String.init) ?? String(value)
    }
}
