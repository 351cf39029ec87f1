import DutyRecords
import Foundation
import Hummingbird
import Mustache
import ProgramShell
import SyncKit

// One record: it reads first, then come its conflicts, what the rules find, its form, its history.
extension RecordPages {
    /// - Parameters:
    ///   - typed: what was typed and refused; empty: the record's own values.
    ///   - errors: by field.
    func showRecord(
        _ target: RecordTarget, _ request: Request, _ typed: [String: String], _ errors: [String: String],
        _ visitor: Visitor, _ language: Language
    ) async throws -> Response {
        let words = Words(language: language)
        let collection = try CollectionName.find(target.collection, in: desk.room)
        let detail = try await RecordLookup.detail(target.collection, target.id, of: target.unit, in: desk.room)
        let replicas = try await ReplicaNames.read(in: desk.room, words)
        let values = try await ValueWords.read(detail, collection, replicas, in: desk.room, words)
        let history = HistoryView(
            detail: detail, collection: collection, values: values, lineage: Lineage(detail.history), target: target,
            token: visitor.session.formToken)
        if let at = request.uri.queryParameters.get("at"), errors.isEmpty {
            return try await showPast(at, history, visitor, language)
        }
        let view = detail.view
        var page = base(history, all: request.uri.queryParameters.get("history") == "all", words)
        page.merge(try await standing(history, request, errors, words)) { $1 }
        page.merge(settling(history, typed, errors, visitor, words)) { $1 }
        page.merge(try await form(history, typed, errors, request, visitor, words)) { $1 }
        page["arrivals"] = try await Arrival.of(detail, replicas, in: desk.room).map { $0.view(words) }
        page["rows"] =
            RecordReading(collection: collection, values: values, fields: view.fields, conflicts: view.conflicts).rows
        page["voiding"] = VoidPages<Room>.view(detail, collection, target, desk.writer(in: view.ledger.unit), words)
        return try await desk.frame.page(
            words.name(collection), record.render(page), visitor, language,
            status: errors.isEmpty ? .ok : .unprocessableContent)
    }

    /// What the page has whether it shows the record as it is or as it was.
    private func base(_ history: HistoryView, all: Bool, _ words: Words) -> [String: Any] {
        let (detail, target) = (history.detail, history.target)
        let view = detail.view
        let shown = history.shown(all: all)
        let older = detail.history.count - shown.count
        return [
            "title": words.name(history.collection), "number": RecordFacts(view).text("number") ?? "",
            "unit": view.ledger.unit == desk.room.homeUnit ? [] : [history.values.replicas.unit(view.ledger.unit)],
            "delivered": Delivered.word(view, desk.room.catalog, words), "deliveredClass": Delivered.style(view),
            "token": history.token, "seen": detail.seen.description,
            "historyTitle": words("历史", "History"), "history": history.entries(shown),
            "setAsideLabel": words("未采用：", "set aside: "),
            "older": older > 0
                ? [
                    [
                        "path": target.path("record", "history=all"),
                        "text": words("更早的 \(older) 次", "\(older) older versions"),
                    ]
                ] : [],
            "atLabel": words("看某一时刻的样子", "As it stood at"), "show": words("查看", "Show"),
            "unitCode": target.unit.map { [$0] } ?? [], "at": "",
            "print": target.path("print/record"), "printWord": words("打印", "Print"),
        ]
    }

    /// The record as it stood at a minute: read alone.
    private func showPast(
        _ typed: String, _ history: HistoryView, _ visitor: Visitor, _ language: Language
    ) async throws -> Response {
        let words = Words(language: language)
        guard let start = FormText.instant(typed, now: try await desk.room.now()) else {
            throw CommandFailure(
                .badUse, chinese: "时刻应写成 2026-10-01 08:30 的样子。", english: "the minute has to look like 2026-10-01 08:30"
            )
        }
        // What was written within that minute belongs to it.
        let state = history.lineage.state(at: start.milliseconds + 59_999)
        let fields = history.lineage.shown(state) { history.collection.field($0)?.rule ?? .oneValue }
        let several = history.collection.fields.filter { field in
            Set((state.fields[field.name] ?? []).map(\.content)).count > 1 && !field.isUnion
        }
        var page = base(history, all: false, words)
        page["past"] = [
            [
                "text": state.isEmpty
                    ? words("\(Words.minute(start)) 时还没有录入这条记录。", "It was not entered yet at \(Words.minute(start)).")
                    : words(
                        "这是 \(Words.minute(start)) 时的样子，不是现在的。",
                        "This is how it stood at \(Words.minute(start)), not now."),
                "path": history.target.path(), "back": words("回到现在", "Back to now"),
            ]
        ]
        page["several"] = Sometimes.text(
            words("当时有几个不同的值，只显示一个：", "Had several values then, of which one is shown: "), several.map(words.name),
            words)
        page["at"] = Words.minute(start)
        page["void"] = fields["voided"] == .boolean(true) ? "void" : ""
        page["rows"] =
            RecordReading(collection: history.collection, values: history.values, fields: fields, conflicts: []).rows
        return try await desk.frame.page(words.name(history.collection), record.render(page), visitor, language)
    }

