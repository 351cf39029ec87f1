import CountyHub
import CountyYear
import DutyRecords
import Foundation
import ProgramShell
import SyncKit

/// The county's wall: 500 open incidents of 72 units among five years of closed ones.
///
/// They are entered at the hub itself, so that none of them awaits its receipt.
enum WallFigures {
    private static let year = CountyYear(seed: 20_260_101)
    private static let open = 500
    /// Five years at 184 a year.
    private static let closed = 920

    static func add(to report: inout Report) async throws {
        let console = try await CountyConsole(code: CountyYear.countyCode, fill: fill)
        for path in ["/wall", "/wall?from=450", "/wall?big=1", "/incidents"] { try console.measure(path, &report) }
        try console.addPeak(to: &report)
    }

    private static func fill(_ opened: HubFolder) async throws {
        let now = Instant(milliseconds: Int64(Date().timeIntervalSince1970 * 1000))
        func draft(_ collection: String, _ id: RecordID, _ ledger: LedgerID, _ fields: [String: FieldValue]) -> Draft {
            let writes = fields.sorted { $0.key < $1.key }.map { FieldWrite($0.key, .set($0.value)) }
            let change = RecordChange(collection: collection, record: id, writes: writes)
            return Draft(ledger: ledger, body: SetBody(changes: [change]))
        }
        var drafts = (1..<CountyYear.unitCount).map { unit in
            draft("unit", year.unitRecords[unit].id, .notice, year.unitRecords[unit].fields)
        }
        for number in 0..<(open + closed) {
            let ledger = LedgerID(unit: year.code(1 + number % (CountyYear.unitCount - 1)), name: .urgent)
            let isOpen = number < open
            let at = isOpen ? now - .minutes(5 + number) : now - .days(2 + number)
            let id = RecordID.drawn()
            var fields: [String: FieldValue] = [
                "occurredAt": .text(at.description), "receivedAt": .text((at + .minutes(3)).description),
                "category": .text(["自然灾害", "事故灾难"][number % 2]), "level": .text(number % 20 == 0 ? "较大" : "一般"),
                "place": .text("\(number)号圩\(number * 37 % 100)段"), "source": .text("村委会电话"),
                "summary": .text("内涝，积水约四十厘米，三户进水，正在组织排水和转移。"), "injured": .integer(Int64(number % 3)),
            ]
            if !isOpen { fields["closedAt"] = .text((at + .minutes(300)).description) }
            drafts.append(draft("incident", id, ledger, fields))
            guard !isOpen || number % 2 == 0 else { continue }
            drafts.append(
                draft(
                    "report", .drawn(), ledger,
                    [
                        "incident": .text(id.description), "kind": .text("初报"), "by": .text("phone"),
                        "sentAt": .text((at + .minutes(20)).description), "text": .text("已组织排水。"),
                    ]))
        }
        for start in stride(from: 0, to: drafts.count, by: 500) {
            try await opened.store.commit(each: Array(drafts[start..<min(start + 500, drafts.count)]), author: "值班员")
        }
    }
}
