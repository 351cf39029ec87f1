import DutyDesk
import DutyRecords
import Hummingbird
import Mustache
import ProgramShell
import Sheets
import SyncKit

/// 统计: the county's figures of a month or of any days, each table with its plot, as a file and on paper.
struct StatisticsPage: Sendable {
    private let desk: Desk<HubFolder>
    private let opened: HubFolder
    private let statistics: CountyStatistics
    private let prints: PrintFrame<HubFolder>
    private let screen: MustacheTemplate
    private let paper: MustacheTemplate
    private static let daysMax = 400
    /// A plot shows no more bars than this; the table has every row.
    private static let barsMax = 24

    init(_ desk: Desk<HubFolder>, _ opened: HubFolder) throws {
        self.desk = desk
        self.opened = opened
        statistics = CountyStatistics(opened.store)
        prints = try PrintFrame(desk)
        screen = try MustacheTemplate(string: Self.screenHTML)
        paper = try MustacheTemplate(string: Self.paperHTML)
    }

    static let readPaths: Set<String> = ["/statistics", "/print/statistics"]

    func add(to router: Router<PageContext>) {
        router.get("/statistics") { request, _ in
            try await desk.signedIn(request) { visitor, language in
                let words = Words(language: language)
                let asked = AskedPeriod(request.typed, now: try await opened.now(), most: Self.daysMax, words)
                let figures = try await statistics.figures(asked.days, in: opened)
                var view = asked.view("/statistics")
                view.merge(self.view(figures, asked, words)) { $1 }
                return try await desk.frame.page(
                    words("统计", "Statistics"), screen.render(view), visitor, language,
                    status: asked.error == nil ? .ok : .unprocessableContent)
            }
        }
        router.get("/statistics/:file") { request, context in
            try await desk.signedIn(request) { _, language in
                try await file(try context.parameters.require("file"), request.typed, Words(language: language))
            }
        }
        router.get("/print/statistics") { request, _ in
            try await desk.signedIn(request) { visitor, language in
                let words = Words(language: language)
                let asked = AskedPeriod(request.typed, now: try await opened.now(), most: Self.daysMax, words)
                let figures = try await statistics.figures(asked.days, in: opened)
                var view = self.view(figures, asked, words)
                let title = words("值班工作统计（\(asked.title)）", "Duty statistics (\(asked.title))")
                view["title"] = title
                view["unit"] = opened.unitName
                view["foot"] = try await prints.foot([], visitor, language)
                return prints.page(title, paper.render(view), back: "/statistics?\(asked.query)", language)
            }
        }
    }

    private func view(_ figures: CountyStatistics.Figures, _ asked: AskedPeriod, _ words: Words) -> [String: Any] {
        [
            "title": words("统计 ", "Statistics ") + asked.title,
            "about": words(
                "截至 \(Words.minute(figures.at))，\(figures.units) 个单位，突发事件 \(figures.incidents) 起；演练和误报不计入。",
                "As of \(Words.minute(figures.at)): \(figures.units) units, \(figures.incidents) incidents; drills and false reports are not counted."
            ),
            "print": words("打印报表", "Print the report"), "printPath": "/print/statistics?\(asked.query)",
            "listTitle": words("各表", "Tables"),
            "tables": figures.tables.map { table -> [String: Any] in
                let bars = Self.bars(table, words)
                let isLong = table.rows.count > Self.barsMax
                return [
                    "name": table.kind.rawValue, "title": words(table.title.chinese, table.title.english),
                    "plot": bars.isEmpty ? [] : [Self.plot(table, bars, words)],
                    "cut": Sometimes.text(
                        isLong && !bars.isEmpty
                            ? words("图中为 \(bars.count) 个，全部见表。", "The plot shows \(bars.count); the table has all.")
                            : nil),
                    "isLong": isLong, "whole": words("全部 \(table.rows.count) 行", "All \(table.rows.count) rows"),
                    "csv": "/statistics/\(table.kind.rawValue).csv?\(asked.query)",
                    "xlsx": "/statistics/\(table.kind.rawValue).xlsx?\(asked.query)",
                    "isEmpty": table.rows.isEmpty, "nothing": words("没有数据。", "Nothing to count."),
                    "head": table.headings.map { words($0.chinese, $0.english) },
                    "rows": table.rows.map { row -> [String: Any] in
                        let cells = row.cells.map { Self.text($0, words) }
                        return ["first": cells.first ?? "", "cells": Array(cells.dropFirst())]
                    },
                ]
            },
        ]
    }

    private static func text(_ cell: StatisticsTable.Cell, _ words: Words) -> String {
        switch cell {
        case .word(let chinese, let english):
            // A choice of the collections has its English there.
            words(chinese, chinese == english ? Wording.choice(chinese, in: .english) : english)
        case .number(let number): "\(number)"
        case .percent(let percent): percent.map { "\($0)%" } ?? "–"
        }
    }

