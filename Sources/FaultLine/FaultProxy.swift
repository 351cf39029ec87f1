import Dispatch
import Foundation
import Glibc
import Synchronization

/// A TCP proxy on loopback that stands for a bad line: it cuts, stalls, truncates, resets, swallows and slows.
/// The trial and the end-to-end tests put it between an agent and its hub.
package final class FaultProxy: Sendable {
    /// What the line does to bytes that pass.
    package struct Fault: Sendable, Equatable {
        /// New connections are refused and open ones closed.
        package var isCut = false
        /// Nothing passes, and nothing is closed.
        package var isStalled = false
        /// Bytes a second in each direction; nil is as fast as the machine.
        package var bytesPerSecond: Int?
        /// After so many bytes from the hub on a connection, it is reset.
        package var resetAfterAnswerBytes: Int?
        /// After so many bytes from the caller on a connection, it is reset.
        package var resetAfterRequestBytes: Int?
        /// What the hub answers past so many bytes on a connection does not arrive, and the connection is closed.
        package var swallowsAnswersAfter: Int?

        package init() {}

        package static let none = Fault()
    }

    package let port: Int
    private let target: Int
    private let listener: Int32
    private let fault = Mutex(Fault())
    private let open = Mutex<[Int32]>([])
    private let passed = Mutex<(requests: Int, answers: Int)>((0, 0))
    private let watched = Mutex<Watch?>(nil)
    private let queue = DispatchQueue(label: "fault-proxy", attributes: .concurrent)

    /// Listens on a free port and passes everything on to `target` on loopback.
    package init(target: Int) throws {
        self.target = target
        let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        var yes: Int32 = 1
        setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &yes, socklen_t(MemoryLayout<Int32>.size))
        var address = Self.loopback(port: 0)
        let isBound = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(listener, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
            }
        }
        guard isBound, listen(listener, 128) == 0 else { throw POSIXError(.EADDRINUSE) }
        var found = sockaddr_in()
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        _ = withUnsafeMutablePointer(to: &found) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { getsockname(listener, $0, &length) }
        }
        port = Int(UInt16(bigEndian: found.sin_port))
        self.listener = listener
        Thread.detachNewThread { [self] in acceptAll() }
    }

    /// Sets what the line does from now on; a cut closes what is open.
    package func set(_ next: Fault) {
        fault.withLock { $0 = next }
        if next.isCut { closeAll() }
    }

    package func cut() {
        var next = Fault()
        next.isCut = true
        set(next)
    }

    package func heal() { set(.none) }

    private struct Watch: Sendable {
        let isAnswer: Bool
        var bytesLeft: Int
        let act: @Sendable () -> Void
    }

    /// Calls `act` once, when so many further bytes have come in one direction, before the last of them passes.
    package func watch(isAnswer: Bool, bytes: Int, _ act: @escaping @Sendable () -> Void) {
        watched.withLock { $0 = Watch(isAnswer: isAnswer, bytesLeft: bytes, act: act) }
    }

    package func unwatch() { watched.withLock { $0 = nil } }

    private func notice(_ count: Int, isAnswer: Bool) {
        let due = watched.withLock { watch -> (@Sendable () -> Void)? in
            guard var present = watch, present.isAnswer == isAnswer else { return nil }
            present.bytesLeft -= count
            watch = present.bytesLeft < 0 ? nil : present
            return present.bytesLeft < 0 ? present.act : nil
        }
        due?()
    }

    /// Bytes that passed in each direction.
    package var bytes: (requests: Int, answers: Int) { passed.withLock { $0 } }

    package func stop() {
        shutdown(listener, Int32(SHUT_RDWR))
        close(listener)
        closeAll()
    }

    private func closeAll() {
        for descriptor in open.withLock({ $0 }) { shutdown(descriptor, Int32(SHUT_RDWR)) }
    }

    private static func loopback(port: Int) -> sockaddr_in {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(UInt16(port).bigEndian)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        return address
    }

    private func acceptAll() {
        while true {
            let caller = accept(listener, nil, nil)
            if caller < 0 {
                if errno == EINTR || errno == ECONNABORTED { continue }
                return
            }
            if fault.withLock(\.isCut) {
                close(caller)
                continue
            }
            Thread.detachNewThread { [self] in serve(caller) }
        }
    }

    private func serve(_ caller: Int32) {
        let hub = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        var address = Self.loopback(port: target)
        let isConnected = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(hub, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
            }
        }
        guard isConnected else {
            close(hub)
            close(caller)
            return
        }
        open.withLock { $0 += [caller, hub] }
        let done = DispatchSemaphore(value: 0)
        Thread.detachNewThread { [self] in
            pump(from: caller, to: hub, isAnswer: false)
            done.signal()
        }
        pump(from: hub, to: caller, isAnswer: true)
        done.wait()
        open.withLock { $0.removeAll { $0 == caller || $0 == hub } }
        close(caller)
        close(hub)
    }

    private func pump(from source: Int32, to sink: Int32, isAnswer: Bool) {
        var buffer = [UInt8](repeating: 0, count: 16 * 1024)
        var total = 0
        defer {
            shutdown(sink, Int32(SHUT_RDWR))
            shutdown(source, Int32(SHUT_RDWR))
        }
        while true {
            let present = fault.withLock { $0 }
            let chunk = present.bytesPerSecond.map { max(1, min(buffer.count, $0 / 10)) } ?? buffer.count
            let count = recv(source, &buffer, chunk, 0)
            if count < 0 && errno == EINTR { continue }
            guard count > 0 else { return }
            while fault.withLock({ $0.isStalled && !$0.isCut }) { usleep(5_000) }
            let now = fault.withLock { $0 }
            if now.isCut { return }
            total += count
            notice(count, isAnswer: isAnswer)
            if let limit = isAnswer ? now.resetAfterAnswerBytes : now.resetAfterRequestBytes, total >= limit {
                reset(source)
                reset(sink)
                return
            }
            if isAnswer, let limit = now.swallowsAnswersAfter, total >= limit { return }
            if let rate = now.bytesPerSecond { usleep(UInt32(count * 1_000_000 / max(rate, 1))) }
            guard send(buffer, count, to: sink) else { return }
            passed.withLock { if isAnswer { $0.answers += count } else { $0.requests += count } }
        }
    }

    private func send(_ buffer: [UInt8], _ count: Int, to sink: Int32) -> Bool {
        var sent = 0
        while sent < count {
            let step = buffer.withUnsafeBytes {
                Glibc.send(sink, $0.baseAddress! + sent, count - sent, Int32(MSG_NOSIGNAL))
            }
            if step < 0 && errno == EINTR { continue }
            guard step > 0 else { return false }
            sent += step
        }
        return true
    }

    /// Makes the coming close a reset.
    private func reset(_ descriptor: Int32) {
        var linger = linger(l_onoff: 1, l_linger: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &linger, socklen_t(MemoryLayout<Glibc.linger>.size))
    }
}
