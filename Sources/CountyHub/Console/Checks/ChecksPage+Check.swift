import DutyDesk
import DutyRecords
import Foundation
import Hummingbird
import Mustache
import ProgramShell
import SyncKit

// One spot check: entered with what the rules propose, and followed from its finding to the re-check.
extension ChecksPage {
    /// - Parameters:
    ///   - typed: what stands in the fields; the unit by its code.
    ///   - errors: by field.
    func showForm(
        _ typed: [String: String], _ errors: [String: String], _ visitor: Visitor, _ language: Language
    ) async throws -> Response {
        let words = Words(language: language)
        let now = try await opened.now()
        let units = try await checks.units()
        let unit = units.first { $0.code == typed["unit"] }
        var view: [String: Any] = [
            "title": words("抽查", "Spot check"), "unitLabel": words("被查单位", "Unit"), "choose": words("选定", "Choose"),
            "units": units.map {
                ["code": $0.code, "name": $0.name, "selected": $0.code == unit?.code ? "selected" : ""]
            },
            "isChosen": unit != nil, "token": visitor.session.formToken,
        ]
        if let unit {
            let county = try await memory.read(now.day...now.day + 1, in: opened)
            let roster = Self.roster(PresentDuty.all(county.duties, at: now).first { $0.unit.code == unit.code })
            let phones = county.phones[unit.code] ?? []
            let own: [String: Any] = [
                "unit": unit.code, "id": typed["id"] ?? RecordID.drawn().description,
                "roster": words("此刻值班表上：", "On the roster at this minute: ")
                    + (roster.isEmpty ? words("无人", "nobody") : roster.joined(separator: words("、", ", "))),
                "names": roster,
                "fields": [
                    field("at", words("抽查时间", "Time"), typed["at"] ?? Words.minute(now), errors),
                    field("dialled", words("拨打号码", "Number dialled"), typed["dialled"] ?? phones.first ?? "", errors),
                    field("rings", words("响铃次数", "Rings"), typed["rings"] ?? "", errors),
                    field(
                        "secondsToAnswer", words("应答用时（秒）", "Seconds to the answer"), typed["secondsToAnswer"] ?? "",
                        errors),
                    field(
                        "answeredBy", words("接听人（无人接听则留空）", "Answered by (blank: nobody)"), typed["answeredBy"] ?? "",
                        errors, list: "roster"),
                ],
                "methodLabel": words("方式", "How"),
                "methods": ["电话", "现场", "视频"].map {
                    [
                        "value": $0, "text": CheckWords.method($0, words),
                        "selected": $0 == typed["method"] ? "selected" : "",
                    ]
                },
                "forwardedLabel": words("来电被转移", "Forwarded"), "forwarded": typed["forwarded"] == "on" ? "checked" : "",
                "findingLabel": words("结果", "Finding"), "byRule": words("按规则判定", "As the rules propose"),
                "findings": Self.findings(typed["finding"], words), "detailLabel": words("情况", "Detail"),
                "detail": typed["detail"] ?? "", "save": words("保存", "Save"),
            ]
            view.merge(own) { $1 }
        }
        return try await desk.frame.page(
            words("抽查", "Spot check"), form.render(view), visitor, language,
            status: errors.isEmpty ? .ok : .unprocessableContent)
    }

    private func field(
        _ name: String, _ label: String, _ value: String, _ errors: [String: String], list: String = ""
    ) -> [String: Any] {
        [
            "name": name, "label": label, "value": value, "list": list, "wrong": Sometimes.text(errors[name]),
            "class": errors[name] == nil ? "" : "wrong",
        ]
    }

    private static func findings(_ chosen: String?, _ words: Words) -> [[String: String]] {
        CheckFinding.allCases.map {
            [
                "value": $0.rawValue, "text": CheckWords.finding($0, words),
                "selected": $0.rawValue == chosen ? "selected" : "",
            ]
        }
    }

