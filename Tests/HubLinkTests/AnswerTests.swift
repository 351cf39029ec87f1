import Foundation
import HubLink
import Testing

@Suite("Requests and answers")
struct AnswerTests {
    @Test("a body goes both ways, with its type and its encoding, and nothing is unpacked")
    func bodies() async throws {
        try await TestHub.with { link in
            let body = (0..<100_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
            let reply = try await link.send(
                LinkRequest(
                    path: "/echo", method: .post, body: body, contentType: "application/x-protobuf",
                    contentEncoding: "zstd"))
            #expect(reply.status == 200)
            #expect(reply.body == body)
            #expect(reply.contentType == "application/x-protobuf")
            #expect(reply.contentEncoding == "zstd")
            #expect(reply.httpVersion == .http1)
            #expect(reply.isNewConnection)
            #expect(reply.timing.connect > .zero)
            #expect(reply.timing.total >= reply.timing.connect)
        }
    }

    @Test("an empty body is sent as one")
    func emptyBody() async throws {
        try await TestHub.with { link in
            let reply = try await link.send(LinkRequest(path: "/echo", method: .post))
            #expect(reply.status == 200)
            #expect(reply.body.isEmpty)
        }
    }

    @Test("the head is the shortest that HTTP allows, and further headers go with it")
    func head() async throws {
        try await TestHub.with { link in
            let short = try await link.send(LinkRequest(path: "/head")).text
            #expect(short == "GET /head HTTP/1.1\r\nHost: hub.test\r\ntls: TLSv1.3\npeer: nobody\n")
            let long = try await link.send(
                LinkRequest(
                    path: "/head", method: .post, body: Array("x".utf8), contentType: "text/plain",
                    extraHeaders: [("X-Ledger", "urgent")])
            ).text
            #expect(long.contains("X-Ledger: urgent\r\n"))
            #expect(long.contains("Content-Type: text/plain\r\n"))
            #expect(!long.contains("Expect"))
            #expect(!long.contains("Accept"))
            #expect(!long.contains("User-Agent"))
        }
    }

    @Test("a kept connection serves the next request for a small part of the bytes")
    func keptConnection() async throws {
        try await TestHub.with { link in
            let request = LinkRequest(path: "/echo", method: .post, body: Array("ping!".utf8))
            let none = link.count
            #expect(try await link.send(request).isNewConnection)
            let one = link.count
            let second = try await link.send(request)
            let two = link.count
            #expect(!second.isNewConnection)
            #expect(second.timing.connect == .zero)
            let (first, next) = (one - none, two - one)
            #expect(first.connections == 1)
            #expect(next.connections == 0)
            // A handshake has at least a certificate and a key each way; a kept request is some hundred bytes each way.
            #expect(first.sent > 300)
            #expect(first.received > 700)
            #expect((60..<250).contains(next.sent))
            #expect((60..<250).contains(next.received))
            #expect(next.segmentsSent > 0)
            await link.shutdown()
            // The end of TLS is counted at the close, once.
            #expect(link.count.sent > two.sent)
            #expect(link.count.sent - two.sent < 100)
        }
    }

    @Test("a kept connection that the hub has closed is replaced, and all bytes are counted once")
    func closedConnection() async throws {
        try await TestHub.with { link in
            #expect(try await link.send(LinkRequest(path: "/once")).text == "once")
            let reply = try await link.send(
                LinkRequest(path: "/echo", method: .post, body: Array(repeating: 7, count: 10)))
            #expect(reply.body.count == 10)
            #expect(reply.isNewConnection)
            let count = link.count
            #expect(count.connections == 2)
            #expect(count.sent > 600)
            #expect(count.sent < 4_000)
        }
    }

    @Test("a redirect is an answer and is not followed")
    func redirect() async throws {
        try await TestHub.with { link in
            let reply = try await link.send(LinkRequest(path: "/redirect"))
            #expect(reply.status == 302)
        }
    }

    @Test("an answer within its limit is taken whole", arguments: ["/big/4096", "/chunks/4"])
    func withinLimit(path: String) async throws {
        try await TestHub.with { link in
            let reply = try await link.send(LinkRequest(path: path, replyLimit: 4_096))
            #expect(reply.body.count == 4_096)
        }
    }

    @Test("an answer past its limit is an error", arguments: ["/big/4097", "/chunks/5"])
    func pastLimit(path: String) async throws {
        try await TestHub.with { link in
            let failure = await link.failure(of: LinkRequest(path: path, replyLimit: 4_096))
            #expect(failure?.kind == .answerTooLarge)
        }
    }

    @Test("Retry-After is read as seconds and as a date", arguments: [("seconds", 17), ("date", 90)])
    func retryAfter(form: String, seconds: Int) async throws {
        try await TestHub.with { link in
            let reply = try await link.send(LinkRequest(path: "/retry/\(form)"))
            #expect(reply.status == 503)
            #expect(reply.retryAfter == .seconds(seconds))
        }
    }

    @Test("a request that waits does not hold up another")
    func besides() async throws {
        try await TestHub.with { link in
            let id = UUID().uuidString
            async let waiting = link.send(LinkRequest(path: "/wait/\(id)", wait: .seconds(600)))
            _ = try await link.send(LinkRequest(path: "/arrived/\(id)"))
            let pushed = try await link.send(LinkRequest(path: "/echo", method: .post, body: Array("beside".utf8)))
            #expect(pushed.text == "beside")
            _ = try await link.send(LinkRequest(path: "/release/\(id)"))
            #expect(try await waiting.text == "waited")
            #expect(link.count.connections == 2)
        }
    }

    @Test("over HTTP/2 a waiting request and a push share one connection, which a cancellation leaves whole")
    func http2() async throws {
        try await TestHub.with(.http2) { link in
            async let waiting = link.send(LinkRequest(path: "/wait", wait: .seconds(600)))
            // The hub answers the GET only after a POST on the same connection; one that came first changes nothing.
            var pushes = 0
            let isAnswered = Flag()
            async let first: LinkReply = {
                let reply = try await link.send(LinkRequest(path: "/wait", wait: .seconds(600)))
                isAnswered.raise()
                return reply
            }()
            repeat {
                let push = try await link.send(LinkRequest(path: "/push", method: .post, body: [1]))
                #expect(push.text == "pushed")
                #expect(push.httpVersion == .http2)
                pushes += 1
            } while !isAnswered.isRaised
            #expect(try await first.text == "waited")
            _ = try await link.send(LinkRequest(path: "/push", method: .post, body: [1]))
            #expect(try await waiting.text == "waited")

            let cancelled = Task { await link.failure(of: LinkRequest(path: "/wait", wait: .seconds(600))) }
            _ = try await link.send(LinkRequest(path: "/push", method: .post, body: Array("keep".utf8)))
            cancelled.cancel()
            #expect(await cancelled.value?.kind == .cancelled)
            let last = try await link.send(LinkRequest(path: "/push", method: .post, body: [1]))
            #expect(!last.isNewConnection)
            #expect(link.count.connections == 1)
        }
    }
}
