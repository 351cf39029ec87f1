import DutyDesk
import DutyRecords
import Foundation
import Mustache
import ProgramShell
import SyncKit

/// All that the hub knows of one replica: what it told, how its ledgers stand, how its sets and its clock ran.
struct ReplicaPage: Sendable {
    private let opened: HubFolder
    private let template: MustacheTemplate

    init(_ opened: HubFolder) throws {
        self.opened = opened
        template = try MustacheTemplate(string: Self.html)
    }

    func html(of member: Member, _ words: Words) async throws -> String {
        let status = try await HubStatus.read(opened)
        guard let unit = status.units.first(where: { $0.code == member.unit }),
            let replica = unit.replicas.first(where: { $0.member.replica == member.replica })
        else { throw SyncError.unknown("replica") }
        let from = HourlySpan.hour(status.now) - HourlySpan.hoursKept + 1
        let lags = try await opened.store.lags(of: member.replica, from: from)
        let offsets = try await opened.store.clockOffsets(of: member.replica, from: from)
        let events = try await opened.store.events().filter {
            $0.replica == member.replica || ($0.unit == member.unit && $0.replica == nil)
        }
        let kept = try await opened.hub.kept(of: member.replica)
        let plots = ReplicaPlots(lags: lags, offsets: offsets, now: status.now, words: words)
        let view: [String: Any] = [
            "title": unit.name + words(" \(member.label) 机", " machine \(member.label)"),
            "back": words("各单位同步状态", "All units"), "facts": facts(replica, words),
            "ledgerTitle": words("账本对照", "The ledgers side by side"),
            "ledgerHead": [
                words("账本", "Ledger"), words("那边还缺", "Lacking there"),
                words("县端还缺（那边最近报的）", "Lacking here, as it last told"), words("等前文", "Waiting for what came before"),
            ],
            "ledgers": replica.ledgers.map { ledger($0, replica, words) },
            "vectors": words("原始向量", "The vectors themselves"),
            "lagTitle": words("送达用时", "Lag from commit to acknowledgement"),
            "lagNote": words(
                "从那边保存到县端落盘的用时，按那边报的时钟偏差校正；数字是所在档的上限，最多偏高五分之一。只保留一个月。",
                "From the commit there to the hub's disk, corrected by the clock offset that it told; figures are the upper edge of their bucket, at most a fifth too high. Kept for a month."
            ),
            "plots": plots.lagPlots, "clockTitle": words("时钟偏差", "Clock offset"), "clockNote": plots.trend,
            "clockPlots": plots.clockPlots, "eventTitle": words("副本、退回和其他事项", "Copies, rollbacks and the like"),
            "kept": kept.filter { $0.branches > 1 || $0.doubtfulLives > 0 }.map { Self.words(of: $0, words) },
            "quiet": events.isEmpty ? [words("没有发生过。", "None so far.")] : [],
            "events": events.suffix(50).reversed().map {
                [
                    "kind": EventWords.kind($0.kind, words.language), "at": PageTime.text($0.at),
                    "text": EventWords.text($0, words.language),
                    "state": $0.confirmedAt.map { words("确认于 ", "confirmed ") + PageTime.text($0) }
                        ?? words("待确认", "to be confirmed"),
                ]
            },
        ]
        return template.render(view)
    }

    private func facts(_ replica: HubStatus.Replica, _ words: Words) -> [[String: Any]] {
        let (report, contact) = (replica.report, replica.contact)
        let untold = words("没有报告", "not told")
        let state =
            replica.member.revokedAt.map { words("已停用，自 ", "revoked ") + PageTime.text($0) }
            ?? (replica.isOnline
                ? words("● 在线", "● online")
                : words("○ 离线，自 ", "○ off line since ")
                    + (contact.map { PageTime.text($0.at) } ?? words("注册起", "its enrolment")))
        let versions = [
            report.map { $0.program } ?? "",
            words("数据格式 ", "store ") + (report?.storeVersion.map(String.init) ?? untold),
            words("协议 ", "protocol ") + (report?.protocolVersion.map(String.init) ?? untold),
        ]
        let told: [(String, String)] = [
            (
                words("状态", "State"),
                ([state] + replica.troubles.filter { $0 != .offline }.map { $0.text(words) }).joined(separator: " · ")
            ),
            (words("最近联系", "Last exchange"), contact.map { PageTime.text($0.at) } ?? words("从未", "never")),
            (words("地址", "Address"), contact?.address ?? "–"),
            (words("那边待送", "Waiting there"), report.map { SyncRow.waiting($0, words) } ?? untold),
            (words("以上所报时间", "As told at"), report == nil ? "–" : contact.map { PageTime.text($0.at) } ?? "–"),
            (words("24 小时送达用时：一半 / 99%", "Lag of 24 h: half / 99 %"), SyncRow.lag(replica.lag, words)),
            (words("时钟偏差", "Clock offset"), report?.clockOffset.map { PageTime.offset($0) } ?? untold),
            (words("磁盘余量", "Disk free"), report.map { $0.diskFree.map { Figures.bytes($0) } ?? untold } ?? untold),
            (words("暂扣 / 冲突", "Held / conflicts"), report.map { "\($0.heldSets) / \($0.openConflicts)" } ?? untold),
            (
                words("上次失败", "Last failure"),
                report.map { $0.lastError.isEmpty ? words("无", "none") : $0.lastError } ?? untold
            ),
            (words("版本", "Versions"), versions.filter { !$0.isEmpty }.joined(separator: " · ")),
            (
                words("证书有效至", "Certificate until"),
                report.map { $0.certificateExpires > 0 ? PageTime.text($0.certificateExpires) : untold } ?? untold
            ),
            (
                words("线路流量 收 / 发", "On the line in / out"),
                contact.map { "\(Figures.bytes($0.bytesIn)) / \(Figures.bytes($0.bytesOut))" } ?? "–"
            ),
            (words("注册时间", "Enrolled"), PageTime.text(replica.member.enrolledAt)),
        ]
        return told.map { ["name": $0.0, "value": $0.1] }
    }

