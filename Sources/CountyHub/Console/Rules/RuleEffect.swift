import DutyDesk
import DutyRecords
import SyncKit

/// What a proposal would change and for whom, as its preview shows it.
struct RuleEffect {
    let calendar: CalendarChange?
    let rules: RuleChange?
    let units: [Unit]
    private let county: AtTheCounty
    private let now: Instant
    private let words: Words

    /// What the county holds that the proposal touches.
    struct AtTheCounty {
        /// Names of units whose roster for one of these days has been handed in.
        var handedIn: [String] = []
        /// Names of units that have not rostered the leaders of a day that would owe some now, by day.
        var lacking: [(day: Day, units: [String])] = []
        /// Clocks of open incidents that would be other ones.
        var clocks: [ClockChange] = []
    }

    /// More of them are counted, and not listed.
    private static let listedMax = 12

    init(
        _ proposal: RuleProposal, replacing record: RecordID?, _ notices: [String: [RecordFacts]],
        _ county: AtTheCounty, now: Instant, _ words: Words
    ) {
        self.words = words
        (self.county, self.now) = (county, now)
        let units = Unit.inForce(notices["unit"] ?? [])
        self.units = units
        let before = RuleBook(notices)
        calendar = proposal.days.map { days in
            CalendarChange(
                before: DutyCalendar(notices), after: proposal.calendar(notices, replacing: record), days: days,
                asOf: max(now, proposal.entries.compactMap(\.published).max() ?? now),
                joinsWeekends: before.figures(for: "", at: now).leadersOnJoinedWeekends)
        }
        rules = proposal.profile.map { profile in
            RuleChange(
                before: before, after: proposal.book(notices, replacing: record), units: units.map(\.code),
                at: max(now, profile.validFrom))
        }
    }

    var view: [String: Any] {
        let rows = calendar?.rows ?? []
        // With its notice a year's plain days become known too: they are counted, and not listed.
        let plain = rows.filter {
            $0.before == nil && ($0.after == .workday || $0.after == .weekend) && !$0.owesLeaders
        }
        let days = rows.filter { row in !plain.contains { $0.day == row.day } }.map { row(of: $0) }
        let figures = (rules?.rows ?? []).map { row in
            [
                "figure": words(row.figure.chinese, row.figure.english), "article": row.figure.article,
                "from": row.before?.figureText(in: words.language) ?? "–",
                "to": row.after?.figureText(in: words.language) ?? "–", "who": names(row.units),
            ]
        }
        let owing = rows.filter { $0.owesLeaders && !$0.owedLeaders }.count
        return [
            "effectTitle": words("保存后会改变什么", "What saving it changes"),
            "nothing": days.isEmpty && figures.isEmpty
                ? [words("没有变化：与现在的规定相同。", "Nothing changes: it is so already.")] : [],
            "plain": plain.isEmpty
                ? []
                : [
                    words(
                        "其余 \(plain.count) 天由“未公布”改为工作日或双休日。",
                        "The other \(plain.count) days, not announced so far, become workdays and weekends.")
                ],
            "hasDays": !days.isEmpty, "days": days, "hasFigures": !figures.isEmpty, "figures": figures,
            "dayHead": [
                words("日期", "Day"), words("现在", "Now"), words("改为", "Becomes"), words("带班领导", "Leaders"),
                words("零报告", "Zero report"),
            ],
            "figureHead": [
                words("数值", "Figure"), words("现在", "Now"), words("改为", "Becomes"), words("对谁", "For whom"),
                words("依据", "Article"),
            ],
            "owing": owing > 0
                ? [
                    words(
                        "这 \(owing) 天新增领导带班：\(names(units.map(\.code)))均须安排。",
                        "Leaders are owed on \(owing) more \(owing == 1 ? "day" : "days"), by \(names(units.map(\.code)))."
                    )
                ] : [],
            "handedIn": county.handedIn.isEmpty
                ? []
                : [
                    words(
                        "已报送的值班表涉及这些日子，须核对后重新报送：\(county.handedIn.joined(separator: "、"))。",
                        "Rosters for these days have been handed in and need another look: \(county.handedIn.joined(separator: ", "))."
                    )
                ],
            "hasLacking": !county.lacking.isEmpty,
            "lackingTitle": words(
                "这些日子要带班领导，下列单位还没有排：", "These days owe leaders, and these units have rostered none:"),
            "lacking": county.lacking.prefix(Self.listedMax).map {
                ["day": "\($0.day) \(words.weekday($0.day))", "who": listed($0.units)]
            },
            "lackingMore": more(county.lacking.count, words("天", "days")),
            "hasClocks": !county.clocks.isEmpty,
            "clocksTitle": words(
                "正在计时的 \(county.clocks.count) 个时限随之改变：", "\(county.clocks.count) running clocks change with it:"),
            "clocks": county.clocks.prefix(Self.listedMax).map(clock),
            "clocksMore": more(county.clocks.count, words("个", "clocks")),
            "reach": words(
                "各单位在下一次联网交换后按新规定执行；断网的单位恢复后补到。",
                "Every unit follows it after its next exchange; one that is cut off, when it is back."),
        ]
    }

