import DutyDesk
import DutyRecords
import Foundation
import Hummingbird
import Mustache
import ProgramShell
import SyncKit

/// The units' sync state. Open to whoever may reach this address: it holds no record's text. What is done here is an
/// administrator's.
struct SyncPage: Sendable {
    private let desk: Desk<HubFolder>
    private let opened: HubFolder
    private let template: MustacheTemplate
    private let replicaPage: ReplicaPage
    /// A page stays below 100 kB.
    static let rowsMax = 100
    private static let heldMax = 20

    init(_ desk: Desk<HubFolder>, _ opened: HubFolder) throws {
        self.desk = desk
        self.opened = opened
        template = try MustacheTemplate(string: Self.html)
        replicaPage = try ReplicaPage(opened)
    }

    func add(to router: Router<PageContext>) {
        router.get("/sync") { request, _ in
            try await desk.open(request, ("各单位同步状态", "The units' sync state")) { visitor, language in
                let asked = request.uri.queryParameters.get("page").flatMap { Int($0) } ?? 1
                return template.render(
                    try await view(HubStatus.read(opened), visitor, page: asked, Words(language: language)))
            }
        }
        router.get("/sync/:unit/:label") { request, context in
            let (unit, label) = (try context.parameters.require("unit"), try context.parameters.require("label"))
            guard
                let member = try await opened.store.members().first(where: {
                    $0.role == .unit && $0.unit == unit && $0.label == label
                })
            else { throw HTTPError(.notFound) }
            return try await desk.open(request, ("一台机器的同步状态", "A machine's sync state")) { _, language in
                try await replicaPage.html(of: member, Words(language: language))
            }
        }
        router.post("/sync/confirm/:id") { request, context in
            try await desk.posted(request) { _, visitor, _ in
                try Self.check(visitor)
                guard let id = Int64(try context.parameters.require("id")) else { throw SyncError.unknown("event") }
                try await auditor(visitor, context).enter(.confirm, on: "#\(id)") {
                    try await opened.store.confirm(event: id)
                }
                return DeskResponse.seeOther("/sync")
            }
        }
        router.post("/sync/release") { request, context in
            try await desk.posted(request) { posted, visitor, _ in
                try Self.check(visitor)
                guard let dot = Dot(posted["set"]) else { throw SyncError.unknown("set") }
                try await auditor(visitor, context).enter(.release, on: "\(posted["ledger"]) \(dot)") {
                    _ = try await Holding.release(
                        dot, in: posted["ledger"], author: visitor.session.name, of: opened.store)
                }
                return DeskResponse.seeOther("/sync")
            }
        }
        router.get("/status.json") { _, _ in
            Page.json(try await HubStatus.read(opened).json)
        }
    }

    private static func check(_ visitor: Visitor) throws {
        try visitor.checkAdministers(
            "确认和放行由管理员办理。请用管理员的账户登录。", "An administrator confirms and releases; sign in as one.")
    }

    private func auditor(_ visitor: Visitor, _ context: PageContext) -> Auditor {
        Auditor(opened.store, person: visitor.session.name, address: context.address)
    }

