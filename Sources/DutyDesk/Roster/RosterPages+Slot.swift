import DutyRecords
import Foundation
import Hummingbird
import Mustache
import ProgramShell
import SyncKit

// One slot: who, since when, agreed by whom; every act on it by a form; what became of it.
extension RosterPages {
    func showSlot(
        _ place: SlotPlace, _ visitor: Visitor, _ language: Language, typed: [String: String] = [:],
        error: String? = nil
    ) async throws -> Response {
        let detail = try await RecordLookup.detail(
            place.kind.collection, place.id.description, of: desk.room.homeUnit, in: desk.room)
        let record = RecordFacts(detail.view)
        let start = record.time("start")
        let scene = try await scene(language, month: start.map { Month(of: $0.day).description })
        let words = scene.words
        let shift = scene.acts.shift(place.id)
        let person = record.reference(place.kind.personField)
        let needsApproval = shift.map { scene.acts.needsApproval($0) } ?? false
        var view: [String: Any] = [
            "title": place.kind == .duty ? words("值班班次", "Duty shift") : words("带班班次", "Leader's shift"),
            "void": record.isVoided ? "void" : "", "month": scene.month.description,
            "back": words("回到值班表", "Back to the roster"), "error": Sometimes.text(error),
            "when": start.map { start in
                "\(scene.date(start.day)) "
                    + (record.time("end").map { start < $0 ? scene.clock(start..<$0) : "" } ?? "")
            } ?? "–", "dayPath": start.map { "#d\($0.day)" } ?? "",
            "name": person.map { scene.name($0) } ?? "–",
            "facts": facts(record, scene), "delivered": Delivered.word(detail.view, desk.room.catalog, words),
            "deliveredClass": Delivered.style(detail.view),
            "conflict": detail.view.conflicts.isEmpty
                ? [] : [words("同一项有几个不同的值，请先选定", "Several values of one field: settle them first")],
            "record": "/record/\(place.kind.collection)/\(place.id)", "recordText": words("全部项目", "All fields"),
            "marks": RosterMarks(scene, scene.month.days).onShift[place.id]?.map(\.view) ?? [],
            "token": visitor.session.formToken, "collection": place.kind.collection, "one": place.id.description,
            "was": person?.description ?? "", "isStanding": shift != nil, "isVoided": record.isVoided,
            "restore": words("恢复这一班", "Put it back"), "people": scene.people,
            "historyTitle": words("这一班的变动", "What became of it"),
            "history": detail.history.reversed().map { entry($0, place.kind, scene) },
        ]
        if let shift { view.merge(forms(shift, place.kind, needsApproval, scene, typed)) { $1 } }
        return try await desk.frame.page(
            words("班次", "Shift"), slot.render(view), visitor, language,
            status: error == nil ? .ok : .unprocessableContent)
    }

    private func facts(_ record: RecordFacts, _ scene: RosterScene) -> [[String: String]] {
        let words = scene.words
        let other = record.reference("swappedWith").flatMap { scene.acts.shift($0) }
        let rows: [(String, String?)] = [
            (words("岗位", "Post"), record.text("post")), (words("带班身份", "Role"), record.text("role")),
            (words("带班层级", "Tier"), record.text("tier")),
            (words("代班，原为", "Stands in for"), record.reference("substituteFor").map { scene.name($0) }),
            (
                words("串班，对换", "Swapped with"),
                record.reference("swappedWith").map { _ in
                    other.map { "\(scene.date($0.span.lowerBound.day)) \(scene.name($0.person))" } ?? "–"
                }
            ), (words("批准人", "Approved by"), record.text("approvedBy")), (words("原因", "Reason"), record.text("reason")),
            (words("备注", "Remark"), record.text("remark")),
            (words("删除原因", "Removed because"), record.text("voidReason")),
        ]
        return rows.compactMap { label, value in value.map { ["label": label, "value": $0] } }
    }

