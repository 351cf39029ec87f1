import DutyDesk
import DutyRecords
import Foundation
import Hummingbird
import Mustache
import ProgramShell
import SyncKit

/// 值班专报 and 值班通报: drafted from records, checked, signed with a number, sent to units, receipted.
struct IssuesPage: Sendable {
    let desk: Desk<HubFolder>
    let opened: HubFolder
    let room: IssueRoom
    let one: MustacheTemplate
    private let list: MustacheTemplate
    private let chooser: MustacheTemplate
    private static let shownMax = 40

    init(_ desk: Desk<HubFolder>, _ opened: HubFolder) throws {
        self.desk = desk
        self.opened = opened
        room = IssueRoom(desk, opened)
        list = try MustacheTemplate(string: Self.listHTML)
        chooser = try MustacheTemplate(string: Self.chooserHTML)
        one = try MustacheTemplate(string: Self.oneHTML)
    }

    static let path = "/issues"

    func add(to router: Router<PageContext>) {
        router.get("/issues") { request, _ in try await desk.signedIn(request) { try await showAll($0, $1) } }
        router.get("/issues/new") { request, _ in
            try await desk.signedIn(request) { try await showChooser($0, $1) }
        }
        router.post("/issues/new") { request, _ in
            try await desk.posted(request) { posted, visitor, _ in try await begin(posted, visitor) }
        }
        router.get("/issues/:kind/:id") { request, context in
            try await desk.signedIn(request) { visitor, language in
                let (kind, id) = try place(context)
                let saved = request.uri.queryParameters.get("saved").map { String($0) }
                return try await show(kind, id, nil, [:], saved: saved, visitor, language)
            }
        }
        for act in Act.allCases {
            router.post("/issues/:kind/:id/\(act.rawValue)") { request, context in
                try await desk.posted(
                    request,
                    again: { posted, visitor, language, sentence in
                        let (kind, id) = try place(context)
                        return try await show(kind, id, posted.fields, ["": sentence], visitor, language)
                    }
                ) { posted, visitor, language in
                    let (kind, id) = try place(context)
                    return try await take(act, kind, id, posted, visitor, language)
                }
            }
        }
    }

    private func place(_ context: PageContext) throws -> (IssueKind, String) {
        guard let kind = IssueKind(rawValue: try context.parameters.require("kind")) else {
            throw SyncError.unknown("collection")
        }
        return (kind, try context.parameters.require("id"))
    }

    // MARK: The list

    private func showAll(_ visitor: Visitor, _ language: Language) async throws -> Response {
        let words = Words(language: language)
        var series: [[String: Any]] = []
        for kind in IssueKind.allCases {
            let masters = try await room.masters(kind, limit: Self.shownMax)
            let receipts = try await receipts(kind, masters)
            let rows = masters.map { record -> [String: Any] in
                let number = record.text(kind.numberField)
                let (sent, receipted) = receipts[number ?? ""] ?? (0, 0)
                return [
                    "path": "/issues/\(kind.rawValue)/\(record.id)", "number": number ?? "–",
                    "title": record.text("title") ?? record.text("kind").map { Wording.choice($0, in: language) } ?? "",
                    "void": record.isVoided ? "void" : "",
                    "signed": record.time("signedAt").map { Words.minute($0) } ?? "",
                    "state": Self.state(IssueState(record), words),
                    "sent": sent == 0
                        ? ""
                        : words("已发 \(sent) 个单位，签收 \(receipted)", "sent to \(sent), receipted by \(receipted)"),
                    "style": sent > receipted ? "warn" : sent > 0 ? "good" : "",
                ]
            }
            series.append([
                "name": words.name(kind.collection), "rows": rows, "isEmpty": rows.isEmpty,
                "gaps": gaps(kind, masters, words), "newPath": "/issues/new?kind=\(kind.rawValue)",
                "newText": words("新拟", "New"),
            ])
        }
        let view: [String: Any] = [
            "title": words("专报与通报", "Bulletins and circulars"), "series": series,
            "nothing": words("还没有。", "None yet."),
            "head": [
                words("编号", "Number"), words("标题", "Title"), words("状态", "State"), words("签发", "Signed"),
                words("发送与签收", "Sent, receipted"),
            ],
        ]
        return try await desk.frame.page(
            words("专报与通报", "Bulletins and circulars"), list.render(view), visitor, language)
    }

