import DutyRecords
import Foundation
import Seeded
import SyncKit
import Testing

private func incident(
    _ number: UInt64, _ unit: String = "LC", at occurred: String = "08:00", received: String? = "08:06",
    with fields: [String: FieldValue] = [:]
) -> RecordFacts {
    facts(
        number,
        [
            "occurredAt": .time(at(occurred)), "summary": .text("车祸"), "place": .text("淮金线12公里"),
            "category": .text("事故灾难"), "level": .text("一般"),
        ].merging(fields) { $1 }, unit: unit, received: received.map { at($0) })
}

private func report(_ number: UInt64, of incident: UInt64, _ unit: String = "LC", received: String) -> RecordFacts {
    facts(
        number,
        [
            "incident": .record(incident), "kind": .text("初报"), "by": .text("online"), "sentAt": .time(at(received)),
        ], unit: unit, received: at(received))
}

private func wall(
    _ incidents: [RecordFacts], _ reports: [RecordFacts] = [], instructions: [RecordFacts] = [], now: String = "08:30"
) -> Wall {
    Wall(
        book(["incident": incidents, "report": reports, "instruction": instructions]), book: RuleBook(), now: at(now))
}

@Suite("总览墙: what stands on it, in which order, and what calls")
struct WallTests {
    @Test("by what runs out first; what has no clock stands last")
    func order() {
        let rows = wall(
            [
                incident(1, at: "08:20"), incident(2, "YJ", at: "07:10"), incident(3, at: "08:00"),
                incident(4, at: "08:10", with: ["sensitive": .boolean(true), "receivedAt": .time(at("08:12"))]),
                incident(5, at: "06:00"),
            ], [report(50, of: 5, received: "06:30")]
        ).rows
        #expect(rows.map(\.id) == [2, 4, 3, 1, 5].map { id($0) })
        #expect(rows.last?.next == nil && rows[0].next?.state(at: at("08:30")) == .overdue)
    }

    @Test("an instruction that waits is a clock of its incident")
    func instruction() {
        let order = facts(
            60, ["incident": .record(5), "issuedAt": .time(at("08:10")), "leader": .text("县长"), "text": .text("核实")])
        let rows = wall([incident(5, at: "06:00")], [report(50, of: 5, received: "06:30")], instructions: [order]).rows
        #expect(rows[0].next?.rule == .receipt && rows[0].next?.dueAt == at("08:25"))
    }

    @Test("what is over leaves it, and what is over and still owes its report stays")
    func ends() {
        let closed = incident(1, with: ["closedAt": .time(at("08:10"))])
        #expect(wall([closed]).rows.map(\.id) == [id(1)])
        #expect(wall([closed], [report(50, of: 1, received: "08:20")]).rows.isEmpty)
        #expect(wall([incident(1, with: ["falseAlarmAt": .time(at("08:10"))])]).rows.isEmpty)
        #expect(wall([incident(1, with: ["voided": .boolean(true)])]).rows.isEmpty)
    }

    @Test("a drill stands apart and is counted nowhere")
    func drills() {
        let wall = wall([incident(1, at: "07:00", with: ["drill": .boolean(true), "level": .text("重大")]), incident(2)])
        #expect(wall.rows.map(\.id) == [id(2)] && wall.drills.map(\.id) == [id(1)])
        #expect(wall.overdueCount == 0 && wall.awaitingReceipt.map(\.id) == [id(2)])
        let alarms = AlarmRules.alarms(of: wall, book: RuleBook(), countyUnit: "JH")
        // Its 报县, its receipt and the county's own leg to the city.
        #expect(alarms.count { $0.source.record == id(1) } == 3)
        #expect(alarms.filter { $0.source.record == id(1) }.allSatisfy { $0.group == .drill && $0.priority == .normal })
    }

    @Test("what the county wrote itself awaits no receipt, and its unit has not reported")
    func heardByTheCounty() {
        let own = wall([incident(1, received: nil, with: ["source": .text("媒体")])], now: "09:01")
        #expect(own.rows[0].isUnreported && own.awaitingReceipt.isEmpty && own.overdueCount == 1)
        let told = wall([incident(1, received: nil)], [report(50, of: 1, received: "08:20")]).rows[0]
        #expect(!told.isUnreported && told.unreceipted.map(\.record) == [id(50)])
    }

    @Test("a receipt stands for what it was given for alone: the next report waits again")
    func receipts() {
        let receipted = incident(1, with: ["countyReceiptAt": .time(at("08:10"))])
        #expect(wall([receipted]).awaitingReceipt.isEmpty)
        let next = wall([receipted], [report(50, of: 1, received: "08:20")])
        #expect(next.awaitingReceipt.first?.unreceipted.map(\.record) == [id(50)])
        let alarms = AlarmRules.alarms(of: next, book: RuleBook(), countyUnit: "JH").filter { $0.group == .arrived }
        #expect(alarms.map(\.source.startedAt) == [at("08:20").milliseconds] && alarms.map(\.dueAt) == [at("08:35")])
    }

    @Test(
        "arrivals call at once, lateness when it is there, each incident once",
        arguments: [("08:30", 0), ("09:00", 0), ("09:01", 1)])
    func alarms(_ now: String, _ late: Int) {
        let alarms = AlarmRules.alarms(
            of: wall([incident(1, with: ["receivedAt": .time(at("08:06"))])], now: now), book: RuleBook(),
            countyUnit: "JH")
        #expect(alarms.count { $0.group == .arrived } == 1 && alarms.count { $0.group == .unitLate } == late)
    }

