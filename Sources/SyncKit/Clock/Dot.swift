/// One life of one replica's chain: 64 random bits. Any doubt about a data folder draws a new one.
package struct Epoch: Hashable, Sendable, Comparable {
    package let bits: UInt64

    package init(bits: UInt64) { self.bits = bits }

    package static func random(using random: inout some RandomNumberGenerator) -> Epoch { Epoch(bits: random.next()) }

    package static func < (left: Epoch, right: Epoch) -> Bool { left.bits < right.bits }
}

extension Epoch: CustomStringConvertible {
    package var description: String { hexadecimal(bits) }
}

/// The name of one change set in its ledger: the epoch and a counter that starts at 1 and has no gaps.
package struct Dot: Hashable, Sendable, Comparable {
    package let epoch: Epoch
    package let counter: UInt64

    package init(_ epoch: Epoch, _ counter: UInt64) {
        self.epoch = epoch
        self.counter = counter
    }

    /// Reads `epoch:counter`, the epoch in 16 hexadecimal digits, the counter a positive decimal number.
    package init?(_ text: some StringProtocol) {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2, parts[0].utf8.count == 16, parts[0].utf8.allSatisfy({ hexadecimalDigit($0) != nil }),
            let epoch = UInt64(parts[0], radix: 16), parts[1].utf8.allSatisfy({ (0x30...0x39).contains($0) }),
            let counter = UInt64(parts[1]), counter > 0, counter <= Dot.counterMax
        else { return nil }
        self.init(Epoch(bits: epoch), counter)
    }

    /// Counters stay below 2^40, so that a store may pack one beside a small number for its epoch.
    package static let counterMax: UInt64 = (1 << 40) - 1

    package static func < (left: Dot, right: Dot) -> Bool {
        (left.epoch, left.counter) < (right.epoch, right.counter)
    }
}

extension Dot: CustomStringConvertible {
    package var description: String { "\(epoch):\(counter)" }
}
