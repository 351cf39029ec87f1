import DutyRecords
import Foundation
import HTTPTypes
import Hummingbird
import Mustache
import ProgramShell
import SyncKit
import Synchronization

/// Forms that were sent after their sign-in had lapsed, or while nothing could be written: kept in memory until the same
/// person has signed in again and sends them once more, in the browser that sent them. Never on disk, and few.
final class KeptForms: Sendable {
    struct Kept: Sendable {
        let person: String
        /// Where it was sent, with its query.
        let path: String
        let fields: [String: String]
        /// Milliseconds since the boot.
        let at: Int64

        fileprivate var bytes: Int { fields.reduce(0) { $0 + $1.key.utf8.count + $1.value.utf8.count } }
    }

    private let kept = Mutex<[String: Kept]>([:])
    fileprivate static let most = 32
    private static let bytesMost = 8 * 1024 * 1024
    private static let minutesMost: Int64 = 12 * 60
    /// What a form that is sent once more carries: the key under which it is kept.
    static let field = "kept-form"

    /// Presses that a page offers again, and drafts, which the form's script keeps.
    private static let passing = ["/alarms/heard", "/draft/", "/drop/", "/kept/drop"]

    /// Whose a form says that it is.
    static func person(of fields: [String: String]) -> RecordID? {
        fields["typed-by"].flatMap { RecordID($0) } ?? fields["token"].flatMap { Sessions.person(of: $0) }
    }

    /// - Returns: the key for the browser; nil where the form names nobody whose it is.
    func keep(_ fields: [String: String], path: String, now: Int64) -> String? {
        // A password is typed anew, never kept: of a form that is about one nothing is left.
        guard !fields.keys.contains("password"), !Self.passing.contains(where: { path.hasPrefix($0) }),
            let person = Self.person(of: fields)?.description
        else { return nil }
        let fields = fields.filter { !["token", "typed-by"].contains($0.key) && !$0.key.hasSuffix("Password") }
        let key = Sessions.token()
        kept.withLock { kept in
            // Sent once more, and again too late.
            if let before = fields[Self.field], kept[before]?.person == person { kept[before] = nil }
            kept[key] = Kept(person: person, path: path, fields: fields.filter { $0.key != Self.field }, at: now)
            kept = kept.filter { now - $0.value.at < Self.minutesMost * 60_000 }
            while kept.count > Self.most || kept.values.reduce(0, { $0 + $1.bytes }) > Self.bytesMost,
                let oldest = kept.min(by: { $0.value.at < $1.value.at })
            {
                kept[oldest.key] = nil
            }
        }
        return key
    }

    func find(_ key: String, of person: RecordID) -> Kept? {
        kept.withLock { $0[key] }.flatMap { $0.person == person.description ? $0 : nil }
    }

    func has(_ key: String) -> Bool { kept.withLock { $0[key] != nil } }

    func drop(_ key: String, of person: RecordID) {
        kept.withLock { kept in
            if kept[key]?.person == person.description { kept[key] = nil }
        }
    }
}

extension Desk {
    /// A form whose sign-in has lapsed is kept beside the sign-in, and shown again after it. Only a browser that had a
    /// sign-in here sends its cookie, and no other site's form comes with it.
    /// - Returns: the browser's cookie; nil where it is not kept.
    func keepForm(_ request: Request) async -> String? {
        guard cookies.value(cookies.session, request) != nil, isOwn(request),
            let posted = try? await Posted.read(request)
        else { return nil }
        return keep(posted, request)
    }

    /// - Returns: the browser's cookie; nil where it is not kept.
    func keep(_ posted: Posted, _ request: Request) -> String? {
        let query = request.uri.query.map { "?\($0)" } ?? ""
        let key = ReturnPath.safe(request.uri.path + query).flatMap {
            keptForms.keep(posted.fields, path: $0, now: SystemClock.monotonic())
        }
        // Several windows may have sent one each.
        return key.map { cookies.keptCookie(keptKeys(request).filter(keptForms.has) + [$0]) }
    }

    /// Of the forms that this browser sent.
    func keptKeys(_ request: Request) -> [String] {
        (cookies.value(cookies.kept, request) ?? "").split(separator: ".").suffix(KeptForms.most).map(String.init)
    }

    /// Whether the page that sends it is one of this desk.
    func isOwn(_ request: Request) -> Bool {
        guard let origin = request.headers[.origin] else { return true }
        return origin.hasSuffix("//" + (request.head.authority ?? ""))
    }

    /// Whether a form of this browser waits for its person.
    func hasKeptForm(_ request: Request) -> Bool {
        keptKeys(request).contains(where: keptForms.has)
    }

