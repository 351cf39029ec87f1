import SyncKit
import Synchronization

/// One person's wrong passwords, and how long the next try waits.
///
/// The first ones cost nothing; then each costs a pause twice as long, five minutes at the most: guessing is slow, and
/// a duty room is never locked out for good. Pure: the time is passed in, in milliseconds since the boot.
package struct PasswordTries: Sendable {
    package static let free = 5
    package static let firstPause: Int64 = 5_000
    package static let longestPause: Int64 = 300_000
    /// After an hour without a try the count begins anew.
    package static let memory: Int64 = 3_600_000

    private var failures = 0
    private var lastAt: Int64 = 0
    private var pausedUntil: Int64 = 0

    package init() {}

    /// Begins a try. It counts as wrong until ``right()`` says otherwise, so that many at once are not one.
    /// - Returns: how long to wait instead; 0 where the try may be made.
    package mutating func begin(at now: Int64) -> Int64 {
        if now < pausedUntil { return pausedUntil - now }
        if now - lastAt > Self.memory { failures = 0 }
        failures += 1
        lastAt = now
        if failures >= Self.free {
            pausedUntil = now + min(Self.longestPause, Self.firstPause << min(failures - Self.free, 16))
        }
        return 0
    }

    package mutating func right() { self = PasswordTries() }
}

/// Who typed wrong passwords of late. It lives in memory: a restart forgets it.
package final class PasswordPauses: Sendable {
    private let tries = Mutex<[RecordID: PasswordTries]>([:])

    package init() {}

    func begin(_ person: RecordID, at now: Int64) -> Int64 {
        tries.withLock { $0[person, default: PasswordTries()].begin(at: now) }
    }

    func right(_ person: RecordID) { tries.withLock { $0[person] = nil } }
}
