import DutyRecords
import Foundation
import Hummingbird
import Mustache
import ProgramShell
import SyncKit

/// 值班记录簿 on paper: page by page, each with the code by which it is checked later (Art. 10).
struct VolumePrint<Room: DeskRoom>: Sendable {
    let desk: Desk<Room>
    private let prints: PrintFrame<Room>
    private let template: MustacheTemplate
    /// A year of a busy room is hundreds of sheets: they are printed in parts.
    private static var pagesMax: Int { 100 }

    init(_ desk: Desk<Room>, _ prints: PrintFrame<Room>) throws {
        self.desk = desk
        self.prints = prints
        template = try MustacheTemplate(string: Self.html)
    }

    func add(to router: Router<PageContext>) {
        router.get("/print/volume/:volume") { request, context in
            try await desk.signedIn(request) { visitor, language in
                try await show(try context.parameters.require("volume"), request, visitor, language)
            }
        }
    }

    private func show(
        _ name: String, _ request: Request, _ visitor: Visitor, _ language: Language
    ) async throws -> Response {
        let words = Words(language: language)
        let shelf = VolumeShelf(desk.room, unit: desk.room.homeUnit)
        let volume = try await shelf.volume(name)
        let pages = try await shelf.pages(of: volume)
        let asked = request.uri.queryParameters
        func number(_ key: String) -> Int? { asked.get(key).flatMap { Int($0) } }
        let from = number("from") ?? number("page") ?? 1
        let to = min(number("to") ?? number("page") ?? pages.count, from + Self.pagesMax - 1)
        let shown = pages.filter { $0.number >= from && $0.number <= to }
        let printed = try await prints.foot([], visitor, language)
        let lines = LogLines(desk, shelf, volume, language)
        var body = ""
        for page in shown {
            body += template.render(
                try await view(page, of: pages.count, volume, lines, printed: printed, words))
        }
        if shown.isEmpty { body = "<p>" + words("没有这一页。", "There is no such page.") + "</p>" }
        let isCut = asked.get("page") == nil && shown.count < pages.count
        let note = words(
            "共 \(pages.count) 页，这里是第 \(from)–\(to) 页；其余用 ?from=\(to + 1) 打印。",
            "Pages \(from)–\(to) of \(pages.count); print the others with ?from=\(to + 1).")
        return prints.page(
            words("值班记录簿", "Duty log") + " \(name)", body, back: "/volume/\(name)", note: isCut ? note : nil, language)
    }

    private func view(
        _ page: VolumePage, of count: Int, _ volume: LogVolume, _ lines: LogLines<Room>, printed: String, _ words: Words
    ) async throws -> [String: Any] {
        var rows: [[String: Any]] = []
        var here = 0
        for entry in volume.entries[page.places] {
            let row = try await lines.row(of: entry)
            if !row.isDelivered { here += 1 }
            rows.append(row.view)
        }
        let delivered =
            here == 0
            ? words("● 本页各条打印时均已送达县", "● every entry of this page had reached the county when printed")
            : words(
                "○ 本页 \(rows.count) 条中，打印时有 \(here) 条仅存本机，尚未送达县",
                "○ \(here) of the \(rows.count) entries were only on this machine when printed")
        return [
            "title": words("值班记录", "Duty log"), "unit": desk.room.unitName,
            "mark": Sometimes.text(desk.room.channel == .classified ? "密" : nil),
            "volume": words("卷 \(volume.name)", "volume \(volume.name)"),
            "place": words("第 \(page.number) 页（共 \(count) 页）", "page \(page.number) of \(count)"),
            "numbers": words("编号 ", "numbers ")
                + [volume.entries[page.places].first, volume.entries[page.places].last]
                .compactMap { $0?.text("number") }.joined(separator: words(" 至 ", " to ")),
            "head": lines.head, "rows": rows,
            "codeLabel": words("本页校验码", "code of this page"), "code": volume.code(of: page.places).description,
            "how": words("在值班系统“卷宗”页核验", "check it at the desk under Volumes"),
            "printed": printed,
            "delivered": Sometimes.text(desk.room.deliveredTo == nil ? nil : delivered),
        ]
    }

    private static var html: String {
        """
        <section class="leaf"><table class="grid log"><colgroup><col class="number"><col class="times"><col><col class="handling"><col class="by"></colgroup>
        <thead><tr class="plain"><td colspan="5"><div class="running"><span>{{#mark}}<b>{{.}}</b> {{/mark}}{{unit}} {{title}}</span><span>{{volume}} {{place}}</span></div><div class="running"><span>{{numbers}}</span></div></td></tr><tr>{{#head}}<th scope="col">{{.}}</th>{{/head}}</tr></thead>
        <tfoot><tr class="plain"><td colspan="5" class="foot">{{codeLabel}} <span class="code">{{code}}</span>（{{how}}）<br>{{printed}}{{#delivered}} · {{.}}{{/delivered}}</td></tr></tfoot>
        <tbody>{{#rows}}\(LogLine.paperHTML){{/rows}}</tbody></table></section>
        """
    }
}
