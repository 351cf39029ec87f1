/// Why a request brought no answer: a code to match on, what was being done, where, and the cause in words.
///
/// Two errors are equal when their codes are. No certificate, key, body, header or proxy password is in it.
package struct LinkError: Error, Sendable, Hashable {
    /// The raw values are the stable codes.
    package enum Kind: String, Sendable, CaseIterable {
        /// No route, or the network is down.
        case unreachable
        /// The address's or the proxy's host name has no answer from DNS.
        case nameNotResolved
        /// The machine is there and nothing listens at that port.
        case connectionRefused
        /// No connection, or no whole answer, within the time allowed.
        case timedOut
        /// The connection stands and moves less than the lowest rate.
        case stalled
        /// The hub ended the connection over this side's certificate, or for the want of one.
        case tlsRefusedByHub
        /// Whoever answers has no certificate of the pinned authority for the hub's name.
        case strangerHub
        /// The two sides found no common TLS, below 1.3 for one.
        case tlsFailed
        /// Something answers at the port without TLS.
        case notHTTPS
        /// What answers inside TLS does not speak HTTP.
        case notHTTP
        /// The connection ended before the whole answer had come.
        case connectionLost
        /// The answer is longer than the request allows.
        case answerTooLarge
        /// The proxy cannot be used or refused to connect; `proxyStatus` has its answer.
        case proxyFailed
        /// The task was cancelled.
        case cancelled
        /// The link was shut down.
        case shutDown
        /// More requests wait than the link takes at once.
        case tooManyRequests
        /// An address is not of the form `https://HOST[:PORT]`, or there is none.
        case invalidAddress
        /// The request cannot be sent as it is.
        case invalidRequest
        /// This side's certificate or key cannot be read, or they do not belong together.
        case ownCertificateUnusable
        /// The pinned authority's certificate is missing or cannot be read.
        case authorityUnusable
        /// Memory, descriptors, threads, or the library itself.
        case failed
    }

    package let kind: Kind
    /// What was being done: method and path.
    package let operation: String
    /// Where, as `https://HOST:PORT`; empty before an address was chosen.
    package let address: String
    /// What the library or the system said.
    package let cause: String
    /// What the proxy answered in place of a tunnel, an HTTP status; nil unless it answered.
    package let proxyStatus: Int?

    package init(
        _ kind: Kind, operation: String, address: String = "", cause: String = "", proxyStatus: Int? = nil
    ) {
        self.kind = kind
        self.operation = operation
        self.address = address
        self.cause = cause
        self.proxyStatus = proxyStatus
    }

    /// What programs match on; it does not change between versions.
    package var code: String { kind.rawValue }

    /// Whether the same request may succeed later with nothing changed on either side.
    package var isTransient: Bool {
        switch kind {
        case .unreachable, .nameNotResolved, .connectionRefused, .timedOut, .stalled, .connectionLost,
            .tooManyRequests, .failed:
            true
        case .proxyFailed:
            proxyStatus != 407 && proxyStatus != 403
        case .tlsRefusedByHub, .strangerHub, .tlsFailed, .notHTTPS, .notHTTP, .answerTooLarge, .cancelled, .shutDown,
            .invalidAddress, .invalidRequest, .ownCertificateUnusable, .authorityUnusable:
            false
        }
    }

    package static func == (left: LinkError, right: LinkError) -> Bool { left.kind == right.kind }

    package func hash(into hasher: inout Hasher) { hasher.combine(kind) }
}

extension LinkError: CustomStringConvertible {
    package var description: String {
        let place = address.isEmpty ? "" : " at \(address)"
        let reason = cause.isEmpty ? "" : ": \(cause)"
        return "\(code): \(operation)\(place)\(reason); \(hint)"
    }

    /// What the person can do.
    package var hint: String {
        switch kind {
        case .unreachable, .timedOut, .stalled, .connectionLost: "check the network; it is tried again"
        case .nameNotResolved: "check the address's spelling and the name server"
        case .connectionRefused: "check the port, and whether the hub runs"
        case .tlsRefusedByHub: "this replica is not admitted; ask the county's administrator, or enrol again"
        case .strangerHub: "another machine, or a sign-in page, answers there; check the address"
        case .tlsFailed: "something on the way breaks TLS 1.3; check the address and the firewall"
        case .notHTTPS, .notHTTP: "another program, or a sign-in page, answers there; check the address and the port"
        case .answerTooLarge: "both sides may be of different versions"
        case .proxyFailed: "check https_proxy and no_proxy, and what the proxy allows"
        case .cancelled, .shutDown: "it was stopped on this side"
        case .tooManyRequests: "wait for earlier requests"
        case .invalidAddress: "write it as https://HOST or https://HOST:PORT"
        case .invalidRequest: "this is a fault of the program"
        case .ownCertificateUnusable: "the key or the certificate of this replica is damaged; enrol again"
        case .authorityUnusable: "the authority's certificate of this replica is damaged; enrol again"
        case .failed: "check memory and open files"
        }
    }
}

extension LinkError {
    /// How much an error of one address says to someone who gets only one of several.
    private var weight: Int {
        switch kind {
        case .strangerHub, .tlsFailed, .notHTTPS: 5
        case .proxyFailed: 4
        case .timedOut, .connectionLost: 3
        case .connectionRefused: 2
        case .unreachable: 1
        default: 0
        }
    }

    /// The one of the two that says more; the later where they are alike.
    func moreTelling(than earlier: LinkError?) -> LinkError {
        guard let earlier, earlier.weight > weight else { return self }
        return earlier
    }
}
