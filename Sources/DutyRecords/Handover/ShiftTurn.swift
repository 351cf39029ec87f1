import SyncKit

/// When the desk passes from one shift to the next, and who they are (Art. 11, 13).
package struct ShiftTurn: Sendable {
    /// The minute at which it passes; nil where no roster tells.
    package let at: Instant?
    /// When the successors have to be there: 提前到岗.
    package let arriveBy: Instant?
    package let officers: [Person]
    package let leaders: [Person]
    package let nextOfficers: [Person]
    package let nextLeaders: [Person]

    /// How long after a shift's end its handover is looked for, in minutes.
    package static let reach = 120

    /// - Parameter due: the unit's obligations: a handover that is owed since a shift's end comes before the next one.
    package init(of unit: String, at now: Instant, duties: DutyBook, due: [Obligation], figures: RuleFigures) {
        let main = duties.dutyShifts.filter { $0.unit == unit && $0.isMainPost }
        let leading = duties.leaderShifts.filter { $0.unit == unit }
        let present = main.filter { $0.span.contains(now) }
        let owed = due.filter {
            $0.rule == .handover && $0.record == nil && $0.owedBy == unit && $0.metAt == nil
                && (now - $0.startedAt).minutesDown <= Self.reach
        }.map(\.startedAt).max()
        let turn = owed ?? present.map(\.span.upperBound).min()
        let next = turn ?? main.filter { $0.span.lowerBound > now }.map(\.span.lowerBound).min()
        at = turn
        arriveBy = turn.map { $0 - .minutes(figures.earlyMinutes) }
        func persons(_ shifts: [Shift]) -> [Person] {
            var seen: Set<RecordID> = []
            return shifts.sorted { ($0.span.lowerBound, $0.id) < ($1.span.lowerBound, $1.id) }
                .compactMap { seen.insert($0.person).inserted ? duties.persons[$0.person] : nil }
        }
        officers = persons(owed.map { end in main.filter { $0.span.upperBound == end } } ?? present)
        leaders = persons(leading.filter { $0.span.contains(now) })
        nextOfficers = persons(next.map { moment in main.filter { $0.span.contains(moment) } } ?? [])
        nextLeaders = persons(next.map { moment in leading.filter { $0.span.contains(moment) } } ?? [])
    }
}
