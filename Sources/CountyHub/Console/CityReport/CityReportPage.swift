import DutyDesk
import DutyRecords
import Foundation
import Hummingbird
import Mustache
import ProgramShell
import SyncKit

/// 县报市: the county's report to the city with its two hours, its figures set against the sum of the units' own.
struct CityReportPage: Sendable {
    let desk: Desk<HubFolder>
    let opened: HubFolder
    private let door: EventDoor
    private let template: MustacheTemplate
    private let prints: CityReportPrint

    init(_ desk: Desk<HubFolder>, _ opened: HubFolder) throws {
        self.desk = desk
        self.opened = opened
        door = EventDoor(desk: desk, opened: opened)
        template = try MustacheTemplate(string: CityReportView.html)
        prints = try CityReportPrint(desk, opened)
    }

    func add(to router: Router<PageContext>) {
        router.get("/incident/:id/city") { request, context in
            try await door.show(request, context) { event, visitor, language in
                if let main = event.incident.record.reference("sourceOf"), main != event.id {
                    return DeskResponse.seeOther("/incident/\(main)/city")
                }
                let asked = request.uri.queryParameters
                let kind = asked.get("kind").flatMap { Report.Kind(rawValue: $0) }
                return try await show(
                    event, Shown(kind: kind, saved: asked.get("saved").map { String($0) }), visitor, language)
            }
        }
        router.post("/incident/:id/city/enter") { request, context in
            try await door.take(request, context) { event, posted, visitor, language in
                try await answer(event, posted, form: "enter", visitor, language) {
                    try await enter(event, posted, visitor)
                }
            }
        }
        router.post("/incident/:id/city/told") { request, context in
            try await door.take(request, context) { event, posted, visitor, language in
                try await answer(event, posted, form: posted["report"], visitor, language) {
                    try await note(event, posted, visitor)
                }
            }
        }
        router.get("/incident/:id/city/print") { request, context in
            try await door.show(request, context) { event, visitor, language in
                try await prints.show(event, request.uri.queryParameters.get("report"), visitor, language)
            }
        }
        router.get("/incident/:id/cap.xml") { request, context in
            try await door.show(request, context) { event, _, _ in
                try CityReportExport.cap(event, request.uri.queryParameters.get("report"), opened)
            }
        }
    }

    /// What the page is asked for, and what was typed into it and refused.
    struct Shown: Sendable {
        var kind: Report.Kind?
        var saved: String?
        /// `enter`, or the report whose sending was to be noted.
        var form = ""
        var typed: [String: String] = [:]
        var refusal: String?
    }

    private func show(
        _ event: CountyEvent, _ shown: Shown, _ visitor: Visitor, _ language: Language
    ) async throws -> Response {
        let words = Words(language: language)
        let view = CityReportView(
            event: event, shown: shown, name: visitor.session.name, token: visitor.session.formToken, words: words)
        return try await desk.frame.page(
            words("县报市", "Report to the city"), template.render(view.view), visitor, language,
            status: shown.refusal == nil ? .ok : .unprocessableContent)
    }

    /// What was refused comes back with the page, and all that was typed.
    private func answer(
        _ event: CountyEvent, _ posted: Posted, form: String, _ visitor: Visitor, _ language: Language,
        _ act: () async throws -> Void
    ) async throws -> Response {
        do {
            try await act()
            return DeskResponse.seeOther("\(event.path)/city?saved=\(form == "enter" ? "enter" : "told")")
        } catch let failure as CommandFailure {
            let shown = Shown(
                kind: Report.Kind(rawValue: posted["kind"]), form: form, typed: posted.fields,
                refusal: Words(language: language)(failure.chinese, failure.english))
            return try await show(event, shown, visitor, language)
        }
    }

    private func refused(_ chinese: String, _ english: String) -> CommandFailure {
        CommandFailure(.badUse, chinese: chinese, english: english)
    }

    // MARK: Entering a report

    /// Texts of a report that the form asks for, besides its figures.
    static let texts = [
        "signedBy", "to", "text", "changes", "nature", "scope", "trend", "measures", "proposals", "leadersOnSite",
        "siteLead",
        "siteLeadPhone", "cause", "handling", "lessons", "casualtySource", "fallingDeathsReason", "reason",
    ]

