/// When an agent speaks to its hub: a pure state machine. Time is passed in, actions come out.
///
/// Two lanes share the line. The push lane sends what waits; the listen lane keeps one request waiting at the hub.
/// A failure closes both until a push gets through again.
package struct SyncSchedule: Sendable {
    package enum Lane: Sendable, Hashable {
        case push
        case listen
    }

    package enum Event: Sendable {
        case started
        /// Something was committed here.
        case committed(isUrgent: Bool)
        /// An exchange came back. `hasMore`: there is still something to send or to tell.
        case succeeded(Lane, hasMore: Bool)
        /// An exchange failed; the hub may have named a time to come back after. One that it refused is not tried
        /// again soon without a reason, such as something urgent.
        case failed(Lane, retryAfterMs: Int64?, isRefused: Bool = false)
        /// The time that ``wakeAt`` named has come.
        case woke
    }

    package enum Action: Sendable, Equatable {
        case push
        case listen
    }

    /// Bounds of the back-off, in milliseconds.
    package static let retryMin: Int64 = 1_000
    package static let retryMax: Int64 = 30_000

    package private(set) var isOnline = false
    package private(set) var failures = 0
    /// Monotonic milliseconds at which ``Event/woke`` is wanted; nil while nothing is due before the push comes back.
    package var wakeAt: Int64? { isPushing ? nil : dueAt }
    private var dueAt: Int64?
    private var isPushing = false
    private var isListening = false
    private var hasToSend = true
    /// Until when the hub asked to be left alone.
    private var closedUntil: Int64 = 0

    package init() {}

    /// - Parameters:
    ///   - now: monotonic milliseconds.
    ///   - jitter: a number in 0..<1 that spreads a county's agents after an outage.
    package mutating func handle(_ event: Event, now: Int64, jitter: Double) -> [Action] {
        switch event {
        case .started:
            hasToSend = true
            dueAt = now
        case .committed(let isUrgent):
            hasToSend = true
            if isOnline {
                dueAt = max(now, closedUntil)
            } else if isUrgent, let due = dueAt {
                // An urgent report does not sit out a long back-off, and does not hammer a dead line either.
                dueAt = max(min(due, now + Self.retryMin), closedUntil)
            }
        case .succeeded(let lane, let hasMore):
            release(lane)
            // A poll that comes back after a failed push opens nothing.
            if lane == .listen, !isOnline {
                if hasMore { hasToSend = true }
                break
            }
            isOnline = true
            failures = 0
            if hasMore { hasToSend = true }
            // What one lane was told holds for both.
            dueAt = hasToSend || closedUntil > now ? max(now, closedUntil) : nil
        case .failed(let lane, let retryAfterMs, let isRefused):
            release(lane)
            isOnline = false
            hasToSend = true
            failures += 1
            let exponent = min(failures - 1, 5)
            let ceiling = isRefused ? Self.retryMax : min(Self.retryMax, Self.retryMin << Int64(exponent))
            let delay = ceiling / 2 + Int64(Double(ceiling / 2) * jitter)
            if let retryAfterMs { closedUntil = max(closedUntil, now + retryAfterMs) }
            dueAt = max(now + delay, closedUntil)
        case .woke: break
        }
        return due(now: now)
    }

    private mutating func release(_ lane: Lane) {
        switch lane {
        case .push: isPushing = false
        case .listen: isListening = false
        }
    }

    private mutating func due(now: Int64) -> [Action] {
        var actions: [Action] = []
        guard now >= closedUntil else { return actions }
        if !isPushing, hasToSend, let due = dueAt, due <= now {
            isPushing = true
            hasToSend = false
            dueAt = nil
            actions.append(.push)
        }
        if !hasToSend { dueAt = nil }
        if isOnline, !isListening {
            isListening = true
            actions.append(.listen)
        }
        return actions
    }
}

/// How large a request may be, so that it takes some seconds at most on the line as it is measured.
package struct RequestSize: Sendable {
    /// Bounds of a request before compression, in bytes.
    package static let bytesMin = 2 * 1024
    package static let bytesMax = 1024 * 1024
    /// How long a request may take, in seconds.
    package static let secondsMax = 4.0

    package private(set) var bytes: Int

    package init(bytes: Int = 64 * 1024) { self.bytes = bytes }

    /// - Parameters:
    ///   - sent: bytes of the request before compression.
    ///   - seconds: from its first byte to the answer's last.
    package mutating func succeeded(sent: Int, seconds: Double) {
        guard sent >= bytes / 2 else { return }
        let affordable = Double(sent) * Self.secondsMax / max(seconds, 0.001)
        // It grows at most fourfold at a time, since a small request measures a line badly.
        bytes = min(max(Int(min(affordable, Double(bytes) * 4)), Self.bytesMin), Self.bytesMax)
    }

    package mutating func failed() { bytes = max(Self.bytesMin, bytes / 2) }
}