    private func forms(
        _ shift: Shift, _ kind: RosterKind, _ needsApproval: Bool, _ scene: RosterScene, _ typed: [String: String]
    ) -> [String: Any] {
        let words = scene.words
        let reach = shift.span.lowerBound - .days(45)..<shift.span.lowerBound + .days(45)
        let others = (kind == .duty ? scene.duties.dutyShifts : scene.duties.leaderShifts).filter {
            $0.unit == scene.unit && $0.id != shift.id && $0.person != shift.person && $0.swappedWith == nil
                && reach.contains($0.span.lowerBound)
        }.sorted { ($0.span.lowerBound, $0.id) < ($1.span.lowerBound, $1.id) }
        let approvers = scene.acts.approvers(at: shift.span.lowerBound, besides: [shift.person]).map(\.name)
        let isSwapped = shift.swappedWith != nil
        return [
            "isFree": !isSwapped, "isSwapped": isSwapped, "needsApproval": needsApproval,
            "approvalHint": needsApproval
                ? words("已报送或已开始：须填写批准人（第十六条）。", "Handed in or begun: an approver is needed (Art. 16).")
                : words(
                    "填写批准人即登记为代班、串班；不填即为调整计划。",
                    "With an approver it is a stand-in or swap; without, the plan is changed."),
            "approvers": approvers, "required": needsApproval ? "required" : "",
            "putTitle": needsApproval ? words("代班", "Stand-in") : words("换人", "Another person"),
            "personLabel": words("由谁来值", "Who takes it"), "person": typed["person"] ?? "",
            "putButton": needsApproval ? words("登记代班", "Enter the stand-in") : words("换人", "Change"),
            "swapTitle": words("与另一班对换", "Exchange with another shift"),
            "otherLabel": words("对换的班次", "The other shift"),
            "others": others.map {
                [
                    "value": "\($0.id) \($0.person)",
                    "text":
                        "\(scene.date($0.span.lowerBound.day)) \($0.span.lowerBound.clockTime) \(scene.name($0.person))",
                    "selected": typed["other"] == "\($0.id) \($0.person)" ? "selected" : "",
                ]
            },
            "swapButton": words("对换", "Exchange"), "moveTitle": words("改到另一天", "Move to another day"),
            "dayLabel": words("日期", "Day"), "day": typed["day"] ?? shift.span.lowerBound.day.description,
            "start": "\(shift.span.lowerBound.milliseconds)", "moveButton": words("改期", "Move"),
            "removeTitle": words("删除", "Remove"), "reasonLabel": words("原因", "Reason"), "reason": typed["reason"] ?? "",
            "removeButton": words("删除这一班", "Remove it"), "cancelTitle": words("取消串班", "Take the swap back"),
            "cancelButton": words("换回来", "Exchange back"), "approvedByLabel": words("批准人", "Approved by"),
            "approvedBy": typed["approvedBy"] ?? "",
        ]
    }

    private func entry(_ entry: HistoryEntry, _ kind: RosterKind, _ scene: RosterScene) -> [String: Any] {
        let words = scene.words
        let collection = kind == .duty ? Collection.dutyShift : .leaderShift
        let changes = entry.writes.compactMap { write -> [String: String]? in
            guard case .set(let value) = write.operation else { return nil }
            let field = collection.field(write.field)
            return ["label": field.map(words.name) ?? write.field, "value": shown(value, field, scene)]
        }
        return [
            "at": PageTime.text(entry.authorship.at),
            "author": entry.authorship.author.isEmpty ? "–" : entry.authorship.author,
            "changes": changes,
        ]
    }

    private func shown(_ value: FieldValue, _ field: Field?, _ scene: RosterScene) -> String {
        guard case .text(let text) = value else {
            return value == .absent ? scene.words("（清空）", "(emptied)") : JSONValue(value).text
        }
        switch field?.kind {
        case .person?: return scene.name(text)
        case .reference?:
            let other = RecordID(text).flatMap { scene.acts.shift($0) }
            return other.map { "\(scene.date($0.span.lowerBound.day)) \(scene.name($0.person))" } ?? "–"
        case .time?: return Instant(text).map { Words.minute($0) } ?? text
        default: return text
        }
    }

