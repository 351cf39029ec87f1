import DutyRecords
import SyncKit
import Testing

/// An incident of 黎城镇 at 08:00, heard of at 08:06.
private func incident(_ fields: [String: FieldValue] = [:], unit: String = "LC") -> RecordFacts {
    facts(
        1,
        [
            "occurredAt": .time(at("08:00")), "receivedAt": .time(at("08:06")), "summary": .text("漫堤"),
        ].merging(fields) { $1 }, unit: unit)
}

private func report(
    _ number: UInt64, _ way: String, at sent: Instant, unit: String = "LC", to: String? = nil, received: Instant? = nil
) -> RecordFacts {
    var fields: [String: FieldValue] = [
        "incident": .record(1), "kind": .text("初报"), "by": .text(way), "sentAt": .time(sent),
    ]
    if let to { fields["to"] = .text(to) }
    return facts(100 + number, fields, unit: unit, received: received)
}

private func relay(
    _ incident: RecordFacts, _ reports: [RecordFacts] = [], now: Instant, home: String = "LC"
) throws -> Relay {
    let event = try #require(Incident(incident))
    let all = reports.compactMap { Report($0, countyUnit: "JH") }
    let rows = ReportingRules(book: RuleBook(), countyUnit: "JH", now: now).obligations(of: event, reports: all)
    return Relay(event, rows: rows, reports: all, countyUnit: "JH", home: home)
}

extension Relay {
    fileprivate func leg(_ kind: Kind) throws -> Leg { try #require(legs.first { $0.kind == kind }, "\(kind)") }
}

/// The minutes beside each case were worked out by hand from Art. 12: 60 from the occurrence, 30 after the call, 120 to
/// the city.
@Suite("时限接力: the legs and their minutes")
struct RelayTests {
    @Test(
        "occurrence to county: used, left and late, the limit's own minute in time",
        arguments: [
            ("08:23", Relay.State.open, 23, 37, 0), ("09:00", .open, 60, 0, 0), ("09:00:30", .overdue, 60, 0, 1),
            ("10:12", .overdue, 132, 0, 72),
        ])
    func county(_ time: String, _ state: Relay.State, _ used: Int, _ left: Int, _ late: Int) throws {
        let now = at(time)
        let leg = try relay(incident(), now: now).leg(.county)
        #expect(leg.state(at: now) == state && leg.limitMinutes == 60 && leg.dueAt == at("09:00"))
        #expect(leg.usedMinutes(at: now) == used && leg.leftMinutes(at: now) == left)
        #expect(leg.lateMinutes(at: now) == late && leg.article == "第十二条")
    }

    @Test("the minutes before the unit heard of it are its own leg without a limit")
    func learned() throws {
        let leg = try relay(incident(), now: at("08:10")).leg(.learned)
        #expect(leg.usedMinutes(at: at("08:10")) == 6 && leg.dueAt == nil && leg.article == nil)
        #expect(leg.state(at: at("08:10")) == .met && leg.leftMinutes(at: at("08:10")) == nil)
        let unknown = facts(1, ["receivedAt": .time(at("08:06")), "summary": .text("漫堤")])
        let without = try relay(unknown, now: at("08:10"))
        #expect(without.legs.map(\.kind) == [.county], "without an occurrence there is nothing before the receipt")
        #expect(try without.leg(.county).startsAt == .learned)
    }

    @Test("a call at 08:40: 20 minutes to spare, then 30 minutes for the writing, of which 34 were used")
    func written() throws {
        let now = at("10:00")
        let relay = try relay(
            incident(), [report(1, "phone", at: at("08:40")), report(2, "written", at: at("09:14"))], now: now)
        let county = try relay.leg(.county)
        #expect(county.state(at: now) == .met && county.usedMinutes(at: now) == 40)
        let written = try relay.leg(.written)
        #expect(written.state(at: now) == .late && written.usedMinutes(at: now) == 34)
        #expect(written.limitMinutes == 30 && written.lateMinutes(at: now) == 4)
    }