    private func clock(_ change: ClockChange) -> [String: String] {
        func due(_ at: Instant?) -> String { at.map { ShortTime.text($0, at: now) } ?? words("不计时", "none") }
        return [
            "event": ReportName.event(change.incident.record), "why": words(change.why.chinese, change.why.english),
            "who": units.first { $0.code == change.owedBy }?.name ?? change.owedBy, "from": due(change.before),
            "to": due(change.after),
            "over": change.after.map { $0 < now } ?? false ? words("，即已超时", ", late at once") : "",
        ]
    }

    private func more(_ count: Int, _ what: String) -> [String] {
        count > Self.listedMax
            ? [words("另有 \(count - Self.listedMax) \(what)。", "And \(count - Self.listedMax) more \(what).")] : []
    }

    private func row(of change: CalendarChange.Row) -> [String: Any] {
        func type(_ type: DayType?) -> String {
            type.map { words($0.chinese, $0.english) } ?? words(CalendarDay.unannounced, "not announced")
        }
        func owed(_ was: Bool, _ willBe: Bool) -> String {
            switch (was, willBe) {
            case (false, true): words("新增", "owed now")
            case (true, false): words("不再需要", "no longer")
            case (true, true): words("需要", "owed")
            case (false, false): "–"
            }
        }
        return [
            "day": change.day.description, "weekday": words.weekday(change.day), "name": change.name ?? "",
            "before": type(change.before), "after": type(change.after),
            "leaders": owed(change.owedLeaders, change.owesLeaders),
            "zero": owed(change.owedZeroReport, change.owesZeroReport),
        ]
    }

    /// All of them in one word, else by name.
    private func names(_ codes: [String]) -> String {
        if codes.count == units.count { return words("全部 \(units.count) 个单位", "all \(units.count) units") }
        return listed(units.filter { codes.contains($0.code) }.map(\.name))
    }

    private func listed(_ names: [String]) -> String {
        let shown = names.prefix(8).joined(separator: words("、", ", "))
        return names.count > 8 ? shown + words("等 \(names.count) 个单位", " and \(names.count - 8) more") : shown
    }

    static let html = """
        <section class="card effect" id="effect" aria-live="polite"><h2>{{effectTitle}}</h2>{{#nothing}}<p class="notice">{{.}}</p>{{/nothing}}
        {{#hasDays}}<div class="wide"><table><thead><tr>{{#dayHead}}<th scope="col">{{.}}</th>{{/dayHead}}</tr></thead><tbody>{{#days}}<tr><th scope="row" class="n">{{day}} {{weekday}} <span class="soft">{{name}}</span></th><td>{{before}}</td><td><b>{{after}}</b></td><td>{{leaders}}</td><td>{{zero}}</td></tr>{{/days}}</tbody></table></div>{{/hasDays}}{{#plain}}<p>{{.}}</p>{{/plain}}
        {{#hasFigures}}<div class="wide"><table><thead><tr>{{#figureHead}}<th scope="col">{{.}}</th>{{/figureHead}}</tr></thead><tbody>{{#figures}}<tr><th scope="row">{{figure}}</th><td class="n">{{from}}</td><td class="n"><b>{{to}}</b></td><td>{{who}}</td><td class="soft">{{article}}</td></tr>{{/figures}}</tbody></table></div>{{/hasFigures}}
        {{#owing}}<p class="warn">{{.}}</p>{{/owing}}{{#handedIn}}<p class="warn">{{.}}</p>{{/handedIn}}
        {{#hasLacking}}<p class="warn">{{lackingTitle}}</p><ul class="plain">{{#lacking}}<li><b class="n">{{day}}</b> {{who}}</li>{{/lacking}}</ul>{{#lackingMore}}<p>{{.}}</p>{{/lackingMore}}{{/hasLacking}}
        {{#hasClocks}}<p class="warn">{{clocksTitle}}</p><ul class="plain">{{#clocks}}<li>{{event}}，{{who}}：{{why}}，<span class="n">{{from}}</span> → <b class="n">{{to}}</b><b class="warn">{{over}}</b></li>{{/clocks}}</ul>{{#clocksMore}}<p>{{.}}</p>{{/clocksMore}}{{/hasClocks}}<p class="soft">{{reach}}</p></section>
        """
}
