import Synchronization

/// A value that several threads change.
final class Synchronized<Value: Sendable>: Sendable {
    private let stored: Mutex<Value>

    init(_ value: Value) { stored = Mutex(value) }

    var value: Value { stored.withLock { $0 } }
    func change(_ body: (inout Value) -> Void) { stored.withLock { body(&$0) } }
}