    static func state(_ state: IssueState, _ words: Words) -> String {
        switch state {
        case .drafted: words("○ 拟稿", "○ draft")
        case .checked: words("◐ 待签发", "◐ to be signed")
        case .signed: words("● 已签发", "● signed")
        case .voided: words("✕ 作废", "✕ void")
        }
    }

    private func gaps(_ kind: IssueKind, _ masters: [RecordFacts], _ words: Words) -> [String] {
        let gaps = StandingFindings.gaps(masters.compactMap { $0.text(kind.numberField) })
        return gaps.isEmpty || masters.count == Self.shownMax
            ? []
            : [words("编号有缺：", "Numbers are missing: ") + gaps.joined(separator: words("、", ", "))]
    }

    /// By number: how many copies there are in units' ledgers, and how many are receipted.
    private func receipts(
        _ kind: IssueKind, _ masters: [RecordFacts]
    ) async throws -> [String: (sent: Int, receipted: Int)] {
        guard let earliest = masters.compactMap({ $0.time("signedAt") }).min() else { return [:] }
        let filter = RecordFilter(collection: kind.collection.name, from: earliest.milliseconds)
        var counts: [String: (sent: Int, receipted: Int)] = [:]
        for copy in try await opened.store.records(filter, deliveredTo: nil, as: { RecordFacts($0) })
        where copy.unit != opened.homeUnit {
            guard let number = copy.text(kind.numberField) else { continue }
            counts[number, default: (0, 0)].sent += 1
            if copy.has("receiptAt") { counts[number, default: (0, 0)].receipted += 1 }
        }
        return counts
    }

    // MARK: A new one

    private func recent() async throws -> [RecordFacts] {
        var filter = RecordFilter(collection: "incident")
        (filter.order, filter.limit) = (.latestFirst, Self.choicesMax)
        return try await opened.store.records(filter, deliveredTo: nil) { RecordFacts($0) }.filter { !$0.isVoided }
    }

    private static let choicesMax = 60

    private func showChooser(_ visitor: Visitor, _ language: Language) async throws -> Response {
        let words = Words(language: language)
        let names = try await opened.unitNames()
        let rows = try await recent().map { record -> [String: Any] in
            [
                "id": record.id.description, "unit": names[record.unit] ?? record.unit,
                "time": (record.time("occurredAt") ?? record.time("receivedAt")).map { Words.minute($0) } ?? "",
                "what": ReportName.event(record),
                "level": record.text("level").map { Wording.choice($0, in: language) } ?? "",
                "drill": record.flag("drill") ? [words("演练", "drill")] : [],
            ]
        }
        let view: [String: Any] = [
            "title": words("新拟专报或通报", "A new bulletin or circular"), "token": visitor.session.formToken,
            "id": RecordID.drawn().description, "rows": rows, "hasRows": !rows.isEmpty,
            "about": words(
                "勾选事件，拟稿时带入最新报告的内容；也可以不选，直接写。",
                "Tick incidents to begin with what their latest reports say, or none."
            ),
            "bulletin": words("拟专报", "Draft a bulletin"), "circular": words("拟通报", "Draft a circular"),
            "head": [
                words("选", "Pick"), words("时间", "Time"), words("单位", "Unit"), words("事件", "Incident"),
                words("级别", "Level"),
            ],
        ]
        return try await desk.frame.page(
            words("新拟专报或通报", "A new bulletin or circular"), chooser.render(view), visitor, language)
    }

