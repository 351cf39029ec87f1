import DutyRecords
import Foundation
import HTTPTypes
import Hummingbird
import Mustache
import ProgramShell
import SyncKit

/// The unit's people with their telephones, who of them may sign in, and everybody's own password.
struct PeoplePages<Room: DeskRoom>: Sendable {
    static var passwordPath: String { "/password" }

    let desk: Desk<Room>
    private let list: MustacheTemplate
    private let one: MustacheTemplate
    private let password: MustacheTemplate

    init(_ desk: Desk<Room>) throws {
        self.desk = desk
        list = try MustacheTemplate(string: Self.listHTML)
        one = try MustacheTemplate(string: Self.oneHTML)
        password = try MustacheTemplate(string: Self.passwordHTML)
    }

    private var accounts: Accounts<Room> { Accounts(desk.room) }

    func add(to router: Router<PageContext>) {
        router.get("/people") { request, _ in
            try await desk.signedIn(request) { try await showAll(request, $0, $1) }
        }
        router.get("/people/:id") { request, context in
            try await desk.signedIn(request) { visitor, language in
                try await show(try await person(context, visitor), request, nil, visitor, language)
            }
        }
        post("account", to: router) { person, posted in
            guard posted["password"] == posted["again"] else {
                throw CommandFailure(
                    .badUse, chinese: "两次口令不同，请重新输入。", english: "the two passwords differ; type them again")
            }
            let role = try await role(posted["role"], or: accounts.account(of: person.id)?.role)
            try await accounts.set(person, role: role, password: posted["password"], isTemporary: true)
        }
        post("role", to: router) { person, posted in
            guard let role = AccountRole(rawValue: posted["role"]) else { throw Self.noRole }
            try await accounts.setRole(of: person, role)
        }
        post("disable", to: router) { person, _ in try await accounts.disable(person) }
        post("enable", to: router) { person, _ in try await accounts.enable(person) }
        router.get("/password") { request, _ in
            try await desk.signedIn(request) { try await showPassword(nil, $0, $1) }
        }
        router.post("/password") { request, _ in
            try await desk.posted(request) { try await changePassword($0, $1, $2, request) }
        }
    }

    // MARK: Accounts, an administrator's alone

    private func post(
        _ act: String, to router: Router<PageContext>,
        _ take: @escaping @Sendable (Person, Posted) async throws -> Void
    ) {
        router.post("/people/:id/\(act)") { request, context in
            try await desk.posted(request) { posted, visitor, language in
                let person = try await person(context, visitor)
                do {
                    let auditor = Auditor(desk.room.store, person: visitor.session.name, address: context.address)
                    let detail = [act, posted["role"]].filter { !$0.isEmpty }.joined(separator: " ")
                    try await auditor.enter(.account, on: person.name, detail: detail) {
                        try await take(person, posted)
                    }
                } catch let failure as CommandFailure {
                    let sentence = Words(language: language)(failure.chinese, failure.english)
                    return try await show(person, request, sentence, visitor, language)
                }
                return DeskResponse.seeOther("/people/\(person.id)?saved=1")
            }
        }
    }

    private func person(_ context: PageContext, _ visitor: Visitor) async throws -> Person {
        try visitor.checkAdministers(
            "账户和角色只能由管理员办理。修改自己的口令请用“修改我的口令”。",
            "Accounts and roles are an administrator's. Your own password you change under My password.")
        let id = try context.parameters.require("id")
        guard RecordID(id) != nil, let person = try await accounts.person(id) else {
            throw CommandFailure(
                .badUse, chinese: "本单位没有这个人员。", english: "the unit has no such person")
        }
        return person
    }

    private static var noRole: CommandFailure {
        CommandFailure(.badUse, chinese: "请选定角色。", english: "choose a role")
    }

    private func role(_ typed: String, or present: String?) throws -> String {
        if typed.isEmpty, let present { return present }
        guard let role = AccountRole(rawValue: typed) else { throw Self.noRole }
        return role.rawValue
    }

    // MARK: The list

    private func showAll(_ request: Request, _ visitor: Visitor, _ language: Language) async throws -> Response {
        let words = Words(language: language)
        let reading = try await DutyReading.read(["person", "absence"], unit: desk.room.homeUnit, in: desk.room)
        let known = Dictionary(try await accounts.all().map { ($0.person, $0) }) { first, _ in first }
        let persons = reading.duties.persons.values.filter { $0.unit == desk.room.homeUnit }.sorted {
            let (left, right) = ($0.isOnStrength(at: reading.now), $1.isOnStrength(at: reading.now))
            return left == right ? ($0.name, $0.id) < ($1.name, $1.id) : left
        }
        let rows = persons.map { person -> [String: Any] in
            let (state, style) = state(of: person, reading, words)
            let account = known[person.id.description]
            return [
                "path": "/record/person/\(person.id)", "name": person.name, "post": person.post ?? "",
                "phone": person.record.text("phone") ?? "", "mobile": person.record.text("mobile") ?? "",
                "state": state, "stateStyle": style,
                "account": account.map { describe($0, words) } ?? words("无账户", "no account"),
                "accountStyle": account == nil || account?.isDisabled == true ? "soft" : "",
                "manage": visitor.isAdministrator ? ["/people/\(person.id)"] : [],
            ]
        }
        let view: [String: Any] = [
            "title": words("人员与账户", "People and accounts"), "rows": rows,
            "isSaved": request.uri.queryParameters.get("saved") != nil,
            "saved": words("口令已更换。", "The password is changed."),
            "manageText": words("管理账户", "Account"), "own": words("修改我的口令", "My password"),
            "add": words("登记人员", "Enter a person"), "isAdministrator": visitor.isAdministrator,
            "note": visitor.isAdministrator
                ? "" : words("账户和角色由管理员办理。", "Accounts and roles are an administrator's."),
            "head": [
                words("姓名", "Name"), words("职务", "Post"), words("固定电话", "Telephone"), words("手机", "Mobile"),
                words("状态", "State"), words("账户", "Account"),
            ],
        ]
        return try await desk.frame.page(
            words("人员与账户", "People and accounts"), list.render(view), visitor, language)
    }

