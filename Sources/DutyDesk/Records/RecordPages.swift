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
    private let list: MustacheTemplate
    private let index: MustacheTemplate
    /// A page stays below 100 kB.
    private static var rowsMax: Int { 100 }

    init(_ desk: Desk<Room>) throws {
        self.desk = desk
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
                let target = try target(context)
                return try await showRecord(target, request, [:], [:], visitor, language)
            }
        }
        router.post("/record/:collection/:id") { request, context in
            try await desk.posted(request) { posted, visitor, language in
                try await edit(try target(context), posted, request, visitor, language)
            }
        }
        router.post("/resolve/:collection/:id") { request, context in
            try await desk.posted(request) { posted, visitor, language in
                try await resolve(try target(context), posted, visitor, language)
            }
        }
    }

    struct Target {
        let collection: String
        let id: String
        var path: String { "/record/\(collection)/\(id)" }
        var edit: EditTarget { EditTarget(collection: collection, id: id, unit: nil) }
    }

    private func target(_ context: PageContext) throws -> Target {
        Target(
            collection: try CollectionName.check(try context.parameters.require("collection"), in: desk.room),
            id: try context.parameters.require("id"))
    }

    // MARK: Lists

    private func showIndex(_ visitor: Visitor, _ language: Language) async throws -> Response {
        let words = Words(language: language)
        let rows = desk.room.catalog.collections.filter(\.isListed).map { collection -> [String: Any] in
            let mayWrite = desk.room.writer == .county || collection.ledger != .notice
            return [
                "name": collection.name, "text": words.name(collection),
                "article": collection.articles.joined(separator: "、"), "mayWrite": mayWrite,
                "new": words("新建", "New"),
            ]
        }
        return try await desk.frame.page(
            words("全部记录", "All records"),
            index.render(["title": words("全部记录", "All records"), "rows": rows]), visitor, language)
    }

    private func showList(
        _ name: String, _ request: Request, _ visitor: Visitor, _ language: Language
    ) async throws -> Response {
        let words = Words(language: language)
        let collection = try CollectionName.find(name, in: desk.room)
        let asked = request.uri.queryParameters
        let (from, to) = (Day(String(asked.get("from") ?? "")), Day(String(asked.get("to") ?? "")))
        let all = try await desk.room.store.records(
            RecordFilter(collection: collection.name, unit: desk.room.homeUnit), deliveredTo: desk.room.deliveredTo)
        let timed = all.map { view in
            (view: view, time: collection.timeField.flatMap { RecordFacts(view).start($0) })
        }.filter { row in
            (from.map { day in row.time.map { $0 >= day.start } ?? false } ?? true)
                && (to.map { day in row.time.map { $0 < day.end } ?? false } ?? true)
        }.sorted {
            ($1.time ?? Instant(milliseconds: 0), $1.view.id) < ($0.time ?? Instant(milliseconds: 0), $0.view.id)
        }
        let rows = timed.prefix(Self.rowsMax).map { row in
            RecordRow(row.view, collection, words, desk.room.catalog).view
        }
        let view: [String: Any] = [
            "title": words.name(collection), "name": collection.name, "rows": rows,
            "from": from?.description ?? "", "to": to?.description ?? "", "fromLabel": words("从", "From"),
            "toLabel": words("到", "To"), "show": words("查看", "Show"), "hasTime": collection.timeField != nil,
            "print": words("打印", "Print"),
            "count": words("共 \(timed.count) 条", "\(timed.count) records"),
            "isCut": timed.count > Self.rowsMax,
            "cut": words("只显示最近 \(Self.rowsMax) 条，请用日期缩小范围。", "The latest \(Self.rowsMax) are shown; narrow the days."),
            "mayWrite": desk.room.writer == .county || collection.ledger != .notice, "new": words("新建", "New"),
            "head": [words("时间", "Time"), words("编号", "Number"), words("内容", "What"), words("送达", "Delivered")],
        ]
        return try await desk.frame.page(words.name(collection), list.render(view), visitor, language)
    }

    // MARK: Changes

    private func edit(
        _ target: Target, _ posted: Posted, _ request: Request, _ visitor: Visitor, _ language: Language
    ) async throws -> Response {
        let collection = try CollectionName.find(target.collection, in: desk.room)
        var form = EditForm()
        // Only what the person changed is written: the form carries what it had shown.
        for field in collection.fields {
            guard let typed = posted.fields[field.name], let shown = posted.fields["was-\(field.name)"] else {
                continue
            }
            let (now, before) = (typed.replacing("\r\n", with: "\n"), shown.replacing("\r\n", with: "\n"))
            guard now != before else { continue }
            if field.isUnion {
                let (mine, old) = (Set(now.split(separator: "\n")), Set(before.split(separator: "\n")))
                form.add += mine.subtracting(old).sorted().map { "\(field.name)=\($0)" }
                form.remove += old.subtracting(mine).sorted().map { "\(field.name)=\($0)" }
            } else if now.isEmpty {
                form.unset.append(field.name)
            } else {
                let value: String = if case .time = field.kind { FormText.time(now) } else { now }
                form.set.append("\(field.name)=\(value)")
            }
        }
        guard !(form.set + form.unset + form.add + form.remove).isEmpty else {
            return DeskResponse.seeOther(target.path)
        }
        do {
            let made = form
            _ = try await Editing.commit(
                target.edit, seen: posted["seen"], author: visitor.session.name, settles: false, in: desk.room
            ) { entry, _ throws(EntryRefusal) in try made.judge(entry) }
            return DeskResponse.seeOther("\(target.path)?saved=1")
        } catch let refusal as EntryRefusal {
            var errors: [String: String] = [:]
            for error in refusal.errors { errors[error.field] = error.message(in: language) }
            return try await showRecord(target, request, posted.fields, errors, visitor, language)
        }
    }

    private func resolve(
        _ target: Target, _ posted: Posted, _ visitor: Visitor, _ language: Language
    ) async throws -> Response {
        let form = EditForm(set: ["\(posted["field"])=\(posted["own"].isEmpty ? posted["value"] : posted["own"])"])
        try await desk.change(target.edit, form, seen: posted["seen"], settles: true, by: visitor)
        return DeskResponse.seeOther("\(target.path)?saved=1")
    }

    private static var indexHTML: String {
        """
        <h2>{{title}}</h2><div class="wide"><table><tbody>{{#rows}}<tr><th scope="row"><a href="/list/{{name}}">{{text}}</a></th><td class="soft">{{article}}</td><td>{{#mayWrite}}<a href="/new/{{name}}">{{new}}</a>{{/mayWrite}}</td></tr>{{/rows}}</tbody></table></div>
        """
    }

    private static var listHTML: String {
        """
        <h2>{{title}} <span class="soft">{{count}}</span> {{#mayWrite}}<a class="button" href="/new/{{name}}">{{new}}</a>{{/mayWrite}} <a href="/print/list/{{name}}?from={{from}}&amp;to={{to}}">{{print}}</a></h2>
        {{#hasTime}}<form method="get" class="entry"><p><label for="from">{{fromLabel}}</label><input id="from" name="from" type="date" value="{{from}}"></p><p><label for="to">{{toLabel}}</label><input id="to" name="to" type="date" value="{{to}}"></p><p><button class="quiet">{{show}}</button></p></form>{{/hasTime}}
        {{#isCut}}<p class="notice">{{cut}}</p>{{/isCut}}
        <div class="wide"><table><thead><tr>{{#head}}<th scope="col">{{.}}</th>{{/head}}</tr></thead><tbody>{{#rows}}\(RecordRow.html){{/rows}}</tbody></table></div>
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
        let what =
            ["matter", "summary", "text", "title", "what", "name", "reason", "date", "kind", "ground", "subject"]
            .lazy.compactMap { facts.text($0) }.first ?? ""
        self.view = [
            "path": "/record/\(collection.name)/\(view.id)", "time": time ?? "–", "number": facts.text("number") ?? "",
            "what": Self.shortened(what.isEmpty ? words.name(collection) : what),
            "void": facts.isVoided ? "void" : "",
            "delivered": Delivered.word(view, catalog, words), "deliveredClass": Delivered.style(view),
            "conflict": view.conflicts.isEmpty ? [] : [words("⚠ 有冲突", "⚠ conflict")],
        ]
    }

    private static func shortened(_ text: String) -> String {
        let line = text.replacing("\n", with: " ")
        return line.unicodeScalars.count <= 80
            ? line : String(String.UnicodeScalarView(line.unicodeScalars.prefix(80))) + "…"
    }

    static let html = """
        <tr><td class="n">{{time}}</td><td class="n">{{number}}</td><td class="{{void}}"><a href="{{path}}">{{what}}</a></td><td class="n"><span class="{{deliveredClass}}">{{delivered}}</span> {{#conflict}}<span class="bad">{{.}}</span>{{/conflict}}</td></tr>
        """
}

/// 仅存本机, 已送达县, 县已签收: never said before it is so.
enum Delivered {
    static func word(_ view: RecordView, _ catalog: DutyCatalog, _ words: Words) -> String {
        guard view.isAtHub else { return words("○ 仅存本机", "○ only here") }
        let receipt = catalog.collection(named: view.collection)?.countyReceiptField
        let isReceipted = receipt.map { view.fields[$0] != nil } ?? false
        return isReceipted ? words("◉ 县已签收", "◉ receipted") : words("● 已送达县", "● delivered")
    }

    static func style(_ view: RecordView) -> String { view.isAtHub ? "good" : "warn" }
}
