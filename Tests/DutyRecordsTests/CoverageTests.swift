import DutyRecords
import SyncKit
import Testing

@Suite("第二条、第十三条、第十六条: coverage")
struct CoverageTests {
    private let people = [
        facts(50, ["name": .text("王晓东"), "establishment": .text("公务员")]),
        facts(51, ["name": .text("李强"), "establishment": .text("参公")]),
        facts(52, ["name": .text("临时工"), "establishment": .text("非在编")]),
        facts(60, ["name": .text("镇长"), "leaderRole": .text("政府"), "rank": .text("主要负责人")]),
        facts(61, ["name": .text("办公室主任"), "leaderRole": .text("办公室"), "rank": .text("第一副职")]),
    ]

    private func duty(
        _ number: UInt64, _ from: Instant, _ to: Instant, officer: UInt64 = 50, _ more: [String: FieldValue] = [:]
    ) -> RecordFacts {
        facts(
            number, ["start": .time(from), "end": .time(to), "officer": .record(officer)].merging(more) { $1 })
    }

    private func leads(
        _ number: UInt64, _ from: Instant, _ to: Instant, leader: UInt64, _ more: [String: FieldValue] = [:]
    ) -> RecordFacts {
        facts(
            number, ["start": .time(from), "end": .time(to), "leader": .record(leader)].merging(more) { $1 })
    }

    private func check(
        _ records: [String: [RecordFacts]], _ from: String, _ to: String, calendar: DutyCalendar = DutyCalendar(),
        rules: RuleBook = RuleBook(), unit: String = "LC"
    ) -> RosterFindings {
        var records = records
        records["person"] = people
        let duties = book(records)
        return RosterCheck(duties: duties, calendar: calendar, book: rules, asOf: at("12:00", on: "2026-09-25"))
            .findings(of: duties.unit(unit), day(from)...day(to))
    }

    @Test("gaps to the minute")
    func gaps() {
        let shifts = [
            duty(1, at("08:30", on: "2026-09-30"), at("08:30")), duty(2, at("08:31"), at("20:00"), officer: 51),
            duty(3, at("20:00"), at("08:30", on: "2026-10-02")),
        ]
        let found = check(["duty-shift": shifts], "2026-10-01", "2026-10-01")
        #expect(found.gaps == [at("08:30")..<at("08:31")])
        #expect(found.gaps.map(\.minutes) == [1])
    }

    @Test("no shift at all is a gap of every minute of every day")
    func allGap() {
        #expect(check([:], "2026-10-01", "2026-10-03").gaps.map(\.minutes) == [3 * 1440])
    }

    @Test("a shift of a week, Monday 08:30 to Monday 08:30, has no gap; over midnight and over the year's end neither")
    func longShifts() {
        let week = [
            duty(1, at("08:30", on: "2026-12-21"), at("08:30", on: "2026-12-28")),
            duty(2, at("08:30", on: "2026-12-28"), at("08:30", on: "2027-01-04"), officer: 51),
        ]
        #expect(check(["duty-shift": week], "2026-12-22", "2027-01-03").gaps.isEmpty)
    }

    @Test("an emergency post does not stand for the first one")
    func emergencyPost() {
        let shifts = [duty(1, at("00:00"), at("00:00", on: "2026-10-02"), ["post": .text("应急值班岗")])]
        #expect(check(["duty-shift": shifts], "2026-10-01", "2026-10-01").gaps.map(\.minutes) == [1440])
    }

    @Test("非在编 on the roster, unknown persons, and one officer twice at once")
    func persons() {
        let shifts = [
            duty(1, at("00:00"), at("12:00"), officer: 52), duty(2, at("12:00"), at("00:00", on: "2026-10-02")),
            duty(3, at("20:00"), at("22:00"), ["post": .text("应急值班岗")]),
            duty(4, at("20:00"), at("22:00"), officer: 77, ["post": .text("应急值班岗")]),
        ]
        let found = check(["duty-shift": shifts], "2026-10-01", "2026-10-01")
        #expect(found.notOnEstablishment.map(\.shift) == [id(1)] && found.notOnEstablishment.map(\.person) == [id(52)])
        #expect(found.unknownPersons.map(\.person) == [id(77)])
        #expect(found.doubleShifts.map(\.officer) == [id(50)])
        #expect(found.doubleShifts.map(\.span) == [at("20:00")..<at("22:00")])
    }

