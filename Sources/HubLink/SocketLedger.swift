import CLine
import Glibc

/// Every socket of one link with its last counts, so that each byte is counted once, also after the descriptor's number
/// was given to another connection. Confined to the link's thread.
final class SocketLedger {
    private var last: [Int32: line_sample] = [:]
    private let meter: LineMeter

    /// Unanswered keep-alive probes that end a connection.
    private static let probesMax: Int32 = 4

    init(meter: LineMeter) { self.meter = meter }

    /// Opens a socket and counts it from zero; -1 where the system has none.
    func open(family: Int32, kind: Int32, protocol: Int32) -> Int32 {
        let descriptor = Glibc.socket(family, kind | Int32(SOCK_CLOEXEC.rawValue), `protocol`)
        guard descriptor >= 0 else { return -1 }
        _ = line_limit_probes(descriptor, Self.probesMax)
        last[descriptor] = line_sample()
        meter.add { $0.connections += 1 }
        return descriptor
    }

    /// Takes the last counts of a socket and closes it.
    func close(_ descriptor: Int32) -> Int32 {
        _ = read(descriptor)
        last[descriptor] = nil
        return Glibc.close(descriptor)
    }

    /// Makes a connection unusable, so that libcurl closes it when it next looks; nothing for one that is closed.
    func shutDown(_ descriptor: Int32) {
        guard read(descriptor) != nil else { return }
        _ = Glibc.shutdown(descriptor, Int32(SHUT_RDWR))
    }

    /// Reads the counts of all open sockets.
    func readAll() {
        for descriptor in Array(last.keys) { _ = read(descriptor) }
    }

    /// Reads a socket's counts and adds what is new; nil for one that is not open.
    func read(_ descriptor: Int32) -> line_sample? {
        guard let before = last[descriptor] else { return nil }
        var now = line_sample()
        guard line_read(descriptor, &now) == 0 else { return nil }
        last[descriptor] = now
        let seen = now
        meter.add {
            $0.sent += seen.bytes_sent - before.bytes_sent
            $0.received += seen.bytes_received - before.bytes_received
            $0.sentAgain += seen.bytes_retransmitted - before.bytes_retransmitted
            $0.segmentsSent += seen.segments_sent - before.segments_sent
            $0.segmentsReceived += seen.segments_received - before.segments_received
        }
        return now
    }

    /// The open socket with that local port, or -1. While a transfer runs, libcurl (7.88) tells its connection's local
    /// port and not the descriptor: `CURLINFO_ACTIVESOCKET` is -1 until the end.
    func socket(localPort: Int32) -> Int32 {
        for descriptor in last.keys {
            var storage = sockaddr_storage()
            var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
            let port = withUnsafeMutablePointer(to: &storage) { pointer in
                pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address -> Int32 in
                    guard getsockname(descriptor, address, &length) == 0 else { return -1 }
                    // Family and port lie alike in both families' addresses.
                    return address.withMemoryRebound(to: sockaddr_in.self, capacity: 1) {
                        Int32(UInt16(bigEndian: $0.pointee.sin_port))
                    }
                }
            }
            if port == localPort { return descriptor }
        }
        return -1
    }
}
