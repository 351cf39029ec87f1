import DutyDesk
import DutyRecords
import Foundation
import Hummingbird
import Mustache
import ProgramShell
import SyncKit

/// One unit as an administrator looks after it: its machines, its codes, its name, and what is taken back.
struct UnitPage: Sendable {
    private let desk: Desk<HubFolder>
    private let opened: HubFolder
    private let codes: IssuedCodes
    private let one: MustacheTemplate
    private let confirmation: MustacheTemplate

    init(_ desk: Desk<HubFolder>, _ opened: HubFolder, _ codes: IssuedCodes) throws {
        self.desk = desk
        self.opened = opened
        self.codes = codes
        one = try MustacheTemplate(string: Self.html)
        confirmation = try MustacheTemplate(string: Self.confirmationHTML)
    }

    static func path(_ code: String) -> String { "/administration/unit/\(code)" }

    func add(to router: Router<PageContext>) {
        get("", to: router) { row, overview, _, visitor, language in
            try await show(row, overview, nil, visitor, language)
        }
        get("/revoke", to: router) { row, _, _, visitor, language in try await ask(row, nil, visitor, language) }
        get("/revoke/:label", to: router) { row, _, context, visitor, language in
            try await ask(row, try member(row, context), visitor, language)
        }
        post("/code", to: router) { row, posted, acts, visitor, _ in
            guard let id = RecordID(posted["id"]) else { throw SyncError.unknown("form") }
            try await codes.issue(id, owner: visitor.session.formToken) {
                let issued = try await acts.issueCode(row.unit.code)
                return IssuedCodes.Kept(
                    unit: row.unit.code, unitName: row.unit.name, code: issued.code, expires: issued.expires)
            }
            return CodePage.path(id)
        }
        post("/withdraw", to: router) { row, posted, acts, _, _ in
            guard let slot = OutstandingCode.slot(posted["begins"]) else { throw SyncError.unknown("code") }
            try await acts.withdrawCode(slot, of: row.unit.code)
            return row.path + "?done=withdraw"
        }
        post("/rename", to: router) { row, posted, acts, _, _ in
            try await acts.rename(row.unit.code, to: posted["name"].trimmingCharacters(in: .whitespaces))
            return row.path + "?done=rename"
        }
        post("/revoke", to: router) { row, _, acts, _, _ in
            try await acts.revoke(unit: row.unit.code)
            return row.path + "?done=revoke"
        }
        post("/revoke/:label", to: router) { row, _, acts, _, context in
            try await acts.revoke(replica: try member(row, context).replica.description)
            return row.path + "?done=revoke"
        }
    }

    // MARK: Routes

    private func get(
        _ end: String, to router: Router<PageContext>,
        _ page:
            @escaping @Sendable (UnitOverview.Row, UnitOverview, PageContext, Visitor, (Request, Language))
            async throws -> Response
    ) {
        router.get("/administration/unit/:code\(end)") { request, context in
            try await desk.signedIn(request) { visitor, language in
                try AdministrationPage.check(visitor)
                let (row, overview) = try await row(context)
                return try await page(row, overview, context, visitor, (request, language))
            }
        }
    }

    /// - Parameter take: answers where the browser goes on.
    private func post(
        _ end: String, to router: Router<PageContext>,
        _ take: @escaping @Sendable (UnitOverview.Row, Posted, UnitActs, Visitor, PageContext) async throws -> String
    ) {
        router.post("/administration/unit/:code\(end)") { request, context in
            try await desk.posted(request) { posted, visitor, language in
                try AdministrationPage.check(visitor)
                let (row, overview) = try await row(context)
                do {
                    let acts = AdministrationPage.acts(opened, visitor, context)
                    return DeskResponse.seeOther(try await take(row, posted, acts, visitor, context))
                } catch let failure as CommandFailure {
                    return try await show(
                        row, overview, (failure, posted["name"]), visitor, (request, language))
                }
            }
        }
    }

    private func row(_ context: PageContext) async throws -> (UnitOverview.Row, UnitOverview) {
        let code = try context.parameters.require("code")
        let overview = try await UnitOverview.read(opened)
        guard let row = overview.rows.first(where: { $0.unit.code == code }) else {
            throw CommandFailure(
                .badUse, chinese: "没有代码为 \(code) 的单位。", english: "there is no unit \(code)")
        }
        return (row, overview)
    }

    private func member(_ row: UnitOverview.Row, _ context: PageContext) throws -> Member {
        let label = try context.parameters.require("label")
        guard let member = row.members.first(where: { $0.label == label }) else {
            throw CommandFailure(
                .badUse, chinese: "\(row.unit.name) 没有 \(label) 机。", english: "\(row.unit.code) has no machine \(label)"
            )
        }
        return member
    }

    // MARK: The page

