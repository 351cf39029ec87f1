import DutyDesk
import DutyRecords
import Hummingbird
import ProgramShell
import SyncKit

/// The wall as its page draws it.
struct WallView {
    /// How the wall is looked at.
    struct Asked {
        /// To be read from 3 m.
        let isBig: Bool
        /// After how many of the most urgent it starts.
        var from: Int
        /// The same of the drills.
        var drillsFrom: Int

        init(_ request: Request) {
            func count(_ name: String) -> Int {
                max(0, request.uri.queryParameters.get(name).flatMap { Int($0) } ?? 0)
            }
            isBig = request.uri.queryParameters.get("big") != nil
            (from, drillsFrom) = (count("from"), count("drills"))
        }

        var query: String {
            let parts = [
                isBig ? "big=1" : nil, from > 0 ? "from=\(from)" : nil, drillsFrom > 0 ? "drills=\(drillsFrom)" : nil,
            ].compactMap { $0 }
            return parts.isEmpty ? "" : "?" + parts.joined(separator: "&")
        }

        func starting(at from: Int) -> String { with { $0.from = from } }
        func drillsStarting(at from: Int) -> String { with { $0.drillsFrom = from } }

        private func with(_ change: (inout Asked) -> Void) -> String {
            var other = self
            change(&other)
            return "/wall" + other.query
        }
    }

    let reading: WallReading
    /// When the county's own shift ends; nil where nobody is rostered.
    let shiftEnd: Instant?
    let words: Words
    let token: String
    let asked: Asked

    /// A page stays below 200 kB; what follows is one press away.
    private static let rowsMax = 150
    /// Seen from across the room, more would be small print.
    private static let rowsMaxBig = 12
    private static let drillsMax = 30
    private static let proposalsMax = 5
    /// So long before a change of shift drills are announced, in minutes.
    private static let announcedMinutes = 60

    private var now: Instant { reading.now }
    private var wall: Wall { reading.wall }
    private var rowsMax: Int { asked.isBig ? Self.rowsMaxBig : Self.rowsMax }

    var view: [String: Any] {
        let shown = wall.rows.dropFirst(asked.from).prefix(rowsMax)
        let rest = wall.rows.count - asked.from - shown.count
        let drills = wall.drills.dropFirst(asked.drillsFrom).prefix(Self.drillsMax)
        let drillsRest = wall.drills.count - asked.drillsFrom - drills.count
        let waiting = wall.awaitingReceipt.count
        return [
            "title": words("总览墙", "Wall"), "style": asked.isBig ? "big" : "", "now": Words.minute(now),
            "nowLabel": words("截至", "as of"), "action": asked.query, "token": token,
            "stopped": words(
                "⏸ 与县端程序失去联系，时限不再走动：以下是 \(Words.minute(now)) 的情况",
                "⏸ The hub is lost and the clocks have stopped: this is as of \(Words.minute(now))"),
            "counts": [
                count(wall.rows.count, "未结", "open", ""), count(wall.overdueCount, "超时", "late", "bad"),
                count(waiting, "待县签收", "await a receipt", "warn"),
                count(lateInstructions, "批示超时", "instructions late", "bad", "/followups"),
                count(Set(wall.rows.flatMap { [$0] + $0.sources }.map(\.unit)).count, "个单位", "units", ""),
            ],
            "announcements": announcements, "proposals": asked.isBig ? [] : proposals,
            "rows": shown.map(drawn), "isEmpty": wall.rows.isEmpty,
            "nothing": words("没有未结的事件。", "No incident is open."),
            "isCut": rest > 0, "restPath": asked.starting(at: asked.from + shown.count),
            "restText": words("还有 \(rest) 起", "\(rest) more"), "isLater": asked.from > 0,
            "topPath": asked.starting(at: 0),
            "topText": words("回到最急的", "Back to the most urgent"),
            "hasDrills": !wall.drills.isEmpty,
            "drillTitle": words("演练（不是真实事件，不计数）", "Drills (not real, not counted)"),
            "drillWord": words("演练", "DRILL"), "drills": drills.map(drawn),
            "drillsCut": drillsRest > 0
                ? [
                    [
                        "path": asked.drillsStarting(at: asked.drillsFrom + drills.count),
                        "text": words("还有 \(drillsRest) 起演练", "\(drillsRest) more drills"),
                    ]
                ] : [],
            "drillsLater": asked.drillsFrom > 0
                ? [["path": asked.drillsStarting(at: 0), "text": words("回到最急的演练", "Back to the most urgent drills")]]
                : [],
            "sizePath": asked.isBig ? "/wall" : "/wall?big=1",
            "sizeText": asked.isBig ? words("常规显示", "Usual size") : words("大字显示（3 米外可读）", "Large, to be read at 3 m"),
        ]
    }

