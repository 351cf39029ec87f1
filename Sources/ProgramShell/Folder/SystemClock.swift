// Where the compiler finds timespec first depends on what else of the module it has read.
import CDispatch
import Glibc
package import SyncKit

extension RecordID {
    /// A fresh id of now (RFC 9562, UUIDv7).
    package static func drawn() -> RecordID {
        var random = SystemRandomNumberGenerator()
        return RecordID(milliseconds: SystemClock.wall(), using: &random)
    }
}

/// The machine's clocks.
package enum SystemClock {
    package static let moment: @Sendable () -> Moment = {
        Moment(wall: wall(), monotonic: UInt64(monotonic()))
    }

    /// Unix milliseconds.
    package static func wall() -> Int64 { read(CLOCK_REALTIME) }

    /// Milliseconds since the boot, sleep included.
    package static func monotonic() -> Int64 { read(CLOCK_BOOTTIME) }

    private static func read(_ clock: clockid_t) -> Int64 {
        var time = timespec()
        clock_gettime(clock, &time)
        return Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000
    }
}
