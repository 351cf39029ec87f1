import DutyRecords
import Seeded
import Testing

@Suite("Rest in small groups")
struct RosterPlanRestTests {
    /// The least price of short rests that any order of one person a day could have: one for less than 48 hours, 400
    /// for none. By dynamic programming over the holders of the last two days.
    private func least(_ slots: [PlanSlot], _ persons: [PlanPerson]) -> Int {
        let nobody = 7
        var costs = Array(repeating: 1_000_000, count: 64)
        costs[nobody * 8 + nobody] = 0
        for slot in slots {
            var able = persons.indices.filter { persons[$0].mayStand(slot.span) }
            if able.isEmpty { able = [nobody] }
            var next = Array(repeating: 1_000_000, count: 64)
            for state in 0..<64 where costs[state] < 1_000_000 {
                let (before, last) = (state / 8, state % 8)
                for person in able {
                    let price = person == nobody ? 0 : person == last ? 400 : person == before ? 1 : 0
                    next[last * 8 + person] = min(next[last * 8 + person], costs[state] + price)
                }
            }
            costs = next
        }
        return costs.min() ?? 0
    }

    @Test(
        "no duty follows another without need, and rest is nearly as long as any order could make it",
        arguments: 1...40 as ClosedRange<UInt64>)
    func leastPossible(_ seed: UInt64) {
        var random = Seeded(seed: seed)
        let first = Day(number: 20_000 + Int.random(in: 0..<400, using: &random))
        let length = Int.random(in: 20...90, using: &random)
        let slots = SlotPattern.daily().slots(first..<(first + length), kind: RosterCase.kind)
        let persons = (0..<Int.random(in: 2...6, using: &random)).map { number in
            let absences = (0..<Int.random(in: 0...2, using: &random)).map { _ in
                let from = (first + Int.random(in: 0..<length, using: &random)).start
                return from..<(from + .days(Int.random(in: 1...14, using: &random)))
            }
            return PlanPerson(id: "p\(number)", name: "", absences: absences)
        }
        let plan = RosterPlanner().plan(slots: slots, persons: persons)
        var price = 0
        for (_, own) in Dictionary(grouping: plan.rows.filter { $0.person != nil }, by: \.person) {
            for (one, next) in zip(own, own.dropFirst()) {
                let gap = next.slot.start - one.slot.end
                price += gap < .days(1) ? 400 : gap < .days(2) ? 1 : 0
            }
        }
        let least = least(slots, persons)
        #expect(price / 400 == least / 400, "seed \(seed): \(price), \(least)")
        #expect(price <= least + 3, "seed \(seed): \(price), \(least)")
    }
}
