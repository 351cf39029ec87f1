import DutyRecords
import Foundation
import HTTPTypes
import Hummingbird
import Mustache
import ProgramShell
import SyncKit

/// What a page is told without asking: the line, that something changed, what calls. By server-sent events.
///
/// Source: WHATWG HTML, section 9.2. The stream also is the proof of life: it speaks at least every three seconds, and a
/// page that hears nothing for longer says that it may be stale.
struct LivePages<Room: DeskRoom>: Sendable {
    let desk: Desk<Room>
    private let alarms = AlarmDesk<Room>()
    private let template: MustacheTemplate
    private static var beat: Duration { .seconds(3) }
    /// Clocks call to the half minute.
    private static var beatsOfNews: Int { 10 }
    /// What one act changes comes as several transactions.
    private static var settling: Duration { .milliseconds(150) }

    init(_ desk: Desk<Room>) throws {
        self.desk = desk
        template = try MustacheTemplate(string: Self.html)
    }

    func add(to router: Router<PageContext>) {
        router.get("/live") { request, _ in stream(request) }
        router.get("/live.js") { _, _ in DeskResponse.answer(Assets.worker, "text/javascript; charset=utf-8") }
        router.get("/badge/:count") { _, context in
            DeskResponse.answer(Self.badge(Int(try context.parameters.require("count")) ?? 0), "image/svg+xml")
        }
        router.post("/alarms/heard") { request, _ in
            try await desk.posted(request) { _, _, _ in
                try await alarms.hear(desk)
                return DeskResponse.seeOther(ReturnPath.referring(request) ?? "/")
            }
        }
    }

    private func stream(_ request: Request) -> Response {
        let language = desk.cookies.language(request)
        let token = desk.visitor(request, touches: false)?.token
        var headers = HTTPFields()
        headers[.contentType] = "text/event-stream; charset=utf-8"
        headers[.cacheControl] = "no-store"
        return Response(
            status: .ok, headers: headers,
            body: ResponseBody { writer in
                do {
                    try await tell(&writer, token, language)
                } catch is CancellationError {}
                try await writer.finish(nil)
            })
    }

    private enum Moment { case beat, changed }

