package import DutyRecords
import Foundation
import Hummingbird
import Mustache
import ProgramShell
package import SyncKit

/// One incident: what runs out next, its way to the county and the city, its course, its reports, who knows of it.
struct IncidentPages<Room: DeskRoom>: Sendable {
    let desk: Desk<Room>
    private let template: MustacheTemplate
    let falseTemplate: MustacheTemplate

    init(_ desk: Desk<Room>) throws {
        self.desk = desk
        template = try MustacheTemplate(string: Self.html)
        falseTemplate = try MustacheTemplate(string: Self.falseHTML)
    }

    func add(to router: Router<PageContext>) {
        router.get("/incident/:id") { request, context in
            try await desk.signedIn(request) { visitor, language in
                let event = try await IncidentCase.read(try context.parameters.require("id"), in: desk.room)
                return try await show(event, Self.asked(request), nil, visitor, language)
            }
        }
        router.get("/incident/:id/false") { request, context in
            try await desk.signedIn(request) { visitor, language in
                let event = try await IncidentCase.read(try context.parameters.require("id"), in: desk.room)
                return try await showFalse(event, nil, visitor, language)
            }
        }
        for act in Act.allCases {
            router.post("/incident/:id/\(act.rawValue)") { request, context in
                try await desk.posted(request) { posted, visitor, language in
                    let event = try await IncidentCase.read(try context.parameters.require("id"), in: desk.room)
                    return try await take(act, event, posted, visitor, language)
                }
            }
        }
    }

    private static func asked(_ request: Request) -> [String: String] {
        var asked: [String: String] = [:]
        for (name, value) in request.uri.queryParameters { asked[String(name)] = String(value) }
        return asked
    }

    /// Does what a form asks. What was refused comes back with the page, and all that was typed.
    private func take(
        _ act: Act, _ event: IncidentCase, _ posted: Posted, _ visitor: Visitor, _ language: Language
    ) async throws -> Response {
        do {
            return DeskResponse.seeOther(try await perform(act, event, posted, visitor))
        } catch let failure as CommandFailure {
            let typed = Typed(
                form: act.form(posted), fields: posted.fields,
                message: Words(language: language)(failure.chinese, failure.english))
            return act == .falsify
                ? try await showFalse(event, typed, visitor, language)
                : try await show(event, [:], typed, visitor, language)
        }
    }

    func show(
        _ event: IncidentCase, _ asked: [String: String], _ typed: Typed?, _ visitor: Visitor, _ language: Language
    ) async throws -> Response {
        let words = Words(language: language)
        let token = visitor.session.formToken
        let catalog = desk.room.catalog
        var view = head(event, asked, typed, token, words)
        let parts = [
            RelayBar(
                relay: event.relay, incident: event.incident, home: event.home, countyUnit: event.countyUnit,
                now: event.now, words: words
            ).view,
            Course(event: event, catalog: catalog, words: words).view(all: asked["all"] != nil),
            Versions(event: event, catalog: catalog, words: words, token: token, typed: typed).view,
            Orders(
                event: event, places: try await places(event, words), catalog: catalog, words: words, token: token,
                typed: typed, duties: try await desk.reading().duties
            ).view,
            Supposing(event: event, words: words, asked: asked).view,
        ]
        for part in parts { view.merge(part) { $1 } }
        let mark = SecrecyMark.word(event.incident.record, in: desk.room.channel)
        return try await desk.frame.page(
            // A window's title is read from afar, and by whoever passes a locked screen.
            mark.isEmpty ? ReportName.event(event.incident.record) : words("突发事件", "Incident"), template.render(view),
            visitor, language,
            status: typed == nil ? .ok : .unprocessableContent)
    }

    /// At the county, where each of its instructions is.
    private func places(_ event: IncidentCase, _ words: Words) async throws -> [RecordID: InstructionPlace] {
        guard event.isCounty else { return [:] }
        let names = try await ReplicaNames.read(in: desk.room, words)
        var places: [RecordID: InstructionPlace] = [:]
        for followUp in event.followUps {
            places.merge(try await InstructionPlace.read(followUp, names, in: desk.room)) { $1 }
        }
        return places
    }

    // MARK: What stands on top

