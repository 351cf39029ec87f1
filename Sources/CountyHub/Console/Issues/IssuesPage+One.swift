import DutyDesk
import DutyRecords
import Foundation
import Hummingbird
import Mustache
import ProgramShell
import SyncKit

// One issue: its text, and the next thing to do with it.
extension IssuesPage {
    enum Act: String, CaseIterable, Sendable {
        case save
        case check
        case sign
        case send
    }

    func take(
        _ act: Act, _ kind: IssueKind, _ id: String, _ posted: Posted, _ visitor: Visitor, _ language: Language
    ) async throws -> Response {
        let detail = try await room.detail(kind, id)
        let record = RecordFacts(detail.view)
        do {
            switch act {
            case .save: try await save(kind, record, posted, visitor)
            case .check: try await room.check(kind, record, by: visitor)
            case .sign:
                guard let signer = RecordID(posted["signer"]),
                    let person = try await signers().first(where: { $0.id == signer })
                else {
                    throw CommandFailure(.badUse, chinese: "请选定签发人。", english: "choose who signs")
                }
                try await room.sign(kind, record, signer: person, password: posted["password"], by: visitor)
            case .send:
                let units = try await opened.units().filter { !posted["to-\($0.code)"].isEmpty }
                guard !units.isEmpty else {
                    throw CommandFailure(.badUse, chinese: "请选定发给哪个单位。", english: "choose the units that it is for")
                }
                try await room.send(kind, detail, to: units, by: visitor)
            }
        } catch let failure as CommandFailure {
            let sentence = Words(language: language)(failure.chinese, failure.english)
            return try await show(kind, id, act == .save ? posted.fields : nil, ["": sentence], visitor, language)
        }
        return DeskResponse.seeOther("/issues/\(kind.rawValue)/\(id)?saved=\(act.rawValue)")
    }

    /// Until it is signed; after it has been checked a change of the text wants another check.
    private func save(_ kind: IssueKind, _ record: RecordFacts, _ posted: Posted, _ visitor: Visitor) async throws {
        let state = IssueState(record)
        guard state == .drafted || state == .checked else {
            throw CommandFailure(
                .badUse, chinese: "已经签发，正文不能再改。需要更正的，请作废后另发一期。",
                english: "it is signed, and its text stands; to correct it, void it and issue another")
        }
        var form = EditForm()
        for name in Self.edited(kind) {
            guard let text = posted.fields[name]?.replacing("\r\n", with: "\n"), text != (record.text(name) ?? "")
            else {
                continue
            }
            if text.isEmpty { form.unset.append(name) } else { form.set.append("\(name)=\(text)") }
        }
        if kind == .bulletin {
            for (field, typed) in [("sentTo", try await named(posted)), ("copies", Self.lines(posted["copies"]))] {
                let present = record.texts(field)
                form.add += typed.filter { !present.contains($0) }.map { "\(field)=\($0)" }
                form.remove += present.filter { !typed.contains($0) }.map { "\(field)=\($0)" }
            }
            if state == .checked, form.set.contains(where: { $0.hasPrefix("body=") || $0.hasPrefix("title=") }) {
                form.unset.append("checker")
                form.set.append("editor=\(visitor.session.name)")
            }
        }
        guard !(form.set + form.unset + form.add + form.remove).isEmpty else { return }
        try await desk.change(room.target(kind, record.id), form, seen: posted["seen"], by: visitor)
    }

    private static func edited(_ kind: IssueKind) -> [String] {
        switch kind {
        case .bulletin: ["title", "urgency", "body", "leaderNote"]
        case .circular: ["kind", "unit", "body"]
        }
    }

    private static func lines(_ text: String) -> [String] {
        text.split { "、,，;；\n\r".contains($0) }.map { $0.trimmingCharacters(in: .whitespaces) }.filter { !$0.isEmpty }
    }

    private func named(_ posted: Posted) async throws -> [String] {
        try await opened.units().filter { !posted["to-\($0.code)"].isEmpty }.map(\.name)
    }

    /// Who has an account and may sign.
    private func signers() async throws -> [Person] {
        let accounts = Accounts(opened)
        let open = Set(try await accounts.all().filter { !$0.isDisabled }.map(\.person))
        return try await accounts.persons().filter { open.contains($0.id.description) }
    }

