import DutyDesk
import DutyRecords
import Foundation
import Hummingbird
import Mustache
import ProgramShell
import SyncKit

/// The county's calendar, its special periods and its rules: what is in force, and where it is changed.
struct RulesPage: Sendable {
    let desk: Desk<HubFolder>
    let opened: HubFolder
    let memory: CountyMemory
    let form: MustacheTemplate
    private let overview: MustacheTemplate

    init(_ desk: Desk<HubFolder>, _ opened: HubFolder, _ memory: CountyMemory) throws {
        self.desk = desk
        self.opened = opened
        self.memory = memory
        overview = try MustacheTemplate(string: Self.html)
        form = try MustacheTemplate(string: Self.formHTML)
    }

    static let path = "/rules"

    func add(to router: Router<PageContext>) {
        router.get("/rules") { request, _ in
            try await desk.signedIn(request) { try await showAll(request, $0, $1) }
        }
        for kind in RuleProposal.Kind.allCases {
            router.get("/rules/\(kind.rawValue)") { request, _ in
                try await desk.signedIn(request) { try await showForm(kind, request, $0, $1) }
            }
            router.post("/rules/\(kind.rawValue)") { request, _ in
                try await desk.posted(
                    request,
                    again: { posted, visitor, language, sentence in
                        try await show(kind, posted.fields, ["": sentence], nil, visitor, language)
                    }
                ) { try await take(kind, $0, $1, $2) }
            }
        }
    }

    /// Rules are an administrator's; the calendar and special periods are the duty room's work.
    static func check(_ kind: RuleProposal.Kind, _ visitor: Visitor) throws {
        guard kind == .profile else { return }
        try visitor.checkAdministers(
            "规则的数值由管理员修改。日历和特殊敏感时间值班人员可以录入。",
            "The rules' figures are an administrator's to change; the calendar and special periods are the room's.")
    }

    private func showAll(_ request: Request, _ visitor: Visitor, _ language: Language) async throws -> Response {
        let words = Words(language: language)
        let now = try await opened.now()
        let notices = try await opened.mirror.notices()
        let asked = request.uri.queryParameters
        let year =
            asked.get("year").flatMap { Int($0) }.flatMap { (2015...2200).contains($0) ? $0 : nil } ?? now.day.year
        let calendar = DutyCalendar(notices)
        let grid = YearGrid(year, calendar, notices["calendar-day"] ?? [], now: now, words)
        let book = RuleBook(notices)
        let basis = book.basis(for: opened.identity.code, at: now)
        let view: [String: Any] = [
            "title": words("日历与规则", "Calendar and rules"),
            "saved": asked.get("saved") != nil
                ? [words("已保存。各单位在下一次联网交换后按此执行。", "Saved. Every unit follows it after its next exchange.")] : [],
            "year": year, "previous": year - 1, "next": year + 1,
            "yearTitle": words("\(year) 年日历", "Calendar of \(year)"),
            "months": grid.months, "legend": grid.legend, "weekdays": grid.weekdays,
            "unannounced": grid.isAnnounced
                ? []
                : [
                    words(
                        "\(year) 年的放假安排尚未公布，不作推测。通知发布后请录入。",
                        "The holidays of \(year) are not announced, and none is guessed. Enter the notice when it is out."
                    )
                ],
            "arrangementText": words("录入放假通知", "Enter a notice"), "dayText": words("改一天", "Change a day"),
            "periodTitle": words("特殊敏感时间", "Special periods"), "periodText": words("新增特殊敏感时间", "Declare a period"),
            "periods": periods(notices["special-period"] ?? [], now, words),
            "noPeriods": (notices["special-period"] ?? []).isEmpty ? [words("没有。", "None.")] : [],
            "hasProfiles": !(notices["rule-profile"] ?? []).isEmpty, "profileTitle": words("规则", "Rules"),
            "profileText": words("修改规则数值", "Change the rules"),
            "profiles": profiles(notices, try await opened.unitNames(), now, words), "change": words("修改", "Change"),
            "basis": words("现行依据：", "In force: ") + basis.title,
            "expired": basis.hasExpired
                ? [words("有一项规则设置已到期而没有后续。", "A rule profile has run out and none followed.")] : [],
            "figures": RuleFigure.all.map { figure in
                [
                    "name": words(figure.chinese, figure.english), "article": figure.article,
                    "value": basis.figures[figure]?.figureText(in: language) ?? words("未定", "unset"),
                ]
            },
            "figureHead": [words("数值", "Figure"), words("现行", "In force"), words("依据", "Article")],
            "figuresTitle": words("现行数值", "Figures in force"),
            "periodHead": [
                words("起", "From"), words("止", "To"), words("类型", "Kind"), words("事由", "Reason"), words("操作", "Act"),
            ],
            "profileHead": [
                words("名称", "Title"), words("文号", "Number"), words("生效", "From"), words("失效", "To"),
                words("适用", "For"), words("数值", "Figures"), words("操作", "Act"),
            ],
        ]
        return try await desk.frame.page(
            words("日历与规则", "Calendar and rules"), overview.render(view), visitor, language)
    }

