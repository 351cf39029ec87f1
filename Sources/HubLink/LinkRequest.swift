/// One HTTP request to the hub.
package struct LinkRequest: Sendable {
    package enum Method: String, Sendable {
        case get = "GET"
        case post = "POST"
    }

    /// Whom the request may be sent to.
    package enum Trust: Sendable {
        /// A hub whose certificate the pinned authority signed for the hub's name.
        case pinned
        /// Whoever answers, over a connection of its own and without this side's certificate; only for fetching the
        /// authority (`GET /v1/authority`), whose fingerprint the caller compares before it sends anything.
        case anyCertificate
    }

    /// Path and query, from `/` on.
    package var path: String
    package var method: Method
    package var body: [UInt8]
    package var contentType: String?
    package var contentEncoding: String?
    /// Names and values of further headers, sent as they are.
    package var extraHeaders: [(name: String, value: String)]
    /// Bytes of body that the answer may have.
    package var replyLimit: Int
    /// How long the hub may hold the answer, on top of the stall time.
    package var wait: Duration
    /// For all of it, over all addresses; nil for no limit but those of the connection and of stalling.
    package var timeout: Duration?
    package var trust: Trust

    package init(
        path: String, method: Method = .get, body: [UInt8] = [], contentType: String? = nil,
        contentEncoding: String? = nil, extraHeaders: [(name: String, value: String)] = [],
        replyLimit: Int = 1 << 20, wait: Duration = .zero, timeout: Duration? = nil, trust: Trust = .pinned
    ) {
        self.path = path
        self.method = method
        self.body = body
        self.contentType = contentType
        self.contentEncoding = contentEncoding
        self.extraHeaders = extraHeaders
        self.replyLimit = replyLimit
        self.wait = wait
        self.timeout = timeout
        self.trust = trust
    }

    /// Method and path without the query: what errors name.
    var operation: String { "\(method.rawValue) \(path.prefix { $0 != "?" })" }

    /// - Throws: `invalidRequest` for what cannot be sent, `authorityUnusable` for a pinned request with nothing pinned.
    func check(_ configuration: LinkConfiguration) throws(LinkError) {
        func refuse(_ cause: String) -> LinkError {
            LinkError(.invalidRequest, operation: method.rawValue, cause: cause)
        }
        guard path.hasPrefix("/"), path.utf8.allSatisfy({ (0x21...0x7E).contains($0) && $0 != UInt8(ascii: "#") })
        else { throw refuse("the path is not of printable ASCII from / on") }
        guard headerFields.allSatisfy({ Self.isToken($0.name) && Self.isValue($0.value) }) else {
            throw refuse("a header's name or value has characters that it cannot have")
        }
        guard replyLimit >= 0, wait >= .zero, timeout.map({ $0 > .zero }) ?? true else {
            throw refuse("a limit is below zero")
        }
        guard method == .post || body.isEmpty else { throw refuse("a GET has no body") }
        switch trust {
        case .pinned:
            guard !configuration.authorityPEM.isEmpty else {
                throw LinkError(.authorityUnusable, operation: operation, cause: "no authority is pinned")
            }
        case .anyCertificate:
            guard method == .get, path == "/v1/authority", headerFields.isEmpty else {
                throw refuse("only the authority is fetched from a hub that is not known yet")
            }
        }
    }

    /// The headers that this request has beside curl's own.
    var headerFields: [(name: String, value: String)] {
        var fields = extraHeaders
        if let contentType { fields.append(("Content-Type", contentType)) }
        if let contentEncoding { fields.append(("Content-Encoding", contentEncoding)) }
        return fields
    }

    private static func isToken(_ name: String) -> Bool {
        !name.isEmpty
            && name.utf8.allSatisfy { byte in
                byte > 0x20 && byte < 0x7F && !"()<>@,;:\\\"/[]?={}".utf8.contains(byte)
            }
    }

    private static func isValue(_ value: String) -> Bool {
        !value.isEmpty && value.utf8.allSatisfy { $0 >= 0x20 && $0 < 0x7F }
    }
}