    private func tell(
        _ writer: inout any ResponseBodyWriter, _ token: String?, _ language: Language
    ) async throws {
        let (moments, feed) = AsyncStream<Moment>.makeStream()
        let changes = desk.room.store.changes.listen()
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { for await _ in changes { feed.yield(.changed) } }
            group.addTask {
                while true {
                    feed.yield(.beat)
                    try await Task.sleep(for: Self.beat)
                }
            }
            defer { group.cancelAll() }
            var (beats, isIn, isChanged) = (0, token != nil, false)
            for await moment in moments.endedByStop() {
                switch moment {
                case .changed where isChanged: continue
                case .changed:
                    isChanged = true
                    try await Task.sleep(for: Self.settling)
                case .beat: beats += 1
                }
                try await writer.write(Self.event("line", .text(try await desk.frame.line(language))))
                guard isIn, let token else {
                    isChanged = false
                    continue
                }
                let found = desk.sessions.find(token, now: SystemClock.monotonic(), touches: false)
                let visitor = try await desk.standing(found.map { Visitor(token: token, session: $0) })
                guard let session = visitor?.session else {
                    isIn = false
                    try await writer.write(Self.event("over", .null))
                    continue
                }
                if isChanged || beats % Self.beatsOfNews == 1 {
                    let standing = try await alarms.standing(desk)
                    let counts = try await desk.frame.counts()
                    try await writer.write(Self.event("news", news(standing, counts, session, language)))
                }
                if isChanged { try await writer.write(Self.event("changed", .null)) }
                isChanged = false
            }
        }
    }

    private func news(
        _ standing: AlarmDesk<Room>.Standing, _ counts: [String: Int], _ session: Sessions.Session,
        _ language: Language
    ) -> JSONValue {
        .object([
            ("waits", .object(counts.sorted { $0.key < $1.key }.map { ($0.key, .integer(Int64($0.value))) })),
            ("html", .text(html(standing, session, language))), ("count", .integer(Int64(standing.alarms.count))),
            ("unheard", .integer(Int64(standing.unheard))),
            ("stroke", standing.unheard > 0 ? standing.stroke.map { .text($0) } ?? .null : .null),
            ("priority", standing.priority.map { .text("\($0)") } ?? .null),
        ])
    }

    /// The most urgent with words; the rest as one line with a count.
    private func html(
        _ standing: AlarmDesk<Room>.Standing, _ session: Sessions.Session, _ language: Language
    ) -> String {
        let words = Words(language: language)
        let most = 3
        let single = standing.alarms.filter { $0.group == nil }
        let view: [String: Any] = [
            "groups": Alarm.Group.allCases.compactMap { group(of: $0, standing, words) },
            "alarms": single.prefix(most).map { alarm -> [String: Any] in
                let late = (standing.now - alarm.dueAt).minutesUp
                let left = (alarm.dueAt - standing.now).minutesDown
                return [
                    "path": DeskPath.act(alarm.collection, alarm.source.record),
                    "why": words(alarm.why.chinese, alarm.why.english),
                    "what":
                        (desk.room.catalog.collection(named: alarm.collection).map(words.name)
                        ?? alarm.collection) + words("：", ": "),
                    "style": alarm.priority == .urgent ? "badly" : "", "article": alarm.article,
                    "mark": alarm.phase >= .over ? "■" : "▲", "due": Words.minute(alarm.dueAt),
                    "left": alarm.phase >= .over
                        ? words("已超 ", "late by ") + words.minutes(max(0, late))
                        : words("还剩 ", "left ") + words.minutes(max(0, left)),
                ]
            },
            "rest": Sometimes.text(
                single.count > most
                    ? words("另有 \(single.count - most) 项在催", "\(single.count - most) more call") : nil
            ),
            "isUnheard": standing.unheard > 0, "heard": words("知道了", "Heard"),
            "about": words("不再响铃；事项办完才消失", "silences the bell; it goes when it is done"),
            "token": session.formToken,
        ]
        return template.render(view)
    }

    /// However many call for the same act: one line with their count, and where the act is done.
    private func group(
        of group: Alarm.Group, _ standing: AlarmDesk<Room>.Standing, _ words: Words
    ) -> [String: Any]? {
        let alarms = standing.alarms.filter { $0.group == group }
        guard let first = alarms.min(by: { $0.dueAt < $1.dueAt }) else { return nil }
        let count = Set(alarms.map { $0.source.record?.description ?? $0.source.unit }).count
        let text =
            switch group {
            case .arrived: words("\(count) 起单位来报待县签收", "\(count) of the units' incidents await the county's receipt")
            case .unitLate where alarms.contains { $0.phase == .passedOn }:
                words(
                    "\(count) 起单位超时未报，催后仍未报的请找其带班领导",
                    "\(count) of the units' incidents are late: where asking did not help, call the unit's leader")
            case .unitLate: words("\(count) 起单位超时未报，请催报", "\(count) of the units' incidents are late: ask for them")
            case .drill: words("【演练】\(count) 起待签收或超时", "[DRILL] \(count) await a receipt or are late")
            case .unitSilent: words("\(count) 个单位长时间没有联系，请电话核实", "\(count) units are silent: ask by telephone")
            }
        let isOver = alarms.contains { $0.phase >= .over }
        return [
            "path": group == .unitSilent ? "/sync" : "/wall", "text": text, "mark": isOver ? "■" : "▲",
            "style": alarms.contains { $0.priority == .urgent } ? "badly" : "",
            "due": words("最早 \(Words.minute(first.dueAt)) 到时", "the first is due at \(Words.minute(first.dueAt))"),
        ]
    }

    private static func event(_ name: String, _ value: JSONValue) -> ByteBuffer {
        ByteBuffer(string: "event: \(name)\ndata: \(value.text)\n\n")
    }

    /// The page's sign in its tab: plain, or with the number of what calls.
    private static func badge(_ count: Int) -> String {
        let number = count > 9 ? "9+" : "\(max(0, count))"
        let mark =
            count > 0
            ? "<circle cx=\"22\" cy=\"10\" r=\"10\" fill=\"#9b1c16\"/><text x=\"22\" y=\"15\" font-size=\"14\" "
                + "font-family=\"sans-serif\" text-anchor=\"middle\" fill=\"#fbfcfd\">\(number)</text>"
            : ""
        return
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 32 32\"><rect width=\"32\" height=\"32\" rx=\"4\" "
            + "fill=\"#0b4f8a\"/><text x=\"15\" y=\"25\" font-size=\"22\" font-family=\"sans-serif\" "
            + "text-anchor=\"middle\" fill=\"#f7fafd\">值</text>\(mark)</svg>"
    }

    private static var html: String {
        """
        {{#groups}}<p class="notice {{style}}"><b>{{mark}}</b> <a href="{{path}}">{{text}}</a> <span class="soft">{{due}}</span></p>{{/groups}}
        {{#alarms}}<p class="notice {{style}}"><b>{{mark}} {{left}}</b> <a href="{{path}}">{{what}}{{why}}</a> <span class="soft">{{article}} · {{due}}</span></p>{{/alarms}}
        {{#rest}}<p class="notice"><a href="/">{{.}}</a></p>{{/rest}}
        {{#isUnheard}}<form method="post" action="/alarms/heard"><input type="hidden" name="token" value="{{token}}"><button class="quiet" data-key="a">{{heard}} <kbd>a</kbd></button> <span class="soft">{{about}}</span></form>{{/isUnheard}}
        """
    }
}
