import SyncKit

extension DutyCalendar {
    /// The shipped arrangements and what the county entered: `calendar-day` and `special-period`.
    /// - Parameters:
    ///   - further: entries that are no records yet.
    ///   - planned: special periods that are none yet.
    package init(
        _ facts: [String: [RecordFacts]], adding further: [CalendarEntry] = [], _ planned: [SpecialPeriod] = []
    ) {
        let entries = (facts["calendar-day"] ?? []).sorted { $0.id < $1.id }.compactMap { record -> CalendarEntry? in
            guard let day = record.day("date"), let type = record.text("dayType").flatMap({ DayType(rawValue: $0) })
            else { return nil }
            return CalendarEntry(
                day: day, dayType: type, name: record.text("name"), published: record.start("published"),
                source: record.text("source") ?? "")
        }
        let periods = (facts["special-period"] ?? []).sorted { $0.id < $1.id }.compactMap { record -> SpecialPeriod? in
            guard let from = record.start("from"), let to = record.end("to"), from < to else { return nil }
            return SpecialPeriod(
                id: record.id.description, from: from, to: to, kind: record.text("kind") ?? "",
                reason: record.text("reason") ?? "")
        }
        self.init(entries: entries + further, periods: periods + planned)
    }
}
