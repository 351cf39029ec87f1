import DutyRecords
import Foundation
import Hummingbird
import Mustache
import ProgramShell
import SyncKit

/// A new record of any collection that this room may write.
struct EntryPages<Room: DeskRoom>: Sendable {
    let desk: Desk<Room>
    let template: MustacheTemplate
    let takeovers: Takeovers<Room>
    let calls: CallPages<Room>

    init(_ desk: Desk<Room>) throws {
        self.desk = desk
        takeovers = try Takeovers(desk)
        calls = try CallPages(desk)
        template = try MustacheTemplate(string: Self.html)
    }

    func add(to router: Router<PageContext>) {
        router.get("/new/:collection") { request, context in
            try await desk.signedIn(request) { visitor, language in
                let collection = try collection(context)
                try visitor.checkWrites(collection)
                if desk.room.writer == .county, Addressees.takes(collection) {
                    let query = request.uri.query.map { "?\($0)" } ?? ""
                    return DeskResponse.seeOther("/send/\(collection.name)\(query)")
                }
                if let id = request.uri.queryParameters.get("draft"),
                    let draft = desk.drafts.find(id, of: visitor.session.person.description)
                {
                    let values = draft.fields.merging(["id": draft.id]) { $1 }
                    return try await show(collection, values, [:], visitor, language, focus: draft.focus)
                }
                return try await show(collection, defaults(collection, request, visitor), [:], visitor, language)
            }
        }
        router.post("/new/:collection") { request, context in
            try await desk.posted(
                request,
                again: { posted, visitor, language, sentence in
                    try await show(try collection(context), posted.fields, ["": sentence], visitor, language)
                }
            ) { posted, visitor, language in
                let collection = try collection(context)
                try visitor.checkWrites(collection)
                return try await save(collection, posted, visitor, language)
            }
        }
    }

    private func collection(_ context: PageContext) throws -> Collection {
        let name = try context.parameters.require("collection")
        let found = try CollectionName.find(name, in: desk.room)
        guard FormPlan.isWritten(found, by: desk.room.writer) else {
            throw CommandFailure(
                .badUse, chinese: "“\(found.chinese)”只能由县里填写。", english: "\(found.name) is written by the county alone")
        }
        return found
    }

    /// Now, and the person who sits here; what a link gives along (`?incident=…`).
    private func defaults(
        _ collection: Collection, _ request: Request, _ visitor: Visitor
    ) async throws -> [String: String] {
        let room = desk.room
        var values = FormPlan.defaults(
            collection, now: try await room.now(), me: visitor.session.name, channel: room.channel)
        if collection.name == "report" {
            let incident = request.uri.queryParameters.get("incident")
            let kind = request.uri.queryParameters.get("kind")
            values = await ReportPrefill.values(incident, kind: kind, usual: values, in: room)
        }
        for (name, value) in request.uri.queryParameters where collection.field(String(name)) != nil {
            values[String(name)] = String(value)
        }
        if collection.name == "phone-record", request.uri.queryParameters.get("last") != nil,
            let last = try await calls.last()
        {
            values["callerPhone"] = last.phone
            values["callerName"] = last.name
            values["callerUnit"] = last.unit
            values["callerPost"] = last.post
        }
        // A second sending of this form is the same record.
        values["id"] = RecordID.drawn().description
        return values
    }

    private func save(
        _ collection: Collection, _ posted: Posted, _ visitor: Visitor, _ language: Language
    ) async throws -> Response {
        let reader = try await desk.formReader()
        var members: [(String, JSONValue)] = [("id", .text(posted["id"]))]
        let unconfirmed = TakenElements.unconfirmed(posted.fields, Words(language: language))
        var errors = unconfirmed
        var isReadable = true
        for field in collection.fields where !field.isIssued && !field.isSignature {
            do throws(EntryError) {
                if let value = try reader.json(posted[field.name], of: field) { members.append((field.name, value)) }
            } catch {
                errors[field.name] = error.message(in: language)
                guard error.rule != .character else {
                    isReadable = false
                    continue
                }
                // As it was typed it is refused as well, and with it all else that is wrong.
                members.append((field.name, .text(posted[field.name])))
            }
        }
        let made =
            errors.isEmpty
            ? try await takeovers.alreadyMade(
                collection, posted.fields, beside: Set([RecordID(posted["id"])].compactMap { $0 })) : nil
        if let made { errors[""] = made.sentence(Words(language: language)) }
        if unconfirmed.isEmpty, isReadable, made == nil {
            let entering = try await Entering(collection, unit: desk.room.homeUnit, in: desk.room)
            let (results, failure) = try await entering.enter(
                Data(JSONValue.object(members).text.utf8), author: visitor.session.name, isAtomic: false)
            if let failure { throw failure }
            if let result = results.first, let id = result.id {
                desk.drafts.finish(posted["id"])
                let warned = result.warnings.map(\.field).joined(separator: ",")
                if collection.name == "incident", posted["then"] == "report" {
                    return DeskResponse.seeOther(try await takeovers.report(of: id, visitor, language))
                }
                return DeskResponse.seeOther(
                    "\(DeskPath.record(collection.name, id))?saved=1" + (warned.isEmpty ? "" : "&odd=\(warned)"))
            }
            if results.first?.errors.first?.rule == .taken {
                return try await showSaved(collection, posted, visitor, language)
            }
            for error in results.first?.errors ?? [] where errors[error.field] == nil {
                errors[error.field] = error.message(in: language)
            }
        }
        return try await refuse(collection, posted.fields, errors, visitor, language, made: made)
    }

    /// The form was saved and sent once more with other text, as after the browser's way back: the next press makes
    /// another record of it.
    private func showSaved(
        _ collection: Collection, _ posted: Posted, _ visitor: Visitor, _ language: Language
    ) async throws -> Response {
        let detail = try await RecordLookup.detail(collection.name, posted["id"], of: desk.room.homeUnit, in: desk.room)
        let made = AlreadyMade(record: RecordFacts(detail.view), collection: collection)
        let fields = posted.fields.merging(["id": RecordID.drawn().description]) { $1 }
        let errors = ["": AlreadyMade.changed(Words(language: language))]
        return try await refuse(collection, fields, errors, visitor, language, made: made)
    }

    /// What was typed is on the page and among the drafts.
    private func refuse(
        _ collection: Collection, _ fields: [String: String], _ errors: [String: String], _ visitor: Visitor,
        _ language: Language, made: AlreadyMade?
    ) async throws -> Response {
        let kept = Drafts.Draft(
            person: visitor.session.person.description, collection: collection.name, id: fields["id"] ?? "",
            fields: fields.filter { !FormFrame.carried.contains($0.key) },
            at: SystemClock.wall())
        _ = try? desk.drafts.keep(kept)
        return try await show(collection, fields, errors, visitor, language, made: made)
    }
}
