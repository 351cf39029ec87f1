import Synchronization

/// The bytes that a link really put on the line and took from it since it was made: HTTP and TLS as TCP carried them,
/// handshakes and what was sent twice within them; without the headers of TCP and IP (count 40 to 72 a segment) and
/// without DNS.
package struct LineCount: Sendable, Hashable {
    package var sent: UInt64 = 0
    package var received: UInt64 = 0
    /// The part of `sent` that was sent again.
    package var sentAgain: UInt64 = 0
    package var segmentsSent: UInt64 = 0
    package var segmentsReceived: UInt64 = 0
    /// Sockets opened, those that did not come to a connection within it.
    package var connections: UInt64 = 0

    package init() {}

    /// Both directions together.
    package var total: UInt64 { sent + received }

    /// What came since an earlier count of the same link.
    package static func - (now: LineCount, then: LineCount) -> LineCount {
        var rest = LineCount()
        rest.sent = now.sent - then.sent
        rest.received = now.received - then.received
        rest.sentAgain = now.sentAgain - then.sentAgain
        rest.segmentsSent = now.segmentsSent - then.segmentsSent
        rest.segmentsReceived = now.segmentsReceived - then.segmentsReceived
        rest.connections = now.connections - then.connections
        return rest
    }
}

/// Holds a link's count for readers on any thread.
final class LineMeter: Sendable {
    private let total = Mutex(LineCount())

    var count: LineCount { total.withLock { $0 } }

    func add(_ change: (inout LineCount) -> Void) { total.withLock { change(&$0) } }
}