    @Test(
        "a flood night at the county: whoever answers nothing hears ten strokes in ten minutes at the most, and a grave event at once",
        arguments: 0..<3 as Range<UInt64>)
    func flood(seed: UInt64) throws {
        var random = Seeded(seed: seed)
        let rows = (0..<120 as Range<UInt64>).map { number -> RecordFacts in
            let minute = Int.random(in: 0..<60, using: &random)
            let time = String(format: "08:%02d", minute)
            return incident(
                number + 10, ["LC", "YJ"][Int(number % 2)], at: time, received: time,
                with: ["receivedAt": .time(at(time))])
        }
        let grave = incident(1, at: "08:20", received: "08:30", with: ["level": .text("重大")])
        var bell = AlarmBell()
        var (heard, firstUrgent): ([Instant], Instant?) = ([], nil)
        for step in 0..<360 {
            let now = Instant(milliseconds: at("08:00").milliseconds + Int64(step) * 20_000)
            let arrived = (rows + [grave]).filter { ($0.receivedAt ?? now) <= now }
            let wall = Wall(book(["incident": arrived]), book: RuleBook(), now: now)
            let call = bell.call(AlarmRules.alarms(of: wall, book: RuleBook(), countyUnit: "JH"), at: now)
            guard let rings = call.rings else { continue }
            heard.append(now)
            if rings == .urgent, firstUrgent == nil { firstUrgent = now }
        }
        for start in heard { #expect(heard.count { $0 >= start && $0 - start < .minutes(10) } <= AlarmBell.ringsMax) }
        #expect(heard.count >= 10, "it was a flood")
        #expect(try #require(firstUrgent) - at("08:30") <= .minutes(1))
    }

    @Test("the county's own leg to the city calls as at any desk")
    func city() throws {
        let grave = incident(1, with: ["level": .text("较大"), "countyReceiptAt": .time(at("08:10"))])
        let alarms = AlarmRules.alarms(
            of: wall([grave], [report(50, of: 1, received: "08:20")], now: "09:45"), book: RuleBook(), countyUnit: "JH")
        let city = try #require(alarms.first { $0.source.rule == .city })
        #expect(city.group == nil && city.priority == .urgent && city.dueAt == at("10:00"))
    }

    @Test("a source stands within the event that it is a source of, and by itself once that one is over")
    func sources() {
        let source = incident(2, "YJ", received: "08:20", with: ["sourceOf": .record(1)])
        let together = wall([incident(1), source])
        #expect(together.rows.map(\.id) == [id(1)] && together.rows[0].sources.map(\.id) == [id(2)])
        #expect(together.row(id(2))?.unit == "YJ" && together.awaitingReceipt.count == 2)
        #expect(wall([source]).rows.map(\.id) == [id(2)])
        let circle = wall([incident(1, with: ["sourceOf": .record(2)]), source])
        #expect(Set(circle.rows.map(\.id)) == [id(1), id(2)], "of two that name each other neither vanishes")
    }
}

@Suite("One event that several units report")
struct DuplicateRadarTests {
    private func proposals(_ incidents: [RecordFacts]) -> [DuplicateRadar.Proposal] {
        DuplicateRadar(units: book([:]).units).proposals(incidents.compactMap { Incident($0) })
    }

    @Test(
        "the same kind, near in time, shared words of the place, different units",
        arguments: [
            ([:] as [String: FieldValue], "YJ", "08:40", true), ([:], "LC", "08:40", false),
            ([:], "YJ", "11:00", true), ([:], "YJ", "11:01", false),
            (["category": .text("自然灾害")], "YJ", "08:40", false),
            (["place": .text("淮金线桥头")], "YJ", "08:40", true), (["place": .text("塔集渡口")], "YJ", "08:40", false),
            (["drill": .boolean(true)], "YJ", "08:40", false), (["sourceOf": .record(1)], "YJ", "08:40", false),
            (["notSameAs": .list([.record(1)])], "YJ", "08:40", false),
            // The name of a unit is no place of its own.
            (["place": .text("黎城镇应急局")], "YJ", "08:40", false),
        ])
    func matches(_ fields: [String: FieldValue], _ unit: String, _ occurred: String, _ isProposed: Bool) {
        let other = incident(2, unit, at: occurred, received: "11:30", with: fields)
        #expect(proposals([incident(1), other]).count == (isProposed ? 1 : 0))
        #expect(proposals([other, incident(1)]).first?.first.id == (isProposed ? id(1) : nil), "whose word came first")
    }

    @Test("who was first, and who is named and silent")
    func silence() throws {
        // The county heard of it itself and put it into the ledger of 黎城镇, which says nothing.
        let heard = incident(1, "LC", received: nil)
        let told = incident(2, "YJ", received: "08:20")
        let proposal = try #require(proposals([told, heard]).first)
        #expect(proposal.first.id == id(1) && proposal.others.map(\.id) == [id(2)])
        #expect(proposal.silent.map(\.code) == ["LC"])
        let named = incident(3, "YJ", received: "08:30", with: ["summary": .text("黎城镇境内车祸")])
        let radar = DuplicateRadar(units: book([:]).units)
        #expect(radar.silent([named].compactMap { Incident($0) }, []).map(\.code) == ["LC"])
        #expect(radar.silent([named, incident(4)].compactMap { Incident($0) }, []).isEmpty)
    }

    @Test("several units' records make one proposal")
    func several() throws {
        let all = [incident(1), incident(2, "YJ", received: "08:20"), incident(3, "TJ", received: "08:30")]
        let found = proposals(all)
        #expect(found.count == 1 && found[0].others.map(\.id) == [id(2), id(3)])
    }
}