    private func view(
        _ status: HubStatus, _ visitor: Visitor?, page asked: Int, _ words: Words
    ) async throws -> [String: Any] {
        let rows = SyncRow.all(status)
        let pages = max(1, (rows.count + Self.rowsMax - 1) / Self.rowsMax)
        let page = min(max(1, asked), pages)
        let shown = rows.dropFirst((page - 1) * Self.rowsMax).prefix(Self.rowsMax)
        let settle = SettleWords(held: status.heldSets, conflicts: status.openConflicts, at: .hub, words.language)
        let mayAct = visitor?.isAdministrator ?? false
        let held = visitor == nil ? [] : try await opened.store.heldSets()
        let names = Dictionary(status.units.map { ($0.code, $0.name) }) { first, _ in first }
        return [
            "title": words("各单位同步状态", "The units' sync state"),
            "rows": shown.map { $0.view(home: opened.homeUnit, words) }, "counts": counts(status, words),
            "toConflicts": words("查看冲突", "See the conflicts"),
            "toKnow": words("查看须知和暂扣的内容", "See what is to know, and what is held"),
            "events": status.events.reversed().map { event($0, status, mayAct ? visitor : nil, names, words) },
            "hasEvents": !status.events.isEmpty, "eventsTitle": words("待确认事项", "To be confirmed"),
            "isDiskShort": status.disk.isShort, "diskShort": DiskWords.short(status.disk.free, words.language),
            "isRestored": status.isRestoredUnconfirmed,
            "restored": words(
                "县端从旧副本恢复，正由各镇补回；确认前不发编号和注册码。",
                "This hub was restored from an older copy and is being refilled; no codes until it is confirmed."),
            "settle": words("县端：", "This hub: ") + settle.counts, "settleClass": settle.toDo.isEmpty ? "" : "off",
            "toDo": settle.toDo + (status.isToSettleAtUnitsAlone ? [Self.unitsToDo(words)] : []),
            "head": [
                words("单位 · 机器", "Unit · machine"), words("状态", "State"),
                words("那边待送", "Waiting there"), words("待取（组）", "To be fetched (sets)"),
                words("暂扣（组）", "Held (sets)"), words("冲突（处）", "Conflicts"),
                words("24 小时用时：一半 / 99%", "Lag of 24 h: half / 99 %"), words("时钟偏差", "Clock offset"),
                words("磁盘余量", "Disk free"), words("版本", "Version"), words("最近联系", "Last contact"),
            ],
            "heldTitle": words("县端暂扣的内容", "Held at this hub"), "hasHeld": !held.isEmpty,
            "held": held.prefix(Self.heldMax).map { self.held($0, mayAct ? visitor : nil, names, words) },
            "moreHeld": held.count > Self.heldMax
                ? [words("还有 \(held.count - Self.heldMax) 组。", "\(held.count - Self.heldMax) more.")] : [],
            "pages": pages > 1 ? [pageLinks(page, of: pages, words)] : [],
            "now": words("本页时间", "Page of") + " " + PageTime.text(status.now),
        ]
    }

    private func counts(_ status: HubStatus, _ words: Words) -> [[String: Any]] {
        let replicas = status.units.flatMap(\.replicas).filter { $0.member.revokedAt == nil }
        let online = replicas.count(where: \.isOnline)
        let silent = replicas.count { $0.troubles.contains(.silent) }
        let waiting = replicas.compactMap(\.report).flatMap(\.waiting).reduce(0) { $0 + $1.sets }
        var counts: [(String, String, String)] = [
            (words("机器", "Machines"), "\(replicas.count)", ""), (words("在线", "Online"), "\(online)", "good"),
            (words("离线", "Off line"), "\(replicas.count - online)", online < replicas.count ? "bad" : ""),
        ]
        if silent > 0 { counts.append((words("长时间没有联系", "Silent"), "\(silent)", "bad")) }
        counts.append((words("各处待送（组）", "Waiting there (sets)"), "\(waiting)", ""))
        counts.append(
            (
                words("线路流量 收 / 发", "On the line in / out"),
                "\(Figures.bytes(status.bytesIn)) / \(Figures.bytes(status.bytesOut))", ""
            ))
        counts.append((words("县端磁盘余量", "Disk free here"), status.disk.free.map { Figures.bytes($0) } ?? "–", ""))
        return counts.map { ["name": $0.0, "value": $0.1, "class": $0.2] }
    }

    private func event(
        _ event: SyncEvent, _ status: HubStatus, _ visitor: Visitor?, _ names: [String: String], _ words: Words
    ) -> [String: Any] {
        let label = event.replica.flatMap { replica in
            status.units.flatMap(\.replicas).first { $0.member.replica == replica }?.member.label
        }
        return [
            "kind": EventWords.kind(event.kind, words.language), "at": PageTime.text(event.at),
            "unit": (names[event.unit] ?? event.unit) + (label.map { words(" \($0) 机", " machine \($0)") } ?? ""),
            "text": EventWords.text(event, words.language), "id": "\(event.id)",
            "advice": EventAdvice.text(event.kind, isCounty: true, words),
            "forms": visitor.map {
                [["token": $0.session.formToken, "id": "\(event.id)", "button": words("确认", "Confirm")]]
            }
                ?? [],
        ]
    }