    func enter(_ posted: Posted, _ visitor: Visitor, _ language: Language) async throws -> Response {
        let words = Words(language: language)
        let (unit, now) = (posted["unit"], try await opened.now())
        try await opened.check(unit: unit)
        let typed = TypedCheck(posted.fields, now: now, words)
        guard typed.errors.isEmpty else { return try await showForm(posted.fields, typed.errors, visitor, language) }
        let members = typed.members(
            unit: unit, method: ["现场", "视频"].contains(posted["method"]) ? posted["method"] : "电话",
            checker: visitor.session.name, roster: try await roster(unit, at: typed.at),
            try await figures(unit, typed.at))
        do {
            let id = try await desk.enter(.spotCheck, members, id: posted["id"], unit: unit, by: visitor)
            return DeskResponse.seeOther("/checks/of/\(unit)/\(id)")
        } catch let failure as CommandFailure {
            return try await showForm(
                posted.fields, ["at": words(failure.chinese, failure.english)], visitor, language)
        }
    }

    // MARK: What came of it

    /// - Parameter typed: of a form that was refused, with the sentence under the empty name.
    func showChain(
        _ unit: String, _ id: RecordID, _ typed: [String: String], _ visitor: Visitor, _ language: Language
    ) async throws -> Response {
        let words = Words(language: language)
        let now = try await opened.now()
        let detail = try await opened.store.detail(collection: "spot-check", id: id, unit: unit, deliveredTo: nil)
        let check = RecordFacts(detail.view)
        guard let found = try await checks.chains(of: [check]).first(where: { $0.check?.id == id }) else {
            throw SyncError.unknownRecord(id)
        }
        let name = try await opened.unitNames()[unit] ?? unit
        let stage = CheckWords.stage(found.stage(at: now), now: now, words)
        let at = check.time("at") ?? check.enteredAt
        let ground = CheckWords.ground(check, unit: name, roster: try await roster(unit, at: at))
        let recheck = found.rectification.flatMap { $0.has("recheckedAt") ? nil : $0 }
        let view: [String: Any] = [
            "title": "\(name) \(Words.minute(at)) \(CheckWords.method(check.text("method"), words))",
            "finding": CheckWords.finding(of: check, words), "stage": stage.text, "style": stage.style,
            "answer": CheckWords.answer(check, words), "detail": Sometimes.text(check.text("detail")),
            "checker": words("抽查人 ", "checked by ") + (check.text("checker") ?? "–"),
            "action": Self.path(check), "token": visitor.session.formToken, "back": words("点名抽查", "Checks"),
            "seen": detail.seen.description, "decideTitle": words("改判结果", "Change the finding"),
            "findingLabel": words("结果", "Finding"), "findings": Self.findings(check.text("finding"), words),
            "detailLabel": words("情况", "Detail"), "detailText": check.text("detail") ?? "", "save": words("保存", "Save"),
            "acts": found.stage(at: now) == .inOrder ? [] : [acts(found, unit, ground, now, words)],
            "papers": papers(found, now, words),
            "error": Sometimes.text(typed[""]),
            "recheck": recheck.map { record in
                [
                    [
                        "id": record.id.description, "title": words("复查", "Re-check"),
                        "atLabel": words("复查时间", "Re-checked"), "at": typed["recheckedAt"] ?? Words.minute(now),
                        "resultLabel": words("复查结果", "Result of the re-check"), "result": typed["recheckResult"] ?? "",
                    ]
                ]
            } ?? [],
        ]
        return try await desk.frame.page(
            words("抽查", "Spot check"), chain.render(view), visitor, language,
            status: typed.isEmpty ? .ok : .unprocessableContent)
    }

    /// One press to a draft: of a 通报 among the county's issues, of a 整改 with a week's time.
    private func acts(
        _ chain: CheckChain, _ unit: String, _ ground: String, _ now: Instant, _ words: Words
    ) -> [String: Any] {
        let check = chain.check?.id.description ?? ""
        let circular: [[String: Any]] = [
            [
                "id": RecordID.drawn().description, "unit": unit, "check": check, "body": ground,
                "why": chain.finding?.circularKind ?? "", "text": words("起草通报", "Draft a circular"),
            ]
        ]
        let own = chain.issued.last { $0.unit == unit } ?? chain.issued.last
        let query = Query.text([
            ("unit", unit), ("spotCheck", check), ("circular", own?.id.description ?? ""), ("ground", ground),
            ("demand", "立即整改，并按期书面报告整改情况。"), ("demandedAt", Words.minute(now)),
            ("dueAt", Words.minute(now + .days(7))),
        ])
        let isOver = chain.rectification?.has("recheckedAt") ?? true
        return [
            "circular": chain.circulars.isEmpty ? circular : [],
            "demand": isOver
                ? [["path": "/send/rectification?\(query)", "text": words("提出整改", "Demand a rectification")]] : [],
        ]
    }

