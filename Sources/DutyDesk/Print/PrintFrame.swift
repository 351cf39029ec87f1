package import DutyRecords
package import Hummingbird
import Mustache
import ProgramShell
import SyncKit

/// What goes on paper: a style of its own, running head and foot in the page's text, and who printed it when.
package struct PrintFrame<Room: DeskRoom>: Sendable {
    private let desk: Desk<Room>
    private let layout: MustacheTemplate
    private let sheet: MustacheTemplate

    package init(_ desk: Desk<Room>) throws {
        self.desk = desk
        layout = try MustacheTemplate(string: Self.layoutHTML)
        sheet = try MustacheTemplate(string: Self.sheetHTML)
    }

    /// - Parameters:
    ///   - body: whole tables or ``sheet(_:running:foot:)``s.
    ///   - back: where the toolbar leads.
    package func page(
        _ title: String, _ body: String, back: String, isWide: Bool = false, note: String? = nil,
        links: [(path: String, text: String)] = [], _ language: Language
    ) -> Response {
        let words = Words(language: language)
        return DeskResponse.html(
            layout.render([
                "lang": language == .chinese ? "zh-CN" : "en", "title": title, "unit": desk.room.unitName,
                "layout": isWide ? "landscape" : "portrait", "back": back, "backText": words("← 返回", "← Back"),
                "print": words("打印", "Print"),
                "hint": words(
                    "纸张 A4，页边距“默认”，不用浏览器的页眉页脚。", "A4, default margins, without the browser's own head and foot."),
                "links": links.map { ["path": $0.path, "text": $0.text] },
                "note": Sometimes.text(note), "body": body, "isFile": false,
            ]))
    }

    /// The same as one file to keep, which needs nothing beside it.
    package func file(_ title: String, _ body: String, name: String, plain: String, _ language: Language) -> Response {
        let html = layout.render([
            "lang": language == .chinese ? "zh-CN" : "en", "title": title, "unit": desk.room.unitName,
            "layout": "portrait", "isFile": true, "style": Assets.printStyle, "body": body,
        ])
        return DeskResponse.file(Array(html.utf8), "text/html; charset=utf-8", name: name, plain: plain)
    }

    /// A whole page's content between a running head and a foot that repeat on every sheet of paper.
    package func sheet(_ content: String, running: (String, String), foot: String) -> String {
        sheet.render(["left": running.0, "right": running.1, "foot": foot, "content": content])
    }

    /// 打印 when, by whom, and whether what it shows has reached the county; at the county itself nothing is on its way.
    /// - Parameter delivered: of each record on the paper.
    package func foot(_ delivered: [Bool], _ visitor: Visitor, _ language: Language) async throws -> String {
        let words = Words(language: language)
        let at = Words.minute(try await desk.room.now())
        let here = delivered.count { !$0 }
        let state =
            here == 0
            ? words("● 所载内容打印时均已送达县", "● all of it had reached the county when printed")
            : delivered.count == 1
                ? words("○ 打印时仅存本机，尚未送达县", "○ only on this machine when printed, not delivered")
                : words(
                    "○ 打印时 \(delivered.count) 条中有 \(here) 条仅存本机，尚未送达县",
                    "○ \(here) of \(delivered.count) records were only on this machine when printed")
        let name = visitor.session.name
        return [
            words("\(at) 由\(name)打印", "printed \(at) by \(name)"),
            delivered.isEmpty || desk.room.deliveredTo == nil ? "" : state,
        ].filter { !$0.isEmpty }.joined(separator: " · ")
    }

    private static var layoutHTML: String {
        """
        <!doctype html>
        <html lang="{{lang}}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
        <title>{{title}} · {{unit}}</title>{{#isFile}}<style>{{{style}}}</style>{{/isFile}}{{^isFile}}<link rel="stylesheet" href="/print.css"><link rel="icon" href="/badge/0">{{/isFile}}</head><body class="{{layout}}">
        {{^isFile}}<header class="bar"><h1>{{title}}</h1><a href="{{back}}">{{backText}}</a>{{#links}}<a href="{{path}}">{{text}}</a>{{/links}}<button id="print" type="button" hidden>{{print}}</button><span>{{hint}}</span>{{#note}}<span class="warn">{{.}}</span>{{/note}}</header>{{/isFile}}
        <main class="paper">{{{body}}}</main>{{^isFile}}<script src="/print.js"></script>{{/isFile}}</body></html>
        """
    }

    private static var sheetHTML: String {
        """
        <section class="leaf"><table class="sheet" role="presentation"><thead><tr><td><div class="running"><span>{{left}}</span><span>{{right}}</span></div></td></tr></thead>
        <tfoot><tr><td class="foot">{{foot}}</td></tr></tfoot><tbody><tr><td>{{{content}}}</td></tr></tbody></table></section>
        """
    }
}

/// 密级 on paper (Art. 14).
package enum SecrecyMark {
    /// The word at the top left; empty where there is none to set.
    package static func word(_ record: RecordFacts, in channel: DutyChannel) -> String {
        if channel == .classified || record.text(ChannelRule.field) == DutyChannel.classified.rawValue { return "密" }
        return record.flag("workSecret") ? "工作秘密" : ""
    }

    /// Neither goes on a wall.
    static func refusePublic(_ mark: String) throws {
        guard !mark.isEmpty else { return }
        throw CommandFailure(
            .badUse, chinese: "标有“\(mark)”的内容不得公示打印（\(ChannelRule.article)）。",
            english: "what is marked \(mark) is not printed for the public (\(ChannelRule.article))")
    }
}
