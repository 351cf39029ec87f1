import DutyRecords
import Foundation
import ProgramShell
import SyncKit

/// Instructions with their receipt and feedback in one line each, and who was told and has not answered (Art. 3, 5(3)).
struct Orders {
    let event: IncidentCase
    /// At the county, where each of its instructions is.
    let places: [RecordID: InstructionPlace]
    let catalog: DutyCatalog
    let words: Words
    let token: String
    let typed: Typed?
    /// This room's own, with its roster.
    let duties: DutyBook

    private var now: Instant { event.now }

    var view: [String: Any] {
        // At the county one's own room's stand as they do at a unit, and those of units with the way that each went.
        let instructions = event.facts("instruction").filter { !event.isCounty || $0.unit == event.home }
            .sorted { $0.id < $1.id }.map(order)
        let ways = event.followUps.map { followUp in
            InstructionWay(
                followUp, book: event.reading.book, unitName: event.reading.duties.unit(followUp.unit).name,
                places: places, actsPath: event.path, now: now, words: words, token: token, typed: typed
            ).view
        }
        let told = event.told
        let isFalse = event.incident.falseAlarmAt != nil
        return [
            "ordersTitle": words("批示与反馈", "Instructions"), "orders": instructions, "ways": ways,
            "hasOrders": !instructions.isEmpty || !ways.isEmpty,
            "noOrders": words("还没有批示。", "No instruction yet."),
            "newOrderPath": event.isCounty ? sendPath : "/new/instruction?incident=\(event.incident.id)",
            "newOrderText": event.isCounty
                ? words("＋ 批示发给单位", "＋ To units") : words("＋ 电话批示", "＋ By telephone"),
            "toldTitle": words("已告知的对象", "Who was told"), "told": told.rows.map { row(of: $0, isFalse: isFalse) },
            "hasTold": !told.rows.isEmpty, "noTold": words("还没有告知任何对象。", "Nobody was told yet."),
            "callPath": "/new/phone-record?incident=\(event.incident.id)&direction=out",
            "callText": words("＋ 电话告知", "＋ Tell by telephone"), "ackAction": "\(event.path)/acknowledge",
            "nameLabel": words("另有已知悉的对象", "Also aware"), "atLabel": words("时间", "Minute"),
            "ackName": Typed.value(typed, "acknowledge", "name", ""),
            "ackAt": Typed.value(typed, "acknowledge", "at", Words.minute(now)),
            "ackWrong": Typed.message(typed, "acknowledge"), "ackButton": words("记下", "Note"),
        ]
    }

    /// The form with the units of this event ticked: the one where it happened, and those that reported of it.
    private var sendPath: String {
        let units = Set([event.incident.unit] + event.reports.map(\.unit)).subtracting([event.home]).sorted()
        return "/send/instruction?incident=\(event.incident.id)"
            + units.map { "&unit=" + Query.escaped($0) }.joined()
    }

    private func order(_ record: RecordFacts) -> [String: Any] {
        let form = "feedback-\(record.id)"
        let clock = InstructionClock(record, event.reading.book)
        let isOwn = record.unit == event.home
        let isReceipted = record.has("receiptAt")
        let hasFeedback = record.has("feedbackAt") || record.has("feedback")
        return [
            "leader": record.text("leader") ?? "", "order": record.text("text") ?? "",
            "issued": record.time("issuedAt").map { ShortTime.text($0, at: now) } ?? "",
            "orderUnit": record.text("unit") ?? "", "orderPath": "/record/instruction/\(record.id)",
            "openText": words("查看", "open"),
            "orderDelivered": event.view(record.id).map {
                [["deliveredText": Delivered.word($0, catalog, words), "deliveredStyle": Delivered.style($0)]]
            } ?? [],
            "states": [
                isReceipted
                    ? done(words("已签收", "receipt"), record.time("receiptAt"), record.text("receiptBy"))
                    : waiting(words("签收", "receipt"), clock.receiptDueAt),
                hasFeedback
                    ? done(words("已反馈", "feedback"), record.time("feedbackAt"), record.text("feedback"))
                    : waiting(words("反馈", "feedback"), clock.feedbackDueAt),
            ],
            "canReceipt": isOwn && !isReceipted, "canFeed": isOwn && !hasFeedback, "token": token,
            "receiptAction": "\(event.path)/receipt", "feedbackAction": "\(event.path)/feedback",
            "orderID": record.id.description, "receiptText": words("签收", "Receipt"),
            "feedbackLabel": words("反馈", "Feedback"), "feedbackTyped": Typed.value(typed, form, "feedback", ""),
            "feedbackWrong": Typed.message(typed, form), "doneLabel": words("并已办结", "and done"),
            "isDone": typed?.form == form && typed?.fields["done"] == "true" ? "checked" : "",
            "feedbackText": isReceipted ? words("反馈", "Send") : words("签收并反馈", "Receipt and feedback"),
        ]
    }

