import DutyRecords
import Seeded
import Testing

@Suite("Planned rosters (Art. 16), over seeds")
struct RosterPlanPropertyTests {
    @Test(
        "nobody away or twice at once, and every slot that somebody can take is taken",
        arguments: 1...80 as ClosedRange<UInt64>)
    func soundness(_ seed: UInt64) {
        let office = RosterCase(seed)
        let plan = RosterPlanner().plan(slots: office.slots, persons: office.persons)
        office.expectSound(plan.rows)
        #expect(plan.loads.map(\.person) == office.persons.map(\.id).sorted(), "seed \(seed)")
        for load in plan.loads {
            let own = plan.rows.filter { $0.person == load.person }
            #expect(load.planned == own.reduce(.none) { $0 + $1.slot.load }, "seed \(seed): \(load.person)")
        }
    }

    @Test("a present group's points differ by no more than the heaviest slot", arguments: 1...50 as ClosedRange<UInt64>)
    func fairness(_ seed: UInt64) {
        let office = RosterCase(seed, persons: 6...25, days: 7...120, isFull: true)
        let plan = RosterPlanner().plan(slots: office.slots, persons: office.persons)
        let costs = plan.loads.map { $0.total.cost() }
        let heaviest = office.slots.map { $0.load.cost() }.max() ?? 0
        #expect((costs.max() ?? 0) - (costs.min() ?? 0) <= heaviest, "seed \(seed): \(costs)")
        #expect(plan.emptySlots.isEmpty, "seed \(seed)")
    }

    @Test("what is settled stays, in groups that are too small too", arguments: 1...40 as ClosedRange<UInt64>)
    func settled(_ seed: UInt64) {
        var random = Seeded(seed: seed)
        let office = RosterCase(seed, persons: 1...5)
        let fixed = office.slots.indices.filter { _ in Int.random(in: 0..<5, using: &random) == 0 }.compactMap {
            place in
            office.persons.randomElement(using: &random).map { FixedDuty(.slot(place), person: $0.id) }
        }
        let plan = RosterPlanner().plan(slots: office.slots, persons: office.persons, fixed: fixed)
        let refused = Set(plan.refused.map(\.duty))
        for duty in fixed {
            guard case .slot(let place) = duty.place else { continue }
            let row = plan.rows[place]
            let isKept = row.person == duty.person && row.reason == .fixed
            #expect(isKept != refused.contains(duty), "seed \(seed): \(duty)")
        }
        #expect(plan.rows.count { $0.reason == .fixed } == fixed.count - refused.count, "seed \(seed)")
        for refused in plan.refused {
            #expect(refused.because == .away || refused.because == .offStrength || refused.because == .doubled)
        }
        for (_, own) in Dictionary(grouping: plan.rows.filter { $0.person != nil }, by: \.person) {
            for (one, next) in zip(own, own.dropFirst()) {
                #expect(one.slot.end <= next.slot.start, "seed \(seed): \(next)")
            }
        }
    }

    @Test("six persons on 24-hour duty have their 48 hours", arguments: 1...40 as ClosedRange<UInt64>)
    func restIsKept(_ seed: UInt64) {
        var random = Seeded(seed: seed)
        let first = Day(number: 16_436 + Int.random(in: 0..<4000, using: &random))
        let slots = SlotPattern.daily().slots(first..<(first + 60), kind: RosterCase.kind)
        let persons = (0..<Int.random(in: 6...12, using: &random)).map { PlanPerson(id: "p\($0 + 10)", name: "") }
        let plan = RosterPlanner().plan(slots: slots, persons: persons)
        for row in plan.rows {
            if let since = row.reason.sinceLast { #expect(since >= .days(2), "seed \(seed): \(row)") }
            if case .shortRest = row.reason { Issue.record("seed \(seed): \(row)") }
        }
    }

    @Test("the order of persons and a second run change nothing", arguments: 1...10 as ClosedRange<UInt64>)
    func determinism(_ seed: UInt64) {
        var random = Seeded(seed: seed)
        let office = RosterCase(seed)
        let plan = RosterPlanner().plan(slots: office.slots, persons: office.persons)
        let shuffled = office.persons.shuffled(using: &random)
        #expect(RosterPlanner().plan(slots: office.slots, persons: shuffled) == plan, "seed \(seed)")
    }

    @Test("what a reason claims holds in the finished plan", arguments: 1...40 as ClosedRange<UInt64>)
    func reasons(_ seed: UInt64) {
        let office = RosterCase(seed)
        let plan = RosterPlanner().plan(slots: office.slots, persons: office.persons)
        for row in plan.rows {
            let own = plan.rows.filter { $0.person == row.person && $0.slot.start < row.slot.start }
            let past = office.persons.first { $0.id == row.person }?.pastLoad ?? .none
            switch row.reason {
            case .fewest(let kind, let count, _, _):
                #expect(kind == row.slot.kind)
                let load = own.reduce(past) { $0 + $1.slot.load }
                #expect(load.count(of: kind) == count, "seed \(seed): \(row)")
            case .shortRest(let due, let had): #expect(had < due && due == .days(2), "seed \(seed): \(row)")
            case .nobody(let off, let away, let duty):
                #expect(row.person == nil && off + away + duty == office.persons.count, "seed \(seed): \(row)")
            case .eveTurn(let last, _, _):
                #expect(row.slot.kind == .eve, "seed \(seed)")
                #expect(last == own.reduce(past) { $0 + $1.slot.load }.lastEve, "seed \(seed): \(row)")
            case .lightest, .onlyOne, .balance: break
            case .fixed, .past, .inPlaceOf: Issue.record("seed \(seed): \(row)")
            }
            if row.person != nil, let since = row.reason.sinceLast {
                let last = (own.map(\.slot.end) + [past.lastEnd].compactMap(\.self)).max()
                if case .shortRest = row.reason { continue }
                #expect(last.map { row.slot.start - $0 } == since, "seed \(seed): \(row)")
            }
        }
    }

    @Test(
        "overlapping slots of any length: nobody twice at once, none left that somebody could take",
        arguments: 1...80 as ClosedRange<UInt64>)
    func overlaps(_ seed: UInt64) {
        var random = Seeded(seed: seed)
        let first = Day(number: 20_000)
        let slots = (0..<Int.random(in: 1...24, using: &random)).map { _ in
            let from = first.start + .minutes(60 * Int.random(in: 0...160, using: &random))
            let span = from..<(from + .minutes(60 * Int.random(in: 1...60, using: &random)))
            return PlanSlot(span, kind: PlanSlot.Kind.allCases.randomElement(using: &random) ?? .eve, isNight: true)
        }
        let base = RosterCase(seed, persons: 1...6)
        let persons = base.persons.map { PlanPerson(id: $0.id, name: $0.name) }
        let office = RosterCase(slots: slots, persons: persons, seed: seed)
        office.expectSound(RosterPlanner().plan(slots: slots, persons: persons).rows)
    }
}

extension RosterCase {
    init(slots: [PlanSlot], persons: [PlanPerson], seed: UInt64) {
        self.slots = slots
        self.persons = persons
        self.seed = seed
    }
}
