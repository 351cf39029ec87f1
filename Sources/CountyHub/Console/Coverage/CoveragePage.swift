import DutyDesk
import DutyRecords
import Hummingbird
import Mustache
import ProgramShell
import SyncKit

/// 覆盖: all units by days, who is on duty everywhere, and the 零报告 of the days that owe one.
struct CoveragePage: Sendable {
    let desk: Desk<HubFolder>
    let opened: HubFolder
    let memory: CountyMemory
    let prints: PrintFrame<HubFolder>
    let matrix: MustacheTemplate
    private let paper: MustacheTemplate
    let day: MustacheTemplate
    let present: MustacheTemplate
    let zero: MustacheTemplate
    static let daysMax = 62
    private static let daysPrinted = 31

    init(_ desk: Desk<HubFolder>, _ opened: HubFolder, _ memory: CountyMemory) throws {
        self.desk = desk
        self.opened = opened
        self.memory = memory
        prints = try PrintFrame(desk)
        matrix = try MustacheTemplate(string: Self.matrixHTML)
        paper = try MustacheTemplate(string: Self.paperHTML)
        day = try MustacheTemplate(string: Self.dayHTML)
        present = try MustacheTemplate(string: Self.presentHTML)
        zero = try MustacheTemplate(string: Self.zeroHTML)
    }

    static let readPaths: Set<String> = [
        "/coverage", "/coverage/now", "/coverage/zero", "/print/coverage", "/print/coverage/now",
        "/print/coverage/zero",
    ]

    func add(to router: Router<PageContext>) {
        router.get("/coverage") { request, _ in
            try await desk.signedIn(request) { try await showMatrix(request.typed, isPrint: false, $0, $1) }
        }
        router.get("/print/coverage") { request, _ in
            try await desk.signedIn(request) { try await showMatrix(request.typed, isPrint: true, $0, $1) }
        }
        router.get("/coverage/now") { request, _ in
            try await desk.signedIn(request) { visitor, language in
                let words = Words(language: language)
                return try await desk.frame.page(
                    words("现在在岗", "On duty now"), present.render(try await presentView(words, isPrint: false)), visitor,
                    language)
            }
        }
        router.get("/coverage/zero") { request, _ in
            try await desk.signedIn(request) { try await showZero(request.typed, isPrint: false, $0, $1) }
        }
        router.get("/print/coverage/now") { request, _ in
            try await desk.signedIn(request) { visitor, language in
                let words = Words(language: language)
                var view = try await presentView(words, isPrint: true)
                view["foot"] = [try await prints.foot([], visitor, language)]
                return prints.page(
                    words("在岗情况", "On duty"), present.render(view), back: "/coverage/now", isWide: true, language)
            }
        }
        router.get("/print/coverage/zero") { request, _ in
            try await desk.signedIn(request) { try await showZero(request.typed, isPrint: true, $0, $1) }
        }
        router.get("/coverage/:unit/:day") { request, context in
            try await desk.signedIn(request) { visitor, language in
                try await showDay(try Place(context), request.typed["done"] ?? "", [:], visitor, language)
            }
        }
        router.post("/coverage/:unit/:day") { request, context in
            try await desk.posted(request) { posted, visitor, language in
                try await act(try Place(context), posted, visitor, language)
            }
        }
    }

    /// The unit and the day that a path names.
    struct Place {
        let unit: String
        let day: Day
        var path: String { "/coverage/\(unit)/\(day)" }

        init(_ context: PageContext) throws {
            unit = try context.parameters.require("unit")
            guard let day = Day(try context.parameters.require("day")) else {
                throw CommandFailure(
                    .badUse, chinese: "日期应写成 2026-10-01 这样。", english: "the day has to look like 2026-10-01")
            }
            self.day = day
        }
    }

    // MARK: The matrix

