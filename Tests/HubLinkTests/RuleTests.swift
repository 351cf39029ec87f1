import HubLink
import Testing

@testable import struct HubLink.AddressOrder
@testable import struct HubLink.ReplyHead
@testable import struct HubLink.StallRule

@Suite("Rules without a line")
struct RuleTests {
    @Test(
        "an address is read from its URL",
        arguments: [
            ("https://hub.example", "https://hub.example:443"),
            ("HTTPS://Hub.Example:8443/", "https://hub.example:8443"),
            ("https://10.1.2.3:65535", "https://10.1.2.3:65535"), ("https://[FD00::1]", "https://[fd00::1]:443"),
            ("https://[::1]:9", "https://[::1]:9"),
        ])
    func addresses(url: String, shown: String) throws {
        #expect(try HubAddress(url: url).description == shown)
    }

    @Test(
        "what is no address is refused, and not repeated",
        arguments: [
            "http://hub", "hub.example", "https://", "https://:443", "https://hub:0", "https://hub:65536",
            "https://hub:", "https://hub:+80", "https://user:geheim@hub", "https://hub/path", "https://hub?x",
            "https://[::1", "https://[hub]", "https://::1", "https://hub#x", "https://a b", "https://县.example",
        ])
    func noAddresses(url: String) {
        let failure = #expect(throws: LinkError.self) { try HubAddress(url: url) }
        #expect(failure?.kind == .invalidAddress)
        #expect(failure.map { !"\($0)".contains("geheim") } == true)
    }

    @Test("the address that worked comes first, and the others keep their order")
    func order() throws {
        let all = try ["a", "b", "c", "b"].map { try HubAddress(host: $0, port: 1) }
        var order = AddressOrder(all)
        #expect(order.addresses.map(\.host) == ["a", "b", "c"])
        order.worked(all[2])
        order.worked(all[2])
        #expect(order.addresses.map(\.host) == ["c", "a", "b"])
    }

    @Test(
        "Retry-After, and the Date that it is relative to",
        arguments: [
            (["Retry-After: 5"], 5), (["retry-after:  0 "], 0), (["Retry-After: 99999999999999999999"], 86_400),
            (["Retry-After: -5"], nil), (["Retry-After: soon", "Date: Sun, 06 Nov 1994 08:49:37 GMT"], nil),
            (["Retry-After: Sun, 06 Nov 1994 08:49:37 GMT"], nil),
            (["Date: Sun, 06 Nov 1994 08:49:37 GMT", "Retry-After: Sun, 06 Nov 1994 08:49:07 GMT"], 0),
            (["Retry-After: 5", "HTTP/1.1 200 OK"], nil),
        ] as [([String], Int?)])
    func retryAfter(lines: [String], seconds: Int?) {
        var head = ReplyHead()
        for line in lines {
            let isTaken = head.take(line + "\r\n")
            #expect(isTaken)
        }
        #expect(head.retryAfter == seconds.map { .seconds($0) })
    }

    @Test("a head without an end is cut off")
    func headLimit() {
        var head = ReplyHead()
        let line = "X: " + String(repeating: "y", count: 1_000) + "\r\n"
        let taken = (0..<120).prefix { _ in head.take(line) }.count
        #expect(taken == ReplyHead.bytesMax / line.utf8.count)
    }

    /// Feeds samples of (second, bytes, whether the answer began); gives the second of the stall.
    private func stall(wait: Int = 0, _ samples: [(Int, UInt64, Bool)]) -> Int? {
        let start = ContinuousClock.now
        var rule = StallRule(lowestRate: 10, span: .seconds(20), wait: .seconds(wait), bytes: 0, now: start)
        return samples.first { second, bytes, began in
            rule.isStalled(bytes: bytes, answerBegan: began, now: start + .seconds(second))
        }?.0
    }

    @Test("a body that drains slowly is no stall, however long it takes")
    func drains() {
        #expect(stall((1...600).map { ($0, UInt64($0 * 12), false) }) == nil)
        #expect(stall((1...100).map { ($0 * 5, UInt64($0 * 60), false) }) == nil)
    }

    @Test("silence stalls after its span, and a trickle does too")
    func silence() {
        #expect(stall((1...60).map { ($0, $0 <= 10 ? UInt64($0 * 100) : 1_000, false) }) == 31)
        #expect(stall((1...60).map { ($0, UInt64($0 * 2), false) }) == 21)
    }

    @Test("the hub may be silent for the wait and the span, but not within its answer")
    func waiting() {
        #expect(stall(wait: 50, (1...100).map { ($0, 100, false) }) == 72)
        #expect(stall(wait: 50, (1...100).map { ($0, $0 < 40 ? 100 : 600, $0 >= 40) }) == 61)
    }

    @Test("codes are unlike each other, and every error says what to do")
    func codes() {
        let codes = LinkError.Kind.allCases.map(\.rawValue)
        #expect(Set(codes).count == codes.count)
        for kind in LinkError.Kind.allCases {
            let error = LinkError(kind, operation: "GET /", address: "https://hub:443", cause: "why")
            #expect(error.code == kind.rawValue)
            #expect("\(error)".hasPrefix("\(error.code): GET / at https://hub:443: why; "))
            #expect(error == LinkError(kind, operation: "POST /"))
        }
    }

    @Test("a configuration shows no key")
    func secrets() throws {
        let configuration = LinkConfiguration(
            addresses: [try HubAddress(host: "hub", port: 1)], hubName: "hub.test", authorityPEM: "",
            clientCertificatePEM: "certificate", clientKeyPEM: "geheim")
        var dumped = ""
        dump(configuration, to: &dumped)
        #expect(!dumped.contains("geheim"))
        #expect(!"\(configuration)".contains("geheim"))
    }

    @Test("a link needs an address and a name")
    func configuration() throws {
        let address = try HubAddress(host: "hub", port: 1)
        let nowhere = LinkConfiguration(addresses: [], hubName: "hub.test", authorityPEM: "")
        let nameless = LinkConfiguration(addresses: [address], hubName: "hub test", authorityPEM: "")
        #expect(throws: LinkError(.invalidAddress, operation: "")) { try HubLink(nowhere) }
        #expect(throws: LinkError(.invalidRequest, operation: "")) { try HubLink(nameless) }
    }
}
