import DutyRecords
import Foundation
import ProgramShell

/// What if: another level, kind or mark, and which clocks and addressees would change. Nothing is kept.
struct Supposing {
    let event: IncidentCase
    let words: Words
    /// What the address asks for.
    let asked: [String: String]

    private static let categories = ["自然灾害", "事故灾难", "公共卫生事件", "社会安全事件"]
    static let none = "none"

    private var incident: Incident { event.incident }
    private var isAsked: Bool { asked["suppose"] != nil }

    private var supposition: WhatIf.Supposition {
        guard isAsked else { return WhatIf.Supposition() }
        var supposition = WhatIf.Supposition()
        if let word = asked["level"] {
            if word == Self.none { supposition.level = .some(nil) }
            if let level = IncidentLevel(rawValue: word) { supposition.level = level }
        }
        if let category = asked["category"], Self.categories.contains(category) { supposition.category = category }
        supposition.isSensitive = asked["sensitive"] == "true"
        supposition.mayEscalate = asked["mayEscalate"] == "true"
        return supposition
    }

    var view: [String: Any] {
        let supposed = supposition
        let level: IncidentLevel? = if let given = supposed.level { given } else { incident.level }
        let isSensitive = supposed.isSensitive ?? incident.isSensitive
        let mayEscalate = supposed.mayEscalate ?? incident.mayEscalate
        let category = supposed.category ?? incident.category
        var view: [String: Any] = [
            "supposeTitle": words("假设推演：换一个级别或标记，时限和对象怎样变（不保存）", "What if: another level or mark (nothing is saved)"),
            "supposeAction": "\(event.path)#suppose", "isOpen": isAsked ? "open" : "",
            "levelLabel": words("事件级别", "Level"), "categoryLabel": words("类别", "Category"),
            "sensitiveLabel": words("敏感", "Sensitive"), "escalateLabel": words("可能演化为较大以上", "May escalate"),
            "levels": [
                ["word": Self.none, "levelText": words("未定级", "no level"), "selected": level == nil ? "selected" : ""]
            ]
                + IncidentLevel.allCases.map {
                    [
                        "word": $0.rawValue, "levelText": LevelMark.text($0, words),
                        "selected": level == $0 ? "selected" : "",
                    ]
                },
            "categories": Self.categories.map {
                ["category": $0, "selected": category == $0 ? "selected" : ""]
            }, "isSensitive": isSensitive ? "checked" : "", "mayEscalate": mayEscalate ? "checked" : "",
            "supposeButton": words("推演", "Work out"), "isAsked": isAsked,
        ]
        if isAsked { view.merge(outcome(supposed)) { $1 } }
        return view
    }

    private func outcome(_ supposed: WhatIf.Supposition) -> [String: Any] {
        let result = WhatIf(
            incident, supposed, reports: event.reports, unit: event.unit.kind, book: event.reading.book,
            countyUnit: event.countyUnit, now: event.now)
        return [
            "unchanged": result.changesAnything ? [] : [words("时限和对象都不变。", "No clock and no addressee changes.")],
            "clockHead": [words("变化", "Change"), words("时限", "Clock"), words("到期", "Due"), words("依据", "Article")],
            "clocks": result.clocks.map(clock), "hearersTitle": words("应告知的对象", "Who has to hear"),
            "hearers": result.hearers.map(hearer),
        ]
    }

    private func mark(_ change: WhatIf.Change) -> (text: String, style: String) {
        switch change {
        case .added: (words("＋ 新增", "＋ added"), "warn")
        case .removed: (words("－ 取消", "－ gone"), "soft")
        case .kept: (words("＝ 不变", "＝ same"), "")
        }
    }

    private func clock(_ clock: WhatIf.Clock) -> [String: String] {
        let row = clock.row
        let (text, style) = mark(clock.change)
        let isUnknown = row.owedBy == event.countyUnit && !event.isCounty
        let late = row.lateMinutes(at: event.now)
        let state: String =
            switch row.state(at: event.now) {
            case _ where isUnknown: words("是否已报只有县里知道", "known to the county alone")
            case .open: words("还剩 ", "left ") + words.minutes(max(0, (row.dueAt - event.now).minutesDown))
            case .overdue: words("▲ 已超 ", "▲ late by ") + words.minutes(late)
            case .met: words("✓ 按时", "✓ in time")
            case .late: words("▲ 迟 ", "▲ late by ") + words.minutes(late)
            }
        return [
            "changeText": text, "changeStyle": style, "clockWhy": words(row.why.chinese, row.why.english),
            "clockDue": "\(ShortTime.text(row.dueAt, at: event.now)) \(state)", "clockArticle": row.article,
        ]
    }

    private func hearer(_ hearer: WhatIf.Hearer) -> [String: String] {
        let (text, style) = mark(hearer.change)
        return [
            "changeText": text, "changeStyle": style, "hearerName": Self.name(hearer.audience.addressee, words),
            "hearerArticle": hearer.audience.article,
            "hearerNote": hearer.audience.isOwed ? "" : words("（可以，不是必须）", "(allowed, not owed)"),
        ]
    }

    static func name(_ addressee: Audience.Addressee, _ words: Words) -> String {
        switch addressee {
        case .county: words("县政府值班室", "the county's duty room")
        case .city: words("市政府总值班室（由县报）", "the city's duty room (by the county)")
        case .superior: words("上级对口部门", "its own superior authority")
        case .acknowledgement: words("有关领导和部门，逐一知悉", "leaders and departments, each acknowledged")
        case .bypass: words("越级上报（须写理由）", "a higher level directly, with a reason")
        case .neighbours: words("上级有关部门、当地驻军、毗邻地区", "superior departments, the garrison, neighbours")
        }
    }

    static let html = """
        <details id="suppose" {{isOpen}}><summary>{{supposeTitle}}</summary><form class="row" method="get" action="{{supposeAction}}"><input type="hidden" name="suppose" value="1">
        <p><label for="suppose-level">{{levelLabel}}</label><select id="suppose-level" name="level">{{#levels}}<option value="{{word}}" {{selected}}>{{levelText}}</option>{{/levels}}</select></p>
        <p><label for="suppose-category">{{categoryLabel}}</label><select id="suppose-category" name="category">{{#categories}}<option {{selected}}>{{category}}</option>{{/categories}}</select></p>
        <label class="flag"><input type="checkbox" name="sensitive" value="true" {{isSensitive}}>{{sensitiveLabel}}</label><label class="flag"><input type="checkbox" name="mayEscalate" value="true" {{mayEscalate}}>{{escalateLabel}}</label><button class="quiet">{{supposeButton}}</button></form>
        {{#isAsked}}{{#unchanged}}<p>{{.}}</p>{{/unchanged}}<div class="wide"><table><thead><tr>{{#clockHead}}<th scope="col">{{.}}</th>{{/clockHead}}</tr></thead><tbody>{{#clocks}}<tr><td class="n"><b class="{{changeStyle}}">{{changeText}}</b></td><td>{{clockWhy}}</td><td class="n">{{clockDue}}</td><td>{{clockArticle}}</td></tr>{{/clocks}}</tbody></table></div>
        <h3>{{hearersTitle}}</h3><ul class="plain">{{#hearers}}<li><b class="{{changeStyle}}">{{changeText}}</b> {{hearerName}}{{hearerNote}} <span class="soft">{{hearerArticle}}</span></li>{{/hearers}}</ul>{{/isAsked}}</details>
        """
}
