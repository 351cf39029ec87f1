import DutyRecords
import Seeded
import Testing

/// An office and its quarter, made from a seed.
struct RosterCase {
    let slots: [PlanSlot]
    let persons: [PlanPerson]
    let seed: UInt64

    static func days(_ first: String, _ count: Int) -> Range<Day> {
        guard let day = Day(first) else { preconditionFailure("no day: \(first)") }
        return day..<(day + count)
    }

    /// 元旦, 春节 and 国庆 of any year, roughly; the rest by weekdays.
    static func kind(_ day: Day) -> PlanSlot.Kind? {
        if eves.contains(day) { return .eve }
        if (1...7).contains(where: { eves.contains(day - $0) }) { return .holiday }
        let (_, month, number) = day.parts
        return (month == 1 && number == 1) || (month == 10 && number <= 7) ? .holiday : nil
    }

    /// 除夕 of 2015 to 2040: to 2026 by `duty-facts.md` 4.3, all of them by ICU's Chinese calendar.
    static let eves: [Day] = [
        (2015, 2, 18), (2016, 2, 7), (2017, 1, 27), (2018, 2, 15), (2019, 2, 4), (2020, 1, 24), (2021, 2, 11),
        (2022, 1, 31), (2023, 1, 21), (2024, 2, 9), (2025, 1, 28), (2026, 2, 16), (2027, 2, 5), (2028, 1, 25),
        (2029, 2, 12), (2030, 2, 2), (2031, 1, 22), (2032, 2, 10), (2033, 1, 30), (2034, 2, 18), (2035, 2, 7),
        (2036, 1, 27), (2037, 2, 14), (2038, 2, 3), (2039, 1, 23), (2040, 2, 11),
    ].compactMap { Day($0.0, $0.1, $0.2) }

    static let patterns: [SlotPattern] = [
        .daily(), .daily(persons: 2), .weekly(), .weekly(persons: 2),
        .workdays(
            [.init((11, 50), to: (13, 0)), .init((17, 0), to: (9, 0))], others: [.init((9, 0), to: (9, 0), persons: 2)]),
        SlotPattern([.init((8, 30), to: (17, 30)), .init((17, 30), to: (8, 30), persons: 2)]),
        SlotPattern([
            .init((8, 30), to: (8, 30), weekdays: [1, 2, 3, 4]),
            .init(begins: .minutes(510), length: .days(3), weekdays: [5]),
        ]),
    ]

    /// - Parameter isFull: everybody is there all the time, and nobody has a past.
    init(
        _ seed: UInt64, persons count: ClosedRange<Int> = 1...14, days: ClosedRange<Int> = 1...45, isFull: Bool = false
    ) {
        var random = Seeded(seed: seed)
        self.seed = seed
        let first = Day(number: 16_436 + Int.random(in: 0..<4000, using: &random))
        let length = Int.random(in: days, using: &random)
        let pattern = Self.patterns[Int.random(in: 0..<Self.patterns.count, using: &random)]
        slots = pattern.slots(first..<(first + length), kind: Self.kind)
        persons = (0..<Int.random(in: count, using: &random)).map { number in
            let id = "p\(number + 10)"
            guard !isFull else { return PlanPerson(id: id, name: "人\(number)") }
            func moment() -> Instant { (first + Int.random(in: -5...(length + 5), using: &random)).at(8, 0) }
            let absences = (0..<Int.random(in: 0...3, using: &random)).map { _ in
                let from = moment()
                return from..<(from + .minutes(Int.random(in: 1...20_000, using: &random)))
            }
            return PlanPerson(
                id: id, name: "人\(number)", from: Bool.random(using: &random) ? moment() : nil,
                to: Int.random(in: 0..<4, using: &random) == 0 ? moment() : nil, absences: absences,
                pastLoad: DutyLoad(
                    shifts: 9, nights: Int.random(in: 0...9, using: &random), weekends: number % 3,
                    eves: number % 5 == 0 ? 1 : 0, lastEnd: number % 4 == 0 ? (first - number % 3).at(8, 30) : nil,
                    lastEve: number % 5 == 0 ? (first - 200).start : nil))
        }
    }

    /// What must hold of every plan, whoever made it.
    func expectSound(_ rows: [RosterPlan.Row], sourceLocation: SourceLocation = #_sourceLocation) {
        #expect(rows.map(\.slot) == slots, "seed \(seed)", sourceLocation: sourceLocation)
        for row in rows {
            let taker = row.person.flatMap { id in persons.first { $0.id == id } }
            if let taker {
                #expect(taker.mayStand(row.slot.span), "seed \(seed): \(taker.id)", sourceLocation: sourceLocation)
            } else {
                #expect(row.person == nil, "seed \(seed)", sourceLocation: sourceLocation)
                let free = persons.filter { person in
                    person.mayStand(row.slot.span) && (person.pastLoad.lastEnd.map { $0 <= row.slot.start } ?? true)
                        && !rows.contains { $0.person == person.id && $0.slot.span.overlaps(row.slot.span) }
                }
                #expect(free.isEmpty, "seed \(seed): \(row.slot.start)", sourceLocation: sourceLocation)
            }
        }
        for (_, own) in Dictionary(grouping: rows.filter { $0.person != nil }, by: \.person) {
            let spans = own.map(\.slot.span).sorted { $0.lowerBound < $1.lowerBound }
            for (one, next) in zip(spans, spans.dropFirst()) {
                #expect(one.upperBound <= next.lowerBound, "seed \(seed)", sourceLocation: sourceLocation)
            }
        }
    }
}
