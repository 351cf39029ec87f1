import DutyRecords
import Foundation
import Hummingbird
import Mustache
import ProgramShell
package import SyncKit

/// At the county: what it writes into units' own ledgers (notices, instructions, checks), to one unit or several, and
/// what became of each one's copy.
struct SendPages<Room: DeskRoom>: Sendable {
    let desk: Desk<Room>
    private let form: MustacheTemplate
    private let sent: MustacheTemplate
    private let takeovers: Takeovers<Room>

    init(_ desk: Desk<Room>) throws {
        self.desk = desk
        takeovers = try Takeovers(desk)
        form = try MustacheTemplate(string: Self.formHTML)
        sent = try MustacheTemplate(string: Self.sentHTML)
    }

    func add(to router: Router<PageContext>) {
        guard desk.room.writer == .county else { return }
        router.get("/send/:collection") { request, context in
            try await desk.signedIn(request) { visitor, language in
                let collection = try collection(context)
                if let id = request.uri.queryParameters.get("draft"),
                    let draft = desk.drafts.find(id, of: visitor.session.person.description)
                {
                    return try await show(
                        collection, draft.fields.merging(["id": draft.id]) { $1 }, [:], visitor, language)
                }
                return try await show(collection, defaults(collection, request, visitor), [:], visitor, language)
            }
        }
        router.post("/send/:collection") { request, context in
            try await desk.posted(
                request,
                again: { posted, visitor, language, sentence in
                    try await show(collection(context), posted.fields, ["": sentence], visitor, language)
                }
            ) { posted, visitor, language in
                try await send(collection(context), posted, visitor, language)
            }
        }
        router.get("/sent/:collection/:id") { request, context in
            try await desk.signedIn(request) { visitor, language in
                guard let id = RecordID(try context.parameters.require("id")) else { throw SyncError.unknown("record") }
                return try await showSent(collection(context), id, visitor, language)
            }
        }
    }

    private func collection(_ context: PageContext) throws -> Collection {
        let found = try CollectionName.find(try context.parameters.require("collection"), in: desk.room)
        guard Addressees.takes(found) else {
            throw CommandFailure(
                .badUse, chinese: "“\(found.chinese)”不是发给单位的。", english: "\(found.name) is not written to units")
        }
        return found
    }

    private func defaults(
        _ collection: Collection, _ request: Request, _ visitor: Visitor
    ) async throws -> [String: String] {
        var values = FormPlan.defaults(
            collection, now: try await desk.room.now(), me: visitor.session.name, channel: desk.room.channel)
        // A second sending of this form is the same record in each unit.
        values["id"] = RecordID.drawn().description
        // Whom it is for is ticked: each copy names its own unit.
        for (name, value) in request.uri.queryParameters where name != "unit" && collection.field(String(name)) != nil {
            values[String(name)] = String(value)
        }
        for unit in request.uri.queryParameters[values: "unit"] { values[Addressees.box(String(unit))] = "on" }
        return values
    }

    private func send(
        _ collection: Collection, _ posted: Posted, _ visitor: Visitor, _ language: Language
    ) async throws -> Response {
        let words = Words(language: language)
        let units = try await Addressees.all(in: desk.room).filter { !posted[Addressees.box($0.code)].isEmpty }
        let reader = try await desk.formReader()
        var errors = TakenElements.unconfirmed(posted.fields, words)
        if units.isEmpty { errors[""] = words("请选定发给哪个单位。", "Choose the unit that it is for.") }
        guard let base = RecordID(posted["id"]) else { throw SyncError.unknown("record") }
        var members: [(String, JSONValue)] = []
        for field in collection.fields where !field.isIssued && !field.isSignature {
            do throws(EntryError) {
                if let value = try reader.json(posted[field.name], of: field) { members.append((field.name, value)) }
            } catch {
                errors[field.name] = error.message(in: language)
            }
        }
        let copies = Set(try await Addressees.all(in: desk.room).map { Addressees.copy(of: base, for: $0.code) })
        let made =
            errors.isEmpty ? try await takeovers.alreadyMade(collection, posted.fields, beside: copies) : nil
        if let made { errors[""] = made.sentence(words) }
        if errors.isEmpty {
            errors = try await enter(collection, members, base, units, posted, visitor, words)
        }
        guard errors.isEmpty else {
            return try await show(collection, posted.fields, errors, visitor, language, made: made)
        }
        desk.drafts.finish(posted["id"])
        // The county's own report goes on from its own copy, else from the only one there is.
        let first = units.first { $0.code == desk.room.homeUnit } ?? (units.count == 1 ? units[0] : nil)
        if collection.name == "incident", posted["then"] == "report", let first {
            let incident = Addressees.copy(of: base, for: first.code)
            return DeskResponse.seeOther(try await takeovers.report(of: incident, visitor, language))
        }
        return DeskResponse.seeOther("/sent/\(collection.name)/\(base)?saved=1")
    }

