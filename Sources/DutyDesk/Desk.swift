package import DutyRecords
import Foundation
import HTTPTypes
package import Hummingbird
import Mustache
package import ProgramShell
import SyncKit

/// The duty room's screens over one room's records.
package struct Desk<Room: DeskRoom>: Sendable {
    let room: Room
    let additions: DeskAdditions
    package let frame: DeskFrame<Room>
    let sessions = Sessions()
    let cookies: DeskCookies
    let drafts: Drafts
    let switches = PersonSwitches()
    let keptForms = KeptForms()
    let callers = CallerMemory()
    /// One of the county's decisions after the other, so that none is taken twice.
    let countyActs = Turn()
    let refusal: MustacheTemplate

    package init(_ room: Room, adding additions: DeskAdditions = .none) throws {
        self.room = room
        self.additions = additions
        frame = try DeskFrame(room, overseen: additions.places)
        drafts = Drafts(room.draftFolder)
        refusal = try MustacheTemplate(string: Self.refusalHTML)
        cookies = DeskCookies(replica: room.store.signer.replica.description)
    }

    /// Where the pages are that are read alone; the gate names their methods.
    package static var readPaths: Set<String> {
        [
            "/", "/bar.json", "/beside/phone", "/callbacks", "/callers.json", "/conflicts", "/drafts.json",
            "/events", "/go", "/incidents", "/kept", "/live", "/live.js", "/people", "/print.css", "/print.js",
            "/print/roster", "/records", "/roster", "/roster/proposal", "/script.js", "/search", "/sheets",
            "/style.css", "/typed-time", "/verify", "/volumes",
        ]
    }

    package func add(to router: Router<PageContext>) throws {
        let (style, script) = (Assets.style(additions), Assets.script(additions))
        router.get("/style.css") { _, _ in DeskResponse.answer(style, "text/css; charset=utf-8") }
        router.get("/script.js") { _, _ in DeskResponse.answer(script, "text/javascript; charset=utf-8") }
        try LivePages(self).add(to: router)
        try SignInPages(self).add(to: router)
        try TodayPage(self).add(to: router)
        try EntryPages(self).add(to: router)
        DraftPages(self).add(to: router)
        try CallPages(self).add(to: router)
        try Takeovers(self).add(to: router)
        try BarPages(self).add(to: router)
        try KeptPages(self).add(to: router)
        try RecordPages(self).add(to: router)
        VoidPages(self).add(to: router)
        try ConflictPages(self).add(to: router)
        try EventPages(self).add(to: router)
        try SendPages(self).add(to: router)
        try RosterPages(self).add(to: router)
        try VolumesPage(self).add(to: router)
        try VolumePages(self).add(to: router)
        try VerifyPage(self).add(to: router)
        try PaperPages(self).add(to: router)
        try PrintPages(self).add(to: router)
        try SearchPages(self).add(to: router)
        try HandoverPages(self).add(to: router)
        try PeoplePages(self).add(to: router)
        try UnitPages(self).add(to: router)
        try IncidentPages(self).add(to: router)
        try IncidentList(self).add(to: router)
        try SheetPages(self).add(to: router)
    }

    func visitor(_ request: Request, touches: Bool = true) -> Visitor? {
        guard let token = cookies.value(cookies.session, request),
            let session = sessions.find(token, now: SystemClock.monotonic(), touches: touches)
        else { return nil }
        return Visitor(token: token, session: session)
    }

    /// Shows a page to whoever is signed in; others are asked to sign in first, and come back here.
    package func signedIn(
        _ request: Request, _ page: (Visitor, Language) async throws -> Response
    ) async throws -> Response {
        // What a page asks for by itself is nobody's act.
        let isLive = HTTPField.Name("X-Zhishou-Live").map { request.headers.contains($0) } ?? false
        guard let visitor = try await standing(visitor(request, touches: !isLive)) else {
            return await askToSignIn(request)
        }
        guard !visitor.mustChangePassword || request.uri.path == PeoplePages<Room>.passwordPath else {
            return DeskResponse.seeOther(PeoplePages<Room>.passwordPath)
        }
        let language = cookies.language(request)
        return keeping(language, of: request, in: try await answer(visitor, language, page))
    }

    /// Shows a page to anybody who may reach this address, in the desk's frame: what it says holds no record's text.
    package func open(
        _ request: Request, _ title: (chinese: String, english: String), _ body: (Language) async throws -> String
    ) async throws -> Response {
        try await open(request, title) { _, language in try await body(language) }
    }

    /// The same with more for whoever is signed in.
    package func open(
        _ request: Request, _ title: (chinese: String, english: String),
        _ body: (Visitor?, Language) async throws -> String
    ) async throws -> Response {
        // What a page asks by itself keeps no session alive.
        let visitor = try await standing(visitor(request, touches: false))
        let language = cookies.language(request)
        let page = try await frame.page(
            Words(language: language)(title.chinese, title.english), try await body(visitor, language), visitor,
            language)
        return keeping(language, of: request, in: page)
    }

    /// A language that was chosen stays chosen.
    private func keeping(_ language: Language, of request: Request, in response: Response) -> Response {
        guard request.uri.queryParameters.get("lang") != nil else { return response }
        var response = response
        response.headers[.setCookie] =
            "\(cookies.language)=\(language == .english ? "en" : "zh"); Path=/; SameSite=Strict; Max-Age=31536000"
        return response
    }

    private func answer(
        _ visitor: Visitor, _ language: Language, _ page: (Visitor, Language) async throws -> Response
    ) async throws -> Response {
        do {
            return try await page(visitor, language)
        } catch let refused as RefusedForm {
            return try await sorry(refused.cause, typed: refused.typed, visitor, language)
        } catch {
            return try await sorry(error, typed: nil, visitor, language)
        }
    }

    /// Takes a form of a signed-in person that the desk itself gave out. One whose sign-in has lapsed is not lost.
    /// - Parameter again: shows the form once more with all that was typed, where it was opened by an earlier sign-in of
    ///   the same person; its last parameter is the sentence on it. Without it the form is kept, and offered once more.
    package func posted(
        _ request: Request, again: ((Posted, Visitor, Language, String) async throws -> Response)? = nil,
        _ take: (Posted, Visitor, Language) async throws -> Response
    ) async throws -> Response {
        return try await signedIn(request) { visitor, language in
            let posted = try await Posted.read(request)
            if posted["token"] == visitor.session.formToken {
                let response: Response
                do {
                    response = try await take(posted, visitor, language)
                } catch let error as SyncError where error.isOfTheStore {
                    throw Unsaved(cause: error, cookie: keep(posted, request))
                } catch {
                    let words = Words(language: language)
                    throw RefusedForm(
                        cause: error,
                        typed: TypedText(posted.fields, path: request.uri.path, words, in: room.catalog))
                }
                // What outlived a sign-in was sent once more, and is taken or stands on the page that refused it.
                keptForms.drop(posted[KeptForms.field], of: visitor.session.person)
                return response
            }
            guard isOwn(request), KeptForms.person(of: posted.fields) == visitor.session.person else {
                throw foreignForm
            }
            guard let again else {
                guard let cookie = keep(posted, request) else { throw foreignForm }
                return DeskResponse.seeOther("/kept", cookie: cookie)
            }
            let sentence = Words(language: language)(
                "这个表单是上次登录时打开的。请核对后再保存一次。",
                "This form was opened by an earlier sign-in of yours; look it over and save it once more.")
            var response = try await again(posted, visitor, language, sentence)
            response.status = .badRequest
            return response
        }
    }

    /// Refuses a form that the desk did not give out to this sign-in.
    func check(token: String?, of visitor: Visitor) throws {
        guard token == visitor.session.formToken else { throw foreignForm }
    }

    private var foreignForm: CommandFailure {
        CommandFailure(
            .badUse, chinese: "这个表单不是本次登录打开的，没有保存。请返回重新打开页面后再试。",
            english: "this form was not opened by this sign-in and was not saved; open the page again")
    }
}

enum Escaped {
    static func text(_ text: String) -> String {
        text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
            .replacing("\"", with: "&quot;")
    }
}
