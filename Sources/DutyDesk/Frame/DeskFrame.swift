package import DutyRecords
import Foundation
package import HTTPTypes
package import Hummingbird
import Mustache
import ProgramShell
import SyncKit

/// The frame of every page of the desk: who sits, where one can go and by which key, and the line on the network.
package struct DeskFrame<Room: DeskRoom>: Sendable {
    private let room: Room
    private let overseen: [Place]
    private let layout: MustacheTemplate

    /// - Parameter overseen: places beside the desk's own, which oversee other rooms.
    init(_ room: Room, overseen: [Place]) throws {
        self.room = room
        self.overseen = overseen
        layout = try MustacheTemplate(string: Self.html)
    }

    package func page(
        _ title: String, _ body: String, _ visitor: Visitor?, _ language: Language,
        status: HTTPResponse.Status = .ok
    ) async throws -> Response {
        let word = Words(language: language)
        let counts = visitor == nil ? [:] : try await counts()
        let view: [String: Any] = [
            "lang": language == .chinese ? "zh-CN" : "en", "title": title, "unit": room.unitName,
            "channel": room.channel.rawValue, "name": visitor?.session.name ?? "",
            "token": visitor?.session.formToken ?? "", "isSignedIn": visitor != nil,
            "signOut": word("退出或换人", "Sign out"), "other": word("English", "中文"),
            "otherLang": word("en", "zh"), "line": try await line(language), "body": body,
            "lost": word(
                "本页与本机程序失去联系，所显示的内容可能已过时。请检查程序是否在运行。", "This page has lost its own program; what it shows may be stale."
            ),
            "silent": word("○ 声音未开启：按任意键开启", "○ sound is off: press any key"), "alarms": word("在催", "Calling"),
            "network": word("网络", "Network"),
            "locked": word(
                "登录已过期：已填的内容请先保存，会要求重新登录。", "The sign-in has lapsed; saving asks to sign in again."),
            "seen": visitor == nil ? [] : Places.seen.map { $0.view(word, count: counts[$0.path] ?? 0) },
            "overseen": visitor == nil ? [] : overseen.map { $0.view(word) },
            "isOverseer": visitor != nil && !overseen.isEmpty, "overseeLabel": word("全县", "County"),
            "written": visitor == nil ? [] : Places.written.map { $0.view(word) },
            "signIn": word("登录", "Sign in"),
            "seeLabel": word("查看", "See"), "writeLabel": word("填写", "Write"),
        ]
        return DeskResponse.html(layout.render(view), status: status)
    }

    /// What waits for a person, by the place where it is seen.
    func counts() async throws -> [String: Int] {
        let conflicts = try await room.store.conflictCounts().filter {
            room.catalog.collection(named: $0.key)?.isListed ?? true
        }
        let events = try await room.store.events().count { $0.confirmedAt == nil }
        return [
            "/conflicts": conflicts.values.reduce(0, +), "/events": events + (try await room.store.heldCount),
        ]
    }

    /// 在线 or 离线 since when, what waits, the last delivery, the clock.
    func line(_ language: Language) async throws -> String {
        let word = Words(language: language)
        guard let state = try await room.network(language) else {
            return "<b>" + word("县端", "County") + "</b>"
        }
        var parts = [
            state.isOnline
                ? "<b class=\"good\">● " + word("在线", "On line") + "</b>"
                : "<b class=\"bad\">○ " + word("离线", "Off line")
                    + (state.offlineSince.map { word("，自 ", " since ") + PageTime.text($0) } ?? "") + "</b>",
            state.waitingSets == 0
                ? word("本机待送 0 组", "nothing waits here")
                : "<b class=\"warn\">" + word("本机待送 \(state.waitingSets) 组", "\(state.waitingSets) sets wait here")
                    + "</b>",
            word("上次送达 ", "last delivered ") + (state.lastDelivered.map { PageTime.text($0) } ?? "–"),
            word("时钟偏差 ", "clock offset ") + (state.clockOffset.map { PageTime.offset($0) } ?? word("未校准", "unknown")),
        ]
        if state.isHubRestoring {
            parts.append("<b class=\"warn\">" + word("县端恢复中", "the hub is being restored") + "</b>")
        }
        if let reason = state.reason { parts.append("<span class=\"bad\">" + Escaped.text(reason) + "</span>") }
        return parts.joined(separator: " · ")
    }

    private static var html: String {
        """
        <!doctype html>
        <html lang="{{lang}}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
        <title>{{title}} · {{unit}}</title><link rel="stylesheet" href="/style.css"><link rel="icon" id="icon" href="/badge/0"></head><body>
        <div class="lost" id="lost" role="alert" hidden>{{lost}}</div>
        <header class="top"><h1>{{unit}} <span class="soft">{{channel}}</span></h1>
        <a href="?lang={{otherLang}}">{{other}}</a>
        {{#isSignedIn}}<span>{{name}}</span><form method="post" action="/sign-out"><input type="hidden" name="token" value="{{token}}"><button class="quiet">{{signOut}}</button></form>
        <nav aria-label="{{seeLabel}}">{{#seen}}<a href="{{path}}" data-key="{{key}}">{{text}}{{#count}} <b class="count">{{.}}</b>{{/count}} <kbd>{{key}}</kbd></a>{{/seen}}</nav>
        {{#isOverseer}}<nav aria-label="{{overseeLabel}}">{{#overseen}}<a href="{{path}}" data-key="{{key}}">{{text}} <kbd>{{key}}</kbd></a>{{/overseen}}</nav>{{/isOverseer}}
        <nav aria-label="{{writeLabel}}">{{#written}}<a href="{{path}}" data-key="{{key}}">{{text}} <kbd>{{key}}</kbd></a>{{/written}}</nav>{{/isSignedIn}}{{^isSignedIn}}<a href="/sign-in">{{signIn}}</a>{{/isSignedIn}}
        </header><section class="net" aria-label="{{network}}"><span id="net" role="status">{{{line}}}</span> <b class="warn" id="sound" hidden>{{silent}}</b></section>
        <div class="lost" id="locked" role="alert" hidden>{{locked}}</div><section class="alarms" id="alarms" aria-live="assertive" aria-label="{{alarms}}"></section>
        <main>{{{body}}}</main><script src="/script.js"></script></body></html>
        """
    }
}

/// Answers of the desk, with what a browser may load: the desk's own style and script alone.
package enum DeskResponse {
    private static let policy =
        "default-src 'none'; style-src 'self'; script-src 'self'; worker-src 'self'; img-src 'self'; "
        + "connect-src 'self'; form-action 'self'; "
        + "base-uri 'none'; frame-ancestors 'none'"

    package static func html(_ text: String, status: HTTPResponse.Status = .ok) -> Response {
        answer(text, "text/html; charset=utf-8", status)
    }

    package static func answer(_ text: String, _ type: String, _ status: HTTPResponse.Status = .ok) -> Response {
        var headers = HTTPFields()
        headers[.contentType] = type
        headers[.cacheControl] = "no-store"
        headers[.contentSecurityPolicy] = policy
        if let options = HTTPField.Name("X-Content-Type-Options") { headers[options] = "nosniff" }
        return Response(status: status, headers: headers, body: .init(byteBuffer: ByteBuffer(string: text)))
    }

    /// After a form was taken, so that a reload does not send it again.
    package static func seeOther(_ path: String, cookie: String? = nil) -> Response {
        var headers = HTTPFields()
        headers[.location] = path
        headers[.cacheControl] = "no-store"
        if let cookie { headers[.setCookie] = cookie }
        return Response(status: .seeOther, headers: headers)
    }
}
