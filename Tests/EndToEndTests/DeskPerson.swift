import Foundation
import Testing

/// A person before the desk.
final class DeskPerson {
    let page: WebPage
    /// As the browser keeps them, by name.
    private var cookies: [String: String] = [:]
    var cookieHeader: String { cookie }
    private var cookie: String { cookies.map { "\($0.key)=\($0.value)" }.joined(separator: "; ") }

    init(_ page: WebPage) { self.page = page }

    /// The same browser, before a program that was started again.
    init(_ page: WebPage, like other: DeskPerson) {
        self.page = page
        cookies = other.cookies
    }

    func get(_ path: String, language: String = "zh-CN") throws -> WebPage.Answer {
        try page.ask("GET", path, language: language, cookie: cookie)
    }

    /// What the page is told by the desk, until enough of it has come.
    func listen(until isEnough: (String) -> Bool) throws -> String {
        try page.listen("/live", cookie: cookie, until: isEnough).body
    }

    @discardableResult
    func post(
        _ path: String, _ form: [String: String], headers: [String: String] = [:]
    ) throws -> WebPage.Answer {
        let answer = try page.ask("POST", path, cookie: cookie, form: form, headers: headers)
        if let given = answer.headers["set-cookie"]?.prefix(while: { $0 != ";" }),
            let equals = given.firstIndex(of: "=")
        {
            cookies[String(given[..<equals])] = String(given[given.index(after: equals)...])
        }
        return answer
    }

    /// Sends a form with a file.
    func upload(_ path: String, _ fields: [String: String], file: [UInt8], named name: String) throws -> WebPage.Answer
    {
        let boundary = "----zhishou-\(UUID().uuidString)"
        var body: [UInt8] = []
        for (field, value) in fields {
            body += Array(
                "--\(boundary)\r\nContent-Disposition: form-data; name=\"\(field)\"\r\n\r\n\(value)\r\n".utf8)
        }
        body += Array(
            "--\(boundary)\r\nContent-Disposition: form-data; name=\"file\"; filename=\"\(name)\"\r\nContent-Type: application/octet-stream\r\n\r\n"
                .utf8)
        body += file + Array("\r\n--\(boundary)--\r\n".utf8)
        return try page.ask(
            "POST", path, cookie: cookie, upload: ("multipart/form-data; boundary=\(boundary)", body))
    }

    /// What a page's form carries along, hidden.
    func hidden(_ name: String, in body: String) -> String {
        guard let start = body.range(of: "name=\"\(name)\" value=\"") else { return "" }
        return String(body[start.upperBound...].prefix { $0 != "\"" })
    }

    /// What stands in a field of a page, by the field's id.
    func value(_ id: String, in body: String) -> String {
        guard let field = body.range(of: "id=\"\(id)\""),
            let start = body[field.upperBound...].range(of: "value=\"")
        else { return "" }
        return String(body[start.upperBound...].prefix { $0 != "\"" })
    }

    /// Fills in the form of a new record and sends it.
    func enter(_ collection: String, _ fields: [String: String]) throws -> WebPage.Answer {
        let form = try get("/new/\(collection)").body
        let carried = ["token": hidden("token", in: form), "id": hidden("id", in: form)]
        return try post("/new/\(collection)", fields.merging(carried) { $1 })
    }

    /// The set that stands for a value among those that a page offers to choose from.
    func version(of value: String, in body: String) -> String {
        guard let shown = body.range(of: "\">\(value)</span></label>"),
            let radio = body[..<shown.lowerBound].range(of: "name=\"pick\" value=\"", options: .backwards)
        else { return "" }
        return String(body[radio.upperBound...].prefix { $0 != "\"" })
    }

    /// Settles a field of a record with one of the values on its page, or with `own`.
    @discardableResult
    func settle(_ path: String, _ field: String, _ value: String, own: String? = nil) throws -> WebPage.Answer {
        let page = try get("/record/\(path)").body
        var form = ["token": hidden("token", in: page), "seen": hidden("seen", in: page), "field": field]
        form["pick"] = own == nil ? version(of: value, in: page) : "own"
        form["own-\(field)"] = own
        return try post("/resolve/\(path)", form)
    }

    func setUp() throws {
        let answer = try post("/set-up", ["name": "王晓东", "password": "口令口令口令口令", "again": "口令口令口令口令"])
        #expect(answer.status == 303)
    }

    /// A town with an agent that runs, beside a hub that does.
    static func withTown(_ test: @escaping @Sendable (County, Town) throws -> Void) async throws {
        try await blocking {
            let county = try County()
            defer { county.cleanUp() }
            try county.startHub()
            let town = try county.town("LC", named: "黎城镇")
            try town.start()
            try test(county, town)
        }
    }
}