    private func enter(_ event: CountyEvent, _ posted: Posted, _ visitor: Visitor) async throws {
        let own = event.own
        guard event.incident.falseAlarmAt == nil else {
            throw refused("这起事件已认定误报，请用误报更正告知市里。", "this was found to be false: send a correction instead")
        }
        guard let kind = Report.Kind(rawValue: posted["kind"]) else {
            throw refused("请选定报告类型。", "choose the kind of report")
        }
        // A form that is sent twice finds its report there.
        if let id = RecordID(posted["id"]), own.contains(where: { $0.id == id }) { return }
        guard CityReport.kinds(after: own).contains(kind) else { throw try await overtaken(event) }
        let to = Self.trimmed(posted["to"])
        guard to.contains("市") else {
            throw refused(
                "报送对象应是市里的单位，如\(ToldList.city)。", "the addressee has to be the city's, such as \(ToldList.city)")
        }
        var members: [(String, JSONValue)] = [
            ("incident", .text(event.id.description)), ("kind", .text(kind.rawValue)), ("by", .text("written")),
        ]
        if kind == .following { members.append(("number", .integer(Int64(ReportName.nextNumber(after: own))))) }
        for name in Self.texts {
            let text = Self.trimmed(posted[name])
            if !text.isEmpty { members.append((name, .text(text))) }
        }
        let figures = try figures(posted)
        for name in Casualties.names { figures[name].map { members.append((name, .integer(Int64($0)))) } }
        if let fell = Self.fall(from: own.last, to: figures), Self.trimmed(posted["fallingDeathsReason"]).isEmpty {
            throw refused("死亡人数由 \(fell.0) 减为 \(fell.1)，须写明原因。", "deaths fall from \(fell.0) to \(fell.1): say why")
        }
        let reason = Self.trimmed(posted["differenceReason"])
        let differences = event.figures.differences(from: figures)
        try check(differences, reason: reason, isConfirmed: !posted["confirmed"].isEmpty)
        if !differences.isEmpty { members.append(("differenceReason", .text(reason))) }
        let sums = event.figures.text(event.name)
        if !sums.isEmpty { members.append(("unitsFigures", .text(sums))) }
        try await desk.enter(.report, members, id: posted["id"].isEmpty ? nil : posted["id"], by: visitor)
    }

    /// Another officer was faster: with a report, or by voiding the one that this was to follow.
    private func overtaken(_ event: CountyEvent) async throws -> CommandFailure {
        guard let last = event.own.last else {
            return refused(
                "县报市的报告已经作废，现在没有报告可续。这一份还没有录入，所写内容都在下面：请核对后作为初报录入。",
                "the report to the city was voided, and there is none to follow up. This one is not entered, and all that you typed stands below: check it and enter it as a first report"
            )
        }
        let first = try await opened.store.detail(
            collection: "report", id: last.id, unit: event.countyUnit, deliveredTo: nil
        ).history.first?.authorship
        let at = Words.minute(first.map { Instant(milliseconds: $0.at) } ?? last.record.enteredAt)
        let (author, title) = (first?.author ?? "", event.title(last))
        return refused(
            "\(author) 已于 \(at) 录入“\(title)”。这一份还没有录入，所写内容都在下面：请先看那份报告，需要补充的作为续报或终报录入。",
            "\(author) entered “\(title)” at \(at). This one is not entered, and all that you typed stands below: look at that report first, then enter what it lacks as a follow-up or a final report"
        )
    }

    private static func fall(from last: Report?, to figures: [String: Int]) -> (Int, Int)? {
        guard let before = last?.casualties.deaths, let after = figures["deaths"], after < before else { return nil }
        return (before, after)
    }

    private func figures(_ posted: Posted) throws -> [String: Int] {
        var figures: [String: Int] = [:]
        for name in Casualties.names {
            let typed = TypedFigure.folded(posted[name])
            guard !typed.isEmpty else { continue }
            guard let count = Int(typed), count >= 0 else {
                let field = Collection.report.field(name)
                throw refused(
                    "“\(field?.chinese ?? name)”应是不带单位的整数。",
                    "\(field?.english ?? name) has to be a whole number without a unit")
            }
            figures[name] = count
        }
        return figures
    }

    /// A figure that is not the units' sum goes out with a reason and a person's word, or not at all.
    private func check(_ differences: [CityFigures.Difference], reason: String, isConfirmed: Bool) throws {
        guard !differences.isEmpty, reason.isEmpty || !isConfirmed else { return }
        func list(_ words: Words) -> String {
            differences.map { CityReportView.text($0, words) }.joined(separator: words("；", "; "))
        }
        throw refused(
            "与各单位报数之和不一致：\(list(Words(language: .chinese)))。请改正数字，或写明原因并勾选确认。",
            "the figures are not the sum of the units' own: \(list(Words(language: .english))). Correct them, or give the reason and tick the confirmation."
        )
    }

