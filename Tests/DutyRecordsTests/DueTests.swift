import DutyRecords
import SyncKit
import Testing

@Suite("What else is owed")
struct DueTests {
    // MARK: 第五条第（三）项

    @Test("批示: receipt within 15 minutes, feedback within 60 or as it says")
    func instructions() throws {
        let plain = facts(
            1,
            [
                "leader": .text("县长"), "text": .text("全力处置"), "issuedAt": .time(at("10:00")),
                "receiptAt": .time(at("10:16")),
            ])
        let rows = due(["instruction": [plain]], now: at("12:00"))
            .filter { $0.rule == .receipt || $0.rule == .feedback }
        #expect(rows.map(\.rule) == [.receipt, .feedback])
        #expect(rows.map(\.dueAt) == [at("10:15"), at("11:00")])
        #expect(rows.map { $0.state(at: at("12:00")) } == [.late, .overdue])
        #expect(rows.map { $0.lateMinutes(at: at("12:00")) } == [1, 60])
        let named = facts(
            2,
            [
                "leader": .text("县长"), "text": .text("续报"), "issuedAt": .time(at("10:00")),
                "feedbackDueAt": .time(at("18:00")),
            ])
        #expect(due(["instruction": [named]], now: at("12:00"), .feedback).first?.dueAt == at("18:00"))
        // One that the town took by telephone runs from the minute at which it was received.
        let byPhone = facts(3, ["leader": .text("县长"), "text": .text("续报"), "receivedAt": .time(at("10:05"))])
        #expect(due(["instruction": [byPhone]], now: at("12:00"), .receipt).first?.dueAt == at("10:20"))
    }

    // MARK: 第三条, 第五条第（五）项

    @Test("a task is met by its closing with a result alone")
    func tasks() throws {
        func task(_ fields: [String: FieldValue]) throws -> Obligation.State {
            let record = facts(
                1,
                ["matter": .text("核查"), "setAt": .time(at("08:00")), "dueAt": .time(at("12:00"))].merging(fields) { $1 }
            )
            return try #require(due(["task": [record]], now: at("13:00"), .task).first).state(at: at("13:00"))
        }
        #expect(try task([:]) == .overdue)
        #expect(try task(["closedAt": .time(at("11:00"))]) == .overdue)
        #expect(try task(["closedAt": .time(at("11:00")), "result": .text("已办")]) == .met)
        #expect(try task(["closedAt": .time(at("12:01")), "result": .text("已办")]) == .late)
    }

    // MARK: 第六条第（二）项: rosters

    private func submission(_ number: UInt64, _ from: String, _ to: String, at submitted: Instant) -> RecordFacts {
        facts(
            number, ["periodStart": .text(from), "periodEnd": .text(to), "submittedAt": .time(submitted)])
    }

