import DutyRecords
import Foundation
import HTTPTypes
import Hummingbird
import ProgramShell
import SyncKit

/// Drafts as the forms' script sends and asks for them, and what a typed time means.
struct DraftPages<Room: DeskRoom>: Sendable {
    let desk: Desk<Room>

    init(_ desk: Desk<Room>) { self.desk = desk }

    func add(to router: Router<PageContext>) {
        router.post("/draft/:collection") { request, context in
            // What the script could not bring it keeps in the browser until its person has signed in again.
            guard desk.visitor(request) != nil else { return DeskResponse.seeOther("/sign-in") }
            return try await desk.posted(request) { posted, visitor, _ in
                let name = try context.parameters.require("collection")
                return try await keep(posted, try CollectionName.find(name, in: desk.room), visitor)
            }
        }
        router.post("/drop/:id") { request, context in
            try await desk.posted(request) { _, visitor, _ in
                let id = try context.parameters.require("id")
                if desk.drafts.find(id, of: visitor.session.person.description) != nil { desk.drafts.drop(id) }
                return DeskResponse.seeOther("/")
            }
        }
        router.get("/drafts.json") { request, _ in
            try await desk.signedIn(request) { visitor, language in mine(visitor, language) }
        }
        router.get("/typed-time") { request, _ in
            try await desk.signedIn(request) { _, language in try await typedTime(request, language) }
        }
    }

    private func keep(_ posted: Posted, _ collection: Collection, _ visitor: Visitor) async throws -> Response {
        let reader = try await desk.formReader()
        let record = posted["record"].isEmpty ? nil : posted["record"]
        let unit = posted["record-unit"].isEmpty ? nil : posted["record-unit"]
        let now = SystemClock.wall()
        let fields = Drafts.typed(posted)
        let draft = Drafts.Draft(
            person: visitor.session.person.description, collection: collection.name,
            id: posted["draft"].isEmpty ? posted["id"] : posted["draft"], record: record, unit: unit,
            fields: reader.settled(fields, of: collection), at: now)
        let isKept = try desk.drafts.keep(draft)
        var response = DeskResponse.answer(isKept ? "kept" : "", "text/plain; charset=utf-8")
        response.tell("Zhishou-Kept-At", String(PageTime.text(now).suffix(8)))
        if let record {
            let changed = try await EditedFields.changed(
                posted, RecordTarget(collection: collection.name, id: record, unit: unit), reader.people,
                in: desk)
            response.tell("Zhishou-Changed", changed.joined(separator: " "))
        } else {
            let missing = FormMissing.names(collection, posted.fields, reader)
            response.tell("Zhishou-Missing", missing.joined(separator: " "))
        }
        return response
    }

    /// Who sits here, the token of this sign-in, and what is not finished: a form that outlived a sign-in goes on.
    private func mine(_ visitor: Visitor, _ language: Language) -> Response {
        let words = Words(language: language)
        let drafts = desk.drafts.all(of: visitor.session.person.description).map { draft in
            JSONValue.object([
                ("path", .text(draft.path)), ("text", .text(draft.title)), ("at", .text(PageTime.text(draft.at))),
            ])
        }
        return DeskResponse.json(
            .object([
                ("person", .text(visitor.session.person.description)), ("token", .text(visitor.session.formToken)),
                ("taken", .text(words("登录失效时写的内容已取回：", "What was typed while the sign-in had lapsed is here: "))),
                ("drafts", .array(drafts)),
            ]))
    }

    private func typedTime(_ request: Request, _ language: Language) async throws -> Response {
        let asked = request.uri.queryParameters
        let collection = try CollectionName.find(asked.get("collection") ?? "", in: desk.room)
        guard let field = collection.field(asked.get("field") ?? "") else { throw SyncError.unknown("field") }
        let reader = try await desk.formReader()
        let members: [(String, JSONValue)]
        do throws(EntryError) {
            let moment = try field.moment(asked.get("text") ?? "", now: reader.now)
            members = [("value", .text(FormText.shown(.text(moment), of: field)))]
        } catch {
            members = [("error", .text(error.message(in: language)))]
        }
        return DeskResponse.json(.object(members))
    }
}

extension DeskResponse {
    static func json(_ value: JSONValue) -> Response { answer(value.text, "application/json; charset=utf-8") }
}

extension Response {
    fileprivate mutating func tell(_ name: String, _ value: String) {
        if let name = HTTPField.Name(name) { headers[name] = value }
    }
}

extension Desk {
    /// What the texts of a form mean at this minute.
    func formReader() async throws -> FormReader {
        FormReader(now: try await room.now(), people: PeopleNames(try await Accounts(room).persons()))
    }
}

/// 要素齐全 of what stands in a form: what the record would lack if it were saved so.
enum FormMissing {
    /// The names of the elements.
    static func names(_ collection: Collection, _ values: [String: String], _ reader: FormReader) -> [String] {
        var fields: [String: FieldValue] = [:]
        for field in collection.fields {
            guard let typed = values[field.name], !typed.isEmpty else { continue }
            fields[field.name] = ((try? reader.json(typed, of: field)) ?? .text(typed))?.fieldValue
        }
        return Completeness(collection, fields).missing
    }
}