    /// Enters every unit's copy, or none of them.
    /// - Returns: what is wrong, by field.
    private func enter(
        _ collection: Collection, _ members: [(String, JSONValue)], _ base: RecordID,
        _ units: [DutyRecords.Unit], _ posted: Posted, _ visitor: Visitor, _ words: Words
    ) async throws -> [String: String] {
        var parts: [Entering.Part] = []
        for unit in units {
            let id = Addressees.copy(of: base, for: unit.code)
            let named: [(String, JSONValue)] =
                collection.field("unit") != nil && posted["unit"].isEmpty ? [("unit", .text(unit.code))] : []
            parts.append(
                Entering.Part(
                    try await Entering(collection, unit: unit.code, in: desk.room),
                    .object([("id", .text(id.description))] + named + members)))
        }
        let results = try await Entering.enter(parts, author: visitor.session.name)
        var errors: [String: String] = [:]
        for (unit, result) in zip(units, results) {
            for error in result.errors where errors[error.field] == nil {
                let isOfAll = results.allSatisfy { $0.errors.contains { $0.field == error.field } }
                let message = error.message(in: words.language)
                errors[error.field] = isOfAll ? message : unit.name + words("：", ": ") + message
            }
        }
        return errors
    }

    /// - Parameter errors: by field; those of the whole form under the empty name.
    private func show(
        _ collection: Collection, _ values: [String: String], _ errors: [String: String], _ visitor: Visitor,
        _ language: Language, made: AlreadyMade? = nil
    ) async throws -> Response {
        let words = Words(language: language)
        let taken = TakenElements(values, words, in: desk.room.catalog)
        let fields = FormPlan.fields(of: collection, by: .county)
        let shown = Set(fields.map(\.name))
        let choices = try await FormChoices.read(for: fields, holding: values, in: desk.room)
        let drawn = fields.map { field in
            let drawn = FormField(
                field: field, words: words, value: values[field.name] ?? "", choices: choices,
                error: errors[field.name], taken: taken[field.name])
            return (drawn, nil as String?)
        }
        var view = FormFrame.view(
            collection, draft: values["id"] ?? "", record: nil, now: try await desk.room.now(), in: desk, visitor, words
        )
        let own: [String: Any] = [
            "title": words("发给单位：", "To units: ") + words.name(collection), "action": "/send/\(collection.name)",
            "people": choices.view, "token": visitor.session.formToken, "id": values["id"] ?? "",
            "whole": errors.filter { !shown.contains($0.key) }.map(\.value).sorted(), "isWrong": !errors.isEmpty,
            "notSaved": words(
                "没有保存：请改正下面标出的项目，已填的内容都在。", "Not saved: mend what is marked below; all that was typed is kept."),
            "toLabel": words("发给", "To"), "save": words("保存并发出", "Save and send"),
            "units": try await Addressees.all(in: desk.room).map { unit in
                [
                    "box": Addressees.box(unit.code), "name": unit.name,
                    "checked": (values[Addressees.box(unit.code)] ?? "").isEmpty ? "" : "checked",
                ]
            },
        ]
        view.merge(own) { $1 }
        view.merge(TakenElements.view(values, words)) { $1 }
        view["made"] = made.map { [$0.link(words)] } ?? []
        view.merge(FormFolds.view(drawn, words)) { $1 }
        return try await desk.frame.page(
            words.name(collection), form.render(view), visitor, language,
            status: errors.isEmpty ? .ok : .unprocessableContent)
    }

