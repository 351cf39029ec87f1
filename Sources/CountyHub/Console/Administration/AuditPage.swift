import DutyDesk
import DutyRecords
import Foundation
import Hummingbird
import Mustache
import ProgramShell
import Sheets
import SyncKit

/// Who did what in administration, the latest first; as a file too.
struct AuditPage: Sendable {
    private let desk: Desk<HubFolder>
    private let opened: HubFolder
    private let template: MustacheTemplate
    private static let rowsMax = 100
    /// A file holds no more; the days cut it.
    private static let fileRowsMax = 50_000

    init(_ desk: Desk<HubFolder>, _ opened: HubFolder) throws {
        self.desk = desk
        self.opened = opened
        template = try MustacheTemplate(string: Self.html)
    }

    static let path = "/administration/audit"

    func add(to router: Router<PageContext>) {
        router.get("/administration/audit") { request, _ in
            try await desk.signedIn(request) { visitor, language in
                try AdministrationPage.check(visitor)
                return try await show(request.typed, visitor, language)
            }
        }
        router.get("/administration/audit.csv") { request, _ in
            try await desk.signedIn(request) { visitor, language in
                try AdministrationPage.check(visitor)
                return try await file(request.typed, Words(language: language))
            }
        }
    }

    /// What of the list is asked for.
    private struct Asked {
        let days: AskedDays
        let filter: AuditFilter
        /// As a link carries it on.
        let query: [String]

        init(_ typed: [String: String], now: Instant, _ words: Words) {
            days = AskedDays(typed, now: now, words)
            let (person, act) = (typed["person"] ?? "", typed["act"] ?? "")
            filter = AuditFilter(
                person: person.isEmpty ? nil : person, act: act.isEmpty ? nil : act,
                from: days.cut.from?.start.milliseconds, before: days.cut.to?.end.milliseconds)
            let text = Query.text([("person", person), ("act", act)])
            query = days.query + (text.isEmpty ? [] : [text])
        }
    }

    private func show(
        _ typed: [String: String], _ visitor: Visitor, _ language: Language
    ) async throws -> Response {
        let words = Words(language: language)
        let asked = Asked(typed, now: try await opened.now(), words)
        let before = typed["before"].flatMap { Int64($0) }
        let found = try await opened.store.audits(
            asked.filter, before: before ?? .max, limit: Self.rowsMax + 1)
        let shown = found.prefix(Self.rowsMax)
        func link(_ path: String, _ more: [String] = []) -> String {
            let query = (asked.query + more).joined(separator: "&")
            return query.isEmpty ? path : "\(path)?\(query)"
        }
        let title = words("操作记录", "Audit list")
        let view: [String: Any] = [
            "title": title, "back": words("管理", "Administration"),
            "about": words(
                "谁在什么时候、从哪里、做了什么。只能添加，不能改、不能删；动手之前先记，没有做成的另记一条。",
                "Who did what, when and from where. It is only added to, never changed or shortened; an act is entered before it is done, and once more if it was not."
            ),
            "sentences": asked.days.sentences, "personLabel": words("谁", "Who"), "actLabel": words("做什么", "What"),
            "fromLabel": words("从", "From"), "toLabel": words("到", "To"), "from": asked.days.text("from"),
            "to": asked.days.text("to"), "button": words("筛选", "Filter"), "all": words("全部", "All"),
            "persons": try await opened.store.auditedPersons().map {
                ["name": $0, "selected": $0 == asked.filter.person ? "selected" : ""]
            },
            "acts": AuditedAct.allCases.map {
                [
                    "word": $0.rawValue, "text": $0.text(words),
                    "selected": $0.rawValue == asked.filter.act ? "selected" : "",
                ]
            },
            "csv": link("/administration/audit.csv"), "csvText": words("存成 CSV", "Save as CSV"),
            "head": Self.head(words), "rows": shown.map { Self.row($0, words) }, "isEmpty": shown.isEmpty,
            "nothing": words("没有符合的记录。", "Nothing fits."),
            "older": found.count > Self.rowsMax
                ? shown.last.map {
                    [["path": link(Self.path, ["before=\($0.id)"]), "text": words("更早的 →", "Earlier →")]]
                } ?? []
                : [],
            "newest": before == nil ? [] : [["path": link(Self.path), "text": words("← 回到最新", "← The latest")]],
        ]
        return try await desk.frame.page(
            title, template.render(view), visitor, language, status: asked.days.isWrong ? .unprocessableContent : .ok)
    }

