import SyncKit

/// The figures that the articles set, and the named defaults of those that they leave open.
package struct RuleFigures: Sendable, Hashable {
    // Art. 12
    package var reportMinutes = 60
    package var writtenMinutes = 30
    /// Whether the written 30 minutes run from the occurrence; by default they run from the report by telephone.
    package var writtenFromOccurrence = false
    package var cityMinutes = 120
    /// 立即, as an alarm.
    package var immediateMinutes = 15
    /// 同时: how long after its own superior a department may tell the county.
    package var sameTimeMinutes = 0
    /// 突发事件应对法 of 2024, Art. 17 and 61: the alarm of 立即 on both legs of every report.
    package var immediateOnBothLegs = false
    /// Hours of the day at which a 续报 of 较大 and above is owed.
    package var periodicTimes = ["08:00", "17:00"]
    package var zeroReportTime = "17:00"
    /// Days of watch on casualties after an accident, and after one of traffic or fire (条例 493, Art. 13).
    package var watchDays = 30
    package var watchDaysTrafficFire = 7
    // Art. 5(2), 6(2), 7(2)
    package var rosterDays = 3
    package var rosterCalendarDays = true
    // Art. 8
    package var ringsMax = 3
    package var answerSeconds = 12
    // Art. 11
    package var earlyMinutes = 10
    package var handoverMinutes = 15
    // Art. 5(3)
    package var receiptMinutes = 15
    package var feedbackMinutes = 60
    // Art. 5(4), 6(6), 7(5)
    package var absenceLeadDays = 0
    // Art. 5(5), 10
    package var documentDays = 3
    package var volumeDays = 31
    // Art. 2, 13
    package var leadersOnJoinedWeekends = true
    package var onCallLeadersCount = true
    /// Higher levels' own minutes could not be verified; nil is unset.
    package var provinceMinutes: Int?
    package var stateMinutes: Int?

    package init() {}

    /// 2015: the county's regulation alone. 2024: the same ceilings, and 立即 on both legs.
    package static let of2015 = RuleFigures()
    package static let of2024: RuleFigures = {
        var figures = RuleFigures()
        figures.immediateOnBothLegs = true
        return figures
    }()
}

/// One figure as forms and documents describe it.
package struct RuleFigure: Sendable {
    package enum Tightening: Sendable, Equatable {
        /// A unit may set less than the county, never more.
        case lower
        case higher
        /// This answer is the stricter one.
        case flag(Bool)
        /// Not a unit's to change.
        case none
    }

    package enum Path: Sendable {
        case number(any WritableKeyPath<RuleFigures, Int> & Sendable, ClosedRange<Int64>)
        case optional(any WritableKeyPath<RuleFigures, Int?> & Sendable, ClosedRange<Int64>)
        case flag(any WritableKeyPath<RuleFigures, Bool> & Sendable)
        case time(any WritableKeyPath<RuleFigures, String> & Sendable)
        case times(any WritableKeyPath<RuleFigures, [String]> & Sendable)
    }

    package let name: String
    package let chinese: String
    package let english: String
    package let article: String
    package let tightening: Tightening
    package let path: Path
}
