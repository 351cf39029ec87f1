import DutyDesk
import DutyRecords
import Foundation
import ProgramShell
import SyncKit

/// What a form asks to be written of the calendar or the rules, read once: for the preview, and for the writing.
struct RuleProposal {
    enum Kind: String, CaseIterable {
        /// A year's holidays, as the State Council's notice has them.
        case arrangement
        /// One day that differs from the notice.
        case day
        case period
        case profile

        var collection: Collection {
            switch self {
            case .arrangement, .day: .calendarDay
            case .period: .specialPeriod
            case .profile: .ruleProfile
            }
        }
    }

    /// What is wrong, by field; of the whole form under the empty name.
    struct Faults: Error {
        var byField: [String: String]
    }

    let kind: Kind
    /// One a record: what it is told by, beside the form's own id, and its members.
    let records: [(key: String, members: [(String, JSONValue)])]
    let entries: [CalendarEntry]
    let period: SpecialPeriod?
    let profile: RuleProfile?

    /// Days that may differ with it.
    var days: ClosedRange<Day>? {
        if let first = entries.map(\.day).min(), let last = entries.map(\.day).max() { return first...last }
        return period.map { $0.from.day...max($0.from.day, Instant(milliseconds: $0.to.milliseconds - 1).day) }
    }

    /// The calendar with it.
    func calendar(_ notices: [String: [RecordFacts]], replacing record: RecordID?) -> DutyCalendar {
        var notices = notices
        if let record { notices["special-period"]?.removeAll { $0.id == record } }
        return DutyCalendar(notices, adding: entries, period.map { [$0] } ?? [])
    }

    /// The rules with it.
    func book(_ notices: [String: [RecordFacts]], replacing record: RecordID?) -> RuleBook {
        let kept = (notices["rule-profile"] ?? []).filter { $0.id != record }.compactMap { RuleProfile($0) }
        return RuleBook(kept + (profile.map { [$0] } ?? []))
    }
}

/// Reads the forms.
struct RuleFormReader {
    let now: Instant
    let words: Words
    private var faults: [String: String] = [:]

    init(now: Instant, _ words: Words) {
        self.now = now
        self.words = words
    }

    static func read(
        _ kind: RuleProposal.Kind, _ fields: [String: String], now: Instant, _ words: Words
    ) throws(RuleProposal.Faults) -> RuleProposal {
        var reader = RuleFormReader(now: now, words)
        let proposal: RuleProposal? =
            switch kind {
            case .arrangement: reader.arrangement(fields)
            case .day: reader.day(fields)
            case .period: reader.period(fields)
            case .profile: reader.profile(fields)
            }
        guard reader.faults.isEmpty, let proposal else { throw RuleProposal.Faults(byField: reader.faults) }
        return proposal
    }

    // MARK: The calendar

    private mutating func arrangement(_ fields: [String: String]) -> RuleProposal? {
        let source = required("source", fields)
        guard let published = typedDay("published", fields) else { return nil }
        guard let year = Int(trimmed("year", fields)), (2015...2200).contains(year) else {
            faults["year"] = words("应是年份，如 2027。", "type a year such as 2027")
            return nil
        }
        let notice: NoticeText
        do throws(NoticeText.Fault) {
            notice = try NoticeText(fields["text"] ?? "", year: year)
        } catch {
            faults["text"] = words(error.chinese, error.english)
            return nil
        }
        let statutory = Set(StatutoryDays.of(year).map(\.day))
        let entries = notice.days.map { named in
            let off: DayType = statutory.contains(named.day) ? .holiday : .adjustedRest
            return CalendarEntry(
                day: named.day, dayType: named.isOff ? off : .makeupWorkday, name: named.name,
                published: published.start, source: source)
        }
        return calendarDays(.arrangement, entries + plainDays(of: year, beside: entries, published, source))
    }

    /// With its notice a year is announced: what the notice does not name is a workday or a weekend.
    private func plainDays(
        of year: Int, beside named: [CalendarEntry], _ published: Day, _ source: String
    ) -> [CalendarEntry] {
        guard let first = Day(year, 1, 1), let next = Day(year + 1, 1, 1) else { return [] }
        let taken = Set(named.map(\.day))
        let isAnnounced = DutyCalendar().dayType(first, asOf: now) != nil
        return isAnnounced
            ? []
            : (first.number..<next.number).map { Day(number: $0) }.filter { !taken.contains($0) }.map { day in
                CalendarEntry(
                    day: day, dayType: day.isSaturdayOrSunday ? .weekend : .workday, name: nil,
                    published: published.start, source: source)
            }
    }

    private mutating func day(_ fields: [String: String]) -> RuleProposal? {
        let source = required("source", fields)
        guard let day = typedDay("date", fields) else { return nil }
        guard let type = DayType(rawValue: fields["dayType"] ?? "") else {
            faults["dayType"] = words("请选定日期类型。", "choose what the day is")
            return nil
        }
        let name = trimmed("name", fields)
        return calendarDays(
            .day,
            [
                CalendarEntry(
                    day: day, dayType: type, name: name.isEmpty ? nil : name, published: now, source: source)
            ])
    }

    private func calendarDays(_ kind: RuleProposal.Kind, _ entries: [CalendarEntry]) -> RuleProposal {
        let records = entries.map { entry in
            (
                key: entry.day.description,
                members: members([
                    ("date", entry.day.description), ("dayType", entry.dayType.rawValue), ("name", entry.name ?? ""),
                    ("published", entry.published?.description ?? ""), ("source", entry.source),
                ])
            )
        }
        return RuleProposal(kind: kind, records: records, entries: entries, period: nil, profile: nil)
    }

