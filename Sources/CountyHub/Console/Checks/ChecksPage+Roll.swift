import DutyDesk
import DutyRecords
import Foundation
import Hummingbird
import Mustache
import ProgramShell
import SyncKit

// 点名: whom the county calls, and each unit's answer in one row, saved as it comes.
extension ChecksPage {
    /// - Parameter error: why a call was not started.
    func showStart(_ error: String?, _ visitor: Visitor, _ language: Language) async throws -> Response {
        let words = Words(language: language)
        let units = try await checks.units()
        let view: [String: Any] = [
            "title": words("开始点名", "Start a roll call"), "error": Sometimes.text(error),
            "token": visitor.session.formToken, "id": RecordID.drawn().description,
            "unitsLabel": words("点哪些单位", "Which units"), "isEmpty": units.isEmpty,
            "nothing": words("还没有单位。用 unit add 增加。", "There is no unit yet; add one with unit add."),
            "units": units.map { ["code": $0.code, "name": $0.name] }, "start": words("开始", "Start"),
        ]
        return try await desk.frame.page(
            words("点名", "Roll call"), start.render(view), visitor, language,
            status: error == nil ? .ok : .unprocessableContent)
    }

    func startRoll(_ posted: Posted, _ visitor: Visitor, _ language: Language) async throws -> Response {
        let words = Words(language: language)
        let called = try await checks.units().map(\.code).filter { posted["call-\($0)"] == "on" }
        guard !called.isEmpty else {
            return try await showStart(words("请选定要点名的单位。", "Choose the units to call."), visitor, language)
        }
        guard let base = RecordID(posted["id"]), base.version == 7 else { throw SyncError.unknown("record") }
        // Sent twice, it is the call that was started.
        if try await call(base) == nil {
            try await desk.enter(
                .spotCheck,
                [
                    ("at", .text(try await opened.now().description)), ("method", .text(RollCall.method)),
                    ("checker", .text(visitor.session.name)), ("called", .array(called.map { .text($0) })),
                ], id: Addressees.copy(of: base, for: opened.homeUnit).description, by: visitor)
        }
        return DeskResponse.seeOther("/checks/roll/\(base)")
    }

    /// nil where no call was started under that base.
    private func call(_ base: RecordID) async throws -> RollCall? {
        let own = Addressees.copy(of: base, for: opened.homeUnit)
        guard
            let detail = try? await opened.store.detail(
                collection: "spot-check", id: own, unit: opened.homeUnit, deliveredTo: nil)
        else { return nil }
        let start = RecordFacts(detail.view)
        let day = (start.time("at") ?? start.enteredAt).day
        let found = try await checks.checks(day...day + 2)
        return RollCall.all(found, countyUnit: opened.homeUnit) { Addressees.copy(of: $0, for: $1) }
            .first { $0.base == base }
    }

    private func requireCall(_ base: RecordID) async throws -> RollCall {
        guard let call = try await call(base) else {
            throw CommandFailure(
                .badUse, chinese: "没有这次点名。请从点名抽查页面打开。", english: "there is no such roll call; open it from the checks")
        }
        return call
    }

    /// - Parameter typed: of a row that was refused, with the sentence under the empty name.
    func showRoll(
        _ base: RecordID, _ typed: [String: String], _ visitor: Visitor, _ language: Language
    ) async throws -> Response {
        let words = Words(language: language)
        let call = try await requireCall(base)
        let now = try await opened.now()
        let county = try await memory.read(now.day...now.day + 1, in: opened)
        let present = Dictionary(PresentDuty.all(county.duties, at: now).map { ($0.unit.code, $0) }) { first, _ in first
        }
        let view: [String: Any] = [
            "title": words("点名 ", "Roll call ") + Words.minute(call.startedAt), "caller": call.caller ?? "",
            "summary": words(
                "应点 \(call.called.count) 个，已应答 \(call.answers.count - call.unanswered().count) 个，无人接听 \(call.unanswered().count) 个，未点 \(call.open.count) 个。",
                "\(call.called.count) called: \(call.answers.count - call.unanswered().count) answered, \(call.unanswered().count) did not, \(call.open.count) still to call."
            ),
            "silent": Sometimes.text(
                call.unanswered().isEmpty
                    ? nil
                    : words("无人接听：", "no answer: ")
                        + call.unanswered().map { county.duties.unit($0).name }.joined(separator: words("、", ", "))),
            "head": [
                words("单位", "Unit"), words("电话", "Telephone"), words("值班表上", "On the roster"), words("应答", "Answer"),
            ],
            "action": "/checks/roll/\(base)", "token": visitor.session.formToken, "back": words("点名抽查", "Checks"),
            "byLabel": words("接听人", "Answered by"), "secondsLabel": words("秒", "Seconds"), "save": words("记下", "Save"),
            "silentButton": words("无人接听", "No answer"), "forwardedLabel": words("转移", "Forwarded"),
            "rows": call.called.map { code -> [String: Any] in
                let roster = Self.roster(present[code])
                let phones = county.phones[code] ?? []
                let record = call.answers[code]
                let isRefused = typed["unit"] == code
                return [
                    "code": code, "name": county.duties.unit(code).name, "phones": phones.map(CoveragePage.telephone),
                    "roster": roster, "nobody": Sometimes.text(roster.isEmpty ? words("○ 无人", "○ nobody") : nil),
                    "dialled": phones.first ?? "", "isOpen": record == nil,
                    "by": isRefused ? typed["answeredBy"] ?? "" : roster.first ?? "",
                    "seconds": isRefused ? typed["secondsToAnswer"] ?? "" : "",
                    "wrong": Sometimes.text(isRefused ? typed[""] : nil),
                    "done": record.map { record in
                        [
                            [
                                "path": Self.path(record), "finding": CheckWords.finding(of: record, words),
                                "answer": CheckWords.answer(record, words),
                                "style": record.text("finding") == CheckFinding.normal.rawValue ? "good" : "bad",
                            ]
                        ]
                    } ?? [],
                ]
            },
        ]
        return try await desk.frame.page(
            words("点名", "Roll call"), roll.render(view), visitor, language,
            status: typed.isEmpty ? .ok : .unprocessableContent)
    }

