import DutyRecords
import Foundation
import Hummingbird
import Mustache
import ProgramShell
import SyncKit

/// 空白值班记录表 with their numbers printed, for a power cut. Numbering is an act, so a printed block is asked for by
/// a form; the print itself can be repeated.
struct BlankPrint<Room: DeskRoom>: Sendable {
    let desk: Desk<Room>
    private let prints: PrintFrame<Room>
    private let ask: MustacheTemplate
    private let paper: MustacheTemplate
    private static var linesUsual: Int { 20 }
    /// Of one sheet.
    private static var linesOfSheet: Int { 10 }

    init(_ desk: Desk<Room>, _ prints: PrintFrame<Room>) throws {
        self.desk = desk
        self.prints = prints
        ask = try MustacheTemplate(string: Self.askHTML)
        paper = try MustacheTemplate(string: Self.paperHTML)
    }

    func add(to router: Router<PageContext>) {
        router.get("/print/blank/log") { request, _ in
            try await desk.signedIn(request) { visitor, language in
                if let block = request.uri.queryParameters.get("block") {
                    return try await show(PaperBlocks(desk.room).block(String(block)), visitor, language)
                }
                let count = request.uri.queryParameters.get("count").flatMap { Int($0) } ?? Self.linesUsual
                return try await showForm(count, visitor, language)
            }
        }
        router.post("/print/blank/log") { request, _ in
            try await desk.posted(request) { posted, visitor, _ in
                let now = try await desk.room.now().description
                let id = try await reserve(posted, at: now, visitor)
                return DeskResponse.seeOther("/print/blank/log?block=\(id)")
            }
        }
    }

    /// Pressed twice, it is one block.
    private func reserve(_ posted: Posted, at now: String, _ visitor: Visitor) async throws -> RecordID {
        if let id = RecordID(posted["id"]), (try? await PaperBlocks(desk.room).block(id.description)) != nil {
            return id
        }
        guard let count = Int64(posted["count"]) else {
            throw CommandFailure(
                .badUse, chinese: "行数应是 1 至 \(PaperNumber.linesMax) 的整数。",
                english: "the lines have to be a whole number from 1 to \(PaperNumber.linesMax)")
        }
        return try await desk.enter(
            .paperBlock,
            [("lines", .integer(count)), ("printedAt", .text(now)), ("printedBy", .text(visitor.session.name))],
            id: posted["id"], by: visitor)
    }

    private func showForm(_ count: Int, _ visitor: Visitor, _ language: Language) async throws -> Response {
        let words = Words(language: language)
        return try await desk.frame.page(
            words("空白记录表", "Blank forms"),
            ask.render([
                "title": words("空白值班记录表", "Blank log forms"),
                "about": words(
                    "停电或电脑不能用时手写。纸质编号自成一列（批次 P…），与系统编号不会重号；来电后在“卷宗”页补录。",
                    "For writing by hand when nothing else works. Paper has a series of its own (blocks P…) and never takes a number of the software; enter it afterwards from Volumes."
                ),
                "countLabel": words("行数（1 至 \(PaperNumber.linesMax)）", "Lines (1 to \(PaperNumber.linesMax))"),
                "count": count, "most": PaperNumber.linesMax, "button": words("编号并打印", "Number and print"),
                "token": visitor.session.formToken, "id": RecordID.drawn().description,
            ]), visitor, language)
    }

    private func show(_ block: PaperBlock, _ visitor: Visitor, _ language: Language) async throws -> Response {
        let words = Words(language: language)
        let foot = try await prints.foot([], visitor, language)
        let sheets = stride(from: 0, to: block.lines.count, by: Self.linesOfSheet).map { start -> [String: Any] in
            [
                "rows": block.lines[start..<min(start + Self.linesOfSheet, block.lines.count)].map {
                    // The series stands in the head; a line shows what tells it apart.
                    ["number": $0.number.split(separator: "-").suffix(2).joined(separator: "-")]
                }
            ]
        }
        let volume = block.record.text("volume") ?? ""
        let body = paper.render([
            "sheets": sheets, "unit": desk.room.unitName,
            "mark": Sometimes.text(desk.room.channel == .classified ? "密" : nil),
            "title": words("值班记录（手写）", "Duty log (by hand)"),
            "series": words("纸质编号 ", "numbers ")
                + "\(desk.room.homeUnit)-\(volume)-P\(block.record.number("block") ?? 0)",
            "head": [
                words("编号", "Number"), words("发生 / 接报 / 记录时间", "Occurred / received / recorded"),
                words("事项（来源）", "Matter (source)"), words("处理情况（承办、反馈）", "Handling"), words("记录人", "Recorder"),
            ],
            "how": words(
                "日期：____年____月____日  带班领导：________  值班人员：________",
                "Date: __________  Leader: __________  Officers: __________"),
            "foot": words(
                "来电后照本表补录，编号照抄；写错划去重写，不得涂改。", "Enter it afterwards under these numbers; strike out what is wrong. ")
                + foot,
        ])
        return prints.page(words("空白记录表", "Blank forms"), body, back: "/volumes", language)
    }

    private static var askHTML: String {
        """
        <h2>{{title}}</h2><p>{{about}}</p><form class="entry" method="post" action="/print/blank/log"><input type="hidden" name="token" value="{{token}}"><input type="hidden" name="id" value="{{id}}">
        <p><label for="count">{{countLabel}}</label><input id="count" name="count" type="number" min="1" max="{{most}}" value="{{count}}" required autofocus></p><p class="beside"><button>{{button}}</button></p></form>
        """
    }

    private static var paperHTML: String {
        """
        {{#sheets}}<section class="leaf"><table class="grid log blank"><colgroup><col class="number"><col class="times"><col><col class="handling"><col class="by"></colgroup>
        <thead><tr class="plain"><td colspan="5"><div class="running"><span>{{#mark}}<b>{{.}}</b> {{/mark}}{{unit}} {{title}}</span><span>{{series}}</span></div><p>{{how}}</p></td></tr><tr>{{#head}}<th scope="col">{{.}}</th>{{/head}}</tr></thead>
        <tfoot><tr class="plain"><td colspan="5" class="foot">{{foot}}</td></tr></tfoot>
        <tbody>{{#rows}}<tr><th scope="row">{{number}}</th><td></td><td></td><td></td><td></td></tr>{{/rows}}</tbody></table></section>{{/sheets}}
        """
    }
}
