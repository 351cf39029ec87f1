import DutyRecords
import Testing

@Suite("Shifts of a roster")
struct RosterPlanPatternTests {
    private func expectNoGap(_ slots: [PlanSlot], sourceLocation: SourceLocation = #_sourceLocation) {
        for (one, next) in zip(slots, slots.dropFirst()) {
            #expect(one.end == next.start, sourceLocation: sourceLocation)
        }
    }

    @Test("a week each from Monday 08:30 to Monday 08:30 leaves no hour, over the year's end too")
    func weekly() throws {
        let slots = SlotPattern.weekly().slots(RosterCase.days("2026-11-30", 70), kind: RosterCase.kind)
        #expect(slots.count == 10)
        expectNoGap(slots)
        #expect(slots.allSatisfy { $0.start.day.weekday == 1 && $0.start.minuteOfDay == 510 })
        #expect(slots[0].load.nights == 7 && slots[0].load.weekends == 2 && slots[0].load.workdayNights == 5)
        #expect(slots[0].load.shifts == 1 && slots[0].load.cost() == 80)
        // 元旦 2027 is a Friday.
        #expect(slots[4].kind == .holiday && slots[4].load.holidays == 1)
        // 除夕 is 2027-02-05.
        #expect(slots[9].kind == .eve && slots[9].load.cost() == 4 * 10 + 60 + 2 * 25)
        let plan = RosterPlanner().plan(
            slots: slots, persons: (1...3).map { PlanPerson(id: "p\($0)", name: "") })
        #expect(plan.emptySlots.isEmpty)
        for (one, next) in zip(plan.rows, plan.rows.dropFirst()) { #expect(one.person != next.person) }
    }

    @Test("24 hours from 08:30, over the year's end")
    func daily() throws {
        let slots = SlotPattern.daily(persons: 2).slots(RosterCase.days("2025-12-25", 14), kind: RosterCase.kind)
        #expect(slots.count == 28 && slots.map(\.seat) == Array(repeating: [0, 1], count: 14).flatMap(\.self))
        expectNoGap(slots.filter { $0.seat == 0 })
        #expect(slots.allSatisfy { $0.isNight && $0.load.nights == 1 && $0.end - $0.start == .days(1) })
        #expect(slots[14].kind == .holiday && slots[14].start.description == "2026-01-01T08:30:00.000+08:00")
        #expect(slots[0].load.cost() == 10 && slots[4].load.cost() == 15 && slots[14].load.cost() == 25)
    }

    @Test("workdays and other days apart; 除夕 is its evening")
    func workdays() throws {
        let pattern = RosterCase.patterns[4]
        let slots = pattern.slots(RosterCase.days("2026-02-13", 4), kind: RosterCase.kind)
        #expect(slots.map(\.start.minuteOfDay) == [710, 1020, 540, 540, 540, 540, 540, 540])
        #expect(slots[0].load.cost() == 6 && !slots[0].isNight)
        #expect(slots[1].load.cost() == 10 && slots[1].end == slots[2].start)
        #expect(slots.suffix(2).allSatisfy { $0.kind == .eve && $0.load.cost() == 60 })
        let day = SlotPattern([.init((8, 30), to: (17, 30)), .init((17, 30), to: (8, 30))])
            .slots(RosterCase.days("2026-02-16", 1), kind: RosterCase.kind)
        #expect(day.map(\.kind) == [.holiday, .eve])
    }

    @Test("Monday to Thursday daily, Friday to Sunday one person")
    func longWeekend() {
        let slots = RosterCase.patterns[6].slots(RosterCase.days("2026-03-02", 28), kind: RosterCase.kind)
        #expect(slots.count == 20)
        expectNoGap(slots)
        #expect(slots[4].kind == .weekend && slots[4].load.cost() == 10 + 15 + 15)
    }

    @Test("a day that the calendar does not know counts by its weekday")
    func unknownDays() {
        let slots = SlotPattern.daily().slots(RosterCase.days("2031-03-03", 7), kind: { _ in nil })
        #expect(slots.map(\.kind) == [.workday, .workday, .workday, .workday, .workday, .weekend, .weekend])
    }

    @Test("totals tell workday nights from plain days")
    func totals() {
        let load = DutyLoad(shifts: 12, nights: 8, weekends: 2, holidays: 1, eves: 1)
        #expect(load.workdayNights == 8 && load.plainDays == 0)
        #expect(load.cost() == 80 + 30 + 25 + 60)
        #expect((load + load).cost() == 2 * load.cost())
        #expect(DutyLoad(shifts: 3, nights: 1).cost() == 10 + 2 * 6)
        #expect(load.cost(LoadWeights(plainDay: 1, workdayNight: 1, weekend: 1, holiday: 1, eve: -5)) == 8 + 2 + 1)
    }
}