    private func showMatrix(
        _ typed: [String: String], isPrint: Bool, _ visitor: Visitor, _ language: Language
    ) async throws -> Response {
        let words = Words(language: language)
        // A sheet of paper is as wide as a month.
        let asked = AskedPeriod(
            typed, now: try await opened.now(), most: isPrint ? Self.daysPrinted : Self.daysMax, words)
        let county = try await memory.read(asked.days, in: opened)
        let found = CoverageMatrix(
            duties: county.duties, calendar: county.calendar, book: county.book, days: asked.days, now: county.now)
        let standings = RosterStanding.all(
            duties: county.duties, calendar: county.calendar, book: county.book, days: asked.days, now: county.now)
        let isOfLeaders = typed["view"] == "leaders"
        let more = isOfLeaders ? "&view=leaders" : ""
        var view = asked.view("/coverage", more)
        view.merge(links(asked, isOfLeaders: isOfLeaders, words)) { $1 }
        view.merge(sums(found, standings, county.now, words)) { $1 }
        view["days"] = Self.heads(asked.days, county, words)
        view["rows"] = found.rows.map { row -> [String: Any] in
            let shown = standings[row.unit.code]?.first
            let word = shown.map { CoverageWords.standing($0, now: county.now, words) }
            return [
                "code": row.unit.code, "name": row.unit.name,
                "standing": word?.text ?? words("不须报", "not owed"), "style": word?.style ?? "soft",
                "anchor": "\(shown?.period?.lowerBound ?? asked.days.lowerBound)",
                "gap": row.gapMinutes == 0 ? "–" : words.minutes(row.gapMinutes),
                "cells": cells(row, asked.days, isOfLeaders: isOfLeaders, isPrint: isPrint, words),
            ]
        }
        guard !isPrint else {
            let title = words("各单位值班情况 ", "Duty of all units ") + asked.title
            view["title"] = title
            view["foot"] = try await prints.foot([], visitor, language)
            return prints.page(
                title, paper.render(view),
                back: "/coverage?\(asked.query)\(more)", isWide: true, language)
        }
        return try await desk.frame.page(
            words("覆盖", "Coverage"), matrix.render(view), visitor, language,
            status: asked.error == nil ? .ok : .unprocessableContent)
    }

    /// Written here and not by the template: a month of 72 units is 2 232 cells.
    private func cells(
        _ row: CoverageMatrix.Row, _ days: ClosedRange<Day>, isOfLeaders: Bool, isPrint: Bool, _ words: Words
    ) -> String {
        let code = Query.escaped(row.unit.code)
        var html = ""
        for (index, cell) in row.cells.enumerated() {
            let (sign, word, style) = isOfLeaders ? leaders(cell, words) : duty(cell, words)
            guard !isPrint else {
                html += "<td>\(sign)</td>"
                continue
            }
            html += style.isEmpty ? "<td>" : "<td class=\(style)>"
            html += "<a href=/coverage/\(code)/\(days.lowerBound + index)>\(sign)<i>\(word)</i></a></td>"
        }
        return html
    }

    private func duty(_ cell: CoverageMatrix.Cell, _ words: Words) -> (String, String, String) {
        let hours =
            cell.state == .gaps
            ? words("空岗 ", "gap ") + words.minutes(cell.gapMinutes) : CoverageWords.word(cell.state, words)
        return (CoverageWords.sign(cell.state), hours, CoverageWords.style(cell.state))
    }

    /// Which tiers are held: for all of the day, or with the hours that are.
    private func leaders(_ cell: CoverageMatrix.Cell, _ words: Words) -> (String, String, String) {
        let held = CoverageMatrix.Tier.allCases.filter { cell.leaders[$0] != nil }
        let letters = held.map { CoverageWords.letter($0, words) + ((cell.leaders[$0] ?? 0) < 1440 ? "½" : "") }
        guard cell.owesLeaders else {
            return (letters.isEmpty ? "·" : letters.joined(), words("不要求", "not owed"), "")
        }
        if let missing = cell.leadersMissing {
            let lack = missing.required - missing.have
            return (
                "▲" + letters.joined(), words("缺 \(lack) 人", "\(lack) missing"),
                cell.state == .unplanned || cell.state == .notOwed ? "" : "bad"
            )
        }
        return ("●" + letters.joined(), words("齐", "full"), "")
    }

    static func heads(_ days: ClosedRange<Day>, _ county: CountyDays, _ words: Words) -> [[String: Any]] {
        (0...days.upperBound.since(days.lowerBound)).map { index in
            let day = days.lowerBound + index
            let owes = county.calendar.owesLeaders(
                day, asOf: county.now,
                joinsWeekends: county.book.figures(for: county.duties.countyUnit, at: day.start)
                    .leadersOnJoinedWeekends)
            return [
                "day": "\(day.parts.day)",
                "weekday": String(words.weekday(day).suffix(words("周", "Mon").count == 1 ? 1 : 3)),
                "style": day == county.now.day ? "today" : day.isSaturdayOrSunday || owes ? "rest" : "",
                "owes": owes ? [words("带", "L")] : [],
            ]
        }
    }

