package import DutyRecords
import SyncKit

extension DutyReading {
    /// What the figures of some days are counted from, for the command and the screen: read by its time wherever a
    /// record of another time counts for nothing, so that five years of 72 units cost no more than the days.
    package static func period(
        _ days: ClosedRange<Day>, unit named: String?, in opened: some RecordFolder
    ) async throws -> DutyReading {
        let unit: String? =
            if let named { try await opened.unit(named) } else if opened.deliveredTo != nil { opened.homeUnit } else {
                nil
            }
        let countyUnit = try await opened.countyUnit()
        let notices = try await opened.mirror.notices()
        let now = try await opened.now()
        var facts: [String: [RecordFacts]] = ["unit": notices["unit"] ?? []]
        for name in StatisticsRules.collections where name != "unit" {
            facts[name] = try await records(name, days, min(days.upperBound.end, now), unit, opened)
        }
        // The county's reports to the city lie in its own ledger.
        if let unit, unit != countyUnit {
            facts["report", default: []] += try await records("report", days, now, countyUnit, opened)
        }
        return DutyReading(
            now: now,
            duties: DutyBook(
                countyUnit: countyUnit, homeUnit: opened.homeUnit, names: try await opened.namesFromEnrolment(), facts),
            calendar: DutyCalendar(notices),
            book: RuleBook(notices),
            unit: unit, isCounty: countyUnit == opened.homeUnit)
    }

    /// - Parameter end: of the days, or now.
    private static func records(
        _ name: String, _ days: ClosedRange<Day>, _ end: Instant, _ unit: String?, _ opened: some RecordFolder
    ) async throws -> [RecordFacts] {
        let span = days.lowerBound.start..<days.upperBound.end
        var filter = RecordFilter(
            collection: name, unit: unit, withReceipts: DutyBook.withReceipts.contains(name))
        func cut(before: Int, after: Int = 0) {
            filter.from = (days.lowerBound - before).start.milliseconds
            filter.before = (days.upperBound + after).end.milliseconds
        }
        var isWanted: @Sendable (RecordFacts) -> Bool = { _ in true }
        switch name {
        case "phone-record", "log-entry", "spot-check", "zero-report", "notice": cut(before: 0)
        // One that was signed late still belongs to the shift that ended in these days.
        case "handover": cut(before: 1, after: 1)
        case "duty-shift", "leader-shift":
            cut(before: CountyMemory.shiftDaysMax)
            isWanted = { $0.time("end").map { $0 >= span.lowerBound } ?? true }
        // Of those that came before, the ones alone that had no outcome when the days ended.
        case "document":
            filter.before = span.upperBound.milliseconds
            isWanted = { record in
                record.time("receivedAt").map(span.contains) ?? true
                    || !(record.time("handledAt").map { $0 <= end } ?? false)
            }
        default: break
        }
        let take = isWanted
        return try await opened.store.recordsInParts(filter) { view -> RecordFacts? in
            let facts = CountyMemory.facts(view)
            return take(facts) ? facts : nil
        }.compactMap(\.self)
    }
}
