import HTTPTypes
import Synchronization

/// How many requests are served at once: past it, the hub sheds load before it suffers.
final class Admission: Sendable {
    enum Kind: Int, Sendable, CaseIterable {
        /// A poll, which waits and costs little but its memory.
        case poll
        case work
        /// A request that carries sets of an urgent ledger: the others leave room for it.
        case urgent

        fileprivate var most: Int {
            switch self {
            case .poll: 4096
            case .work: 96
            case .urgent: 128
            }
        }
    }

    private struct Load {
        var polls = 0
        var work = 0
    }

    private let load = Mutex(Load())

    /// Serves a request if there is room for it.
    func admit<T>(_ kind: Kind, _ serve: () async throws -> T) async throws -> T {
        let isAdmitted = load.withLock { load in
            let taken = kind == .poll ? load.polls : load.work
            guard taken < kind.most else { return false }
            if kind == .poll { load.polls += 1 } else { load.work += 1 }
            return true
        }
        guard isAdmitted else {
            throw ExchangeFailure(
                status: .tooManyRequests, code: "busy", text: "too many requests at once", retryAfterSeconds: 2)
        }
        defer { load.withLock { if kind == .poll { $0.polls -= 1 } else { $0.work -= 1 } } }
        return try await serve()
    }
}