    private func sums(
        _ found: CoverageMatrix, _ standings: [String: [RosterStanding]], _ now: Instant, _ words: Words
    ) -> [String: Any] {
        let states = found.rows.flatMap(\.cells).map(\.state)
        func count(_ state: CoverageMatrix.State) -> Int { states.count { $0 == state } }
        let all = standings.values.flatMap { $0 }
        let missing = all.count { if case .missing = $0.state { true } else { false } }
        let late = all.count { if case .late = $0.state { true } else { false } }
        let waiting = all.count { $0.record != nil && $0.receivedAt == nil && !$0.state.isOwed }
        return [
            "summary": [
                words("\(found.rows.count) 个单位", "\(found.rows.count) units"),
                words("无人 \(count(.nobody)) 天次", "nobody: \(count(.nobody)) unit days"),
                words("有空岗 \(count(.gaps)) 天次", "gaps: \(count(.gaps))"),
                words("缺带班 \(count(.leadersMissing)) 天次", "no leader: \(count(.leadersMissing))"),
                words("有误 \(count(.faulty)) 天次", "faulty: \(count(.faulty))"),
                words(
                    "值班表未报 \(missing)、迟报 \(late)、待接收 \(waiting)",
                    "rosters missing \(missing), late \(late), to be received \(waiting)"),
            ].joined(separator: words("，", ", ")),
            "legendTitle": words("符号", "Signs"),
            "legend": CoverageMatrix.State.allCases.map {
                [
                    "sign": CoverageWords.sign($0), "word": CoverageWords.word($0, words),
                    "text": CoverageWords.legend($0, words), "style": CoverageWords.style($0),
                ]
            },
            "isEmpty": found.rows.isEmpty,
            "nothing": words("还没有单位。用 unit add 增加。", "There is no unit yet; add one with unit add."),
            "unitHead": words("单位", "Unit"), "standingHead": words("值班表报送", "Roster handed in"),
            "gapHead": words("空岗合计", "Gaps"), "caption": words("各单位每日值班情况", "Each unit's duty by day"),
        ]
    }

    private func links(_ asked: AskedPeriod, isOfLeaders: Bool, _ words: Words) -> [String: Any] {
        [
            "title": words("覆盖 ", "Coverage ") + asked.title,
            "links": [
                isOfLeaders
                    ? ["path": "/coverage?\(asked.query)", "text": words("看值班", "Show officers")]
                    : [
                        "path": "/coverage?\(asked.query)&view=leaders", "text": words("看带班层级", "Show leaders by tier"),
                    ],
                ["path": "/coverage/now", "text": words("现在在岗", "On duty now")],
                ["path": "/coverage/zero?\(asked.query)", "text": words("零报告", "Zero reports")],
                [
                    "path": "/print/coverage?\(asked.query)\(isOfLeaders ? "&view=leaders" : "")",
                    "text": words("打印", "Print"),
                ],
            ],
            "leadersLegend": isOfLeaders
                ? CoverageMatrix.Tier.allCases.map {
                    "\(CoverageWords.letter($0, words)) \(CoverageWords.tier($0, words))"
                } + [words("½ 不是全天", "½ not all day")] : [],
        ]
    }

    /// Signs alone, and what they stand for beneath.
    private static let paperHTML = """
        <h1>{{title}}</h1><p>{{summary}}</p><table class="grid matrix"><thead><tr><th scope="col">{{unitHead}}</th>{{#days}}<th scope="col">{{day}}<br>{{weekday}}</th>{{/days}}<th scope="col">{{gapHead}}</th><th scope="col">{{standingHead}}</th></tr></thead><tbody>
        {{#rows}}<tr><th scope="row">{{name}}</th>{{{cells}}}<td>{{gap}}</td><td>{{standing}}</td></tr>
        {{/rows}}</tbody></table><p>{{#legend}}{{sign}} {{word}}　{{/legend}}{{#leadersLegend}}{{.}}　{{/leadersLegend}}</p><p class="foot">{{foot}}</p>
        """

    private static var matrixHTML: String {
        """
        <h2>{{title}}</h2><p class="acts">{{#links}}<a class="button quiet" href="{{path}}">{{text}}</a> {{/links}}</p>\(AskedPeriod.html)
        <p>{{summary}}</p><details><summary>{{legendTitle}}</summary><ul class="plain">{{#legend}}<li><b class="{{style}}">{{sign}}</b> {{word}}{{#text}} · {{.}}{{/text}}</li>{{/legend}}</ul></details>
        <p class="soft">{{#leadersLegend}}{{.}} {{/leadersLegend}}</p>{{#isEmpty}}<p>{{nothing}}</p>{{/isEmpty}}
        {{^isEmpty}}<div class="wide matrix-box" tabindex="0" role="region" aria-label="{{caption}}"><table class="matrix"><caption>{{caption}}</caption><thead><tr><th scope="col">{{unitHead}}</th>{{#days}}<th scope="col" class="{{style}}">{{day}}<small>{{weekday}}</small>{{#owes}}<small>{{.}}</small>{{/owes}}</th>{{/days}}<th scope="col">{{gapHead}}</th><th scope="col">{{standingHead}}</th></tr></thead><tbody>
        {{#rows}}<tr><th scope="row"><a href="/units/{{code}}">{{name}}</a></th>{{{cells}}}<td class="n">{{gap}}</td><td class="said"><a class="{{style}}" href="/coverage/{{code}}/{{anchor}}#rosters">{{standing}}</a></td></tr>
        {{/rows}}</tbody></table></div>{{/isEmpty}}
        """
    }
}
