import DutyRecords
import Foundation
import Hummingbird
import Mustache
import ProgramShell
import SyncKit

/// Finds any record by any part of what was written into it.
struct SearchPages<Room: DeskRoom>: Sendable {
    let desk: Desk<Room>
    private let template: MustacheTemplate
    private static var rowsMax: Int { 50 }
    /// Incidents that the form offers: the latest.
    private static var incidentsMax: Int { 50 }

    init(_ desk: Desk<Room>) throws {
        self.desk = desk
        template = try MustacheTemplate(string: Self.html)
    }

    func add(to router: Router<PageContext>) {
        router.get("/search") { request, _ in
            try await desk.signedIn(request) { try await show(AskedSearch(request), $0, $1) }
        }
    }

    private func show(_ asked: AskedSearch, _ visitor: Visitor, _ language: Language) async throws -> Response {
        let words = Words(language: language)
        var found: Found?
        var refusal: String?
        if asked.isAsked {
            do {
                found = try await find(asked)
            } catch let failure as CommandFailure {
                refusal = words(failure.chinese, failure.english)
            }
        }
        var view = try await form(asked, words)
        view["refusal"] = Sometimes.text(refusal)
        if let found {
            let shown = asked.page * Self.rowsMax
            view["count"] = Sometimes.text(
                found.total > 0 ? words("找到 \(found.total) 条", "\(found.total) found") : nil)
            view["none"] = Sometimes.text(
                found.total == 0
                    ? words("没有找到。可少写几个字，或放宽日期。", "Nothing found; try fewer characters or more days.") : nil)
            view["hasRows"] = !found.records.isEmpty
            view["rows"] = found.records.compactMap { row($0, found.words, words) }
            view["older"] = Sometimes.text(found.total > shown ? asked.path(page: asked.page + 1) : nil)
            view["newer"] = Sometimes.text(asked.page > 1 ? asked.path(page: asked.page - 1) : nil)
        }
        return try await desk.frame.page(
            words("搜索", "Search"), template.render(view), visitor, language, status: refusal == nil ? .ok : .badRequest)
    }

    private func find(_ asked: AskedSearch) async throws -> Found {
        let wanted = Wanted(
            words: asked.values["q"] ?? "", from: try asked.day("from"), to: try asked.day("to"),
            collection: asked.values["kind"], person: asked.values["person"], incident: asked.values["incident"],
            unit: desk.room.homeUnit)
        return try await Searching.find(
            wanted, limit: Self.rowsMax, offset: (asked.page - 1) * Self.rowsMax, in: desk.room)
    }

    private func row(_ record: RecordView, _ searched: SearchWords, _ words: Words) -> [String: Any]? {
        guard let collection = desk.room.catalog.collection(named: record.collection) else { return nil }
        var row = RecordRow(record, collection, words, desk.room.catalog).view
        let hits = SearchHit.all(searched, in: record, collection).prefix(3).map { hit -> [String: Any] in
            [
                "label": collection.field(hit.field).map(words.name) ?? hit.field,
                "pieces": hit.pieces.map { ["text": $0.text, "isHit": $0.isHit] as [String: Any] },
            ]
        }
        row["kind"] = words.name(collection)
        row["hits"] = hits
        // Found by a person or an incident alone: then the line says what lists say.
        row["isPlain"] = hits.isEmpty
        return row
    }

    private func form(_ asked: AskedSearch, _ words: Words) async throws -> [String: Any] {
        let kinds = desk.room.catalog.collections.filter(\.isListed).map { collection in
            [
                "value": collection.name, "text": words.name(collection),
                "selected": asked.values["kind"] == collection.name ? "selected" : "",
            ]
        }
        let incidents = try await desk.room.store.records(
            RecordFilter(
                collection: "incident", unit: desk.room.homeUnit, limit: Self.incidentsMax, order: .latestFirst),
            deliveredTo: nil
        ).map { view -> [String: String] in
            let row = RecordRow(view, .incident, words, desk.room.catalog).view
            return [
                "value": view.id.description,
                "text": [row["time"], row["what"]].compactMap { $0 as? String }.joined(separator: " "),
                "selected": asked.values["incident"] == view.id.description ? "selected" : "",
            ]
        }
        var offered = incidents
        if let incident = asked.values["incident"], !incidents.contains(where: { $0["value"] == incident }) {
            offered.append(["value": incident, "text": incident, "selected": "selected"])
        }
        return [
            "title": words("搜索", "Search"), "q": asked.values["q"] ?? "", "from": asked.values["from"] ?? "",
            "to": asked.values["to"] ?? "", "person": asked.values["person"] ?? "", "kinds": kinds,
            "incidents": offered, "persons": try await Accounts(desk.room).persons().map(\.name),
            "qLabel": words(
                "词（可写几个，用空格分开；一个字、电话的几位数也行）", "Words (several by blanks; one character or some digits will do)"),
            "fromLabel": words("从", "From"), "toLabel": words("到", "To"), "kindLabel": words("类别", "Kind"),
            "personLabel": words("人员", "Person"), "incidentLabel": words("事件", "Incident"),
            "any": words("不限", "any"), "find": words("搜索", "Search"), "pages": words("翻页", "Pages"),
            "olderText": words("更早的 →", "Older →"), "newerText": words("← 更新的", "← Newer"), "hasRows": false,
            "head": [
                words("时间", "Time"), words("类别", "Kind"), words("编号", "Number"), words("内容", "What"),
                words("送达", "Delivered"),
            ],
        ]
    }

