import DutyRecords
import Foundation
import ProgramShell
import SyncKit

/// The course of an incident to the minute: what was done, reported, ordered, answered and corrected, each with who
/// wrote it down, when, and where it lies (Art. 10).
struct Course {
    let event: IncidentCase
    let catalog: DutyCatalog
    let words: Words

    struct Row {
        let at: Instant
        /// When it was written down; nil where it arises from another row's record.
        var recordedAt: Instant?
        let kind: String
        let text: String
        var author = ""
        var path: String?
        var delivered: (word: String, style: String)?
        var isVoided = false
        var isChanged = false
    }

    /// In order of what happened; of one minute in the order of writing.
    var rows: [Row] {
        (ofIncident + corrections + ofTimeline + ofReports + ofInstructions + ofDaily).enumerated().sorted {
            one, other in
            (one.element.at, one.offset) < (other.element.at, other.offset)
        }.map(\.element)
    }

    // MARK: The incident's own record

    private var incident: Incident { event.incident }

    private func delivered(_ view: RecordView) -> (String, String) {
        (Delivered.word(view, catalog, words), Delivered.style(view))
    }

    private var ofIncident: [Row] {
        let record = incident.record
        let first = event.detail.history.first?.authorship
        var rows: [Row] = []
        func add(_ at: Instant?, _ kind: String, _ text: String, isFirst: Bool = false) {
            guard let at else { return }
            var row = Row(at: at, kind: kind, text: text)
            if isFirst {
                row.recordedAt = first.map { Instant(milliseconds: $0.at) }
                row.author = first?.author ?? ""
                row.delivered = delivered(event.detail.view)
                row.path = "/record/incident/\(incident.id)"
            }
            rows.append(row)
        }
        let heard = record.text("source").map { words("来源：\($0)", "source: \($0)") } ?? ""
        if incident.isOccurrenceKnown {
            add(incident.occurredAt, words("事发", "Occurred"), record.text("summary") ?? "", isFirst: true)
        }
        add(incident.receivedAt, words("接报", "Heard of it"), heard, isFirst: !incident.isOccurrenceKnown)
        if let level = incident.level {
            add(
                incident.levelReachedAt, words("达到级别", "Level reached"),
                [level.rawValue, record.text("levelJudgedBy")].compactMap { $0 }.joined(separator: " · "))
        }
        add(
            incident.superiorToldAt, words("报上级对口部门", "Own superior told"), record.text("superior") ?? "")
        add(incident.falseAlarmAt, words("认定误报", "Found false"), record.text("falseAlarmReason") ?? "")
        add(incident.closedAt, words("处置结束", "Closed"), "")
        return rows
    }

    /// Fields that have a row of their own.
    private static let told: Set<String> = [
        "acknowledgements", "falseAlarmAt", "falseAlarmReason", "closedAt", "levelReachedAt", "levelJudgedBy",
    ]

    /// What was changed of the incident's record: the earlier value stays beside the later one.
    private var corrections: [Row] {
        var standing: [String: String] = [:]
        var rows: [Row] = []
        for (index, entry) in event.detail.history.enumerated() {
            var parts: [String] = []
            for write in entry.writes {
                guard let field = event.collection.field(write.field) else { continue }
                switch write.operation {
                case .set(let value):
                    let (old, new) = (standing[field.name], FormText.shown(value, of: field))
                    standing[field.name] = new
                    guard index > 0, !Self.told.contains(field.name), old != new else { continue }
                    parts.append("\(words.name(field))：\(shown(old, field)) → \(shown(new, field))")
                case .elements(let add, _):
                    guard index > 0, field.name == "acknowledgements" else { continue }
                    parts += add.map { words("已知悉：", "acknowledged: ") + FormText.shown($0, of: field) }
                case .unknown: continue
                }
            }
            guard !parts.isEmpty else { continue }
            let at = Instant(milliseconds: entry.authorship.at)
            rows.append(
                Row(
                    at: at, recordedAt: at, kind: words("更改", "Changed"),
                    text: parts.joined(separator: "\n")
                        + (entry.isHeld ? words("（暂扣，不生效）", " (held, without effect)") : ""),
                    author: entry.authorship.author))
        }
        return rows
    }

    private func shown(_ value: String?, _ field: Field) -> String {
        guard let value, !value.isEmpty else { return words("（空）", "(empty)") }
        if case .time = field.kind { return value.replacing("T", with: " ") }
        guard case .choice = field.kind else { return value }
        return Wording.choice(value, in: words.language)
    }

    // MARK: What refers to it

    private func row(
        _ view: RecordView, at: Instant?, _ kind: String, _ text: String, recorded: Instant? = nil
    ) -> Row {
        let first = event.firsts[view.id]
        let facts = RecordFacts(view)
        let written = first.map { Instant(milliseconds: $0.at) } ?? facts.enteredAt
        var row = Row(at: at ?? written, recordedAt: recorded ?? written, kind: kind, text: text)
        row.author = first.map(\.author).flatMap { $0.isEmpty ? nil : $0 } ?? facts.text("recorder") ?? ""
        row.path = "/record/\(view.collection)/\(view.id)"
        row.delivered = delivered(view)
        row.isVoided = facts.isVoided
        row.isChanged = event.changed.contains(view.id)
        return row
    }

    private func views(_ collection: String) -> [(RecordView, RecordFacts)] {
        (event.views[collection] ?? []).map { ($0, RecordFacts($0)) }
    }

