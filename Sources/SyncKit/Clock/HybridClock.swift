/// A hybrid logical time: Unix milliseconds in the upper 48 bits, a counter in the lower 16
/// (Kulkarni et al., Logical Physical Clocks, 2014). It orders and breaks ties; it never decides what is lost.
package struct HybridTime: Hashable, Sendable, Comparable {
    package let bits: UInt64

    package init(bits: UInt64) { self.bits = bits }

    package init(milliseconds: Int64, counter: UInt16 = 0) {
        bits = UInt64(max(0, milliseconds)) << 16 | UInt64(counter)
    }

    /// Unix time in milliseconds.
    package var milliseconds: Int64 { Int64(bits >> 16) }

    package static func < (left: HybridTime, right: HybridTime) -> Bool { left.bits < right.bits }
}

/// Draws times that grow, whatever the machine's clock does.
package struct HybridClock: Sendable {
    /// How far another's time may carry this clock past its own, in milliseconds.
    package static let aheadMax: Int64 = 5 * 60 * 1000

    package private(set) var last: HybridTime

    package init(last: HybridTime = HybridTime(bits: 0)) { self.last = last }

    /// The next time, later than every one drawn before.
    /// - Parameter now: the machine's Unix time in milliseconds.
    package mutating func tick(now: Int64) -> HybridTime {
        let wall = HybridTime(milliseconds: now)
        last = wall > last ? wall : HybridTime(bits: last.bits + 1)
        return last
    }

    /// Takes notice of another's time, at most five minutes past one's own.
    package mutating func observe(_ time: HybridTime, now: Int64) {
        let bound = HybridTime(milliseconds: now + Self.aheadMax)
        last = max(last, min(time, bound))
    }
}
