import DutyRecords
import Foundation
import Hummingbird
import Mustache
import ProgramShell
import SyncKit

// 误报更正: what was reported did not happen. The incident and its reports stay; the clocks stop; whoever was told is
// told again. One page to read before the second press.
extension IncidentPages {
    func showFalse(
        _ event: IncidentCase, _ typed: Typed?, _ visitor: Visitor, _ language: Language
    ) async throws -> Response {
        guard event.incident.falseAlarmAt == nil else { return DeskResponse.seeOther(event.path) }
        let words = Words(language: language)
        let title = ReportName.event(event.incident.record)
        let told = event.told.rows
        let signer = event.ownReports.sorted { $0.id < $1.id }.last { $0.record.has("signedBy") }?.record.text(
            "signedBy")
        let reason = words(
            "经核实，\(Words.minute(event.incident.occurredAt))“\(title)”不属实，系误报。核实人：\(visitor.session.name)。",
            "Checked: \"\(title)\" of \(Words.minute(event.incident.occurredAt)) did not happen. Checked by \(visitor.session.name)."
        )
        let view: [String: Any] = [
            "title": words("误报更正", "False report"), "event": title,
            "about": words(
                "事件和已发出的报告都不删除。确认后：时限停止；向县发出一份“误报更正”；其余告知过的对象逐一更正。",
                "Nothing is deleted. On confirming: the clocks stop, a correction goes to the county, and everybody else who was told is corrected one by one."
            ),
            "toldTitle": words("告知过的对象", "Who was told"), "told": told.map(\.name), "hasTold": !told.isEmpty,
            "noTold": words(
                "没有记下告知过谁；县里仍会收到更正。", "Nobody is written down; the county gets the correction all the same."),
            "action": "\(event.path)/false", "token": visitor.session.formToken,
            "id": Typed.value(typed, "false", "id", RecordID.drawn().description),
            "atLabel": words("认定时间", "Found at"), "at": Typed.value(typed, "false", "at", Words.minute(event.now)),
            "reasonLabel": words("来源和理由", "Source and reason"),
            "reason": Typed.value(typed, "false", "reason", reason), "signedLabel": words("签发人", "Signed by"),
            "signedBy": Typed.value(typed, "false", "signedBy", signer ?? ""), "wrong": Typed.message(typed, "false"),
            "confirm": words("确认误报，发出更正", "Confirm and send the correction"),
            "backPath": event.path, "back": words("返回，不更正", "Back, change nothing"),
        ]
        return try await desk.frame.page(
            words("误报更正", "False report"), falseTemplate.render(view), visitor, language,
            status: typed == nil ? .ok : .unprocessableContent)
    }

    /// The correction first, then the mark that stops the clocks: where the second is cut off, the page still offers it,
    /// and the same form sent again is the same correction.
    func falsify(_ event: IncidentCase, _ posted: Posted, _ visitor: Visitor) async throws {
        guard event.incident.falseAlarmAt == nil else { return }
        let reason = FormText.trimmed(posted["reason"])
        let at = FormText.time(posted["at"], at: event.now)
        guard !reason.isEmpty else {
            throw CommandFailure(
                .badUse, chinese: "认定为误报须写明来源和理由（第十二条）。",
                english: "say who found the report to be false and why (第十二条)")
        }
        guard Instant(at) != nil else {
            throw CommandFailure(
                .badUse, chinese: "“认定时间”应是日期和时分。", english: "the time has to be a date and a time")
        }
        var names: [String] = []
        for report in event.ownReports where report.way != .phone || report.addressee != .other {
            for name in ToldList.names(report.record.text("to") ?? usualAddressee(event)) where !names.contains(name) {
                names.append(name)
            }
        }
        if names.isEmpty { names = [usualAddressee(event)] }
        var to = ""
        for name in names where (to + "、" + name).unicodeScalars.count <= Bounds.short {
            to += (to.isEmpty ? "" : "、") + name
        }
        try await enterCorrection(event, to: to, by: "online", reason, at, posted, visitor)
        let form = EditForm(set: ["falseAlarmAt=\(at)", "falseAlarmReason=\(reason)"])
        let target = EditTarget(
            collection: "incident", id: event.incident.id.description, unit: event.incident.unit)
        try await desk.change(target, form, by: visitor)
    }

    private func usualAddressee(_ event: IncidentCase) -> String {
        event.isCounty ? ToldList.city : ToldList.county
    }

    /// One more of those who were told, by telephone.
    func correct(
        _ event: IncidentCase, _ name: String, _ posted: Posted, by way: String, _ visitor: Visitor
    ) async throws {
        guard event.incident.falseAlarmAt != nil, let reason = event.incident.record.text("falseAlarmReason") else {
            throw CommandFailure(
                .badUse, chinese: "这起事件还没有认定为误报。", english: "this incident was not found to be false")
        }
        guard let row = event.told.rows.first(where: { $0.name == name }) else {
            throw CommandFailure(
                .badUse, chinese: "没有告知过“\(name)”。请刷新页面。", english: "\"\(name)\" was not told; open the page again")
        }
        guard row.correctedAt == nil else { return }
        try await enterCorrection(
            event, to: name, by: way, reason, FormText.time(posted["at"], at: event.now), posted, visitor)
    }

    private func enterCorrection(
        _ event: IncidentCase, to: String, by way: String, _ reason: String, _ at: String, _ posted: Posted,
        _ visitor: Visitor
    ) async throws {
        var members: [(String, JSONValue)] = [
            ("incident", .text(event.incident.id.description)), ("kind", .text(Report.Kind.correction.rawValue)),
            ("by", .text(way)), ("sentAt", .text(at)), ("to", .text(to)), ("text", .text(reason)),
            ("reason", .text(reason)),
        ]
        let signer = FormText.trimmed(posted["signedBy"])
        if !signer.isEmpty { members.append(("signedBy", .text(signer))) }
        let id = posted["id"]
        try await desk.enter(.report, members, id: id.isEmpty ? nil : id, by: visitor)
    }

    static var falseHTML: String {
        """
        <h2>{{title}}：{{event}}</h2><p>{{about}}</p><p><b>{{toldTitle}}</b> {{#told}}{{.}}　{{/told}}{{^hasTold}}<span class="soft">{{noTold}}</span>{{/hasTold}}</p>
        {{#wrong}}<p class="notice badly" role="alert">{{.}}</p>{{/wrong}}
        <form class="entry" method="post" action="{{action}}"><input type="hidden" name="token" value="{{token}}"><input type="hidden" name="id" value="{{id}}"><p><label for="at">{{atLabel}}</label><input id="at" name="at" class="n" autocomplete="off" value="{{at}}"></p><p><label for="signedBy">{{signedLabel}}</label><input id="signedBy" name="signedBy" value="{{signedBy}}"></p><p class="full"><label for="reason">{{reasonLabel}}</label><textarea id="reason" name="reason">{{reason}}</textarea></p>
        <p class="full"><button>{{confirm}} <kbd>Ctrl+Enter</kbd></button> <a href="{{backPath}}">{{back}}</a></p></form>
        """
    }
}