    private func held(
        _ set: HeldSet, _ visitor: Visitor?, _ names: [String: String], _ words: Words
    ) -> [String: Any] {
        [
            "unit": names[set.ledger.unit] ?? set.ledger.unit, "since": PageTime.text(set.since),
            "code": Wording.title(set.reason.code, in: words.language),
            "reason": Wording.reason(set.reason, in: words.language),
            "forms": set.reason.code == .channel
                ? []
                : visitor.map {
                    [
                        [
                            "token": $0.session.formToken, "set": set.dot.description,
                            "ledger": set.ledger.description, "button": words("放行", "Release"),
                        ]
                    ]
                } ?? [],
        ]
    }

    private func pageLinks(_ page: Int, of pages: Int, _ words: Words) -> [String: Any] {
        [
            "text": words("第 \(page) 页，共 \(pages) 页", "Page \(page) of \(pages)"),
            "links": (1...pages).filter { $0 != page && (abs($0 - page) <= 3 || $0 == 1 || $0 == pages) }.map {
                ["path": "/sync?page=\($0)", "text": "\($0)"]
            },
        ]
    }

    private static func unitsToDo(_ words: Words) -> String {
        words(
            "有单位还有县端没有的暂扣或冲突。请该单位用 town-agent --data 数据文件夹 held 和 conflicts 查看。",
            "A unit has sets held or conflicts that this hub has not. Ask it to look with town-agent --data DIR held and conflicts."
        )
    }

    private static let html = """
        <div data-renew><h2>{{title}}</h2>{{#isDiskShort}}<p class="alarm">{{diskShort}}</p>{{/isDiskShort}}
        {{#isRestored}}<p class="alarm">{{restored}}</p>{{/isRestored}}
        <p class="line counts">{{#counts}}<span>{{name}} <b class="{{class}}">{{value}}</b></span>{{/counts}}</p>
        <p class="line {{settleClass}}">{{settle}}</p>{{#toDo}}<p class="alarm">{{.}}</p>{{/toDo}}<p><a href="/conflicts">{{toConflicts}}</a> · <a href="/events">{{toKnow}}</a></p>
        {{#hasEvents}}<h2>{{eventsTitle}}</h2>{{#events}}<section class="event" aria-label="{{kind}}"><h3>{{kind}} <span class="soft">#{{id}}</span></h3><p class="soft">{{unit}} · <span class="n">{{at}}</span></p><p>{{text}}</p><p><b>{{advice}}</b></p>
        {{#forms}}<form method="post" action="/sync/confirm/{{id}}"><input type="hidden" name="token" value="{{token}}"><button>{{button}}</button></form>{{/forms}}</section>{{/events}}{{/hasEvents}}
        {{#hasHeld}}<h2>{{heldTitle}}</h2>{{#held}}<section class="event" aria-label="{{code}}"><h3>{{code}}</h3><p class="soft">{{unit}} · <span class="n">{{since}}</span></p><p>{{reason}}</p>
        {{#forms}}<form method="post" action="/sync/release"><input type="hidden" name="token" value="{{token}}"><input type="hidden" name="set" value="{{set}}"><input type="hidden" name="ledger" value="{{ledger}}"><button>{{button}}</button></form>{{/forms}}</section>{{/held}}{{#moreHeld}}<p class="soft">{{.}}</p>{{/moreHeld}}{{/hasHeld}}
        <div class="wide"><table class="sync"><thead><tr>{{#head}}<th scope="col">{{.}}</th>{{/head}}</tr></thead><tbody>
        {{#rows}}<tr><th scope="row">{{unit}}{{#links}}<a href="{{path}}">{{text}}</a>{{/links}}</th><td class="{{class}} state">{{state}}</td><td>{{waiting}}</td><td>{{lacking}}</td><td class="{{heldClass}}">{{held}}</td><td class="{{conflictsClass}}">{{conflicts}}</td><td class="n">{{lag}}</td><td class="n">{{offset}}</td><td class="n">{{disk}}</td><td class="n">{{version}}</td><td class="n">{{told}}</td></tr>
        {{/rows}}</tbody></table></div>{{#pages}}<p>{{text}}{{#links}} <a href="{{path}}">{{text}}</a>{{/links}}</p>{{/pages}}
        <p class="soft">{{now}}</p></div>
        """
}