    func answer(
        _ base: RecordID, _ posted: Posted, _ visitor: Visitor, _ language: Language
    ) async throws -> Response {
        let words = Words(language: language)
        let call = try await requireCall(base)
        let (unit, now) = (posted["unit"], try await opened.now())
        guard call.called.contains(unit) else { throw SyncError.unknown("unit") }
        let typed = TypedCheck(posted.fields, now: now, words)
        var error = typed.errors.values.sorted().first
        if posted["act"] != "silent", typed.answer.answeredBy == nil {
            error = words("请填接听人，或按“无人接听”。", "Say who answered, or press No answer.")
        }
        if let error {
            return try await showRoll(base, posted.fields.merging(["": error]) { $1 }, visitor, language)
        }
        // Two presses, or two officers at once: the first answer stands, and is mended on its own page.
        if call.answers[unit] == nil {
            let members = typed.members(
                unit: unit, method: RollCall.method, checker: visitor.session.name,
                roster: try await roster(unit, at: typed.at), try await figures(unit, now))
            try await desk.enter(
                .spotCheck, members, id: Addressees.copy(of: base, for: unit).description, unit: unit, by: visitor)
        }
        let next = call.called.first { $0 != unit && call.answers[$0] == nil }
        return DeskResponse.seeOther("/checks/roll/\(base)" + (next.map { "#u-\($0)" } ?? ""))
    }

    static var startHTML: String {
        """
        <h2>{{title}}</h2>{{#error}}<p class="notice badly" role="alert">{{.}}</p>{{/error}}{{#isEmpty}}<p>{{nothing}}</p>{{/isEmpty}}
        {{^isEmpty}}<form method="post" action="/checks/roll"><input type="hidden" name="token" value="{{token}}"><input type="hidden" name="id" value="{{id}}"><fieldset class="called"><legend>{{unitsLabel}}</legend>{{#units}}<label><input type="checkbox" name="call-{{code}}" checked>{{name}}</label>{{/units}}</fieldset><p><button>{{start}}</button></p></form>{{/isEmpty}}
        """
    }

    static var rollHTML: String {
        """
        <h2>{{title}} <span class="soft">{{caller}}</span></h2><p><a href="/checks">{{back}}</a></p><p role="status"><b>{{summary}}</b></p>{{#silent}}<p class="bad">{{.}}</p>{{/silent}}
        <div class="wide"><table class="roll"><thead><tr>{{#head}}<th scope="col">{{.}}</th>{{/head}}</tr></thead><tbody>
        {{#rows}}<tr id="u-{{code}}"><th scope="row">{{name}}</th><td class="n">{{#phones}}<a href="tel:{{dial}}">{{number}}</a> {{/phones}}</td><td>{{#roster}}{{.}} {{/roster}}{{#nobody}}<b class="bad">{{.}}</b>{{/nobody}}</td><td>{{#done}}<b class="{{style}}">{{finding}}</b> <a href="{{path}}">{{answer}}</a>{{/done}}{{#isOpen}}<form class="answer" method="post" action="{{action}}"><input type="hidden" name="token" value="{{token}}"><input type="hidden" name="unit" value="{{code}}"><input type="hidden" name="dialled" value="{{dialled}}"><label>{{byLabel}} <input name="answeredBy" value="{{by}}" autocomplete="off"></label><label>{{secondsLabel}} <input class="few" name="secondsToAnswer" value="{{seconds}}" inputmode="numeric" autocomplete="off"></label><label class="flag"><input type="checkbox" name="forwarded">{{forwardedLabel}}</label><button>{{save}}</button><button class="quiet" name="act" value="silent">{{silentButton}}</button>{{#wrong}}<p class="message" role="alert">{{.}}</p>{{/wrong}}</form>{{/isOpen}}</td></tr>
        {{/rows}}</tbody></table></div>
        """
    }
}