    /// - Parameter path: where those that are counted are listed, where that is not here.
    private func count(
        _ number: Int, _ chinese: String, _ english: String, _ style: String, _ path: String? = nil
    ) -> [String: Any] {
        let text = words(chinese, english)
        return [
            "number": String(number), "countStyle": number > 0 ? style : "",
            "countText": path == nil ? [text] : [], "countPath": path.map { [["path": $0, "text": text]] } ?? [],
        ]
    }

    private var lateInstructions: Int {
        FollowUp.all(reading.duties, reading.book).count { $0.isLate(at: now) }
    }

    /// Whoever takes over may not take an exercise for an event, nor an event for an exercise.
    private var announcements: [String] {
        guard !wall.drills.isEmpty, let shiftEnd, shiftEnd > now,
            shiftEnd - now <= .minutes(Self.announcedMinutes)
        else { return [] }
        let count = wall.drills.count
        return [
            words(
                "【演练】\(Words.minute(shiftEnd)) 交接班前请告知接班人：\(count) 起演练正在进行，不是真实事件。",
                "[DRILL] Before the shift changes at \(Words.minute(shiftEnd)), tell whoever takes over: \(count) drills are going on and are not real."
            )
        ]
    }

    // MARK: One incident

    private func drawn(_ row: WallRow) -> [String: Any] {
        let incident = row.incident
        let bar = RelayBar(
            relay: row.relay, incident: incident, home: reading.duties.countyUnit,
            countyUnit: reading.duties.countyUnit, now: now, words: words)
        var view: [String: Any] = [
            "path": DeskPath.record("incident", row.id), "levelText": LevelMark.text(incident.level, words),
            "levelStyle": LevelMark.style(incident.level), "event": ReportName.event(incident.record),
            "unit": name(row.unit), "at": ShortTime.text(incident.occurredAt, at: now),
            "atLabel": words("事发", "occurred"), "tags": LevelMark.tags(incident, words), "sources": sources(row),
            "unreported": Sometimes(unreported(row)).texts,
            "corrected": incident.record.has("timeReason") ? [words("◔ 事发时间更正过", "◔ occurrence was corrected")] : [],
            "toCity": incident.isLargerOrAbove ? [words("报市", "To the city")] : [],
        ]
        view.merge(clock(row)) { $1 }
        view.merge(receipt(row)) { $1 }
        view.merge(bar.compact) { $1 }
        return view
    }

    private func name(_ unit: String) -> String { reading.duties.unit(unit).name }

    private func clock(_ row: WallRow) -> [String: Any] {
        guard let next = row.next else {
            return [
                "clockText": words("– 没有在计的时限", "– no clock runs"), "clockStyle": "soft", "clockWhy": "", "whose": "",
            ]
        }
        let late = next.lateMinutes(at: now)
        let left = max(0, (next.dueAt - now).minutesDown)
        let mark = late > 0 ? "▲" : left <= 15 ? "◐" : "○"
        return [
            "clockStyle": late > 0 ? "bad" : left <= 15 ? "warn" : "",
            "clockText": late > 0
                ? words("\(mark) 已超 ", "\(mark) late by ") + words.minutes(late)
                : words("\(mark) 还剩 ", "\(mark) left ") + words.minutes(left),
            "clockWhy": words(next.why.chinese, next.why.english),
            "whose": next.owedBy == reading.duties.countyUnit ? words("县", "County") : name(next.owedBy),
        ]
    }