    /// What is to be said of the record before it is read.
    private func standing(
        _ history: HistoryView, _ request: Request, _ errors: [String: String], _ words: Words
    ) async throws -> [String: Any] {
        let (view, collection) = (history.detail.view, history.collection)
        let book = try await desk.room.conditions(for: view.ledger.unit).book
        let missing = Completeness(collection, view.fields).missing.compactMap { collection.field($0) }
        let asked = request.uri.queryParameters
        let odd = (asked.get("odd") ?? "").split(separator: ",").compactMap { collection.field(String($0)) }
        let facts = RecordFacts(view)
        return [
            "void": facts.isVoided ? "void" : "",
            "voided": facts.isVoided
                ? [words("已作废：", "Voided: ") + (facts.text("voidReason") ?? words("没有写明原因", "no reason given"))] : [],
            "isSaved": asked.get("saved") != nil && errors.isEmpty, "saved": Delivered.saved(view, words),
            "already": asked.get("already") == nil ? [] : [AlreadyMade.notice(words)],
            "odd": Sometimes.text(words("请核对时间：", "Check the time: "), odd.map(words.name), words),
            "missing": Sometimes.text(words("要素尚缺：", "Elements missing: "), missing.map(words.name), words),
            "findings": RecordFinding.of(facts, in: collection, book).map {
                "\($0.sentence(in: words.language))（\($0.article)）"
            },
            "follow": follow(collection, view.id, words),
            "decision": asked.get("settled").flatMap { Dot($0) }.flatMap {
                decision($0, history, words.language)
            }.map { [$0] } ?? [],
        ]
    }

    private func settling(
        _ history: HistoryView, _ typed: [String: String], _ errors: [String: String], _ visitor: Visitor,
        _ words: Words
    ) -> [String: Any] {
        let (detail, target) = (history.detail, history.target)
        let fields = detail.view.conflicts
        let conflict = ConflictView(
            detail: detail, collection: history.collection, values: history.values, lineage: history.lineage,
            target: target, writer: desk.writer(in: detail.view.ledger.unit), token: history.token)
        let own = visitor.session.name
        return [
            "conflicts": fields.compactMap { name in
                conflict.view(name, typed: typed["own-\(name)"], error: errors[name])
            },
            "hasConflicts": !fields.isEmpty,
            "conflictTitle": words("同一项有几个不同的值，请选定一个", "Several values of one field: settle them"),
            "authors": conflict.authors(of: fields, first: own).map { author in
                [
                    "action": target.path("resolve-all"), "token": history.token, "seen": detail.seen.description,
                    "author": author,
                    "button": author == own
                        ? words("各项都用我写的", "Take mine for all fields")
                        : words("各项都用 \(author) 写的", "Take \(author)'s for all fields"),
                ]
            },
        ]
    }

    /// The form, folded until 修改 is wanted. Of a unit's record the county has only the fields that are its own.
    private func form(
        _ history: HistoryView, _ typed: [String: String], _ errors: [String: String], _ request: Request,
        _ visitor: Visitor, _ words: Words
    ) async throws -> [String: Any] {
        let (view, collection) = (history.detail.view, history.collection)
        let writer = desk.writer(in: view.ledger.unit)
        let mayWrite = FormPlan.isWritten(collection, by: desk.room.writer) && visitor.mayWrite(collection)
        let fields = FormPlan.fields(of: collection, by: writer).filter {
            mayWrite && !view.conflicts.contains($0.name)
        }
        let draft = request.uri.queryParameters.get("draft").flatMap {
            desk.drafts.find($0, of: visitor.session.person.description)
        }
        let typed = typed.isEmpty ? draft?.fields ?? [:] : typed
        let shown = view.fields.compactMapValues { value -> String? in
            if case .text(let text) = value { text } else { nil }
        }
        let choices = try await FormChoices.read(
            for: fields, holding: shown.merging(typed) { $1 }, in: desk.room)
        let drawn = EditedFields.drawn(
            fields, view, typed: typed, errors: errors, choices, words, focus: draft?.focus)
        let isWrong = !errors.isEmpty
        var page: [String: Any] = [
            "hasForm": !fields.isEmpty, "editTitle": words("修改", "Edit"),
            "isEditing": isWrong || draft != nil || request.uri.queryParameters.get("edit") != nil, "isWrong": isWrong,
            "notSaved": words("没有保存：请改正标出的项目，已填的内容都在。", "Not saved: mend what is marked; all that was typed is kept."),
            "whole": errors.filter { error in
                !fields.contains { $0.name == error.key } && !view.conflicts.contains(error.key)
            }.map(\.value).sorted(),
            "action": history.target.path(), "seen": typed["seen"] ?? history.detail.seen.description,
            "save": words("保存修改", "Save changes"), "people": choices.view,
        ]
        page.merge(
            FormFrame.view(
                collection, draft: draft?.id ?? typed["draft"] ?? RecordID.drawn().description, record: history.target,
                now: try await desk.room.now(), in: desk, visitor, words)
        ) { $1 }
        page["takeovers"] = try await takeovers.html(view, visitor, words)
        page.merge(FormFolds.view(drawn, words)) { $1 }
        return page
    }

