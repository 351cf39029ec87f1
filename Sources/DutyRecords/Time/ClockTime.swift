/// A time of the day as it is written: `HH:MM`, by the clock of 24 hours.
package enum ClockTime {
    /// - Parameter minutes: since midnight.
    package static func text(_ minutes: Int) -> String { "\(twoDigits(minutes / 60)):\(twoDigits(minutes % 60))" }
}

extension Instant {
    /// `HH:MM` of its day in Asia/Shanghai.
    package var clockTime: String { ClockTime.text(minuteOfDay) }
}
