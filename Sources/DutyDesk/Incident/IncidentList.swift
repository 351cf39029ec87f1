import DutyRecords
import Foundation
import Hummingbird
import Mustache
import ProgramShell
import SyncKit

/// All incidents: the open ones by what runs out first, drills apart, the closed ones by month.
struct IncidentList<Room: DeskRoom>: Sendable {
    let desk: Desk<Room>
    private let template: MustacheTemplate
    /// A page stays below 100 kB; the rest are in the list of records.
    private static var openMax: Int { 60 }
    private static var drillsMax: Int { 20 }
    private static var closedMax: Int { 50 }

    init(_ desk: Desk<Room>) throws {
        self.desk = desk
        template = try MustacheTemplate(string: Self.html)
    }

    func add(to router: Router<PageContext>) {
        router.get("/incidents") { request, _ in
            try await desk.signedIn(request) { visitor, language in
                try await show(request.uri.queryParameters.get("saved") != nil, nil, visitor, language)
            }
        }
        router.post("/incidents") { request, _ in
            try await desk.posted(request) { posted, visitor, language in
                do {
                    let event = try await IncidentCase.read(posted["incident"], in: desk.room)
                    try await TimelineRow.enter(posted, of: event, by: visitor, at: desk)
                    return DeskResponse.seeOther("\(event.path)?saved=row#course")
                } catch let failure as CommandFailure {
                    let message = Words(language: language)(failure.chinese, failure.english)
                    let typed = Typed(form: "row", fields: posted.fields, message: message)
                    return try await show(false, typed, visitor, language)
                }
            }
        }
    }

    private struct Item {
        let incident: Incident
        let view: RecordView?
        /// Binding rows of this room that are not met, by what runs out first.
        let unmet: [Obligation]
        let isOpen: Bool
    }

    private func items() async throws -> (items: [Item], reading: DutyReading) {
        let room = desk.room
        let isCounty = room.writer == .county
        let unit = isCounty ? nil : room.homeUnit
        let reading = try await DutyReading.read(["incident", "report", "instruction"], unit: unit, in: room)
        let views = Dictionary(
            try await room.store.records(
                RecordFilter(collection: "incident", unit: unit), deliveredTo: room.deliveredTo
            ).map { ($0.id, $0) }
        ) { first, _ in first }
        let rows = reading.due(reading.now.day...reading.now.day)
        let instructions = Dictionary(
            reading.duties.records("instruction").compactMap { record in
                record.reference("incident").map { (record.id, $0) }
            }
        ) { first, _ in first }
        var byIncident: [RecordID: [Obligation]] = [:]
        for row in rows {
            guard let record = row.record, let incident = row.collection == "incident" ? record : instructions[record]
            else { continue }
            byIncident[incident, default: []].append(row)
        }
        let items = reading.duties.incidents.map { incident in
            let unmet = (byIncident[incident.id] ?? []).filter {
                $0.isBinding && [.open, .overdue].contains($0.state(at: reading.now))
            }
            let hasEnded =
                incident.closedAt != nil
                || (reading.duties.reports[incident.id] ?? []).contains {
                    $0.unit == incident.unit && $0.kind == .final
                }
            let isOwing = unmet.contains { $0.rule != .casualtyWatch }
            return Item(
                incident: incident, view: views[incident.id], unmet: unmet,
                isOpen: incident.falseAlarmAt == nil && (!hasEnded || isOwing))
        }
        return (items, reading)
    }

