import Foundation
import Identity

@testable import SyncKit

/// What went over the line in one exchange, and what came of it.
struct Passage {
    let request: ExchangeRequest
    let answer: ExchangeAnswer
    let outcome: AnswerOutcome

    func part(_ ledger: LedgerID) -> LedgerPart? { answer.ledgers.first { $0.ledger == ledger } }

    /// Dots of one ledger that the answer carried.
    func carried(_ ledger: LedgerID) -> [Dot] {
        (part(ledger)?.runs ?? []).flatMap { run in (run.first...run.last).map { Dot(run.epoch, $0) } }
    }
}

enum Exchange {
    static let plenty = Budget(bytes: 1 << 20, sets: 10_000)

    static func request(
        _ town: Station, budget: Budget = plenty, isListening: Bool = false
    ) async throws -> ExchangeRequest {
        try await town.replica().request(
            budget: budget, wait: 0, answerBytesMax: budget.bytes, isListening: isListening, report: town.report)
    }

    static func answer(_ request: ExchangeRequest, _ town: Station, _ hub: Station) async throws -> ExchangeAnswer {
        let bytes = try request.encode()
        let answer = try await Hub(store: hub.store).exchange(
            ExchangeRequest(encoded: bytes), from: town.member, address: "", bytesIn: bytes.count
        ) { true }
        return try ExchangeAnswer(encoded: answer.encode())
    }

    static func absorb(
        _ answer: ExchangeAnswer, _ town: Station, isPoll: Bool = false
    ) async throws -> AnswerOutcome {
        try await town.replica().absorb(answer, isPoll: isPoll)
    }

    /// One exchange over encoded bytes, as the line carries them.
    @discardableResult
    static func run(
        _ town: Station, _ hub: Station, budget: Budget = plenty, isListening: Bool = false
    ) async throws -> Passage {
        let request = try await request(town, budget: budget, isListening: isListening)
        let answer = try await answer(request, town, hub)
        return Passage(request: request, answer: answer, outcome: try await absorb(answer, town, isPoll: isListening))
    }

    /// Exchanges until no side learns anything more.
    static func settle(_ towns: [Station], _ hub: Station) async throws {
        var quiet = 0
        for _ in 0..<100 where quiet < 2 {
            var moved = false
            for town in towns {
                let passage = try await run(town, hub)
                let sent = passage.request.ledgers.reduce(0) { $0 + $1.setCount }
                if sent > 0 || passage.outcome.received > 0 || passage.outcome.vectorWanted
                    || !passage.outcome.reentered.isEmpty
                {
                    moved = true
                }
            }
            quiet = moved ? 0 : quiet + 1
        }
        guard quiet == 2 else { throw Unsettled() }
    }

    struct Unsettled: Error {}
}

/// A chain written byte by byte, for what this version of the engine would not write itself.
struct RawChain {
    let ledger: LedgerID
    let epoch: Epoch
    let declaration: Data
    private let key: SigningKey
    private var digest: Data
    private(set) var sets: [TravellingSet] = []
    /// The first set that ``part(vector:)`` sends.
    var first: UInt64 = 1

    init(_ station: Station, _ ledger: LedgerID, epoch: UInt64) throws {
        self.ledger = ledger
        self.epoch = Epoch(bits: epoch)
        key = station.key
        declaration = try EpochDeclaration(
            deployment: Station.deployment, ledger: ledger, epoch: Epoch(bits: epoch), replica: station.member.replica,
            algorithm: key.algorithm, parents: [], cause: .started, boot: Data(), program: "raw"
        ).encode()
        digest = ChainDigest.start(declaration: declaration)
    }

    mutating func append(_ body: Data, clock: VersionVector = VersionVector()) throws {
        let envelope = try SetCodec.encode(
            SetEnvelope(
                time: HybridTime(milliseconds: 1_790_000_000_000), monotonic: 0, author: "raw", clock: clock))
        digest = ChainDigest.next(after: digest, envelope: envelope, bodyDigest: ChainDigest.ofBody(body))
        let signature = Data(try key.sign(ChainDigest.signedHead(digest)))
        sets.append(TravellingSet(envelope: envelope, content: .body(body), signature: signature))
    }

    var head: Dot { Dot(epoch, UInt64(sets.count)) }

    /// The chain as one side of an exchange gives it.
    func part() throws -> LedgerPart {
        var part = LedgerPart(ledger: ledger)
        part.vector = .vector(VersionVector([head]))
        part.declarations = [
            SignedDeclaration(
                declaration: declaration, signature: Data(try key.sign(ChainDigest.signedDeclaration(declaration))))
        ]
        part.runs = [Run(epoch: epoch, first: first, sets: Array(sets[Int(first - 1)...]))]
        return part
    }

    func request(_ station: Station) throws -> ExchangeRequest {
        ExchangeRequest(
            deployment: Station.deployment, ledgers: [try part()], report: station.report, wait: 0,
            answerBytesMax: 1 << 20, sentAt: 0, isListening: false)
    }
}
