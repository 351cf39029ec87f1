import SyncKit

// What the calendar makes a unit owe, whether anything was written or not.
extension DueRules {
    // MARK: Rosters three days ahead (Art. 5(2), 6(2), 7(2))

    package func rosters() -> [Obligation] {
        var rows: [Obligation] = []
        let submissions = Dictionary(
            grouping: duties.records("roster-submission").compactMap { RosterPeriod($0) }, by: \.record.unit)
        for (unit, periods) in submissions where self.unit == nil || unit == self.unit {
            // A roster that is handed in again with a change was handed in when it first was.
            let first = Dictionary(periods.map { ($0.days, $0) }) { one, other in
                (one.submittedAt ?? now, one.record.id) <= (other.submittedAt ?? now, other.record.id) ? one : other
            }
            for period in first.values where !isPassed(period.record, met: "submittedAt") { rows.append(row(period)) }
        }
        let joins = figures(duties.countyUnit, now).leadersOnJoinedWeekends
        let blocks = calendar.blocks(in: window, asOf: now, joinsWeekends: joins)
        for unit in unitsOwing {
            for block in blocks where isStanding(unit, on: block.lowerBound) {
                let periods = submissions[unit.code] ?? []
                guard !periods.contains(where: { covers(block, $0, joins) }) else { continue }
                rows.append(missing(unit, block))
            }
        }
        return rows
    }

    /// By the calendar that was in force when the roster was handed in.
    private func covers(_ block: ClosedRange<Day>, _ period: RosterPeriod, _ joins: Bool) -> Bool {
        if period.days.lowerBound <= block.lowerBound && period.days.upperBound >= block.upperBound { return true }
        guard let submitted = period.submittedAt,
            let then = calendar.block(containing: block.lowerBound, asOf: submitted, joinsWeekends: joins)
                ?? calendar.block(containing: block.upperBound, asOf: submitted, joinsWeekends: joins)
        else { return false }
        return period.days.lowerBound <= then.lowerBound && period.days.upperBound >= then.upperBound
    }

    /// The last moment at which a roster of a period is in time.
    package func rosterDue(_ unit: String, periodStart: Day) -> Instant {
        let figures = figures(unit, periodStart.start)
        if figures.rosterCalendarDays { return (periodStart - figures.rosterDays).start }
        var day = periodStart
        var left = figures.rosterDays
        while left > 0 && periodStart.since(day) < 60 {
            day = day - 1
            switch calendar.day(day, asOf: now).dayType {
            case .workday?, .makeupWorkday?, .sensitive?: left -= 1
            case nil: left -= day.isSaturdayOrSunday ? 0 : 1
            default: break
            }
        }
        return day.start
    }

    private func owedTo(_ unit: String) -> String {
        unit == duties.countyUnit ? ReportingRules.city : duties.countyUnit
    }

    private func article(_ unit: String) -> String {
        switch duties.unit(unit).kind {
        case .county: "第五条第（二）项"
        case .town: "第六条第（二）项"
        case .department: "第七条第（二）项"
        }
    }

    private func row(_ period: RosterPeriod) -> Obligation {
        let unit = period.record.unit
        let due = rosterDue(unit, periodStart: period.days.lowerBound)
        return Obligation(
            .roster, collection: "roster-submission", record: period.record.id, unit: unit, owedBy: unit,
            owedTo: owedTo(unit), startsAt: .periodStarts, startedAt: min(due, now), dueAt: due,
            metAt: period.submittedAt, article: article(unit), why: rosterReason(unit, period.days.lowerBound))
    }

    private func missing(_ unit: Unit, _ block: ClosedRange<Day>) -> Obligation {
        let due = rosterDue(unit.code, periodStart: block.lowerBound)
        return Obligation(
            .roster, collection: "roster-submission", record: nil, unit: unit.code, owedBy: unit.code,
            owedTo: owedTo(unit.code), startsAt: .periodStarts, startedAt: min(due, now), dueAt: due, metAt: nil,
            article: article(unit.code), why: rosterReason(unit.code, block.lowerBound))
    }

    private func rosterReason(_ unit: String, _ start: Day) -> Obligation.Reason {
        let days = figures(unit, start.start).rosterDays
        return .init("\(start) 起的值班表须提前 \(days) 天报送", "the roster from \(start) is owed \(days) days ahead")
    }

    private func isStanding(_ unit: Unit, on day: Day) -> Bool { unit.establishedAt.map { $0 <= day } ?? true }

    // MARK: 零报告 on holidays and in special periods

