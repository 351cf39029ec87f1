import DutyRecords
import ProgramShell
import SyncKit
import Synchronization

/// The county's figures of some days, by the same computation as `county-hub statistics`; the last ones are kept until a
/// record changes.
final class CountyStatistics: Sendable {
    struct Figures: Sendable {
        let days: ClosedRange<Day>
        let at: Instant
        let tables: [StatisticsTable]
        let incidents: Int
        let units: Int
    }

    private let mark: ChangeMark
    private let latest = Mutex<(version: Int, figures: Figures)?>(nil)

    init(_ store: LedgerStore) { mark = ChangeMark(Set(StatisticsRules.collections), in: store) }

    func figures(_ days: ClosedRange<Day>, in opened: HubFolder) async throws -> Figures {
        let version = mark.version
        if let known = latest.withLock({ $0 }), known.version == version, known.figures.days == days,
            known.figures.at.day == (try await opened.now()).day
        {
            return known.figures
        }
        let reading = try await DutyReading.period(days, unit: nil, in: opened)
        let rows = StatisticsRules(
            duties: reading.duties, calendar: reading.calendar, book: reading.book, days: days, now: reading.now,
            catalog: opened.catalog
        ).all()
        let figures = Figures(
            days: days, at: reading.now, tables: StatisticsTable.all(rows, units: reading.duties.units),
            incidents: rows.reduce(0) { $0 + $1.incidents }, units: rows.count)
        latest.withLock { $0 = (version, figures) }
        return figures
    }
}
