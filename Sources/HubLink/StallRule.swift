/// Decides when a connection has stalled, by the bytes that the kernel saw acknowledged and received.
///
/// curl's own low-speed limit watches what it hands to the kernel: a body of some kilobytes is there at once, and on
/// 9.6 kbit/s drains for many seconds during which curl sees nothing move.
struct StallRule: Sendable {
    /// Bytes a second.
    private let lowestRate: UInt64
    private let span: Duration
    private let wait: Duration
    private var mark: ContinuousClock.Instant
    private var markedBytes: UInt64

    /// Starts to watch at `now`; a hub may be silent for `wait` before the answer begins.
    init(lowestRate: Int, span: Duration, wait: Duration, bytes: UInt64, now: ContinuousClock.Instant) {
        self.lowestRate = UInt64(max(lowestRate, 1))
        self.span = span
        self.wait = wait
        mark = now
        markedBytes = bytes
    }

    /// Takes the connection's bytes so far; true when it has been too slow for too long.
    mutating func isStalled(bytes: UInt64, answerBegan: Bool, now: ContinuousClock.Instant) -> Bool {
        let elapsed = mark.duration(to: now)
        let moved = bytes >= markedBytes ? bytes - markedBytes : 0
        let seconds = UInt64(max(elapsed.components.seconds, 1))
        if moved >= lowestRate.multipliedReportingOverflow(by: seconds).partialValue {
            mark = now
            markedBytes = bytes
            return false
        }
        return elapsed > (answerBegan ? span : span + wait)
    }
}
