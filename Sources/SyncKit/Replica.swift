import Foundation
import GRDB

/// An agent's face of the engine: it commits what people write, and exchanges with the hub.
package struct Replica: Sendable {
    package let store: LedgerStore
    /// The hub, as it was pinned at enrolment.
    package let hub: Member
    private let asked = ExchangeMemory()
    private var unit: String { store.signer.unit }

    /// - Parameter store: of this replica; the hub's key is entered so that its notices can be checked.
    package init(store: LedgerStore, hub: Member) async throws {
        self.store = store
        self.hub = hub
        let ledgers = Self.ledgers(of: store.signer.unit)
        try await store.write { writer in
            for ledger in ledgers { try writer.ensureLedger(ledger) }
            if writer.memory.members[hub.replica] == nil {
                try MemberTable.upsert(writer.db, hub)
                writer.memory.members[hub.replica] = hub
            }
        }
    }

    /// Marks what came from the hub in the store's changes, so that it is not taken for something to send.
    package static let hubOrigin = Epoch(bits: 0)

    /// What an agent holds, in the order in which the line carries it.
    package static func ledgers(of unit: String) -> [LedgerID] {
        [LedgerID(unit: unit, name: .urgent), .notice, LedgerID(unit: unit, name: .routine)]
    }

    // MARK: What people write

    /// Commits one transaction and answers when it is on disk.
    /// - Returns: one dot for each draft, in order.
    @discardableResult
    package func commit(_ drafts: [Draft], author: String) async throws -> [Dot] {
        try await store.write { try $0.commit(drafts, author: author) }
    }

    // MARK: The exchange

    /// The next request: what the hub lacks as far as this replica knows, within a budget, urgent first.
    package func request(
        budget: Budget, wait: UInt32, answerBytesMax: Int, isListening: Bool, report: PeerReport
    ) async throws -> ExchangeRequest {
        let ledgers = Self.ledgers(of: unit)
        let parts = try await store.inspect { [hub, asked] writer in
            var left = budget
            var parts: [LedgerPart] = []
            for id in ledgers {
                let isFirst = parts.allSatisfy { $0.runs.isEmpty && $0.piece == nil }
                parts.append(
                    try writer.offer(
                        id, to: hub.replica, budget: &left, isListening: isListening, isFirst: isFirst,
                        memory: asked))
            }
            return parts
        }
        return ExchangeRequest(
            deployment: store.signer.deployment, ledgers: parts, report: report, wait: wait,
            answerBytesMax: answerBytesMax, sentAt: store.clock().wall, isListening: isListening)
    }

    /// Takes the hub's answer: its durable vectors and the sets that were lacking here.
    /// - Parameter hubClock: the hub's time, as this exchange mapped it.
    package func absorb(
        _ answer: ExchangeAnswer, isPoll: Bool = false, hubClock: HubClock? = nil
    ) async throws -> AnswerOutcome {
        let mine = Set(Self.ledgers(of: unit))
        let (hub, ownUnit, replica) = (hub, unit, store.signer.replica)
        return try await store.write(origin: Self.hubOrigin) { [asked] writer in
            var outcome = AnswerOutcome()
            for part in answer.ledgers where mine.contains(part.ledger) {
                if asked.note(part, isPoll: isPoll) { (outcome.hubAdvanced, outcome.pieceGrew) = (true, true) }
                try writer.take(part, from: hub.replica, into: &outcome)
            }
            let now = writer.moment.wall
            if let hubClock { try MetaTable.store(writer.db, hubClock) }
            if outcome.recovered > 0 || !outcome.reentered.isEmpty { try writer.markBranch() }
            try ContactTable.store(
                writer.db,
                Contact(
                    replica: hub.replica, at: now, address: "", report: .empty, bytesIn: 0, bytesOut: 0))
            if outcome.recovered > 0 {
                try EventTable.insertOnce(
                    writer.db,
                    SyncEvent(
                        id: 0, at: now, kind: outcome.hasTwin ? .copied : .rolledBack, unit: ownUnit, replica: replica,
                        text: outcome.hasTwin
                            ? "a copy of this folder writes as this replica; both branches are kept"
                            : "the hub gave back \(outcome.recovered) sets of this replica's own that this folder did not hold",
                        confirmedAt: nil))
            }
            if outcome.hubWentBack {
                try EventTable.insertOnce(
                    writer.db,
                    SyncEvent(
                        id: 0, at: now, kind: .hubRestored, unit: ownUnit, replica: hub.replica,
                        text: "the hub holds less than it had acknowledged; this replica gives back what it lacks",
                        confirmedAt: nil))
            }
            if !outcome.reentered.isEmpty {
                try EventTable.insert(
                    writer.db,
                    SyncEvent(
                        id: 0, at: now, kind: .forkRefused, unit: ownUnit, replica: replica,
                        text: "the hub refused a chain; what it had not taken was entered again under a new epoch",
                        confirmedAt: nil))
            }
            return outcome
        }
    }

    /// Whether the hub, as last told, has something of what a request carried, or a piece of it.
    package func hasTaken(of request: ExchangeRequest) async throws -> Bool {
        try await store.inspect { [hub] writer in
            try request.ledgers.contains { part in
                guard let ledger = writer.memory.ledgers[part.ledger] else { return false }
                let known = ledger.ancestry.closure(
                    of: try PeerTable.vector(writer.db, replica: hub.replica, ledger: ledger.row))
                return part.runs.contains { known.covers(Dot($0.epoch, $0.first)) }
            }
        }
    }

    /// What waits here, by ledger, against the hub's last durable vector.
    package func standing() async throws -> [LedgerStanding] {
        let ledgers = Self.ledgers(of: unit)
        return try await store.inspect { [hub] writer in
            try ledgers.map { try writer.standing($0, against: hub.replica) }
        }
    }
}

/// What came of an answer.
package struct AnswerOutcome: Sendable {
    /// Sets that are new here.
    package var received: UInt64 = 0
    /// Of those, this replica's own.
    package var recovered: UInt64 = 0
    /// Another folder lives as this replica.
    package var hasTwin = false
    /// The hub's durable vector no longer covers what it had covered.
    package var hubWentBack = false
    /// Whether the hub's knowledge grew by this exchange.
    package var hubAdvanced = false
    /// More is kept of a set that travels in pieces, here or there.
    package var pieceGrew = false
    /// Ledgers in which sets were entered again.
    package var reentered: Set<LedgerID> = []
    package var refusals: [Refusal] = []
    /// The hub did not recognise a digest; the next request tells it the vector.
    package var vectorWanted = false
}

/// How a ledger stands against the other side.
package struct LedgerStanding: Sendable {
    package var ledger: LedgerID
    package var vector: VersionVector
    /// What the other side's last durable vector does not cover.
    package var waitingSets: UInt64
    package var waitingBytes: UInt64
    /// Unix milliseconds of the oldest of them.
    package var oldestWaiting: Int64?
    /// Logged here, and waiting for its clock.
    package var waitingForClock: UInt64
}
