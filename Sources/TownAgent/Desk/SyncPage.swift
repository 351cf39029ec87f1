import DutyRecords
import Mustache
import ProgramShell
import SyncKit

/// The state of the exchange in plain words: what the county has, what waits here, and what may soon hinder it.
struct SyncPage: Sendable {
    private let template: MustacheTemplate
    /// A certificate renews itself long before; closer to its end than this, in milliseconds, somebody has to look.
    private static let certificateSoon: Int64 = 14 * 86_400_000

    init() throws { template = try MustacheTemplate(string: Self.html) }

    func html(_ status: AgentStatus, _ events: [SyncEvent], _ language: Language) -> String {
        func word(_ chinese: String, _ english: String) -> String { language == .chinese ? chinese : english }
        let condition = status.condition
        var line = condition.isOnline ? word("在线", "Online") : word("离线", "Offline")
        if !condition.isOnline, let since = condition.offlineSince {
            line += word("，自 ", " since ") + PageTime.text(since)
        }
        if condition.isHubRestoring { line += word(" · 县端恢复中", " · the hub is being restored") }
        let settle = SettleWords(held: status.heldSets, conflicts: status.openConflicts, at: .agent, language)
        return template.render(
            [
                "title": word("同步状态", "Sync state"), "line": line, "lineClass": condition.isOnline ? "on" : "off",
                "reason": status.reason(language).map { [$0] } ?? [],
                "waiting": word("本机待送 \(status.waitingSets) 组", "\(status.waitingSets) sets wait here"),
                "last": word("上次送达 ", "Last delivered ") + (condition.lastSuccess.map { PageTime.text($0) } ?? "–"),
                "offset": word("时钟偏差 ", "Clock offset ") + (condition.clockOffset.map { PageTime.offset($0) } ?? "–"),
                "settle": settle.counts, "settleClass": settle.toDo.isEmpty ? "" : "off", "toDo": settle.toDo,
                "toConflicts": word("查看冲突", "See the conflicts"),
                "toKnow": word("查看须知和暂扣的内容", "See what is to know, and what is held"),
                "head": [
                    word("账本", "Ledger"), word("县里", "At the county"), word("待送(组)", "Waiting (sets)"),
                    word("待送(字节)", "Waiting (bytes)"), word("最早一组", "Oldest"), word("本机", "Here"),
                ],
                "rows": status.standing.map { row(of: $0, language) },
                "facts": facts(of: status, language),
                "events": events.map {
                    [
                        "kind": EventWords.kind($0.kind, language), "at": PageTime.text($0.at),
                        "text": EventWords.text($0, language),
                    ]
                },
                "isDiskShort": status.disk.isShort, "diskShort": DiskWords.short(status.disk.free, language),
                "hasEvents": !events.isEmpty, "eventsTitle": word("须知", "To know"),
                "now": word("本页时间", "Page of") + " " + PageTime.text(SystemClock.wall()),
            ] as [String: Any])
    }

    /// What each side still lacks of a ledger.
    private func row(of ledger: LedgerStanding, _ language: Language) -> [String: Any] {
        func word(_ chinese: String, _ english: String) -> String { language == .chinese ? chinese : english }
        let names: [LedgerID.Name: String] = [
            .urgent: word("突发事件", "Urgent"), .routine: word("日常值班", "Routine"), .notice: word("县通知", "Notices"),
        ]
        return [
            "name": names[ledger.ledger.name] ?? "", "sets": "\(ledger.waitingSets)", "bytes": "\(ledger.waitingBytes)",
            "oldest": ledger.oldestWaiting.map { PageTime.text($0) } ?? "–",
            "county": ledger.waitingSets == 0
                ? word("本机的都已收到", "has all of this machine's")
                : word("还差 \(ledger.waitingSets) 组", "still lacks \(ledger.waitingSets)"),
            "countyClass": ledger.waitingSets == 0 ? "on" : "off",
            "here": ledger.waitingForClock == 0
                ? word("收到的都已生效", "all that came has effect")
                : word("\(ledger.waitingForClock) 组在等更早的内容", "\(ledger.waitingForClock) wait for earlier ones"),
            "hereClass": ledger.waitingForClock == 0 ? "on" : "off",
        ]
    }

    private func facts(of status: AgentStatus, _ language: Language) -> [[String: Any]] {
        func word(_ chinese: String, _ english: String) -> String { language == .chinese ? chinese : english }
        func fact(_ label: String, _ text: String, isBad: Bool = false) -> [String: Any] {
            ["label": label, "text": text, "class": isBad ? "off" : ""]
        }
        let megabyte: Int64 = 1024 * 1024
        let left = status.certificateExpires - SystemClock.wall()
        let offset = status.condition.clockOffset
        return [
            fact(
                word("证书有效至", "Certificate valid until"),
                status.certificateExpires > 0 ? PageTime.text(status.certificateExpires) : "–",
                isBad: status.certificateExpires > 0 && left < Self.certificateSoon),
            fact(
                word("磁盘余量", "Disk free"), status.disk.free.map { "\($0 / megabyte) MB" } ?? "–",
                isBad: status.disk.isShort),
            fact(
                word("本机时钟比县端", "This clock against the county's"),
                offset.map { milliseconds in
                    let seconds = milliseconds.magnitude / 1000
                    if seconds == 0 { return word("一致", "agrees") }
                    // The offset is the hub's time less this machine's.
                    return milliseconds > 0
                        ? word("慢 \(seconds) 秒", "\(seconds) s behind") : word("快 \(seconds) 秒", "\(seconds) s ahead")
                } ?? word("未校准", "unknown"), isBad: (offset?.magnitude ?? 0) >= 300_000),
            fact(
                word("线路收发", "On the line"),
                word(
                    "发 \(status.lineSent / 1024) kB，收 \(status.lineReceived / 1024) kB",
                    "\(status.lineSent / 1024) kB out, \(status.lineReceived / 1024) kB in")),
            fact(word("程序版本", "Version"), ProgramVersion.number),
        ]
    }

    private static let html = """
        <div data-renew><h2>{{title}}</h2>{{#isDiskShort}}<p class="alarm">{{diskShort}}</p>{{/isDiskShort}}
        <p class="line {{lineClass}}">{{line}} · {{waiting}} · {{last}} · {{offset}}</p>{{#reason}}<p class="alarm">{{.}}</p>{{/reason}}
        <p class="line {{settleClass}}">{{settle}}</p>{{#toDo}}<p class="alarm">{{.}}</p>{{/toDo}}<p><a href="/conflicts">{{toConflicts}}</a> · <a href="/events">{{toKnow}}</a></p>
        <div class="wide"><table><thead><tr>{{#head}}<th scope="col">{{.}}</th>{{/head}}</tr></thead><tbody>
        {{#rows}}<tr><th scope="row">{{name}}</th><td class="n {{countyClass}}">{{county}}</td><td class="n">{{sets}}</td><td class="n">{{bytes}}</td><td class="n">{{oldest}}</td><td class="n {{hereClass}}">{{here}}</td></tr>
        {{/rows}}</tbody></table></div>
        <dl class="record">{{#facts}}<div><dt>{{label}}</dt><dd class="n {{class}}">{{text}}</dd></div>{{/facts}}</dl>
        {{#hasEvents}}<h2>{{eventsTitle}}</h2><ul>{{#events}}<li><b>{{kind}}</b> {{at}} · {{text}}</li>{{/events}}</ul>{{/hasEvents}}<p class="soft n">{{now}}</p></div>
        """
}