    private func show(
        _ isSaved: Bool, _ typed: Typed?, _ visitor: Visitor, _ language: Language
    ) async throws -> Response {
        let words = Words(language: language)
        let (items, reading) = try await items()
        func first(_ item: Item) -> Instant { item.unmet.first?.dueAt ?? Instant(milliseconds: .max) }
        let open = items.filter(\.isOpen).sorted {
            (first($0), $1.incident.occurredAt, $0.incident.id) < (first($1), $0.incident.occurredAt, $1.incident.id)
        }
        let closed = items.filter { !$0.isOpen && !$0.incident.isDrill }.sorted {
            ($1.incident.occurredAt, $1.incident.id) < ($0.incident.occurredAt, $0.incident.id)
        }
        let drills = items.filter(\.incident.isDrill).sorted {
            (first($0), $1.incident.occurredAt) < (first($1), $0.incident.occurredAt)
        }
        func drawn(_ items: some Sequence<Item>) -> [[String: Any]] { items.map { row(of: $0, reading, words) } }
        let allReal = open.filter { !$0.incident.isDrill }
        let real = Array(allReal.prefix(Self.openMax))
        var months: [(name: String, items: [Item])] = []
        for item in closed.prefix(Self.closedMax) {
            let name = String(item.incident.occurredAt.day.description.prefix(7))
            if months.last?.name == name {
                months[months.count - 1].items.append(item)
            } else {
                months.append((name, [item]))
            }
        }
        let view: [String: Any] = [
            "title": words("突发事件", "Incidents"), "newText": words("＋ 新事件", "＋ New incident"),
            "openTitle": words("未结事件，先到期的在前", "Open, what runs out first on top"), "open": drawn(real),
            "hasOpen": !real.isEmpty, "noOpen": words("没有未结的事件。", "No incident is open."),
            "head": [
                words("级别", "Level"), words("事件", "Incident"), words("最近时限", "Next clock"), words("事发", "Occurred"),
                words("送达", "Delivered"),
            ],
            "hasDrills": !drills.isEmpty, "drillTitle": words("演练（不是真实事件）", "Drills (not real)"),
            "drills": drawn(drills.prefix(Self.drillsMax)), "hasClosed": !closed.isEmpty,
            "closedTitle": words("已结事件", "Closed"),
            "months": months.map { ["month": $0.name, "rows": drawn($0.items)] as [String: Any] },
            "isOpenCut": allReal.count > real.count,
            "moreText": words(
                "另有 \(allReal.count - real.count) 起未结，在全部记录中",
                "\(allReal.count - real.count) more are open: in all records"),
            "isCut": closed.count > Self.closedMax || drills.count > Self.drillsMax,
            "allText": words("其余的在全部记录中", "The others are in all records"),
            "quick": quick(real + drills.prefix(Self.drillsMax).filter(\.isOpen), typed, reading.now, visitor, words),
        ]
        return try await desk.frame.page(
            words("突发事件", "Incidents"), template.render(view), visitor, language,
            status: typed == nil ? .ok : .unprocessableContent)
    }

    private func row(of item: Item, _ reading: DutyReading, _ words: Words) -> [String: Any] {
        let (incident, now) = (item.incident, reading.now)
        let next = item.unmet.first
        let late = next?.lateMinutes(at: now) ?? 0
        let left = next.map { max(0, ($0.dueAt - now).minutesDown) } ?? 0
        return [
            "path": DeskPath.record("incident", incident.id), "levelText": LevelMark.text(incident.level, words),
            "levelStyle": LevelMark.style(incident.level), "event": ReportName.event(incident.record),
            "unitName": incident.unit == desk.room.homeUnit ? "" : reading.duties.unit(incident.unit).name,
            "tags": LevelMark.tags(incident, words), "at": ShortTime.text(incident.occurredAt, at: now),
            "clock": next.map { row -> [[String: String]] in
                [
                    [
                        "clockStyle": late > 0 ? "bad" : left <= 15 ? "warn" : "",
                        "clockText": late > 0
                            ? words("▲ 已超 ", "▲ late by ") + words.minutes(late)
                            : words("\(left <= 15 ? "◐" : "○") 还剩 ", "\(left <= 15 ? "◐" : "○") left ")
                                + words.minutes(left),
                        "clockWhy": words(row.why.chinese, row.why.english),
                    ]
                ]
            } ?? [], "noClock": next == nil ? [words("没有在计的时限", "no clock runs")] : [],
            "delivered": item.view.map { Delivered.word($0, desk.room.catalog, words) } ?? "",
            "deliveredClass": item.view.map { Delivered.style($0) } ?? "",
        ]
    }

