import SyncKit

/// Counts a period, unit by unit.
package struct StatisticsRules: Sendable {
    /// The collections that are counted besides those of ``DutyBook/collections``.
    package static let collections =
        DutyBook.collections + [
            "phone-record", "log-entry", "spot-check", "training", "timeline-entry",
        ]
    /// Whose completeness is scored.
    private static let scored = ["log-entry", "phone-record", "incident", "report", "handover"]

    private let duties: DutyBook
    private let calendar: DutyCalendar
    private let book: RuleBook
    private let days: ClosedRange<Day>
    private let now: Instant
    private let catalog: DutyCatalog
    private let span: Range<Instant>

    package init(
        duties: DutyBook, calendar: DutyCalendar, book: RuleBook, days: ClosedRange<Day>, now: Instant,
        catalog: DutyCatalog = .regulation
    ) {
        self.duties = duties
        self.calendar = calendar
        self.book = book
        self.days = days
        self.now = now
        self.catalog = catalog
        span = days.lowerBound.start..<days.upperBound.end
    }

    package func all(unit only: String? = nil) -> [UnitStatistics] {
        let units = duties.units.filter { only == nil || $0.code == only }
        var found = Dictionary(
            uniqueKeysWithValues: units.map { unit in
                let standing = StandingFindings(of: unit.code, duties: duties, days: days, now: now)
                return (unit.code, UnitStatistics(unit: unit.code, standing: standing))
            })
        countDeadlines(&found, only)
        countIncidents(&found)
        countCalls(&found)
        countLog(&found)
        score(&found)
        countOpen(&found)
        countCoverage(&found, units)
        countLoad(&found)
        for check in duties.records("spot-check") {
            guard let at = check.time("at"), span.contains(at), let finding = check.text("finding"), finding != "正常"
            else { continue }
            found[check.unit]?.violations += 1
        }
        return units.compactMap { found[$0.code] }
    }

    private typealias Found = [String: UnitStatistics]

    private func countDeadlines(_ found: inout Found, _ only: String?) {
        let due = DueRules(duties: duties, calendar: calendar, book: book, window: days, now: now, unit: only)
        for row in due.all() where row.isBinding && !row.isDrill && span.contains(row.startedAt) {
            found[row.owedBy]?.timeliness[row.rule, default: .init()].count(row, at: now)
        }
    }

    private func countIncidents(_ found: inout Found) {
        for incident in duties.incidents where span.contains(incident.occurredAt) {
            if incident.isDrill {
                found[incident.unit]?.drills += 1
                continue
            }
            // 误报: nothing happened; until it was found out, it counted as what was reported.
            if let foundAt = incident.falseAlarmAt, foundAt <= now {
                found[incident.unit]?.falseReports += 1
                continue
            }
            found[incident.unit]?.incidents += 1
            found[incident.unit]?.incidentsByLevel[incident.level?.rawValue ?? "", default: 0] += 1
            found[incident.unit]?.incidentsByCategory[incident.category ?? "", default: 0] += 1
            found[incident.unit]?.incidentsByMonth[Month(of: incident.occurredAt.day).description, default: 0] += 1
            if incident.isSensitive { found[incident.unit]?.sensitiveIncidents += 1 }
        }
    }

    private func countCalls(_ found: inout Found) {
        for call in duties.records("phone-record") {
            guard let at = call.time("receivedAt"), span.contains(at) else { continue }
            let figures = book.figures(for: call.unit, at: at)
            found[call.unit]?.calls += 1
            found[call.unit]?.callsByHour[at.minuteOfDay / 60] += 1
            if call.text("direction") == "in" { found[call.unit]?.callsIn += 1 }
            if let isPrompt = PhoneFinding.isPrompt(call, figures) {
                found[call.unit]?.callsTimed += 1
                if isPrompt { found[call.unit]?.callsPrompt += 1 }
            }
            for finding in PhoneFinding.of(call, figures) {
                switch finding {
                case .missed: found[call.unit]?.callsMissed += 1
                case .notApproved: found[call.unit]?.callsNotApproved += 1
                case .awaitsWriting: found[call.unit]?.awaitingWriting += 1
                case .answeredLate, .notVerified: break
                }
            }
        }
    }

    private func countLog(_ found: inout Found) {
        for entry in duties.records("log-entry") {
            guard let at = entry.time("occurredAt"), span.contains(at) else { continue }
            found[entry.unit]?.logEntries += 1
            if LogFindings.delay(entry) != nil { found[entry.unit]?.lateEntries += 1 }
        }
    }

    private func score(_ found: inout Found) {
        var sums: [String: (total: Int, count: Int)] = [:]
        for name in Self.scored {
            guard let collection = catalog.collection(named: name), let time = collection.timeField else { continue }
            for record in duties.records(name) {
                guard let at = record.start(time), span.contains(at) else { continue }
                let score = Completeness(collection, record.fields).score
                sums[record.unit, default: (0, 0)].total += score
                sums[record.unit, default: (0, 0)].count += 1
            }
        }
        for (unit, sum) in sums { found[unit]?.completenessPercent = sum.total / sum.count }
    }

    /// What had no end when the period ended, or has none now.
    private func countOpen(_ found: inout Found) {
        let end = min(span.upperBound, now)
        func count(_ collection: String, from: String, closed: String) {
            for record in duties.records(collection) {
                guard let start = record.start(from), start < end else { continue }
                if let closed = record.time(closed), closed <= end { continue }
                found[record.unit]?.openItems += 1
                let age = (end - start).minutesDown
                if let oldest = found[record.unit]?.oldestOpenMinutes, age > oldest {
                    found[record.unit]?.oldestOpenMinutes = age
                }
            }
        }
        count("task", from: "setAt", closed: "closedAt")
        count("document", from: "receivedAt", closed: "handledAt")
        count("instruction", from: "issuedAt", closed: "feedbackAt")
        count("rectification", from: "demandedAt", closed: "doneAt")
    }

    private func countCoverage(_ found: inout Found, _ units: [Unit]) {
        let check = RosterCheck(duties: duties, calendar: calendar, book: book, asOf: now)
        for unit in units {
            let findings = check.findings(of: unit, days)
            let gaps = findings.gaps.reduce(0) { $0 + $1.minutes }
            found[unit.code]?.gapMinutes = gaps
            found[unit.code]?.coveragePercent = (span.minutes - gaps) * 100 / span.minutes
            found[unit.code]?.leadersMissingDays = findings.leadersMissing.count
            found[unit.code]?.notOnEstablishment = findings.notOnEstablishment.count
        }
    }

    private func countLoad(_ found: inout Found) {
        var loads: [String: [RecordID: UnitStatistics.Load]] = [:]
        for shift in duties.dutyShifts where span.contains(shift.span.lowerBound) {
            let name = duties.persons[shift.person]?.name ?? ""
            var load =
                loads[shift.unit]?[shift.person] ?? UnitStatistics.Load(person: shift.person, name: name)
            load.shifts += 1
            load.minutes += shift.span.minutes
            let day = calendar.day(shift.span.lowerBound.day, asOf: now)
            switch day.dayType {
            case .holiday?, .adjustedRest?, .sensitive?: load.holidays += 1
            case .weekend?: load.weekends += 1
            default: if Self.isNight(shift.span) { load.nights += 1 }
            }
            loads[shift.unit, default: [:]][shift.person] = load
        }
        for (unit, persons) in loads {
            found[unit]?.load = persons.values.sorted { ($1.minutes, $0.person) < ($0.minutes, $1.person) }
        }
    }

    /// Whether a shift holds the middle of the night.
    private static func isNight(_ span: Range<Instant>) -> Bool {
        let three = span.lowerBound.day.at(3, 0)
        return span.contains(three) || span.contains((span.lowerBound.day + 1).at(3, 0))
    }
}
