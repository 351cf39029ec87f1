import DutyRecords
import Testing

@Suite("Planned rosters, case by case")
struct RosterPlanTests {
    private let quarter = RosterCase.days("2026-01-01", 90)

    private func group(_ count: Int) -> [PlanPerson] {
        (1...count).map { PlanPerson(id: "p\($0)", name: "人\($0)") }
    }

    @Test("one person takes all, and is told why the rest is short")
    func onePerson() {
        let slots = SlotPattern.daily().slots(RosterCase.days("2026-03-02", 7), kind: RosterCase.kind)
        let plan = RosterPlanner().plan(slots: slots, persons: group(1))
        #expect(plan.rows.allSatisfy { $0.person == "p1" })
        #expect(plan.rows[0].reason == .onlyOne(sinceLast: nil))
        #expect(plan.rows[3].reason == .shortRest(due: .days(2), had: .minutes(0)))
        #expect(plan.rows[3].reason.sentence(in: .chinese) == "休息不足 48 小时（实为 0 小时），人手不够")
        #expect(plan.rows[3].reason.sentence(in: .english) == "less than 48 h of rest (0 h): not enough persons")
    }

    @Test("rest gives way as little as it can: three persons with 48 hours, two with 24")
    func stepwise() {
        let slots = SlotPattern.daily().slots(RosterCase.days("2026-03-02", 30), kind: RosterCase.kind)
        for (count, least) in [(3, 2), (2, 1)] {
            let plan = RosterPlanner().plan(slots: slots, persons: group(count))
            for (_, own) in Dictionary(grouping: plan.rows, by: \.person) {
                for (one, next) in zip(own, own.dropFirst()) { #expect(next.slot.start - one.slot.end >= .days(least)) }
            }
        }
    }

    @Test("nobody there: empty, with the reason")
    func nobody() {
        let slots = SlotPattern.daily().slots(RosterCase.days("2026-03-02", 3), kind: RosterCase.kind)
        let none = RosterPlanner().plan(slots: slots, persons: [])
        #expect(none.emptySlots == slots)
        #expect(none.rows[0].reason.sentence(in: .chinese) == "无人可排：名单为空")
        let all = slots[0].start..<slots[2].end
        let away =
            group(2).map { PlanPerson(id: $0.id, name: $0.name, absences: [all]) }
            + [PlanPerson(id: "p9", name: "", to: slots[0].start)]
        let plan = RosterPlanner().plan(slots: slots, persons: away)
        #expect(plan.emptySlots == slots)
        #expect(plan.rows[1].reason == .nobody(offStrength: 1, away: 2, onDuty: 0))
        #expect(plan.rows[1].reason.sentence(in: .chinese) == "无人可排：不在编 1 人，外出 2 人")
        #expect(RosterPlanner().plan(slots: [], persons: group(2)).rows.isEmpty)
    }

    @Test("away for the last minute of a slot is away")
    func lastMinute() {
        let slots = SlotPattern.daily().slots(RosterCase.days("2026-03-02", 1), kind: RosterCase.kind)
        let from = slots[0].end - .minutes(1)
        let person = PlanPerson(id: "p1", name: "", absences: [from..<(from + .days(1))])
        #expect(RosterPlanner().plan(slots: slots, persons: [person]).rows[0].person == nil)
        let after = PlanPerson(id: "p1", name: "", absences: [slots[0].end..<(from + .days(1))])
        #expect(RosterPlanner().plan(slots: slots, persons: [after]).rows[0].person == "p1")
    }

    @Test("除夕 goes on: not to whoever stood the last one")
    func eve() throws {
        let slots = SlotPattern.daily(persons: 2).slots(quarter, kind: RosterCase.kind)
        let last = try #require(Day("2025-01-29")).at(8, 30)
        let persons = group(8).map { person in
            PlanPerson(
                id: person.id, name: person.name,
                pastLoad: person.id <= "p2" ? DutyLoad(lastEve: last) : DutyLoad())
        }
        let plan = RosterPlanner().plan(slots: slots, persons: persons)
        let eve = plan.rows.filter { $0.slot.kind == .eve }
        #expect(eve.count == 2)
        for row in eve {
            #expect(try #require(row.person) > "p2")
            #expect(row.reason.sentence(in: .chinese).hasPrefix("除夕轮到（未值过除夕）"))
        }
        #expect(
            PlanReason.eveTurn(last: last, .present, sinceLast: .days(9)).sentence(in: .chinese)
                == "除夕轮到（上次 2025 年），距上次值班 9 天")
        #expect(
            PlanReason.fewest(.holiday, count: 2, .present, sinceLast: .days(9)).sentence(in: .chinese)
                == "假日班次最少（2 次），距上次值班 9 天")
    }

    @Test("weekends go round: nobody has two in a row")
    func rotation() {
        let slots = SlotPattern.daily().slots(RosterCase.days("2026-03-02", 84), kind: { _ in nil })
        let plan = RosterPlanner().plan(slots: slots, persons: group(8))
        let weekends = plan.rows.filter { $0.slot.kind == .weekend }
        for (number, row) in weekends.enumerated() {
            let next = weekends.dropFirst(number + 1).prefix { $0.slot.start - row.slot.start < .days(8) }
            #expect(!next.contains { $0.person == row.person })
        }
    }

    @Test("settled duties stay, and those that cannot be are named")
    func fixed() throws {
        let slots = SlotPattern.daily(persons: 2).slots(RosterCase.days("2026-03-02", 10), kind: RosterCase.kind)
        var persons = group(6)
        persons[5].absences = [slots[0].start..<slots[0].end]
        let week = slots[4].start..<slots[7].end
        let fixed: [FixedDuty] = [
            FixedDuty(.slot(3), person: "p1"), FixedDuty(.time(week), person: "p2"), FixedDuty(.slot(2), person: "p1"),
            FixedDuty(.slot(0), person: "p6"), FixedDuty(.slot(3), person: "p3"), FixedDuty(.slot(99), person: "p3"),
            FixedDuty(.slot(8), person: "谁"),
        ]
        let plan = RosterPlanner().plan(slots: slots, persons: persons, fixed: fixed)
        RosterCase(slots: slots, persons: persons, seed: 0).expectSound(plan.rows)
        #expect(plan.rows[3].person == "p1" && plan.rows[3].reason == .fixed)
        #expect(plan.rows[4].person == "p2" && plan.rows[6].person == "p2")
        #expect(plan.rows.count { $0.reason == .fixed } == 3)
        #expect(plan.refused.map(\.because) == [.doubled, .away, .taken, .noSuchSlot, .unknownPerson])
        #expect(plan.emptySlots.isEmpty)
    }

    @Test("a new plan of the month leaves the past and a stand-in of yesterday, and tells the difference")
    func planAnew() throws {
        let slots = SlotPattern.daily().slots(RosterCase.days("2026-10-01", 31), kind: RosterCase.kind)
        let old = RosterPlanner().plan(slots: slots, persons: group(6))
        let now = slots[5].start + .minutes(60)
        // The stand-in of yesterday is no longer on the list.
        var fixed = (0..<5).compactMap { place in old.rows[place].person.map { FixedDuty(.slot(place), person: $0) } }
        fixed[4] = FixedDuty(.slot(4), person: "代班人")
        var persons = group(6)
        persons[1].absences = [slots[0].start..<slots[30].end]
        let new = RosterPlanner().plan(slots: slots, persons: persons, fixed: fixed, frozenBefore: now)
        #expect(new.refused.isEmpty)
        #expect(new.rows.prefix(4).map(\.person) == old.rows.prefix(4).map(\.person))
        #expect(new.rows[4].person == "代班人")
        #expect(new.rows[5].person == nil && new.rows[5].reason == .past)
        #expect(!new.rows.dropFirst(6).contains { $0.person == "p2" || $0.person == nil })
        let difference = RosterDifference(from: old.rows, to: new.rows)
        #expect(difference.changes.map(\.span.lowerBound) == difference.changes.map(\.span.lowerBound).sorted())
        #expect(difference.changes.contains { $0.span == slots[4].span && $0.after == ["代班人"] })
        #expect(difference.holidaysChanged.contains("代班人"))
        #expect(RosterDifference(from: new.rows, to: new.rows).changes.isEmpty)
    }

    @Test("a chain of persons makes room where overlapping shifts block the only free one")
    func chain() throws {
        let day = try #require(Day("2026-03-02"))
        // The heavier early slot goes to p1 by id, who alone may take the late one.
        let early = PlanSlot(day.at(8, 0)..<day.at(12, 0), kind: .holiday, isNight: false)
        let late = PlanSlot(day.at(10, 0)..<day.at(18, 0), kind: .workday, isNight: false)
        let persons = [
            PlanPerson(id: "p1", name: ""), PlanPerson(id: "p2", name: "", absences: [day.at(13, 0)..<day.at(14, 0)]),
        ]
        let plan = RosterPlanner().plan(slots: [early, late], persons: persons)
        #expect(plan.rows.map(\.person) == ["p2", "p1"])
    }

    @Test("a newcomer with the others' typical load is not flooded")
    func newcomer() throws {
        let slots = SlotPattern.daily().slots(quarter, kind: { _ in nil })
        let past = DutyLoad(shifts: 30, nights: 30, weekends: 8, holidays: 2)
        let old = (1...9).map { PlanPerson(id: "p\($0)", name: "", pastLoad: past) }
        let new = PlanPerson(id: "q", name: "", pastLoad: .typical(of: old.map(\.pastLoad)))
        let loads = RosterPlanner().plan(slots: slots, persons: old + [new]).loads
        #expect(loads.map(\.planned.shifts).allSatisfy { (8...10).contains($0) })
    }
}
