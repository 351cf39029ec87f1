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
            try await desk.signedIn(request) { try await show(request, $0, $1) }
        }
    }

    private func show(_ request: Request, _ visitor: Visitor, _ language: Language) async throws -> Response {
        let words = Words(language: language)
        let asked = AskedSearch(request, now: try await desk.room.now(), words)
        var found: Found?
        var refusal = asked.days.sentences.first
        if asked.isAsked && refusal == nil {
            do {
                found = try await find(asked)
            } catch let failure as CommandFailure {
                refusal = words(failure.chinese, failure.english)
            }
        }
        var view = try await form(asked, words)
        view.merge(asked.days.view("/search")) { $1 }
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
            words: asked.values["q"] ?? "", from: asked.days.cut.from, to: asked.days.cut.to,
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
            "title": words("搜索", "Search"), "q": asked.values["q"] ?? "", "person": asked.values["person"] ?? "",
            "kinds": kinds,
            "incidents": offered, "persons": try await Accounts(desk.room).persons().map(\.name),
            "qLabel": words(
                "词（可写几个，用空格分开；一个字、电话的几位数也行）", "Words (several by blanks; one character or some digits will do)"),
            "kindLabel": words("类别", "Kind"),
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
        \(AskedDays.html)
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
    let days: AskedDays
    static let names = ["q", "from", "to", "kind", "person", "incident"]

    init(_ request: Request, now: Instant, _ words: Words) {
        let typed = request.typed
        days = AskedDays(typed, now: now, words)
        for name in Self.names {
            if let value = typed[name], !value.isEmpty { values[name] = value }
        }
        // The next page is of the same days, whenever it is opened.
        for end in ["from", "to"] where !days.isWrong && values[end] != nil { values[end] = days.text(end) }
        page = typed["page"].flatMap { Int($0) }.map { min(max($0, 1), 10_000) } ?? 1
    }

    let page: Int

    var isAsked: Bool { ["q", "person", "incident"].contains { values[$0] != nil } }

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