    private static func head(_ words: Words) -> [String] {
        [
            words("时间", "When"), words("谁", "Who"), words("从哪里", "From"), words("做什么", "What"),
            words("对象", "On what"), words("说明", "Detail"),
        ]
    }

    private static func row(_ entry: AuditEntry, _ words: Words) -> [String: Any] {
        [
            "at": PageTime.text(entry.at), "person": entry.person,
            "address": entry.address.isEmpty ? words("本机命令", "a command here") : entry.address,
            "act": entry.text(words), "object": entry.object, "detail": entry.detailText(words),
            "style": entry.detail == Auditor.notDone ? "warn" : "",
        ]
    }

    private func file(_ typed: [String: String], _ words: Words) async throws -> Response {
        let asked = Asked(typed, now: try await opened.now(), words)
        if let sentence = asked.days.sentences.first {
            throw CommandFailure(.badUse, chinese: sentence, english: sentence)
        }
        let entries = try await opened.store.audits(asked.filter, limit: Self.fileRowsMax)
        let table = SheetTable(
            name: words("操作记录", "Audit list"), headings: Self.head(words),
            rows: entries.map { entry in
                [
                    PageTime.text(entry.at), entry.person, entry.address, entry.text(words), entry.object,
                    entry.detailText(words),
                ].map { .text($0) }
            })
        return DeskResponse.file(
            CSVWriter.bytes(table), "text/csv; charset=utf-8", name: "\(words("操作记录", "audit")).csv", plain: "audit.csv"
        )
    }

    private static let html = """
        <p><a href="/administration">← {{back}}</a></p><h2>{{title}}</h2><p class="soft">{{about}}</p>{{#sentences}}<p class="notice badly" role="alert">{{.}}</p>{{/sentences}}
        <form class="audit-filter" method="get" action="/administration/audit"><p><label for="person">{{personLabel}}</label><select id="person" name="person"><option value="">{{all}}</option>{{#persons}}<option value="{{name}}" {{selected}}>{{name}}</option>{{/persons}}</select></p><p><label for="act">{{actLabel}}</label><select id="act" name="act"><option value="">{{all}}</option>{{#acts}}<option value="{{word}}" {{selected}}>{{text}}</option>{{/acts}}</select></p>
        <p><label for="from">{{fromLabel}}</label><input id="from" name="from" value="{{from}}" autocomplete="off"></p><p><label for="to">{{toLabel}}</label><input id="to" name="to" value="{{to}}" autocomplete="off"></p><p><button class="quiet">{{button}}</button></p><p><a href="{{csv}}">{{csvText}}</a></p></form>
        {{#newest}}<p><a href="{{path}}">{{text}}</a></p>{{/newest}}{{#isEmpty}}<p>{{nothing}}</p>{{/isEmpty}}{{^isEmpty}}<div class="wide"><table><thead><tr>{{#head}}<th scope="col">{{.}}</th>{{/head}}</tr></thead><tbody>{{#rows}}<tr><td class="n">{{at}}</td><td class="n">{{person}}</td><td class="n">{{address}}</td><td class="n">{{act}}</td><td class="file">{{object}}</td><td class="{{style}}">{{detail}}</td></tr>{{/rows}}</tbody></table></div>{{/isEmpty}}{{#older}}<p><a href="{{path}}">{{text}}</a></p>{{/older}}
        """
}
