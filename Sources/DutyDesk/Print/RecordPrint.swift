import DutyRecords
import Foundation
import Hummingbird
import Mustache
import ProgramShell
import SyncKit

/// Any record on paper: reports and what is issued as documents, all else as its form.
struct RecordPrint<Room: DeskRoom>: Sendable {
    let desk: Desk<Room>
    private let prints: PrintFrame<Room>
    private let form: FormSheet<Room>
    private let document: DocumentSheet<Room>
    private let head: MustacheTemplate

    init(_ desk: Desk<Room>, _ prints: PrintFrame<Room>) throws {
        self.desk = desk
        self.prints = prints
        form = try FormSheet()
        document = try DocumentSheet(desk)
        head = try MustacheTemplate(string: Self.headHTML)
    }

    func add(to router: Router<PageContext>) {
        router.get("/print/record/:collection/:id") { request, context in
            try await desk.signedIn(request) { visitor, language in
                try await show(
                    try context.parameters.require("collection"), try context.parameters.require("id"), request,
                    visitor,
                    language)
            }
        }
        router.get("/print/handover/:id") { request, context in
            try await desk.signedIn(request) { visitor, language in
                try await show(
                    Collection.handover.name, try context.parameters.require("id"), request, visitor, language)
            }
        }
    }

    private func show(
        _ name: String, _ id: String, _ request: Request, _ visitor: Visitor, _ language: Language
    ) async throws -> Response {
        let words = Words(language: language)
        let collection = try CollectionName.find(name, in: desk.room)
        let named = request.uri.queryParameters.get("unit").map { String($0) }
        let detail = try await RecordLookup.detail(name, id, of: named, in: desk.room)
        let record = RecordFacts(detail.view)
        let mark = SecrecyMark.word(record, in: desk.room.channel)
        if request.uri.queryParameters.get("variant") == "public" { try SecrecyMark.refusePublic(mark) }
        let foot = try await prints.foot([detail.view.isAtHub], visitor, language)
        let line = standing(of: detail, words) + " · " + foot
        let back = "/record/\(collection.name)/\(record.id)"
        // A document has its 22 lines to itself; what is said of the print stands below its date.
        if let paper = try await document.render(record, collection, mark: mark, foot: line, words) {
            return prints.page(words.name(collection), paper, back: back, language)
        }
        let names = try await PrintNames(desk, language)
        let unit = try await desk.unitName(record.unit)
        let body =
            head.render([
                "mark": Sometimes.text(mark), "title": title(of: collection, words),
                "drill": Sometimes.text(record.flag("drill") ? words("演练", "DRILL") : nil), "unit": unit,
            ]) + (try await form.render(record, collection, names, words))
        let time = collection.timeField.flatMap { record.start($0) }.map(Words.minute)
        return prints.page(
            words.name(collection),
            prints.sheet(
                body, running: ("\(unit) \(words.name(collection))", record.text("number") ?? time ?? ""), foot: line),
            back: back, language)
    }

    private func title(of collection: Collection, _ words: Words) -> String {
        switch collection.name {
        case "phone-record": words("值班电话记录", "Telephone record")
        case "handover": words("交接班登记", "Handover")
        case "absence": words("外出报备登记", "Absence")
        default: words.name(collection)
        }
    }

    /// Who wrote it down, and whether it was changed: a print of the last words hides neither.
    private func standing(of detail: RecordDetail, _ words: Words) -> String {
        guard let first = detail.history.first?.authorship, let last = detail.history.last?.authorship else {
            return ""
        }
        func by(_ authorship: Authorship) -> String {
            [PageTime.text(authorship.at), authorship.author].filter { !$0.isEmpty }.joined(separator: " ")
        }
        let changes = detail.history.count - 1
        let conflict = detail.view.conflicts.isEmpty ? "" : words("；有未选定的不同值", "; values in conflict")
        return words("录入 ", "entered ") + by(first)
            + (changes == 0
                ? "" : words("，其后更改 \(changes) 次，最近 ", ", changed \(changes) times since, last ") + by(last)) + conflict
    }

    private static var headHTML: String {
        """
        {{#mark}}<p class="mark">{{.}}</p>{{/mark}}<h1>{{title}}{{#drill}} <span class="drill">{{.}}</span>{{/drill}}</h1><p>{{unit}}</p>
        """
    }
}

extension Desk {
    /// A unit's name as the county wrote it; before that has come, as the enrolment told it.
    func unitName(_ code: String) async throws -> String {
        code == room.homeUnit ? room.unitName : try await room.unitNames()[code] ?? code
    }
}