    /// What comes next of an incident: its reports and its course.
    private func follow(_ collection: Collection, _ id: RecordID, _ words: Words) -> [[String: String]] {
        guard collection.name == "incident" else { return [] }
        let page = ["path": DeskPath.record("incident", id), "text": words("事件页", "The incident's page")]
        return [page]
            + [Collection.report, .timelineEntry].map {
                ["path": "/new/\($0.name)?incident=\(id)", "text": "＋ " + words.name($0)]
            }
    }

    static var recordHTML: String {
        """
        {{#isSaved}}<p class="done" role="status">{{saved}}</p>{{/isSaved}}{{#already}}<p class="notice" role="status">{{.}}</p>{{/already}}\(decisionHTML){{#odd}}<p class="notice">{{.}}</p>{{/odd}}
        {{#past}}<p class="notice" role="status">{{text}} <a href="{{path}}">{{back}}</a></p>{{/past}}{{#several}}<p class="notice">{{.}}</p>{{/several}}
        <h2 class="{{void}}">{{#unit}}{{.}} · {{/unit}}{{title}} {{number}}</h2><p><span class="{{deliveredClass}}">{{delivered}}</span>{{#arrivals}} <span class="{{style}}">{{text}}</span>{{/arrivals}}</p>
        {{#voided}}<p class="notice badly">{{.}}</p>{{/voided}}{{#missing}}<p class="notice">{{.}}</p>{{/missing}}{{#findings}}<p class="notice">{{.}}</p>{{/findings}}
        {{#hasConflicts}}<section class="notice badly" aria-label="{{conflictTitle}}"><h2>{{conflictTitle}}</h2><div class="takes">{{#authors}}<form method="post" action="{{action}}"><input type="hidden" name="token" value="{{token}}"><input type="hidden" name="seen" value="{{seen}}"><input type="hidden" name="author" value="{{author}}"><button class="quiet">{{button}}</button></form>{{/authors}}</div>
        {{#conflicts}}\(ConflictView.html){{/conflicts}}</section>{{/hasConflicts}}
        {{#isWrong}}<p class="notice badly" role="alert">{{notSaved}}</p>{{/isWrong}}{{#whole}}<p class="notice badly">{{.}}</p>{{/whole}}
        \(RecordReading.html)
        <div class="acts">{{{takeovers}}}{{#follow}}<a class="button" href="{{path}}">{{text}}</a> {{/follow}}<a class="button quiet" href="{{print}}">{{printWord}}</a></div>
        {{#hasForm}}\(FormFrame.strip)\(FormChoices.html)<details class="edit" id="edit" {{#isEditing}}open{{/isEditing}}><summary>{{editTitle}}</summary>
        <form \(FormFrame.attributes) method="post" action="{{action}}"><input type="hidden" name="token" value="{{token}}"><input type="hidden" name="seen" value="{{seen}}">\(FormFrame.hidden)
        \(FormFolds.html)
        \(FormFrame.state)<p class="full"><button>{{save}} <kbd>Ctrl+Enter</kbd></button> \(FormFrame.foot)</form></details>{{/hasForm}}
        \(VoidPages<Room>.html)
        <section aria-label="{{historyTitle}}"><h2>{{historyTitle}}</h2><form method="get" class="at">{{#unitCode}}<input type="hidden" name="unit" value="{{.}}">{{/unitCode}}<label for="at">{{atLabel}}</label> <input id="at" name="at" value="{{at}}" required autocomplete="off"> <button class="quiet">{{show}}</button></form>
        \(HistoryView.html){{#older}}<p><a href="{{path}}">{{text}}</a></p>{{/older}}</section>
        """
    }
}