    private func papers(_ chain: CheckChain, _ now: Instant, _ words: Words) -> [[String: Any]] {
        func moment(_ record: RecordFacts, _ field: String, _ chinese: String, _ english: String) -> String? {
            record.time(field).map { words(chinese, english) + " " + Words.minute($0) }
        }
        func paper(_ collection: String, _ name: String, _ record: RecordFacts, _ said: [String?]) -> [String: Any] {
            [
                "path": "/record/\(collection)/\(record.id)?unit=\(record.unit)", "name": name,
                "said": said.compactMap(\.self),
            ]
        }
        // The unit's own copy tells more than the county's, once it is there.
        let copies = chain.circulars.filter { $0.unit == chain.unit }
        let circulars =
            copies.isEmpty
            ? chain.circulars.map { record -> [String: Any] in
                let state = moment(record, "signedAt", "签发", "signed") ?? words("拟稿", "draft")
                return [
                    "path": "/issues/circular/\(record.id)", "name": words("通报", "Circular"),
                    "said": [record.text("kind").map { Wording.choice($0, in: words.language) } ?? "", state],
                ]
            }
            : copies.map { record in
                paper(
                    "circular", words("通报", "Circular"), record,
                    [
                        record.text("kind").map { Wording.choice($0, in: words.language) },
                        moment(record, "signedAt", "签发", "signed"),
                        moment(record, "receiptAt", "签收", "receipt") ?? words("尚未签收", "no receipt yet"),
                    ])
            }
        let rectifications = chain.rectifications.map { record in
            paper(
                "rectification", words("整改", "Rectification"), record,
                [
                    moment(record, "dueAt", "限", "due"), moment(record, "doneAt", "完成", "done"),
                    record.text("result") ?? record.text("measures"),
                    moment(record, "recheckedAt", "复查", "re-checked"), record.text("recheckResult"),
                ])
        }
        return circulars + rectifications
    }

    /// A person's own finding, or the result of a re-check.
    func decide(
        _ unit: String, _ id: RecordID, _ posted: Posted, _ visitor: Visitor, _ language: Language
    ) async throws -> Response {
        let words = Words(language: language)
        do {
            if let record = RecordID(posted["rectification"]) {
                let result = posted["recheckResult"].trimmingCharacters(in: .whitespacesAndNewlines)
                guard !result.isEmpty else {
                    throw CommandFailure(
                        .badUse, chinese: "没有保存：请写明复查结果。", english: "not saved: say what the re-check found")
                }
                let at = try time(posted["recheckedAt"])
                try await desk.change(
                    EditTarget(collection: "rectification", id: record.description, unit: unit),
                    EditForm(set: ["recheckedAt=\(at)", "recheckResult=\(result)"]), by: visitor)
            } else {
                guard let finding = CheckFinding(rawValue: posted["finding"]) else {
                    throw SyncError.unknown("finding")
                }
                let text = posted["detail"].replacing("\r\n", with: "\n").trimmingCharacters(
                    in: .whitespacesAndNewlines)
                try await desk.change(
                    EditTarget(collection: "spot-check", id: id.description, unit: unit),
                    EditForm(
                        set: ["finding=\(finding.rawValue)"] + (text.isEmpty ? [] : ["detail=\(text)"]),
                        unset: text.isEmpty ? ["detail"] : []), seen: posted["seen"], by: visitor)
            }
        } catch let failure as CommandFailure {
            let typed = posted.fields.merging(["": words(failure.chinese, failure.english)]) { $1 }
            return try await showChain(unit, id, typed, visitor, language)
        }
        return DeskResponse.seeOther("/checks/of/\(unit)/\(id)")
    }

    private func time(_ typed: String) throws -> String {
        do throws(TypedMoment.Fault) {
            return try TypedMoment.time(typed, now: Instant(milliseconds: SystemClock.wall()), .past)
        } catch {
            let (chinese, english) = error.sentence(of: typed, .moment)
            throw CommandFailure(.badUse, chinese: chinese, english: english)
        }
    }