    @Test(
        "three calendar days before the period starts, to the instant",
        arguments: [
            ("2026-09-27T23:59:59.999", Obligation.State.met, 0), ("2026-09-28T00:00:00.000", .met, 0),
            ("2026-09-28T00:00:00.001", .late, 1), ("2026-09-30T00:00:00.000", .late, 2880),
        ])
    func rosters(_ submitted: String, _ state: Obligation.State, _ late: Int) throws {
        let record = submission(1, "2026-10-01", "2026-10-07", at: Instant("\(submitted)+08:00")!)
        let now = at("12:00", on: "2026-09-30")
        let row = try #require(
            due(["roster-submission": [record]], now: now, .roster, unit: "LC").first { $0.record == record.id })
        #expect(row.state(at: now) == state && row.lateMinutes(at: now) == late)
        #expect(row.owedTo == "JH" && row.article == "第六条第（二）项")
    }

    @Test("a roster that is handed in again was handed in when it first was")
    func again() {
        let first = submission(1, "2026-10-01", "2026-10-07", at: at("12:00", on: "2026-09-25"))
        let second = submission(2, "2026-10-01", "2026-10-07", at: at("12:00", on: "2026-09-30"))
        let now = at("13:00", on: "2026-09-30")
        let rows = due(["roster-submission": [second, first]], now: now, .roster, unit: "LC").filter {
            $0.record != nil
        }
        #expect(rows.map(\.record) == [first.id] && rows.first?.state(at: now) == .met)
    }

    @Test("a holiday that no roster covers is owed by each unit, and by the county to the city")
    func missingRosters() {
        let now = at("12:00", on: "2026-09-26")
        let rows = due([:], now: now, .roster, window: day("2026-09-20")...day("2026-10-03"))
        let national = rows.filter { $0.dueAt == day("2026-09-28").start }
        #expect(Set(national.map(\.owedBy)) == ["JH", "LC", "YJ"])
        #expect(Set(national.map(\.owedTo)) == ["JH", "city"])
        #expect(Set(national.map { $0.state(at: now) }) == [.open])
        #expect(Set(national.map(\.article)) == ["第五条第（二）项", "第六条第（二）项", "第七条第（二）项"])
    }

    @Test("a roster is judged by the calendar that was in force when it was handed in")
    func amendedCalendar() {
        // 2020: 春节 was 24 to 30 January, and lengthened on the 27th to 2 February.
        let record = submission(1, "2020-01-24", "2020-01-30", at: at("12:00", on: "2020-01-20"))
        let now = at("12:00", on: "2020-01-28")
        let rows = due(
            ["roster-submission": [record]], now: now, .roster, window: day("2020-01-24")...day("2020-02-02"),
            unit: "LC")
        #expect(rows.map(\.record) == [record.id])
        let returned = facts(
            2,
            [
                "periodStart": .text("2020-01-24"), "periodEnd": .text("2020-01-30"), "returnedReason": .text("缺带班"),
                "submittedAt": .time(at("12:00", on: "2020-01-20")),
            ])
        let again = due(
            ["roster-submission": [returned]], now: now, .roster, window: day("2020-01-24")...day("2020-02-02"),
            unit: "LC")
        #expect(again.map(\.record) == [nil])
    }

    // MARK: 第十三条: 零报告

    @Test("by 17:00 on a holiday, by every unit but the county, and none where an event was reported")
    func zeroReports() {
        let sent = facts(1, ["date": .text("2026-10-01"), "sentAt": .time(at("17:01")), "reporter": .text("王晓东")])
        let now = at("18:00")
        let rows = due(["zero-report": [sent]], now: now, .zeroReport)
        #expect(rows.map(\.owedBy).sorted() == ["LC", "YJ"])
        #expect(rows.first { $0.owedBy == "LC" }?.state(at: now) == .late)
        #expect(rows.first { $0.owedBy == "LC" }?.lateMinutes(at: now) == 1)
        #expect(rows.first { $0.owedBy == "YJ" }?.state(at: now) == .overdue)
        let event = facts(2, ["occurredAt": .time(at("09:00")), "summary": .text("漫堤")])
        #expect(due(["incident": [event]], now: now, .zeroReport).map(\.owedBy) == ["YJ"])
        let evening = facts(3, ["occurredAt": .time(at("17:30")), "summary": .text("漫堤")])
        #expect(due(["incident": [evening]], now: now, .zeroReport).count == 2, "nothing had happened by 17:00")
        #expect(due([:], now: at("18:00", on: "2026-10-09"), .zeroReport).isEmpty, "a workday")
        let flood = SpecialPeriod(
            id: "1", from: day("2026-10-09").start, to: day("2026-10-10").start, kind: "突发事件处置", reason: "防汛")
        let sensitive = due(
            [:], now: at("18:00", on: "2026-10-09"), .zeroReport, calendar: DutyCalendar(periods: [flood]))
        #expect(sensitive.count == 2)
        #expect(due([:], now: at("23:59", on: "2026-10-07"), .zeroReport).count == 2, "the last minute of the holiday")
    }

    // MARK: 第十一条: handovers

    private func shift(_ number: UInt64, _ from: Instant, _ to: Instant, officer: UInt64 = 50) -> RecordFacts {
        facts(number, ["start": .time(from), "end": .time(to), "officer": .record(officer)])
    }

    @Test("both sign within 15 minutes of the shift's end")
    func handovers() throws {
        let night = shift(1, at("08:00", on: "2026-09-30"), at("08:00"))
        func state(_ fields: [String: FieldValue]?) throws -> Obligation.State {
            let handover = fields.map { facts(2, ["at": .time(at("08:02"))].merging($0) { $1 }) }
            let rows = due(
                ["duty-shift": [night], "handover": handover.map { [$0] } ?? []], now: at("09:00"), .handover,
                unit: "LC")
            let row = try #require(rows.first)
            #expect(rows.count == 1 && row.startedAt == at("08:00") && row.dueAt == at("08:15"))
            return row.state(at: at("09:00"))
        }
        let outgoing: [String: FieldValue] = ["outgoingSignedAt": .time(at("08:05"))]
        #expect(try state(nil) == .overdue)
        #expect(try state(outgoing) == .overdue, "one signature is none")
        #expect(try state(outgoing.merging(["incomingSignedAt": .time(at("08:15"))]) { $1 }) == .met)
        #expect(try state(outgoing.merging(["incomingSignedAt": .time(at("08:16"))]) { $1 }) == .late)
    }

    // MARK: 第五条第（四）项: absences; 第十条: volumes; 第十五条: rectifications

    @Test("an absence is reported before it begins, and the return when it ends")
    func absences() {
        let record = facts(
            1,
            [
                "person": .record(50), "kind": .text("出差"), "leaveAt": .time(at("08:00")),
                "returnAt": .time(at("18:00")), "reportedAt": .time(at("09:30")),
            ])
        let now = at("19:00")
        let rows = due(["absence": [record]], now: now).filter { $0.collection == "absence" }
        #expect(rows.map(\.rule) == [.absence, .absenceReturn])
        #expect(rows.map { $0.state(at: now) } == [.late, .overdue])
        #expect(rows[0].lateMinutes(at: now) == 90)
    }

    @Test("a volume of a past year is sealed within the days of the next")
    func volumes() {
        let volume = facts(1, ["year": .integer(2025), "volume": .text("2025-A")])
        #expect(due(["log-volume": [volume]], now: at("00:00", on: "2025-12-31"), .volume).isEmpty)
        let now = at("00:00", on: "2026-02-02")
        let row = due(["log-volume": [volume]], now: now, .volume).first
        #expect(row?.dueAt == day("2026-02-01").start && row?.state(at: now) == .overdue)
    }

    @Test("a demand for rectification ends on its day, and a document has an outcome")
    func works() {
        let demand = facts(
            1,
            [
                "ground": .text("脱岗"), "demandedAt": .time(at("08:00")), "dueAt": .time(at("18:00")),
                "doneAt": .time(at("18:01")),
            ])
        #expect(
            due(["rectification": [demand]], now: at("19:00"), .rectification).first?.state(at: at("19:00")) == .late)
        let letter = facts(2, ["channel": .text("明"), "kind": .text("信函"), "receivedAt": .time(at("08:00"))])
        #expect(due(["document": [letter]], now: at("19:00"), .document).first?.dueAt == at("08:00", on: "2026-10-04"))
    }

    @Test("every rule names an article")
    func articles() {
        for rule in Obligation.Rule.allCases { #expect(rule.article.hasPrefix("第")) }
    }
}
