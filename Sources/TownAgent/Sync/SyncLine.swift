import Foundation
package import HubLink
import Identity
import ProgramShell
import SwiftProtobuf
import SyncKit
import Synchronization

/// One exchange with the hub: the engine's request over the link, and the hub's answer back into the engine.
package final class SyncLine: Sendable {
    /// What the last exchanges showed, for status and screens.
    struct Condition: Sendable {
        var isOnline = false
        /// Unix milliseconds by this machine's clock.
        var lastSuccess: Int64?
        var lastErrorCode = ""
        var lastErrorText = ""
        var offlineSince: Int64?
        /// The hub's clock minus this machine's, in milliseconds, and how far off that may be.
        var clockOffset: Int64?
        var clockError: Int64?
        var isHubRestoring = false
    }

    private let folder: DataFolder
    private let replica: Replica
    package let link: HubLink
    private let identity: Mutex<AgentIdentity>
    private let state = Mutex(Condition())
    private let size = Mutex(RequestSize())
    /// The loop and a `sync` beside it would send the same sets twice.
    private let turn = Turn()

    /// How long a poll waits at the hub, in milliseconds.
    static let pollWait: UInt32 = 50_000
    static let answerBytesMax = 512 * 1024
    static let setsMax = 1_000

    /// - Parameter hubs: the hub's addresses, tried in this order.
    init(folder: DataFolder, identity: AgentIdentity, hubs: [String], replica: Replica) throws {
        self.folder = folder
        self.replica = replica
        self.identity = Mutex(identity)
        link = try HubLink(LinkSetup.configuration(identity, hubs: hubs))
    }

    var condition: Condition { state.withLock { $0 } }
    package var lineCount: LineCount { link.count }

    func close() async { await link.shutdown() }

    package struct Progress: Sendable {
        package var sent: UInt64 = 0
        package var received: UInt64 = 0
        /// A piece of a large set went through.
        package var pieceGrew = false
        /// There is still something to send, or the hub has to be told something, or it has more to give.
        package var hasMore = false
    }

    /// Sends what waits, as much as one request carries, and takes the answer.
    package func push() async throws -> Progress {
        try await turn.take { try await exchange(isListening: false) }
    }

    /// Waits at the hub for something to come.
    func listen() async throws -> Progress {
        try await exchange(isListening: true)
    }

    private func exchange(isListening: Bool) async throws -> Progress {
        let bytes = size.withLock(\.bytes)
        let report = try await report()
        let request = try await replica.request(
            budget: Budget(bytes: bytes, sets: Self.setsMax), wait: isListening ? Self.pollWait : 0,
            answerBytesMax: min(Self.answerBytesMax, bytes * 4), isListening: isListening, report: report)
        let encoded = try request.encode()
        let body = try ZstdCoder.compress(encoded)
        let sentAt = SystemClock.monotonic()
        do {
            let reply = try await link.send(
                LinkRequest(
                    path: "/v1/exchange", method: .post, body: Array(body), contentType: "application/x-protobuf",
                    contentEncoding: "zstd", replyLimit: 4 * 1024 * 1024,
                    wait: isListening ? .milliseconds(Int64(Self.pollWait)) : .zero))
            let arrived = SystemClock.moment()
            let answer = try ExchangeAnswer(encoded: LinkSetup.message(of: reply))
            let took = Int64(arrived.monotonic) - sentAt
            // The hub's time at the middle of what the line took, its own work left out (as NTP does, RFC 5905).
            let onLine = max(0, took - (answer.answeredAt - answer.receivedAt))
            let clock = HubClock(arrivedAt: arrived, hub: answer.answeredAt + onLine / 2, errorBound: onLine / 2)
            let outcome = try await replica.absorb(answer, isPoll: isListening, hubClock: clock)
            if !isListening { size.withLock { $0.succeeded(sent: encoded.count, seconds: Double(took) / 1000) } }
            note(answer, clock.offset(at: arrived), error: clock.errorBound)
            let sent = request.ledgers.reduce(UInt64(0)) { $0 + UInt64($1.setCount) }
            let mayBeStuck =
                sent > 0 && !outcome.hubAdvanced && outcome.reentered.isEmpty && !outcome.vectorWanted
                && !outcome.hubWentBack
            // A poll's answer may have told it first.
            if mayBeStuck, try await !replica.hasTaken(of: request) { throw LineFailure.stuck(outcome.refusals) }
            // A poll that brought more to fetch is simply asked again; what has to be told is told by a push.
            let mustTell = outcome.vectorWanted || !outcome.reentered.isEmpty || outcome.hubWentBack
            // A poll that comes back while something still waits sets the push going again, whatever became of it.
            let hasRest =
                isListening
                ? report.waiting.contains { $0.sets > 0 } : answer.hasMore || request.ledgers.contains { $0.hasMore }
            return Progress(
                sent: sent, received: outcome.received, pieceGrew: outcome.pieceGrew, hasMore: mustTell || hasRest)
        } catch {
            if !isListening { size.withLock { $0.failed() } }
            note(error)
            throw error
        }
    }

    private func note(_ answer: ExchangeAnswer, _ offset: Int64, error: Int64) {
        let now = SystemClock.wall()
        state.withLock {
            $0.isOnline = true
            $0.offlineSince = nil
            $0.lastSuccess = now
            $0.lastErrorCode = ""
            $0.lastErrorText = ""
            $0.clockOffset = offset
            $0.clockError = error
            $0.isHubRestoring = answer.isRestoring
        }
    }

    private func note(_ error: any Error) {
        if error is CancellationError || (error as? LinkError)?.kind == .cancelled { return }
        let failure = LineFailure.of(error)
        state.withLock {
            if $0.isOnline || $0.offlineSince == nil { $0.offlineSince = SystemClock.wall() }
            $0.isOnline = false
            $0.lastErrorCode = failure.code
            $0.lastErrorText = failure.text
        }
    }

    /// What this replica tells of itself.
    func report() async throws -> PeerReport {
        let standing = try await replica.standing()
        let condition = condition
        return PeerReport(
            waiting: standing.map {
                PeerReport.Waiting(
                    ledger: $0.ledger, sets: $0.waitingSets, bytes: $0.waitingBytes, oldest: $0.oldestWaiting,
                    forClock: $0.waitingForClock)
            },
            diskFree: DiskSpace(at: folder.url).free, program: replica.store.signer.program,
            lastError: condition.lastErrorCode, heldSets: try await replica.store.heldCount,
            openConflicts: try await replica.store.conflictCount, certificateExpires: certificateExpires,
            epoch: replica.store.epoch, clockOffset: condition.clockOffset,
            storeVersion: LedgerStore.version, protocolVersion: Int(exchangeProtocolVersion))
    }

    /// Unix milliseconds.
    var certificateExpires: Int64 {
        identity.withLock { (try? CertificateInfo(pem: $0.certificate))?.notAfter ?? 0 }
    }

    /// Renews the certificate once half of its life is over, by the hub's clock where it is known.
    func renewIfDue() async throws {
        let current = identity.withLock { $0 }
        let info = try CertificateInfo(pem: current.certificate)
        let now = SystemClock.wall() + (condition.clockOffset ?? 0)
        guard now >= info.renewAfter else { return }
        let key = TLSKey()
        let request = try CertificateRequest.make(key: key, commonName: current.replica)
        let body =
            try WireRenewRequest.with {
                $0.protocol = exchangeProtocolVersion
                $0.certificateRequest = request
            }.serializedBytes() as [UInt8]
        let reply = try await link.send(
            LinkRequest(path: "/v1/renew", method: .post, body: body, contentType: "application/x-protobuf"))
        let answer = try WireRenewAnswer(serializedBytes: LinkSetup.message(of: reply))
        var renewed = current
        renewed.certificate = answer.certificate
        renewed.tlsKey = key.pem
        try renewed.write(folder)
        link.update(clientCertificatePEM: renewed.certificate, clientKeyPEM: renewed.tlsKey)
        identity.withLock { $0 = renewed }
    }
}