    /// Whether one of this person's does.
    func hasKeptForm(_ request: Request, of person: RecordID) -> Bool {
        keptKeys(request).contains { keptForms.find($0, of: person) != nil }
    }
}

/// A form that outlived its sign-in, shown again.
struct KeptPages<Room: DeskRoom>: Sendable {
    let desk: Desk<Room>
    private let template: MustacheTemplate

    init(_ desk: Desk<Room>) throws {
        self.desk = desk
        template = try MustacheTemplate(string: Self.html)
    }

    func add(to router: Router<PageContext>) {
        router.get("/kept") { request, _ in
            try await desk.signedIn(request) { visitor, language in try await show(request, visitor, language) }
        }
        router.post("/kept/drop") { request, _ in
            try await desk.posted(request) { posted, visitor, _ in
                desk.keptForms.drop(posted[KeptForms.field], of: visitor.session.person)
                return DeskResponse.seeOther("/kept")
            }
        }
    }

    private func show(_ request: Request, _ visitor: Visitor, _ language: Language) async throws -> Response {
        let person = visitor.session.person
        var drafted: [String] = []
        var left: [(key: String, form: KeptForms.Kept)] = []
        for key in desk.keptKeys(request) {
            guard let kept = desk.keptForms.find(key, of: person) else { continue }
            if let draft = draft(kept), isOwn(draft), (try? desk.drafts.keep(draft)) == true {
                desk.keptForms.drop(key, of: person)
                drafted.append(draft.path)
            } else {
                left.append((key, kept))
            }
        }
        // Several drafts are listed on Today.
        guard !left.isEmpty else { return DeskResponse.seeOther(drafted.count == 1 ? drafted[0] : "/") }
        let words = Words(language: language)
        let view: [String: Any] = [
            "title": words("您提交的内容还没有保存", "What you sent is not saved yet"),
            "about": words(
                "提交时登录已失效，或者本机存不进去。请核对后再提交一次。",
                "Your sign-in had lapsed, or nothing could be written. Look it over and send it once more."),
            "token": visitor.session.formToken, "send": words("再次提交", "Send once more"),
            "drop": words("不再提交，丢弃", "Drop it, send nothing"),
            "forms": left.map { key, kept -> [String: Any] in
                [
                    "key": key, "action": kept.path,
                    "shown": TypedText(kept.fields, path: kept.path, words, in: desk.room.catalog).rows,
                    "fields": kept.fields.sorted { $0.key < $1.key }.map { ["name": $0.key, "value": $0.value] },
                ]
            },
        ]
        return try await desk.frame.page(words("再次提交", "Send once more"), template.render(view), visitor, language)
    }

    /// Nobody writes over another's draft.
    private func isOwn(_ draft: Drafts.Draft) -> Bool {
        desk.drafts.find(draft.id, of: draft.person) != nil || !desk.drafts.holds(draft.id)
    }

    /// A form of a record becomes a draft, and is gone on with in its own page.
    private func draft(_ kept: KeptForms.Kept) -> Drafts.Draft? {
        let parts = kept.path.prefix { $0 != "?" }.split(separator: "/").map(String.init)
        let fields = kept.fields.filter { !FormFrame.carried.contains($0.key) }
        switch (parts.first, parts.count) {
        case ("new", 2), ("send", 2):
            return Drafts.Draft(
                person: kept.person, collection: parts[1], id: kept.fields["id"] ?? "", fields: fields,
                at: SystemClock.wall())
        case ("record", 3):
            return Drafts.Draft(
                person: kept.person, collection: parts[1], id: kept.fields["draft"] ?? "",
                record: parts[2].removingPercentEncoding ?? "",
                unit: kept.fields["record-unit"].flatMap { $0.isEmpty ? nil : $0 }, fields: fields,
                at: SystemClock.wall())
        default: return nil
        }
    }

    private static var hidden: String {
        """
        <input type="hidden" name="token" value="{{token}}"><input type="hidden" name="\(KeptForms.field)" value="{{key}}">
        """
    }

    private static var html: String {
        """
        <h2>{{title}}</h2><p class="notice badly" role="alert">{{about}}</p>{{#forms}}\(TypedText.html)
        <form method="post" action="{{action}}">\(hidden){{#fields}}<textarea hidden name="{{name}}">
        {{value}}</textarea>{{/fields}}<p><button>{{send}}</button></p></form>
        <form method="post" action="/kept/drop">\(hidden)<button class="quiet">{{drop}}</button></form>{{/forms}}
        """
    }
}
