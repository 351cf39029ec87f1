import DutyRecords
import Foundation
import Hummingbird
import Mustache
import ProgramShell
import SyncKit

/// Who is on duty, which clocks run, what came from the county, what was written last.
struct TodayPage<Room: DeskRoom>: Sendable {
    let desk: Desk<Room>
    private let template: MustacheTemplate

    init(_ desk: Desk<Room>) throws {
        self.desk = desk
        template = try MustacheTemplate(string: Self.html)
    }

    func add(to router: Router<PageContext>) {
        addZeroReport(to: router)
        router.get("/") { request, _ in try await desk.signedIn(request) { try await show($0, $1) } }
        router.post("/receipt/:collection/:id") { request, context in
            try await desk.posted(request) { _, visitor, _ in
                let (name, id) = (try context.parameters.require("collection"), try context.parameters.require("id"))
                let detail = try await RecordLookup.detail(name, id, of: desk.room.homeUnit, in: desk.room)
                // Pressed twice, or by another person before this page told so: the first receipt stands.
                guard !RecordFacts(detail.view).has("receiptAt") else { return DeskResponse.seeOther("/") }
                let target = EditTarget(collection: name, id: id, unit: nil)
                let now = try await desk.room.now().description
                let form = EditForm(set: ["receiptBy=\(visitor.session.name)", "receiptAt=\(now)"])
                try await desk.change(target, form, by: visitor)
                return DeskResponse.seeOther("/")
            }
        }
    }

    private func show(_ visitor: Visitor, _ language: Language) async throws -> Response {
        let words = Words(language: language)
        let room = desk.room
        let reading = try await desk.overseeing()
        let now = reading.now
        let day = reading.calendar.day(now.day, asOf: now)
        let due = reading.running(now.day - 1...now.day + 3)
        let duty = Responsibility(of: room.homeUnit, at: now, duties: reading.duties)
        let officers = duty.directlyResponsible.filter {
            $0.id != duty.roomHead?.id || duty.directlyResponsible.count == 1
        }
        let leaders = reading.duties.leaderShifts.filter { $0.span.contains(now) }.compactMap {
            reading.duties.persons[$0.person]
        }
        let owesLeaders = reading.calendar.owesLeaders(
            now.day, asOf: now,
            joinsWeekends: reading.book.figures(for: room.homeUnit, at: now).leadersOnJoinedWeekends)
        let drafts = desk.drafts.all(of: visitor.session.person.description)
        let incoming = incoming(reading.duties, visitor, words)
        var view: [String: Any] = [
            "hasIncoming": !incoming.isEmpty,
            "hasDrafts": !drafts.isEmpty,
            "nowTitle": words("现在", "Now"), "now": Words.minute(now),
            "day": [
                day.dayType.map { language == .chinese ? $0.chinese : $0.english } ?? CalendarDay.unannounced,
                day.name ?? "",
            ].joined(separator: " "),
            "officersLabel": words("值班", "On duty"), "officers": names(officers, words),
            "leadersLabel": words("带班", "Leading"),
            "leaders": leaders.isEmpty && !owesLeaders ? words("今日不要求", "none owed today") : names(leaders, words),
            "leadersClass": leaders.isEmpty && owesLeaders ? "bad" : "",
            "officersClass": officers.isEmpty ? "bad" : "",
            "dueTitle": words("在计时限", "Running clocks"), "noDue": words("没有在计的时限。", "No clock is running."),
            "hasDue": !due.isEmpty, "due": due.prefix(12).map { row(of: $0, reading.duties, now, words) },
            "more": due.count > 12 ? words("还有 \(due.count - 12) 项", "\(due.count - 12) more") : "",
            "drafts": drafts.map { draft(of: $0, visitor, words) },
            "draftTitle": words("没有写完的", "Not finished"), "drop": words("丢弃", "Drop"),
            "inTitle": words("县里来件，待签收", "From the county, awaiting a receipt"),
            "incoming": incoming, "sign": words("签收", "Receipt"),
            "lastTitle": words("最近的记录", "Latest records"), "last": try await latest(words),
        ]
        view.merge(try await turnView(reading, visitor, words)) { $1 }
        return try await desk.frame.page(words("今日", "Today"), template.render(view), visitor, language)
    }

    private func names(_ persons: [Person], _ words: Words) -> String {
        persons.isEmpty
            ? words("空缺", "nobody")
            : persons.map {
                [$0.name, $0.record.text("mobile") ?? $0.record.text("phone")].compactMap { $0 }.joined(separator: " ")
            }
            .joined(separator: "、")
    }

