import CountyYear
import DutyRecords
import SyncKit
import Testing

@Suite("units by days: duty, leaders by tier, rosters handed in, 零报告")
struct CoverageMatrixTests {
    private let people = [
        facts(50, ["name": .text("王晓东"), "establishment": .text("公务员"), "mobile": .text("13805230001")]),
        facts(52, ["name": .text("临时工"), "establishment": .text("非在编")]),
        facts(60, ["name": .text("镇长"), "leaderRole": .text("政府")]),
        facts(61, ["name": .text("主任"), "leaderRole": .text("办公室")]),
    ]

    private func duty(_ number: UInt64, _ from: Instant, _ to: Instant, _ officer: UInt64 = 50) -> RecordFacts {
        facts(number, ["start": .time(from), "end": .time(to), "officer": .record(officer)])
    }

    private func leads(
        _ number: UInt64, _ from: Instant, _ to: Instant, _ leader: UInt64, _ tier: String = "带班"
    ) -> RecordFacts {
        facts(
            number, ["start": .time(from), "end": .time(to), "leader": .record(leader), "tier": .text(tier)])
    }

    private func row(
        _ records: [String: [RecordFacts]], _ from: String, _ to: String, now: Instant, unit: String = "LC"
    ) throws -> CoverageMatrix.Row {
        let duties = book(records.merging(["person": people]) { given, _ in given })
        let matrix = CoverageMatrix(
            duties: duties, calendar: DutyCalendar(), book: RuleBook(), days: day(from)...day(to), now: now)
        #expect(matrix.rows.map(\.unit.code) == ["JH", "LC", "YJ"], "the county's own room first")
        return try #require(matrix.rows.first { $0.unit.code == unit })
    }

    @Test("every state of a day, counted by hand: 2026-09-28 to 2026-10-03, 10-01 to 10-03 owe two leaders")
    func states() throws {
        let shifts = [
            // 28: all day. 29: from 02:00. 30: none. 1 and 2: all day. 3: all day by one who may not.
            duty(1, at("08:30", on: "2026-09-27"), at("00:00", on: "2026-09-29")),
            duty(2, at("02:00", on: "2026-09-29"), at("00:00", on: "2026-09-30")),
            duty(3, at("00:00"), at("00:00", on: "2026-10-03")),
            duty(4, at("00:00", on: "2026-10-03"), at("00:00", on: "2026-10-04"), 52),
        ]
        let leaders = [
            leads(5, at("00:00"), at("00:00", on: "2026-10-04"), 60, "总带班"),
            leads(6, at("00:00"), at("00:00", on: "2026-10-02"), 61),
            leads(7, at("12:00", on: "2026-10-02"), at("00:00", on: "2026-10-04"), 61),
        ]
        let row = try row(
            ["duty-shift": shifts, "leader-shift": leaders], "2026-09-28", "2026-10-03",
            now: at("09:00", on: "2026-10-03"))
        #expect(row.cells.map(\.state) == [.complete, .gaps, .nobody, .complete, .leadersMissing, .faulty])
        #expect(row.cells.map(\.gapMinutes) == [0, 120, 1440, 0, 0, 0] && row.gapMinutes == 1560)
        #expect(row.cells.map(\.owesLeaders) == [false, false, false, true, true, true])
        #expect(row.cells[1].gaps == [at("00:00", on: "2026-09-29")..<at("02:00", on: "2026-09-29")])
        #expect(row.cells[4].leaders == [.onCall: 1440, .office: 720] && row.cells[4].leadersMissing?.have == 1)
        #expect(row.cells[5].faults == [.notOnEstablishment])
        #expect(CoverageMatrix.State.gaps.article == "第二条" && CoverageMatrix.State.complete.article == nil)
    }

    @Test("a day to come without a roster is no gap yet, and none is counted")
    func unplanned() throws {
        let row = try row([:], "2026-10-08", "2026-10-10", now: at("09:00", on: "2026-10-09"))
        #expect(row.cells.map(\.state) == [.nobody, .nobody, .unplanned])
        #expect(row.gapMinutes == 2 * 1440)
    }

    @Test("nothing is owed before the unit was there")
    func established() throws {
        let units = [
            facts(9002, ["code": .text("LC"), "class": .text("town"), "establishedAt": .text("2026-10-02")], unit: "*")
        ]
        let duties = book(["unit": units])
        let matrix = CoverageMatrix(
            duties: duties, calendar: DutyCalendar(), book: RuleBook(), days: day("2026-10-01")...day("2026-10-02"),
            now: at("09:00", on: "2026-10-03"))
        #expect(matrix.rows.first?.cells.map(\.state) == [.notOwed, .nobody])
    }

    /// The year's model counts the minutes of its gaps as it draws them, not by this code.
    @Test("a year of twelve of the county's units has the gaps that were drawn")
    func county() {
        let year = CountyYear(seed: 7)
        var facts: [String: [RecordFacts]] = ["unit": year.unitRecords]
        var drawn: [String: Int] = [:]
        for unit in stride(from: 0, to: CountyYear.unitCount, by: 6) {
            let one = UnitYear(unit, of: year)
            drawn[year.code(unit)] = one.counts.gapMinutes
            facts.merge(one.facts.filter { ["person", "duty-shift", "leader-shift"].contains($0.key) }) { $0 + $1 }
        }
        let duties = DutyBook(countyUnit: CountyYear.countyCode, facts)
        let matrix = CoverageMatrix(
            duties: duties, calendar: DutyCalendar(), book: RuleBook(), days: year.days, now: year.days.upperBound.end)
        #expect(matrix.rows.count == 72)
        let found = Dictionary(uniqueKeysWithValues: matrix.rows.map { ($0.unit.code, $0.gapMinutes) })
        #expect(drawn.count == 12 && found.filter { drawn[$0.key] != nil } == drawn)
        #expect(found.filter { drawn[$0.key] == nil }.allSatisfy { $0.value == year.dayCount * 1440 })
    }