    private static var html: String {
        """
        <h2>{{title}}</h2>{{#refusal}}<p class="notice badly" role="alert">{{.}}</p>{{/refusal}}
        <datalist id="persons">{{#persons}}<option value="{{.}}">{{/persons}}</datalist>
        <form class="entry search" method="get" action="/search" role="search">
        <p class="full"><label for="q">{{qLabel}}</label><input id="q" name="q" type="search" value="{{q}}" autofocus></p>
        <p><label for="from">{{fromLabel}}</label><input id="from" name="from" type="date" value="{{from}}"></p>
        <p><label for="to">{{toLabel}}</label><input id="to" name="to" type="date" value="{{to}}"></p>
        <p><label for="kind">{{kindLabel}}</label><select id="kind" name="kind"><option value="">{{any}}</option>{{#kinds}}<option value="{{value}}" {{selected}}>{{text}}</option>{{/kinds}}</select></p>
        <p><label for="person">{{personLabel}}</label><input id="person" name="person" list="persons" value="{{person}}"></p>
        <p><label for="incident">{{incidentLabel}}</label><select id="incident" name="incident"><option value="">{{any}}</option>{{#incidents}}<option value="{{value}}" {{selected}}>{{text}}</option>{{/incidents}}</select></p>
        <p><button>{{find}}</button></p></form>
        {{#count}}<h2 role="status">{{.}}</h2>{{/count}}{{#none}}<p>{{.}}</p>{{/none}}
        {{#hasRows}}<div class="wide"><table><thead><tr>{{#head}}<th scope="col">{{.}}</th>{{/head}}</tr></thead><tbody>{{#rows}}<tr><td class="n">{{time}}</td><td>{{kind}}</td><td class="n">{{number}}</td><td class="{{void}}"><a href="{{path}}">{{#isPlain}}{{what}}{{/isPlain}}{{#hits}}<span class="hit"><span class="soft">{{label}}</span> {{#pieces}}{{#isHit}}<mark>{{text}}</mark>{{/isHit}}{{^isHit}}{{text}}{{/isHit}}{{/pieces}}</span>{{/hits}}</a></td><td class="n"><span class="{{deliveredClass}}">{{delivered}}</span> {{#conflict}}<span class="bad">{{.}}</span>{{/conflict}}</td></tr>{{/rows}}</tbody></table></div>{{/hasRows}}
        <nav aria-label="{{pages}}">{{#newer}}<a class="button" rel="prev" href="{{.}}">{{newerText}}</a> {{/newer}}{{#older}}<a class="button" rel="next" href="{{.}}">{{olderText}}</a>{{/older}}</nav>
        """
    }
}

/// What the form says, as it was typed.
private struct AskedSearch {
    var values: [String: String] = [:]
    static let names = ["q", "from", "to", "kind", "person", "incident"]

    init(_ request: Request) {
        // A browser writes a blank of a form as a plus sign.
        let typed = request.uri.query.flatMap { try? URLEncodedFormDecoder().decode([String: String].self, from: $0) }
        for name in Self.names {
            if let value = typed?[name], !value.isEmpty { values[name] = value }
        }
        page = typed?["page"].flatMap { Int($0) }.map { min(max($0, 1), 10_000) } ?? 1
    }

    let page: Int

    var isAsked: Bool { ["q", "person", "incident"].contains { values[$0] != nil } }

    func day(_ name: String) throws -> Day? {
        try values[name].map { text in
            guard let day = Day(text) else {
                throw CommandFailure(
                    .badUse, chinese: "“\(text)”不是日期，应写成 2026-10-01。",
                    english: "\"\(text)\" is no date; write it as 2026-10-01")
            }
            return day
        }
    }

    /// The same question at another page.
    func path(page: Int) -> String {
        var components = URLComponents()
        components.path = "/search"
        components.queryItems =
            Self.names.compactMap { name in values[name].map { URLQueryItem(name: name, value: $0) } }
            + [URLQueryItem(name: "page", value: String(page))]
        // A plus sign would be read as a blank.
        return components.string?.replacing("+", with: "%2B") ?? "/search"
    }
}
