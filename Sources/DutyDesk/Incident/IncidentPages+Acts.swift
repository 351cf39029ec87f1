import DutyRecords
import Foundation
import Hummingbird
import ProgramShell
import SyncKit

// What the page's small forms do. Each is one press, and doing it twice is doing it once.
extension IncidentPages {
    enum Act: String, CaseIterable, Sendable {
        case row
        case receipt
        case feedback
        case acknowledge
        case confirm
        case level
        case time
        case close
        case falsify = "false"
        case corrected
        case countyReceipt = "county-receipt"
        case followUp = "followup"
        case accept

        /// The form that a refusal goes back to.
        func form(_ posted: Posted) -> String {
            switch self {
            case .feedback: "feedback-\(posted["instruction"])"
            case .confirm: "confirm-\(posted["report"])"
            case .followUp: InstructionWay.form(posted["instruction"])
            default: rawValue
            }
        }
    }

    /// - Returns: where to go on.
    func perform(
        _ act: Act, _ event: IncidentCase, _ posted: Posted, _ visitor: Visitor
    ) async throws -> String {
        switch act {
        case .row: try await addRow(event, posted, visitor)
        case .receipt: try await receipt(event, posted, visitor)
        case .feedback: try await feedBack(event, posted, visitor)
        case .acknowledge: try await acknowledge(event, posted, visitor)
        case .confirm: try await confirm(event, posted, visitor)
        case .level: try await setLevel(event, posted, visitor)
        case .time: try await setTime(event, posted, visitor)
        case .close:
            guard event.incident.closedAt == nil else { break }
            try await change(event, EditForm(set: ["closedAt=\(FormText.time(posted["at"], at: event.now))"]), visitor)
        case .falsify: try await falsify(event, posted, visitor)
        case .corrected: try await correct(event, posted["name"], posted, by: "phone", visitor)
        case .countyReceipt:
            guard let seen = Int64(posted["seen"]) else {
                throw missing("请在本页按“签收”。", "press the receipt on this page")
            }
            try await desk.receipt(
                event.unreceipted, of: event.incident.unit, seen: Instant(milliseconds: seen), by: visitor)
        case .followUp: try await desk.followUp(try followUp(event, posted), posted, by: visitor)
        case .accept: try await desk.accept(try followUp(event, posted), by: visitor)
        }
        return "\(event.path)?saved=\(act.rawValue)"
    }

    private func change(_ event: IncidentCase, _ form: EditForm, _ visitor: Visitor) async throws {
        let target = EditTarget(
            collection: "incident", id: event.incident.id.description, unit: event.incident.unit)
        try await desk.change(target, form, by: visitor)
    }

    private func change(
        _ collection: String, _ record: RecordFacts, _ form: EditForm, _ visitor: Visitor
    ) async throws {
        let target = EditTarget(collection: collection, id: record.id.description, unit: record.unit)
        try await desk.change(target, form, by: visitor)
    }

    private func missing(_ chinese: String, _ english: String) -> CommandFailure {
        CommandFailure(.badUse, chinese: chinese, english: english)
    }

    // MARK: The course

    private func addRow(_ event: IncidentCase, _ posted: Posted, _ visitor: Visitor) async throws {
        try await TimelineRow.enter(posted, of: event, by: visitor, at: desk)
    }

    // MARK: Instructions (Art. 5(3))

    private func instruction(_ event: IncidentCase, _ posted: Posted) throws -> RecordFacts {
        guard let record = event.facts("instruction").first(where: { $0.id.description == posted["instruction"] })
        else {
            throw missing("这条批示不属于本事件。请刷新页面。", "that instruction is not of this incident; open the page again")
        }
        return record
    }

    /// An instruction of the county to a unit, which the county alone follows.
    private func followUp(_ event: IncidentCase, _ posted: Posted) throws -> FollowUp {
        guard let found = event.followUps.first(where: { $0.first.id.description == posted["instruction"] }) else {
            throw missing(
                "本页没有这条由县跟踪的批示。请刷新页面。", "this page has no such instruction that the county follows; open it again")
        }
        return found
    }

    private func receipt(_ event: IncidentCase, _ posted: Posted, _ visitor: Visitor) async throws {
        let record = try instruction(event, posted)
        guard !record.has("receiptAt") else { return }
        let form = EditForm(set: ["receiptBy=\(visitor.session.name)", "receiptAt=\(event.now)"])
        try await change("instruction", record, form, visitor)
    }