    private func show(
        _ row: UnitOverview.Row, _ overview: UnitOverview, _ failure: (CommandFailure, typed: String)?,
        _ visitor: Visitor, _ asked: (request: Request, language: Language)
    ) async throws -> Response {
        let words = Words(language: asked.language)
        let (isHome, isRevoked) = (row.unit.code == opened.homeUnit, row.unit.revokedAt != nil)
        let done = failure == nil ? asked.request.uri.queryParameters.get("done") : nil
        let view: [String: Any] = [
            "back": words("管理", "Administration"), "name": row.unit.name, "code": row.unit.code, "path": row.path,
            "kind": Wording.choice(row.unit.kind, in: asked.language), "token": visitor.session.formToken,
            "id": RecordID.drawn().description, "done": Sometimes.text(done.flatMap { Self.done($0, words) }),
            "message": Sometimes.text(failure.map { words($0.0.chinese, $0.0.english) }),
            "revoked": isRevoked ? [words("这个单位已停用，不再发注册码。", "This unit was revoked and gets no codes.")] : [],
            "machinesTitle": words("机器", "Machines"), "machines": row.members.map { overview.machine($0, words) },
            "isBare": row.members.isEmpty,
            "bare": isHome
                ? words("县值班室就在本县端上，没有别的机器。", "The county's own room is this hub itself.")
                : words("还没有机器注册。", "No machine is enrolled yet."),
            "head": [
                words("机器", "Machine"), words("办理", "Act"), words("状态", "State"), words("注册", "Enrolled"),
                words("证书指纹（SHA-256）", "Certificate (SHA-256)"), words("证书到期", "Valid to"),
                words("最近联系", "Last contact"),
            ],
            "revokeText": words("停用…", "Revoke…"), "syncText": words("同步状态", "Sync state"),
            "mayIssue": !isHome && !isRevoked, "codesTitle": words("未用的注册码", "Codes that are out"),
            "codes": row.codes.map { UnitOverview.code($0, words) }, "isWithoutCode": row.codes.isEmpty,
            "noCode": words("没有。", "None."), "withdraw": words("收回", "Withdraw"),
            "beginsText": words("开头是", "begins with"),
            "issueText": row.members.isEmpty ? words("发注册码", "Issue a code") : words("再发一个注册码", "Issue one more code"),
            "issueNote": words(
                "一个注册码注册一台机器，24 小时内有效。再加一台机器、换机器，或让停用的机器重新注册，都再发一个：在那台机器的数据文件夹上用新注册码注册，它没有送出的内容会一起送来。",
                "A code enrols one machine and lives for 24 hours. Issue one more for a second machine, a new one in place of an old one, or to enrol a revoked one again: enrolled anew in its own data folder, it also brings what it had not sent."
            ),
            "renameTitle": words("名称", "Name"), "renameLabel": words("新名称", "New name"),
            "typed": failure.flatMap { $0.typed.isEmpty ? nil : $0.typed } ?? row.unit.name,
            "renameText": words("改名", "Rename"),
            "renameNote": words(
                "代码不变；各单位下一次联系时收到新名称。", "The code stays; units get the new name at their next contact."),
            "revokeUnitText": words("停用整个单位…", "Revoke the unit…"),
        ]
        return try await desk.frame.page(
            row.unit.name, one.render(view), visitor, asked.language,
            status: failure == nil ? .ok : .unprocessableContent)
    }

    private static func done(_ act: String, _ words: Words) -> String? {
        switch act {
        case "withdraw": words("已收回，那个注册码不能再用。", "Withdrawn: that code enrols nobody.")
        case "rename": words("已改名。", "Renamed.")
        case "revoke": words("已停用。", "Revoked.")
        default: nil
        }
    }

    // MARK: What follows, before it is done

