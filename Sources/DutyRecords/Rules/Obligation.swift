package import SyncKit

/// What an article makes somebody owe somebody, by when, and whether it was done.
package struct Obligation: Sendable {
    /// The rules that set a deadline; their names are the public contract.
    package enum Rule: String, Sendable, CaseIterable {
        case report
        case immediate
        case written
        case city
        case sameTime = "same-time"
        case periodic
        case casualtyWatch = "casualty-watch"
        case zeroReport = "zero-report"
        case roster
        case handover
        case receipt
        case feedback
        case task
        case document
        case rectification
        case absence
        case absenceReturn = "absence-return"
        case volume

        /// As the regulation numbers it.
        package var article: String {
            switch self {
            case .report, .immediate, .written, .city, .sameTime, .periodic, .casualtyWatch: "第十二条"
            case .zeroReport: "第十三条"
            case .roster: "第六条第（二）项"
            case .handover: "第十一条"
            case .receipt, .feedback: "第五条第（三）项"
            case .task: "第三条"
            case .document: "第五条第（五）项"
            case .rectification: "第十五条"
            case .absence, .absenceReturn: "第五条第（四）项"
            case .volume: "第十条"
            }
        }
    }

    /// From what a clock runs: each leg has its own.
    package enum Start: String, Sendable {
        case occurred
        case learned
        case received
        case levelReached = "level-reached"
        case reportedByPhone = "reported-by-phone"
        case superiorTold = "superior-told"
        case issued
        case previousTime = "previous-time"
        case dayStarted = "day-started"
        case periodStarts = "period-starts"
        case shiftEnded = "shift-ended"
        case leaves
        case returns
        case set
        case yearEnded = "year-ended"
    }

    package enum State: String, Sendable {
        /// Not met, time left.
        case open
        /// Not met, past.
        case overdue
        case met
        /// Met, past.
        case late
    }

    package let rule: Rule
    package let article: String
    package let collection: String
    /// nil where the duty arises from the calendar and nothing was written yet.
    package let record: RecordID?
    /// In whose ledger that record lies.
    package let unit: String
    package let owedBy: String
    package let owedTo: String
    package let startsAt: Start
    package let startedAt: Instant
    package let dueAt: Instant
    package private(set) var metAt: Instant?
    /// Another row says by what the unit is judged.
    package let isBinding: Bool
    /// 立即: when the alarm of the law of 2024 is due, before the ceiling.
    package var alarmAt: Instant?
    package var isDrill = false
    /// The document that the figure rests on.
    package var basis: String?
    package let why: Reason

    /// Why it is owed, for screens.
    package struct Reason: Sendable, Hashable {
        package let chinese: String
        package let english: String

        package init(_ chinese: String, _ english: String) {
            self.chinese = chinese
            self.english = english
        }
    }

    package init(
        _ rule: Rule, collection: String, record: RecordID?, unit: String, owedBy: String, owedTo: String,
        startsAt: Start, startedAt: Instant, dueAt: Instant, metAt: Instant?, isBinding: Bool = true,
        article: String? = nil, why: Reason
    ) {
        self.rule = rule
        self.article = article ?? rule.article
        self.collection = collection
        self.record = record
        self.unit = unit
        self.owedBy = owedBy
        self.owedTo = owedTo
        self.startsAt = startsAt
        self.startedAt = startedAt
        self.dueAt = dueAt
        self.metAt = metAt
        self.isBinding = isBinding
        self.why = why
    }

    /// - Parameter now: what happened after it has not happened yet.
    package func state(at now: Instant) -> State {
        if let metAt, metAt <= now { return metAt <= dueAt ? .met : .late }
        return now <= dueAt ? .open : .overdue
    }

    /// Minutes late, a begun one counted; 0 where it is in time.
    package func lateMinutes(at now: Instant) -> Int {
        let end = metAt.flatMap { $0 <= now ? $0 : nil } ?? now
        return end <= dueAt ? 0 : (end - dueAt).minutesUp
    }

    /// What is left of it once nothing is owed any more: what was met stays, what was overdue is late to that moment,
    /// the rest is gone.
    func stopped(at moment: Instant) -> Obligation? {
        if let metAt, metAt <= moment { return self }
        guard dueAt < moment else { return nil }
        var row = self
        row.metAt = moment
        return row
    }
}