    static var formHTML: String {
        """
        <h2>{{title}}</h2><form class="answer" method="get" action="/checks/new"><label>{{unitLabel}} <select name="unit">{{#units}}<option value="{{code}}" {{selected}}>{{name}}</option>{{/units}}</select></label><button class="quiet">{{choose}}</button></form>
        {{#isChosen}}<p><b>{{roster}}</b></p><datalist id="roster">{{#names}}<option value="{{.}}">{{/names}}</datalist>
        <form class="entry" method="post" action="/checks/new"><input type="hidden" name="token" value="{{token}}"><input type="hidden" name="unit" value="{{unit}}"><input type="hidden" name="id" value="{{id}}">
        <p><label for="method">{{methodLabel}}</label><select id="method" name="method">{{#methods}}<option value="{{value}}" {{selected}}>{{text}}</option>{{/methods}}</select></p>
        {{#fields}}<p><label for="{{name}}">{{label}}</label><input id="{{name}}" name="{{name}}" class="{{class}}" value="{{value}}" list="{{list}}" autocomplete="off">{{#wrong}}<span class="message" role="alert">{{.}}</span>{{/wrong}}</p>{{/fields}}
        <p><label><input type="checkbox" name="forwarded" {{forwarded}}>{{forwardedLabel}}</label></p>
        <p><label for="finding">{{findingLabel}}</label><select id="finding" name="finding"><option value="">{{byRule}}</option>{{#findings}}<option value="{{value}}" {{selected}}>{{text}}</option>{{/findings}}</select></p>
        <p class="full"><label for="detail">{{detailLabel}}</label><textarea id="detail" name="detail">{{detail}}</textarea></p><p class="full"><button>{{save}}</button></p></form>{{/isChosen}}
        """
    }

    static var chainHTML: String {
        """
        <h2>{{title}}</h2><p><a href="/checks">{{back}}</a></p>{{#error}}<p class="notice badly" role="alert">{{.}}</p>{{/error}}
        <p><b>{{finding}}</b> <b class="{{style}}">{{stage}}</b></p><p>{{answer}} <span class="soft">{{checker}}</span></p>{{#detail}}<p>{{.}}</p>{{/detail}}
        {{#acts}}<div class="acts">{{#circular}}<form method="post" action="/issues/new"><input type="hidden" name="token" value="{{token}}"><input type="hidden" name="id" value="{{id}}"><input type="hidden" name="kind" value="circular"><input type="hidden" name="why" value="{{why}}"><input type="hidden" name="unit" value="{{unit}}"><input type="hidden" name="spotCheck" value="{{check}}"><input type="hidden" name="body" value="{{body}}"><button>{{text}}</button></form>{{/circular}}{{#demand}}<a class="button" href="{{path}}">{{text}}</a>{{/demand}}</div>{{/acts}}
        <ul class="plain">{{#papers}}<li><a href="{{path}}">{{name}}</a> {{#said}}<span>{{.}}</span> {{/said}}</li>{{/papers}}</ul>
        {{#recheck}}<section class="card"><h2>{{title}}</h2><form class="entry" method="post" action="{{action}}"><input type="hidden" name="token" value="{{token}}"><input type="hidden" name="rectification" value="{{id}}"><p><label for="recheckedAt">{{atLabel}}</label><input id="recheckedAt" name="recheckedAt" value="{{at}}"></p><p class="full"><label for="recheckResult">{{resultLabel}}</label><textarea id="recheckResult" name="recheckResult">{{result}}</textarea></p><p class="full"><button>{{save}}</button></p></form></section>{{/recheck}}
        <details><summary>{{decideTitle}}</summary><form class="entry" method="post" action="{{action}}"><input type="hidden" name="token" value="{{token}}"><input type="hidden" name="seen" value="{{seen}}"><p><label for="finding">{{findingLabel}}</label><select id="finding" name="finding">{{#findings}}<option value="{{value}}" {{selected}}>{{text}}</option>{{/findings}}</select></p><p class="full"><label for="detail">{{detailLabel}}</label><textarea id="detail" name="detail">{{detailText}}</textarea></p><p class="full"><button class="quiet">{{save}}</button></p></form></details>
        """
    }
}