    /// - Parameter member: nil for the whole unit.
    private func ask(
        _ row: UnitOverview.Row, _ member: Member?, _ visitor: Visitor, _ asked: (request: Request, language: Language)
    ) async throws -> Response {
        let words = Words(language: asked.language)
        let contact = try await opened.store.contacts().first { $0.replica == member?.replica }
        let waiting = contact?.told.map { $0.waiting.reduce(0) { $0 + $1.sets } }
        let title =
            member.map { words("停用 \(row.unit.name) \($0.label) 机", "Revoke \(row.unit.name), machine \($0.label)") }
            ?? words("停用整个单位 \(row.unit.name)", "Revoke the whole unit \(row.unit.name)")
        let isDone = member.map { $0.revokedAt != nil } ?? (row.unit.revokedAt != nil)
        let isHome = row.unit.code == opened.homeUnit
        let machines = row.members.filter { $0.revokedAt == nil }.map(\.label).joined(separator: words("、", ", "))
        let follows = [
            member == nil
                ? words(
                    "它的全部机器（\(machines.isEmpty ? "现在没有" : machines)）从下一次联系起被拒绝，以后也不能再发注册码。",
                    "All of its machines (\(machines.isEmpty ? "none now" : machines)) are refused from their next contact on, and no more codes are issued."
                )
                : words(
                    "它从下一次联系起被拒绝。停用不能撤销；要再用，发新注册码重新注册。",
                    "It is refused from its next contact on. This cannot be undone; to use it again, enrol it with a new code."
                ),
            words("已送到县端的记录都保留，署名不变。", "All that has reached the hub stays, under its authors' names."),
            words("还没有送到的留在那台机器上", "What has not been sent stays on the machine")
                + (waiting.map { words("（它上次报告：\($0) 组）", " (it last told of \($0) sets)") } ?? "")
                + words(
                    "；重新注册后送来。停用以后写的先暂扣，由县里放行。",
                    " and comes once it is enrolled again. What is written there after this is held until the county releases it."
                ),
            words(
                "那边还能看、还能写，首页会写明已被县端停用。",
                "The people there can still read and write; their page says that the county revoked it."),
        ]
        let view: [String: Any] = [
            "title": title, "follows": follows, "followsTitle": words("停用之后", "What follows"),
            "action": row.path + "/revoke" + (member.map { "/\($0.label)" } ?? ""), "mayAct": !isDone && !isHome,
            "not": isDone
                ? words("已经停用。", "It was revoked already.")
                : words("县值班室自己不能停用。", "The county's own room cannot be revoked."),
            "token": visitor.session.formToken, "button": words("停用", "Revoke"), "backPath": row.path,
            "back": words("不停用，返回", "Leave it as it is"),
        ]
        return try await desk.frame.page(title, confirmation.render(view), visitor, asked.language)
    }

    private static let html = """
        <p><a href="/administration">← {{back}}</a></p><h2>{{name}} <span class="soft">{{code}} · {{kind}}</span></h2>
        {{#done}}<p class="done" role="status">{{.}}</p>{{/done}}{{#message}}<p class="notice badly" role="alert">{{.}}</p>{{/message}}{{#revoked}}<p class="notice">{{.}}</p>{{/revoked}}
        <h2>{{machinesTitle}}</h2>{{#isBare}}<p class="soft">{{bare}}</p>{{/isBare}}{{^isBare}}<div class="wide"><table><thead><tr>{{#head}}<th scope="col">{{.}}</th>{{/head}}</tr></thead><tbody>{{#machines}}<tr><th scope="row">{{label}} <span class="soft n">{{replica}}</span></th><td class="n"><a href="{{syncPath}}">{{syncText}}</a>{{^isRevoked}}<br><a href="{{revokePath}}">{{revokeText}}</a>{{/isRevoked}}</td><td class="n {{stateStyle}}">{{state}}</td><td class="n">{{enrolled}}</td><td class="fingerprint">{{#whole}}<span>{{.}}</span>{{/whole}}</td><td class="n {{expiresStyle}}">{{expires}} {{expiresMark}}</td><td class="n">{{contact}}</td></tr>{{/machines}}</tbody></table></div>{{/isBare}}
        {{#mayIssue}}<div class="cards unit-acts"><section class="card"><h2>{{codesTitle}}</h2>{{#isWithoutCode}}<p class="soft">{{noCode}}</p>{{/isWithoutCode}}{{#codes}}<form class="row" method="post" action="{{path}}/withdraw"><input type="hidden" name="token" value="{{token}}"><input type="hidden" name="begins" value="{{begins}}"><span>{{beginsText}} <b class="n">{{begins}}</b> <span class="soft n">{{until}}</span> <span class="soft">{{tries}}</span></span> <button class="quiet">{{withdraw}}</button></form>{{/codes}}
        <form method="post" action="{{path}}/code"><input type="hidden" name="token" value="{{token}}"><input type="hidden" name="id" value="{{id}}"><button>{{issueText}}</button></form><p class="soft">{{issueNote}}</p></section>
        <section class="card"><h2>{{renameTitle}}</h2><form class="entry" method="post" action="{{path}}/rename"><input type="hidden" name="token" value="{{token}}"><p class="full"><label for="name">{{renameLabel}}</label><input id="name" name="name" value="{{typed}}" required autocomplete="off"></p><p class="full"><button class="quiet">{{renameText}}</button></p></form><p class="soft">{{renameNote}}</p>
        <p><a href="{{path}}/revoke">{{revokeUnitText}}</a></p></section></div>{{/mayIssue}}
        """

    private static let confirmationHTML = """
        <h2>{{title}}</h2>{{#mayAct}}<section class="notice"><h2>{{followsTitle}}</h2><ul>{{#follows}}<li>{{.}}</li>{{/follows}}</ul></section>
        <form method="post" action="{{action}}"><input type="hidden" name="token" value="{{token}}"><button>{{button}}</button> <a class="button quiet" href="{{backPath}}">{{back}}</a></form>{{/mayAct}}{{^mayAct}}<p class="notice">{{not}}</p><p><a class="button" href="{{backPath}}">{{back}}</a></p>{{/mayAct}}
        """
}