    private static func form(_ act: String, _ fields: String, _ button: String) -> String {
        """
        <form class="entry" method="post" action="/roster/act"><input type="hidden" name="token" value="{{token}}"><input type="hidden" name="act" value="\(act)"><input type="hidden" name="page" value="slot"><input type="hidden" name="collection" value="{{collection}}"><input type="hidden" name="month" value="{{month}}"><input type="hidden" name="one" value="{{one}}"><input type="hidden" name="was" value="{{was}}">\(fields)<p class="full"><button>\(button)</button></p></form>
        """
    }

    private static func agreed(_ act: String) -> String {
        """
        <p><label for="\(act)-by">{{approvedByLabel}}</label><input id="\(act)-by" name="approvedBy" value="{{approvedBy}}" list="approvers" {{required}}></p><p><label for="\(act)-why">{{reasonLabel}}</label><input id="\(act)-why" name="reason" value="{{reason}}"></p>
        """
    }

    static var slotHTML: String {
        """
        <p><a href="/roster?month={{month}}{{dayPath}}">← {{back}}</a></p>{{#error}}<p class="notice badly" role="alert">{{.}}</p>{{/error}}
        <h2 class="{{void}}">{{title}} <span class="n">{{when}}</span> {{name}} <span class="{{deliveredClass}}">{{delivered}}</span></h2>
        {{#conflict}}<p class="notice badly"><a href="{{record}}">{{.}}</a></p>{{/conflict}}{{#marks}}<p class="notice badly">⚠ {{text}}（{{article}}）</p>{{/marks}}
        <table><tbody>{{#facts}}<tr><th scope="row">{{label}}</th><td>{{value}}</td></tr>{{/facts}}</tbody></table><p><a href="{{record}}">{{recordText}}</a></p>
        <datalist id="people">{{#people}}<option value="{{value}}">{{label}}</option>{{/people}}</datalist><datalist id="approvers">{{#approvers}}<option value="{{.}}">{{/approvers}}</datalist>
        {{#isStanding}}<p class="soft">{{approvalHint}}</p><div class="cards">
        {{#isFree}}<section class="card"><h2>{{putTitle}}</h2>\(form("put", "<p><label for=\"put-person\">{{personLabel}}</label><input id=\"put-person\" name=\"person\" value=\"{{person}}\" list=\"people\" required autocomplete=\"off\"></p>" + agreed("put"), "{{putButton}}"))</section>
        <section class="card"><h2>{{swapTitle}}</h2>\(form("exchange", "<p><label for=\"other\">{{otherLabel}}</label><select id=\"other\" name=\"other\" required><option value=\"\"></option>{{#others}}<option value=\"{{value}}\" {{selected}}>{{text}}</option>{{/others}}</select></p>" + agreed("swap"), "{{swapButton}}"))</section>{{/isFree}}
        {{#isSwapped}}<section class="card"><h2>{{cancelTitle}}</h2>\(form("cancel", agreed("cancel"), "{{cancelButton}}"))</section>{{/isSwapped}}
        <section class="card"><h2>{{moveTitle}}</h2>\(form("move", "<input type=\"hidden\" name=\"start\" value=\"{{start}}\"><p><label for=\"day\">{{dayLabel}}</label><input id=\"day\" name=\"day\" type=\"date\" value=\"{{day}}\" required></p>" + agreed("move"), "{{moveButton}}"))</section>
        {{#isFree}}<section class="card"><h2>{{removeTitle}}</h2>\(form("remove", "<p><label for=\"remove-why\">{{reasonLabel}}</label><input id=\"remove-why\" name=\"reason\"></p>", "{{removeButton}}"))</section>{{/isFree}}</div>{{/isStanding}}
        {{#isVoided}}\(form("restore", "", "{{restore}}")){{/isVoided}}
        <h2>{{historyTitle}}</h2><ul class="plain">{{#history}}<li><span class="n">{{at}}</span> <b>{{author}}</b>{{#changes}}<br>{{label}}：{{value}}{{/changes}}</li>{{/history}}</ul>
        """
    }
}
