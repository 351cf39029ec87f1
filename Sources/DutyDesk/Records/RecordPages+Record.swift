import DutyRecords
import Foundation
import Hummingbird
import Mustache
import ProgramShell
import SyncKit

// One record: what it says, what the rules find, its conflicts, its form, its history.
extension RecordPages {
    /// - Parameters:
    ///   - typed: what was typed and refused; empty: the record's own values.
    ///   - errors: by field.
    func showRecord(
        _ target: Target, _ request: Request, _ typed: [String: String], _ errors: [String: String],
        _ visitor: Visitor, _ language: Language
    ) async throws -> Response {
        let words = Words(language: language)
        let collection = try CollectionName.find(target.collection, in: desk.room)
        let detail = try await RecordLookup.detail(target.collection, target.id, of: nil, in: desk.room)
        let view = detail.view
        let book = try await desk.room.conditions(for: view.ledger.unit).book
        let missing = Completeness(collection, view.fields).missing.compactMap { collection.field($0) }
        let asked = request.uri.queryParameters
        let odd = (asked.get("odd") ?? "").split(separator: ",").compactMap { collection.field(String($0)) }
        let writer: WriterRole =
            desk.room.writer == .county && view.ledger.unit == desk.room.homeUnit ? .both : desk.room.writer
        let fields = collection.fields.filter {
            !$0.isIssued && !$0.isSignature && $0.mayBeWritten(by: writer) && !view.conflicts.contains($0.name)
        }
        let drawn = fields.map { field -> (field: FormField, was: String) in
            let shown = FormText.shown(view.fields[field.name], of: field)
            let drawn = FormField(
                field: field, words: words, value: typed[field.name] ?? shown, error: errors[field.name])
            return (drawn, typed["was-\(field.name)"] ?? shown)
        }
        var page: [String: Any] = [
            "title": words.name(collection),
            "number": view.fields["number"].map { FormText.shown($0, of: Self.plain) } ?? "",
            "void": RecordFacts(view).isVoided ? "void" : "",
            "delivered": Delivered.word(view, desk.room.catalog, words), "deliveredClass": Delivered.style(view),
            "isSaved": asked.get("saved") != nil && errors.isEmpty,
            "saved": view.isAtHub
                ? words("已保存，已送达县。", "Saved, and delivered to the county.")
                : words("已保存在本机，尚未送达县。", "Saved here, not delivered yet."),
            "odd": Sometimes.text(words("请核对时间：", "Check the time: "), odd.map(words.name)),
            "missing": Sometimes.text(words("要素尚缺：", "Elements missing: "), missing.map(words.name)),
            "findings": RecordFinding.of(RecordFacts(view), in: collection, book).map {
                "\($0.sentence(in: language))（\($0.article)）"
            },
            "conflicts": view.conflicts.compactMap { conflict($0, detail, collection, target, visitor, words) },
            "conflictTitle": words("同一项有几个不同的值，请选定一个", "Several values of one field: settle them"),
            "isWrong": !errors.isEmpty, "notSaved": words("没有保存：请改正标出的项目。", "Not saved: mend what is marked."),
            "whole": errors.filter { error in !fields.contains { $0.name == error.key } }.map(\.value).sorted(),
            "action": target.path, "token": visitor.session.formToken,
            "seen": typed["seen"] ?? detail.seen.description, "save": words("保存修改", "Save changes"),
            "print": ["path": "/print/record/\(target.collection)/\(target.id)", "text": words("打印", "Print")],
            "follow": follow(collection, view.id, words), "editTitle": words("内容与修改", "What it says"),
            "fixed": collection.fields.filter { field in
                !fields.contains { $0.name == field.name } && !view.conflicts.contains(field.name)
                    && view.fields[field.name] != nil
            }.map {
                ["label": words.name($0), "value": FormText.shown(view.fields[$0.name], of: $0)]
            },
            "historyTitle": words("历史", "History"),
            "history": detail.history.reversed().map { entry($0, collection, words) },
        ]
        page.merge(FormFolds.view(drawn.map { ($0.field, $0.was) }, words)) { $1 }
        return try await desk.frame.page(
            words.name(collection), record.render(page), visitor, language,
            status: errors.isEmpty ? .ok : .unprocessableContent)
    }

    /// What comes next of an incident: its reports and its course.
    private func follow(_ collection: Collection, _ id: RecordID, _ words: Words) -> [[String: String]] {
        guard collection.name == "incident" else { return [] }
        return [Collection.report, .timelineEntry].map {
            ["path": "/new/\($0.name)?incident=\(id)", "text": "＋ " + words.name($0)]
        }
    }

