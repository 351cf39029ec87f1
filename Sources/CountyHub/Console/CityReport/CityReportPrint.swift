import DutyDesk
import DutyRecords
import Hummingbird
import Mustache
import ProgramShell
import SyncKit

/// The county's report on paper (GB/T 9704-2012), and behind it the sheet that sets its figures against the units' own.
struct CityReportPrint: Sendable {
    private let prints: PrintFrame<HubFolder>
    private let document: DocumentSheet<HubFolder>
    private let opened: HubFolder
    private let template: MustacheTemplate

    init(_ desk: Desk<HubFolder>, _ opened: HubFolder) throws {
        prints = try PrintFrame(desk)
        document = try DocumentSheet(desk)
        self.opened = opened
        template = try MustacheTemplate(string: Self.html)
    }

    func show(
        _ event: CountyEvent, _ asked: String?, _ visitor: Visitor, _ language: Language
    ) async throws -> Response {
        let words = Words(language: language)
        guard
            let report = event.own.first(where: { $0.id.description == asked ?? "" })
                ?? (asked == nil ? event.own.last : nil)
        else {
            throw CommandFailure(
                .badUse, chinese: "这起事件还没有这份县报市的报告。", english: "there is no such report to the city of this incident")
        }
        let foot = try await prints.foot([], visitor, language)
        let standing = CityReport.State(report) == .entered ? words("尚未报市 · ", "the city not told yet · ") : ""
        let mark = SecrecyMark.word(report.record, in: opened.channel)
        let paper = try await document.render(report.record, .report, mark: mark, foot: standing + foot, words) ?? ""
        let sheet = prints.sheet(
            template.render(annex(event, report, words)),
            running: (event.title(report), words("附：数字核对表", "Annex: the figures")), foot: foot)
        return prints.page(
            event.title(report), "<section class=\"leaf\">\(paper)</section>\(sheet)", back: "\(event.path)/city",
            language)
    }

    private func annex(_ event: CountyEvent, _ report: Report, _ words: Words) -> [String: Any] {
        let figures = event.figures
        let told = report.casualties.told
        let differences = Dictionary(uniqueKeysWithValues: figures.differences(from: told).map { ($0.field, $0) })
        let names = Casualties.names.filter { told[$0] != nil || figures.sum[$0] != nil }
        var head = [words("项目", "Figure")]
        head += figures.words.map { event.name($0.unit) }
        head += [words("各单位合计", "Sum"), words("县报市", "The county"), words("差", "Difference")]
        return [
            "title": words("伤亡和损失数字核对表", "The figures against the units' own"),
            "drill": Sometimes.text(event.incident.isDrill ? words("演练", "DRILL") : nil),
            "head": head,
            "rows": names.map { name -> [String: Any] in
                let counts: [Int?] = figures.words.map { $0.figures[name] } + [figures.sum[name], told[name]]
                var cells = counts.map { $0.map(String.init) ?? "–" }
                let more = differences[name]?.more ?? 0
                cells.append(more > 0 ? "+\(more)" : more < 0 ? "−\(-more)" : "0")
                return ["label": Collection.report.field(name).map(words.name) ?? name, "cells": cells]
            },
            "none": names.isEmpty ? [words("没有报过伤亡和损失数字。", "No figure has been told.")] : [],
            "asOf": words("各单位数字截至 ", "The units' figures as of ") + Words.minute(event.now),
            "then": Sometimes.text(
                report.record.text("unitsFigures").map {
                    words("报出时各单位报数：", "The units' figures when it went out: ")
                        + $0.replacing("\n", with: words("；", "; "))
                }),
            "reason": Sometimes.text(
                report.record.text("differenceReason").map {
                    words("与各单位报数不一致的说明：", "Why it differs from the units' figures: ") + $0
                }),
        ]
    }

    private static let html = """
        <h1>{{title}}{{#drill}} <span class="drill">{{.}}</span>{{/drill}}</h1><p>{{asOf}}</p>{{#none}}<p>{{.}}</p>{{/none}}
        <table class="grid"><thead><tr>{{#head}}<th scope="col">{{.}}</th>{{/head}}</tr></thead><tbody>{{#rows}}<tr><th scope="row">{{label}}</th>{{#cells}}<td>{{.}}</td>{{/cells}}</tr>{{/rows}}</tbody></table>
        {{#then}}<p>{{.}}</p>{{/then}}{{#reason}}<p><b>{{.}}</b></p>{{/reason}}
        """
}
