import HubLink
import Testing

@Suite("Whom the link believes")
struct TrustTests {
    private static let ping = LinkRequest(path: "/head")

    @Test("certificates that are over or not yet valid are admitted", arguments: [TestHub.Port.expired, .future])
    func validityTimes(port: TestHub.Port) async throws {
        try await TestHub.with(port) { link in
            let reply = try await link.send(Self.ping)
            #expect(reply.status == 200)
        }
    }

    @Test(
        "another authority's hub and a hub of another name are strangers",
        arguments: [TestHub.Port.stranger, .wrongName])
    func strangers(port: TestHub.Port) async throws {
        try await TestHub.with(port) { link in
            let failure = await link.failure(of: Self.ping)
            #expect(failure?.kind == .strangerHub)
            #expect(failure?.isTransient == false)
        }
    }

    @Test("a hub below TLS 1.3 is refused")
    func oldTLS() async throws {
        try await TestHub.with(.old) { link in
            #expect(await link.failure(of: Self.ping)?.kind == .tlsFailed)
        }
    }

    @Test("a port without TLS is told as one")
    func noTLS() async throws {
        try await TestHub.with(.plain) { link in
            #expect(await link.failure(of: Self.ping)?.kind == .notHTTPS)
        }
    }

    @Test("the hub's certificate names this side's")
    func admitted() async throws {
        try await TestHub.with(.mutual, client: "town") { link in
            let reply = try await link.send(Self.ping)
            #expect(reply.text.contains("peer: town\n"))
        }
    }

    @Test("no certificate, and one of another authority, are told as the hub's refusal", arguments: [nil, "intruder"])
    func refusedByHub(client: String?) async throws {
        try await TestHub.with(.mutual, client: client) { link in
            let failure = await link.failure(of: Self.ping)
            #expect(failure?.kind == .tlsRefusedByHub)
            #expect(failure?.cause.contains("alert") == true)
            #expect(failure?.isTransient == false)
        }
    }

    @Test("a renewed certificate is used by later requests, on a connection of their own")
    func renewal() async throws {
        try await TestHub.with(.mutual, client: "town") { link in
            let hub = try TestHub.shared()
            #expect(try await link.send(Self.ping).text.contains("peer: town\n"))
            link.update(clientCertificatePEM: hub.file("renewed.pem"), clientKeyPEM: hub.file("renewed.key"))
            let reply = try await link.send(Self.ping)
            #expect(reply.text.contains("peer: renewed\n"))
            #expect(reply.isNewConnection)
        }
    }

    @Test("a key that is not the certificate's is this side's fault")
    func ownCertificate() async throws {
        try await TestHub.with(
            .mutual,
            change: { configuration, hub in
                configuration.credential = ClientCredential(
                    certificatePEM: hub.file("town.pem"), keyPEM: hub.file("renewed.key"))
            },
            { link in
                #expect(await link.failure(of: Self.ping)?.kind == .ownCertificateUnusable)
            })
    }

    @Test("the authority can be fetched from a stranger, without this side's certificate")
    func firstContact() async throws {
        for port in [TestHub.Port.stranger, .asking] {
            try await TestHub.with(
                port, client: "town",
                change: { configuration, _ in if port == .stranger { configuration.authorityPEM = "" } },
                { link in
                    let reply = try await link.send(LinkRequest(path: "/v1/authority", trust: .anyCertificate))
                    #expect(reply.text == "authority, asked by nobody")
                })
        }
    }

    @Test("a connection of the first contact serves nothing that is pinned")
    func firstContactAlone() async throws {
        try await TestHub.with(.stranger) { link in
            _ = try await link.send(LinkRequest(path: "/v1/authority", trust: .anyCertificate))
            #expect(await link.failure(of: Self.ping)?.kind == .strangerHub)
        }
        try await TestHub.with(.asking, client: "town") { link in
            let first = try await link.send(LinkRequest(path: "/v1/authority"))
            #expect(first.text == "authority, asked by somebody")
            let contact = try await link.send(LinkRequest(path: "/v1/authority", trust: .anyCertificate))
            #expect(contact.text == "authority, asked by nobody")
            #expect(contact.isNewConnection)
            #expect(try await link.send(Self.ping).text.contains("peer: town\n"))
        }
    }

    @Test("nothing but the authority is sent to a hub that is not known")
    func firstContactLimits() async throws {
        try await TestHub.with { link in
            for request in [
                LinkRequest(path: "/v1/enrol", method: .post, trust: .anyCertificate),
                LinkRequest(path: "/v1/authority?x", trust: .anyCertificate),
                LinkRequest(path: "/v1/authority", extraHeaders: [("X-Code", "1")], trust: .anyCertificate),
            ] {
                #expect(await link.failure(of: request)?.kind == .invalidRequest)
            }
            #expect(link.count.total == 0)
        }
    }

    @Test("without a pinned authority nothing pinned is sent")
    func nothingPinned() async throws {
        try await TestHub.with(
            change: { configuration, _ in configuration.authorityPEM = "" },
            { link in
                #expect(await link.failure(of: Self.ping)?.kind == .authorityUnusable)
                #expect(link.count.total == 0)
            })
    }

    @Test("an authority that is no certificate is told as one")
    func brokenAuthority() async throws {
        try await TestHub.with(
            change: { configuration, _ in configuration.authorityPEM = "no certificate" },
            { link in
                #expect(await link.failure(of: Self.ping)?.kind == .authorityUnusable)
            })
    }
}
