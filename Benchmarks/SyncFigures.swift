import CountyHub
import CountyYear
import DutyRecords
import Foundation
import GRDBSQLite
import Identity
import ProgramShell
import SyncKit

/// The county's page of its units' sync state: with one replica a unit, and with 1,000 in all, each with a day of lags
/// behind it.
enum SyncFigures {
    private static let year = CountyYear(seed: 20_260_101)
    /// Of the lags' histogram, within one hour.
    private static let buckets = 10

    static func add(to report: inout Report) async throws {
        for replicas in [CountyYear.unitCount, 1000] {
            var part = Report()
            let console = try await CountyConsole(code: CountyYear.countyCode) {
                try await fill($0, replicas: replicas)
            }
            for path in ["/sync", "/sync?page=\(replicas / 100 + 1)", "/sync/T1/A", "/status.json", "/metrics"] {
                try console.measure(path, &part)
            }
            try console.addPeak(to: &part)
            for line in part.lines { report.add("\(replicas) replicas: \(line.name)", line.value, line.unit) }
        }
    }

    private static func fill(_ opened: HubFolder, replicas: Int) async throws {
        let now = SystemClock.wall()
        let units = 1..<CountyYear.unitCount
        var drafts = units.map { unit in
            let writes = year.unitRecords[unit].fields.sorted { $0.key < $1.key }.map {
                FieldWrite($0.key, .set($0.value))
            }
            let change = RecordChange(collection: "unit", record: year.unitRecords[unit].id, writes: writes)
            return Draft(ledger: .notice, body: SetBody(changes: [change]))
        }
        for unit in units {
            for name in [LedgerID.Name.urgent, .routine] {
                let change = RecordChange(
                    collection: "contact", record: .drawn(), writes: [FieldWrite("dutyFaxes", .set(.list([])))])
                drafts.append(
                    Draft(ledger: LedgerID(unit: year.code(unit), name: name), body: SetBody(changes: [change])))
            }
        }
        try await opened.store.commit(each: drafts, author: "值班员")
        let members = (0..<replicas).map { number in
            Member(
                replica: ReplicaID(bits: UInt64(number) + 1000), unit: year.code(1 + number % units.count), role: .unit,
                label: String(UnicodeScalar(UInt8(65 + number / units.count))),
                key: SigningKey(algorithm: .p256sha256).verifyingKey,
                enrolledAt: now)
        }
        try await opened.hub.publish(members)
        for (number, member) in members.enumerated() {
            let waiting = PeerReport.Waiting(
                ledger: LedgerID(unit: member.unit, name: .routine), sets: UInt64(number % 9), bytes: 900,
                oldest: now - 60_000, forClock: 0)
            try await opened.store.note(
                Contact(
                    replica: member.replica, at: now - Int64(number % 80) * 1000, address: "10.0.0.\(number % 250)",
                    report: PeerReport(
                        waiting: [waiting], diskFree: 40_000_000_000, program: "1.0", lastError: "", heldSets: 0,
                        openConflicts: number % 50 == 0 ? 1 : 0, certificateExpires: now + 90 * 86_400_000,
                        epoch: Epoch(bits: 1),
                        clockOffset: Int64(number % 700), storeVersion: 3, protocolVersion: 1),
                    bytesIn: 12_000_000, bytesOut: 4_000_000))
        }
        try addLags(members, at: opened.folder.store.path, hour: HourlySpan.hour(now))
    }

    /// A day of every replica, written beside the program: the exchange alone enters them there.
    private static func addLags(_ members: [Member], at path: String, hour: Int64) throws {
        var database: OpaquePointer?
        guard sqlite3_open(path, &database) == SQLITE_OK else { throw PlainStore.Failed() }
        defer { sqlite3_close(database) }
        let rows = members.flatMap { member in
            (0..<24).flatMap { back in
                (0..<buckets).map { "(\(Int64(bitPattern: member.replica.bits)),\(hour - Int64(back)),\(20 + $0),3)" }
            }
        }
        let text = "BEGIN; " + rows.map { "INSERT INTO lag VALUES \($0);" }.joined() + "COMMIT"
        guard sqlite3_exec(database, text, nil, nil, nil) == SQLITE_OK else { throw PlainStore.Failed() }
    }
}