    /// - Parameter typed: what was typed and refused; nil shows the record.
    func show(
        _ kind: IssueKind, _ id: String, _ typed: [String: String]?, _ errors: [String: String], saved: String? = nil,
        _ visitor: Visitor, _ language: Language
    ) async throws -> Response {
        let words = Words(language: language)
        let detail = try await room.detail(kind, id)
        let record = RecordFacts(detail.view)
        let state = IssueState(record)
        let units = try await opened.units()
        var fields = typed ?? [:]
        if typed == nil {
            for name in Self.edited(kind) { fields[name] = record.text(name) ?? "" }
            fields["copies"] = record.texts("copies").joined(separator: words("、", ", "))
        }
        var questions = Questions(fields, errors)
        ask(kind, units, words, &questions)
        let isOpen = state == .drafted || state == .checked
        let number = record.text(kind.numberField)
        let sentTo =
            typed == nil
            ? Set(record.texts("sentTo")) : Set(units.filter { typed?["to-\($0.code)"] != nil }.map(\.name))
        let copies = try await copies(kind, of: record, units)
        let sent = Set(copies.map(\.name))
        let left = units.filter { $0.code != opened.homeUnit && !sent.contains($0.name) }
        let view: [String: Any] = [
            "title": words.name(kind.collection) + (number.map { " \($0)" } ?? ""), "token": visitor.session.formToken,
            "base": "/issues/\(kind.rawValue)/\(detail.view.id)", "seen": detail.seen.description,
            "state": Self.state(state, words),
            "saved": saved.map { [Self.done($0, words)] } ?? [], "whole": errors[""].map { [$0] } ?? [],
            "isOpen": isOpen, "inputs": questions.view, "isBulletin": kind == .bulletin,
            "toLabel": words("发送单位", "To"), "save": words("保存", "Save"),
            "units": left.map { unit in
                let isChosen =
                    kind == .bulletin ? sentTo.contains(unit.name) : record.text("unit") == unit.code
                return ["code": unit.code, "name": unit.name, "checked": isChosen ? "checked" : ""]
            },
            "paragraphs": isOpen ? [] : (record.text("body") ?? "").split(separator: "\n").map { String($0) },
            "head": record.text("title") ?? "",
            "people": people(record, words), "print": "/print/record/\(kind.collection.name)/\(detail.view.id)",
            "printText": words("打印", "Print"), "history": "/record/\(kind.collection.name)/\(detail.view.id)",
            "historyText": words("历史、作废", "History, void"), "back": words("全部专报与通报", "All issues"),
            "check": state == .drafted ? [words("核稿", "Check it")] : [],
            "checkHelp": words("由编辑以外的另一人核稿。", "By another person than the editor."),
            "isToSign": state == .checked, "signTitle": words("签发", "Sign"), "signerLabel": words("签发人", "Signer"),
            "passwordLabel": words("本人口令", "Own password"), "sign": words("签发并编号", "Sign and number it"),
            "signers": try await signers().map { ["id": $0.id.description, "name": $0.name] },
            "nextNumber": words("签发时给出本年的下一个编号。", "The year's next number is given with the signature."),
            "isToSend": state == .signed && !left.isEmpty, "sendTitle": words("发送", "Send"),
            "send": words("发给所选单位", "Send to these units"),
            "hasCopies": !copies.isEmpty,
            "copies": copies.map { copy in
                [
                    "unit": copy.name, "style": copy.receipt == nil ? "warn" : "good",
                    "receipt": copy.receipt ?? words("○ 尚未签收", "○ no receipt yet"),
                ]
            },
            "sentPath": "/sent/\(kind.collection.name)/\(detail.view.id)",
            "sentText": words("逐个单位的到达情况", "Whether each has come"),
            "copyHead": [words("单位", "Unit"), words("签收", "Receipt")],
        ]
        return try await desk.frame.page(
            words.name(kind.collection), one.render(view), visitor, language,
            status: errors.isEmpty ? .ok : .unprocessableContent)
    }

    private static func done(_ act: String, _ words: Words) -> String {
        switch act {
        case Act.check.rawValue: words("已核稿，待签发。", "Checked; it waits for a signature.")
        case Act.sign.rawValue: words("已签发并编号。", "Signed and numbered.")
        case Act.send.rawValue:
            words("已写入各单位的待发内容；是否到达见下。", "Entered for the units; whether it has come is shown below.")
        default: words("已保存。", "Saved.")
        }
    }

    private func people(_ record: RecordFacts, _ words: Words) -> [[String: String]] {
        [
            (words("编辑", "Editor"), record.text("editor")), (words("核稿", "Checker"), record.text("checker")),
            (words("签发", "Signed by"), record.text("signature")),
            (words("签发时间", "Signed"), record.time("signedAt").map { Words.minute($0) }),
        ].compactMap { name, value in value.map { ["name": name, "value": $0] } }
    }

