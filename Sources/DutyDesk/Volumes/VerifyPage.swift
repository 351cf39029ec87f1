import DutyRecords
import Foundation
import Hummingbird
import Mustache
import ProgramShell
import SyncKit

/// 核验纸页: what became of a printed page, by the code at its foot.
struct VerifyPage<Room: DeskRoom>: Sendable {
    let desk: Desk<Room>
    private let template: MustacheTemplate

    init(_ desk: Desk<Room>) throws {
        self.desk = desk
        template = try MustacheTemplate(string: Self.html)
    }

    func add(to router: Router<PageContext>) {
        router.get("/verify") { request, _ in
            try await desk.signedIn(request) { visitor, language in
                let typed = request.uri.queryParameters.get("code").map { String($0) } ?? ""
                return try await show(typed, visitor, language)
            }
        }
    }

    private func show(_ typed: String, _ visitor: Visitor, _ language: Language) async throws -> Response {
        let words = Words(language: language)
        var view: [String: Any] = [
            "title": words("核验纸页", "Check a printed page"), "typed": typed,
            "codeLabel": words("页脚的校验码（20 个字符）", "The code at its foot (20 signs)"), "verify": words("核验", "Check"),
        ]
        var isWrong = false
        if !typed.allSatisfy(\.isWhitespace) {
            do {
                let code = try PageCode(typed: typed)
                let answer = try await VolumeShelf(desk.room, unit: desk.room.homeUnit).verify(code)
                view.merge(try await found(code, answer, words)) { $1 }
            } catch let fault as PageCode.Fault {
                isWrong = true
                view["wrong"] = [words(fault.failure.chinese, fault.failure.english)]
            }
        }
        return try await desk.frame.page(
            words("核验纸页", "Check a page"), template.render(view), visitor, language,
            status: isWrong ? .unprocessableContent : .ok)
    }

    private func found(_ code: PageCode, _ answer: PageAnswer, _ words: Words) async throws -> [String: Any] {
        guard let check = answer.check, let page = answer.page else {
            return [
                "isFound": true, "style": "notice badly", "code": code.description,
                "verdict": words("✗ 查无此页", "✗ Unknown"),
                "meaning": words(
                    "本单位的记录簿从来没有过这个校验码：纸页不是本系统打印的，或不是本单位的。",
                    "No page of this unit's volumes ever had this code: the paper is another unit's, or not of this system."
                ),
            ]
        }
        let changed = Dictionary(answer.changed.map { ($0.number, $0) }) { first, _ in first }
        let rows = check.entries.map { entry -> [String: Any] in
            let number = entry.text("number") ?? ""
            let fields = changed[number]?.fields.map { Collection.logEntry.field($0).map(words.name) ?? $0 } ?? []
            return [
                "path": "/record/\(LogNumber.collection)/\(entry.id)", "number": number,
                "what": RecordTitle.shortened(entry.text("matter") ?? "", to: 60),
                "state": fields.isEmpty
                    ? words("与打印时相同", "as printed")
                    : words("打印后改动：", "changed since: ") + fields.joined(separator: words("、", ", ")),
                "style": fields.isEmpty ? "good" : "warn",
            ]
        }
        let isUnchanged = answer.changed.isEmpty
        return [
            "isFound": true, "hasRows": true, "rows": rows, "code": code.description,
            "style": isUnchanged ? "done" : "notice",
            "verdict": isUnchanged
                ? words("✓ 属实，打印后没有改动", "✓ Genuine and unchanged")
                : words("△ 属实，打印后有改动", "△ Genuine; changed since it was printed"),
            "meaning": words(
                "卷 \(check.volume.name) 第 \(page) 页，\(check.entries.count) 条。请逐条与纸上对照：校验码属实，不等于纸上的字没有涂改。",
                "Volume \(check.volume.name), page \(page), \(check.entries.count) entries. Compare each with the paper: a genuine code does not prove that nobody altered the paper."
            ),
            "pagePath": "/volume/\(check.volume.name)?page=\(page)", "open": words("打开这一页", "Open the page"),
            "head": [words("编号", "Number"), words("事项", "Matter"), words("状态", "State")],
        ]
    }

    private static var html: String {
        """
        <h2>{{title}}</h2>{{#wrong}}<p class="notice badly" role="alert">{{.}}</p>{{/wrong}}
        <form class="entry" method="get" action="/verify"><p><label for="code">{{codeLabel}}</label><input id="code" name="code" value="{{typed}}" autocomplete="off" spellcheck="false" required autofocus></p><p class="beside"><button>{{verify}}</button></p></form>
        {{#isFound}}<section class="{{style}}" role="status"><h2>{{verdict}}</h2><p class="code">{{code}}</p><p>{{meaning}}</p></section>{{/isFound}}
        {{#hasRows}}<p><a href="{{pagePath}}">{{open}}</a></p><div class="wide"><table><thead><tr>{{#head}}<th scope="col">{{.}}</th>{{/head}}</tr></thead><tbody>{{#rows}}<tr><td class="n"><a href="{{path}}">{{number}}</a></td><td>{{what}}</td><td><span class="{{style}}">{{state}}</span></td></tr>{{/rows}}</tbody></table></div>{{/hasRows}}
        """
    }
}
