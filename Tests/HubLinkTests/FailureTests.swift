import Foundation
import Glibc
import HubLink
import Testing

@Suite("Failures of the line")
struct FailureTests {
    @Test("a hub that closes before or within its answer is a lost connection", arguments: ["/cut", "/nothing"])
    func closed(path: String) async throws {
        try await TestHub.with { link in
            let failure = await link.failure(of: LinkRequest(path: path))
            #expect(failure?.kind == .connectionLost)
            #expect(failure?.isTransient == true)
        }
    }

    @Test("an answer that stops, or never begins, stalls", arguments: ["/stall", "/silent"])
    func stalled(path: String) async throws {
        try await TestHub.with(
            change: { configuration, _ in configuration.stallTime = .seconds(1) },
            { link in
                #expect(await link.failure(of: LinkRequest(path: path))?.kind == .stalled)
            })
    }

    @Test("a stalled HTTP/2 connection serves no further request")
    func stalledHTTP2() async throws {
        try await TestHub.with(
            .http2, change: { configuration, _ in configuration.stallTime = .seconds(1) },
            { link in
                #expect(await link.failure(of: LinkRequest(path: "/wait"))?.kind == .stalled)
                let reply = try await link.send(LinkRequest(path: "/push", method: .post, body: [1]))
                #expect(reply.isNewConnection)
                #expect(link.count.connections == 2)
            })
    }

    @Test("a request's own time ends it")
    func timeout() async throws {
        try await TestHub.with { link in
            let request = LinkRequest(path: "/silent", wait: .seconds(600), timeout: .milliseconds(300))
            #expect(await link.failure(of: request)?.kind == .timedOut)
        }
    }

    @Test("a cancelled task's request ends at once, and the link goes on")
    func cancelled() async throws {
        try await TestHub.with { link in
            let id = UUID().uuidString
            let waiting = Task {
                await link.failure(of: LinkRequest(path: "/wait/\(id)", wait: .seconds(600)))
            }
            _ = try await link.send(LinkRequest(path: "/arrived/\(id)"))
            waiting.cancel()
            #expect(await waiting.value?.kind == .cancelled)
            #expect(try await link.send(LinkRequest(path: "/big/3")).text == "xxx")
        }
    }

    @Test("a task that is cancelled already sends nothing")
    func cancelledBefore() async throws {
        try await TestHub.with { link in
            let started = Flag()
            let task = Task {
                while !started.isRaised { await Task.yield() }
                return await link.failure(of: LinkRequest(path: "/wait/never", wait: .seconds(600)))
            }
            task.cancel()
            started.raise()
            #expect(await task.value?.kind == .cancelled)
            #expect(link.count.connections == 0)
        }
    }

    @Test("a shutdown ends what waits, and later requests")
    func shutdown() async throws {
        try await TestHub.with { link in
            let id = UUID().uuidString
            async let waiting = link.failure(of: LinkRequest(path: "/wait/\(id)", wait: .seconds(600)))
            _ = try await link.send(LinkRequest(path: "/arrived/\(id)"))
            await link.shutdown()
            #expect(await waiting?.kind == .shutDown)
            #expect(await link.failure(of: LinkRequest(path: "/big/3"))?.kind == .shutDown)
            await link.shutdown()
        }
    }

    @Test("a link that nobody holds any more ends its thread by itself")
    func dropped() async throws {
        var link: HubLink? = try HubLink(try TestHub.shared().configuration())
        #expect(try await link?.send(LinkRequest(path: "/big/3")).text == "xxx")
        weak let seen = link
        link = nil
        #expect(seen == nil)
    }

    @Test("the second address is used when the first refuses, and comes first from then on")
    func secondAddress() async throws {
        let closed = try ClosedPort()
        try await TestHub.with(
            change: { configuration, _ in
                configuration.addresses.insert(try HubAddress(host: "127.0.0.1", port: closed.port), at: 0)
            },
            { link in
                let reply = try await link.send(LinkRequest(path: "/big/3"))
                #expect(reply.text == "xxx")
                let usual = try TestHub.shared().address(.usual)
                #expect(reply.address == usual)
                #expect(link.count.connections == 2)
                let next = try await link.send(LinkRequest(path: "/big/3"))
                #expect(!next.isNewConnection)
                #expect(link.count.connections == 2)
            })
    }

    @Test("the second address is used when a stranger answers at the first, and the stranger is told where none works")
    func strangerFirst() async throws {
        let closed = try ClosedPort()
        try await TestHub.with(
            .stranger,
            change: { configuration, hub in configuration.addresses.append(try hub.address(.usual)) },
            { link in
                let reply = try await link.send(LinkRequest(path: "/big/3"))
                #expect(reply.text == "xxx")
            })
        try await TestHub.with(
            .stranger,
            change: { configuration, _ in
                configuration.addresses.append(try HubAddress(host: "127.0.0.1", port: closed.port))
            },
            { link in
                #expect(await link.failure(of: LinkRequest(path: "/big/3"))?.kind == .strangerHub)
            })
    }

    @Test("a port where nothing listens refuses")
    func refused() async throws {
        let closed = try ClosedPort()
        try await TestHub.with(
            change: { configuration, _ in
                configuration.addresses = [try HubAddress(host: "127.0.0.1", port: closed.port)]
            },
            { link in
                let failure = await link.failure(of: LinkRequest(path: "/v1/exchange?secret=1"))
                #expect(failure?.kind == .connectionRefused)
                #expect(failure?.operation == "GET /v1/exchange")
                #expect(failure?.address == "https://127.0.0.1:\(closed.port)")
            })
    }

    @Test("a name without an address is not resolved")
    func unknownName() async throws {
        try await TestHub.with(
            change: { configuration, _ in
                configuration.addresses = [try HubAddress(host: "nowhere.invalid", port: 443)]
            },
            { link in
                #expect(await link.failure(of: LinkRequest(path: "/"))?.kind == .nameNotResolved)
            })
    }

    @Test("what cannot be sent is refused before it is")
    func invalid() async throws {
        try await TestHub.with { link in
            for request in [
                LinkRequest(path: "echo"), LinkRequest(path: "/a b"), LinkRequest(path: "/a\r\nX: y"),
                LinkRequest(path: "/a#b"), LinkRequest(path: "/", body: [1]),
                LinkRequest(path: "/", extraHeaders: [("X", "a\r\nY: b")]),
                LinkRequest(path: "/", extraHeaders: [("X:", "a")]), LinkRequest(path: "/", replyLimit: -1),
            ] {
                #expect(await link.failure(of: request)?.kind == .invalidRequest)
            }
        }
    }
}

/// A port of this machine that refuses connections for as long as this lives: it is bound, and nothing listens.
struct ClosedPort: ~Copyable {
    let port: UInt16
    private let descriptor: Int32

    init() throws {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let code = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, length) == 0 ? getsockname(descriptor, $0, &length) : -1
            }
        }
        guard code == 0 else {
            close(descriptor)
            throw POSIXError(.EADDRNOTAVAIL)
        }
        self.descriptor = descriptor
        port = UInt16(bigEndian: address.sin_port)
    }

    deinit { close(descriptor) }
}