    private func feedBack(_ event: IncidentCase, _ posted: Posted, _ visitor: Visitor) async throws {
        let record = try instruction(event, posted)
        let feedback = FormText.trimmed(posted["feedback"])
        guard !feedback.isEmpty else { throw missing("请写反馈的内容。", "write what is fed back") }
        guard record.text("feedback") != feedback else { return }
        var set = ["feedback=\(feedback)", "feedbackAt=\(event.now)"]
        if !record.has("receiptAt") {
            set += ["receiptBy=\(visitor.session.name)", "receiptAt=\(event.now)"]
        }
        if posted["done"] == "true" { set.append("done=true") }
        try await change("instruction", record, EditForm(set: set), visitor)
    }

    // MARK: Who knows

    private func acknowledge(_ event: IncidentCase, _ posted: Posted, _ visitor: Visitor) async throws {
        let name = FormText.trimmed(posted["name"])
        guard !name.isEmpty else { throw missing("请写谁已知悉。", "say who has acknowledged it") }
        guard let at = Instant(FormText.time(posted["at"], at: event.now)) else {
            throw missing("“时间”应是日期和时分。", "the minute has to be a date and a time")
        }
        guard !event.told.rows.contains(where: { $0.name == name && $0.isAcknowledged }) else { return }
        let text = Acknowledgement(name: name, at: at).text
        try await change(event, EditForm(add: ["acknowledgements=\(text)"]), visitor)
    }

    private func confirm(_ event: IncidentCase, _ posted: Posted, _ visitor: Visitor) async throws {
        guard let report = event.ownReports.first(where: { $0.id.description == posted["report"] }) else {
            throw missing("这份报告不是本单位的。请刷新页面。", "that report is not this unit's; open the page again")
        }
        let who = FormText.trimmed(posted["with"])
        guard !who.isEmpty else { throw missing("请写同谁电话确认的。", "say with whom it was confirmed") }
        guard !report.record.has("confirmedByPhoneAt") else { return }
        try await change(
            "report", report.record,
            EditForm(set: ["confirmedWith=\(who)", "confirmedByPhoneAt=\(FormText.time(posted["at"], at: event.now))"]),
            visitor)
    }

    // MARK: What it is

    private func setLevel(_ event: IncidentCase, _ posted: Posted, _ visitor: Visitor) async throws {
        guard event.incident.level?.rawValue != posted["level"] else { return }
        var set = ["level=\(posted["level"])", "levelJudgedBy=\(visitor.session.name)"]
        // The city's clock runs from the minute of 较大: a further rise does not move it.
        if !event.incident.isLargerOrAbove || event.incident.levelReachedAt == nil {
            set.append("levelReachedAt=\(FormText.time(posted["at"], at: event.now))")
        }
        try await change(event, EditForm(set: set), visitor)
    }

    /// Both times stay: the record's history keeps the first one, and the page shows it.
    private func setTime(_ event: IncidentCase, _ posted: Posted, _ visitor: Visitor) async throws {
        let at = FormText.time(posted["at"], at: event.now)
        guard let moment = Instant(at) else {
            throw missing("“事发时间”应是日期和时分。", "the time of occurrence has to be a date and a time")
        }
        guard !event.incident.isOccurrenceKnown || moment != event.incident.occurredAt else { return }
        let reason = FormText.trimmed(posted["reason"])
        guard !reason.isEmpty else {
            throw missing(
                "更改事发时间须写明来源和理由（第十二条）。", "a changed time of occurrence needs its source and reason (第十二条)")
        }
        try await change(event, EditForm(set: ["occurredAt=\(at)", "timeReason=\(reason)"]), visitor)
    }
}

extension FormText {
    /// A minute as it was typed; what is none stays as it is, and the record's own rules refuse it.
    static func time(_ typed: String, at now: Instant) -> String {
        (try? TypedMoment.time(typed, now: now, .past)) ?? typed
    }

    static func trimmed(_ text: String) -> String {
        text.replacing("\r\n", with: "\n").trimmingCharacters(in: .whitespacesAndNewlines)
    }
}

/// One row of an incident's course, from the incident's page or from the list.
enum TimelineRow {
    static func enter<Room: DeskRoom>(
        _ posted: Posted, of event: IncidentCase, by visitor: Visitor, at desk: Desk<Room>
    ) async throws {
        let what = FormText.trimmed(posted["what"])
        guard !what.isEmpty else {
            throw CommandFailure(.badUse, chinese: "请写处置情况。", english: "write what was done")
        }
        var members: [(String, JSONValue)] = [
            ("incident", .text(event.incident.id.description)),
            ("at", .text(FormText.time(posted["at"], at: event.now))),
            ("what", .text(what)),
            ("recorder", .text(visitor.session.name)),
        ]
        let source = FormText.trimmed(posted["source"])
        if !source.isEmpty { members.append(("source", .text(source))) }
        let id = posted["id"]
        try await desk.enter(.timelineEntry, members, id: id.isEmpty ? nil : id, by: visitor)
    }
}