    private func done(_ what: String, _ at: Instant?, _ more: String?) -> [String: String] {
        let parts = [what, at.map { ShortTime.text($0, at: now) }, more].compactMap { $0 }
        return ["stateStyle": "good", "state": "✓ " + parts.joined(separator: " ")]
    }

    private func waiting(_ what: String, _ due: Instant) -> [String: String] {
        if now > due {
            let late = words.minutes((now - due).minutesUp)
            return ["stateStyle": "bad", "state": words("▲ 未\(what)，已超 \(late)", "▲ no \(what), late by \(late)")]
        }
        let left = words.minutes((due - now).minutesDown)
        return ["stateStyle": "warn", "state": words("○ 未\(what)，还剩 \(left)", "○ no \(what), \(left) left")]
    }

    private func row(of row: ToldList.Row, isFalse: Bool) -> [String: Any] {
        let silent = row.silentMinutes(at: now)
        let state: (style: String, text: String)
        if row.isAcknowledged {
            let at = row.acknowledgedAt.map { " " + ShortTime.text($0, at: now) } ?? ""
            state = ("good", words("✓ 已知悉\(at)", "✓ acknowledged\(at)"))
        } else {
            let figures = event.reading.book.figures(for: event.home, at: event.incident.occurredAt)
            let isLong = (silent ?? 0) > figures.receiptMinutes
            let minutes = words.minutes(silent ?? 0)
            state =
                isLong
                ? ("bad", words("▲ \(minutes)没有回音", "▲ silent for \(minutes)"))
                : ("warn", words("○ 待回音 \(minutes)", "○ awaiting an answer, \(minutes)"))
        }
        let limit = event.reading.book.figures(for: event.home, at: event.incident.occurredAt).receiptMinutes
        let isPassedOn = !row.isAcknowledged && (silent ?? 0) >= 2 * limit && event.incident.closedAt == nil && !isFalse
        let next =
            isPassedOn ? duties.nextUp(of: event.home, besides: event.told.rows.map(\.name), at: now) : nil
        let corrected = row.correctedAt.map {
            words("已更正 ", "corrected ") + ShortTime.text($0, at: now)
        }
        return [
            "toldName": row.name, "toldStyle": state.style, "toldState": state.text,
            "toldAt": row.toldAt.map { words("告知 ", "told ") + ShortTime.text($0, at: now) } ?? "",
            "passOn": next.map { [passOn(to: $0)] } ?? [],
            "canAcknowledge": !row.isAcknowledged && !isFalse, "ackRowAction": "\(event.path)/acknowledge",
            "ackRowAt": Words.minute(now), "ackText": words("已知悉", "Acknowledged"), "token": token,
            "corrections": isFalse
                ? [corrected.map { "✓ " + $0 } ?? words("▲ 尚未更正", "▲ not corrected yet")] : [],
            "correctionStyle": row.correctedAt == nil ? "bad" : "good",
            "canCorrect": isFalse && row.correctedAt == nil, "correctAction": "\(event.path)/corrected",
            "correctID": RecordID.drawn().description, "correctText": words("已电话更正", "Corrected by phone"),
        ]
    }

