import DutyDesk
import DutyRecords
import Foundation
import Hummingbird
import Mustache
import ProgramShell
import SyncKit

/// The units' sync state. Open to whoever may reach this address: it holds no record's text.
struct SyncPage: Sendable {
    private let desk: Desk<HubFolder>
    private let opened: HubFolder
    private let template: MustacheTemplate

    init(_ desk: Desk<HubFolder>, _ opened: HubFolder) throws {
        self.desk = desk
        self.opened = opened
        template = try MustacheTemplate(string: Self.html)
    }

    func add(to router: Router<PageContext>) {
        router.get("/sync") { request, _ in
            try await desk.open(request, ("各单位同步状态", "The units' sync state")) { language in
                let events = try await opened.store.events().filter { $0.confirmedAt == nil }
                return template.render(Self.view(opened, try await HubStatus.read(opened), events, language))
            }
        }
        router.get("/status.json") { _, _ in
            Page.json(try await HubStatus.read(opened).json)
        }
    }

    private static func view(
        _ opened: HubFolder, _ status: HubStatus, _ events: [SyncEvent], _ language: Language
    ) -> [String: Any] {
        let isChinese = language == .chinese
        func word(_ chinese: String, _ english: String) -> String { isChinese ? chinese : english }
        let rows: [[String: Any]] = status.units.flatMap { unit -> [[String: Any]] in
            if unit.replicas.isEmpty {
                return [
                    [
                        "unit": unit.name, "label": "–",
                        "state": unit.code == opened.identity.code
                            ? word("本县端", "this hub") : word("尚未注册", "not enrolled"),
                        "class": unit.code == opened.identity.code ? "on" : "off",
                        "waiting": "–", "lacking": "–", "held": "–", "conflicts": "–", "told": "–", "offset": "–",
                    ]
                ]
            }
            return unit.replicas.map { replica in
                let report = replica.report
                var state =
                    replica.member.revokedAt != nil
                    ? word("已停用", "revoked") : replica.isOnline ? word("在线", "online") : word("离线", "offline")
                let isDiskShort = DiskSpace.isShort(report?.diskFree)
                if isDiskShort { state += " · " + word("磁盘将满", "disk nearly full") }
                return [
                    "unit": unit.name, "label": replica.member.label, "state": state,
                    "class": replica.isOnline && !isDiskShort ? "on" : "off",
                    "waiting": report.map { "\($0.waiting.reduce(0) { $0 + $1.sets })" } ?? "–",
                    "lacking": "\(replica.ledgers.reduce(0) { $0 + $1.waitingSets })",
                    "held": report.map { "\($0.heldSets)" } ?? "–", "heldClass": marked(report?.heldSets),
                    "conflicts": report.map { "\($0.openConflicts)" } ?? "–",
                    "conflictsClass": marked(report?.openConflicts),
                    "told": replica.contact.map { PageTime.text($0.at) } ?? "–",
                    "offset": report?.clockOffset.map { PageTime.offset($0) } ?? "–",
                ]
            }
        }
        let settle = SettleWords(held: status.heldSets, conflicts: status.openConflicts, at: .hub, language)
        return [
            "title": word("各单位同步状态", "The units' sync state"), "rows": rows,
            "toConflicts": word("查看冲突", "See the conflicts"),
            "toKnow": word("查看须知和暂扣的内容", "See what is to know, and what is held"),
            "events": events.map {
                [
                    "kind": EventWords.kind($0.kind, language), "at": PageTime.text($0.at), "unit": $0.unit,
                    "text": EventWords.text($0, language), "id": "\($0.id)",
                ]
            },
            "hasEvents": !events.isEmpty, "eventsTitle": word("待确认事项", "To be confirmed"),
            "isDiskShort": status.disk.isShort, "diskShort": DiskWords.short(status.disk.free, language),
            "isRestored": status.isRestoredUnconfirmed,
            "restored": status.isRestoredUnconfirmed
                ? word(
                    "县端从旧副本恢复,正由各镇补回;确认前不发编号和注册码。",
                    "This hub was restored from an older copy and is being refilled; no codes until it is confirmed.")
                : "",
            "settle": word("县端：", "This hub: ") + settle.counts, "settleClass": settle.toDo.isEmpty ? "" : "off",
            "toDo": settle.toDo + (status.isToSettleAtUnitsAlone ? [unitsToDo(language)] : []),
            "head": [
                word("单位", "Unit"), word("机器", "Replica"), word("状态", "State"), word("那边待送（组）", "Waiting there (sets)"),
                word("待取（组）", "To be fetched (sets)"),
                word("暂扣（组）", "Held (sets)"), word("冲突（处）", "Conflicts"), word("最近联系", "Last contact"),
                word("时钟偏差", "Clock offset"),
            ],
            "now": word("本页时间", "Page of") + " " + PageTime.text(SystemClock.wall()),
        ]
    }

    private static func marked(_ count: Int?) -> String { count ?? 0 > 0 ? "off" : "" }

    private static func unitsToDo(_ language: Language) -> String {
        language == .chinese
            ? "有单位还有县端没有的暂扣或冲突。请该单位用 town-agent --data 数据文件夹 held 和 conflicts 查看。"
            : "A unit has sets held or conflicts that this hub has not. Ask it to look with town-agent --data DIR held and conflicts."
    }

    private static let html = """
        <div data-renew><h2>{{title}}</h2>{{#isDiskShort}}<p class="alarm">{{diskShort}}</p>{{/isDiskShort}}
        {{#isRestored}}<p class="alarm">{{restored}}</p>{{/isRestored}}
        <p class="line {{settleClass}}">{{settle}}</p>{{#toDo}}<p class="alarm">{{.}}</p>{{/toDo}}<p><a href="/conflicts">{{toConflicts}}</a> · <a href="/events">{{toKnow}}</a></p>
        <div class="wide"><table><thead><tr>{{#head}}<th scope="col">{{.}}</th>{{/head}}</tr></thead><tbody>
        {{#rows}}<tr><th scope="row">{{unit}}</th><td>{{label}}</td><td class="{{class}}">{{state}}</td><td>{{waiting}}</td><td>{{lacking}}</td><td class="{{heldClass}}">{{held}}</td><td class="{{conflictsClass}}">{{conflicts}}</td><td>{{told}}</td><td>{{offset}}</td></tr>
        {{/rows}}</tbody></table></div>
        {{#hasEvents}}<h2>{{eventsTitle}}</h2><ul>{{#events}}<li><b>{{kind}}</b> {{unit}} · {{at}} · {{text}} (#{{id}})</li>{{/events}}</ul>{{/hasEvents}}<p class="soft">{{now}}</p></div>
        """
}