    /// Who the county has it from, and since when it waits.
    private func receipt(_ row: WallRow) -> [String: Any] {
        let waiting = ([row] + row.sources).map { ($0, $0.unreceipted) }.filter { !$0.1.isEmpty }
        return [
            "waiting": waiting.compactMap { row, records -> [String: String]? in
                guard let first = records.first, let last = records.last else { return nil }
                return [
                    "rowValue": "\(row.id) \(last.arrivedAt.milliseconds)",
                    "receiptText": words("签收", "Receipt"),
                    "receiptWhat": words("\(name(row.unit)) \(records.count) 件", "\(name(row.unit)), \(records.count)"),
                    "arrived": words(
                        "\(ShortTime.text(first.arrivedAt, at: now)) 到",
                        "came \(ShortTime.text(first.arrivedAt, at: now))"),
                ]
            },
            "receipted": waiting.isEmpty ? Sometimes(receipted(row)).texts : [],
        ]
    }

    private func receipted(_ row: WallRow) -> String? {
        guard let at = row.incident.record.time("countyReceiptAt") else { return nil }
        let by = row.incident.record.text("countyReceiptBy") ?? ""
        return words("◉ 县已签收 ", "◉ receipted ") + "\(ShortTime.text(at, at: now)) \(by)"
    }

    private func unreported(_ row: WallRow) -> String? {
        guard row.isUnreported, row.unit != reading.duties.countyUnit else { return nil }
        let source = row.incident.record.text("source") ?? words("来源未填", "source not given")
        return words("◪ 县里得知（\(source)），单位未报", "◪ heard by the county (\(source)), not reported by the unit")
    }

    /// Who was first and who was silent, of an event with several sources.
    private func sources(_ row: WallRow) -> [[String: Any]] {
        guard !row.sources.isEmpty else { return [] }
        let all = ([row] + row.sources).sorted { DuplicateRadar.precedes($0.incident, $1.incident) }
        let radar = DuplicateRadar(units: reading.duties.units)
        let silent = radar.silent(all.map(\.incident), wall.reported)
        return [
            [
                "sourceText": words("来源：", "Sources: ")
                    + all.enumerated().map { index, source in
                        let at = ShortTime.text(DuplicateRadar.heardAt(source.incident), at: now)
                        return name(source.unit) + " " + at + (index == 0 ? words("（最先）", " (first)") : "")
                    }.joined(separator: words("、", ", ")),
                "silentText": silent.isEmpty
                    ? [] : [words("未报：", "Silent: ") + silent.map(\.name).joined(separator: words("、", ", "))],
                "parts": row.sources.map {
                    [
                        "mainID": row.id.description, "partID": $0.id.description,
                        "partText": words("分开 \(name($0.unit))", "Part \(name($0.unit))"),
                    ]
                },
            ]
        ]
    }

    // MARK: One event that several units report

    private var proposals: [[String: Any]] {
        let incidents = (wall.rows + wall.drills).filter { $0.sources.isEmpty }.map(\.incident)
        let radar = DuplicateRadar(units: reading.duties.units)
        return radar.proposals(incidents, reported: wall.reported, most: Self.proposalsMax).map { proposal in
            let records = [proposal.first] + proposal.others
            return [
                "proposalTitle": words("可能是同一事件", "Perhaps one event"),
                "records": records.enumerated().map { index, incident in
                    [
                        "recordPath": DeskPath.record("incident", incident.id),
                        "recordText": (incident.isDrill ? words("【演练】", "[DRILL] ") : "")
                            + ReportName.event(incident.record),
                        "recordUnit": name(incident.unit)
                            + " " + ShortTime.text(DuplicateRadar.heardAt(incident), at: now)
                            + (index == 0 ? words("（最先）", " (first)") : ""),
                    ]
                },
                "silentText": proposal.silent.isEmpty
                    ? []
                    : [
                        words("未报：", "Silent: ")
                            + proposal.silent.map(\.name).joined(separator: words("、", ", "))
                    ],
                "mainID": proposal.first.id.description,
                "othersID": proposal.others.map(\.id.description).joined(separator: " "),
                "sameText": words("合并为来源", "Merge as sources"), "differentText": words("不是同一事件", "Not the same"),
            ]
        }
    }
}