    private var ofTimeline: [Row] {
        views("timeline-entry").map { view, facts in
            let source = facts.text("source").map { words("（\($0)）", " (\($0))") } ?? ""
            return row(view, at: facts.time("at"), words("处置", "Course"), (facts.text("what") ?? "") + source)
        }
    }

    private var ofReports: [Row] {
        views("report").flatMap { view, facts -> [Row] in
            let kind = facts.text("kind") ?? ""
            let number = facts.number("number").map { "\($0)" } ?? ""
            let way = Wording.choice(facts.text("by") ?? "", in: words.language)
            let to = facts.text("to").map { " → \($0)" } ?? ""
            let said = facts.text("text") ?? facts.text("changes") ?? facts.text("reason") ?? ""
            var rows = [
                row(
                    view, at: facts.time("sentAt"), "\(kind)\(number)",
                    "\(way)\(to)\(said.isEmpty ? "" : "：")\(said)")
            ]
            if let at = facts.time("confirmedByPhoneAt") {
                var confirmed = Row(at: at, kind: words("电话确认", "Confirmed"), text: facts.text("confirmedWith") ?? "")
                confirmed.path = "/record/report/\(view.id)"
                rows.append(confirmed)
            }
            return rows
        }
    }

    private var ofInstructions: [Row] {
        views("instruction").flatMap { view, facts -> [Row] in
            var rows = [
                row(
                    view, at: facts.time("issuedAt") ?? facts.time("receivedAt"), words("批示", "Instruction"),
                    "\(facts.text("leader") ?? "")：\(facts.text("text") ?? "")")
            ]
            func add(_ field: String, _ kind: String, _ text: String?) {
                guard let at = facts.time(field) else { return }
                var row = Row(at: at, kind: kind, text: text ?? "")
                row.path = "/record/instruction/\(view.id)"
                rows.append(row)
            }
            add("receiptAt", words("签收批示", "Receipt"), facts.text("receiptBy"))
            add("feedbackAt", words("反馈", "Feedback"), facts.text("feedback"))
            return rows
        }
    }

    private var ofDaily: [Row] {
        let logs = views("log-entry").map { view, facts in
            row(
                view, at: facts.time("receivedAt") ?? facts.time("occurredAt"), words("值班记录", "Log entry"),
                [facts.text("number"), facts.text("matter")].compactMap { $0 }.joined(separator: " "),
                recorded: facts.time("recordedAt"))
        }
        let calls = views("phone-record").map { view, facts in
            let way = Wording.choice(facts.text("direction") ?? "", in: words.language)
            let other = [facts.text("callerUnit"), facts.text("callerName")].compactMap { $0 }.joined(separator: " ")
            return row(
                view, at: facts.time("receivedAt"), words("电话", "Call"),
                "\(way) \(other)：\(facts.text("matter") ?? "")")
        }
        return logs + calls
    }

    // MARK: Drawn

    /// A page stays light on a flood night; the rest is one press away.
    static let rowsMax = 150

    func view(all: Bool) -> [String: Any] {
        let rows = rows
        let shown = all ? rows : rows.suffix(Self.rowsMax)
        return [
            "courseTitle": words("处置过程", "Course"), "courseCount": words("\(rows.count) 行", "\(rows.count) rows"),
            "isCut": shown.count < rows.count, "allPath": "\(event.path)?all=1#course",
            "allText": words("显示全部 \(rows.count) 行", "Show all \(rows.count) rows"), "course": shown.map(drawn),
            "delayNote": words("补记：比发生晚 60 分以上才记下。", "Late: written down more than 60 min after it happened."),
        ]
    }

    private func drawn(_ row: Row) -> [String: Any] {
        let delay = row.recordedAt.map { ($0 - row.at).minutesDown } ?? 0
        let isLate = delay > LogFindings.promptMinutes
        return [
            "courseAt": ShortTime.text(row.at, at: event.now), "courseKind": row.kind, "courseText": row.text,
            "courseVoid": row.isVoided ? "void" : "",
            "courseMarks": [
                row.isVoided ? words("✕ 已作废", "✕ voided") : nil, row.isChanged ? words("后有更改", "changed later") : nil,
            ].compactMap { $0 },
            "courseLate": isLate ? [words("补记 +", "late +") + words.minutes(delay)] : [],
            "courseRecorded": row.recordedAt.map {
                [words("记于 ", "written ") + ShortTime.text($0, at: event.now)]
            } ?? [],
            "courseAuthor": row.author, "coursePath": row.path.map { [$0] } ?? [],
            "courseDelivered": row.delivered.map { [["deliveredText": $0.word, "deliveredStyle": $0.style]] } ?? [],
            "openText": words("查看", "open"),
        ]
    }

    static let html = """
        <section id="course" data-live><h2>{{courseTitle}} <span class="soft">{{courseCount}}</span></h2><p class="soft">{{delayNote}} {{#isCut}}<a href="{{allPath}}">{{allText}}</a>{{/isCut}}</p>
        <ol class="plain course">{{#course}}<li><span class="n">{{courseAt}}</span><b>{{courseKind}}</b><span class="what {{courseVoid}}">{{courseText}}</span><span class="meta soft">{{#courseMarks}}<b class="warn">{{.}}</b> {{/courseMarks}}{{#courseLate}}<b class="warn">{{.}}</b> {{/courseLate}}{{#courseDelivered}}<span class="{{deliveredStyle}}">{{deliveredText}}</span> {{/courseDelivered}}{{#courseRecorded}}{{.}} {{/courseRecorded}}{{courseAuthor}} {{#coursePath}}<a href="{{.}}">{{openText}}</a>{{/coursePath}}</span></li>{{/course}}</ol></section>
        """
}