    @Test(
        "sent on line at 08:30, in the county's system at 08:47: 17 minutes on the line; before that it is on its way")
    func received() throws {
        let sent = report(1, "online", at: at("08:30"), received: at("08:47"))
        let leg = try relay(incident(), [sent], now: at("09:00")).leg(.received)
        #expect(leg.usedMinutes(at: at("09:00")) == 17 && leg.state(at: at("09:00")) == .met && leg.dueAt == nil)
        let waiting = try relay(incident(), [report(1, "online", at: at("08:30"))], now: at("08:50"))
        #expect(try waiting.leg(.received).state(at: at("08:50")) == .open)
        #expect(try waiting.leg(.received).usedMinutes(at: at("08:50")) == 20)
        #expect(try waiting.leg(.county).state(at: at("08:50")) == .open, "nothing was sent until the hub has it")
    }

    @Test("the county's leg to the city: known to the county alone, shown with its limit at the town")
    func city() throws {
        let large = incident(["level": .text("较大")])
        let reports = [
            report(1, "phone", at: at("08:58")), report(2, "phone", at: at("10:03"), unit: "JH", to: "市政府总值班室"),
        ]
        let now = at("10:30")
        let atCounty = try relay(large, reports, now: now, home: "JH").leg(.city)
        #expect(atCounty.state(at: now) == .late && atCounty.usedMinutes(at: now) == 123)
        #expect(atCounty.lateMinutes(at: now) == 3 && atCounty.limitMinutes == 120)
        let atTown = try relay(large, Array(reports.prefix(1)), now: now)
        let leg = try atTown.leg(.city)
        #expect(leg.state(at: now) == .unknown && leg.dueAt == at("10:00") && leg.lateMinutes(at: now) == 0)
        #expect(
            atTown.mostUrgent(of: "LC", at: now)?.kind == .written,
            "the unit's own writing ran out at 09:28")
        #expect(try relay(incident(), now: now).legs.contains { $0.kind == .city } == false)
    }

    @Test(
        "a level reached at 10:30: the occurrence's clock binds, the level's runs beside it and is never the headline")
    func raised() throws {
        let raised = incident(["level": .text("较大"), "levelReachedAt": .time(at("10:30"))])
        let now = at("10:45")
        let relay = try relay(raised, [report(1, "phone", at: at("08:50"))], now: now, home: "JH")
        let (binding, reference) = (try relay.leg(.city), try relay.leg(.cityFromLevel))
        #expect(binding.state(at: now) == .overdue && binding.lateMinutes(at: now) == 45)
        #expect(reference.state(at: now) == .open && reference.leftMinutes(at: now) == 105)
        #expect(relay.mostUrgent(of: "JH", at: now)?.kind == .city)
    }

    @Test("what runs out first is on top; with nothing open there is none")
    func urgent() throws {
        let sensitive = incident(["sensitive": .boolean(true)])
        let running = try relay(sensitive, now: at("08:10"))
        #expect(running.mostUrgent(of: "LC", at: at("08:10"))?.kind == .immediate, "08:21 comes before 09:00")
        let done = try relay(incident(), [report(1, "written", at: at("08:20"))], now: at("08:30"))
        #expect(done.mostUrgent(at: at("08:30")) == nil)
    }

    @Test("31 days and 6 hours late: 45,000 minutes, and the drawing's axis still shows the limits")
    func longAgo() throws {
        let now = at("15:00", on: "2026-11-01")
        let relay = try relay(incident(), now: now)
        // 31 days and 7 hours after 08:00, less the hour of the limit: 31 × 1440 + 360.
        #expect(try relay.leg(.county).lateMinutes(at: now) == 45_000)
        let axis = relay.axis(from: at("08:00"), at: now)
        #expect(axis == at("08:00")..<at("12:00"))
    }

    @Test("误报 stops the clocks at its minute: what was open is gone, what was overdue is late to that minute")
    func falseAlarm() throws {
        let inTime = incident(["falseAlarmAt": .time(at("08:50"))])
        #expect(try relay(inTime, now: at("11:00")).legs.map(\.kind) == [.learned])
        let overdue = incident(["falseAlarmAt": .time(at("09:20")), "level": .text("较大")])
        let stopped = try relay(overdue, now: at("11:00"), home: "JH")
        #expect(try stopped.leg(.county).lateMinutes(at: at("11:00")) == 20)
        #expect(!stopped.legs.contains { $0.kind == .city })
        // Before that minute nobody knew.
        #expect(try relay(overdue, now: at("09:10")).leg(.county).state(at: at("09:10")) == .overdue)
    }
}
