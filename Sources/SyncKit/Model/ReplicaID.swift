/// One installation that authors, with a key and a certificate: 64 bits that the hub gave it, in 16 hexadecimal digits.
package struct ReplicaID: Hashable, Sendable, Comparable {
    package let bits: UInt64

    package init(bits: UInt64) { self.bits = bits }

    package init?(_ text: String) {
        guard text.utf8.count == 16, text.utf8.allSatisfy({ hexadecimalDigit($0) != nil }),
            let bits = UInt64(text, radix: 16)
        else { return nil }
        self.bits = bits
    }

    package static func random(using random: inout some RandomNumberGenerator) -> ReplicaID {
        ReplicaID(bits: random.next())
    }

    package static func < (left: ReplicaID, right: ReplicaID) -> Bool { left.bits < right.bits }
}

extension ReplicaID: CustomStringConvertible {
    package var description: String { hexadecimal(bits) }
}
