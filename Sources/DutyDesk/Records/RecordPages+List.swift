import DutyRecords
import Foundation
import Hummingbird
import Mustache
import ProgramShell
import SyncKit

// Lists, latest first, a page at a time. A page starts at a record, so that what is written meanwhile moves nothing.
extension RecordPages {
    /// A page stays below 100 kB.
    private static var rowsMax: Int { 100 }

    private struct ListPage {
        var views: [RecordView]
        var hasOlder: Bool
        var hasNewer: Bool
    }

    func showList(
        _ name: String, _ request: Request, _ visitor: Visitor, _ language: Language
    ) async throws -> Response {
        let words = Words(language: language)
        let collection = try CollectionName.find(name, in: desk.room)
        let asked = request.uri.queryParameters
        let days = AskedDays(request.typed, now: try await desk.room.now(), words)
        let (from, to) = (days.cut.from, days.cut.to)
        let filter = RecordFilter(
            collection: collection.name, unit: collection.ledger == .notice ? nil : desk.room.homeUnit,
            from: from?.start.milliseconds, before: to?.end.milliseconds)
        // Of days that could not be read nothing is shown: all records would look like those of the days.
        let count = days.isWrong ? 0 : try await desk.room.store.count(filter)
        let page =
            days.isWrong
            ? ListPage(views: [], hasOlder: false, hasNewer: false)
            : try await page(
                filter, newer: asked.get("newer").flatMap { RecordID($0) },
                older: asked.get("older").flatMap { RecordID($0) })
        func link(_ direction: String, _ at: RecordView?, _ isThere: Bool) -> [String] {
            guard isThere, let at else { return [] }
            return ["?" + (days.query + ["\(direction)=\(at.id)"]).joined(separator: "&")]
        }
        let view: [String: Any] = [
            "title": words.name(collection), "name": collection.name,
            "rows": page.views.map { RecordRow($0, collection, words, desk.room.catalog).view },
            "show": words("查看", "Show"), "hasTime": collection.timeField != nil,
            "count": days.isWrong ? "" : words("共 \(count) 条", "\(count) records"), "isRead": !days.isWrong,
            "none": page.views.isEmpty && !days.isWrong ? [words("没有记录。", "No records.")] : [],
            "older": link("older", page.views.last, page.hasOlder),
            "newer": link("newer", page.views.first, page.hasNewer),
            "olderText": words("更早的 →", "Older →"), "newerText": words("← 更新的", "← Newer"),
            "pages": words("翻页", "Pages"),
            "mayWrite": FormPlan.isWritten(collection, by: desk.room.writer) && visitor.mayWrite(collection),
            "new": words("新建", "New"),
            "print": words("打印", "Print"),
            "isTimeless": collection.timeField == nil, "isUnnumbered": collection.field("number") == nil,
            "head": [
                collection.timeField.map { _ in words("时间", "Time") },
                collection.field("number").map { _ in words("编号", "Number") }, words("内容", "What"),
                words("送达", "Delivered"),
            ].compactMap(\.self),
        ]
        return try await desk.frame.page(
            words.name(collection), list.render(view.merging(days.view("/list/\(collection.name)")) { $1 }), visitor,
            language, status: days.isWrong ? .badRequest : .ok)
    }

    private func page(_ filter: RecordFilter, newer: RecordID?, older: RecordID?) async throws -> ListPage {
        var filter = filter
        filter.limit = Self.rowsMax + 1
        if let newer {
            (filter.order, filter.after) = (.earliestFirst, newer)
            let views = try await desk.room.store.records(filter, deliveredTo: desk.room.deliveredTo)
            // Where less than a page is newer, the first page shows all of it and is full.
            if views.count > Self.rowsMax {
                return ListPage(views: views.prefix(Self.rowsMax).reversed(), hasOlder: true, hasNewer: true)
            }
        }
        (filter.order, filter.after) = (.latestFirst, newer == nil ? older : nil)
        let views = try await desk.room.store.records(filter, deliveredTo: desk.room.deliveredTo)
        return ListPage(
            views: Array(views.prefix(Self.rowsMax)), hasOlder: views.count > Self.rowsMax,
            hasNewer: filter.after != nil)
    }

    static var listHTML: String {
        """
        <h2>{{title}} <span class="soft">{{count}}</span> {{#mayWrite}}<a class="button" href="/new/{{name}}">{{new}}</a>{{/mayWrite}} {{#isRead}}<a href="/print/list/{{name}}?from={{from}}&amp;to={{to}}">{{print}}</a>{{/isRead}}</h2>
        {{#hasTime}}<form method="get" class="entry">\(AskedDays.html)<p class="beside"><button class="quiet">{{show}}</button></p></form>\(AskedDays.links){{/hasTime}}
        {{#isRead}}<p><a href="/export/{{name}}.xlsx?from={{from}}&amp;to={{to}}">↓ XLSX</a> · <a href="/export/{{name}}.csv?from={{from}}&amp;to={{to}}">↓ CSV</a></p>{{/isRead}}
        {{#none}}<p class="soft">{{.}}</p>{{/none}}
        {{#isRead}}<div class="wide"><table class="list"><thead><tr>{{#head}}<th scope="col">{{.}}</th>{{/head}}</tr></thead><tbody>{{#rows}}\(RecordRow.html){{/rows}}</tbody></table></div>{{/isRead}}
        <nav aria-label="{{pages}}">{{#newer}}<a class="button" rel="prev" href="{{.}}">{{newerText}}</a> {{/newer}}{{#older}}<a class="button" rel="next" href="{{.}}">{{olderText}}</a>{{/older}}</nav>
        """
    }
}
