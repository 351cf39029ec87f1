import DutyDesk
import DutyRecords
import HTTPTypes
import Hummingbird
import Mustache
import ProgramShell
import SyncKit

/// An enrolment code that was just issued: in large digits, as a QR code and as a file. The page is shown once.
struct CodePage: Sendable {
    private let desk: Desk<HubFolder>
    private let codes: IssuedCodes
    private let template: MustacheTemplate

    init(_ desk: Desk<HubFolder>, _ codes: IssuedCodes) throws {
        self.desk = desk
        self.codes = codes
        template = try MustacheTemplate(string: Self.html)
    }

    static func path(_ id: RecordID) -> String { "/administration/code/\(id)" }

    func add(to router: Router<PageContext>) {
        router.get("/administration/code/:id") { request, context in
            try await desk.signedIn(request) { visitor, language in
                try AdministrationPage.check(visitor)
                let id = RecordID(try context.parameters.require("id")) ?? .drawn()
                // What only asks for the head does not use the one showing up.
                let showing = request.method == .get ? codes.show(id, to: visitor.session.formToken) : .unknown
                return try await show(showing, id, visitor, language)
            }
        }
        router.post("/administration/code/file") { request, _ in
            try await desk.posted(request) { posted, visitor, language in
                try AdministrationPage.check(visitor)
                let words = Words(language: language)
                guard let id = RecordID(posted["id"]), let kept = codes.find(id, visitor.session.formToken) else {
                    throw CommandFailure(
                        .badUse, chinese: "这个注册码的文件已不能下载。请收回它，另发一个。",
                        english: "the file of this code is no longer given out; withdraw the code and issue another")
                }
                return DeskResponse.file(
                    Array(Self.file(kept, words).utf8), "text/plain; charset=utf-8",
                    name: "\(words("注册码", "enrolment-code"))-\(kept.unit).txt", plain: "enrolment-code-\(kept.unit).txt"
                )
            }
        }
    }

    private func show(
        _ showing: IssuedCodes.Showing, _ id: RecordID, _ visitor: Visitor, _ language: Language
    ) async throws -> Response {
        let words = Words(language: language)
        let title = words("注册码", "Enrolment code")
        var view: [String: Any] = [
            "title": title, "back": words("管理", "Administration"), "backPath": AdministrationPage.path,
            "isThere": false,
        ]
        switch showing {
        case .first(let kept):
            view.merge(self.view(kept, id, visitor, words)) { $1 }
        case .shownBefore(let unit):
            view["gone"] = words(
                "这个注册码已经显示过一次，不再显示。没有记下的，请在单位页收回它，再发一个。",
                "This code was shown once and is not shown again. If nobody has it, withdraw it on the unit's page and issue another."
            )
            view["backPath"] = UnitPage.path(unit)
            view["back"] = words("到单位 \(unit)", "To the unit \(unit)")
        case .unknown:
            view["gone"] = words(
                "这里没有注册码可以显示。注册码只在发出时显示一次。", "There is no code to show: a code is shown once, when it is issued.")
        }
        return try await desk.frame.page(title, template.render(view), visitor, language)
    }

    private func view(_ kept: IssuedCodes.Kept, _ id: RecordID, _ visitor: Visitor, _ words: Words) -> [String: Any] {
        let digits = kept.code.filter { $0 != " " }
        let groups = kept.code.split(separator: " ").map { String($0) }
        return [
            "isThere": true, "unit": kept.unitName, "code": kept.unit, "backPath": UnitPage.path(kept.unit),
            "back": words("已记下，回到\(kept.unitName)", "Noted down: back to \(kept.unitName)"),
            "once": words(
                "只显示这一次：离开或刷新后不再显示，县端也不保存。请现在抄下、扫码或存成文件。",
                "Shown this once: it is gone when you leave or reload, and the hub does not keep it. Write it down, scan it or save the file now."
            ),
            "lines": [groups.prefix(4), groups.dropFirst(4)].map { $0.map { String($0) } },
            "expires": words("有效至 ", "Valid until ") + Words.minute(Instant(milliseconds: kept.expires))
                + words("，用一次。", ", for one machine."),
            "qr": QRCode(digits)?.svg(label: words("注册码的二维码", "QR code of the enrolment code")) ?? "",
            "token": visitor.session.formToken, "id": id.description, "file": words("存成文件", "Save as a file"),
            "howTitle": words("在那台机器上", "On that machine"),
            "how": [
                "town-agent --data \(words("数据文件夹", "DIR")) enrol --hub https://\(words("县端地址", "HUB")):8443 --file \(words("注册码文件", "FILE"))",
                words("或用 --code \"抄下的数字\"。", "or with --code \"the digits\"."),
            ],
        ]
    }

    /// As `town-agent enrol --file` reads it.
    private static func file(_ kept: IssuedCodes.Kept, _ words: Words) -> String {
        let expires = Words.minute(Instant(milliseconds: kept.expires))
        return [
            "# "
                + words(
                    "值守：单位的注册码，用一次。用完请删除。", "Zhishou: an enrolment code, for one machine. Delete the file afterwards."),
            "# \(kept.unit) \(kept.unitName.onOneLine), " + words("有效至 ", "valid until ") + expires,
            "# town-agent --data DIR enrol --hub https://HUB:8443 --file FILE", kept.code, "",
        ].joined(separator: "\n")
    }

    private static let html = """
        {{#isThere}}<div class="enrolment"><h2>{{title}} <b>{{unit}}</b> <span class="soft">{{code}}</span></h2><p class="notice">{{once}}</p>
        <div class="enrolment-code"><div><p class="digits">{{#lines}}<span>{{#.}}<b>{{.}}</b> {{/.}}</span>{{/lines}}</p><p>{{expires}}</p>
        <form method="post" action="/administration/code/file"><input type="hidden" name="token" value="{{token}}"><input type="hidden" name="id" value="{{id}}"><button>{{file}}</button> <a class="button quiet" href="{{backPath}}">{{back}}</a></form></div>{{{qr}}}</div>
        <h2>{{howTitle}}</h2>{{#how}}<p><code>{{.}}</code></p>{{/how}}</div>{{/isThere}}
        {{^isThere}}<h2>{{title}}</h2><p class="notice">{{gone}}</p><p><a class="button" href="{{backPath}}">{{back}}</a></p>{{/isThere}}
        """
}
