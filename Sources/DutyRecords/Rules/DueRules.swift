import SyncKit

/// All that is owed, by every rule that sets a deadline.
///
/// What arises from a record is always there. What arises from the calendar alone (零报告, rosters, handovers at the end
/// of a shift) is worked out for the days of a window.
package struct DueRules: Sendable {
    package let duties: DutyBook
    package let calendar: DutyCalendar
    package let book: RuleBook
    package let window: ClosedRange<Day>
    package let now: Instant
    /// Whose duties are worked out; nil for all.
    package let unit: String?
    /// Whether records that say that they are at their end are passed over before their rows are worked out.
    private var skipsMet = false

    package init(
        duties: DutyBook, calendar: DutyCalendar, book: RuleBook, window: ClosedRange<Day>, now: Instant,
        unit: String? = nil
    ) {
        self.duties = duties
        self.calendar = calendar
        self.book = book
        self.window = window
        self.now = now
        self.unit = unit
    }

    /// How far the calendar's duties are looked at where nothing else is asked for: a week back and a week ahead.
    package static func window(around now: Instant) -> ClosedRange<Day> { now.day - 7...now.day + 7 }

    /// Sorted by what runs out first.
    package func all() -> [Obligation] { sorted(rows()) }

    /// Those of ``all()`` that nobody has met yet. Five years of records are nearly all at their end.
    package func running() -> [Obligation] {
        var rules = self
        rules.skipsMet = true
        return sorted(rules.rows().filter { [.open, .overdue].contains($0.state(at: now)) })
    }

    /// What is owed of incidents and of instructions alone, met or not.
    package func ofIncidents() -> [Obligation] { sorted(reporting() + instructions()) }

    private func rows() -> [Obligation] {
        let rows =
            reporting() + instructions() + receipts() + works() + absences() + volumes() + rosters() + zeroReports()
            + handovers()
        return rows.filter { row in unit.map { row.owedBy == $0 || row.unit == $0 } ?? true }
    }

    private func sorted(_ rows: [Obligation]) -> [Obligation] {
        rows.sorted { ($0.dueAt, $0.rule.rawValue, $0.owedBy) < ($1.dueAt, $1.rule.rawValue, $1.owedBy) }
    }

    /// Whether a record says that its rows are met, each by one of these fields, so that they need not be worked out.
    func isPassed(_ record: RecordFacts, met fields: String...) -> Bool {
        skipsMet && fields.allSatisfy { record.time($0).map { $0 <= now } ?? false }
    }

    func figures(_ unit: String, _ moment: Instant) -> RuleFigures { book.figures(for: unit, at: moment) }

    var unitsOwing: [Unit] {
        duties.units.filter { unit == nil || $0.code == unit }
    }

    // MARK: Art. 12

    private func reporting() -> [Obligation] {
        let rules = ReportingRules(book: book, countyUnit: duties.countyUnit, now: now)
        return duties.incidents.flatMap { rules.obligations(of: $0, reports: duties.reports[$0.id] ?? []) }
    }

    // MARK: Art. 5(3): 批示 are receipted and fed back

    private func instructions() -> [Obligation] {
        duties.records("instruction").flatMap { record -> [Obligation] in
            if isPassed(record, met: "receiptAt", "feedbackAt") || isPassed(record, met: "acceptedAt") { return [] }
            let clock = InstructionClock(record, book)
            guard record.unit != duties.countyUnit, clock.startedAt <= now else { return [] }
            let from: Obligation.Start = record.has("receivedAt") ? .received : .issued
            func row(_ rule: Obligation.Rule, _ due: Instant, _ met: Instant?, _ why: Obligation.Reason) -> Obligation {
                Obligation(
                    rule, collection: "instruction", record: record.id, unit: record.unit, owedBy: record.unit,
                    owedTo: duties.countyUnit, startsAt: from, startedAt: clock.startedAt, dueAt: due, metAt: met,
                    why: why)
            }
            let rows = [
                row(
                    .receipt, clock.receiptDueAt, record.time("receiptAt"),
                    .init("批示须在 \(clock.receiptMinutes) 分钟内签收", "receipt within \(clock.receiptMinutes) min")),
                row(
                    .feedback, clock.feedbackDueAt, record.time("feedbackAt"),
                    record.has("feedbackDueAt")
                        ? .init("批示须在所定期限内反馈", "feedback by the time that it names")
                        : .init(
                            "批示须在 \(clock.feedbackMinutes) 分钟内反馈", "feedback within \(clock.feedbackMinutes) min")),
            ]
            // What the county found to be done owes nothing more.
            guard let accepted = record.time("acceptedAt"), accepted <= now else { return rows }
            return rows.compactMap { $0.stopped(at: accepted) }
        }
    }

    // MARK: Art. 5(2), 5(5), 15: what the county issued is receipted

    private func receipts() -> [Obligation] {
        ["notice", "bulletin", "circular"].flatMap { collection in
            duties.records(collection).compactMap { record -> Obligation? in
                guard !isPassed(record, met: "receiptAt"), record.unit != duties.countyUnit,
                    let start = record.time("issuedAt") ?? record.time("signedAt"), start <= now
                else { return nil }
                let minutes = figures(record.unit, start).receiptMinutes
                return Obligation(
                    .receipt, collection: collection, record: record.id, unit: record.unit, owedBy: record.unit,
                    owedTo: duties.countyUnit, startsAt: .issued, startedAt: start,
                    dueAt: record.time("receiptDueAt") ?? start + .minutes(minutes), metAt: record.time("receiptAt"),
                    article: collection == "circular" ? "第十五条" : "第五条第（二）项", why: .init("须签收", "a receipt is owed"))
            }
        }
    }

    // MARK: Art. 3, 5(5), 5(7), 15: what is open has an end

    private func works() -> [Obligation] {
        let tasks = duties.records("task").compactMap { record -> Obligation? in
            guard !(record.has("result") && isPassed(record, met: "closedAt")), let due = record.time("dueAt") else {
                return nil
            }
            return own(
                .task, "task", record, from: .set, record.time("setAt") ?? due, due: due,
                met: record.has("result") ? record.time("closedAt") : nil,
                why: .init("交办事项须按期办结并有结果", "a task is closed in time, with a result"))
        }
        let documents = duties.records("document").compactMap { record -> Obligation? in
            guard !isPassed(record, met: "handledAt"), let received = record.time("receivedAt") else { return nil }
            let due = record.time("dueAt") ?? received + .days(figures(record.unit, received).documentDays)
            return own(
                .document, "document", record, from: .received, received, due: due, met: record.time("handledAt"),
                why: .init("文电须有办理结果", "each document has an outcome"))
        }
        let demands = ["rectification", "interview"].flatMap { collection in
            duties.records(collection).compactMap { record -> Obligation? in
                guard !isPassed(record, met: "doneAt"), let due = record.time("dueAt") else { return nil }
                return Obligation(
                    .rectification, collection: collection, record: record.id, unit: record.unit,
                    owedBy: record.unit, owedTo: duties.countyUnit, startsAt: .set,
                    startedAt: record.time("demandedAt") ?? due, dueAt: due, metAt: record.time("doneAt"),
                    why: .init("须按期整改", "put right in time"))
            }
        }
        return (tasks + documents + demands).filter { $0.startedAt <= now }
    }

    /// What a unit owes itself.
    private func own(
        _ rule: Obligation.Rule, _ collection: String, _ record: RecordFacts, from start: Obligation.Start,
        _ startedAt: Instant, due: Instant, met: Instant?, why: Obligation.Reason
    ) -> Obligation {
        Obligation(
            rule, collection: collection, record: record.id, unit: record.unit, owedBy: record.unit,
            owedTo: record.unit, startsAt: start, startedAt: startedAt, dueAt: due, metAt: met, why: why)
    }

    // MARK: Art. 5(4), 6(6), 7(5)

    private func absences() -> [Obligation] {
        duties.absences.flatMap { absence -> [Obligation] in
            let record = absence.record
            if isPassed(record, met: "reportedAt", "cancelledAt") { return [] }
            let due = absence.leaveAt - .days(figures(absence.unit, absence.leaveAt).absenceLeadDays)
            func row(
                _ rule: Obligation.Rule, _ start: Obligation.Start, _ startedAt: Instant, _ due: Instant,
                _ met: Instant?, _ why: Obligation.Reason
            ) -> Obligation {
                Obligation(
                    rule, collection: "absence", record: absence.id, unit: absence.unit, owedBy: absence.unit,
                    owedTo: duties.countyUnit, startsAt: start, startedAt: startedAt, dueAt: due, metAt: met, why: why)
            }
            var rows = [
                row(
                    .absence, .leaves, min(due, now), due, record.time("reportedAt"),
                    .init("外出须事先报备", "an absence is reported before it begins"))
            ]
            if let back = record.time("returnAt"), absence.leaveAt <= now {
                rows.append(
                    row(
                        .absenceReturn, .returns, absence.leaveAt, back, record.time("cancelledAt"),
                        .init("返回须销假", "the return is reported")))
            }
            return rows
        }
    }

    // MARK: Art. 10: volumes are archived

    private func volumes() -> [Obligation] {
        duties.records("log-volume").compactMap { record in
            guard !isPassed(record, met: "sealedAt"), let year = record.number("year"),
                let ended = Day(year + 1, 1, 1)?.start, ended <= now
            else {
                return nil
            }
            return own(
                .volume, "log-volume", record, from: .yearEnded, ended,
                due: ended + .days(figures(record.unit, ended).volumeDays), met: record.time("sealedAt"),
                why: .init("记录簿须封卷归档", "the volume is sealed and archived"))
        }
    }
}