    private func head(
        _ event: IncidentCase, _ asked: [String: String], _ typed: Typed?, _ token: String, _ words: Words
    ) -> [String: Any] {
        let (incident, record) = (event.incident, event.incident.record)
        let missing = Completeness(event.collection, record.fields).missing.compactMap { event.collection.field($0) }
        let odd = (asked["odd"] ?? "").split(separator: ",").compactMap { event.collection.field(String($0)) }
        return [
            "levelText": LevelMark.text(incident.level, words), "levelStyle": LevelMark.style(incident.level),
            "title": ReportName.event(record), "tags": LevelMark.tags(incident, words),
            "delivered": Delivered.word(event.detail.view, desk.room.catalog, words),
            "deliveredClass": Delivered.style(event.detail.view),
            "summary": record.text("summary") ?? "", "facts": facts(event, words),
            "isSaved": asked["saved"] != nil && typed == nil,
            "saved": desk.room.deliveredTo == nil
                ? words("已保存。", "Saved.")
                : words("已保存。是否送达县，看每一项后面的标记。", "Saved. The mark behind each piece says whether the county has it."),
            "already": asked["already"] == nil ? [] : [AlreadyMade.notice(words)],
            "odd": Sometimes.text(words("请核对时间：", "Check the time: "), odd.map(words.name), words),
            "missing": Sometimes.text(words("要素尚缺：", "Elements missing: "), missing.map(words.name), words),
            "conflict": event.detail.view.conflicts.isEmpty
                ? [] : [words("⚠ 有几项两端填得不同，请在记录中选定。", "⚠ Several values of one field: settle them in the record.")],
            "countyReceipts": CountyReceiptMark(event: event, words: words).button(token),
            "countyReceipted": CountyReceiptMark(event: event, words: words).mark(
                record, arrivedAt: event.arrivedAt),
            "recordPath": "/record/incident/\(incident.id)", "recordText": words("修改与历史", "Edit and history"),
            "printPath": "/print/incident/\(incident.id)", "printText": words("打印", "Print"),
            "overseen": event.isCounty
                ? [
                    [
                        "path": event.path, "city": words("县报市", "Report to the city"),
                        "review": words("复盘包", "Review pack"),
                        "known": words("谁何时知道什么", "Who knew what when"),
                    ]
                ] : [],
            "falsePath": "\(event.path)/false", "falseText": words("误报更正…", "False report…"),
            "canFalsify": incident.falseAlarmAt == nil,
            "canClose": incident.closedAt == nil && incident.falseAlarmAt == nil,
            "closeAction": "\(event.path)/close", "closeText": words("处置结束", "Closed now"),
            "closeAt": Words.minute(event.now), "token": token, "listPath": "/incidents",
            "listText": words("全部事件", "All incidents"), "proposal": proposal(event, typed, words),
            "rowTitle": words("记一笔", "Add a row"), "rowAction": "\(event.path)/row",
            "rowID": Typed.value(typed, "row", "id", RecordID.drawn().description),
            "rowAt": Typed.value(typed, "row", "at", Words.minute(event.now)),
            "rowWhat": Typed.value(typed, "row", "what", ""), "rowSource": Typed.value(typed, "row", "source", ""),
            "rowWrong": Typed.message(typed, "row"), "whatLabel": words("处置情况", "What was done"),
            "sourceLabel": words("来源", "Source"), "atLabel": words("时间", "Minute"), "rowButton": words("记下", "Add"),
            "timeTitle": words(
                "更正事发时间（写明来源和理由，原来的时间仍然看得到）", "Correct the time of occurrence (the first one stays visible)"),
            "timeAction": "\(event.path)/time", "timeLabel": words("事发时间", "Occurred"),
            "timeOpen": typed?.form == "time" ? "open" : "", "reasonLabel": words("来源和理由", "Source and reason"),
            "timeAt": Typed.value(
                typed, "time", "at", incident.isOccurrenceKnown ? Words.minute(incident.occurredAt) : ""),
            "timeReason": Typed.value(typed, "time", "reason", ""), "timeWrong": Typed.message(typed, "time"),
            "timeButton": words("更正", "Correct"), "otherWrong": otherWrong(typed),
        ]
    }

    /// A refusal whose form is nothing but a press.
    private func otherWrong(_ typed: Typed?) -> [String] {
        guard let typed, !["row", "time", "acknowledge"].contains(typed.form), !typed.form.hasPrefix("feedback-"),
            !typed.form.hasPrefix("followup-"),
            !typed.form.hasPrefix("confirm-")
        else { return [] }
        return [typed.message]
    }

