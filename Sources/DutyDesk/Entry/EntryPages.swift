import DutyRecords
import Foundation
import Hummingbird
import Mustache
import ProgramShell
import SyncKit

/// A new record of any collection that this room may write.
struct EntryPages<Room: DeskRoom>: Sendable {
    let desk: Desk<Room>
    private let template: MustacheTemplate

    init(_ desk: Desk<Room>) throws {
        self.desk = desk
        template = try MustacheTemplate(string: Self.html)
    }

    func add(to router: Router<PageContext>) {
        router.get("/new/:collection") { request, context in
            try await desk.signedIn(request) { visitor, language in
                let collection = try collection(context)
                if desk.room.writer == .county, Addressees.takes(collection) {
                    let query = request.uri.query.map { "?\($0)" } ?? ""
                    return DeskResponse.seeOther("/send/\(collection.name)\(query)")
                }
                if let id = request.uri.queryParameters.get("draft"),
                    let draft = desk.drafts.find(id, of: visitor.session.person.description)
                {
                    return try await show(
                        collection, draft.fields.merging(["id": draft.id]) { $1 }, [:], visitor, language)
                }
                return try await show(collection, defaults(collection, request, visitor), [:], visitor, language)
            }
        }
        router.post("/draft/:collection") { request, context in
            try await desk.posted(request) { posted, visitor, _ in
                let draft = Drafts.Draft(
                    person: visitor.session.person.description, collection: try collection(context).name,
                    id: posted["id"], fields: posted.fields.filter { !["token", "id"].contains($0.key) },
                    at: SystemClock.wall())
                return DeskResponse.answer(try desk.drafts.keep(draft) ? "kept" : "", "text/plain; charset=utf-8")
            }
        }
        router.post("/drop/:id") { request, context in
            try await desk.posted(request) { _, visitor, _ in
                let id = try context.parameters.require("id")
                if desk.drafts.find(id, of: visitor.session.person.description) != nil { desk.drafts.drop(id) }
                return DeskResponse.seeOther("/")
            }
        }
        router.post("/new/:collection") { request, context in
            try await desk.posted(request) { posted, visitor, language in
                try await save(try collection(context), posted, visitor, language)
            }
        }
    }

    private func collection(_ context: PageContext) throws -> Collection {
        let name = try context.parameters.require("collection")
        let found = try CollectionName.find(name, in: desk.room)
        guard desk.room.writer == .county || found.ledger != .notice else {
            throw CommandFailure(
                .badUse, chinese: "“\(found.chinese)”只能由县里填写。", english: "\(found.name) is written by the county alone")
        }
        return found
    }

    /// Now, and the person who sits here; what a link gives along (`?incident=…`).
    private func defaults(_ collection: Collection, _ request: Request, _ visitor: Visitor) async throws -> [String:
        String]
    {
        let now = String(try await desk.room.now().description.prefix(16))
        var values: [String: String] = [:]
        for name in ["occurredAt", "receivedAt", "recordedAt", "sentAt", "at", "reportedAt"] {
            if collection.field(name) != nil { values[name] = now }
        }
        for name in ["recorder", "reporter", "outgoing", "preparer"] where collection.field(name) != nil {
            values[name] = visitor.session.name
        }
        switch collection.name {
        case "phone-record": (values["direction"], values["occurredAt"]) = ("in", nil)
        case "zero-report": values["date"] = String(now.prefix(10))
        case "report": (values["kind"], values["by"]) = ("初报", "online")
        case "document": values["channel"] = desk.room.channel.rawValue
        default: break
        }
        for (name, value) in request.uri.queryParameters where collection.field(String(name)) != nil {
            values[String(name)] = String(value)
        }
        // A second sending of this form is the same record.
        values["id"] = RecordID.drawn().description
        return values
    }

    private func save(
        _ collection: Collection, _ posted: Posted, _ visitor: Visitor, _ language: Language
    ) async throws -> Response {
        var members: [(String, JSONValue)] = [("id", .text(posted["id"]))]
        var errors: [String: String] = [:]
        for field in collection.fields where !field.isIssued && !field.isSignature {
            do throws(EntryError) {
                if let value = try FormText.json(posted[field.name], of: field) { members.append((field.name, value)) }
            } catch {
                errors[field.name] = error.message(in: language)
            }
        }
        if errors.isEmpty {
            let entering = try await Entering(collection, unit: desk.room.homeUnit, in: desk.room)
            let (results, failure) = try await entering.enter(
                Data(JSONValue.object(members).text.utf8), author: visitor.session.name, isAtomic: false)
            if let failure { throw failure }
            if let result = results.first, let id = result.id {
                desk.drafts.drop(posted["id"])
                let warned = result.warnings.map(\.field).joined(separator: ",")
                return DeskResponse.seeOther(
                    "/record/\(collection.name)/\(id)?saved=1" + (warned.isEmpty ? "" : "&odd=\(warned)"))
            }
            for error in results.first?.errors ?? [] where errors[error.field] == nil {
                errors[error.field] = error.message(in: language)
            }
        }
        return try await show(collection, posted.fields, errors, visitor, language)
    }

    /// - Parameter errors: by field; those of the whole form under the empty name.
    private func show(
        _ collection: Collection, _ values: [String: String], _ errors: [String: String], _ visitor: Visitor,
        _ language: Language
    ) async throws -> Response {
        let words = Words(language: language)
        let writer: WriterRole = desk.room.writer == .county ? .both : .unit
        let fields = collection.fields.filter {
            !$0.isIssued && !$0.isSignature && $0.mayBeWritten(by: writer)
                && !["voided", "voidReason"].contains($0.name)
        }
        let persons = try await Accounts(desk.room).persons().map(\.name)
        let shown = Set(fields.map(\.name))
        let drawn = fields.map {
            (FormField(field: $0, words: words, value: values[$0.name] ?? "", error: errors[$0.name]), nil as String?)
        }
        var view: [String: Any] = [
            "title": words("新建 ", "New: ") + words.name(collection), "action": "/new/\(collection.name)",
            "draft": "/draft/\(collection.name)",
            "token": visitor.session.formToken, "id": values["id"] ?? "",
            "whole": errors.filter { !shown.contains($0.key) }.map(\.value).sorted(),
            "isWrong": !errors.isEmpty,
            "notSaved": words(
                "没有保存：请改正下面标出的项目，已填的内容都在。", "Not saved: mend what is marked below; all that was typed is kept."),
            "save": words("保存", "Save"), "persons": persons,
        ]
        view.merge(FormFolds.view(drawn, words)) { $1 }
        return try await desk.frame.page(
            words.name(collection), template.render(view), visitor, language,
            status: errors.isEmpty ? .ok : .unprocessableContent)
    }

    private static var html: String {
        """
        <h2>{{title}}</h2>{{#isWrong}}<p class="notice badly" role="alert">{{notSaved}}</p>{{/isWrong}}
        {{#whole}}<p class="notice badly">{{.}}</p>{{/whole}}
        <datalist id="persons">{{#persons}}<option value="{{.}}">{{/persons}}</datalist>
        <form class="entry" method="post" action="{{action}}" data-draft="{{draft}}"><input type="hidden" name="token" value="{{token}}"><input type="hidden" name="id" value="{{id}}">
        \(FormFolds.html)
        <p class="full"><button>{{save}} <kbd>Ctrl+Enter</kbd></button></p></form>
        """
    }
}
