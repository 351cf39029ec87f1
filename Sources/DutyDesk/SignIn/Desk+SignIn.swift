import DutyRecords
import Foundation
import HTTPTypes
import Hummingbird
import ProgramShell
import SyncKit

// Who is before the desk now, and the way back to where one was.
extension Desk {
    /// A session as its account allows it: none where the account is disabled or its password another one.
    func standing(_ visitor: Visitor?) async throws -> Visitor? {
        guard let visitor else { return nil }
        guard let account = try await Accounts(room).account(of: visitor.session.person), !account.isDisabled,
            account.passwordHash == visitor.session.proof
        else {
            sessions.end(visitor.token)
            return nil
        }
        var session = visitor.session
        session.role = account.role
        return Visitor(token: visitor.token, session: session, mustChangePassword: account.isTemporary)
    }

    /// - Returns: the cookie of a new session.
    func begin(_ proven: Signing<Room>.Proven) -> String {
        cookies.sessionCookie(
            sessions.start(
                person: proven.person.id, name: proven.person.name, role: proven.account.role,
                proof: proven.account.passwordHash, now: SystemClock.monotonic()))
    }

    /// Remembers where somebody was, and what he sent last, before it asks him to sign in.
    func askToSignIn(_ request: Request) async -> Response {
        var response = DeskResponse.seeOther("/sign-in")
        if request.method == .post, let cookie = await keepForm(request) {
            response.headers[.setCookie] = cookie
        } else if let place = place(of: request) {
            response.headers[.setCookie] = cookies.placeCookie(place)
        }
        return response
    }

    private func place(of request: Request) -> String? {
        switch request.method {
        case .get:
            // What a script asks for is no page to come back to.
            guard ["document", nil].contains(request.headers[DeskHeader.fetchDest]) else { return nil }
            return ReturnPath.safe(request.uri.string)
        case .post: return ReturnPath.referring(request)
        default: return nil
        }
    }

    /// Where somebody who just signed in goes on: with what he had sent when his sign-in had lapsed, else where he was.
    func wayBack(_ request: Request, for person: RecordID) -> String {
        if hasKeptForm(request, of: person) { return "/kept" }
        return cookies.value(cookies.place, request).flatMap(ReturnPath.safe) ?? "/"
    }
}

enum DeskHeader {
    static let fetchDest = HTTPField.Name("Sec-Fetch-Dest") ?? .accept
}
