import DutyRecords
import Foundation
import Hummingbird
import Mustache
import ProgramShell
import SyncKit

/// What happened to the stores themselves, and what is kept without effect: in plain words, with what to do.
struct EventPages<Room: DeskRoom>: Sendable {
    let desk: Desk<Room>
    private let template: MustacheTemplate
    /// Confirmed ones stay to be looked up; a page stays below 100 kB.
    private static var confirmedMax: Int { 50 }
    private static var heldMax: Int { 50 }

    init(_ desk: Desk<Room>) throws {
        self.desk = desk
        template = try MustacheTemplate(string: Self.html)
    }

    func add(to router: Router<PageContext>) {
        router.get("/events") { request, _ in try await desk.signedIn(request) { try await show($0, $1) } }
        router.post("/events/:id") { request, context in
            try await desk.posted(request) { _, visitor, _ in
                guard let id = Int64(try context.parameters.require("id")) else { throw SyncError.unknown("event") }
                try await audited(.confirm, on: "#\(id)", visitor, context) {
                    try await desk.room.store.confirm(event: id)
                }
                return DeskResponse.seeOther("/events")
            }
        }
        router.post("/release") { request, context in
            try await desk.posted(request) { posted, visitor, _ in
                guard desk.room.writer == .county else {
                    throw CommandFailure(
                        .badUse, chinese: "暂扣的内容只能由县里放行。", english: "only the county releases what is held")
                }
                guard let dot = Dot(posted["set"]) else { throw SyncError.unknown("set") }
                do {
                    try await audited(.release, on: "\(posted["ledger"]) \(dot)", visitor, context) {
                        _ = try await Holding.release(
                            dot, in: posted["ledger"], author: visitor.session.name, of: desk.room.store)
                    }
                } catch SyncError.unknown {
                    // It was released already: a second press, or another person's.
                }
                return DeskResponse.seeOther("/events")
            }
        }
    }

    private func audited(
        _ act: AuditedAct, on object: String, _ visitor: Visitor, _ context: PageContext,
        _ body: () async throws -> Void
    ) async throws {
        if desk.room.writer == .county {
            try visitor.checkAdministers(
                "确认须知和放行暂扣由管理员办理。", "Confirming what is to know and releasing what is held are an administrator's.")
        }
        let auditor = Auditor(desk.room.store, person: visitor.session.name, address: context.address)
        try await auditor.enter(act, on: object, body)
    }

    private func show(_ visitor: Visitor, _ language: Language) async throws -> Response {
        let words = Words(language: language)
        let room = desk.room
        let replicas = try await ReplicaNames.read(in: room, words)
        let events = try await room.store.events()
        let open = events.filter { $0.confirmedAt == nil }.reversed().map { view(of: $0, replicas, visitor, words) }
        let confirmed = events.filter { $0.confirmedAt != nil }.suffix(Self.confirmedMax).reversed().map {
            view(of: $0, replicas, visitor, words)
        }
        let sets = try await room.store.heldSets()
        var held: [[String: Any]] = []
        for set in sets.prefix(Self.heldMax) { held.append(try await view(of: set, replicas, visitor, words)) }
        let page: [String: Any] = [
            "title": words("须知", "To know"), "openTitle": words("待确认", "To confirm"), "open": open,
            "isQuiet": open.isEmpty, "quiet": words("没有待确认的事项。", "Nothing is to be confirmed."),
            "confirm": words("确认", "Confirm"), "heldTitle": words("暂扣的内容", "Held, without effect"),
            "held": held, "hasHeld": !held.isEmpty, "release": words("放行", "Release"),
            "more": sets.count > Self.heldMax
                ? [words("还有 \(sets.count - Self.heldMax) 组。", "\(sets.count - Self.heldMax) more.")] : [],
            "confirmedTitle": words("已确认", "Confirmed"), "confirmed": confirmed, "hasConfirmed": !confirmed.isEmpty,
        ]
        return try await desk.frame.page(words("须知", "To know"), template.render(page), visitor, language)
    }

