package import SyncKit

/// A unit's figures over some days. Drills are never counted.
package struct UnitStatistics: Sendable {
    /// How one rule's deadlines were kept.
    package struct Timeliness: Sendable, Hashable {
        package var owed = 0
        package var met = 0
        package var late = 0
        package var overdue = 0
        package var open = 0
        package var lateMinutesMax = 0

        package init() {}

        /// Of what is decided, in percent; nil where nothing is.
        package var percent: Int? {
            let decided = met + late + overdue
            return decided == 0 ? nil : met * 100 / decided
        }

        mutating func count(_ row: Obligation, at now: Instant) {
            owed += 1
            switch row.state(at: now) {
            case .met: met += 1
            case .late: late += 1
            case .overdue: overdue += 1
            case .open: open += 1
            }
            lateMinutesMax = max(lateMinutesMax, row.lateMinutes(at: now))
        }
    }

    /// One person's share of the duty.
    package struct Load: Sendable, Hashable {
        package let person: RecordID
        package let name: String
        package var shifts = 0
        package var minutes = 0
        package var nights = 0
        package var weekends = 0
        package var holidays = 0
    }

    package let unit: String
    package var timeliness: [Obligation.Rule: Timeliness] = [:]
    package var incidents = 0
    package var incidentsByLevel: [String: Int] = [:]
    /// Under the empty name those of no category.
    package var incidentsByCategory: [String: Int] = [:]
    /// By the month of the occurrence, `YYYY-MM`.
    package var incidentsByMonth: [String: Int] = [:]
    package var sensitiveIncidents = 0
    package var drills = 0
    /// 误报: reported, and found to be nothing. No incident, whatever level was reported.
    package var falseReports = 0
    package var calls = 0
    package var callsIn = 0
    /// By the hour of the day, 24 of them.
    package var callsByHour = [Int](repeating: 0, count: 24)
    package var callsTimed = 0
    package var callsPrompt = 0
    package var callsMissed = 0
    package var callsNotApproved = 0
    package var awaitingWriting = 0
    package var logEntries = 0
    package var lateEntries = 0
    /// Mean of the scores of what was written, in percent; nil where nothing was.
    package var completenessPercent: Int?
    package var gapMinutes = 0
    package var coveragePercent = 100
    package var leadersMissingDays = 0
    package var notOnEstablishment = 0
    package var openItems = 0
    package var oldestOpenMinutes = 0
    package var violations = 0
    package var load: [Load] = []
    package var standing: StandingFindings

    /// Hours between the most and the least burdened of those who stood a duty.
    package var loadSpreadMinutes: Int { (load.map(\.minutes).max() ?? 0) - (load.map(\.minutes).min() ?? 0) }

    init(unit: String, standing: StandingFindings) {
        self.unit = unit
        self.standing = standing
    }
}