    private func begin(_ posted: Posted, _ visitor: Visitor) async throws -> Response {
        guard let kind = IssueKind(rawValue: posted["kind"]), let id = RecordID(posted["id"]), id.version == 7 else {
            throw SyncError.unknown("record")
        }
        let chosen = try await recent().filter { !posted["pick-\($0.id)"].isEmpty }
        var members: [(String, JSONValue)]
        switch kind {
        case .bulletin:
            var told: [(incident: Incident, reports: [Report])] = []
            for incident in chosen.compactMap({ Incident($0) }) {
                let reports = try await opened.records("report", of: nil, naming: incident.id, by: "incident")
                told.append((incident, reports.compactMap { Report($0, countyUnit: opened.homeUnit) }))
            }
            let text = IssueText(told, unitNames: try await opened.unitNames())
            members = [
                ("title", .text(text.title.isEmpty ? IssueText.untitled : text.title)),
                ("body", .text(text.body.isEmpty ? IssueText.unwritten : text.body)),
                ("editor", .text(visitor.session.name)),
                ("urgency", .text("普通")),
            ]
        case .circular:
            members = [
                ("kind", .text(posted["why"].isEmpty ? "脱岗" : posted["why"])), ("body", .text(IssueText.unwritten)),
            ]
            if let incident = chosen.first {
                members += [("incident", .text(incident.id.description)), ("unit", .text(incident.unit))]
            }
            if !posted["unit"].isEmpty {
                members = members.filter { $0.0 != "unit" } + [("unit", .text(posted["unit"]))]
            }
            if !posted["spotCheck"].isEmpty { members.append(("spotCheck", .text(posted["spotCheck"]))) }
            if !posted["body"].isEmpty {
                members = members.filter { $0.0 != "body" } + [("body", .text(posted["body"]))]
            }
        }
        try await desk.enter(kind.collection, members, id: id.description, by: visitor)
        return DeskResponse.seeOther("/issues/\(kind.rawValue)/\(id)")
    }

    private static let listHTML = """
        <h2>{{title}}</h2>{{#series}}<section><h2>{{name}} <a class="button" href="{{newPath}}">{{newText}}</a></h2>{{#gaps}}<p class="notice badly">{{.}}</p>{{/gaps}}{{#isEmpty}}<p class="soft">{{nothing}}</p>{{/isEmpty}}
        {{^isEmpty}}<div class="wide"><table><thead><tr>{{#head}}<th scope="col">{{.}}</th>{{/head}}</tr></thead><tbody>{{#rows}}<tr><td class="n">{{number}}</td><th scope="row" class="{{void}}"><a href="{{path}}">{{title}}</a></th><td>{{state}}</td><td class="n">{{signed}}</td><td class="{{style}}">{{sent}}</td></tr>{{/rows}}</tbody></table></div>{{/isEmpty}}</section>{{/series}}
        """

    private static let chooserHTML = """
        <h2>{{title}}</h2><p class="soft">{{about}}</p><form method="post" action="/issues/new"><input type="hidden" name="token" value="{{token}}"><input type="hidden" name="id" value="{{id}}">
        {{#hasRows}}<div class="wide"><table><thead><tr>{{#head}}<th scope="col">{{.}}</th>{{/head}}</tr></thead><tbody>{{#rows}}<tr><td><input type="checkbox" id="pick-{{id}}" name="pick-{{id}}" value="on"></td><td class="n">{{time}}</td><td>{{unit}}</td><th scope="row"><label for="pick-{{id}}">{{what}}{{#drill}} <b class="warn">{{.}}</b>{{/drill}}</label></th><td>{{level}}</td></tr>{{/rows}}</tbody></table></div>{{/hasRows}}
        <p><button name="kind" value="bulletin">{{bulletin}}</button> <button class="quiet" name="kind" value="circular">{{circular}}</button></p></form>
        """
}
