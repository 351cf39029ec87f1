import Foundation

/// When a certificate says that it is good, in milliseconds since 1970, whole seconds: reported, never enforced.
///
/// A duty room's clock may be years off, so nothing is refused for its time; renewal is what follows from it.
package struct ValidityPeriod: Sendable, Hashable {
    /// Issued so much into the past, for peers whose clock runs behind, in milliseconds.
    static let backdating: Int64 = 5 * 60_000
    /// 9999-12-31T23:59:59Z, the last time that a certificate can hold (RFC 5280, 4.1.2.5).
    static let end: Int64 = 253_402_300_799_000
    private static let dayLength: Int64 = 86_400_000

    package let notBefore: Int64
    package let notAfter: Int64

    /// The point half-way, from which on the certificate should be renewed.
    package var renewAfter: Int64 { notBefore + (notAfter - notBefore) / 2 }

    package func isExpired(at now: Int64) -> Bool { now > notAfter }

    /// From five minutes ago for so many days; a time that no certificate can hold is brought to the nearest that can be.
    init(now: Int64, days: Int) {
        let start = min(max(now, 0), Self.end)
        let length = Int64(min(max(days, 0), 3_660_000)) * Self.dayLength
        notBefore = Self.wholeSeconds(max(0, start - Self.backdating))
        notAfter = Self.wholeSeconds(min(start + length, Self.end))
    }

    init(notBefore: Date, notAfter: Date) {
        self.notBefore = Int64(notBefore.timeIntervalSince1970.rounded()) * 1000
        self.notAfter = Int64(notAfter.timeIntervalSince1970.rounded()) * 1000
    }

    var firstDate: Date { Date(timeIntervalSince1970: Double(notBefore / 1000)) }
    var lastDate: Date { Date(timeIntervalSince1970: Double(notAfter / 1000)) }

    private static func wholeSeconds(_ time: Int64) -> Int64 { time / 1000 * 1000 }
}