    @Test(
        "双带班: one of 政府 and one of 办公室 at every minute of a holiday",
        arguments: [
            ([(60, "00:00", "24:00"), (61, "00:00", "24:00")], nil),
            ([(60, "00:00", "24:00"), (61, "00:00", "23:59")], 1), ([(60, "00:00", "24:00")], 1), ([], 0),
            ([(60, "08:00", "24:00"), (61, "08:00", "24:00")], 0),
        ] as [([(UInt64, String, String)], Int?)])
    func leaders(_ shifts: [(UInt64, String, String)], _ have: Int?) {
        let records = shifts.enumerated().map { index, shift in
            leads(
                UInt64(10 + index), at(shift.1),
                shift.2 == "24:00" ? at("00:00", on: "2026-10-02") : at(shift.2), leader: shift.0)
        }
        let found = check(["leader-shift": records], "2026-10-01", "2026-10-01")
        #expect(found.leadersMissing.map(\.have) == (have.map { [$0] } ?? []))
        if have != nil { #expect(found.leadersMissing.first?.required == 2) }
    }

    @Test("two of one role are one; a department needs one")
    func roles() {
        let whole = (at("00:00"), at("00:00", on: "2026-10-02"))
        let two = [
            leads(1, whole.0, whole.1, leader: 60, ["role": .text("政府")]),
            leads(2, whole.0, whole.1, leader: 61, ["role": .text("政府")]),
        ]
        #expect(check(["leader-shift": two], "2026-10-01", "2026-10-01").leadersMissing.map(\.have) == [1])
        let one = [
            facts(3, ["start": .time(whole.0), "end": .time(whole.1), "leader": .record(70)], unit: "YJ")
        ]
        #expect(check(["leader-shift": one], "2026-10-01", "2026-10-01", unit: "YJ").leadersMissing.isEmpty)
    }

    @Test(
        "leaders are owed on holidays, adjusted rest days and sensitive days, and on weekends joined to a holiday",
        arguments: [
            ("2026-10-01", true), ("2026-10-04", true), ("2026-10-08", false), ("2026-10-10", false),
            ("2026-10-17", false), ("2024-06-08", true), ("2024-06-10", true),
        ])
    func days(_ date: String, _ isOwed: Bool) {
        #expect(check([:], date, date).leadersMissing.isEmpty == !isOwed)
    }

    @Test("persons on the roster who are away, until they are back")
    func away() {
        let absence = facts(
            5,
            ["person": .record(50), "kind": .text("休假"), "leaveAt": .time(at("10:00")), "returnAt": .time(at("18:00"))])
        let shifts = [
            duty(1, at("00:00"), at("10:00")), duty(2, at("10:00"), at("18:00")),
            duty(3, at("18:00"), at("00:00", on: "2026-10-02")),
        ]
        let found = check(["duty-shift": shifts, "absence": [absence]], "2026-10-01", "2026-10-01")
        #expect(found.awayOnDuty.map { [$0.shift, $0.person, $0.absence] } == [[id(2), id(50), id(5)]])
    }

    @Test("head and first deputy away at once, unless a reason is stated")
    func bothAway() {
        func absence(
            _ number: UInt64, _ person: UInt64, _ from: String, _ to: String, _ more: [String: FieldValue] = [:]
        )
            -> RecordFacts
        {
            facts(
                number,
                ["person": .record(person), "kind": .text("出差"), "leaveAt": .time(at(from)), "returnAt": .time(at(to))]
                    .merging(more) { $1 })
        }
        let head = absence(5, 60, "08:00", "12:00")
        let found = check(["absence": [head, absence(6, 61, "10:00", "18:00")]], "2026-10-01", "2026-10-01")
        #expect(found.bothLeadersAway == [at("10:00")..<at("12:00")])
        let stated = check(
            ["absence": [head, absence(6, 61, "10:00", "18:00", ["pairReason": .text("县里会议")])]], "2026-10-01",
            "2026-10-01")
        #expect(stated.bothLeadersAway.isEmpty)
    }

    @Test("nobody stands a duty before joining or after leaving")
    func strength() {
        let gone = facts(55, ["name": .text("已调离"), "leftAt": .text("2026-09-30"), "establishment": .text("公务员")])
        let shift = duty(1, at("00:00"), at("12:00"), officer: 55)
        let duties = book(["person": [gone], "duty-shift": [shift]])
        let found = RosterCheck(duties: duties, calendar: DutyCalendar(), book: RuleBook(), asOf: at("00:00"))
            .findings(of: duties.unit("LC"), day("2026-10-01")...day("2026-10-01"))
        #expect(found.notOnStrength.map(\.person) == [id(55)])
    }

    @Test("one slot is swapped once")
    func swaps() {
        func swap(_ number: UInt64, with other: UInt64) -> RecordFacts {
            duty(
                number, at("0\(number):00"), at("0\(number + 1):00"), officer: 50 + number % 2,
                ["swappedWith": .record(other), "approvedBy": .text("镇长")])
        }
        let pair = check(["duty-shift": [swap(1, with: 2), swap(2, with: 1)]], "2026-10-01", "2026-10-01")
        #expect(pair.swapConflicts.isEmpty)
        let three = check(
            ["duty-shift": [swap(1, with: 2), swap(2, with: 1), swap(3, with: 1)]], "2026-10-01", "2026-10-01")
        #expect(Set(three.swapConflicts.map(\.shift)) == [id(2), id(3)])
    }

    @Test("代班 that nobody approved")
    func substitutes() {
        let whole = (at("00:00"), at("00:00", on: "2026-10-02"))
        let shift = duty(1, whole.0, whole.1, officer: 51, ["substituteFor": .record(50)])
        #expect(check(["duty-shift": [shift]], "2026-10-01", "2026-10-01").unapproved.map(\.shift) == [id(1)])
        let approved = duty(
            1, whole.0, whole.1, officer: 51, ["substituteFor": .record(50), "approvedBy": .text("镇长")])
        #expect(check(["duty-shift": [approved]], "2026-10-01", "2026-10-01").unapproved.isEmpty)
    }

    @Test("第五、十、十八、十九条: what a unit lacks at all times")
    func standing() {
        func item(_ number: UInt64, _ kind: String, _ count: Int64, _ more: [String: FieldValue] = [:]) -> RecordFacts {
            facts(number, ["kind": .text(kind), "count": .integer(count)].merging(more) { $1 })
        }
        let kinds = ["内网计算机", "外网计算机", "传真机", "复印机", "打印机", "扫描仪", "保密柜", "文件柜"]
        var records: [String: [RecordFacts]] = ["person": people]
        records["equipment"] =
            kinds.enumerated().map { item(UInt64(100 + $0.offset), $0.element, 1) } + [
                item(1, "电话机", 2, ["state": .text("故障")]), item(2, "电话机", 1),
                item(3, "备份", 1, ["checkedAt": .text("2026-09-28"), "verified": .boolean(true)]),
                item(4, "备份", 1, ["checkedAt": .text("2026-09-30")]),
            ]
        records["duty-shift"] = [duty(5, at("08:00"), at("12:00")), duty(6, at("12:00"), at("20:00"), officer: 51)]
        records["training"] = [facts(7, ["subject": .text("平台操作"), "persons": .list([.text("王晓东")])])]
        records["bulletin"] = ["〔2026〕1号", "〔2026〕4号", "〔2025〕2号"].enumerated().map {
            facts(UInt64(20 + $0.offset), ["issue": .text($0.element)])
        }
        var course = [1, 2, 3].map { id($0) }.sorted()
        records["timeline-entry"] = ["08:00", "08:10", "08:05"].map { minute in
            RecordFacts(
                id: course.removeFirst(), unit: "LC", fields: ["incident": .record(9), "at": .time(at(minute))])
        }
        let found = StandingFindings(
            of: "LC", duties: book(records), days: day("2026-10-01")...day("2026-10-01"), now: at("12:00"))
        #expect(found.equipmentMissing == ["电话机"])
        #expect(found.daysSinceBackup == 3)
        #expect(found.untrained == ["李强"])
        #expect(found.bulletinGaps == ["〔2025〕1号", "〔2026〕2号", "〔2026〕3号"])
        #expect(found.outOfOrder == [records["timeline-entry"]?.last?.id])
    }

    @Test("第二十条: who answers for a minute")
    func responsibility() {
        var records: [String: [RecordFacts]] = ["person": people]
        records["person"]?.append(
            facts(70, ["name": .text("室主任"), "roomHead": .boolean(true), "establishment": .text("公务员")]))
        records["person"]?.append(facts(71, ["name": .text("分管副镇长"), "dutyLead": .boolean(true)]))
        records["duty-shift"] = [
            duty(1, at("08:00"), at("20:00")), duty(2, at("20:00"), at("08:00", on: "2026-10-02"), officer: 51),
        ]
        records["leader-shift"] = [leads(3, at("08:00"), at("20:00"), leader: 60)]
        let found = Responsibility(of: "LC", at: at("12:00"), duties: book(records))
        #expect(found.firstResponsible.map(\.name) == ["镇长", "分管副镇长"])
        #expect(found.directlyResponsible.map(\.name) == ["王晓东", "室主任"])
        #expect(found.roomHead?.name == "室主任")
        let change = Responsibility(of: "LC", at: at("20:00"), duties: book(records))
        #expect(change.directlyResponsible.map(\.name) == ["李强", "室主任"])
        #expect(change.firstResponsible.map(\.name) == ["分管副镇长"])
    }
}
