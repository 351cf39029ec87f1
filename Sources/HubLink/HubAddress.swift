import Glibc

/// Where a hub is reached: a host name or an IP address, and a port.
package struct HubAddress: Sendable, Hashable, CustomStringConvertible {
    /// Without brackets, lower case.
    package let host: String
    package let port: UInt16

    /// Reads `https://HOST[:PORT]`, an IPv6 address in brackets, with no path, user, query or fragment.
    /// - Throws: `invalidAddress`.
    package init(url: String) throws(LinkError) {
        guard let address = Self(parsing: url) else {
            // The text is not repeated: it may hold a password.
            throw LinkError(.invalidAddress, operation: "read an address", cause: "it has another form")
        }
        self = address
    }

    /// Takes a host (without brackets) and a port.
    /// - Throws: `invalidAddress`.
    package init(host: String, port: UInt16) throws(LinkError) {
        guard port > 0, Self.isIPv6(host) || Self.isName(host) else {
            throw LinkError(.invalidAddress, operation: "read an address", cause: "no host, or no port")
        }
        self.host = host.lowercased()
        self.port = port
    }

    private init?(parsing url: String) {
        let scheme = "https://"
        guard url.lowercased().hasPrefix(scheme) else { return nil }
        var rest = url.dropFirst(scheme.count)
        if rest.hasSuffix("/") { rest.removeLast() }
        let host: Substring
        if rest.hasPrefix("[") {
            guard let end = rest.firstIndex(of: "]") else { return nil }
            host = rest[rest.index(after: rest.startIndex)..<end]
            rest = rest[rest.index(after: end)...]
            guard Self.isIPv6(String(host)) else { return nil }
        } else {
            let end = rest.firstIndex(of: ":") ?? rest.endIndex
            host = rest[..<end]
            rest = rest[end...]
            guard Self.isName(String(host)) else { return nil }
        }
        self.host = host.lowercased()
        guard !rest.isEmpty else {
            port = 443
            return
        }
        let digits = rest.dropFirst()
        guard rest.hasPrefix(":"), digits.utf8.allSatisfy({ (48...57).contains($0) }), let port = UInt16(digits),
            port > 0
        else { return nil }
        self.port = port
    }

    package var description: String { "https://\(bracketed):\(port)" }

    /// The host as URLs write it.
    var bracketed: String { host.contains(":") ? "[\(host)]" : host }

    /// Letters, digits, dots, dashes and underscores, at most 253: a DNS name or an IPv4 address.
    static func isName(_ host: String) -> Bool {
        let isForm = host.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: "_"):
                true
            default: false
            }
        }
        return isForm && (1...253).contains(host.utf8.count) && !host.hasPrefix(".") && !host.hasPrefix("-")
    }

    private static func isIPv6(_ host: String) -> Bool {
        var binary = in6_addr()
        return inet_pton(AF_INET6, host, &binary) == 1
    }
}
