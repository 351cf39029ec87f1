import DutyRecords
import ProgramShell
import ServiceLifecycle
import SyncKit
import Synchronization

/// What takes minutes and is asked for on a page: one at a time, beside the pages, with how far it is.
final class HubWork: Service, Sendable {
    enum Kind: String, CaseIterable, Sendable { case backup, check }

    enum Stage: Hashable, Sendable {
        /// Of which nothing can be told in numbers.
        case copying, file
        case sets(UInt64, of: UInt64)
    }

    enum Outcome: Sendable {
        case backedUp(path: String, sets: Int64, records: Int64)
        case checked(StoreCheck)
        case failed(chinese: String, english: String)
        /// The program was told to stop.
        case stopped
    }

    struct Running: Sendable {
        let kind: Kind
        let person: String
        /// Unix milliseconds.
        let startedAt: Int64
        var stage: Stage
    }

    struct Ended: Sendable {
        let kind: Kind
        let person: String
        /// Unix milliseconds.
        let startedAt: Int64
        let endedAt: Int64
        let outcome: Outcome
    }

    typealias Body = @Sendable (_ progress: @Sendable @escaping (Stage) -> Void) async throws -> Outcome

    private struct State {
        var running: Running?
        var ended: [Kind: Ended] = [:]
    }

    private let state = Mutex(State())
    private let orders: AsyncStream<Body>
    private let order: AsyncStream<Body>.Continuation

    init() { (orders, order) = AsyncStream.makeStream() }

    var running: Running? { state.withLock(\.running) }

    func ended(_ kind: Kind) -> Ended? { state.withLock { $0.ended[kind] } }

    /// Begins, and answers before it is done.
    /// - Throws: where something runs already.
    func start(_ kind: Kind, by person: String, _ body: @escaping Body) throws {
        let begun = Running(kind: kind, person: person, startedAt: SystemClock.wall(), stage: .copying)
        let isFree = state.withLock { state in
            guard state.running == nil else { return false }
            state.running = begun
            return true
        }
        guard isFree else {
            throw CommandFailure(
                .badUse, chinese: "备份或检查正在进行，没有再开始一个。请等它结束。",
                english: "a backup or a check is going on and no other was started; wait until it has ended")
        }
        order.yield(body)
    }

    func run() async throws {
        await cancelWhenGracefulShutdown { [self] in
            for await body in orders { await perform(body) }
        }
    }

    private func perform(_ body: Body) async {
        let outcome: Outcome
        do {
            outcome = try await body { [self] stage in state.withLock { $0.running?.stage = stage } }
        } catch {
            outcome = Task.isCancelled ? .stopped : Self.words(error)
        }
        state.withLock { state in
            guard let running = state.running else { return }
            state.ended[running.kind] = Ended(
                kind: running.kind, person: running.person, startedAt: running.startedAt,
                endedAt: SystemClock.wall(), outcome: outcome)
            state.running = nil
        }
    }

    private static func words(_ error: any Error) -> Outcome {
        switch error {
        case let failure as CommandFailure: return .failed(chinese: failure.chinese, english: failure.english)
        case let error as SyncError:
            let (chinese, english) = Failures.sentences(error)
            return .failed(chinese: chinese, english: english)
        default: return .failed(chinese: "没有做成：\(error)", english: "not done: \(error)")
        }
    }
}