    /// Of a long table those that stand out: the least of percents, else the most.
    private static func bars(_ table: StatisticsTable, _ words: Words) -> [BarPlot.Bar] {
        let drawn = table.rows.compactMap { row in row.length.map { (row, $0) } }
        guard drawn.contains(where: { $0.1 > 0 }) else { return [] }
        var shown = drawn
        if drawn.count > barsMax {
            shown.sort { table.isOfPercents ? $0.1 < $1.1 : $0.1 > $1.1 }
            shown = Array(shown.prefix(barsMax))
        }
        return shown.map { row, length in
            BarPlot.Bar(
                name: row.cells.first.map { text($0, words) } ?? "", length: length,
                text: table.isOfPercents ? "\(length)%" : "\(length)")
        }
    }

    private static func plot(_ table: StatisticsTable, _ bars: [BarPlot.Bar], _ words: Words) -> String {
        BarPlot(words(table.title.chinese, table.title.english), bars, whole: table.isOfPercents ? 100 : nil).svg
    }

    /// One table as a file.
    private func file(_ name: String, _ typed: [String: String], _ words: Words) async throws -> Response {
        let parts = name.split(separator: ".")
        guard parts.count == 2, let kind = StatisticsTable.Kind(rawValue: String(parts[0])),
            let format = SheetFormat(rawValue: String(parts[1]))
        else {
            throw CommandFailure(
                .badUse, chinese: "没有这张表。请从统计页面导出 .csv 或 .xlsx。",
                english: "there is no such table; export .csv or .xlsx from the page of statistics")
        }
        let asked = AskedPeriod(typed, now: try await opened.now(), most: Self.daysMax, words)
        if let error = asked.error { throw CommandFailure(.badUse, chinese: error, english: error) }
        let figures = try await statistics.figures(asked.days, in: opened)
        guard let table = figures.tables.first(where: { $0.kind == kind }) else { throw SyncError.unknown("table") }
        let title = words(table.title.chinese, table.title.english)
        let sheet = SheetTable(
            name: title.replacing("：", with: " "), headings: table.headings.map { words($0.chinese, $0.english) },
            rows: table.rows.map { row in
                row.cells.map { cell -> SheetCell in
                    switch cell {
                    case .number(let number), .percent(let number?): .number(Int64(number))
                    case .word, .percent: .text(Self.text(cell, words))
                    }
                }
            })
        let days = "\(asked.days.lowerBound)_\(asked.days.upperBound)"
        return DeskResponse.file(
            try format.bytes(sheet), format.mediaType,
            name: "\(opened.unitName)_\(title.replacing("：", with: "_"))_\(days).\(format.rawValue)",
            plain: "\(kind.rawValue)-\(days).\(format.rawValue)")
    }

    private static var table: String {
        """
        <table class="grid figures"><thead><tr>{{#head}}<th scope="col">{{.}}</th>{{/head}}</tr></thead><tbody>{{#rows}}<tr><th scope="row">{{first}}</th>{{#cells}}<td class="n">{{.}}</td>{{/cells}}</tr>{{/rows}}</tbody></table>
        """
    }

    private static var screenHTML: String {
        """
        <h2>{{title}}</h2>\(AskedPeriod.html)<p>{{about}}</p><p class="acts"><a class="button" href="{{printPath}}">{{print}}</a></p>
        <nav class="period-nav" aria-label="{{listTitle}}">{{#tables}}<a href="#t-{{name}}">{{title}}</a>{{/tables}}</nav>
        {{#tables}}<section class="card figure" id="t-{{name}}"><h2>{{title}}</h2><p class="acts"><a href="{{csv}}">CSV</a> <a href="{{xlsx}}">XLSX</a>{{#cut}} <span class="soft">{{.}}</span>{{/cut}}</p>
        {{#isEmpty}}<p>{{nothing}}</p>{{/isEmpty}}{{^isEmpty}}<div class="beside-plot">{{#plot}}<div class="wide">{{{.}}}</div>{{/plot}}
        {{#isLong}}<details><summary>{{whole}}</summary><div class="wide">\(table)</div></details>{{/isLong}}{{^isLong}}<div class="wide">\(table)</div>{{/isLong}}</div>{{/isEmpty}}</section>{{/tables}}
        """
    }

    private static var paperHTML: String {
        """
        <h1>{{unit}}{{title}}</h1><p>{{about}}</p>{{#tables}}{{^isEmpty}}<h2>{{title}}</h2>{{#plot}}{{{.}}}{{/plot}}\(table){{/isEmpty}}{{/tables}}<p class="foot">{{foot}}</p>
        """
    }
}
