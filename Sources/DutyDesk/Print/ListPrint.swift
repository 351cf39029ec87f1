import DutyRecords
import Foundation
import Hummingbird
import Mustache
import ProgramShell
import SyncKit

/// The records of one kind over some days, as a table whose head stands on each sheet.
struct ListPrint<Room: DeskRoom>: Sendable {
    let desk: Desk<Room>
    private let prints: PrintFrame<Room>
    private let template: MustacheTemplate
    private static var rowsMax: Int { 2_000 }

    init(_ desk: Desk<Room>, _ prints: PrintFrame<Room>) throws {
        self.desk = desk
        self.prints = prints
        template = try MustacheTemplate(string: Self.html)
    }

    func add(to router: Router<PageContext>) {
        router.get("/print/list/:collection") { request, context in
            try await desk.signedIn(request) { visitor, language in
                try await show(try context.parameters.require("collection"), request, visitor, language)
            }
        }
    }

    private func show(
        _ name: String, _ request: Request, _ visitor: Visitor, _ language: Language
    ) async throws -> Response {
        let words = Words(language: language)
        let collection = try CollectionName.find(name, in: desk.room)
        let asked = request.uri.queryParameters
        let (from, to) = (asked.get("from").flatMap { Day($0) }, asked.get("to").flatMap { Day($0) })
        let found = try await desk.room.store.records(
            RecordFilter(collection: name, unit: collection.ledger == .notice ? nil : desk.room.homeUnit),
            deliveredTo: desk.room.deliveredTo
        ).map { view in (view: view, time: collection.timeField.flatMap { RecordFacts(view).start($0) }) }
            .filter { row in
                (from.map { day in row.time.map { $0 >= day.start } ?? false } ?? true)
                    && (to.map { day in row.time.map { $0 < day.end } ?? false } ?? true)
            }.sorted {
                ($0.time ?? Instant(milliseconds: 0), $0.view.id) < ($1.time ?? Instant(milliseconds: 0), $1.view.id)
            }
        let shown = found.prefix(Self.rowsMax)
        let marks = Set(shown.map { SecrecyMark.word(RecordFacts($0.view), in: desk.room.channel) })
        let mark = marks.contains("密") ? "密" : marks.contains("工作秘密") ? "工作秘密" : ""
        if asked.get("variant") == "public" { try SecrecyMark.refusePublic(mark) }
        let days = [from?.description ?? "…", to?.description ?? "…"].joined(separator: words(" 至 ", " to "))
        let body = template.render([
            "title": words.name(collection), "unit": desk.room.unitName, "mark": Sometimes.text(mark),
            "days": from == nil && to == nil ? words("全部", "all") : days,
            "count": words("共 \(found.count) 条", "\(found.count) records"),
            "cut": Sometimes.text(
                found.count > shown.count
                    ? words("只印最早 \(shown.count) 条，请缩小日期范围。", "The first \(shown.count) alone; narrow the days.") : nil),
            "head": [words("时间", "Time"), words("编号", "Number"), words("内容", "What"), words("送达", "Delivered")],
            "rows": shown.map { RecordRow($0.view, collection, words, desk.room.catalog).view },
            "foot": try await prints.foot(shown.map(\.view.isAtHub), visitor, language),
        ])
        return prints.page(words.name(collection), body, back: "/list/\(name)", language)
    }

    private static var html: String {
        """
        {{#mark}}<p class="mark">{{.}}</p>{{/mark}}<h1>{{title}}</h1>{{#cut}}<p>{{.}}</p>{{/cut}}
        <table class="grid"><thead><tr class="plain"><td colspan="4"><div class="running"><span>{{unit}} {{title}}</span><span>{{days}} {{count}}</span></div></td></tr><tr>{{#head}}<th scope="col">{{.}}</th>{{/head}}</tr></thead>
        <tfoot><tr class="plain"><td colspan="4" class="foot">{{foot}}</td></tr></tfoot>
        <tbody>{{#rows}}<tr><td class="nowrap">{{time}}</td><td>{{number}}</td><td class="{{void}}">{{what}}</td><td class="nowrap">{{delivered}}</td></tr>{{/rows}}</tbody></table>
        """
    }
}
