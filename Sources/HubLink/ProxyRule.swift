import Foundation
import Glibc

/// Which proxy an address is reached through, by curl's rules for the environment.
///
/// curl itself compares `no_proxy` with the URL's host only, which here is the hub's fixed name at every address; so
/// the comparison is done here, with the name and with the real host, and curl is told the outcome.
package struct ProxyRule: Sendable {
    /// It may hold a password.
    private let proxy: String?
    private let exemptions: [String]

    /// Reads `https_proxy`, else `HTTPS_PROXY`, `all_proxy`, `ALL_PROXY`; and `no_proxy`, else `NO_PROXY`.
    package init(environment: [String: String] = ProcessInfo.processInfo.environment) {
        func first(_ names: String...) -> String? {
            for name in names {
                if let value = environment[name], !value.isEmpty { return value }
            }
            return nil
        }
        proxy = first("https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY")
        exemptions = (first("no_proxy", "NO_PROXY") ?? "").lowercased()
            .split { $0 == "," || $0.isWhitespace }.map(String.init)
    }

    /// No proxy, whatever the environment says.
    package static let none = ProxyRule(environment: [:])

    /// The proxy as curl takes it (`[SCHEME://][USER:PASSWORD@]HOST[:PORT]`); nil for a direct connection.
    func proxy(for address: HubAddress, hubName: String) -> String? {
        guard let proxy, !isExempt(address.host), !isExempt(hubName) else { return nil }
        return proxy
    }

    /// Whether an entry of `no_proxy` covers a host: a domain with all below it, an address, a CIDR block, or `*`.
    func isExempt(_ host: String) -> Bool {
        let host = Self.withoutDot(host.lowercased())
        let bits = Self.addressBits(host)
        return exemptions.contains { entry in
            if entry == "*" { return exemptions.count == 1 }
            if let bits { return Self.block(entry, covers: bits) }
            let domain = Self.withoutDot(String(entry.drop { $0 == "." }))
            return !domain.isEmpty && (host == domain || host.hasSuffix("." + domain))
        }
    }

    private static func withoutDot(_ host: String) -> String { host.hasSuffix(".") ? String(host.dropLast()) : host }

    private static func block(_ entry: String, covers bits: [UInt8]) -> Bool {
        let parts = entry.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        let base = parts[0].trimmingCharacters(in: CharacterSet(charactersIn: "[]"))
        guard let own = addressBits(base), own.count == bits.count else { return false }
        guard parts.count == 2 else { return own == bits }
        guard let length = Int(parts[1]), (0...bits.count * 8).contains(length) else { return false }
        return (0..<length).allSatisfy { bit in
            (own[bit / 8] ^ bits[bit / 8]) & (0x80 >> UInt8(bit % 8)) == 0
        }
    }

    /// The bytes of an IPv4 or IPv6 address; nil for a name.
    private static func addressBits(_ host: String) -> [UInt8]? {
        var four = in_addr()
        if inet_pton(AF_INET, host, &four) == 1 { return withUnsafeBytes(of: &four, Array.init) }
        var six = in6_addr()
        if inet_pton(AF_INET6, host, &six) == 1 { return withUnsafeBytes(of: &six, Array.init) }
        return nil
    }
}

extension ProxyRule: CustomStringConvertible, CustomReflectable {
    package var description: String { proxy == nil ? "no proxy" : "a proxy" }
    package var customMirror: Mirror { Mirror(self, children: []) }
}