    package func zeroReports() -> [Obligation] {
        let sent = Dictionary(
            grouping: duties.records("zero-report").filter { $0.has("date") }, by: { Key($0.unit, $0.day("date")) })
        let firstEvents = Dictionary(
            duties.incidents.filter { !$0.isDrill }.map { (Key($0.unit, $0.occurredAt.day), $0.occurredAt) },
            uniquingKeysWith: min)
        var rows: [Obligation] = []
        var day = window.lowerBound
        while day <= window.upperBound && day.start <= now {
            if calendar.owesLeaders(day, asOf: now, joinsWeekends: false) {
                for unit in unitsOwing where unit.code != duties.countyUnit && isStanding(unit, on: day) {
                    let key = Key(unit.code, day)
                    let records = sent[key] ?? []
                    // Where something happened before it was owed, there is no nothing to report.
                    if records.isEmpty, let event = firstEvents[key], event <= min(now, zeroReportDue(unit.code, day)) {
                        continue
                    }
                    rows.append(zeroReport(unit, day, records))
                }
            }
            day = day + 1
        }
        return rows
    }

    private struct Key: Hashable {
        let unit: String
        let day: Day?

        init(_ unit: String, _ day: Day?) {
            self.unit = unit
            self.day = day
        }
    }

    private func zeroReportDue(_ unit: String, _ day: Day) -> Instant {
        Instant("\(day)T\(figures(unit, day.start).zeroReportTime)+08:00") ?? day.at(17, 0)
    }

    private func zeroReport(_ unit: Unit, _ day: Day, _ records: [RecordFacts]) -> Obligation {
        let time = figures(unit.code, day.start).zeroReportTime
        let due = zeroReportDue(unit.code, day)
        let first = records.min { ($0.time("sentAt") ?? due) < ($1.time("sentAt") ?? due) }
        return Obligation(
            .zeroReport, collection: "zero-report", record: first?.id, unit: unit.code, owedBy: unit.code,
            owedTo: duties.countyUnit, startsAt: .dayStarted, startedAt: day.start, dueAt: due,
            metAt: first?.time("sentAt"),
            why: .init("节假日和特殊敏感时间每日 \(time) 前零报告", "a zero report by \(time) on such days"))
    }

    // MARK: Handovers (Art. 11)

    func handovers() -> [Obligation] {
        var left = Dictionary(grouping: duties.records("handover").compactMap { HandoverFacts($0) }, by: \.record.unit)
        var rows: [Obligation] = []
        let ends = Dictionary(
            grouping: duties.dutyShifts.filter {
                $0.isMainPost && $0.span.upperBound <= now && window.contains($0.span.upperBound.day)
                    && (unit == nil || $0.unit == unit)
            }, by: \.unit)
        for (unit, shifts) in ends {
            for end in Set(shifts.map(\.span.upperBound)).sorted() {
                let index = left[unit]?.firstIndex { abs(($0.at - end).minutesDown) <= Self.handoverReach }
                let handover = index.flatMap { left[unit]?.remove(at: $0) }
                rows.append(handoverRow(unit, from: .shiftEnded, end, handover))
            }
        }
        for (unit, handovers) in left where self.unit == nil || unit == self.unit {
            for handover in handovers where handover.at <= now {
                rows.append(handoverRow(unit, from: .set, handover.at, handover))
            }
        }
        return rows
    }

    /// How far from a shift's end a handover still is that shift's, in minutes.
    private static let handoverReach = ShiftTurn.reach

    private func handoverRow(
        _ unit: String, from start: Obligation.Start, _ startedAt: Instant, _ handover: HandoverFacts?
    ) -> Obligation {
        let minutes = figures(unit, startedAt).handoverMinutes
        return Obligation(
            .handover, collection: "handover", record: handover?.record.id, unit: unit, owedBy: unit, owedTo: unit,
            startsAt: start, startedAt: startedAt, dueAt: startedAt + .minutes(minutes), metAt: handover?.signedAt,
            why: .init("交班后 \(minutes) 分钟内双方签字", "both sign within \(minutes) min of the shift's end"))
    }
}

/// A roster that was handed in, and the days that it is for.
struct RosterPeriod {
    let record: RecordFacts
    let days: ClosedRange<Day>
    let submittedAt: Instant?

    /// nil where it was returned: it counts as not handed in.
    init?(_ record: RecordFacts) {
        guard let start = record.day("periodStart"), let end = record.day("periodEnd"), start <= end,
            !record.has("returnedReason")
        else { return nil }
        self.record = record
        days = start...end
        submittedAt = record.time("submittedAt")
    }
}

struct HandoverFacts {
    let record: RecordFacts
    let at: Instant
    /// When the second of the two signed; nil while one is missing.
    let signedAt: Instant?

    private static let rules = SignatureRule.all(in: .handover)

    init?(_ record: RecordFacts) {
        guard let at = record.time("at") else { return nil }
        self.record = record
        self.at = at
        if let outgoing = record.time("outgoingSignedAt"), let incoming = record.time("incomingSignedAt"),
            Self.rules.allSatisfy({ $0.holds(in: record) })
        {
            signedAt = max(outgoing, incoming)
        } else {
            signedAt = nil
        }
    }
}
