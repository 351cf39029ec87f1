import Foundation
import Glibc

/// Ctrl-C, at whatever point the trial stands: thrown from its next step, so that all it started is stopped.
final class Interruption {
    struct Asked: Error {}

    private let asked = DispatchSemaphore(value: 0)
    private let signals: [any DispatchSourceSignal]

    init() {
        signals = [SIGINT, SIGTERM].map { [asked] number in
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
            source.setEventHandler { asked.signal() }
            source.resume()
            return source
        }
    }

    func check() throws { try wait(seconds: 0) }

    func wait(seconds: Double) throws {
        if asked.wait(timeout: .now() + seconds) == .success { throw Asked() }
    }

    func wait() throws {
        asked.wait()
        throw Asked()
    }
}