    private func state(_ account: Accounts<Room>.Account, _ words: Words) -> String {
        account.isDisabled
            ? words("已停用", "disabled") : account.isTemporary ? words("初始口令未更换", "first password not changed") : ""
    }

    private func describe(_ account: Accounts<Room>.Account, _ words: Words) -> String {
        let state = state(account, words)
        return Wording.choice(account.role, in: words.language) + (state.isEmpty ? "" : words("，", ", ") + state)
    }

    private func state(of person: Person, _ reading: DutyReading, _ words: Words) -> (String, String) {
        if !person.isOnStrength(at: reading.now) {
            return (
                person.leftAt.map { $0 <= reading.now } == true ? words("已离岗", "left") : words("未到岗", "not yet here"),
                "soft"
            )
        }
        if reading.duties.absences.contains(where: { $0.person == person.id && $0.covers(reading.now) }) {
            return (words("外出", "away"), "warn")
        }
        return person.isOffEstablishment
            ? (words("非在编，不排班", "not on the establishment: no duty"), "warn") : (words("在岗", "on strength"), "")
    }

    // MARK: One account

    private func show(
        _ person: Person, _ request: Request, _ message: String?, _ visitor: Visitor, _ language: Language
    ) async throws -> Response {
        let words = Words(language: language)
        let account = try await accounts.account(of: person.id)
        let view: [String: Any] = [
            "title": person.name, "post": person.post ?? "", "path": "/people/\(person.id)",
            "token": visitor.session.formToken, "message": Sometimes.text(message),
            "isSaved": request.uri.queryParameters.get("saved") != nil && message == nil,
            "saved": words("已办理。", "Done."), "back": words("人员与账户", "People and accounts"),
            "state": account.map { describe($0, words) } ?? words("无账户", "no account"),
            "hasAccount": account != nil, "isDisabled": account?.isDisabled == true,
            "roleTitle": words("角色", "Role"), "roleLabel": words("角色", "Role"), "setRole": words("改角色", "Set the role"),
            "roles": AccountRole.allCases.map {
                [
                    "word": $0.rawValue, "text": Wording.choice($0.rawValue, in: language),
                    "selected": $0.rawValue == account?.role ?? AccountRole.officer.rawValue ? "selected" : "",
                ]
            },
            "passwordTitle": account == nil ? words("建立账户", "Give an account") : words("重设口令", "Reset the password"),
            "passwordNote": words(
                "这里设的是初始口令：本人首次登录时须换成自己的，换之前不能签字。",
                "This is a first password: the person changes it at the first sign-in, and signs nothing before."),
            "passwordLabel": words("初始口令（至少 8 个字符）", "First password (at least 8 characters)"),
            "againLabel": words("再输一次", "Once more"),
            "setPassword": account == nil ? words("建立", "Give") : words("重设", "Reset"),
            "disable": words("停用账户", "Disable the account"), "enable": words("恢复账户", "Enable the account"),
        ]
        return try await desk.frame.page(
            person.name, one.render(view), visitor, language, status: message == nil ? .ok : .unprocessableContent)
    }

    // MARK: One's own password

    private func showPassword(
        _ message: String?, _ visitor: Visitor, _ language: Language
    ) async throws -> Response {
        let words = Words(language: language)
        let view: [String: Any] = [
            "title": words("修改我的口令", "My password"), "token": visitor.session.formToken,
            "message": Sometimes.text(message), "mustChange": visitor.mustChangePassword,
            "must": words(
                "现在的口令是管理员给的。请先换成自己的，再继续。", "This password was given by an administrator. Choose your own to go on."),
            "oldLabel": words("现在的口令", "Present password"),
            "passwordLabel": words("新口令（至少 8 个字符）", "New password (at least 8 characters)"),
            "againLabel": words("再输一次", "Once more"), "button": words("更换", "Change"),
        ]
        return try await desk.frame.page(
            words("修改我的口令", "My password"), password.render(view), visitor, language,
            status: message == nil ? .ok : .unprocessableContent)
    }