/// A text that may not be there, as a section of a template takes it.
private struct Sometimes {
    let texts: [String]

    init(_ text: String?) { texts = text.map { [$0] } ?? [] }
}

extension WallView {
    private static var rowHTML: String {
        """
        <li class="wall-row"><p class="clock"><b class="n {{clockStyle}}">{{clockText}}</b> <span>{{clockWhy}}</span> <span class="soft">{{whose}}</span></p>
        <p class="wall-event"><b class="{{levelStyle}}">{{levelText}}</b> <a href="{{path}}">{{event}}</a> <b>{{unit}}</b>{{#toCity}} <a href="{{path}}/city">{{.}}</a>{{/toCity}} <span class="soft n">{{atLabel}} {{at}}</span> {{#corrected}}<b class="warn">{{.}}</b> {{/corrected}}\(LevelMark.tagsHTML){{#unreported}}<b class="warn">{{.}}</b>{{/unreported}}{{#sources}}<span class="sources">{{sourceText}} {{#silentText}}<b class="warn">{{.}}</b> {{/silentText}}{{#parts}}<button class="quiet" form="wall-different" name="pair" value="{{mainID}} {{partID}}">{{partText}}</button>{{/parts}}</span>{{/sources}}</p>
        <p class="bars">\(RelayBar.compactHTML)</p>
        <p class="receipt">{{#waiting}}<button form="wall-receipt" name="row" value="{{rowValue}}">{{receiptText}}</button> <span>{{receiptWhat}} <span class="n">{{arrived}}</span></span> {{/waiting}}{{#receipted}}<span class="good">{{.}}</span>{{/receipted}}</p></li>
        """
    }

    static var html: String {
        """
        <div id="wall" class="wall {{style}}" data-live><h2>{{title}} <span class="soft n">{{nowLabel}} {{now}}</span> <a class="size" href="{{sizePath}}">{{sizeText}}</a></h2>
        <p class="stopped" role="alert">{{stopped}}</p>
        <p class="counts">{{#counts}}<span class="{{countStyle}}"><b class="n">{{number}}</b> {{#countText}}{{.}}{{/countText}}{{#countPath}}<a href="{{path}}">{{text}}</a>{{/countPath}}</span> {{/counts}}</p>
        {{#announcements}}<p class="notice">{{.}}</p>{{/announcements}}
        <form id="wall-receipt" method="post" action="/wall/receipt{{action}}"><input type="hidden" name="token" value="{{token}}"></form><form id="wall-different" method="post" action="/wall/different{{action}}"><input type="hidden" name="token" value="{{token}}"></form>
        {{#proposals}}<section class="notice"><h3>{{proposalTitle}}</h3><ul class="plain">{{#records}}<li><a href="{{recordPath}}">{{recordText}}</a> {{recordUnit}}</li>{{/records}}</ul>{{#silentText}}<p class="warn">{{.}}</p>{{/silentText}}
        <form class="row" method="post"><input type="hidden" name="token" value="{{token}}"><input type="hidden" name="main" value="{{mainID}}"><input type="hidden" name="others" value="{{othersID}}"><button formaction="/wall/same{{action}}">{{sameText}}</button><button class="quiet" formaction="/wall/different{{action}}">{{differentText}}</button></form></section>{{/proposals}}
        {{#isEmpty}}<p class="soft">{{nothing}}</p>{{/isEmpty}}<ol class="plain wall-rows">{{#rows}}\(rowHTML){{/rows}}</ol>
        {{#isCut}}<p><a class="button" href="{{restPath}}">{{restText}}</a></p>{{/isCut}}{{#isLater}}<p><a href="{{topPath}}">{{topText}}</a></p>{{/isLater}}
        {{#hasDrills}}<section class="drills" data-drill="{{drillWord}}"><h3>{{drillTitle}}</h3><ol class="plain wall-rows">{{#drills}}\(rowHTML){{/drills}}</ol>{{#drillsCut}}<p><a class="button" href="{{path}}">{{text}}</a></p>{{/drillsCut}}{{#drillsLater}}<p><a href="{{path}}">{{text}}</a></p>{{/drillsLater}}</section>{{/hasDrills}}</div>
        """
    }
}
