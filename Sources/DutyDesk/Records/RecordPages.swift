import DutyRecords
import Foundation
import Hummingbird
import Mustache
import ProgramShell
import SyncKit

/// Lists of records, and one record with all that stands behind it.
struct RecordPages<Room: DeskRoom>: Sendable {
    let desk: Desk<Room>
    let record: MustacheTemplate
    let list: MustacheTemplate
    let takeovers: Takeovers<Room>
    private let index: MustacheTemplate

    init(_ desk: Desk<Room>) throws {
        self.desk = desk
        takeovers = try Takeovers(desk)
        record = try MustacheTemplate(string: Self.recordHTML)
        list = try MustacheTemplate(string: Self.listHTML)
        index = try MustacheTemplate(string: Self.indexHTML)
    }

    func add(to router: Router<PageContext>) {
        router.get("/records") { request, _ in
            try await desk.signedIn(request) { try await showIndex($0, $1) }
        }
        router.get("/list/:collection") { request, context in
            try await desk.signedIn(request) { visitor, language in
                try await showList(try context.parameters.require("collection"), request, visitor, language)
            }
        }
        router.get("/record/:collection/:id") { request, context in
            try await desk.signedIn(request) { visitor, language in
                let target = try RecordTarget(request, context, in: desk.room)
                return try await showRecord(target, request, [:], [:], visitor, language)
            }
        }
        router.post("/record/:collection/:id") { request, context in
            try await desk.posted(
                request,
                again: { posted, visitor, language, sentence in
                    let target = try RecordTarget(request, context, in: desk.room)
                    return try await showRecord(target, request, posted.fields, ["": sentence], visitor, language)
                }
            ) { posted, visitor, language in
                try await edit(RecordTarget(request, context, in: desk.room), posted, request, visitor, language)
            }
        }
        addConflicts(to: router)
    }

    // MARK: Lists

    private func showIndex(_ visitor: Visitor, _ language: Language) async throws -> Response {
        let words = Words(language: language)
        let rows = desk.room.catalog.collections.filter(\.isListed).map { collection -> [String: Any] in
            return [
                "name": collection.name, "text": words.name(collection),
                "article": collection.articles.joined(separator: "、"),
                "mayWrite": FormPlan.isWritten(collection, by: desk.room.writer) && visitor.mayWrite(collection),
                "new": words("新建", "New"),
            ]
        }
        return try await desk.frame.page(
            words("全部记录", "All records"),
            index.render(["title": words("全部记录", "All records"), "rows": rows]), visitor, language)
    }

    // MARK: Changes

    private func edit(
        _ target: RecordTarget, _ posted: Posted, _ request: Request, _ visitor: Visitor, _ language: Language
    ) async throws -> Response {
        let collection = try CollectionName.find(target.collection, in: desk.room)
        try visitor.checkWrites(collection)
        let reader = try await desk.formReader()
        // Only what the person changed is written: the form carries what it had shown.
        let (form, wrong) = EditedFields.edit(collection, posted, reader, language)
        guard wrong.isEmpty else {
            return try await showRecord(target, request, posted.fields, wrong, visitor, language)
        }
        guard !(form.set + form.unset + form.add + form.remove).isEmpty else {
            desk.drafts.finish(posted["draft"])
            return DeskResponse.seeOther(target.path())
        }
        do {
            _ = try await Editing.commit(
                target.edit, seen: posted["seen"], author: visitor.session.name, settles: false, in: desk.room
            ) { entry, _ throws(EntryRefusal) in try form.judge(entry) }
            desk.drafts.finish(posted["draft"])
            return DeskResponse.seeOther(target.path("record", "saved=1"))
        } catch let refusal as EntryRefusal {
            return try await showRecord(
                target, request, posted.fields, refusal.messages(in: language), visitor, language)
        }
    }

    private static var indexHTML: String {
        """
        <h2>{{title}}</h2><div class="wide"><table><tbody>{{#rows}}<tr><th scope="row"><a href="/list/{{name}}">{{text}}</a></th><td class="soft">{{article}}</td><td>{{#mayWrite}}<a href="/new/{{name}}">{{new}}</a>{{/mayWrite}}</td></tr>{{/rows}}</tbody></table></div>
        """
    }
}

/// One line of a list.
struct RecordRow {
    let view: [String: Any]

    init(_ view: RecordView, _ collection: Collection, _ words: Words, _ catalog: DutyCatalog) {
        let facts = RecordFacts(view)
        let time = collection.timeField.flatMap { field in
            facts.time(field).map { Words.minute($0) } ?? facts.text(field)
        }
        self.view = [
            "path": DeskPath.record(collection.name, view.id), "time": time ?? "–",
            "number": facts.text("number") ?? "",
            "what": RecordTitle.shortened(RecordTitle.what(facts) ?? words.name(collection), to: 80),
            "void": facts.isVoided ? "void" : "",
            "delivered": Delivered.word(view, catalog, words), "deliveredClass": Delivered.style(view),
            "conflict": view.conflicts.isEmpty ? [] : [words("⚠ 有冲突", "⚠ conflict")],
        ]
    }

    /// Its cells, where a list has others before them. A list of records without a time or a number has no such column.
    static let cells = """
        {{^isTimeless}}<td class="n">{{time}}</td>{{/isTimeless}}{{^isUnnumbered}}<td class="n">{{number}}</td>{{/isUnnumbered}}<td class="{{void}}"><a href="{{path}}">{{what}}</a></td><td class="n"><span class="{{deliveredClass}}">{{delivered}}</span> {{#conflict}}<span class="bad">{{.}}</span>{{/conflict}}</td>
        """

    static let html = "<tr>\(cells)</tr>"
}

/// 仅存本机, 已送达县, 县已签收: never said before it is so.
enum Delivered {
    static func word(_ view: RecordView, _ catalog: DutyCatalog, _ words: Words) -> String {
        guard view.isAtHub else { return words("○ 仅存本机", "○ only here") }
        let receipt = catalog.collection(named: view.collection)?.countyReceiptField
        let isReceipted = receipt.map { view.fields[$0] != nil } ?? false
        if isReceipted { return words("◉ 县已签收", "◉ receipted") }
        // At the hub itself nothing waits: what is there is there.
        return view.peer == nil ? words("● 在县端", "● at the county") : words("● 已送达县", "● delivered")
    }

    /// What is said when a form was taken.
    static func saved(_ view: RecordView, _ words: Words) -> String {
        guard view.peer != nil else { return words("已保存。", "Saved.") }
        return view.isAtHub
            ? words("已保存，已送达县。", "Saved, and delivered to the county.")
            : words("已保存在本机，尚未送达县。", "Saved here, not delivered yet.")
    }

    static func style(_ view: RecordView) -> String { view.isAtHub ? "good" : "warn" }
}
