import Foundation
import GRDB

/// The hub's time as an exchange mapped it to the time since this machine's boot, which no setting of a clock changes.
package struct HubClock: Hashable, Sendable {
    /// The boot whose monotonic time this is.
    let boot: Data
    /// Milliseconds since the boot.
    let monotonic: UInt64
    /// Unix milliseconds by the hub at that moment.
    let hub: Int64
    /// Half of what the line took, in milliseconds: the hub's time lies within it (as in NTP, RFC 5905).
    package let errorBound: Int64

    package init(arrivedAt moment: Moment, hub: Int64, errorBound: Int64) {
        boot = BootID.current
        monotonic = moment.monotonic
        self.hub = hub
        self.errorBound = errorBound
    }

    /// How far the hub's clock is ahead of this machine's at a moment of the same boot, in milliseconds.
    package func offset(at moment: Moment) -> Int64 {
        hub + Int64(bitPattern: moment.monotonic &- monotonic) - moment.wall
    }
}

extension LedgerStore {
    /// As of the last exchange of this boot; nil where there was none.
    package var hubClock: HubClock? {
        get async throws { try await read(MetaTable.hubClock) }
    }
}

extension MetaTable {
    private static let hubClockKey = "hub-clock"

    static func hubClock(_ db: Database) throws -> HubClock? {
        guard let stored = try value(db, hubClockKey), let clock = HubClock(stored: stored),
            clock.boot == BootID.current
        else { return nil }
        return clock
    }

    static func store(_ db: Database, _ clock: HubClock) throws { try set(db, hubClockKey, clock.stored) }
}

extension HubClock {
    /// Three numbers of eight bytes, and the boot.
    fileprivate var stored: Data {
        Data(
            bigEndianBytes(monotonic) + bigEndianBytes(UInt64(bitPattern: hub))
                + bigEndianBytes(UInt64(bitPattern: errorBound))) + boot
    }

    fileprivate init?(stored: Data) {
        guard stored.count >= 24 else { return nil }
        let bytes = Array(stored)
        func number(_ place: Int) -> UInt64 { bytes[place..<place + 8].reduce(0) { $0 << 8 | UInt64($1) } }
        monotonic = number(0)
        hub = Int64(bitPattern: number(8))
        errorBound = Int64(bitPattern: number(16))
        boot = Data(bytes[24...])
    }
}
