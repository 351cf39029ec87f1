import Foundation
import GRDB

/// The hub's face of the engine: it takes what its units send, answers with what they lack, and says what it has.
package struct Hub: Sendable {
    package let store: LedgerStore

    package init(store: LedgerStore) { self.store = store }

    /// Bounds of one answer, whatever the caller asks for, in bytes before compression and in sets.
    package static let answerBytesMax = 1024 * 1024
    package static let setsMax = 2_000

    /// Serves one request of a replica: at once where there is something to say, else after at most its wait.
    ///
    /// What the answer's vectors cover is on this hub's disk.
    /// - Parameters:
    ///   - member: the caller, as its certificate says and the registry confirms.
    ///   - bytesIn: of this request, and bytesOut: of the answers since the last, for the count of that replica.
    ///   - isPermitted: looked up again before a waiting request is answered.
    package func exchange(
        _ request: ExchangeRequest, from member: Member, address: String, bytesIn: Int, bytesOut: Int = 0,
        isPermitted: @Sendable () async throws -> Bool
    ) async throws -> ExchangeAnswer {
        guard request.deployment == store.signer.deployment else { throw SyncError.foreignStore }
        let receivedAt = store.clock().wall
        let changes = store.changes.listen()
        let callers = try await ingest(request, from: member, address: address, bytesIn: bytesIn, bytesOut: bytesOut)
        var answer = try await self.answer(request, callers, receivedAt: receivedAt)
        guard request.isListening, request.wait > 0, answer.saysNothing else { return answer }
        let epoch = request.report.epoch
        let mine = Set(request.ledgers.map(\.ledger))
        await Self.wait(milliseconds: request.wait, for: changes) { change in
            change.origin != epoch && !change.ledgers.isDisjoint(with: mine)
        }
        // A hub that is stopping has not looked anybody up.
        try Task.checkCancellation()
        guard try await isPermitted() else { throw SyncError.notPermitted(.notice) }
        answer = try await self.answer(request, callers, receivedAt: receivedAt)
        return answer
    }

    /// Waits until a change concerns the caller, the time is over, or the task is cancelled.
    private static func wait(
        milliseconds: UInt32, for changes: AsyncStream<StoreChange>,
        until concerns: @escaping @Sendable (StoreChange) -> Bool
    ) async {
        await withTaskGroup(of: Void.self) { group in
            group.addTask {
                for await change in changes where concerns(change) { return }
            }
            group.addTask { try? await Task.sleep(for: .milliseconds(milliseconds)) }
            await group.next()
            group.cancelAll()
        }
    }

    /// Takes what the request brings, in one transaction, and writes the receipts for it.
    /// - Returns: what the caller holds, by ledger; nil where its digest was not this hub's.
    private func ingest(
        _ request: ExchangeRequest, from member: Member, address: String, bytesIn: Int, bytesOut: Int
    ) async throws -> [LedgerID: CallerState] {
        try await store.write(origin: request.report.epoch) { writer in
            var callers: [LedgerID: CallerState] = [:]
            let now = writer.moment.wall
            // Before a replica has measured its offset, its own word of when it sent: what the line takes is left out.
            let offset = request.report.clockOffset ?? request.sentAt.map { now &- $0 }
            for part in request.ledgers where part.ledger == .notice || part.ledger.unit == member.unit {
                callers[part.ledger] = try writer.ingest(part, from: member, life: request.report.epoch, offset: offset)
            }
            if let told = request.report.clockOffset {
                try ClockTable.note(writer.db, told, of: member.replica, at: now)
            }
            try ContactTable.store(
                writer.db,
                Contact(
                    replica: member.replica, at: now, address: address, report: request.report,
                    bytesIn: Int64(bytesIn), bytesOut: Int64(bytesOut)))
            return callers
        }
    }

    private func answer(
        _ request: ExchangeRequest, _ callers: [LedgerID: CallerState], receivedAt: Int64
    ) async throws -> ExchangeAnswer {
        let bytes = min(max(request.answerBytesMax, 1024), Self.answerBytesMax)
        let now = store.clock
        return try await store.inspect { writer in
            var budget = Budget(bytes: bytes, sets: Self.setsMax)
            var parts: [LedgerPart] = []
            for asked in request.ledgers {
                guard let caller = callers[asked.ledger] else { continue }
                let isFirst = parts.allSatisfy { $0.runs.isEmpty && $0.piece == nil }
                parts.append(
                    try writer.answer(asked, caller, budget: &budget, mayExceed: isFirst))
            }
            return ExchangeAnswer(
                ledgers: parts, receivedAt: receivedAt, answeredAt: now().wall,
                isRestoring: try EventTable.isRestoredUnconfirmed(writer.db))
        }
    }
}

/// What a caller holds of a ledger, and what was said of its part.
struct CallerState: Sendable {
    /// nil: its digest was not this hub's.
    var coverage: Coverage?
    var refusals: [Refusal] = []
    var pieceOffset: UInt64 = 0
}

extension ExchangeAnswer {
    /// Whether a waiting caller would get nothing by it.
    var saysNothing: Bool {
        ledgers.allSatisfy { part in
            part.vector != .wanted && part.runs.isEmpty && part.piece == nil && part.refusals.isEmpty
        }
    }
}