    private func facts(_ event: IncidentCase, _ words: Words) -> [[String: String]] {
        let (incident, record) = (event.incident, event.incident.record)
        var facts: [[String: String]] = []
        func add(_ label: String, _ value: String?, _ style: String = "") {
            if let value, !value.isEmpty { facts.append(["factLabel": label, "fact": value, "factStyle": style]) }
        }
        if event.unit.code != event.home { add(words("单位", "Unit"), event.unit.name) }
        add(
            words("事发", "Occurred"),
            incident.isOccurrenceKnown ? Words.minute(incident.occurredAt) : words("时间不明", "not known"))
        add(words("原填事发", "First given as"), IncidentHistory.earlierOccurrences(event).joined(separator: "、"))
        add(words("更正依据", "Ground of the change"), record.text("timeReason"))
        add(words("按原填计", "By the first time"), lateByFirst(event, words), "bad")
        // One of the two times is wrong, and lateness is judged by both.
        let isBefore =
            incident.isOccurrenceKnown
            && event.reports.contains { report in
                report.sentAt.map { $0 < incident.occurredAt } ?? false
            }
        add(
            words("请核对", "Check"),
            isBefore ? words("▲ 有报告早于事发时间", "▲ a report is earlier than the occurrence") : nil, "warn")
        add(words("地点", "Place"), record.text("place"))
        add(words("类别", "Category"), incident.category)
        let source = record.text("source")
        let isFromOutside = ["媒体", "群众", "网民", "记者", "电视", "网络"].contains { (source ?? "").contains($0) }
        add(
            words("来源", "Source"),
            isFromOutside ? source.map { words("⚠ \($0)（非本单位首先得知）", "⚠ \($0) (from outside)") } : source,
            isFromOutside ? "warn" : "")
        for name in Casualties.names {
            if let number = incident.casualties[name], let field = event.collection.field(name) {
                add(words.name(field), String(number))
            }
        }
        if let entered = event.detail.history.first.map({ Instant(milliseconds: $0.authorship.at) }) {
            let delay = (entered - incident.occurredAt).minutesDown
            if delay >= 1440 { add(words("补录", "Entered late"), words.minutes(delay), "warn") }
        }
        add(words("说明", "Why late"), record.text("lateReason"))
        if let found = incident.falseAlarmAt {
            add(words("误报", "False"), "\(Words.minute(found)) \(record.text("falseAlarmReason") ?? "")")
        }
        return facts
    }

    /// Setting the occurrence forward hides no late report.
    private func lateByFirst(_ event: IncidentCase, _ words: Words) -> String {
        event.review.legs.compactMap { leg -> String? in
            guard let first = leg.byFirst, first.isBinding,
                first.lateMinutes(at: event.now) > leg.row.lateMinutes(at: event.now)
            else { return nil }
            return "▲ " + words(first.why.chinese, first.why.english) + words("，迟 ", ", late by ")
                + words.minutes(first.lateMinutes(at: event.now))
        }.joined(separator: words("；", "; "))
    }

    private func proposal(_ event: IncidentCase, _ typed: Typed?, _ words: Words) -> [[String: Any]] {
        guard event.incident.falseAlarmAt == nil,
            let (proposal, reachedAt) = LevelProposal.open(for: event.incident, reports: event.reports)
        else { return [] }
        let figure = Collection.incident.field(proposal.field).map(words.name) ?? proposal.field
        return [
            [
                "proposalText": words(
                    "\(figure) \(proposal.value)，建议定为\(proposal.level.rawValue)（\(proposal.basis)），由人判定。",
                    "\(figure) \(proposal.value) proposes \(proposal.level.rawValue) (\(proposal.basis)); a person decides."
                ),
                "proposalLevel": proposal.level.rawValue, "proposalAction": "\(event.path)/level",
                "proposalAt": Typed.value(typed, "level", "at", Words.minute(reachedAt ?? event.now)),
                "reachedLabel": words("达到该级别的时间", "Level reached at"),
                "acceptText": words(
                    "采纳：\(LevelMark.text(proposal.level, words))", "Accept: \(LevelMark.text(proposal.level, words))"),
            ]
        ]
    }