    /// Silence passes on: the form of a call to the next one up, with his number.
    private func passOn(to person: Person) -> [String: String] {
        let phone = person.record.text("mobile") ?? ""
        let query = "&callerName=\(Query.escaped(person.name))&callerPhone=\(Query.escaped(phone))"
        return [
            "passOnPath": "/new/phone-record?incident=\(event.incident.id)&direction=out\(query)",
            "passOnText": words("请改告\(person.name) \(phone)", "Tell \(person.name) \(phone)"),
        ]
    }

    static let html = """
        <section id="orders" data-live><h2>{{ordersTitle}} <a class="button" href="{{newOrderPath}}">{{newOrderText}}</a></h2>{{^hasOrders}}<p class="soft">{{noOrders}}</p>{{/hasOrders}}<ul class="plain orders">{{#ways}}\(InstructionWay.html){{/ways}}{{#orders}}<li><b>{{leader}}</b> <span class="n">{{issued}}</span> {{orderUnit}} {{#orderDelivered}}<span class="{{deliveredStyle}}">{{deliveredText}}</span>{{/orderDelivered}} <a href="{{orderPath}}">{{openText}}</a><blockquote>{{order}}</blockquote>{{#states}}<span class="{{stateStyle}}">{{state}}</span>　{{/states}}
        {{#canReceipt}}<form class="row" method="post" action="{{receiptAction}}"><input type="hidden" name="token" value="{{token}}"><input type="hidden" name="instruction" value="{{orderID}}"><button>{{receiptText}}</button></form>{{/canReceipt}}
        {{#canFeed}}<form class="row" method="post" action="{{feedbackAction}}"><input type="hidden" name="token" value="{{token}}"><input type="hidden" name="instruction" value="{{orderID}}"><p class="grow"><label for="feedback-{{orderID}}">{{feedbackLabel}}</label><textarea id="feedback-{{orderID}}" name="feedback">{{feedbackTyped}}</textarea></p><label class="flag"><input type="checkbox" name="done" value="true" {{isDone}}>{{doneLabel}}</label><button class="quiet">{{feedbackText}}</button>{{#feedbackWrong}}<span class="message" role="alert">{{.}}</span>{{/feedbackWrong}}</form>{{/canFeed}}</li>{{/orders}}</ul></section>
        <section id="told" data-live><h2>{{toldTitle}} <a class="button" href="{{callPath}}">{{callText}}</a></h2>{{^hasTold}}<p class="soft">{{noTold}}</p>{{/hasTold}}<ul class="plain told">{{#told}}<li><b>{{toldName}}</b> <span class="n">{{toldAt}}</span> <span class="{{toldStyle}}">{{toldState}}</span> {{#passOn}}<a class="button" href="{{passOnPath}}">{{passOnText}}</a> {{/passOn}}{{#corrections}}<span class="{{correctionStyle}}">{{.}}</span>{{/corrections}}
        {{#canAcknowledge}}<form method="post" action="{{ackRowAction}}"><input type="hidden" name="token" value="{{token}}"><input type="hidden" name="name" value="{{toldName}}"><input type="hidden" name="at" value="{{ackRowAt}}"><button class="quiet">{{ackText}}</button></form>{{/canAcknowledge}}{{#canCorrect}}<form method="post" action="{{correctAction}}"><input type="hidden" name="token" value="{{token}}"><input type="hidden" name="id" value="{{correctID}}"><input type="hidden" name="name" value="{{toldName}}"><input type="hidden" name="at" value="{{ackRowAt}}"><button>{{correctText}}</button></form>{{/canCorrect}}</li>{{/told}}</ul>
        <form class="row" method="post" action="{{ackAction}}"><input type="hidden" name="token" value="{{token}}"><p><label for="ack-name">{{nameLabel}}</label><input id="ack-name" name="name" value="{{ackName}}"></p><p><label for="ack-at">{{atLabel}}</label><input id="ack-at" name="at" class="n" autocomplete="off" value="{{ackAt}}"></p><button class="quiet">{{ackButton}}</button>{{#ackWrong}}<span class="message" role="alert">{{.}}</span>{{/ackWrong}}</form></section>
        """
}
