package import DutyRecords
package import SyncKit
import Synchronization

/// What the county's wall is drawn from, in memory: the open incidents of every unit, what was reported of them and the
/// instructions that wait, as of the last transaction.
///
/// A county's years hold millions of records: what is over is not kept, and of a report only what a clock asks for.
package final class CountyMirror: Sendable {
    private let kept: KeptRecords<RecordFacts?>
    private let grouped = Mutex<(version: Int, units: [RecordFacts], duties: DutyBook)?>(nil)

    private static let collections = ["incident", "report", "instruction"]
    /// An incident that was closed and still owes a report stays on the wall for so long; so does an instruction that
    /// was fed back and that nobody accepted.
    private static let closedDaysMax = 30
    /// What the rules and the relay ask of a report.
    private static let ofReports: Set<String> = [
        "incident", "kind", "by", "number", "sentAt", "to", "voided", "confirmedByPhoneAt", "countyReceiptAt",
        "deaths", "missing", "injured", "seriouslyInjured", "relocated", "directLossYuan",
    ]

    package init(_ store: LedgerStore) {
        kept = KeptRecords(
            Set(Self.collections), unit: nil, withReceipts: ["incident", "report"], in: store, make: Self.open)
    }

    /// - Returns: nil for what is over.
    private static func open(_ view: RecordView) -> RecordFacts? {
        let record = RecordFacts(view)
        guard !record.isVoided else { return nil }
        let earliest = Instant(milliseconds: SystemClock.wall()) - .days(closedDaysMax)
        switch view.collection {
        case "incident":
            if record.has("falseAlarmAt") { return nil }
            guard let closed = record.time("closedAt") else { return record }
            return closed < earliest ? nil : record
        case "report":
            return record.keeping(ofReports.contains)
        default:
            // What is fed back waits until the county finds that it is done, and not for ever.
            if record.has("acceptedAt") { return nil }
            guard record.has("receiptAt"), let fedBack = record.time("feedbackAt") else { return record }
            return fedBack < earliest ? nil : record
        }
    }

    /// The open incidents with their reports and the instructions that wait.
    /// - Parameter units: the county's list of them.
    fileprivate func duties(countyUnit: String, names: [String: String], units: [RecordFacts]) async throws -> DutyBook
    {
        let current = try await kept.current(Self.collections)
        if let known = grouped.withLock({ $0 }), known.version == current.version,
            known.units.map(\.id) == units.map(\.id), known.units.map(\.fields) == units.map(\.fields)
        {
            return known.duties
        }
        let incidents = (current.records["incident"] ?? []).compactMap { $0 }
        let open = Set(incidents.map(\.id))
        let reports = (current.records["report"] ?? []).compactMap { $0 }.filter { report in
            report.reference("incident").map { open.contains($0) } ?? false
        }
        let duties = DutyBook(
            countyUnit: countyUnit, homeUnit: countyUnit, names: names,
            [
                "incident": incidents, "report": reports,
                "instruction": (current.records["instruction"] ?? []).compactMap { $0 }, "unit": units,
            ])
        grouped.withLock { $0 = (current.version, units, duties) }
        return duties
    }

    /// Reads what the wall is drawn from, before it is asked for.
    package func warm() async throws { _ = try await kept.current(Self.collections) }
}

/// The county's wall as of the last transaction, with what it was judged by.
package struct WallReading: Sendable {
    package let wall: Wall
    package let duties: DutyBook
    package let book: RuleBook

    package var now: Instant { wall.now }

    package static func read(_ mirror: CountyMirror, in opened: some RecordFolder) async throws -> WallReading {
        let notices = try await opened.mirror.notices(["unit", "rule-profile"])
        let duties = try await mirror.duties(
            countyUnit: opened.homeUnit, names: opened.namesFromEnrolment(), units: notices["unit"] ?? [])
        let book = RuleBook(notices)
        return WallReading(wall: Wall(duties, book: book, now: try await opened.now()), duties: duties, book: book)
    }
}