    private static var html: String {
        """
        {{#isSaved}}<p class="done" role="status">{{saved}}</p>{{/isSaved}}{{#already}}<p class="notice" role="status">{{.}}</p>{{/already}}{{#otherWrong}}<p class="notice badly" role="alert">{{.}}</p>{{/otherWrong}}{{#odd}}<p class="notice">{{.}}</p>{{/odd}}
        <div id="event-head" data-live><div class="event-head"><h2><span class="{{levelStyle}}">{{levelText}}</span> {{title}}</h2> \(LevelMark.tagsHTML)<span class="{{deliveredClass}}">{{delivered}}</span> \(CountyReceiptMark.html)</div>
        \(CountyReceiptMark.buttonHTML)</div>
        \(RelayBar.html)
        {{#proposal}}<form class="row notice" method="post" action="{{proposalAction}}"><input type="hidden" name="token" value="{{token}}"><input type="hidden" name="level" value="{{proposalLevel}}"><p class="grow"><b>{{proposalText}}</b></p><p><label for="level-at">{{reachedLabel}}</label><input id="level-at" name="at" class="n" autocomplete="off" value="{{proposalAt}}"></p><button>{{acceptText}}</button></form>{{/proposal}}
        <form class="row entry-row" method="post" action="{{rowAction}}"><input type="hidden" name="token" value="{{token}}"><input type="hidden" name="id" value="{{rowID}}"><p><label for="row-at">{{rowTitle}} · {{atLabel}}</label><input id="row-at" name="at" class="n" autocomplete="off" value="{{rowAt}}"></p><p class="grow"><label for="row-what">{{whatLabel}}</label><textarea id="row-what" name="what">{{rowWhat}}</textarea></p><p><label for="row-source">{{sourceLabel}}</label><input id="row-source" name="source" value="{{rowSource}}"></p><button>{{rowButton}}</button>{{#rowWrong}}<span class="message" role="alert">{{.}}</span>{{/rowWrong}}</form>
        <div id="event-facts" data-live><p class="event-facts">{{#facts}}<span><b>{{factLabel}}</b> <span class="{{factStyle}}">{{fact}}</span></span>　{{/facts}}</p><p class="event-facts">{{summary}}</p>
        {{#missing}}<p class="warn">{{.}}</p>{{/missing}}{{#conflict}}<p class="notice badly">{{.}} <a href="{{recordPath}}">{{recordText}}</a></p>{{/conflict}}</div>
        <p><a href="{{recordPath}}">{{recordText}}</a> · <a href="{{printPath}}">{{printText}}</a>{{#overseen}} · <a href="{{path}}/city">{{city}}</a> · <a href="{{path}}/review">{{review}}</a> · <a href="{{path}}/known">{{known}}</a>{{/overseen}} · <a href="{{listPath}}">{{listText}}</a></p>
        <div class="cards"><div class="card">\(Versions.html)</div><div class="card">\(Orders.html)</div></div>
        \(Course.html)
        <details {{timeOpen}}><summary>{{timeTitle}}</summary><form class="row" method="post" action="{{timeAction}}"><input type="hidden" name="token" value="{{token}}"><p><label for="time-at">{{timeLabel}}</label><input id="time-at" name="at" class="n" autocomplete="off" value="{{timeAt}}"></p><p class="grow"><label for="time-reason">{{reasonLabel}}</label><textarea id="time-reason" name="reason">{{timeReason}}</textarea></p><button>{{timeButton}}</button>{{#timeWrong}}<span class="message" role="alert">{{.}}</span>{{/timeWrong}}</form></details>
        \(Supposing.html)
        <div class="ends">{{#canClose}}<form method="post" action="{{closeAction}}"><input type="hidden" name="token" value="{{token}}"><input type="hidden" name="at" value="{{closeAt}}"><button class="quiet">{{closeText}}</button></form>{{/canClose}}{{#canFalsify}}<a class="button quiet" href="{{falsePath}}">{{falseText}}</a>{{/canFalsify}}</div>
        """
    }
}

/// What the history of an incident's record still knows.
package enum IncidentHistory {
    /// Times of occurrence that were given before the present one, the first one first.
    static func earlierOccurrences(_ event: IncidentCase) -> [String] {
        earlier("occurredAt", event.detail).map { Words.minute($0) }
    }

    /// Earlier values of a time of a record, the first one first.
    package static func earlier(_ field: String, _ detail: RecordDetail) -> [Instant] {
        var times: [Instant] = []
        for entry in detail.history {
            for write in entry.writes where write.field == field {
                guard case .set(.text(let text)) = write.operation, let time = Instant(text) else { continue }
                if times.last != time { times.append(time) }
            }
        }
        if let last = times.last, last == RecordFacts(detail.view).time(field) { times.removeLast() }
        return times
    }
}