    /// One row into the course of an open incident, without opening it.
    private func quick(
        _ items: [Item], _ typed: Typed?, _ now: Instant, _ visitor: Visitor, _ words: Words
    ) -> [[String: Any]] {
        guard !items.isEmpty || typed != nil else { return [] }
        let chosen = Typed.value(typed, "row", "incident", items.first?.incident.id.description ?? "")
        return [
            [
                "token": visitor.session.formToken, "quickTitle": words("记一笔", "Add a row"),
                "rowID": Typed.value(typed, "row", "id", RecordID.drawn().description),
                "choices": items.map { item -> [String: String] in
                    let id = item.incident.id.description
                    return [
                        "choice": id, "selected": id == chosen ? "selected" : "",
                        "choiceText": (item.incident.isDrill ? words("【演练】", "[DRILL] ") : "")
                            + ReportName.event(item.incident.record),
                    ]
                }, "incidentLabel": words("事件", "Incident"), "atLabel": words("时间", "Minute"),
                "rowAt": Typed.value(typed, "row", "at", Words.minute(now)),
                "whatLabel": words("处置情况", "What was done"),
                "rowWhat": Typed.value(typed, "row", "what", ""), "rowWrong": Typed.message(typed, "row"),
                "rowButton": words("记下", "Add"),
            ]
        ]
    }

    private static var rowHTML: String {
        """
        <tr><td class="n"><b class="{{levelStyle}}">{{levelText}}</b></td><td><a href="{{path}}">{{event}}</a> {{unitName}} \(LevelMark.tagsHTML)</td><td>{{#clock}}<b class="{{clockStyle}}">{{clockText}}</b> {{clockWhy}}{{/clock}}{{#noClock}}<span class="soft">{{.}}</span>{{/noClock}}</td><td class="n">{{at}}</td><td class="n"><span class="{{deliveredClass}}">{{delivered}}</span></td></tr>
        """
    }

    private static var html: String {
        let head = "<thead><tr>{{#head}}<th scope=\"col\">{{.}}</th>{{/head}}</tr></thead>"
        return """
            <h2>{{title}} <a class="button" href="/new/incident">{{newText}}</a></h2>
            <h3>{{openTitle}}</h3>{{^hasOpen}}<p class="soft">{{noOpen}}</p>{{/hasOpen}}<div id="open" class="wide" data-live>{{#hasOpen}}<table class="incidents">\(head)<tbody>{{#open}}\(rowHTML){{/open}}</tbody></table>{{/hasOpen}}{{#isOpenCut}}<p><a href="/list/incident">{{moreText}}</a></p>{{/isOpenCut}}</div>
            {{#quick}}<form class="row" method="post" action="/incidents"><input type="hidden" name="token" value="{{token}}"><input type="hidden" name="id" value="{{rowID}}"><p><label for="row-incident">{{quickTitle}} · {{incidentLabel}}</label><select id="row-incident" name="incident">{{#choices}}<option value="{{choice}}" {{selected}}>{{choiceText}}</option>{{/choices}}</select></p><p><label for="row-at">{{atLabel}}</label><input id="row-at" name="at" class="n" autocomplete="off" value="{{rowAt}}"></p><p class="grow"><label for="row-what">{{whatLabel}}</label><textarea id="row-what" name="what">{{rowWhat}}</textarea></p><button>{{rowButton}}</button>{{#rowWrong}}<span class="message" role="alert">{{.}}</span>{{/rowWrong}}</form>{{/quick}}
            {{#hasDrills}}<section class="drills"><h3>{{drillTitle}}</h3><div class="wide"><table class="incidents">\(head)<tbody>{{#drills}}\(rowHTML){{/drills}}</tbody></table></div></section>{{/hasDrills}}
            {{#hasClosed}}<h3>{{closedTitle}}</h3>{{/hasClosed}}{{#months}}<details open><summary>{{month}}</summary><div class="wide"><table class="incidents">\(head)<tbody>{{#rows}}\(rowHTML){{/rows}}</tbody></table></div></details>{{/months}}
            {{#isCut}}<p><a href="/list/incident">{{allText}}</a></p>{{/isCut}}
            """
    }
}
