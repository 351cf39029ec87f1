import DutyDesk
import DutyRecords
import Foundation
import Hummingbird
import Logging
import Mustache
import ProgramShell
import SyncKit

/// The agent's pages: the duty room's desk, and the state of the exchange: what the county has, and what waits here.
enum DeskPages {
    static func application(
        _ opened: AgentFolder, address: HostPort, hosts: [String], logger: Logger,
        onRunning: @escaping @Sendable (Int) async -> Void
    ) throws -> some ApplicationProtocol {
        let template = try MustacheTemplate(string: html)
        let router = PageGate.router(
            HostRule(bound: address, named: hosts),
            paths: Desk<AgentFolder>.readPaths.union(["/sync", "/status.json"]))
        try Desk(opened).add(to: router)
        router.get("/sync") { request, _ in
            let status = try await AgentStatus.read(opened)
            let events = try await opened.store.events().filter { $0.confirmedAt == nil }
            return Page.response(template.render(view(status, events, PageLanguage.of(request))))
        }
        router.get("/status.json") { _, _ in Page.json(try await AgentStatus.read(opened).json) }
        return Application(
            router: router, configuration: .init(address: .hostname(address.host, port: address.port), serverName: nil),
            onServerRunning: { channel in await onRunning(channel.localAddress?.port ?? 0) }, logger: logger)
    }

    private static func view(_ status: AgentStatus, _ events: [SyncEvent], _ language: Language) -> [String: Any] {
        let isChinese = language == .chinese
        func word(_ chinese: String, _ english: String) -> String { isChinese ? chinese : english }
        let condition = status.condition
        var line = condition.isOnline ? word("在线", "Online") : word("离线", "Offline")
        if !condition.isOnline, let since = condition.offlineSince {
            line += word("，自 ", " since ") + PageTime.text(since)
        }
        if condition.isHubRestoring { line += word(" · 县端恢复中", " · the hub is being restored") }
        let names: [LedgerID.Name: String] = [
            .urgent: word("突发事件", "Urgent"), .routine: word("日常值班", "Routine"), .notice: word("县通知", "Notices"),
        ]
        let settle = SettleWords(
            held: status.heldSets, conflicts: status.openConflicts, at: .agent, language)
        return [
            "lang": isChinese ? "zh-CN" : "en",
            "title": "\(status.identity.unitName) · \(word("同步状态", "Sync state"))",
            "channel": status.identity.channel, "line": line, "lineClass": condition.isOnline ? "on" : "off",
            "reason": status.reason(language).map { [$0] } ?? [],
            "waiting": word("本机待送 \(status.waitingSets) 组", "\(status.waitingSets) sets wait here"),
            "last": word("上次送达 ", "Last delivered ") + (condition.lastSuccess.map { PageTime.text($0) } ?? "–"),
            "offset": word("时钟偏差 ", "Clock offset ") + (condition.clockOffset.map { PageTime.offset($0) } ?? "–"),
            "settle": settle.counts, "settleClass": settle.toDo.isEmpty ? "" : "off", "toDo": settle.toDo,
            "head": [
                word("账本", "Ledger"), word("待送(组)", "Waiting (sets)"), word("待送(字节)", "Waiting (bytes)"),
                word("最早一组", "Oldest"),
            ],
            "rows": status.standing.map { ledger -> [String: Any] in
                [
                    "name": names[ledger.ledger.name] ?? "", "sets": "\(ledger.waitingSets)",
                    "bytes": "\(ledger.waitingBytes)", "oldest": ledger.oldestWaiting.map { PageTime.text($0) } ?? "–",
                ]
            },
            "events": events.map {
                [
                    "kind": EventWords.kind($0.kind, language), "at": PageTime.text($0.at),
                    "text": EventWords.text($0, language),
                ]
            },
            "isDiskShort": status.disk.isShort, "diskShort": DiskWords.short(status.disk.free, language),
            "hasEvents": !events.isEmpty, "eventsTitle": word("须知", "To know"),
            "other": isChinese ? "English" : "中文", "otherLink": isChinese ? "/sync?lang=en" : "/sync?lang=zh",
            "now": word("本页时间", "Page of") + " " + PageTime.text(SystemClock.wall()),
        ]
    }

    private static let html = PageFrame.html(
        """
        {{#isDiskShort}}<p class="alarm">{{diskShort}}</p>{{/isDiskShort}}
        <p class="line {{lineClass}}">{{line}} · {{waiting}} · {{last}} · {{offset}}</p>{{#reason}}<p class="alarm">{{.}}</p>{{/reason}}
        <p class="line {{settleClass}}">{{settle}}</p>{{#toDo}}<p class="alarm">{{.}}</p>{{/toDo}}
        <div class="wide"><table><thead><tr>{{#head}}<th scope="col">{{.}}</th>{{/head}}</tr></thead><tbody>
        {{#rows}}<tr><th scope="row">{{name}}</th><td>{{sets}}</td><td>{{bytes}}</td><td>{{oldest}}</td></tr>
        {{/rows}}</tbody></table></div>
        {{#hasEvents}}<h2>{{eventsTitle}}</h2><ul>{{#events}}<li><b>{{kind}}</b> {{at}} · {{text}}</li>{{/events}}</ul>{{/hasEvents}}
        """)
}
