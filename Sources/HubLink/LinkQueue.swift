import Synchronization

/// What tasks ask of the link's thread, and the way back.
final class LinkQueue: Sendable {
    typealias Outcome = Result<LinkReply, LinkError>

    /// One request that waits for its outcome, which is given exactly once.
    struct Order: Sendable {
        let id: UInt64
        let request: LinkRequest
        let credential: ClientCredential?
        let continuation: CheckedContinuation<Outcome, Never>
        let deadline: ContinuousClock.Instant?
    }

    /// What came since the thread last looked.
    struct Batch {
        var orders: [Order] = []
        var cancelled: [UInt64] = []
        var isStopping = false
    }

    private struct State {
        var batch = Batch()
        var lastID: UInt64 = 0
        /// Orders without an outcome, those that the thread has within it.
        var open = 0
        var credential: ClientCredential?
        var hasEnded = false
        var enders: [CheckedContinuation<Void, Never>] = []
    }

    let wake: WakeDescriptor
    private let state: Mutex<State>

    /// Requests without an outcome that the link takes at once.
    static let openMax = 64

    init(credential: ClientCredential?) throws(LinkError) {
        guard let wake = WakeDescriptor() else {
            throw LinkError(.failed, operation: "set up the link", cause: "no descriptor is left")
        }
        self.wake = wake
        state = Mutex(State(credential: credential))
    }

    func drawID() -> UInt64 {
        state.withLock {
            $0.lastID += 1
            return $0.lastID
        }
    }

    func replace(_ credential: ClientCredential) { state.withLock { $0.credential = credential } }

    /// Hands a request to the thread. To be called in the task that waits, so that one already cancelled is seen: its
    /// cancellation came before the order and would find nothing.
    func add(_ request: LinkRequest, id: UInt64, continuation: CheckedContinuation<Outcome, Never>) {
        let isCancelled = Task.isCancelled
        let deadline = request.timeout.map { ContinuousClock.now + $0 }
        let refusal: LinkError.Kind? = state.withLock {
            if isCancelled { return .cancelled }
            if $0.batch.isStopping || $0.hasEnded { return .shutDown }
            if $0.open >= Self.openMax { return .tooManyRequests }
            $0.open += 1
            $0.batch.orders.append(
                Order(
                    id: id, request: request, credential: $0.credential, continuation: continuation,
                    deadline: deadline))
            return nil
        }
        if let refusal {
            continuation.resume(returning: .failure(LinkError(refusal, operation: request.operation)))
        } else {
            wake.raise()
        }
    }

    func cancel(_ id: UInt64) {
        state.withLock { if !$0.hasEnded { $0.batch.cancelled.append(id) } }
        wake.raise()
    }

    /// Lets the thread end.
    func stop() {
        state.withLock { $0.batch.isStopping = true }
        wake.raise()
    }

    /// Waits until the thread has closed everything.
    func ended() async {
        await withCheckedContinuation { continuation in
            let hasEnded = state.withLock {
                if !$0.hasEnded { $0.enders.append(continuation) }
                return $0.hasEnded
            }
            if hasEnded { continuation.resume() }
        }
    }

    // MARK: The thread's side

    /// Takes what came; a stop stays.
    func take() -> Batch {
        state.withLock {
            let taken = $0.batch
            $0.batch = Batch(isStopping: taken.isStopping)
            return taken
        }
    }

    func resolve(_ order: Order, _ outcome: Outcome) {
        state.withLock { $0.open -= 1 }
        order.continuation.resume(returning: outcome)
    }

    /// The thread's last words: whoever still waits gets an outcome.
    func end(_ kind: LinkError.Kind) {
        let (left, enders) = state.withLock {
            $0.hasEnded = true
            $0.batch.isStopping = true
            let rest = ($0.batch.orders, $0.enders)
            $0.batch.orders = []
            $0.batch.cancelled = []
            $0.enders = []
            return rest
        }
        for order in left { resolve(order, .failure(LinkError(kind, operation: order.request.operation))) }
        for ender in enders { ender.resume() }
    }
}
