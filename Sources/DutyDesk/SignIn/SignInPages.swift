import DutyRecords
import Foundation
import HTTPTypes
import Hummingbird
import Mustache
import ProgramShell
import SyncKit

/// Sign-in, and the first account of a room that has none.
struct SignInPages<Room: DeskRoom>: Sendable {
    let desk: Desk<Room>
    private let template: MustacheTemplate

    init(_ desk: Desk<Room>) throws {
        self.desk = desk
        template = try MustacheTemplate(string: Self.html)
    }

    func add(to router: Router<PageContext>) {
        router.get("/sign-in") { request, _ in try await show(request) }
        router.post("/sign-in") { request, _ in try await signIn(request) }
        router.post("/set-up") { request, _ in try await setUp(request) }
        router.post("/sign-out") { request, _ in
            let posted = try await Posted.read(request)
            if let visitor = desk.visitor(request), posted["token"] == visitor.session.formToken {
                desk.sessions.end(visitor.token)
            }
            var response = DeskResponse.seeOther("/sign-in", cookie: desk.cookies.endedCookie)
            if let place = ReturnPath.referring(request) {
                response.headers.append(HTTPField(name: .setCookie, value: desk.cookies.placeCookie(place)))
            }
            return response
        }
    }

    private var accounts: Accounts<Room> { Accounts(desk.room) }

    private func isNew() async throws -> Bool { try await accounts.all().isEmpty }

    private func show(_ request: Request, message: String = "", name: String = "") async throws -> Response {
        let language = desk.cookies.language(request)
        let word = Words(language: language)
        let isNew = try await isNew()
        let view: [String: Any] = [
            "kept": desk.hasKeptForm(request)
                ? [word("您刚才提交的内容还在：由本人登录后接着保存。", "What you sent is kept: sign in as yourself and go on.")] : [],
            "isNew": isNew, "message": Sometimes.text(message), "name": name,
            "accounts": isNew ? [] : try await choices(name), "choose": word("请选择", "Choose"),
            "title": isNew ? word("设立第一个账户", "Set up the first account") : word("登录", "Sign in"),
            "about": word(
                "这台机器还没有账户。第一个账户是管理员，可再为其他人员建立账户。", "This room has no account yet. The first one is an administrator's."
            ),
            "nameLabel": word("姓名", "Name"),
            "passwordLabel": isNew ? word("口令（至少 8 个字符）", "Password (at least 8 characters)") : word("口令", "Password"),
            "againLabel": word("再输一次", "Once more"), "button": isNew ? word("建立", "Set up") : word("登录", "Sign in"),
        ]
        return try await desk.frame.page(
            word("登录", "Sign in"), template.render(view), nil, language, status: message.isEmpty ? .ok : .forbidden)
    }

    /// Those who have an account; whom the roster has on duty now is chosen already.
    private func choices(_ name: String) async throws -> [[String: String]] {
        let reading = try await DutyReading.read(["person", "duty-shift"], unit: desk.room.homeUnit, in: desk.room)
        let named = try await candidates(name).first?.id
        let onDuty = reading.duties.dutyShifts.filter { $0.span.contains(reading.now) }.map(\.person)
        let persons = try await accounts.all().filter { !$0.isDisabled }.compactMap { account in
            RecordID(account.person).flatMap { reading.duties.persons[$0] }
        }
        let chosen = named ?? persons.first { onDuty.contains($0.id) }?.id ?? (persons.count == 1 ? persons[0].id : nil)
        return persons.sorted { ($0.name, $0.id) < ($1.name, $1.id) }.map {
            [
                "id": $0.id.description, "text": [$0.name, $0.post].compactMap { $0 }.joined(separator: " · "),
                "selected": $0.id == chosen ? "selected" : "",
            ]
        }
    }

    /// Those of an account whom an id or a name means: two may have one name.
    private func candidates(_ text: String) async throws -> [Person] {
        let known = Set(try await accounts.all().filter { !$0.isDisabled }.map(\.person))
        return try await accounts.persons().filter {
            known.contains($0.id.description) && ($0.id.description == text || $0.name == text)
        }
    }