    private static var plain: Field { Field("plain", "", "", .text(Bounds.short)) }

    /// The values side by side, each with its author, its time and its replica.
    private func conflict(
        _ name: String, _ detail: RecordDetail, _ collection: Collection, _ target: Target, _ visitor: Visitor,
        _ words: Words
    ) -> [String: Any]? {
        guard let field = collection.field(name), let siblings = detail.view.state.fields[name] else { return nil }
        return [
            "label": words.name(field), "field": name, "action": "/resolve/\(target.collection)/\(target.id)",
            "token": visitor.session.formToken, "seen": detail.seen.description,
            "settle": words("就用所选的", "Settle"), "ownLabel": words("或另写一个", "Or another value"),
            "choices": siblings.compactMap { sibling -> [String: Any]? in
                guard case .value(let value) = sibling.content else { return nil }
                let authorship = detail.authors[sibling.dot]
                return [
                    "value": FormText.shown(value, of: Self.plain), "by": authorship?.author ?? "",
                    "at": authorship.map { PageTime.text($0.at) } ?? "",
                    "replica": authorship.map { $0.replica.description } ?? "",
                ]
            },
        ]
    }

    private func entry(_ entry: HistoryEntry, _ collection: Collection, _ words: Words) -> [String: Any] {
        let authorship = entry.authorship
        let changes = entry.writes.map { write -> [String: String] in
            let field = collection.field(write.field)
            let value: String =
                switch write.operation {
                case .set(let value): FormText.shown(value, of: field ?? Self.plain)
                case .elements(let add, let remove):
                    (add.map { "＋" + FormText.shown($0, of: Self.plain) }
                        + remove.map { "－" + FormText.shown($0, of: Self.plain) })
                        .joined(separator: " ")
                case .unknown: "…"
                }
            return [
                "label": field.map(words.name) ?? write.field,
                "value": value.isEmpty ? words("（清空）", "(emptied)") : value,
            ]
        }
        return [
            "at": PageTime.text(authorship.at), "author": authorship.author.isEmpty ? "–" : authorship.author,
            "received": authorship.receivedAt.map { words("县端 ", "county ") + PageTime.text($0) } ?? "",
            "held": entry.isHeld ? words("暂扣，不生效", "held, without effect") : "", "changes": changes,
        ]
    }

    static var recordHTML: String {
        """
        {{#isSaved}}<p class="done" role="status">{{saved}}</p>{{/isSaved}}{{#odd}}<p class="notice">{{.}}</p>{{/odd}}
        <h2 class="{{void}}">{{title}} {{number}} <span class="{{deliveredClass}}">{{delivered}}</span>{{#print}} <a href="{{path}}">{{text}}</a>{{/print}}</h2>
        {{#missing}}<p class="notice">{{.}}</p>{{/missing}}{{#findings}}<p class="notice">{{.}}</p>{{/findings}}
        {{#conflicts}}<section class="notice badly"><h2>{{conflictTitle}}：{{label}}</h2><form method="post" action="{{action}}">
        <input type="hidden" name="token" value="{{token}}"><input type="hidden" name="seen" value="{{seen}}"><input type="hidden" name="field" value="{{field}}">
        {{#choices}}<p><label><input type="radio" name="value" value="{{value}}">{{value}} <span class="soft">{{by}} {{at}} {{replica}}</span></label></p>{{/choices}}
        <p><label>{{ownLabel}} <input name="own"></label></p><button>{{settle}}</button></form></section>{{/conflicts}}
        {{#isWrong}}<p class="notice badly" role="alert">{{notSaved}}</p>{{/isWrong}}{{#whole}}<p class="notice badly">{{.}}</p>{{/whole}}
        {{#follow}}<a class="button" href="{{path}}">{{text}}</a> {{/follow}}<h2>{{editTitle}}</h2><table><tbody>{{#fixed}}<tr><th scope="row">{{label}}</th><td>{{value}}</td></tr>{{/fixed}}</tbody></table>
        <form class="entry" method="post" action="{{action}}"><input type="hidden" name="token" value="{{token}}"><input type="hidden" name="seen" value="{{seen}}">
        \(FormFolds.html)
        <p class="full"><button>{{save}} <kbd>Ctrl+Enter</kbd></button></p></form>
        <h2>{{historyTitle}}</h2><ul class="plain">{{#history}}<li><span class="n">{{at}}</span> <b>{{author}}</b> <span class="soft">{{received}}</span> <span class="bad">{{held}}</span> {{#changes}}<br>{{label}}：{{value}}{{/changes}}</li>{{/history}}</ul>
        """
    }
}
