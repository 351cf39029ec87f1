package import DutyRecords
import Sheets
package import SyncKit

/// A month's roster for people's own calendars.
package enum RosterCalendar {
    package static let mediaType = "text/calendar; charset=utf-8"

    /// The days of a month written `2026-10`.
    package static func days(of month: String) throws(CommandFailure) -> ClosedRange<Day> {
        guard let first = Day(month + "-01") else {
            throw CommandFailure(
                .badUse, chinese: "月份应写成 2026-10。", english: "the month has to be written 2026-10")
        }
        var last = first
        while (last + 1).parts.month == first.parts.month { last = last + 1 }
        return first...last
    }

    /// - Parameter person: whose shifts alone; one that was theirs and is no longer goes out as cancelled.
    package static func bytes(
        _ days: ClosedRange<Day>, person: RecordID?, unitName: String, _ language: Language,
        in opened: some RecordFolder
    ) async throws -> [UInt8] {
        let unit = opened.homeUnit
        let persons = try await opened.store.records(
            RecordFilter(collection: "person", unit: unit), deliveredTo: nil
        ).compactMap { Person(RecordFacts($0)) }
        let names = Dictionary(persons.map { ($0.id, $0.name) }) { first, _ in first }
        let phones = try await opened.store.records(
            RecordFilter(collection: "contact", unit: unit), deliveredTo: nil
        ).flatMap { RecordFacts($0).texts("dutyPhones") }
        let isChinese = language == .chinese
        var events: [CalendarEvent] = []
        for collection in [Collection.dutyShift, .leaderShift] {
            let holder = collection.name == "duty-shift" ? "officer" : "leader"
            let views = try await opened.store.records(
                RecordFilter(
                    collection: collection.name, unit: unit, from: days.lowerBound.start.milliseconds,
                    before: days.upperBound.end.milliseconds), deliveredTo: nil)
            for view in views {
                let record = RecordFacts(view)
                guard let start = record.time("start"), let end = record.time("end"), start < end
                else { continue }
                let history = try await opened.store.detail(
                    collection: collection.name, id: view.id, unit: unit, deliveredTo: nil
                ).history.filter { !$0.isHeld }
                let isTheirs = person == nil || record.reference(holder) == person
                guard isTheirs || person.map({ Self.held(by: $0, holder, history) }) ?? false else { continue }
                let shown = isTheirs ? record.reference(holder) : person
                let name = shown.flatMap { names[$0] } ?? ""
                let kind = isChinese ? collection.chinese.replacing("班次", with: "") : collection.english
                let role = record.text("role").map { isChinese ? "（\($0)）" : " (\($0))" } ?? ""
                events.append(
                    CalendarEvent(
                        uid: "\(unit)-\(view.id)@zhishou", sequence: max(0, history.count - 1),
                        changedAt: history.map(\.authorship.at).max() ?? view.id.milliseconds,
                        start: start.milliseconds, end: end.milliseconds,
                        summary: "\(kind)\(isChinese ? "：" : ": ")\(name)\(role)",
                        description: phones.isEmpty
                            ? ""
                            : (isChinese ? "值班电话 " : "Duty phone ") + phones.joined(separator: isChinese ? "、" : ", "),
                        location: unitName + (isChinese ? "值班室" : " duty room"),
                        isCancelled: record.isVoided || !isTheirs))
            }
        }
        let title = unitName + (isChinese ? "值班表" : " duty roster")
        return CalendarFile.bytes(name: title, events.sorted { ($0.start, $0.uid) < ($1.start, $1.uid) })
    }

    private static func held(by person: RecordID, _ holder: String, _ history: [HistoryEntry]) -> Bool {
        history.contains { entry in
            entry.writes.contains { $0.field == holder && $0.operation == .set(.text(person.description)) }
        }
    }
}