    private func signIn(_ request: Request) async throws -> Response {
        let posted = try await Posted.read(request)
        let word = Words(language: desk.cookies.language(request))
        var sentence = word("姓名或口令不对。", "The name or the password is wrong.")
        for person in try await candidates(posted["name"]) {
            do {
                return enter(try await Signing(desk.room).prove(person, password: posted["password"]), request)
            } catch let failure as CommandFailure {
                sentence = word(failure.chinese, failure.english)
            }
        }
        return try await show(request, message: sentence, name: posted["name"])
    }

    /// Only while there is none; then an administrator adds the others.
    private func setUp(_ request: Request) async throws -> Response {
        let posted = try await Posted.read(request)
        let word = Words(language: desk.cookies.language(request))
        guard try await isNew() else { return DeskResponse.seeOther("/sign-in") }
        let name = posted["name"].trimmingCharacters(in: .whitespacesAndNewlines)
        guard posted["password"] == posted["again"] else {
            return try await show(
                request, message: word("两次口令不同，请重新输入。", "The two passwords differ."), name: name)
        }
        do {
            let person = try await person(name)
            try await accounts.set(
                person, role: AccountRole.administrator.rawValue, password: posted["password"])
            return enter(try await Signing(desk.room).prove(person, password: posted["password"]), request)
        } catch let failure as CommandFailure {
            return try await show(request, message: word(failure.chinese, failure.english), name: name)
        }
    }

    /// The unit's person of that name, entered now where there is none yet.
    private func person(_ name: String) async throws -> Person {
        if let known = try await accounts.person(name) { return known }
        let entering = try await Entering(.person, unit: desk.room.homeUnit, in: desk.room)
        let line = JSONValue.object([("name", .text(name))]).text
        let (results, failure) = try await entering.enter(Data(line.utf8), author: name, isAtomic: false)
        if let failure { throw failure }
        if let error = results.first?.errors.first {
            throw CommandFailure(error)
        }
        guard let person = try await accounts.person(name) else { throw SyncError.unknown("person") }
        return person
    }

    private func enter(_ proven: Signing<Room>.Proven, _ request: Request) -> Response {
        var response = DeskResponse.seeOther(
            desk.wayBack(request, for: proven.person.id), cookie: desk.begin(proven))
        response.headers.append(HTTPField(name: .setCookie, value: desk.cookies.leftPlaceCookie))
        return response
    }

    private static var html: String {
        """
        <div class="narrow"><h2>{{title}}</h2>{{#kept}}<p class="notice" role="status">{{.}}</p>{{/kept}}{{#isNew}}<p>{{about}}</p>{{/isNew}}{{#message}}<p class="notice badly" role="alert">{{.}}</p>{{/message}}
        <form class="entry" method="post" action="{{#isNew}}/set-up{{/isNew}}{{^isNew}}/sign-in{{/isNew}}">
        <p class="full"><label for="name">{{nameLabel}}</label>{{#isNew}}<input id="name" name="name" value="{{name}}" required autofocus autocomplete="username">{{/isNew}}{{^isNew}}<select id="name" name="name" required><option value="">{{choose}}</option>{{#accounts}}<option value="{{id}}" {{selected}}>{{text}}</option>{{/accounts}}</select>{{/isNew}}</p>
        <p class="full"><label for="password">{{passwordLabel}}</label><input id="password" name="password" type="password" required {{^isNew}}autofocus{{/isNew}} autocomplete="{{#isNew}}new-password{{/isNew}}{{^isNew}}current-password{{/isNew}}"></p>
        {{#isNew}}<p class="full"><label for="again">{{againLabel}}</label><input id="again" name="again" type="password" required autocomplete="new-password"></p>{{/isNew}}
        <p class="full"><button>{{button}}</button></p></form></div>
        """
    }
}
