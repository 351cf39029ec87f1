package import SyncKit

/// What a desk calls out: an act that its unit owes, whose it is, and by when. A mere state never is one.
package struct Alarm: Sendable, Hashable {
    /// Three at most; the first is for what a person's safety or the regulation's hour hangs on.
    package enum Priority: Int, Sendable, Comparable, CaseIterable {
        case urgent
        case high
        case normal

        package static func < (one: Priority, other: Priority) -> Bool { one.rawValue < other.rawValue }
    }

    /// A clock calls once ahead of its end (or when it starts by something that arrived), once when it has run out, and
    /// where somebody else owes the answer once more when that has stayed away as long again.
    package enum Phase: Int, Sendable, Comparable {
        case ahead
        case over
        case passedOn

        package static func < (one: Phase, other: Phase) -> Bool { one.rawValue < other.rawValue }
    }

    /// The clock that calls: the same through all of its phases.
    package struct Source: Sendable, Hashable {
        /// nil where no duty calls but somebody's silence.
        package let rule: Obligation.Rule?
        package let record: RecordID?
        /// Of duties that the calendar sets, the day tells one from the next; Unix milliseconds.
        package let startedAt: Int64
        /// The unit that is not heard of, or whoever does not answer; nil where a duty calls.
        package var unit: String?
    }

    package let source: Source
    package let phase: Phase
    package let priority: Priority
    package let collection: String
    package let owedTo: String
    package let dueAt: Instant
    package let article: String
    package let why: Obligation.Reason
    /// Told with others of its kind as one line with a count; nil for one that is told by itself.
    package var group: Group?

    /// What the county's desk is called for of other units.
    package enum Group: Int, Sendable, CaseIterable {
        /// What a unit reported, and the county has not receipted.
        case arrived
        /// What a unit owes and is late with: the county asks for it.
        case unitLate
        /// The same of exercises.
        case drill
        /// No machine of a unit has been in contact for long.
        case unitSilent
    }
}

/// Which clocks call, when, and how loudly. What is counted in days calls at no desk: the day's page lists it.
///
/// Source: EEMUA 191 and ISA-18.2: each alarm asks for an act, three priorities, no chatter.
package enum AlarmRules {
    /// How a rule's clock calls.
    private struct Manner {
        enum Ahead {
            /// So many minutes before the end, or from the alarm of 立即 where that is earlier.
            case minutes(Int)
            /// From the start: it came from elsewhere, and nobody here knows of it.
            case arrival
        }
        let ahead: Ahead
        let aheadPriority: Alarm.Priority
        let overPriority: Alarm.Priority
    }

    static func calls(_ rule: Obligation.Rule) -> Bool { manner(of: rule) != nil }

    private static func manner(of rule: Obligation.Rule) -> Manner? {
        switch rule {
        case .report, .immediate, .city:
            Manner(ahead: .minutes(20), aheadPriority: .urgent, overPriority: .urgent)
        case .written, .sameTime: Manner(ahead: .minutes(10), aheadPriority: .high, overPriority: .high)
        case .receipt: Manner(ahead: .arrival, aheadPriority: .high, overPriority: .high)
        case .feedback: Manner(ahead: .minutes(15), aheadPriority: .high, overPriority: .high)
        case .periodic: Manner(ahead: .minutes(30), aheadPriority: .normal, overPriority: .high)
        case .zeroReport: Manner(ahead: .minutes(30), aheadPriority: .normal, overPriority: .high)
        case .handover: Manner(ahead: .minutes(10), aheadPriority: .normal, overPriority: .normal)
        case .casualtyWatch, .roster, .task, .document, .rectification, .absence, .absenceReturn, .volume: nil
        }
    }

    /// After so long nobody is called any more: it stands on the day's page, late.
    private static let callHoursMax = 24

    static func stillCalls(_ due: Instant, at now: Instant) -> Bool { now < due + .minutes(callHoursMax * 60) }

    /// What a unit's desk calls out, most urgent first, then what runs out first.
    /// - Parameter obligations: of any units; only what this one owes calls at its desk.
    package static func alarms(of obligations: [Obligation], owedBy unit: String, at now: Instant) -> [Alarm] {
        obligations.compactMap { row -> Alarm? in
            guard row.owedBy == unit, row.isBinding, let manner = manner(of: row.rule) else { return nil }
            let state = row.state(at: now)
            guard state == .open || state == .overdue, stillCalls(row.dueAt, at: now) else { return nil }
            let isOver = state == .overdue
            guard isOver || aheadAt(row, manner) <= now else { return nil }
            let priority = isOver ? manner.overPriority : manner.aheadPriority
            return Alarm(
                source: Alarm.Source(
                    rule: row.rule, record: row.record, startedAt: row.startedAt.milliseconds),
                phase: isOver ? .over : .ahead,
                // An exercise trains the act, and never drowns a real one.
                priority: row.isDrill ? max(priority, .high) : priority,
                collection: row.collection, owedTo: row.owedTo, dueAt: row.dueAt, article: row.article, why: row.why)
        }.sorted(by: precedes)
    }

    /// The most urgent first, then what runs out first.
    package static func precedes(_ one: Alarm, _ other: Alarm) -> Bool {
        func key(_ alarm: Alarm) -> (Alarm.Priority, Instant, String) {
            (alarm.priority, alarm.dueAt, alarm.source.rule?.rawValue ?? "")
        }
        return key(one) < key(other)
    }

    private static func aheadAt(_ row: Obligation, _ manner: Manner) -> Instant {
        switch manner.ahead {
        case .arrival: row.startedAt
        case .minutes(let minutes): min(row.dueAt - .minutes(minutes), row.alarmAt ?? row.dueAt)
        }
    }
}