    /// Those in force or to come first.
    private func periods(_ records: [RecordFacts], _ now: Instant, _ words: Words) -> [[String: Any]] {
        records.sorted { ($0.start("from") ?? now, $0.id) > ($1.start("from") ?? now, $1.id) }.map { record in
            let isOver = record.end("to").map { $0 <= now } ?? false
            let isOn = !isOver && (record.start("from").map { $0 <= now } ?? false)
            return [
                "from": FigureText.moment(record, "from"), "to": FigureText.moment(record, "to"),
                "kind": Wording.choice(record.text("kind") ?? "", in: words.language),
                "reason": record.text("reason") ?? "",
                "path": "/rules/period?record=\(record.id)", "style": isOver ? "soft" : "",
                "mark": isOn ? words("● 进行中", "● on now") : isOver ? words("已结束", "over") : words("○ 未到", "○ to come"),
            ]
        }
    }

    private func profiles(
        _ notices: [String: [RecordFacts]], _ names: [String: String], _ now: Instant, _ words: Words
    ) -> [[String: Any]] {
        return (notices["rule-profile"] ?? []).compactMap { record -> [String: Any]? in
            guard let profile = RuleProfile(record) else { return nil }
            let figures = RuleFigure.all.compactMap { figure in
                profile.figures[figure.name].map {
                    words(figure.chinese, figure.english) + " " + $0.figureText(in: words.language)
                }
            }
            return [
                "title": profile.title, "number": profile.documentNumber ?? "",
                "from": FigureText.moment(record, "validFrom"), "to": FigureText.moment(record, "validTo"),
                "unit": profile.unit.map { names[$0] ?? $0 } ?? words("全县", "the county"),
                "figures": figures.joined(separator: words("；", "; ")),
                "path": "/rules/profile?record=\(record.id)",
                "mark": profile.isInForce(at: now) ? words("● 现行", "● in force") : "",
                "style": profile.isInForce(at: now) ? "" : "soft",
            ]
        }
    }

    private static let html = """
        <h2>{{title}}</h2>{{#saved}}<p class="done" role="status">{{.}}</p>{{/saved}}
        <section aria-label="{{yearTitle}}"><h2>{{yearTitle}} <a class="button quiet" href="/rules?year={{previous}}">← {{previous}}</a> <a class="button quiet" href="/rules?year={{next}}">{{next}} →</a> <a class="button" href="/rules/arrangement?year={{year}}">{{arrangementText}}</a> <a class="button quiet" href="/rules/day">{{dayText}}</a></h2>
        {{#unannounced}}<p class="notice">{{.}}</p>{{/unannounced}}<p class="legend">{{#legend}}<span class="{{style}}"><b>{{mark}}</b> {{text}}</span> {{/legend}}</p>
        <div class="year">{{#months}}<table><caption>{{name}}</caption><thead><tr>{{#weekdays}}<th scope="col">{{.}}</th>{{/weekdays}}</tr></thead><tbody>{{#weeks}}<tr>{{#days}}<td class="{{style}}"{{#said}} title="{{.}}"{{/said}}>{{number}}<b>{{mark}}</b>{{#said}}<span class="unseen">{{.}}</span>{{/said}}</td>{{/days}}</tr>{{/weeks}}</tbody></table>{{/months}}</div></section>
        <section><h2>{{periodTitle}} <a class="button" href="/rules/period">{{periodText}}</a></h2>{{#noPeriods}}<p class="soft">{{.}}</p>{{/noPeriods}}{{^noPeriods}}<div class="wide"><table><thead><tr>{{#periodHead}}<th scope="col">{{.}}</th>{{/periodHead}}</tr></thead><tbody>{{#periods}}<tr class="{{style}}"><th scope="row" class="n">{{from}} <span>{{mark}}</span></th><td class="n">{{to}}</td><td>{{kind}}</td><td>{{reason}}</td><td><a href="{{path}}">{{change}}</a></td></tr>{{/periods}}</tbody></table></div>{{/noPeriods}}</section>
        <section><h2>{{profileTitle}} <a class="button" href="/rules/profile">{{profileText}}</a></h2><p>{{basis}}</p>{{#expired}}<p class="notice badly">{{.}}</p>{{/expired}}
        {{#hasProfiles}}<div class="wide"><table><thead><tr>{{#profileHead}}<th scope="col">{{.}}</th>{{/profileHead}}</tr></thead><tbody>{{#profiles}}<tr class="{{style}}"><th scope="row">{{title}} <span>{{mark}}</span></th><td>{{number}}</td><td class="n">{{from}}</td><td class="n">{{to}}</td><td>{{unit}}</td><td>{{figures}}</td><td><a href="{{path}}">{{change}}</a></td></tr>{{/profiles}}</tbody></table></div>{{/hasProfiles}}
        <details><summary>{{figuresTitle}}</summary><div class="wide"><table><thead><tr>{{#figureHead}}<th scope="col">{{.}}</th>{{/figureHead}}</tr></thead><tbody>{{#figures}}<tr><th scope="row">{{name}}</th><td class="n">{{value}}</td><td class="soft">{{article}}</td></tr>{{/figures}}</tbody></table></div></details></section>
        """
}

enum FigureText {
    /// A day, or a day with its minute.
    static func moment(_ record: RecordFacts, _ field: String) -> String {
        guard let text = record.text(field) else { return "" }
        return Day(text) == nil ? Instant(text).map { Words.minute($0) } ?? text : text
    }
}
