import CLine
import Glibc

/// An eventfd by which any thread wakes the link's thread.
struct WakeDescriptor: ~Copyable, Sendable {
    let raw: Int32

    /// Nil where the process has no descriptor left.
    init?() {
        let descriptor = line_wake_open()
        guard descriptor >= 0 else { return nil }
        raw = descriptor
    }

    deinit { close(raw) }

    /// Never blocks.
    borrowing func raise() { line_wake_raise(raw) }

    /// Never blocks, raised or not.
    borrowing func lower() { line_wake_lower(raw) }
}
