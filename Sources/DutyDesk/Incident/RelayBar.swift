package import DutyRecords
import Foundation

/// 时限接力条 as the page draws it: one bar a leg over one axis of time, each with its minutes in words.
package struct RelayBar {
    let relay: Relay
    let incident: Incident
    let home: String
    let countyUnit: String
    let now: Instant
    let words: Words

    package init(
        relay: Relay, incident: Incident, home: String, countyUnit: String, now: Instant, words: Words
    ) {
        (self.relay, self.incident, self.home) = (relay, incident, home)
        (self.countyUnit, self.now, self.words) = (countyUnit, now, words)
    }

    /// Widths of the drawing, in its own units.
    private static var width: Int { 1000 }

    var view: [String: Any] {
        let axis = relay.axis(from: incident.occurredAt, at: now)
        let urgent = headline
        return [
            "relayTitle": words("时限接力", "Relay of time limits"), "hubNow": String(now.milliseconds),
            "urgentStyle": urgent.style, "urgentMark": urgent.mark, "urgentText": urgent.text,
            "urgentTick": urgent.tick, "urgentRest": urgent.rest,
            "legs": relay.legs.map { leg(of: $0, axis) }, "axisStart": String(axis.lowerBound.milliseconds),
            "axisEnd": String(axis.upperBound.milliseconds), "later": relay.later.suffix(6).map(later),
            "hasLater": !relay.later.isEmpty, "laterTitle": words("以后的时限", "Later clocks"),
            "cityNote": Sometimes.text(cityNote),
            "leftWords": words("还剩 {}", "{} left"), "lateWords": words("已超 {}", "late by {}"),
            "usedWords": words("已用 {}", "{} used"), "overdueWords": "▲ " + words("超时未报", "overdue"),
            "stoppedText": words("本页已停，时间不再走动", "this page has stopped; its clocks no longer run"),
        ]
    }

    /// Where no leg to the city stands, why not.
    private var cityNote: String? {
        guard !relay.legs.contains(where: { $0.kind == .city }), incident.falseAlarmAt == nil else { return nil }
        return words("县报市：未达较大级别，不计时（第十二条）。", "To the city: below 较大, no clock runs (第十二条).")
    }

    // MARK: What stands largest

    private var headline: (style: String, mark: String, text: String, tick: [[String: String]], rest: String) {
        if let found = incident.falseAlarmAt {
            return (
                "calm", "✕", words("误报，时限已停", "False report: the clocks have stopped"), [],
                Words.minute(found)
            )
        }
        guard let leg = relay.mostUrgent(of: home, at: now) ?? relay.mostUrgent(at: now), let due = leg.dueAt else {
            return afterwards
        }
        let late = leg.lateMinutes(at: now)
        let left = leg.leftMinutes(at: now) ?? 0
        let rest =
            words("须在 \(ShortTime.text(due, at: now)) 前", "by \(ShortTime.text(due, at: now))")
            + (leg.article.map { "（\($0)）" } ?? "")
        return (
            late > 0 ? "late" : left <= 15 ? "soon" : "calm", late > 0 ? "▲" : left <= 15 ? "◐" : "○",
            name(leg.kind),
            [tick(due, late > 0 ? words("已超 ", "late by ") + words.minutes(late) : leftText(left))], rest
        )
    }

    /// Once the first reports are out: the next 续报, and how many legs were late.
    private var afterwards: (style: String, mark: String, text: String, tick: [[String: String]], rest: String) {
        let count = relay.legs.count { $0.state(at: now) == .late }
        let late = count == 0 ? "" : words("▲ 其中 \(count) 段迟报", "▲ \(count) legs were late")
        let next = relay.later.first { $0.rule == .periodic && [.open, .overdue].contains($0.state(at: now)) }
        guard let next else {
            return (
                count == 0 ? "calm" : "soon", count == 0 ? "✓" : "▲", words("首报已完成", "The first reports are out"), [],
                late
            )
        }
        let minutes = next.lateMinutes(at: now)
        let left = max(0, (next.dueAt - now).minutesDown)
        let text = minutes > 0 ? words("已超 ", "late by ") + words.minutes(minutes) : leftText(left)
        return (
            minutes > 0 ? "late" : left <= 15 ? "soon" : "calm", minutes > 0 ? "▲" : left <= 15 ? "◐" : "○",
            words("下一次续报", "Next 续报"), [tick(next.dueAt, text)],
            words("须在 \(ShortTime.text(next.dueAt, at: now)) 前", "by \(ShortTime.text(next.dueAt, at: now))") + "　"
                + late
        )
    }

    private func tick(_ due: Instant, _ text: String) -> [String: String] {
        ["due": String(due.milliseconds), "tickText": text]
    }

    private func leftText(_ minutes: Int) -> String {
        words("还剩 \(words.minutes(minutes))", "\(words.minutes(minutes)) left")
    }

    // MARK: One leg

    func name(_ kind: Relay.Kind) -> String {
        switch kind {
        case .learned: words("事发 → 接报", "Occurred → heard here")
        case .county: words("事发 → 报县", "Occurred → county")
        case .immediate: words("立即报县", "County at once")
        case .sameTime: words("同时报县", "County at the same time")
        case .written: words("电话后 → 书面", "By phone → in writing")
        case .received: words("报告 → 县端收到", "Report → county's system")
        case .city: words("县 → 市", "County → city")
        case .cityFromLevel: words("县 → 市（自达到级别，参考）", "County → city (from the level, for reference)")
        }
    }

    private func leg(of leg: Relay.Leg, _ axis: Range<Instant>) -> [String: Any] {
        let state = leg.state(at: now)
        let (mark, word, style) = shape(state, leg)
        return [
            "legName": name(leg.kind), "legMark": mark, "legWord": word, "legStyle": style,
            "figures": figures(leg, state),
            "ticks": leg.dueAt.map { state == .open || state == .overdue ? [tick($0, figuresNow(leg))] : [] } ?? [],
            "limit": limit(leg, state), "bars": bars(leg, state, axis),
            "legStart": String(leg.startedAt.milliseconds), "legDue": leg.dueAt.map { String($0.milliseconds) } ?? "",
            "isRunning": state == .open || state == .overdue,
        ]
    }

    func shape(_ state: Relay.State, _ leg: Relay.Leg) -> (String, String, String) {
        switch state {
        case .open where leg.dueAt == nil: ("○", words("在途", "on its way"), "soon")
        case .open: ("○", words("在计", "running"), "open")
        case .overdue: ("▲", words("超时未报", "overdue"), "late")
        case .met where leg.dueAt == nil: ("✓", words("已到", "done"), "met")
        case .met: ("✓", words("按时", "in time"), "met")
        case .late: ("▲", words("迟报", "late"), "late")
        case .unknown: ("?", words("县里掌握", "known to the county alone"), "unknown")
        }
    }

    /// What counts on while the page stands.
    func figuresNow(_ leg: Relay.Leg) -> String {
        let late = leg.lateMinutes(at: now)
        return late > 0 ? words("已超 ", "late by ") + words.minutes(late) : leftText(leg.leftMinutes(at: now) ?? 0)
    }

    private func figures(_ leg: Relay.Leg, _ state: Relay.State) -> String {
        let used = words.minutes(leg.usedMinutes(at: now))
        let usedText = words("用 \(used)", "\(used) used")
        switch state {
        case .open, .overdue: return words("已用 \(used)", "\(used) used")
        case .met:
            guard let limit = leg.limitMinutes else { return usedText }
            let spare = words.minutes(max(0, limit - leg.usedMinutes(at: now)))
            return words("\(usedText)，余 \(spare)", "\(usedText), \(spare) to spare")
        case .late:
            let late = words.minutes(leg.lateMinutes(at: now))
            return words("\(usedText)，迟 \(late)", "\(usedText), late by \(late)")
        case .unknown: return words("是否已报只有县里知道", "whether it was told is known to the county alone")
        }
    }

    private func limit(_ leg: Relay.Leg, _ state: Relay.State) -> String {
        guard let due = leg.dueAt, let minutes = leg.limitMinutes else {
            return leg.kind == .learned ? words("本条不另设限，计在报县的时限内", "no limit of its own") : ""
        }
        var parts = [
            words("限 \(minutes) 分", "limit \(minutes) min"), from(leg),
            words("\(ShortTime.text(due, at: now)) 前", "by \(ShortTime.text(due, at: now))"),
        ]
        if let article = leg.article { parts.append(article) }
        if let alarm = leg.alarmAt, state == .open {
            parts.append(
                words("立即：\(ShortTime.text(alarm, at: now)) 前", "at once: by \(ShortTime.text(alarm, at: now))"))
        }
        return parts.filter { !$0.isEmpty }.joined(separator: " · ")
    }

    private func from(_ leg: Relay.Leg) -> String {
        switch leg.startsAt {
        case .occurred: words("自事发", "from the occurrence")
        case .learned: words("自得知（事发时间不明）", "from learning of it (occurrence unknown)")
        case .received: words("自接报", "from its receipt")
        case .reportedByPhone: words("自电话报告", "from the call")
        case .superiorTold: words("自报上级", "from telling the superior")
        case .levelReached:
            words(
                "自达到级别 \(ShortTime.text(leg.startedAt, at: now))",
                "from the level, \(ShortTime.text(leg.startedAt, at: now))")
        default: ""
        }
    }

    // MARK: The drawing

    /// The limit as an outline, what was used within it, and what ran over it, hatched.
    func bars(_ leg: Relay.Leg, _ state: Relay.State, _ axis: Range<Instant>) -> [[String: String]] {
        let end = leg.endedAt.flatMap { $0 <= now ? $0 : nil } ?? now
        var bars: [[String: String]] = []
        func bar(_ kind: String, _ from: Instant, _ to: Instant) {
            let (first, last) = (place(from, axis), place(to, axis))
            guard last > first || kind == "used" else { return }
            bars.append(["barKind": kind, "x": String(first), "w": String(max(last - first, kind == "used" ? 4 : 0))])
        }
        if let due = leg.dueAt { bar("limit", leg.startedAt, due) }
        if state != .unknown {
            bar("used", leg.startedAt, leg.dueAt.map { min($0, end) } ?? end)
            if let due = leg.dueAt, end > due { bar("over", due, end) }
        }
        return bars
    }

    private func place(_ instant: Instant, _ axis: Range<Instant>) -> Int {
        let whole = (axis.upperBound - axis.lowerBound).milliseconds
        let part = (min(max(instant, axis.lowerBound), axis.upperBound) - axis.lowerBound).milliseconds
        return Int(part * Int64(Self.width) / max(1, whole))
    }

    private func later(_ row: Obligation) -> [String: String] {
        let late = row.lateMinutes(at: now)
        let (mark, text): (String, String) =
            switch row.state(at: now) {
            case .open:
                ("○", words("\(ShortTime.text(row.dueAt, at: now)) 前", "by \(ShortTime.text(row.dueAt, at: now))"))
            case .overdue: ("▲", words("已超 ", "late by ") + words.minutes(late))
            case .late: ("▲", words("迟 ", "late by ") + words.minutes(late))
            case .met where row.rule == .casualtyWatch: ("✓", words("已满", "over"))
            case .met: ("✓", words("按时", "in time"))
            }
        return [
            "laterMark": mark, "laterText": text, "laterWhy": words(row.why.chinese, row.why.english),
            "laterStyle": late > 0 ? "bad" : "", "laterArticle": row.article,
        ]
    }

    static let html = """
        <div id="relay" data-live><section class="relay" data-hub-now="{{hubNow}}" data-axis-start="{{axisStart}}" data-axis-end="{{axisEnd}}" data-left="{{leftWords}}" data-late="{{lateWords}}" data-used="{{usedWords}}" data-overdue="{{overdueWords}}" aria-label="{{relayTitle}}">
        <svg class="defs" width="0" height="0" aria-hidden="true"><defs><pattern id="hatch" width="8" height="8" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect class="hatch-back" width="8" height="8"></rect><rect class="hatch-line" width="3" height="8"></rect></pattern></defs></svg>
        <p class="urgent {{urgentStyle}}"><b class="mark">{{urgentMark}}</b> <b>{{urgentText}}</b> {{#urgentTick}}<b class="n tick" data-due="{{due}}">{{tickText}}</b>{{/urgentTick}} <span>{{urgentRest}}</span></p>
        <p class="stopped" role="alert">⏸ {{stoppedText}}</p>
        <ol class="plain legs">{{#legs}}<li class="leg {{legStyle}}"><b class="leg-name">{{legName}}</b><span class="leg-state"><b>{{legMark}} {{legWord}}</b></span>
        <svg class="bar" viewBox="0 0 1000 16" preserveAspectRatio="none" aria-hidden="true" {{#isRunning}}data-start="{{legStart}}" data-due="{{legDue}}"{{/isRunning}}>{{#bars}}<rect class="{{barKind}}" x="{{x}}" y="0" width="{{w}}" height="16"></rect>{{/bars}}</svg>
        <span class="leg-figures n"><span {{#isRunning}}class="used-text" data-start="{{legStart}}"{{/isRunning}}>{{figures}}</span>{{#ticks}} · <b class="tick" data-due="{{due}}">{{tickText}}</b>{{/ticks}}</span><span class="leg-limit soft">{{limit}}</span></li>{{/legs}}</ol>
        {{#cityNote}}<p class="soft">{{.}}</p>{{/cityNote}}
        {{#hasLater}}<p class="later"><b>{{laterTitle}}</b> {{#later}}<span class="{{laterStyle}}">{{laterMark}} {{laterWhy}} {{laterText}}</span> <span class="soft">{{laterArticle}}</span>　{{/later}}</p>{{/hasLater}}</section></div>
        """
}
