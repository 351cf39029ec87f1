import DutyRecords
import Foundation
import Hummingbird
import Mustache
import ProgramShell
import SyncKit

// The form itself.
extension EntryPages {
    /// - Parameters:
    ///   - errors: by field; those of the whole form under the empty name.
    ///   - focus: the field in which one was.
    ///   - made: what stands in its way.
    func show(
        _ collection: Collection, _ values: [String: String], _ errors: [String: String], _ visitor: Visitor,
        _ language: Language, focus: String? = nil, made: AlreadyMade? = nil
    ) async throws -> Response {
        let words = Words(language: language)
        let fields = FormPlan.ordered(
            FormPlan.fields(of: collection, by: desk.writer(in: desk.room.homeUnit)), of: collection)
        let shown = Set(fields.map(\.name))
        let choices = try await FormChoices.read(for: fields, holding: values, in: desk.room)
        let reader = FormReader(now: try await desk.room.now(), people: choices.people)
        let taken = TakenElements(values, words, in: desk.room.catalog)
        let begun = start(fields, values, errors, taken, focus)
        let drawn = fields.map { field in
            (
                field: FormField(
                    field: field, words: words, value: values[field.name] ?? "", choices: choices,
                    error: errors[field.name], taken: taken[field.name], isFocused: field.name == begun),
                was: nil as String?
            )
        }
        let missing = FormMissing.names(collection, values, reader).compactMap { collection.field($0) }.filter {
            shown.contains($0.name)
        }
        var view = FormFrame.view(
            collection, draft: values["id"] ?? "", record: nil, now: reader.now, in: desk, visitor, words)
        view.merge(
            [
                "title": words("新建 ", "New: ") + words.name(collection), "action": "/new/\(collection.name)",
                "token": visitor.session.formToken, "id": values["id"] ?? "",
                "whole": errors.filter { !shown.contains($0.key) }.map(\.value).sorted(), "isWrong": !errors.isEmpty,
                "notSaved": words(
                    "没有保存：请改正下面标出的项目，已填的内容都在。", "Not saved: mend what is marked below; all that was typed is kept."),
                "save": words("保存", "Save"),
                "people": choices.view,
                "missingNames": missing.map(\.name).joined(separator: " "),
                "lacks": taken.isEmpty
                    ? [] : Sometimes.text(words("还缺：", "Still missing: "), missing.map(words.name), words),
                "besideTitle": words("来电人", "The caller"),
                "call": collection.name == "phone-record"
                    ? [try await calls.beside(values["callerPhone"] ?? "", words)] : [],
                "callLinks": collection.name == "phone-record" ? [callWords(words)] : [],
            ]
        ) { $1 }
        view.merge(TakenElements.view(values, words)) { $1 }
        view["made"] = made.map { [$0.link(words)] } ?? []
        view.merge(FormFolds.view(drawn, words, of: collection)) { $1 }
        return try await desk.frame.page(
            words.name(collection), template.render(view), visitor, language,
            status: errors.isEmpty ? .ok : .unprocessableContent)
    }

    /// Where one was; else what is wrong; else what is to be confirmed; else the first empty obligatory field.
    private func start(
        _ fields: [Field], _ values: [String: String], _ errors: [String: String], _ taken: TakenElements,
        _ focus: String?
    ) -> String? {
        if let focus, fields.contains(where: { $0.name == focus }) { return focus }
        if let wrong = fields.first(where: { errors[$0.name] != nil }) { return wrong.name }
        if let open = fields.first(where: { taken[$0.name].map { !$0.isConfirmed } ?? false }) { return open.name }
        let empty = fields.filter { (values[$0.name] ?? "").isEmpty }
        return (empty.first { $0.isRequired } ?? empty.first { $0.need == .element })?.name
    }

    private func callWords(_ words: Words) -> [String: String] {
        [
            "last": words("同上一来电", "Same caller as last"), "missed": words("记一个未接来电", "Note a missed call"),
            "out": words("记一个去电", "Note an outgoing call"),
        ]
    }

    static var html: String {
        """
        \(FormFrame.strip)<h2>{{title}}</h2>{{#isWrong}}<p class="notice badly" role="alert">{{notSaved}}</p>{{/isWrong}}
        {{#whole}}<p class="notice badly">{{.}}</p>{{/whole}}\(AlreadyMade.html)\(TakenElements.noticeHTML){{#lacks}}<p class="notice">{{.}}</p>{{/lacks}}
        {{#callLinks}}<p class="beside-links"><a href="/new/phone-record?last=1" data-last>{{last}} <kbd>F2</kbd></a> <a href="/new/phone-record?missed=true&amp;matter=%E6%9C%AA%E6%8E%A5%E6%9D%A5%E7%94%B5">{{missed}}</a> <a href="/new/phone-record?direction=out">{{out}}</a></p>{{/callLinks}}
        \(FormChoices.html)
        <div class="{{#callLinks}}with-beside{{/callLinks}}"><form \(FormFrame.attributes) method="post" action="{{action}}"><input type="hidden" name="token" value="{{token}}"><input type="hidden" name="id" value="{{id}}">\(TakenElements.hiddenHTML)\(FormFrame.hidden)
        \(FormFolds.html)
        \(FormFrame.state)<p class="full"><button>{{save}} <kbd>Ctrl+Enter</kbd></button> \(FormFrame.foot)</form>
        {{#call}}<section id="beside" class="card" aria-label="{{besideTitle}}">{{{.}}}</section>{{/call}}</div>
        """
    }
}
