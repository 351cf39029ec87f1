package import Foundation
import SwiftProtobuf

/// The version of the exchange that this program speaks.
package let exchangeProtocolVersion: UInt32 = 1

/// One request: what the caller holds, what the hub lacks, and what the caller still has to send.
package struct ExchangeRequest: Sendable {
    package var deployment: Data
    package var ledgers: [LedgerPart]
    package var report: PeerReport
    /// How long the hub may hold its answer while it has nothing to say, in milliseconds.
    package var wait: UInt32
    package var answerBytesMax: Int
    /// The caller's wall clock, Unix milliseconds; nil where it does not say.
    package var sentAt: Int64?
    /// A poll: it carries no sets.
    package var isListening: Bool

    package func encode() throws -> Data {
        try WireExchangeRequest.with {
            $0.protocol = exchangeProtocolVersion
            $0.deployment = deployment
            $0.ledgers = ledgers.map(\.wire)
            $0.report = report.wire
            $0.waitMs = wait
            $0.answerBytesMax = UInt32(clamping: answerBytesMax)
            $0.sentAtMs = sentAt ?? 0
            $0.listening = isListening
        }.serializedBytes()
    }

    /// - Throws: ``SyncError/malformed(_:)`` for bytes that are no request of a version that is known here.
    package init(encoded: Data) throws {
        guard let wire = try? WireExchangeRequest(serializedBytes: encoded) else {
            throw SyncError.malformed("request")
        }
        guard wire.protocol == exchangeProtocolVersion else {
            throw SyncError.malformed("protocol \(wire.protocol)")
        }
        self.init(
            deployment: wire.deployment, ledgers: try wire.ledgers.map(LedgerPart.init),
            report: wire.hasReport ? PeerReport(wire.report) : .empty, wait: wire.waitMs,
            answerBytesMax: Int(wire.answerBytesMax), sentAt: wire.sentAtMs == 0 ? nil : wire.sentAtMs,
            isListening: wire.listening)
    }

    package init(
        deployment: Data, ledgers: [LedgerPart], report: PeerReport, wait: UInt32, answerBytesMax: Int,
        sentAt: Int64?, isListening: Bool
    ) {
        self.deployment = deployment
        self.ledgers = ledgers
        self.report = report
        self.wait = wait
        self.answerBytesMax = answerBytesMax
        self.sentAt = sentAt
        self.isListening = isListening
    }
}

/// The hub's answer: its durable vectors, what it could not take, and what the caller lacks.
package struct ExchangeAnswer: Sendable {
    package var ledgers: [LedgerPart]
    /// The hub's wall clock at the request's arrival and at its answer, Unix milliseconds.
    package var receivedAt: Int64
    package var answeredAt: Int64
    /// The hub found itself restored from an older copy, and nobody has confirmed that yet.
    package var isRestoring: Bool

    package func encode() throws -> Data {
        try WireExchangeAnswer.with {
            $0.protocol = exchangeProtocolVersion
            $0.ledgers = ledgers.map(\.wire)
            $0.receivedAtMs = receivedAt
            $0.answeredAtMs = answeredAt
            $0.restoring = isRestoring
        }.serializedBytes()
    }

    package init(encoded: Data) throws {
        guard let wire = try? WireExchangeAnswer(serializedBytes: encoded),
            wire.protocol == exchangeProtocolVersion
        else { throw SyncError.malformed("answer") }
        self.init(
            ledgers: try wire.ledgers.map(LedgerPart.init), receivedAt: wire.receivedAtMs,
            answeredAt: wire.answeredAtMs, isRestoring: wire.restoring)
    }

    package init(ledgers: [LedgerPart], receivedAt: Int64, answeredAt: Int64, isRestoring: Bool) {
        self.ledgers = ledgers
        self.receivedAt = receivedAt
        self.answeredAt = answeredAt
        self.isRestoring = isRestoring
    }

    package var setCount: Int { ledgers.reduce(0) { $0 + $1.setCount } }
    package var hasMore: Bool { ledgers.contains { $0.hasMore } }
}
