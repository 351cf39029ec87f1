import DutyRecords
import Foundation
import HTTPTypes
import Hummingbird
import ProgramShell

/// Who asks for a page: a signed-in person.
package struct Visitor: Sendable {
    let token: String
    package let session: Sessions.Session
    /// Whether an administrator chose the password: nothing else is done before it is changed.
    var mustChangePassword = false

    package var isAdministrator: Bool { session.role == AccountRole.administrator.rawValue }

    /// What is an administrator's is nobody else's, whatever he is besides.
    package func checkAdministers(_ chinese: String, _ english: String) throws {
        guard isAdministrator else { throw Forbidden(chinese: chinese, english: english) }
    }

    /// Who the units are, and by which figures all are judged.
    private static let administered: Set<String> = ["rule-profile", "unit"]

    func mayWrite(_ collection: Collection) -> Bool { isAdministrator || !Self.administered.contains(collection.name) }

    func checkWrites(_ collection: Collection) throws {
        guard !mayWrite(collection) else { return }
        try checkAdministers(
            "“\(collection.chinese)”由管理员填写和修改，值班人员不用办。",
            "\(collection.english) is an administrator's to write and to change.")
    }
}

/// What a role does not permit.
struct Forbidden: Error {
    let chinese: String
    let english: String
}

/// What a browser sent with a request.
package struct Posted: Sendable {
    package let fields: [String: String]
    /// A long report with every element, escaped, is well below it.
    private static let bytesMax = 512 * 1024

    static func read(_ request: Request) async throws -> Posted {
        var request = request
        let body = try await request.collectBody(upTo: bytesMax)
        return Posted(fields: try URLEncodedFormDecoder().decode([String: String].self, from: String(buffer: body)))
    }

    package subscript(name: String) -> String { fields[name] ?? "" }
}

/// Reads cookies and writes them. Cookies ignore ports, so each replica's has a name of its own.
struct DeskCookies: Sendable {
    let session: String
    /// Where somebody was before he was asked to sign in.
    let place: String
    let language = "zhishou-lang"
    /// Which forms wait for their person to sign in again.
    let kept: String

    init(replica: String) {
        session = "zhishou-\(replica)"
        place = "zhishou-\(replica)-place"
        kept = "zhishou-kept-\(replica)"
    }

    func value(_ name: String, _ request: Request) -> String? {
        for cookie in (request.headers[.cookie] ?? "").split(separator: ";") {
            let parts = cookie.split(separator: "=", maxSplits: 1)
            if parts.count == 2, parts[0].trimmingCharacters(in: .whitespaces) == name { return String(parts[1]) }
        }
        return nil
    }

    func sessionCookie(_ token: String) -> String { "\(session)=\(token); Path=/; HttpOnly; SameSite=Strict" }

    func placeCookie(_ value: String) -> String {
        "\(place)=\(value); Path=/; HttpOnly; SameSite=Strict; Max-Age=43200"
    }

    func keptCookie(_ keys: [String]) -> String {
        "\(kept)=\(keys.joined(separator: ".")); Path=/; HttpOnly; SameSite=Strict"
    }

    var leftPlaceCookie: String { "\(place)=; Path=/; HttpOnly; SameSite=Strict; Max-Age=0" }

    var endedCookie: String { "\(session)=; Path=/; HttpOnly; SameSite=Strict; Max-Age=0" }

    /// `?lang=`, else the cookie, else what the browser asks for.
    func language(_ request: Request) -> Language {
        if request.uri.queryParameters.get("lang") == nil, let kept = value(language, request) {
            return kept == "en" ? .english : .chinese
        }
        return PageLanguage.of(request)
    }
}
