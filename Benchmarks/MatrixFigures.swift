import CountyHub
import CountyYear
import DutyRecords
import Foundation
import ProgramShell
import SyncKit

/// The county's pages over 72 units: a year of their rosters, and of all else a quarter, at the hub.
enum MatrixFigures {
    private static let year = CountyYear(seed: 20_260_101)
    private static let rosters: Set<String> = ["person", "duty-shift", "leader-shift"]
    /// 2026-09-01 to 2026-11-30.
    private static let quarter = (year.first + 243).start..<(year.first + 334).start

    static func add(to report: inout Report) async throws {
        var filled = (records: 0, incident: "")
        let console = try await CountyConsole(code: CountyYear.countyCode) { filled = try await fill($0) }
        report.add("records at the hub", Double(filled.records), "records")
        for path in [
            "/coverage?month=2026-10", "/coverage?month=2026-10&view=leaders", "/coverage?month=2026-02",
            "/coverage/T1/2026-10-03", "/coverage/zero?month=2026-10", "/coverage/now", "/checks",
            "/statistics?month=2026-10", "/incident/\(filled.incident)", "/incident/\(filled.incident)/known",
            "/incident/\(filled.incident)/city", "/incident/\(filled.incident)/review",
        ] {
            try console.measure(path, &report)
        }
        try console.addPeak(to: &report)
    }

    private static func fill(_ opened: HubFolder) async throws -> (records: Int, incident: String) {
        var (count, incident) = (0, "")
        for unit in 0..<CountyYear.unitCount {
            var drafts: [Draft] = []
            func enter(_ collection: String, _ record: RecordFacts, _ ledger: LedgerID) {
                let change = RecordChange(
                    collection: collection, record: record.id,
                    writes: record.fields.sorted { $0.key < $1.key }.map { FieldWrite($0.key, .set($0.value)) })
                drafts.append(Draft(ledger: ledger, body: SetBody(changes: [change])))
            }
            let code = year.code(unit)
            if unit > 0 { enter("unit", year.unitRecords[unit], .notice) }
            for (name, records) in UnitYear(unit, of: year).facts {
                let collection = DutyCatalog.regulation.collection(named: name)
                let ledger = LedgerID(unit: code, name: collection?.ledger ?? .routine)
                for record in records {
                    let time = collection?.timeField.flatMap { record.start($0) }
                    guard rosters.contains(name) || name == "incident" || time.map(quarter.contains) ?? true else {
                        continue
                    }
                    enter(name, record, ledger)
                    if name == "incident" { incident = record.id.description }
                }
            }
            let routine = LedgerID(unit: code, name: .routine)
            func fresh(_ fields: [String: FieldValue]) -> RecordFacts {
                RecordFacts(id: .drawn(), unit: code, fields: fields)
            }
            enter("contact", fresh(["dutyPhones": .list([.text("0517-868\(10_000 + unit)")])]), routine)
            for day in 1...7 where unit > 0 && (unit + day) % 9 != 0 {
                enter(
                    "zero-report",
                    fresh([
                        "date": .text("2026-10-0\(day)"),
                        "sentAt": .text("2026-10-0\(day)T16:\(10 + unit % 50):00+08:00"),
                    ]),
                    routine)
            }
            enter(
                "roster-submission",
                fresh([
                    "periodStart": .text("2026-10-01"), "periodEnd": .text("2026-10-31"),
                    "submittedAt": .text("2026-09-2\(unit % 10)T10:00:00+08:00"), "preparer": .text("王晓东"),
                ]), routine)
            for start in stride(from: 0, to: drafts.count, by: 500) {
                try await opened.store.commit(
                    each: Array(drafts[start..<min(start + 500, drafts.count)]), author: "值班员")
            }
            count += drafts.count
        }
        return (count, incident)
    }
}