    private func changePassword(
        _ posted: Posted, _ visitor: Visitor, _ language: Language, _ request: Request
    ) async throws -> Response {
        let words = Words(language: language)
        guard posted["password"] == posted["again"] else {
            return try await showPassword(words("两次新口令不同，请重新输入。", "The new passwords differ."), visitor, language)
        }
        guard posted["password"] != posted["old"] else {
            return try await showPassword(words("新口令应与现在的不同。", "The new password is the old one."), visitor, language)
        }
        guard let person = try await accounts.person(visitor.session.person.description) else {
            throw SyncError.unknown("person")
        }
        do {
            _ = try await Signing(desk.room).prove(person, password: posted["old"])
            try await accounts.change(person, to: posted["password"])
        } catch let failure as CommandFailure {
            return try await showPassword(words(failure.chinese, failure.english), visitor, language)
        }
        // This one goes on; the person's other sessions end with the old password.
        if let account = try await accounts.account(of: person.id) {
            desk.sessions.renew(visitor.token, proof: account.passwordHash)
        }
        return DeskResponse.seeOther(visitor.mustChangePassword ? "/" : "/people?saved=1")
    }

    // MARK: Templates

    private static var listHTML: String {
        """
        {{#isSaved}}<p class="done" role="status">{{saved}}</p>{{/isSaved}}<h2>{{title}} <a class="button" href="/new/person">{{add}}</a> <a class="button" href="/password">{{own}}</a></h2><p class="soft">{{note}}</p>
        <div class="wide"><table><thead><tr>{{#head}}<th scope="col">{{.}}</th>{{/head}}{{#isAdministrator}}<td></td>{{/isAdministrator}}</tr></thead><tbody>{{#rows}}<tr><th scope="row"><a href="{{path}}">{{name}}</a></th><td>{{post}}</td><td class="n">{{phone}}</td><td class="n">{{mobile}}</td><td class="{{stateStyle}}">{{state}}</td><td class="{{accountStyle}}">{{account}}</td>{{#manage}}<td><a href="{{.}}">{{manageText}}</a></td>{{/manage}}</tr>{{/rows}}</tbody></table></div>
        """
    }

    private static var oneHTML: String {
        """
        <p><a href="/people">← {{back}}</a></p>{{#isSaved}}<p class="done" role="status">{{saved}}</p>{{/isSaved}}{{#message}}<p class="notice badly" role="alert">{{.}}</p>{{/message}}
        <h2>{{title}} <span class="soft">{{post}}</span> {{state}}</h2><div class="cards">
        {{#hasAccount}}<section class="card"><h2>{{roleTitle}}</h2><form class="entry" method="post" action="{{path}}/role"><input type="hidden" name="token" value="{{token}}"><p class="full"><label for="role">{{roleLabel}}</label><select id="role" name="role">{{#roles}}<option value="{{word}}" {{selected}}>{{text}}</option>{{/roles}}</select></p><p class="full"><button>{{setRole}}</button></p></form></section>{{/hasAccount}}
        <section class="card"><h2>{{passwordTitle}}</h2><p class="soft">{{passwordNote}}</p><form class="entry" method="post" action="{{path}}/account"><input type="hidden" name="token" value="{{token}}">
        {{^hasAccount}}<p class="full"><label for="role">{{roleLabel}}</label><select id="role" name="role">{{#roles}}<option value="{{word}}" {{selected}}>{{text}}</option>{{/roles}}</select></p>{{/hasAccount}}
        <p class="full"><label for="password">{{passwordLabel}}</label><input id="password" name="password" type="password" required autocomplete="new-password"></p><p class="full"><label for="again">{{againLabel}}</label><input id="again" name="again" type="password" required autocomplete="new-password"></p><p class="full"><button>{{setPassword}}</button></p></form></section>
        {{#hasAccount}}<section class="card"><form method="post" action="{{path}}/{{#isDisabled}}enable{{/isDisabled}}{{^isDisabled}}disable{{/isDisabled}}"><input type="hidden" name="token" value="{{token}}"><button class="quiet">{{#isDisabled}}{{enable}}{{/isDisabled}}{{^isDisabled}}{{disable}}{{/isDisabled}}</button></form></section>{{/hasAccount}}</div>
        """
    }

    private static var passwordHTML: String {
        """
        <div class="narrow"><h2>{{title}}</h2>{{#mustChange}}<p class="notice">{{must}}</p>{{/mustChange}}{{#message}}<p class="notice badly" role="alert">{{.}}</p>{{/message}}
        <form class="entry" method="post" action="/password"><input type="hidden" name="token" value="{{token}}">
        <p class="full"><label for="old">{{oldLabel}}</label><input id="old" name="old" type="password" required autofocus autocomplete="current-password"></p>
        <p class="full"><label for="password">{{passwordLabel}}</label><input id="password" name="password" type="password" required autocomplete="new-password"></p>
        <p class="full"><label for="again">{{againLabel}}</label><input id="again" name="again" type="password" required autocomplete="new-password"></p>
        <p class="full"><button>{{button}}</button></p></form></div>
        """
    }
}
