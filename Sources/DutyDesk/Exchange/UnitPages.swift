import DutyRecords
import Foundation
import Hummingbird
import Mustache
import ProgramShell
import SyncKit

/// At the county: the units' records, to be read.
struct UnitPages<Room: DeskRoom>: Sendable {
    let desk: Desk<Room>
    private let index: MustacheTemplate
    private let unit: MustacheTemplate
    /// A page stays below 100 kB.
    private static var rowsMax: Int { 100 }

    init(_ desk: Desk<Room>) throws {
        self.desk = desk
        index = try MustacheTemplate(string: Self.indexHTML)
        unit = try MustacheTemplate(string: Self.unitHTML)
    }

    func add(to router: Router<PageContext>) {
        guard desk.room.writer == .county else { return }
        router.get("/units") { request, _ in try await desk.signedIn(request) { try await showAll($0, $1) } }
        router.get("/units/:code") { request, context in
            try await desk.signedIn(request) { visitor, language in
                let asked = request.uri.queryParameters.get("collection")
                return try await show(try context.parameters.require("code"), asked, visitor, language)
            }
        }
    }

    private func showAll(_ visitor: Visitor, _ language: Language) async throws -> Response {
        let words = Words(language: language)
        let units = try await Addressees.all(in: desk.room).filter { $0.code != desk.room.homeUnit }
        let view: [String: Any] = [
            "title": words("各单位", "The units"), "isEmpty": units.isEmpty,
            "nothing": words(
                "还没有单位。由管理员在“管理”页增加。", "There is no unit yet; an administrator adds one on Administration."),
            "state": words("各单位同步状态", "The units' sync state"),
            "sendTitle": words("发给单位", "Write to units"),
            "papers": desk.room.catalog.collections.filter(Addressees.takes).map {
                ["path": "/send/\($0.name)", "text": words.name($0)]
            },
            "units": units.map { ["path": "/units/\($0.code)", "name": $0.name] },
        ]
        return try await desk.frame.page(words("各单位", "The units"), index.render(view), visitor, language)
    }

    /// The latest records of a unit, of one kind or of those that a duty room writes daily.
    private func show(
        _ code: String, _ asked: String?, _ visitor: Visitor, _ language: Language
    ) async throws -> Response {
        let words = Words(language: language)
        try await desk.room.check(unit: code)
        let name = try await ReplicaNames.read(in: desk.room, words).unit(code)
        let listed = desk.room.catalog.collections.filter { $0.isListed && $0.ledger != .notice }
        let chosen = try asked.map { [try CollectionName.find($0, in: desk.room)] } ?? listed
        var found: [(view: RecordView, collection: Collection)] = []
        var counts: [String: Int] = [:]
        for collection in listed {
            var filter = RecordFilter(collection: collection.name, unit: code)
            counts[collection.name] = try await desk.room.store.count(filter)
            guard chosen.contains(where: { $0.name == collection.name }) else { continue }
            (filter.order, filter.limit) = (asked == nil ? .lastArrivedFirst : .latestFirst, Self.rowsMax)
            found += try await desk.room.store.records(filter, deliveredTo: nil).map { ($0, collection) }
        }
        // Of one kind the order is that of its own time; of all of them, that of their entry.
        if asked == nil { found.sort { $0.view.id > $1.view.id } }
        let rows = found.prefix(Self.rowsMax).map { row -> [String: Any] in
            var view = RecordRow(row.view, row.collection, words, desk.room.catalog).view
            view["path"] = RecordTarget(
                collection: row.collection.name, id: row.view.id.description, unit: code
            ).path()
            view["kind"] = words.name(row.collection)
            return view
        }
        let view: [String: Any] = [
            "title": name, "rows": rows, "isEmpty": rows.isEmpty, "nothing": words("还没有记录。", "No record yet."),
            "all": words("全部", "All"), "allPath": "/units/\(code)",
            "kinds": listed.filter { counts[$0.name] ?? 0 > 0 }.map {
                [
                    "path": "/units/\(code)?collection=\($0.name)",
                    "text": "\(words.name($0)) \(counts[$0.name] ?? 0)",
                ]
            },
            "write": words("发给它", "Write to it"),
            "papers": desk.room.catalog.collections.filter(Addressees.takes).map {
                ["path": "/send/\($0.name)?unit=\(code)", "text": words.name($0)]
            },
            "head": [
                words("种类", "Kind"), words("时间", "Time"), words("编号", "Number"), words("内容", "What"),
                words("送达", "Delivered"),
            ],
        ]
        return try await desk.frame.page(name, unit.render(view), visitor, language)
    }

    private static var indexHTML: String {
        """
        <h2>{{title}}</h2>{{#isEmpty}}<p>{{nothing}}</p>{{/isEmpty}}<p><a href="/sync">{{state}}</a></p>
        <ul class="plain">{{#units}}<li><a href="{{path}}">{{name}}</a></li>{{/units}}</ul>
        <h2>{{sendTitle}}</h2><p class="acts">{{#papers}}<a class="button quiet" href="{{path}}">{{text}}</a>{{/papers}}</p>
        """
    }

    private static var unitHTML: String {
        """
        <h2>{{title}}</h2><p class="acts"><a href="{{allPath}}">{{all}}</a>{{#kinds}} <a href="{{path}}">{{text}}</a>{{/kinds}}</p>
        <details><summary>{{write}}</summary><p class="acts">{{#papers}}<a class="button quiet" href="{{path}}">{{text}}</a>{{/papers}}</p></details>
        {{#isEmpty}}<p>{{nothing}}</p>{{/isEmpty}}<div class="wide"><table><thead><tr>{{#head}}<th scope="col">{{.}}</th>{{/head}}</tr></thead><tbody>
        {{#rows}}<tr><td>{{kind}}</td>\(RecordRow.cells)</tr>{{/rows}}</tbody></table></div>
        """
    }
}