    // MARK: Noting that the city was told

    private func note(_ event: CountyEvent, _ posted: Posted, _ visitor: Visitor) async throws {
        guard let report = event.own.first(where: { $0.id.description == posted["report"] }) else {
            throw refused("这份报告不是本事件的。请刷新页面。", "that report is not of this incident; open the page again")
        }
        let at = try minute(posted["at"], event)
        let with = Self.trimmed(posted["with"])
        let by = Self.trimmed(posted["toldBy"])
        guard !by.isEmpty else { throw refused("请写报送人。", "say who told the city") }
        var set: [String] = []
        switch posted["how"] {
        case "phone":
            guard !with.isEmpty else { throw refused("请写市里接电话的人。", "say who took the call at the city") }
            if report.sentAt == nil {
                set = ["by=phone", "sentAt=\(at)", "confirmedWith=\(with)", "toldBy=\(by)"]
            } else if report.way != .phone, !report.record.has("confirmedByPhoneAt") {
                set = ["confirmedByPhoneAt=\(at)", "confirmedWith=\(with)"]
            }
        case "written", "online":
            if report.sentAt == nil {
                set = ["by=\(posted["how"])", "sentAt=\(at)", "toldBy=\(by)"]
                if !with.isEmpty { set.append("confirmedWith=\(with)") }
            } else if report.way == .phone, !report.record.has("writtenAt") {
                guard let called = report.sentAt, let sent = Instant(at), sent >= called else {
                    throw refused("书面材料应晚于电话。", "the written report comes after the call")
                }
                set = ["writtenAt=\(at)"]
            }
        default: throw refused("请选定报送方式。", "choose how the city was told")
        }
        // Pressed twice.
        guard !set.isEmpty else { return }
        if report.sentAt == nil { set += try sums(event, report, posted) }
        // A report is signed before it goes out in writing; a call need not wait for that.
        if !report.record.has("signedBy") {
            let signer = Self.trimmed(posted["signedBy"])
            if !signer.isEmpty {
                set.append("signedBy=\(signer)")
            } else if posted["how"] != "phone" {
                throw refused("书面报市须有签发人。", "a written report has to be signed: say by whom")
            }
        }
        let target = EditTarget(collection: "report", id: report.id.description, unit: event.countyUnit)
        try await desk.change(target, EditForm(set: set), by: visitor)
    }

    /// What a unit said since the report was entered counts when it goes out.
    private func sums(_ event: CountyEvent, _ report: Report, _ posted: Posted) throws -> [String] {
        let now = event.figures.text(event.name)
        let isKnown = now == (report.record.text("unitsFigures") ?? "")
        let kept = isKnown ? report.record.text("differenceReason") ?? "" : ""
        let typed = Self.trimmed(posted["differenceReason"])
        let differences = event.figures.differences(from: report.casualties.told)
        try check(
            differences, reason: typed.isEmpty ? kept : typed,
            isConfirmed: !kept.isEmpty || !posted["confirmed"].isEmpty)
        var set: [String] = []
        if !isKnown, !now.isEmpty { set.append("unitsFigures=\(now)") }
        if !differences.isEmpty, !typed.isEmpty { set.append("differenceReason=\(typed)") }
        return set
    }

    private func minute(_ typed: String, _ event: CountyEvent) throws -> String {
        guard let text = try? TypedMoment.time(typed, now: event.now, .past), let at = Instant(text) else {
            throw refused("“时间”应是日期和时分，如 8:30 或 10-1 8:30。", "the minute has to be a time such as 8:30 or 10-1 8:30")
        }
        guard at <= event.now + .minutes(1) else {
            throw refused("还没有到这个时间：报出以后再登记。", "that minute has not come yet: note it once the city was told")
        }
        guard at >= event.incident.occurredAt else {
            throw refused("报送时间早于事发时间。", "the city cannot have been told before it happened")
        }
        return text
    }

    static func trimmed(_ text: String) -> String {
        text.replacing("\r\n", with: "\n").trimmingCharacters(in: .whitespacesAndNewlines)
    }
}

/// A figure as people type it: full-width digits are digits.
enum TypedFigure {
    static func folded(_ text: String) -> String {
        String(
            String.UnicodeScalarView(
                text.unicodeScalars.compactMap { scalar in
                    switch scalar.value {
                    case 0xFF10...0xFF19: Unicode.Scalar(scalar.value - 0xFF10 + 0x30)
                    case _ where scalar.properties.isWhitespace: nil
                    default: scalar
                    }
                }))
    }
}