    private func view(
        of event: SyncEvent, _ replicas: ReplicaNames, _ visitor: Visitor, _ words: Words
    ) -> [String: Any] {
        let place = event.replica.map { replicas.name($0) } ?? replicas.unit(event.unit)
        return [
            "action": "/events/\(event.id)", "token": visitor.session.formToken,
            "kind": EventWords.kind(event.kind, words.language), "place": place, "at": PageTime.text(event.at),
            "text": EventWords.text(event, words.language),
            "advice": EventAdvice.text(event.kind, isCounty: desk.room.writer == .county, words),
            "confirmedAt": event.confirmedAt.map { words("确认于 ", "confirmed ") + PageTime.text($0) } ?? "",
        ]
    }

    private func view(
        of set: HeldSet, _ replicas: ReplicaNames, _ visitor: Visitor, _ words: Words
    ) async throws -> [String: Any] {
        let content = try await desk.room.store.content(of: set.dot, in: set.ledger)
        let isCounty = desk.room.writer == .county
        let records = (content?.changes ?? []).compactMap { change -> [String: String]? in
            guard let collection = desk.room.catalog.collection(named: change.collection), collection.isListed else {
                return nil
            }
            let target = RecordTarget(
                collection: change.collection, id: change.record.description,
                unit: isCounty && set.ledger.unit != desk.room.homeUnit ? set.ledger.unit : nil)
            let fields = change.writes.prefix(6).map { collection.field($0.field).map(words.name) ?? $0.field }
            return [
                "path": target.path(), "name": words.name(collection),
                "fields": fields.joined(separator: words("、", ", ")),
            ]
        }
        let by = content.map { content in
            [
                content.authorship.author, replicas.name(content.authorship.replica),
                PageTime.text(content.authorship.at),
            ]
            .filter { !$0.isEmpty }.joined(separator: " · ")
        }
        return [
            "code": Wording.title(set.reason.code, in: words.language), "by": by ?? replicas.unit(set.ledger.unit),
            "reason": Wording.reason(set.reason, in: words.language), "since": PageTime.text(set.since),
            "records": records, "advice": EventAdvice.held(set.reason.code, isCounty: isCounty, words),
            "release": isCounty && set.reason.code != .channel
                ? [
                    [
                        "token": visitor.session.formToken, "set": set.dot.description,
                        "ledger": set.ledger.description, "button": words("放行", "Release"),
                    ]
                ] : [],
        ]
    }

    private static var html: String {
        """
        <h2>{{title}}</h2>{{#isQuiet}}<p>{{quiet}}</p>{{/isQuiet}}
        {{#open}}<section class="event" aria-label="{{kind}}"><h3>{{kind}}</h3><p class="soft">{{place}} · <span class="n">{{at}}</span></p><p>{{text}}</p><p><b>{{advice}}</b></p>
        <form method="post" action="{{action}}"><input type="hidden" name="token" value="{{token}}"><button>{{confirm}}</button></form></section>{{/open}}
        {{#hasHeld}}<h2>{{heldTitle}}</h2>{{/hasHeld}}{{#held}}<section class="event" aria-label="{{code}}"><h3>{{code}}</h3><p class="soft">{{by}} · <span class="n">{{since}}</span></p><p>{{reason}}</p>
        {{#records}}<p><a href="{{path}}">{{name}}</a> <span class="soft">{{fields}}</span></p>{{/records}}<p><b>{{advice}}</b></p>
        {{#release}}<form method="post" action="/release"><input type="hidden" name="token" value="{{token}}"><input type="hidden" name="set" value="{{set}}"><input type="hidden" name="ledger" value="{{ledger}}"><button>{{button}}</button></form>{{/release}}</section>{{/held}}
        {{#more}}<p class="soft">{{.}}</p>{{/more}}
        {{#hasConfirmed}}<details><summary>{{confirmedTitle}}</summary><ul class="plain">{{#confirmed}}<li><b>{{kind}}</b> {{place}} <span class="n">{{at}}</span> <span class="soft">{{confirmedAt}}</span><br>{{text}}</li>{{/confirmed}}</ul></details>{{/hasConfirmed}}
        """
    }
}
