import DutyRecords
import Hummingbird
import Mustache
import ProgramShell
import SyncKit
import Synchronization

/// What stands beside a call: who has this number, when they called before, and who waits to be called back.
struct CallPages<Room: DeskRoom>: Sendable {
    let desk: Desk<Room>
    private let fragment: MustacheTemplate
    private let list: MustacheTemplate

    init(_ desk: Desk<Room>) throws {
        self.desk = desk
        fragment = try MustacheTemplate(string: Self.fragmentHTML)
        list = try MustacheTemplate(string: Self.listHTML)
    }

    private static var callersMost: Int { 300 }
    private static var earlierMost: Int { 6 }
    private static var waitingMost: Int { 100 }
    /// The latest, of some years of a town: who calls now has called in them.
    private static var callsMost: Int { 5_000 }
    /// Among so many of the latest there is nearly always one that came in.
    private static var latestMost: Int { 30 }

    func add(to router: Router<PageContext>) {
        router.get("/beside/phone") { request, _ in
            try await desk.signedIn(request) { _, language in
                let number = request.uri.queryParameters.get("number") ?? ""
                return DeskResponse.answer(
                    try await beside(number, Words(language: language)), "text/html; charset=utf-8")
            }
        }
        router.get("/callers.json") { request, _ in
            try await desk.signedIn(request) { _, _ in
                let known = try await known()
                return DeskResponse.json(
                    .object([
                        ("callers", .array(known.all.prefix(Self.callersMost).map(\.json))),
                        ("last", known.last?.json ?? .null),
                    ]))
            }
        }
        router.get("/callbacks") { request, _ in
            try await desk.signedIn(request) { visitor, language in
                let words = Words(language: language)
                let waiting = MissedCalls.waiting(try await known().calls).prefix(Self.waitingMost)
                let view: [String: Any] = [
                    "title": words("未接来电，待回拨", "Missed calls to be called back"),
                    "none": waiting.isEmpty ? [words("没有待回拨的来电。", "Nobody waits to be called back.")] : [],
                    "waiting": waiting.map { row($0, words) },
                ]
                return try await desk.frame.page(
                    words("待回拨", "Call back"), list.render(view), visitor, language)
            }
        }
    }

    private func known() async throws -> KnownCallers {
        try await desk.callers.current(desk.room.mirror.version()) {
            KnownCallers(
                calls: try await latest(Self.callsMost), people: try await Accounts(desk.room).persons(),
                unit: desk.room.unitName)
        }
    }

    private func latest(_ count: Int) async throws -> [RecordFacts] {
        try await desk.room.store.records(
            RecordFilter(
                collection: "phone-record", unit: desk.room.homeUnit, limit: count, order: .lastArrivedFirst),
            deliveredTo: nil
        ) { RecordFacts($0) }
    }

    /// Who called last.
    func last() async throws -> KnownCaller? {
        for count in [Self.latestMost, Self.callsMost] {
            if let last = KnownCallers(calls: try await latest(count), people: [], unit: "").last { return last }
        }
        return nil
    }

    /// The directory for the command bar.
    func directory() async throws -> [KnownCaller] {
        try await known().all.filter { !$0.phone.isEmpty }
    }

    func beside(_ number: String, _ words: Words) async throws -> String {
        let known = try await known()
        let phone = PhoneNumber(number)
        let caller = phone.flatMap { known.caller(of: $0) }
        let calls = phone.map { known.calls(of: $0) } ?? []
        let waiting = MissedCalls.waiting(known.calls)
        return fragment.render(
            [
                "caller": caller.map { [["text": $0.text, "name": $0.name, "unit": $0.unit, "post": $0.post]] } ?? [],
                "whose": words("这个号码：", "This number: "), "fill": words("填入", "Fill in"),
                "unknown": phone != nil && caller == nil
                    ? [words("通讯录和以前的来电中没有这个号码。", "Neither the directory nor an earlier call has this number.")] : [],
                "earlierTitle": calls.isEmpty ? [] : [words("以前的通话（\(calls.count)）", "Earlier calls (\(calls.count))")],
                "earlier": calls.prefix(Self.earlierMost).map { row($0, words) },
                "waitingTitle": words("待回拨（\(waiting.count)）", "To be called back (\(waiting.count))"),
                "hasWaiting": !waiting.isEmpty, "waiting": waiting.prefix(Self.earlierMost).map { row($0, words) },
                "hint": phone == nil && waiting.isEmpty
                    ? [
                        words(
                            "输入对方电话，这里就显示是谁、以前打来过什么。", "Type the number, and whose it is and earlier calls stand here.")
                    ] : [],
            ] as [String: Any])
    }