    private func ledger(
        _ standing: LedgerStanding, _ replica: HubStatus.Replica, _ words: Words
    ) -> [String: Any] {
        let told = replica.report?.waiting.first { $0.ledger == standing.ledger }
        func lacking(_ sets: UInt64, _ bytes: UInt64, _ oldest: Int64?) -> String {
            guard sets > 0 else { return words("不缺", "nothing") }
            let since = oldest.map { words("，最早 ", ", oldest of ") + PageTime.text($0) } ?? ""
            return words("\(sets) 组 · ", "\(sets) sets · ") + Figures.bytes(Int64(clamping: bytes)) + since
        }
        let name =
            switch standing.ledger.name {
            case .urgent: words("急件", "urgent")
            case .routine: words("日常", "routine")
            case .notice: words("通知", "notices")
            }
        return [
            "name": name, "there": lacking(standing.waitingSets, standing.waitingBytes, standing.oldestWaiting),
            "here": told.map { lacking($0.sets, $0.bytes, $0.oldest) } ?? words("没有报告", "not told"),
            "clock": told.map {
                words(
                    "那边 \($0.forClock)，县端 \(standing.waitingForClock)",
                    "there \($0.forClock), here \(standing.waitingForClock)")
            }
                ?? words("县端 \(standing.waitingForClock)", "here \(standing.waitingForClock)"),
            "vector": standing.vector.description,
        ]
    }

    private static func words(of kept: KeptChains, _ words: Words) -> String {
        let ledger =
            switch kept.ledger.name {
            case .urgent: words("急件", "urgent")
            case .routine: words("日常", "routine")
            case .notice: words("通知", "notices")
            }
        return words(
            "\(ledger)：被复制或退回 \(kept.doubtfulLives) 次；各分支写的都留着，共 \(kept.sets) 组，现有 \(kept.branches) 个分支。",
            "\(ledger): copied or put back \(kept.doubtfulLives) times; all that every branch wrote is kept: \(kept.sets) sets, with \(kept.branches) ends now."
        )
    }

    private static let html = """
        <p><a href="/sync">{{back}}</a></p><h2>{{title}}</h2><dl class="facts card" data-live id="facts">{{#facts}}<dt>{{name}}</dt><dd>{{value}}</dd>{{/facts}}</dl>
        <h2>{{ledgerTitle}}</h2><div class="wide"><table><thead><tr>{{#ledgerHead}}<th scope="col">{{.}}</th>{{/ledgerHead}}</tr></thead><tbody>
        {{#ledgers}}<tr><th scope="row">{{name}}</th><td>{{there}}</td><td>{{here}}</td><td>{{clock}}</td></tr>{{/ledgers}}</tbody></table></div>
        <details><summary>{{vectors}}</summary>{{#ledgers}}<p>{{name}}: <span class="vector">{{vector}}</span></p>{{/ledgers}}</details>
        <h2>{{lagTitle}}</h2><p class="soft">{{lagNote}}</p><div class="sync-plots">{{#plots}}<div><h3>{{title}}</h3><div class="wide">{{{svg}}}</div></div>{{/plots}}</div>
        <h2>{{clockTitle}}</h2><p>{{clockNote}}</p><div class="sync-plots">{{#clockPlots}}<div><h3>{{title}}</h3><div class="wide">{{{svg}}}</div></div>{{/clockPlots}}</div>
        <h2>{{eventTitle}}</h2>{{#kept}}<p>{{.}}</p>{{/kept}}{{#quiet}}<p>{{.}}</p>{{/quiet}}<ul class="plain">{{#events}}<li><b>{{kind}}</b> <span class="n">{{at}}</span> <span class="soft">{{state}}</span><br>{{text}}</li>{{/events}}</ul>
        """
}