    private func row(of row: Obligation, _ duties: DutyBook, _ now: Instant, _ words: Words) -> [String: Any] {
        let late = row.lateMinutes(at: now)
        let left = (row.dueAt - now).minutesDown
        let path = row.record.map { DeskPath.record(row.collection, $0) } ?? "/new/\(row.collection)"
        var whose = ""
        if row.unit != desk.room.homeUnit {
            let event = duties.incidents.first { $0.id == row.record }.map { " " + ReportName.event($0.record) } ?? ""
            whose = duties.unit(row.unit).name + event + words("：", ": ")
        }
        return [
            "path": path, "why": whose + words(row.why.chinese, row.why.english), "article": row.article,
            "style": late > 0 ? "bad" : left <= 15 ? "warn" : "",
            "left": late > 0
                ? words("已超 ", "late by ") + words.minutes(late) : words("还剩 ", "left ") + words.minutes(max(0, left)),
            "due": Words.minute(row.dueAt), "drill": row.isDrill ? words("演练", "drill") : "",
        ]
    }

    private func draft(of draft: Drafts.Draft, _ visitor: Visitor, _ words: Words) -> [String: Any] {
        [
            "path": draft.path, "action": "/drop/\(draft.id)",
            "token": visitor.session.formToken, "at": PageTime.text(draft.at),
            "kind": desk.room.catalog.collection(named: draft.collection).map(words.name) ?? draft.collection,
            "what": draft.title,
        ]
    }

    private func incoming(_ duties: DutyBook, _ visitor: Visitor, _ words: Words) -> [[String: Any]] {
        ["instruction", "notice", "circular", "bulletin"].flatMap { name in
            duties.records(name).filter { !$0.has("receiptAt") && $0.unit == desk.room.homeUnit }.map { record in
                [
                    "path": "/record/\(name)/\(record.id)", "action": "/receipt/\(name)/\(record.id)",
                    "token": visitor.session.formToken,
                    "kind": desk.room.catalog.collection(named: name).map(words.name) ?? name,
                    "what": record.text("text") ?? record.text("title") ?? record.text("body") ?? "",
                    "from": record.text("leader") ?? "",
                ]
            }
        }
    }

    private static var latestMax: Int { 10 }

    /// By the time at which each thing happened, as its own list has it: what comes late stands where it belongs.
    private func latest(_ words: Words) async throws -> [[String: Any]] {
        var rows: [(view: RecordView, collection: Collection, at: Instant)] = []
        for name in ["log-entry", "phone-record", "incident", "report"] {
            guard let collection = desk.room.catalog.collection(named: name) else { continue }
            let views = try await desk.room.store.records(
                RecordFilter(collection: name, unit: desk.room.homeUnit, limit: Self.latestMax, order: .latestFirst),
                deliveredTo: desk.room.deliveredTo)
            rows += views.map { view in
                let at = collection.timeField.flatMap { RecordFacts(view).start($0) }
                return (view, collection, at ?? Instant(milliseconds: .min))
            }
        }
        return rows.sorted { ($1.at, $1.view.id) < ($0.at, $0.view.id) }.prefix(Self.latestMax).map {
            RecordRow($0.view, $0.collection, words, desk.room.catalog).view
        }
    }

    private static var html: String {
        """
        <div id="now" data-live>\(turnHTML)
        <div class="cards"><section class="card"><h2>{{nowTitle}} <span class="n">{{now}}</span></h2><p>{{day}}</p><p><b>{{officersLabel}}</b> <span class="{{officersClass}}">{{officers}}</span></p><p><b>{{leadersLabel}}</b> <span class="{{leadersClass}}">{{leaders}}</span></p></section>
        <section class="card"><h2>{{dueTitle}}</h2>{{^hasDue}}<p class="soft">{{noDue}}</p>{{/hasDue}}<ul class="plain">{{#due}}<li><span class="{{style}}">{{left}}</span> <a href="{{path}}">{{why}}</a> {{drill}} <span class="soft">{{article}} · {{due}}</span></li>{{/due}}</ul><p class="soft">{{more}}</p></section></div>
        {{#hasDrafts}}<h2>{{draftTitle}}</h2>{{/hasDrafts}}{{#drafts}}<section class="notice"><b>{{kind}}</b> <span class="n">{{at}}</span> <a href="{{path}}">{{what}}</a> <form method="post" action="{{action}}"><input type="hidden" name="token" value="{{token}}"><button class="quiet">{{drop}}</button></form></section>{{/drafts}}
        {{#hasIncoming}}<h2>{{inTitle}}</h2>{{/hasIncoming}}{{#incoming}}<section class="notice"><b>{{kind}}</b> {{from}} <a href="{{path}}">{{what}}</a> <form method="post" action="{{action}}"><input type="hidden" name="token" value="{{token}}"><button>{{sign}}</button></form></section>{{/incoming}}
        <h2>{{lastTitle}}</h2><div class="wide"><table class="list"><tbody>{{#last}}\(RecordRow.html){{/last}}</tbody></table></div></div>
        """
    }
}