    private mutating func period(_ fields: [String: String]) -> RuleProposal? {
        let (from, to) = (typedMoment("from", fields), typedMoment("to", fields))
        let kind = required("kind", fields)
        guard let from, let to else { return nil }
        let (start, end) = (from.start, to.end)
        guard start < end else {
            faults["to"] = words("结束应在开始之后，请核对。", "its end has to lie after its start")
            return nil
        }
        let reason = trimmed("reason", fields)
        let period = SpecialPeriod(id: "", from: start, to: end, kind: kind, reason: reason)
        let written = members([("from", from.text), ("to", to.text), ("kind", kind), ("reason", reason)])
        return RuleProposal(kind: .period, records: [("", written)], entries: [], period: period, profile: nil)
    }

    // MARK: The rules

    private mutating func profile(_ fields: [String: String]) -> RuleProposal? {
        let title = required("title", fields)
        guard let from = typedMoment("validFrom", fields) else { return nil }
        var to: Written?
        if !trimmed("validTo", fields).isEmpty {
            guard let end = typedMoment("validTo", fields) else { return nil }
            guard from.start < end.end else {
                faults["validTo"] = words("失效应在生效之后，请核对。", "it has to end after it begins")
                return nil
            }
            to = end
        }
        var figures: [String: FieldValue] = [:]
        var shown: [(String, JSONValue)] = []
        for figure in RuleFigure.all {
            let text = trimmed("figure-\(figure.name)", fields)
            guard !text.isEmpty else { continue }
            let value = figure.read(text)
            guard let value, figure.takes(value.fieldValue) else {
                faults["figure-\(figure.name)"] = words("应是\(figure.asked(words))。", "type \(figure.asked(words))")
                continue
            }
            figures[figure.name] = value.fieldValue
            shown.append((figure.name, value))
        }
        if figures.isEmpty, faults.isEmpty {
            faults[""] = words("没有填任何数值：请至少填一项。", "no figure was typed: type one at least")
        }
        let unit = trimmed("unit", fields)
        let number = trimmed("documentNumber", fields)
        let profile = RuleProfile(
            title: title, documentNumber: number.isEmpty ? nil : number, validFrom: from.start, validTo: to?.end,
            unit: unit.isEmpty ? nil : unit, figures: figures)
        let written =
            members([
                ("title", title), ("documentNumber", number), ("validFrom", from.text), ("validTo", to?.text ?? ""),
                ("unit", unit),
            ]) + [("figures", .object(shown))]
        return RuleProposal(kind: .profile, records: [("", written)], entries: [], period: nil, profile: profile)
    }

    // MARK: What was typed

    /// A day or a minute as a record keeps it, with where it begins and ends.
    private struct Written {
        let text: String
        let start: Instant
        let end: Instant
    }

    private func members(_ texts: [(String, String)]) -> [(String, JSONValue)] {
        texts.filter { !$0.1.isEmpty }.map { ($0.0, .text($0.1)) }
    }

    private func trimmed(_ name: String, _ fields: [String: String]) -> String {
        (fields[name] ?? "").trimmingCharacters(in: .whitespacesAndNewlines)
    }

    private mutating func required(_ name: String, _ fields: [String: String]) -> String {
        let text = trimmed(name, fields)
        if text.isEmpty { faults[name] = words("请填写。", "this is needed") }
        return text
    }

    private mutating func typedDay(_ name: String, _ fields: [String: String]) -> Day? {
        do throws(TypedMoment.Fault) {
            return Day(try TypedMoment.day(fields[name] ?? "", now: now))
        } catch {
            faults[name] = words(error.sentence(.day))
            return nil
        }
    }

    private mutating func typedMoment(_ name: String, _ fields: [String: String]) -> Written? {
        do throws(TypedMoment.Fault) {
            let text = try TypedMoment.timeOrDay(fields[name] ?? "", now: now)
            if let day = Day(text) { return Written(text: text, start: day.start, end: day.end) }
            guard let moment = Instant(text) else { throw .unreadable }
            return Written(text: text, start: moment, end: moment)
        } catch {
            faults[name] = words(error.sentence(.moment))
            return nil
        }
    }
}

extension RuleFigure {
    /// What was typed for it, as JSON; nil where it is none of its kind.
    fileprivate func read(_ text: String) -> JSONValue? {
        switch path {
        case .number, .optional: Int64(text).map { .integer($0) }
        case .flag:
            ["true", "是", "yes"].contains(text)
                ? .boolean(true) : ["false", "否", "no"].contains(text) ? .boolean(false) : nil
        case .time: Self.clock(text).map { .text($0) }
        case .times: Self.clocks(text).map { .array($0.map { .text($0) }) }
        }
    }

    private static func clock(_ text: String) -> String? {
        guard let minutes = try? TypedMoment.clock(text), minutes < 1440 else { return nil }
        return ClockTime.text(minutes)
    }

    private static func clocks(_ text: String) -> [String]? {
        let parts = text.split { "、,，; ；".contains($0) }.map { clock(String($0)) }
        return parts.isEmpty || parts.contains(nil) ? nil : parts.compactMap(\.self)
    }

    /// In words, after 应是 or "type".
    fileprivate func asked(_ words: Words) -> String {
        switch path {
        case .number(_, let range), .optional(_, let range):
            words(
                " \(range.lowerBound) 至 \(range.upperBound) 的整数",
                "a whole number from \(range.lowerBound) to \(range.upperBound)")
        case .flag: words("“是”或“否”", "yes or no")
        case .time: words("时刻，如 17:00", "a time such as 17:00")
        case .times: words("时刻，如 08:00、17:00", "times such as 08:00, 17:00")
        }
    }
}
