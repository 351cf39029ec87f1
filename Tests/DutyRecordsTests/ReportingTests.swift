import DutyRecords
import SyncKit
import Testing

/// An incident of 黎城镇 at 08:00, and what was reported of it.
private func incident(_ fields: [String: FieldValue] = [:], at occurred: Instant = at("08:00")) -> RecordFacts {
    facts(1, ["occurredAt": .time(occurred), "summary": .text("漫堤")].merging(fields) { $1 })
}

private func report(
    _ number: UInt64, _ way: String, at sent: Instant?, kind: String = "初报", unit: String = "LC", to: String? = nil,
    received: Instant? = nil
) -> RecordFacts {
    var fields: [String: FieldValue] = [
        "incident": .record(1), "kind": .text(kind), "by": .text(way), "text": .text("情况"),
    ]
    if let sent { fields["sentAt"] = .time(sent) }
    if let to { fields["to"] = .text(to) }
    return facts(100 + number, fields, unit: unit, received: received)
}

/// At 09:00, without what the holiday itself makes the units owe.
private func ofIncidents(_ incidents: [RecordFacts]) -> [Obligation] {
    due(["incident": incidents], now: at("09:00")).filter { $0.collection == "incident" }
}

@Suite("第十二条: the clocks of a report")
struct ReportingTests {
    @Test(
        "to the county within 60 minutes of the occurrence, the minute itself in time",
        arguments: [
            ("08:59", Obligation.State.met, 0), ("09:00", .met, 0), ("09:01", .late, 1), ("09:00:00.001", .late, 1),
            ("11:00", .late, 120),
        ])
    func report60(_ sent: String, _ state: Obligation.State, _ late: Int) throws {
        let now = at("12:00")
        let row = try #require(
            due(["incident": [incident()], "report": [report(1, "phone", at: at(sent))]], now: now, .report).first)
        #expect(row.state(at: now) == state)
        #expect(row.lateMinutes(at: now) == late)
        #expect(row.dueAt == at("09:00") && row.startsAt == .occurred)
        #expect(row.owedBy == "LC" && row.owedTo == "JH" && row.article == "第十二条" && row.isBinding)
    }

    @Test(
        "an unmet clock runs, and is overdue past its minute",
        arguments: [
            ("08:30", Obligation.State.open, 0), ("09:00", .open, 0), ("09:01", .overdue, 1), ("12:00", .overdue, 180),
        ])
    func unmet(_ time: String, _ state: Obligation.State, _ late: Int) throws {
        let now = at(time)
        let row = try #require(due(["incident": [incident()]], now: now, .report).first)
        #expect(row.state(at: now) == state && row.lateMinutes(at: now) == late)
    }

    @Test("what was sent on line is judged by the hub's receipt, and without one it was not sent")
    func online() throws {
        let sent = report(1, "online", at: at("08:20"), received: at("09:05"))
        let row = try #require(due(["incident": [incident()], "report": [sent]], now: at("10:00"), .report).first)
        #expect(row.metAt == at("09:05") && row.state(at: at("10:00")) == .late)
        let waiting = report(1, "online", at: at("08:20"))
        let open = try #require(due(["incident": [incident()], "report": [waiting]], now: at("08:30"), .report).first)
        #expect(open.metAt == nil && open.state(at: at("08:30")) == .open)
    }

    @Test("a call first, then in writing within 30 minutes of the call, or of the occurrence where the county says so")
    func written() throws {
        let call = report(1, "phone", at: at("08:20"))
        let records = ["incident": [incident()], "report": [call, report(2, "written", at: at("08:51"))]]
        let row = try #require(due(records, now: at("10:00"), .written).first)
        #expect(row.startedAt == at("08:20") && row.dueAt == at("08:50") && row.startsAt == .reportedByPhone)
        #expect(row.state(at: at("10:00")) == .late && row.lateMinutes(at: at("10:00")) == 1)
        let fromOccurrence = RuleBook([
            RuleProfile(title: "县定", validFrom: at("00:00"), figures: ["writtenFromOccurrence": .boolean(true)])
        ])
        let other = try #require(due(records, now: at("10:00"), .written, rules: fromOccurrence).first)
        #expect(other.startedAt == at("08:00") && other.dueAt == at("08:30"))
        // In writing at once: there is no such clock.
        let direct = ["incident": [incident()], "report": [report(2, "written", at: at("08:30"))]]
        #expect(due(direct, now: at("10:00"), .written).isEmpty)
    }

    @Test(
        "敏感, or may become 较大: at once, whatever the level, from the unit's own receipt",
        arguments: ["sensitive", "mayEscalate"])
    func immediate(_ mark: String) throws {
        let fields: [String: FieldValue] = [mark: .boolean(true), "receivedAt": .time(at("08:10"))]
        let records = ["incident": [incident(fields)], "report": [report(1, "phone", at: at("08:26"))]]
        let row = try #require(due(records, now: at("09:00"), .immediate).first)
        #expect(row.startsAt == .received && row.startedAt == at("08:10") && row.dueAt == at("08:25"))
        #expect(row.state(at: at("09:00")) == .late)
        #expect(due(["incident": [incident()]], now: at("09:00"), .immediate).isEmpty)
    }

    @Test("较大 and above: the county to the city within 120 minutes of the occurrence, also where the town was slow")
    func city() throws {
        let large = incident(["level": .text("较大")])
        let records = [
            "incident": [large],
            "report": [
                report(1, "phone", at: at("08:58")), report(2, "written", at: at("10:01"), unit: "JH", to: "市政府总值班室"),
            ],
        ]
        let row = try #require(due(records, now: at("12:00"), .city).first)
        #expect(row.owedBy == "JH" && row.owedTo == "city" && row.dueAt == at("10:00"))
        #expect(row.state(at: at("12:00")) == .late && row.lateMinutes(at: at("12:00")) == 1)
        #expect(due(["incident": [incident(["level": .text("一般")])]], now: at("12:00"), .city).isEmpty)
        // A copy of the town's report to the city is not the county's own.
        let bypass = ["incident": [large], "report": [report(1, "phone", at: at("08:30"), to: "市政府总值班室")]]
        let unmet = try #require(due(bypass, now: at("12:00"), .city).first)
        #expect(unmet.metAt == nil)
    }

    @Test("a level raised later: no leg before it, then both clocks, of which the occurrence's binds")
    func raised() throws {
        let raised = incident(
            ["level": .text("较大"), "levelReachedAt": .time(at("10:30"))], at: at("07:12"))
        #expect(due(["incident": [raised]], now: at("09:00"), .city).isEmpty)
        let rows = due(["incident": [raised]], now: at("10:45"), .city)
        #expect(rows.map(\.isBinding) == [true, false])
        #expect(rows.map(\.startsAt) == [.occurred, .levelReached])
        #expect(rows.map(\.dueAt) == [at("09:12"), at("12:30")])
        #expect(rows.map { $0.state(at: at("10:45")) } == [.overdue, .open])
    }

    @Test("a department that told its own superior tells the county at the same time")
    func sameTime() throws {
        let told = facts(
            1,
            [
                "occurredAt": .time(at("08:00")), "summary": .text("泄漏"), "superiorToldAt": .time(at("08:20")),
            ], unit: "YJ")
        let row = try #require(
            due(
                ["incident": [told], "report": [report(1, "phone", at: at("08:40"), unit: "YJ")]], now: at("09:00"),
                .sameTime
            )
            .first)
        #expect(row.startsAt == .superiorTold && row.dueAt == at("08:20") && row.lateMinutes(at: at("09:00")) == 20)
    }

    @Test("the county's own incident owes nothing to itself")
    func countysOwn() {
        let own = facts(
            1, ["occurredAt": .time(at("08:00")), "summary": .text("漫堤"), "level": .text("重大")], unit: "JH")
        #expect(ofIncidents([own]).map(\.rule) == [.city])
    }

    @Test("续报 of 较大 at 08:00 and 17:00 until 终报")
    func periodic() {
        let large = incident(["level": .text("较大")], at: at("06:00"))
        let reports = [
            report(1, "phone", at: at("06:30")), report(2, "written", at: at("07:50"), kind: "续报"),
            report(3, "written", at: at("17:30"), kind: "续报"),
            report(4, "written", at: at("07:00", on: "2026-10-02"), kind: "终报"),
        ]
        let now = at("12:00", on: "2026-10-03")
        let rows = due(["incident": [large], "report": reports], now: now, .periodic)
        #expect(rows.map(\.dueAt) == [at("08:00"), at("17:00"), at("08:00", on: "2026-10-02")])
        #expect(rows.map { $0.state(at: now) } == [.met, .late, .met])
    }

    @Test("casualties are watched for 30 days, 7 for traffic and fire, and the watch ends")
    func watch() throws {
        for (nature, days) in [("坍塌", 30), ("火灾", 7), ("道路交通", 7)] {
            let accident = incident(["category": .text("事故灾难"), "nature": .text(nature), "deaths": .integer(1)])
            let now = at("08:00", on: "2026-10-02")
            let row = try #require(due(["incident": [accident]], now: now, .casualtyWatch).first)
            #expect((row.dueAt - row.startedAt) == .days(days) && row.state(at: now) == .open)
            let over = row.dueAt + .days(1)
            #expect(due(["incident": [accident]], now: over, .casualtyWatch).first?.state(at: over) == .met)
        }
        #expect(due(["incident": [incident(["category": .text("事故灾难")])]], now: at("09:00"), .casualtyWatch).isEmpty)
    }

    @Test("the law of 2024 adds the alarm of 立即 on both legs, from the midnight on which it came into force")
    func lawOf2024() {
        for (occurred, isAlarmed) in [
            (at("23:59", on: "2024-10-31"), false), (at("00:00", on: "2024-11-01"), true),
        ] {
            let large = incident(["level": .text("较大")], at: occurred)
            let rows = due(["incident": [large]], now: occurred + .minutes(30))
            for rule in [Obligation.Rule.report, .city] {
                let row = rows.first { $0.rule == rule }
                #expect((row?.alarmAt != nil) == isAlarmed, "\(rule)")
            }
            #expect(rows.first { $0.rule == .report }?.dueAt == occurred + .minutes(60))
        }
    }

    @Test("a unit tightens a figure, never loosens it; a profile binds from its day on")
    func profiles() {
        func limit(_ minutes: Int64, from: Instant) -> Instant? {
            let rules = RuleBook([
                RuleProfile(title: "镇定", validFrom: from, unit: "LC", figures: ["reportMinutes": .integer(minutes)])
            ])
            return due(["incident": [incident()]], now: at("08:10"), .report, rules: rules).first?.dueAt
        }
        #expect(limit(40, from: at("00:00")) == at("08:40"))
        #expect(limit(90, from: at("00:00")) == at("09:00"))
        #expect(limit(40, from: at("08:01")) == at("09:00"))
    }

    @Test("an occurrence that is not known yet: the clock runs from when the unit learned of it")
    func unknownOccurrence() {
        let record = facts(1, ["summary": .text("险情"), "receivedAt": .time(at("08:10"))])
        let row = due(["incident": [record]], now: at("09:00"), .report).first
        #expect(row?.startsAt == .learned && row?.dueAt == at("09:10"))
    }

    @Test("voided records owe nothing; a drill is marked")
    func drillsAndVoids() {
        #expect(ofIncidents([incident(["voided": .boolean(true)])]).isEmpty)
        let drill = ofIncidents([incident(["drill": .boolean(true)])])
        #expect(!drill.isEmpty && drill.filter { !$0.isDrill }.isEmpty)
    }
}
