import DutyRecords
import Seeded
import Testing

@Suite("One absence in a standing roster")
struct RosterPlanRepairTests {
    @Test("only that person's rows which touch the absence change", arguments: 1...60 as ClosedRange<UInt64>)
    func nothingElseMoves(_ seed: UInt64) throws {
        var random = Seeded(seed: seed)
        let office = RosterCase(seed)
        var standing = RosterPlanner().plan(slots: office.slots, persons: office.persons).rows
        // A list made by hand: whoever comes first stands all that they can, and some slots stay empty.
        if seed.isMultiple(of: 2) {
            var rows: [RosterPlan.Row] = []
            for slot in office.slots {
                let person = office.persons.first { person in
                    person.mayStand(slot.span) && (person.pastLoad.lastEnd.map { $0 <= slot.start } ?? true)
                        && !rows.contains { $0.person == person.id && $0.slot.span.overlaps(slot.span) }
                }
                let isLeft = Int.random(in: 0..<9, using: &random) == 0
                rows.append(RosterPlan.Row(slot: slot, person: isLeft ? nil : person?.id, reason: .fixed))
            }
            standing = rows
        }
        let first = try #require(office.slots.first?.start ?? Instant(milliseconds: 0))
        func moment() -> Instant { first + .minutes(Int.random(in: -3000...90_000, using: &random)) }
        let absent = try #require(office.persons.randomElement(using: &random)).id
        let from = moment()
        let absence = from..<(from + .minutes(Int.random(in: 1...30_000, using: &random)))
        let frozen = moment()
        let repair = RosterPlanner().repair(
            standing, persons: office.persons, absent: absent, during: absence, frozenBefore: frozen)

        let touched = standing.indices.filter {
            standing[$0].person == absent && standing[$0].slot.span.overlaps(absence)
        }
        #expect(repair.changed == touched.filter { standing[$0].slot.start >= frozen }, "seed \(seed)")
        #expect(repair.begun == touched.filter { standing[$0].slot.start < frozen }, "seed \(seed)")
        for load in repair.plan.loads {
            let own = repair.plan.rows.filter { $0.person == load.person }
            #expect(load.planned == own.reduce(.none) { $0 + $1.slot.load }, "seed \(seed): \(load.person)")
        }
        for place in standing.indices {
            let (old, new) = (standing[place], repair.plan.rows[place])
            guard repair.changed.contains(place) else {
                #expect(old == new, "seed \(seed)")
                continue
            }
            #expect(new.slot == old.slot && new.person != absent, "seed \(seed)")
            guard case .inPlaceOf(absent, _, let why) = new.reason else {
                Issue.record("seed \(seed): \(new)")
                continue
            }
            if case .nobody = why { #expect(new.person == nil, "seed \(seed)") }
            if let taker = office.persons.first(where: { $0.id == new.person }) {
                #expect(taker.mayStand(new.slot.span), "seed \(seed)")
                let others = repair.plan.rows.indices.filter { $0 != place && repair.plan.rows[$0].person == taker.id }
                #expect(
                    !others.contains { repair.plan.rows[$0].slot.span.overlaps(new.slot.span) }, "seed \(seed)")
            } else {
                let free = office.persons.filter { person in
                    person.id != absent && person.mayStand(new.slot.span)
                        && (person.pastLoad.lastEnd.map { $0 <= new.slot.start } ?? true)
                        && !repair.plan.rows.contains { $0.person == person.id && $0.slot.span.overlaps(new.slot.span) }
                }
                #expect(new.person == nil && free.isEmpty, "seed \(seed)")
            }
        }
    }

    @Test("the reason names who is away, and a row of somebody unknown stays")
    func reason() throws {
        let slots = SlotPattern.daily().slots(RosterCase.days("2026-10-01", 8), kind: RosterCase.kind)
        let persons = (1...4).map { PlanPerson(id: "p\($0)", name: "人\($0)") }
        var rows = RosterPlanner().plan(slots: slots, persons: persons).rows
        rows[7] = RosterPlan.Row(slot: slots[7], person: "借调", reason: .fixed)
        let absent = try #require(rows[3].person)
        let name = try #require(persons.first { $0.id == absent }).name
        let repair = RosterPlanner().repair(
            rows, persons: persons, absent: absent, during: slots[3].span, frozenBefore: slots[0].start)
        #expect(repair.changed == [3])
        #expect(repair.plan.rows[7] == rows[7])
        #expect(repair.plan.rows[3].reason.sentence(in: .chinese).hasPrefix("原排\(name)外出，改排："))
        #expect(repair.plan.rows[3].reason.sentence(in: .english).hasPrefix("\(name) is away; instead: "))
    }
}
