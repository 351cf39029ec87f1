import DutyDesk
import DutyRecords
import Hummingbird
import Mustache
import ProgramShell
import SyncKit

/// 督办: the open instructions of every unit, what is late first, and what waits for the county to find it done last.
struct FollowUpsPage: Sendable {
    private let desk: Desk<HubFolder>
    private let opened: HubFolder
    private let template: MustacheTemplate

    static let path = "/followups"
    /// A page stays light: what is behind is less urgent.
    private static let rowsMax = 60

    init(_ desk: Desk<HubFolder>, _ opened: HubFolder) throws {
        self.desk = desk
        self.opened = opened
        template = try MustacheTemplate(string: Self.html)
    }

    func add(to router: Router<PageContext>) {
        router.get("/followups") { request, _ in
            try await desk.signedIn(request) {
                try await show(request.uri.queryParameters.get("all") != nil, nil, $0, $1)
            }
        }
        router.post("/followups/followup") { request, _ in
            try await desk.posted(request) { posted, visitor, language in
                let followUp = try await find(posted["instruction"])
                do {
                    try await desk.followUp(followUp, posted, by: visitor)
                } catch let failure as CommandFailure {
                    let typed = Typed(
                        form: InstructionWay.form(posted["instruction"]), fields: posted.fields,
                        message: Words(language: language)(failure.chinese, failure.english))
                    return try await show(true, typed, visitor, language)
                }
                return DeskResponse.seeOther(Self.path)
            }
        }
        router.post("/followups/accept") { request, _ in
            try await desk.posted(request) { posted, visitor, _ in
                // Pressed twice: it is not among the open ones any more, and the first acceptance stands.
                if let followUp = try await open().all.first(where: { $0.first.id.description == posted["instruction"] }
                ) {
                    try await desk.accept(followUp, by: visitor)
                }
                return DeskResponse.seeOther(Self.path)
            }
        }
    }

    private func open() async throws -> (all: [FollowUp], reading: WallReading) {
        let reading = try await WallReading.read(opened.county, in: opened)
        return (FollowUp.all(reading.duties, reading.book).filter { $0.stage != .accepted }, reading)
    }

    private func find(_ instruction: String) async throws -> FollowUp {
        guard let found = try await open().all.first(where: { $0.first.id.description == instruction }) else {
            throw CommandFailure(
                .badUse, chinese: "这条批示已不在督办之列（可能刚刚认定办结）。请刷新页面。",
                english: "this instruction is not open any more, it may just have been accepted; open the page again")
        }
        return found
    }

    private func show(
        _ isAll: Bool, _ typed: Typed?, _ visitor: Visitor, _ language: Language
    ) async throws -> Response {
        let words = Words(language: language)
        let (all, reading) = try await open()
        let now = reading.now
        let shown = isAll ? all : Array(all.prefix(Self.rowsMax))
        let names = try await ReplicaNames.read(in: opened, words)
        let incidents = Dictionary(reading.duties.incidents.map { ($0.id, $0) }) { first, _ in first }
        var rows: [[String: Any]] = []
        for followUp in shown {
            let way = InstructionWay(
                followUp, book: reading.book, unitName: reading.duties.unit(followUp.unit).name,
                places: try await InstructionPlace.read(followUp, names, in: opened), actsPath: Self.path, now: now,
                words: words, token: visitor.session.formToken, typed: typed)
            var row = way.view
            let incident = followUp.first.reference("incident")
            row["ofIncident"] =
                incident.map { id -> [[String: String]] in
                    [
                        [
                            "incidentPath": DeskPath.record("incident", id),
                            "incidentText": incidents[id].map { ReportName.event($0.record) }
                                ?? words("突发事件", "Incident"),
                        ]
                    ]
                } ?? []
            rows.append(row)
        }
        let late = all.count { $0.isLate(at: now) }
        let waiting = all.count { $0.stage == .awaitsAcceptance }
        let view: [String: Any] = [
            "title": words("督办", "Follow-ups"), "rows": rows, "isEmpty": all.isEmpty,
            "nothing": words("没有未办结的批示。", "No instruction is open."),
            "counts": [
                ["number": all.count, "text": words("未办结", "open"), "style": ""],
                ["number": late, "text": words("超时", "late"), "style": late > 0 ? "bad" : ""],
                ["number": waiting, "text": words("待认定办结", "to be accepted"), "style": waiting > 0 ? "warn" : ""],
            ],
            "isCut": shown.count < all.count, "allText": words("显示全部 \(all.count) 条", "Show all \(all.count)"),
            "sendText": words("＋ 批示发给单位", "＋ Instruction to units"),
            "note": words(
                "是否到达按单位机器最近一次联系所说；签收、反馈由单位填写。反馈 30 天后不再列出。",
                "Arrival is as the unit's machine last told; receipt and feedback are the unit's. What was fed back 30 days ago is not listed."
            ),
        ]
        return try await desk.frame.page(
            words("督办", "Follow-ups"), template.render(view), visitor, language,
            status: typed == nil ? .ok : .unprocessableContent)
    }

    private static var html: String {
        """
        <div id="followups" data-live><h2>{{title}} <a class="button" href="/send/instruction">{{sendText}}</a></h2><p class="followup-counts">{{#counts}}<span class="{{style}}"><b class="n">{{number}}</b> {{text}}</span> {{/counts}}</p><p class="soft">{{note}}</p>
        {{#isEmpty}}<p>{{nothing}}</p>{{/isEmpty}}<ul class="plain followups">{{#rows}}{{#ofIncident}}<li class="of"><a href="{{incidentPath}}">{{incidentText}}</a></li>{{/ofIncident}}\(InstructionWay.html){{/rows}}</ul>
        {{#isCut}}<p><a class="button" href="/followups?all=1">{{allText}}</a></p>{{/isCut}}</div>
        """
    }
}
