import DutyRecords
import Foundation
import Hummingbird
import Mustache
import ProgramShell
import SyncKit

/// 导入导出: every file that goes out of the desk, and those that come in.
struct SheetPages<Room: DeskRoom>: Sendable {
    let desk: Desk<Room>
    private let template: MustacheTemplate

    init(_ desk: Desk<Room>) throws {
        self.desk = desk
        template = try MustacheTemplate(string: Self.html)
    }

    func add(to router: Router<PageContext>) throws {
        router.get("/sheets") { request, _ in
            try await desk.signedIn(request) { visitor, language in
                let days = AskedDays(
                    request.typed, now: try await desk.room.now(), Words(language: language))
                return try await show(days, visitor, language)
            }
        }
        ExportPages(desk: desk).add(to: router)
        try ImportPages(desk).add(to: router)
    }

    private func show(_ days: AskedDays, _ visitor: Visitor, _ language: Language) async throws -> Response {
        let words = Words(language: language)
        let listed = desk.room.catalog.collections.filter(\.isListed)
        let persons = try await Accounts(desk.room).persons().sorted { $0.name < $1.name }
        let month = String(try await desk.room.now().description.prefix(7))
        let view: [String: Any] = [
            "title": words("导入导出", "Import and export"), "token": visitor.session.formToken,
            "isClassified": desk.room.channel == .classified,
            "classified": words(
                "本系统为密件系统：导出的文件按密件管理，不得带出。", "This system is classified: what is exported is classified too."),
            "importTitle": words("导入", "Import"), "whatLabel": words("导入什么", "What"),
            "others": words("其他记录", "Other records"),
            "first": ["roster", "person", "contact"].compactMap { try? ImportTarget.find($0, in: desk.room) }.map {
                ["name": $0.name, "text": words($0.chinese, $0.english)]
            },
            "rest": listed.filter(mayImport).map { ["name": $0.name, "text": words.name($0)] },
            "fileLabel": words("文件（.xlsx 或 CSV，不超过 4 MB）", "File (.xlsx or CSV, at most 4 MB)"),
            "upload": words("上传并预览", "Upload and preview"),
            "uploadHint": words(
                "先逐行预览，确认后才一次录入。值班表的人员须先登记；合并的单元格照常读取。",
                "Every row is shown first; nothing is entered until you confirm. People of a roster have to be entered before."
            ),
            "exportTitle": words("导出", "Export"), "cut": words("按日期", "Cut to these days"),
            "head": [words("记录", "Records"), words("给人看", "To read"), words("原样，可再导入", "As it is, to import again")],
            "query": days.query.isEmpty ? "" : "?" + days.query.joined(separator: "&"),
            "wire": "?" + (days.query + ["names=wire"]).joined(separator: "&"),
            // Of days that could not be read nothing goes out: all records would pass for those of the days.
            "rows": days.isWrong ? [] : listed.map { ["name": $0.name, "text": words.name($0)] },
            "calendarTitle": words("值班表日历（手机、电脑的日历可打开）", "Roster as a calendar"), "month": month,
            "monthLabel": words("月份，如 2026-10、下月", "Month, such as 2026-10, next month"),
            "personLabel": words("只要某人的", "Only of"),
            "everybody": words("全部人员", "everybody"), "get": words("导出日历", "Export the calendar"),
            "persons": persons.map { ["id": $0.id.description, "name": $0.name] },
        ]
        return try await desk.frame.page(
            words("导入导出", "Import and export"), template.render(view.merging(days.view("/sheets")) { $1 }), visitor,
            language, status: days.isWrong ? .badRequest : .ok)
    }

    /// Those that this room enters, besides the ones that stand first.
    private func mayImport(_ collection: Collection) -> Bool {
        let role = desk.writer(in: desk.room.homeUnit)
        return FormPlan.isWritten(collection, by: desk.room.writer)
            && !["person", "contact"].contains(collection.name)
            && collection.fields.contains { $0.isRequired && !$0.isIssued && $0.mayBeWritten(by: role) }
    }

    private static var html: String {
        """
        {{#isClassified}}<p class="notice badly">{{classified}}</p>{{/isClassified}}
        <div class="cards"><section class="card"><h2>{{importTitle}}</h2><form method="post" action="/import" enctype="multipart/form-data"><input type="hidden" name="token" value="{{token}}">
        <p><label for="what">{{whatLabel}}</label><select id="what" name="what">{{#first}}<option value="{{name}}">{{text}}</option>{{/first}}<optgroup label="{{others}}">{{#rest}}<option value="{{name}}">{{text}}</option>{{/rest}}</optgroup></select></p>
        <p><label for="file">{{fileLabel}}</label><input id="file" name="file" type="file" accept=".xlsx,.csv,.txt,.tsv" required></p>
        <p class="soft">{{uploadHint}}</p><p><button>{{upload}}</button></p></form></section>
        <section class="card"><h2>{{calendarTitle}}</h2><form method="get" action="/export/roster.ics">
        <p><label for="month">{{monthLabel}}</label><input id="month" name="month" value="{{month}}" required autocomplete="off"></p>
        <p><label for="person">{{personLabel}}</label><select id="person" name="person"><option value="">{{everybody}}</option>{{#persons}}<option value="{{id}}">{{name}}</option>{{/persons}}</select></p>
        <p><button class="quiet">{{get}}</button></p></form></section></div>
        <h2>{{exportTitle}}</h2><form method="get" class="entry">\(AskedDays.html)<p class="beside"><button class="quiet">{{cut}}</button></p></form>
        <div class="wide"><table><thead><tr>{{#head}}<th scope="col">{{.}}</th>{{/head}}</tr></thead><tbody>{{#rows}}<tr><th scope="row"><a href="/list/{{name}}">{{text}}</a></th><td><a href="/export/{{name}}.xlsx{{query}}">XLSX</a> · <a href="/export/{{name}}.csv{{query}}">CSV</a></td><td><a href="/export/{{name}}.xlsx{{wire}}">XLSX</a> · <a href="/export/{{name}}.csv{{wire}}">CSV</a></td></tr>{{/rows}}</tbody></table></div>
        """
    }
}
