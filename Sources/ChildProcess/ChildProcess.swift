import CChild
import Glibc
import Synchronization

/// A program started with its three standard streams and nothing else of this process: a pipe that leaked into a
/// second child would keep the first one's readers waiting for ever.
public final class ChildProcess: Sendable {
    public let processID: Int32
    private let ended = Mutex<Int32?>(nil)

    /// How a program ended: its exit code, or 128 and the signal that ended it, as a shell says it.
    public typealias Status = Int32

    init(_ program: ChildProgram, input: Int32, output: Int32, messages: Int32) throws {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        for (number, stream) in [input, output, messages].enumerated() {
            posix_spawn_file_actions_adddup2(&actions, stream, Int32(number))
        }
        child_keep_standard_streams(&actions)

        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var none = sigset_t()
        sigemptyset(&none)
        var all = sigset_t()
        sigfillset(&all)
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setsigdefault(&attributes, &all)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))

        let words = ([program.path] + program.arguments).map { strdup($0) }
        let settings = program.environment.map { strdup("\($0.key)=\($0.value)") }
        defer { for word in words + settings { free(word) } }
        var processID: pid_t = 0
        let failure = posix_spawn(&processID, program.path, &actions, &attributes, words + [nil], settings + [nil])
        guard failure == 0 else { throw NotStarted(program: program.path, reason: String(cString: strerror(failure))) }
        self.processID = processID
    }

    public var isRunning: Bool { ended.withLock { collect(&$0, WNOHANG) == nil } }

    /// Waits for its end.
    @discardableResult
    public func wait() -> Status { ended.withLock { collect(&$0, 0) ?? -1 } }

    /// Ends it as an operator does, and waits.
    public func stop() { end(SIGTERM) }

    /// Ends it as Ctrl-C does, and answers how it ended.
    public func interrupt() -> Status {
        end(SIGINT)
        return wait()
    }

    /// Ends it as a power cut does, and waits.
    public func kill() { end(SIGKILL) }

    private func end(_ signal: Int32) {
        ended.withLock { status in
            guard collect(&status, WNOHANG) == nil else { return }
            Glibc.kill(processID, signal)
            _ = collect(&status, 0)
        }
    }

    private func collect(_ known: inout Status?, _ options: Int32) -> Status? {
        if let known { return known }
        var raw: Int32 = 0
        var found: pid_t
        repeat { found = waitpid(processID, &raw, options) } while found < 0 && errno == EINTR
        guard found == processID else { return nil }
        let signal = raw & 0x7f
        known = signal == 0 ? (raw >> 8) & 0xff : 128 + signal
        return known
    }

    public struct NotStarted: Error, CustomStringConvertible {
        public let program: String
        public let reason: String
        public var description: String { "\(program): \(reason)" }
    }
}