    // MARK: Rosters handed in

    private func standings(_ submissions: [RecordFacts], now: Instant) -> [RosterStanding] {
        RosterStanding.all(
            duties: book(["roster-submission": submissions]), calendar: DutyCalendar(), book: RuleBook(),
            days: day("2026-10-01")...day("2026-10-31"), now: now)["LC"] ?? []
    }

    private func submission(_ number: UInt64, _ at: Instant, _ more: [String: FieldValue] = [:]) -> RecordFacts {
        facts(
            number,
            ["periodStart": .text("2026-10-01"), "periodEnd": .text("2026-10-31"), "submittedAt": .time(at)].merging(
                more
            ) { $1 })
    }

    @Test("owed from three days before, in time, late, returned and handed in again")
    func submissions() {
        // 10-01 is a holiday: the roster is due when 09-28 begins.
        #expect(standings([], now: at("12:00", on: "2026-09-26")).map(\.state) == [.awaited])
        #expect(standings([], now: at("12:00", on: "2026-09-28")).map(\.state) == [.missing(lateMinutes: 720)])
        let now = at("12:00", on: "2026-09-30")
        let inTime = submission(1, at("23:00", on: "2026-09-27"))
        #expect(standings([inTime], now: now).map(\.state) == [.inTime])
        let late = submission(2, at("02:00", on: "2026-09-28"))
        #expect(standings([late], now: now).map(\.state) == [.late(minutes: 120)])
        let returned = submission(3, at("23:00", on: "2026-09-27"), ["returnedReason": .text("缺审核人")])
        let states = standings([returned], now: now).map(\.state)
        #expect(states.contains(.returned(reason: "缺审核人")) && states.contains(.missing(lateMinutes: 3600)))
        let again = submission(4, at("10:00", on: "2026-09-29"))
        let mended = standings([returned, again], now: now)
        #expect(mended.map(\.state) == [.late(minutes: 34 * 60)] && mended.first?.record?.id == again.id)
    }

    // MARK: 零报告

    @Test("given, late, open, missing, overtaken by an incident, and not on a workday")
    func zeroReports() throws {
        func report(_ number: UInt64, _ day: String, _ sent: Instant) -> RecordFacts {
            facts(number, ["date": .text(day), "sentAt": .time(sent)])
        }
        let duties = book([
            "zero-report": [
                report(1, "2026-10-01", at("16:30")),
                report(2, "2026-10-02", at("18:00", on: "2026-10-02")),
            ],
            "incident": [facts(3, ["occurredAt": .time(at("03:00", on: "2026-10-04"))])],
        ])
        let matrix = ZeroReportMatrix(
            duties: duties, calendar: DutyCalendar(), book: RuleBook(), days: day("2026-09-29")...day("2026-10-09"),
            now: at("12:00", on: "2026-10-05"))
        #expect(matrix.days == (1...7).map { day("2026-10-0\($0)") }, "the seven days of the holiday alone")
        let row = try #require(matrix.rows.first { $0.unit.code == "LC" })
        #expect(
            row.cells == [
                .given(at: at("16:30")), .late(at: at("18:00", on: "2026-10-02"), minutes: 60), .missing, .happened,
                .open(until: at("17:00", on: "2026-10-05")), .notOwed, .notOwed,
            ])
        #expect(matrix.rows.map(\.unit.code) == ["LC", "YJ"] && matrix.missing == 1 + 4)
    }

    // MARK: Who is there now

    @Test("the units without anybody first, since when and until when; who is away")
    func present() throws {
        let duties = book([
            "person": people,
            "duty-shift": [
                duty(1, at("00:00"), at("08:00")), duty(2, at("20:00"), at("00:00", on: "2026-10-02")),
                facts(
                    3, ["start": .time(at("08:00")), "end": .time(at("20:00")), "officer": .record(50)], unit: "YJ"),
            ],
            "leader-shift": [leads(4, at("00:00"), at("20:00"), 61), leads(5, at("00:00"), at("20:00"), 60, "总带班")],
            "absence": [
                facts(6, ["person": .record(60), "leaveAt": .time(at("07:00")), "deputy": .text("副镇长")]),
                facts(7, ["person": .record(61), "leaveAt": .time(at("13:00")), "deputy": .text("副镇长")]),
            ],
        ])
        let all = PresentDuty.all(duties, at: at("12:00"))
        #expect(all.map(\.unit.code) == ["JH", "LC", "YJ"] && all.map(\.isManned) == [false, false, true])
        let town = all[1]
        #expect(town.gap?.since == at("08:00") && town.gap?.until == at("20:00"))
        #expect(town.leaders.map { $0.person?.name } == ["镇长", "主任"], "总带班 first")
        #expect(town.away.map(\.id) == [id(6)], "who has left, and not who will")
        #expect(all[2].officers.map { $0.person?.name } == ["王晓东"])
    }
}
