import Foundation
import HTTPTypes
import Hummingbird
import Identity
import NIOCore
import ProgramShell
import ServiceLifecycle
import SwiftProtobuf
import SyncKit
import Synchronization

/// The exchange port: who calls is looked up at every request, then the engine serves it.
final class ExchangeEndpoint: Sendable {
    private let hub: Hub
    private let authority: AuthorityCertificate
    private let enrolment: EnrolmentDesk
    private let shown: ShownCertificates
    private let admission = Admission()
    private let answered = Mutex<[ReplicaID: Int]>([:])

    /// Decompressed bytes of one request.
    static let requestBytesMax = 8 * 1024 * 1024
    /// The longest wait that a poll is granted, in milliseconds.
    static let waitMax: UInt32 = 120_000

    init(hub: Hub, authority: AuthorityCertificate, enrolment: EnrolmentDesk, shown: ShownCertificates) {
        self.hub = hub
        self.authority = authority
        self.enrolment = enrolment
        self.shown = shown
    }

    func router() -> Router<PeerContext> {
        let router = Router(context: PeerContext.self)
        router.get("/v1/authority") { [authority] _, _ in
            Response(
                status: .ok, headers: [.contentType: "application/x-pem-file"],
                body: .init(byteBuffer: ByteBuffer(string: authority.pem)))
        }
        router.post("/v1/exchange") { [self] request, context in
            await answer(request, context) { body, _ in try await exchange(body, context) }
        }
        router.post("/v1/enrol") { [self] request, context in
            await answer(request, context) { body, _ in
                try await admission.admit(.work) {
                    try await enrolment.enrol(message(body)).serializedBytes()
                }
            }
        }
        router.post("/v1/renew") { [self] request, context in
            await answer(request, context) { body, _ in
                let (member, _) = try await caller(context)
                return try await enrolment.renew(message(body), for: member).serializedBytes()
            }
        }
        return router
    }

    private func answer(
        _ request: Request, _ context: PeerContext, _ serve: (Data, PeerContext) async throws -> Data
    ) async -> Response {
        do {
            var body = try await collect(request, context)
            if request.headers[.contentEncoding] == "zstd" {
                body = try ZstdCoder.decompress(body, limit: Self.requestBytesMax)
            }
            let bytes = try await serve(body, context)
            let compressed = try ZstdCoder.compress(bytes)
            let isSmaller = compressed.count < bytes.count
            var headers: HTTPFields = [.contentType: "application/x-protobuf"]
            if isSmaller { headers[.contentEncoding] = "zstd" }
            return Response(
                status: .ok, headers: headers,
                body: .init(byteBuffer: ByteBuffer(bytes: isSmaller ? compressed : bytes)))
        } catch {
            return ExchangeFailure.of(error).response
        }
    }

    private func collect(_ request: Request, _ context: PeerContext) async throws -> Data {
        do {
            var buffer = try await request.body.collect(upTo: context.maxUploadSize)
            return Data(buffer.readBytes(length: buffer.readableBytes) ?? [])
        } catch is NIOTooManyBytesError {
            throw ExchangeFailure(status: .contentTooLarge, code: "too-large", text: "at most 2 MiB a request")
        } catch {
            throw ExchangeFailure(status: .badRequest, code: "malformed", text: "the request broke off")
        }
    }

    /// - Throws: ``SyncError/malformed(_:)`` for bytes that are no such message: another try would not help the caller.
    private func message<Message: SwiftProtobuf.Message>(_ body: Data) throws -> Message {
        do {
            return try Message(serializedBytes: body)
        } catch {
            throw SyncError.malformed("request")
        }
    }

    private func exchange(_ body: Data, _ context: PeerContext) async throws -> Data {
        let (member, peer) = try await caller(context)
        var request = try ExchangeRequest(encoded: body)
        request.wait = min(request.wait, Self.waitMax)
        if peer.isExpired(at: hub.store.clock().wall) {
            try await hub.store.note(
                .certificateExpired, unit: member.unit, replica: member.replica,
                text: "admitted with an expired certificate, which is renewed by itself")
        }
        try await noteClock(request, member)
        if DiskSpace.isShort(request.report.diskFree) {
            try await hub.store.note(
                .diskFull, unit: member.unit, replica: member.replica,
                text: "its disk is nearly full: what is typed there may soon be refused")
        }
        let (hub, asked, bytesIn) = (hub, request, body.count)
        let sent = answered.withLock { $0.removeValue(forKey: member.replica) ?? 0 }
        let answer = try await admission.admit(asked.kind) {
            try await cancelWhenGracefulShutdown {
                try await hub.exchange(
                    asked, from: member, address: context.address, bytesIn: bytesIn, bytesOut: sent
                ) {
                    try await self.isPermitted(member)
                }
            }
        }
        let bytes = try answer.encode()
        answered.withLock { $0[member.replica, default: 0] += bytes.count }
        return bytes
    }

    /// The caller's replica by its certificate, if it is enrolled and not revoked.
    private func caller(_ context: PeerContext) async throws -> (Member, PeerIdentity) {
        guard let der = try await context.certificate else {
            throw ExchangeFailure(
                status: .unauthorized, code: "no-certificate", text: "a client certificate is needed here")
        }
        let peer: PeerIdentity
        do {
            peer = try PeerIdentity.verify(leafDER: der, authority: authority, deployment: authority.deployment)
        } catch {
            throw ExchangeFailure(status: .forbidden, code: "stranger", text: error.code)
        }
        guard let replica = ReplicaID(peer.replica) else {
            throw ExchangeFailure(status: .forbidden, code: "stranger", text: "replica")
        }
        guard let member = try await hub.store.member(replica), member.unit == peer.unit else {
            throw ExchangeFailure(
                status: .forbidden, code: "not-enrolled", text: "this replica is not in the registry")
        }
        guard member.revokedAt == nil else {
            throw ExchangeFailure(status: .forbidden, code: "revoked", text: "this replica was revoked")
        }
        shown.note(der, of: replica)
        return (member, peer)
    }

    private func isPermitted(_ member: Member) async throws -> Bool {
        guard let present = try await hub.store.member(member.replica) else { return false }
        return present.revokedAt == nil
    }

    /// A clock that is more than five minutes off is shown to the administrator; it blocks nothing.
    private func noteClock(_ request: ExchangeRequest, _ member: Member) async throws {
        guard let sentAt = request.sentAt else { return }
        // What the caller says is its own: it may be any number.
        let (offset, isBeyond) = hub.store.clock().wall.subtractingReportingOverflow(sentAt)
        guard !isBeyond, offset > Int64.min, abs(offset) > HybridClock.aheadMax else { return }
        try await hub.store.note(
            .clockWrong, unit: member.unit, replica: member.replica,
            text: "its clock is \(abs(offset) / 1000) s \(offset > 0 ? "behind" : "ahead of") this hub's")
    }
}

extension ExchangeRequest {
    fileprivate var kind: Admission.Kind {
        if isListening { return .poll }
        return ledgers.contains { $0.ledger.name == .urgent && $0.setCount > 0 } ? .urgent : .work
    }
}