    /// Each unit's copy: whether it has come there, as far as the county knows, and who receipted it.
    private func showSent(
        _ collection: Collection, _ base: RecordID, _ visitor: Visitor, _ language: Language
    ) async throws -> Response {
        let words = Words(language: language)
        let replicas = try await ReplicaNames.read(in: desk.room, words)
        var rows: [[String: Any]] = []
        var what = ""
        for unit in try await Addressees.all(in: desk.room) {
            let id = Addressees.copy(of: base, for: unit.code)
            guard
                let detail = try? await desk.room.store.detail(
                    collection: collection.name, id: id, unit: unit.code, deliveredTo: nil)
            else { continue }
            let facts = RecordFacts(detail.view)
            what = RecordTitle.text(facts, collection, words)
            let receipt = facts.time("receiptAt").map { time in
                words("◉ ", "◉ ") + Words.minute(time) + " " + (facts.text("receiptBy") ?? "")
            }
            rows.append([
                "unit": unit.name,
                "path": RecordTarget(collection: collection.name, id: id.description, unit: unit.code).path(),
                "arrivals": try await Arrival.of(detail, replicas, in: desk.room).map { $0.view(words) },
                "nobody": replicas.replicas(of: unit.code).isEmpty && unit.code != desk.room.homeUnit
                    ? [words("○ 该单位还没有注册的机器", "○ the unit has no enrolled machine yet")] : [],
                "receipt": receipt ?? words("○ 尚未签收", "○ no receipt yet"), "style": receipt == nil ? "warn" : "good",
            ])
        }
        guard !rows.isEmpty else { throw SyncError.unknownRecord(base) }
        let view: [String: Any] = [
            "title": words("已发出：", "Sent: ") + words.name(collection), "what": what, "rows": rows,
            "head": [words("单位", "Unit"), words("到达", "Arrived"), words("签收", "Receipt")],
        ]
        return try await desk.frame.page(words.name(collection), sent.render(view), visitor, language)
    }

    private static var formHTML: String {
        """
        <h2>{{title}}</h2>{{#isWrong}}<p class="notice badly" role="alert">{{notSaved}}</p>{{/isWrong}}
        {{#whole}}<p class="notice badly">{{.}}</p>{{/whole}}\(AlreadyMade.html)\(TakenElements.noticeHTML)
        \(FormChoices.html)<form \(FormFrame.attributes) method="post" action="{{action}}"><input type="hidden" name="token" value="{{token}}"><input type="hidden" name="id" value="{{id}}">\(TakenElements.hiddenHTML)\(FormFrame.hidden)
        <fieldset class="full units"><legend>{{toLabel}}</legend>{{#units}}<label><input type="checkbox" name="{{box}}" value="on" {{checked}}>{{name}}</label>{{/units}}</fieldset>
        \(FormFolds.html)
        \(FormFrame.state)<p class="full"><button>{{save}} <kbd>Ctrl+Enter</kbd></button> \(FormFrame.foot)</form>
        """
    }

    private static var sentHTML: String {
        """
        <h2>{{title}}</h2><p>{{what}}</p><div class="wide"><table><thead><tr>{{#head}}<th scope="col">{{.}}</th>{{/head}}</tr></thead><tbody>
        {{#rows}}<tr><th scope="row"><a href="{{path}}">{{unit}}</a></th><td>{{#arrivals}}<span class="{{style}}">{{text}}</span><br>{{/arrivals}}{{#nobody}}<span class="warn">{{.}}</span>{{/nobody}}</td><td class="{{style}}">{{receipt}}</td></tr>{{/rows}}</tbody></table></div>
        """
    }
}

/// Whom the county writes to.
package enum Addressees {
    private static let collections: Set<String> = [
        "notice", "circular", "bulletin", "instruction", "spot-check", "interview", "rectification", "commendation",
        "accountability-case", "incident",
    ]

    /// Whether the county writes such records into the ledger of the unit that they are for.
    static func takes(_ collection: Collection) -> Bool { collections.contains(collection.name) }

    /// Every unit in force, the county's own room last.
    static func all(in room: some DeskRoom) async throws -> [DutyRecords.Unit] {
        let units = try await room.units()
        return units.filter { $0.code != room.homeUnit } + units.filter { $0.code == room.homeUnit }
    }

    /// The form's name of a unit's box.
    static func box(_ unit: String) -> String { "to-\(unit)" }

    /// The id of a unit's copy: each unit has a record of its own, and sending the form again finds the same ones.
    package static func copy(of base: RecordID, for unit: String) -> RecordID { base.derived(by: unit) }
}
