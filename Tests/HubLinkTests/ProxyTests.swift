import HubLink
import Testing

@testable import struct HubLink.ProxyRule

@Suite("Proxies")
struct ProxyTests {
    private static func environment(_ port: TestHub.Port, exempt: String = "") throws -> ProxyRule {
        let hub = try TestHub.shared()
        return ProxyRule(environment: [
            "https_proxy": "http://user:geheim@127.0.0.1:\(hub.port(port))", "no_proxy": exempt,
        ])
    }

    @Test("the environment's proxy carries the tunnel, and the hub is verified behind it")
    func tunnel() async throws {
        try await TestHub.with(
            change: { configuration, _ in configuration.proxy = try Self.environment(.proxy) },
            { link in
                let reply = try await link.send(LinkRequest(path: "/head"))
                #expect(reply.text.contains("Host: hub.test"))
                #expect(!reply.text.lowercased().contains("proxy"))
            })
        try await TestHub.with(
            .stranger, change: { configuration, _ in configuration.proxy = try Self.environment(.proxy) },
            { link in
                #expect(await link.failure(of: LinkRequest(path: "/head"))?.kind == .strangerHub)
            })
    }

    @Test("a proxy's page in place of a tunnel is named, without the proxy's password")
    func page() async throws {
        try await TestHub.with(
            change: { configuration, _ in configuration.proxy = try Self.environment(.denyingProxy) },
            { link in
                let failure = await link.failure(of: LinkRequest(path: "/head"))
                #expect(failure?.kind == .proxyFailed)
                #expect(failure?.proxyStatus == 403)
                #expect(failure?.isTransient == false)
                #expect(failure?.cause.contains("web page") == true)
                #expect(failure.map { !"\($0)".contains("geheim") } == true)
            })
    }

    @Test("a proxy that cannot be understood shows no password")
    func malformed() async throws {
        try await TestHub.with(
            change: { configuration, _ in
                configuration.proxy = ProxyRule(environment: ["https_proxy": "gopher://user:geheim@127.0.0.1:1"])
            },
            { link in
                let failure = await link.failure(of: LinkRequest(path: "/head"))
                #expect(failure != nil)
                #expect(failure.map { !"\($0)".contains("geheim") } == true)
            })
    }

    @Test("no_proxy is compared with the real host and with the hub's name", arguments: ["127.0.0.0/8", "hub.test"])
    func exempt(entry: String) async throws {
        try await TestHub.with(
            change: { configuration, _ in
                configuration.proxy = try Self.environment(.denyingProxy, exempt: "example.org, \(entry)")
            },
            { link in
                let reply = try await link.send(LinkRequest(path: "/head"))
                #expect(reply.status == 200)
            })
    }

    @Test(
        "no_proxy's entries",
        arguments: [
            ("*", "10.0.0.1", true), ("", "10.0.0.1", false), ("10.0.0.1", "10.0.0.1", true),
            ("10.0.0.0/8", "10.9.8.7", true), ("10.0.0.0/8", "11.0.0.1", false), ("10.0.0.0/33", "10.0.0.0", false),
            ("[::1]", "::1", true), ("fd00::/8", "fd12::3", true), ("fd00::/8", "fe80::1", false),
            ("county.example", "hub.county.example", true), (".county.example", "county.example", true),
            ("county.example", "mycounty.example", false), ("COUNTY.example.", "Hub.County.Example.", true),
            ("a, county.example b", "county.example", true), ("0.0.1", "10.0.0.1", false),
        ])
    func entries(list: String, host: String, isExempt: Bool) {
        #expect(ProxyRule(environment: ["no_proxy": list]).isExempt(host) == isExempt)
    }

    @Test("the more special variable wins, and a rule shows nothing of itself")
    func variables() throws {
        let address = try HubAddress(host: "10.0.0.1", port: 443)
        func proxy(_ environment: [String: String]) -> String? {
            ProxyRule(environment: environment).proxy(for: address, hubName: "hub.test")
        }
        #expect(proxy(["https_proxy": "a", "HTTPS_PROXY": "b", "all_proxy": "c"]) == "a")
        #expect(proxy(["https_proxy": "", "HTTPS_PROXY": "b", "all_proxy": "c"]) == "b")
        #expect(proxy(["ALL_PROXY": "d", "http_proxy": "e"]) == "d")
        #expect(proxy(["http_proxy": "e"]) == nil)
        #expect(!"\(ProxyRule(environment: ["https_proxy": "http://u:geheim@h"]))".contains("geheim"))
    }
}
