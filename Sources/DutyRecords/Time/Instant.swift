/// A moment, in Unix milliseconds. Rules take it from outside: none of them asks a clock.
package struct Instant: Hashable, Comparable, Sendable {
    package let milliseconds: Int64

    static let zoneOffset: Int64 = 8 * 3_600_000
    static let dayLength: Int64 = 86_400_000

    package init(milliseconds: Int64) { self.milliseconds = milliseconds }

    /// After every time that a record names.
    static let distantFuture = Instant(milliseconds: .max)

    /// ISO 8601 with an offset; nil for anything else.
    package init?(_ text: String) {
        guard let milliseconds = WrittenTime.milliseconds(text) else { return nil }
        self.milliseconds = milliseconds
    }

    package static func < (left: Instant, right: Instant) -> Bool { left.milliseconds < right.milliseconds }

    /// A length of time; deadlines are in minutes.
    package struct Length: Hashable, Comparable, Sendable {
        package let milliseconds: Int64

        package static func minutes(_ count: Int) -> Length { Length(milliseconds: Int64(count) * 60_000) }
        package static func days(_ count: Int) -> Length { Length(milliseconds: Int64(count) * Instant.dayLength) }

        package static func < (left: Length, right: Length) -> Bool { left.milliseconds < right.milliseconds }

        /// Whole minutes, a begun one counted.
        package var minutesUp: Int { Int((milliseconds + 59_999).quotientDown(60_000)) }
        /// Whole minutes that have passed.
        package var minutesDown: Int { Int(milliseconds.quotientDown(60_000)) }
    }

    package static func + (instant: Instant, length: Length) -> Instant {
        Instant(milliseconds: instant.milliseconds + length.milliseconds)
    }
    package static func - (instant: Instant, length: Length) -> Instant {
        Instant(milliseconds: instant.milliseconds - length.milliseconds)
    }
    package static func - (left: Instant, right: Instant) -> Length {
        Length(milliseconds: left.milliseconds - right.milliseconds)
    }

    /// Its day in Asia/Shanghai.
    package var day: Day { Day(number: Int((milliseconds + Self.zoneOffset).quotientDown(Self.dayLength))) }

    /// Minutes since midnight in Asia/Shanghai.
    package var minuteOfDay: Int { (self - day.start).minutesDown }
}

extension Instant: CustomStringConvertible {
    /// ISO 8601 with milliseconds and the offset of Asia/Shanghai, as commands print it.
    package var description: String {
        let inDay = Int((self - day.start).milliseconds)
        let thousandths = String(1000 + inDay % 1000).dropFirst()
        return "\(day)T\(twoDigits(inDay / 3_600_000)):\(twoDigits(inDay / 60_000 % 60)):"
            + "\(twoDigits(inDay / 1000 % 60)).\(thousandths)+08:00"
    }

    /// - Parameter milliseconds: Unix time.
    package static func text(_ milliseconds: Int64) -> String { Instant(milliseconds: milliseconds).description }
}

extension Int64 {
    /// Division that rounds down on both sides of zero.
    fileprivate func quotientDown(_ divisor: Int64) -> Int64 {
        let quotient = self / divisor
        return self % divisor < 0 ? quotient - 1 : quotient
    }
}
