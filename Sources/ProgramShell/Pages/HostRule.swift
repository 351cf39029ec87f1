import Glibc

/// Which names in a request's `Host` a page answers to. A site that somebody opens elsewhere can point its own name at
/// this machine (DNS rebinding) and would then read the page as its own; a name of this machine it cannot take.
package struct HostRule: Sendable {
    private let bound: HostPort
    /// Names that the settings add, for any port or for that which they have.
    private let named: [String]

    package init(bound: HostPort, named: [String]) {
        self.bound = bound
        self.named = named
    }

    /// - Parameters:
    ///   - authority: the request's `Host`, HOST or HOST:PORT, IPv6 in brackets; nil where it has none.
    ///   - port: where the page listens; it may have been chosen by the system.
    package func admits(_ authority: String?, port: Int) -> Bool {
        guard let asked = authority.flatMap(Self.parts) else { return false }
        let isNamed = named.compactMap(Self.parts).contains {
            $0.host == asked.host && ($0.port == nil || $0.port == asked.port)
        }
        if isNamed { return true }
        guard (asked.port ?? Self.portOfHTTP) == port else { return false }
        let own = ["localhost", "127.0.0.1", "[::1]", bound.authorityHost].compactMap(Self.parts).map(\.host)
        return own.contains(asked.host) || bound.isEveryAddress && asked.host.isAddress
    }

    /// What a browser leaves out.
    private static let portOfHTTP = 80

    private static func parts(_ text: String) -> (host: HostName, port: Int?)? {
        var host = Substring(text)
        var port: Int?
        // An address of IPv6 outside brackets has several colons, and is no host.
        if let colon = text.lastIndex(of: ":"), text.last != "]", text.first == "[" || text.firstIndex(of: ":") == colon
        {
            guard let number = UInt16(text[text.index(after: colon)...]) else { return nil }
            port = Int(number)
            host = text[..<colon]
        }
        return HostName(host).map { ($0, port) }
    }
}

/// A host as names compare: of an address its bytes, of a name its lower case without a final point.
private enum HostName: Hashable {
    case address([UInt8])
    case name(String)

    init?(_ text: Substring) {
        if text.first == "[" {
            guard text.last == "]", let bytes = Self.bytes(AF_INET6, text.dropFirst().dropLast()) else { return nil }
            self = .address(bytes)
        } else if let bytes = Self.bytes(AF_INET, text) {
            self = .address(bytes)
        } else {
            let name = text.hasSuffix(".") ? text.dropLast() : text
            guard !name.isEmpty, !name.contains(":") else { return nil }
            self = .name(name.lowercased())
        }
    }

    var isAddress: Bool { if case .address = self { true } else { false } }

    private static func bytes(_ family: Int32, _ text: Substring) -> [UInt8]? {
        var bytes = [UInt8](repeating: 0, count: family == AF_INET6 ? 16 : 4)
        return inet_pton(family, String(text), &bytes) == 1 ? bytes : nil
    }
}

extension HostPort {
    /// The host as it stands in an address.
    fileprivate var authorityHost: String { host.contains(":") ? "[\(host)]" : host }

    /// Bound so, a page has every address of the machine.
    fileprivate var isEveryAddress: Bool { ["0.0.0.0", "::"].contains(host) }
}