    private func ask(_ kind: IssueKind, _ units: [DutyRecords.Unit], _ words: Words, _ questions: inout Questions) {
        func choices(_ field: String) -> [(String, String)] {
            guard case .choice(let all)? = kind.collection.field(field)?.kind else { return [] }
            return all.map { ($0, Wording.choice($0, in: words.language)) }
        }
        switch kind {
        case .bulletin:
            questions.lines("title", words("标题", "Title"), rows: 2)
            questions.choose("urgency", words("紧急程度", "Urgency"), choices("urgency"))
            questions.lines("body", words("正文", "Body"), rows: 14)
            questions.ask("copies", words("抄送", "Copies"), words("用顿号分开", "parted by commas"))
            questions.ask("leaderNote", words("领导批示", "Leader's instruction"))
        case .circular:
            questions.choose("kind", words("类型", "Kind"), choices("kind"))
            questions.choose(
                "unit", words("被通报单位", "Unit"),
                [("", "–")] + units.filter { $0.code != opened.homeUnit }.map { ($0.code, $0.name) })
            questions.lines("body", words("正文", "Body"), rows: 14)
        }
    }

    /// Those in units' ledgers, which came to be with the sending: read by the time of the signature.
    private func copies(
        _ kind: IssueKind, of record: RecordFacts, _ units: [DutyRecords.Unit]
    ) async throws -> [(name: String, receipt: String?)] {
        guard let signedAt = record.time("signedAt") else { return [] }
        let filter = RecordFilter(collection: kind.collection.name, from: signedAt.milliseconds)
        let found = Dictionary(
            try await opened.store.records(filter, deliveredTo: nil) { RecordFacts($0) }.map { ($0.id, $0) }
        ) { first, _ in first }
        return units.filter { $0.code != opened.homeUnit }.compactMap { unit in
            found[record.id.derived(by: unit.code)].map { copy in
                (unit.name, copy.time("receiptAt").map { "◉ \(Words.minute($0)) \(copy.text("receiptBy") ?? "")" })
            }
        }
    }

    static let oneHTML = """
        <h2>{{title}} <span class="soft">{{state}}</span></h2>{{#saved}}<p class="done" role="status">{{.}}</p>{{/saved}}{{#whole}}<p class="notice badly" role="alert">{{.}}</p>{{/whole}}
        <p>{{#people}}{{name}} <b>{{value}}</b>　{{/people}}</p>
        {{#isOpen}}<form class="entry" method="post" action="{{base}}/save"><input type="hidden" name="token" value="{{token}}"><input type="hidden" name="seen" value="{{seen}}">
        \(Questions.html)
        {{#isBulletin}}<fieldset class="full units"><legend>{{toLabel}}</legend>{{#units}}<label><input type="checkbox" name="to-{{code}}" value="on" {{checked}}>{{name}}</label>{{/units}}</fieldset>{{/isBulletin}}
        <p class="full"><button>{{save}} <kbd>Ctrl+Enter</kbd></button></p></form>{{/isOpen}}
        {{^isOpen}}<article class="card"><h3>{{head}}</h3>{{#paragraphs}}<p>{{.}}</p>{{/paragraphs}}</article>{{/isOpen}}
        {{#check}}<form method="post" action="{{base}}/check"><input type="hidden" name="token" value="{{token}}"><p><button class="quiet">{{.}}</button> <span class="soft">{{checkHelp}}</span></p></form>{{/check}}
        {{#isToSign}}<form class="entry card" method="post" action="{{base}}/sign"><h2 class="full">{{signTitle}}</h2><input type="hidden" name="token" value="{{token}}"><p><label for="signer">{{signerLabel}}</label><select id="signer" name="signer">{{#signers}}<option value="{{id}}">{{name}}</option>{{/signers}}</select></p><p><label for="password">{{passwordLabel}}</label><input id="password" name="password" type="password" autocomplete="off"></p><p class="full"><button>{{sign}}</button> <span class="soft">{{nextNumber}}</span></p></form>{{/isToSign}}
        {{#isToSend}}<form class="card" method="post" action="{{base}}/send"><h2>{{sendTitle}}</h2><input type="hidden" name="token" value="{{token}}"><fieldset class="units"><legend>{{toLabel}}</legend>{{#units}}<label><input type="checkbox" name="to-{{code}}" value="on" {{checked}}>{{name}}</label>{{/units}}</fieldset><p><button>{{send}}</button></p></form>{{/isToSend}}
        {{#hasCopies}}<div id="copies" data-live><div class="wide"><table><thead><tr>{{#copyHead}}<th scope="col">{{.}}</th>{{/copyHead}}</tr></thead><tbody>{{#copies}}<tr><th scope="row">{{unit}}</th><td class="{{style}}">{{receipt}}</td></tr>{{/copies}}</tbody></table></div></div><p><a href="{{sentPath}}">{{sentText}}</a></p>{{/hasCopies}}
        <p><a href="{{print}}">{{printText}}</a> · <a href="{{history}}">{{historyText}}</a> · <a href="/issues">{{back}}</a></p>
        """
}
