import SyncKit

// What calls at the county of other units' incidents: an act of the county each, and one line for all of a kind.
extension AlarmRules {
    /// - Returns: the most urgent first.
    package static func alarms(of wall: Wall, book: RuleBook, countyUnit: String) -> [Alarm] {
        let rows = (wall.rows + wall.drills).flatMap { [$0] + $0.sources }
        let called = rows.flatMap { row -> [Alarm] in
            // What the county itself owes calls as at any desk, and of a drill among the drills.
            alarms(of: row.unmet, owedBy: countyUnit, at: wall.now).map { alarm in
                guard row.incident.isDrill else { return alarm }
                return Alarm(
                    source: alarm.source, phase: alarm.phase, priority: .normal, collection: alarm.collection,
                    owedTo: alarm.owedTo, dueAt: alarm.dueAt, article: alarm.article, why: alarm.why, group: .drill)
            }
                + [arrived(row, book, countyUnit, wall.now), unitLate(row, book, countyUnit, wall.now)].compactMap {
                    $0
                }
        }
        return called.sorted(by: precedes)
    }

    /// What came last starts anew: whoever took note of the first report has not seen the second.
    private static func arrived(_ row: WallRow, _ book: RuleBook, _ countyUnit: String, _ now: Instant) -> Alarm? {
        guard row.unit != countyUnit, let first = row.unreceipted.first, let last = row.unreceipted.last else {
            return nil
        }
        let minutes = book.figures(for: row.unit, at: first.arrivedAt).receiptMinutes
        let due = first.arrivedAt + .minutes(minutes)
        guard stillCalls(due, at: now) else { return nil }
        let isGrave = row.incident.isImmediate || row.incident.isLargerOrAbove
        return alarm(
            .receipt, row, startedAt: last.arrivedAt, due: due, due < now ? .over : .ahead, isGrave ? .urgent : .high,
            .arrived,
            owedTo: row.unit, why: .init("单位来报须由县签收", "the county receipts what a unit reports"))
    }

    /// A unit that stays late for as long again as a receipt may take is called out once more: its leaders are asked.
    private static func unitLate(
        _ row: WallRow, _ book: RuleBook, _ countyUnit: String, _ now: Instant
    ) -> Alarm? {
        let late = row.unmet.first { owed in
            owed.owedBy == row.unit && owed.owedBy != countyUnit && owed.state(at: now) == .overdue
                && calls(owed.rule) && stillCalls(owed.dueAt, at: now)
        }
        guard let late else { return nil }
        let again = late.dueAt + .minutes(book.figures(for: row.unit, at: late.startedAt).receiptMinutes)
        return alarm(
            late.rule, row, startedAt: late.startedAt, due: late.dueAt, again < now ? .passedOn : .over, .high,
            .unitLate, owedTo: countyUnit, why: late.why)
    }

    private static func alarm(
        _ rule: Obligation.Rule, _ row: WallRow, startedAt: Instant, due: Instant, _ phase: Alarm.Phase,
        _ priority: Alarm.Priority, _ group: Alarm.Group, owedTo: String, why: Obligation.Reason
    ) -> Alarm {
        let isDrill = row.incident.isDrill
        return Alarm(
            source: Alarm.Source(rule: rule, record: row.id, startedAt: startedAt.milliseconds),
            phase: phase, priority: isDrill ? .normal : priority, collection: "incident",
            owedTo: owedTo, dueAt: due, article: Obligation.Rule.report.article, why: why,
            group: isDrill ? .drill : group)
    }
}