    private func row(_ call: RecordFacts, _ words: Words) -> [String: Any] {
        let caller = KnownCaller(call: call)
        return [
            "path": "/record/phone-record/\(call.id)",
            "time": call.time("receivedAt").map { Words.minute($0) } ?? "–",
            "who": caller?.text ?? words("不详", "unknown"),
            "what": RecordTitle.shortened(call.text("matter") ?? "", to: 60),
            "back": CallBackForm.path(call), "call": words("回拨", "Call back"),
            "way": Wording.choice(call.text("direction") ?? "", in: words.language),
        ]
    }

    private static var fragmentHTML: String {
        """
        {{#caller}}<p><b>{{whose}}</b>{{text}} <button type="button" class="quiet" data-fill data-name="{{name}}" data-unit="{{unit}}" data-post="{{post}}" hidden>{{fill}} <kbd>F4</kbd></button></p>{{/caller}}
        {{#unknown}}<p class="soft">{{.}}</p>{{/unknown}}{{#hint}}<p class="soft">{{.}}</p>{{/hint}}
        {{#earlierTitle}}<h3>{{.}}</h3>{{/earlierTitle}}<ul class="plain">{{#earlier}}<li><span class="n">{{time}}</span> {{way}} {{who}}<br><a href="{{path}}">{{what}}</a></li>{{/earlier}}</ul>
        {{#hasWaiting}}<h3><a href="/callbacks">{{waitingTitle}}</a></h3><ul class="plain">{{#waiting}}<li><span class="n">{{time}}</span> {{who}} <a href="{{back}}">{{call}}</a></li>{{/waiting}}</ul>{{/hasWaiting}}
        """
    }

    private static var listHTML: String {
        """
        <h2>{{title}}</h2>{{#none}}<p class="soft">{{.}}</p>{{/none}}<ul class="plain">{{#waiting}}<li><span class="n">{{time}}</span> <b>{{who}}</b> <a href="{{path}}">{{what}}</a> <a class="button" href="{{back}}">{{call}}</a></li>{{/waiting}}</ul>
        """
    }
}

extension KnownCaller {
    /// Unit, post, name and number, as one says who called.
    var text: String { [unit, post, name, phone].filter { !$0.isEmpty }.joined(separator: " ") }

    var json: JSONValue {
        .object([("phone", .text(phone)), ("name", .text(name)), ("unit", .text(unit)), ("post", .text(post))])
    }
}

/// Who called before, as long as neither a call nor a person changed: it is asked for with every digit that is typed.
final class CallerMemory: Sendable {
    private let known = Mutex<(version: [Int], callers: KnownCallers)?>(nil)

    func current(_ version: [Int], reading: () async throws -> KnownCallers) async throws -> KnownCallers {
        if let known = known.withLock({ $0 }), known.version == version { return known.callers }
        let read = try await reading()
        known.withLock { $0 = (version, read) }
        return read
    }
}

/// The form of the call out that answers a missed one: to whom it goes, and which it calls back.
enum CallBackForm {
    static func path(_ call: RecordFacts) -> String {
        let caller = KnownCaller(call: call)
        return "/new/phone-record?"
            + Query.text([
                ("direction", "out"), ("callBackOf", call.id.description), ("callerPhone", caller?.phone ?? ""),
                ("callerName", caller?.name ?? ""), ("callerUnit", caller?.unit ?? ""),
                ("callerPost", caller?.post ?? ""), ("matter", "回拨"),
            ])
    }
}
