/// A distribution of seats while it is made: seats in the order of time, persons in the order of ids.
struct Seating {
    struct Seat {
        let slot: PlanSlot
        /// Its index among the slots as they were given.
        let place: Int
        let start: Int64
        let end: Int64
        /// In points.
        let weight: Int
        /// The number of its weekend, holiday or 除夕: days in a row are one.
        let occasion: Int
    }

    static let nobody = -1

    let seats: [Seat]
    let persons: [PlanPerson]
    let rest: RestSteps
    /// Gaps below it crowd, in milliseconds.
    let comfort: Int64
    /// By person, then seat: on strength and not away.
    private(set) var may: [Bool]
    /// The person of each seat.
    private(set) var holder: [Int]
    /// The seats of each person, sorted, which is by time.
    private(set) var held: [[Int]]
    /// Seats that stay as they are.
    var isLocked: [Bool]
    /// Points of each person, the past counted.
    private(set) var points: [Int]
    private(set) var strain: [Strain]
    private let pastEnd: [Int64]
    private let pastTurns: [Turns]

    init(_ slots: [PlanSlot], persons all: [PlanPerson], weights: LoadWeights, rest due: Instant.Length) {
        var known: Set<String> = []
        let persons = all.sorted { $0.id < $1.id }.filter { known.insert($0.id).inserted }
        let seats = Self.seats(slots, weights)
        self.persons = persons
        self.seats = seats
        rest = RestSteps(due)
        may = persons.flatMap { person in seats.map { person.mayStand($0.slot.span) } }
        holder = Array(repeating: Self.nobody, count: seats.count)
        held = Array(repeating: [], count: persons.count)
        isLocked = Array(repeating: false, count: seats.count)
        points = persons.map { $0.pastLoad.cost(weights) }
        strain = Array(repeating: .none, count: persons.count)
        pastEnd = persons.map { $0.pastLoad.lastEnd?.milliseconds ?? .min / 2 }
        pastTurns = Self.turns(persons)
        let whole = (seats.last?.start ?? 0) - (seats.first?.start ?? 0)
        comfort = seats.isEmpty ? 0 : whole / Int64(seats.count) * Int64(persons.count) / 2
        for person in persons.indices { strain[person] = burden(person) ?? .none }
    }

    /// Of the whole distribution.
    var total: Strain {
        persons.indices.reduce(.none) { sum, person in
            var next = sum + strain[person]
            next.unevenness += points[person] * points[person]
            return next
        }
    }

    func mayStand(_ person: Int, _ seat: Int) -> Bool { may[person * seats.count + seat] }

    /// Somebody is busy with something that is no slot, or reaches beyond those that lie in it.
    mutating func block(_ person: Int, _ span: Range<Instant>, except inside: [Int]) {
        for seat in seats.indices where seats[seat].slot.span.overlaps(span) && !inside.contains(seat) {
            may[person * seats.count + seat] = false
        }
    }

    mutating func give(_ seat: Int, to person: Int) {
        holder[seat] = person
        let place = held[person].firstIndex { $0 > seat } ?? held[person].count
        held[person].insert(seat, at: place)
        points[person] += seats[seat].weight
        strain[person] = burden(person) ?? .none
    }

    mutating func take(_ seat: Int) {
        let person = holder[seat]
        guard person != Self.nobody else { return }
        holder[seat] = Self.nobody
        held[person].removeAll { $0 == seat }
        points[person] -= seats[seat].weight
        strain[person] = burden(person) ?? .none
    }

    /// The strain of one person's duties with a seat less or more, without the evenness of points; nil where the seat
    /// overlaps another duty.
    func burden(_ person: Int, without: Int = nobody, with added: Int = nobody) -> Strain? {
        var walk = Walk(from: pastEnd[person], pastTurns[person])
        var isPending = added != Self.nobody
        for number in held[person] where number != without {
            if isPending && added < number {
                guard walk.reach(seats[added], isNew: true, self) else { return nil }
                isPending = false
            }
            guard walk.reach(seats[number], isNew: false, self) else { return nil }
        }
        if isPending { guard walk.reach(seats[added], isNew: true, self) else { return nil } }
        return walk.strain
    }

    /// The strain of a person who has other seats from here on; nil where two of them overlap.
    func burden(_ person: Int, before cut: Int, then rest: some Sequence<Int>) -> Strain? {
        var walk = Walk(from: pastEnd[person], pastTurns[person])
        for number in held[person] {
            if number >= cut { break }
            guard walk.reach(seats[number], isNew: false, self) else { return nil }
        }
        for number in rest { guard walk.reach(seats[number], isNew: true, self) else { return nil } }
        return walk.strain
    }

    /// The seats of one person that overlap another seat.
    func conflicts(_ person: Int, _ seat: Int) -> [Int] {
        held[person].filter { seats[$0].start < seats[seat].end && seats[seat].start < seats[$0].end }
    }

    private static func seats(_ slots: [PlanSlot], _ weights: LoadWeights) -> [Seat] {
        let order = slots.indices.sorted { left, right in
            (slots[left].start, slots[left].end, left) < (slots[right].start, slots[right].end, right)
        }
        var latest: [PlanSlot.Kind: (day: Day, number: Int)] = [:]
        return order.map { place in
            let slot = slots[place]
            let day = slot.start.day
            var occasion = 0
            if let before = latest[slot.kind] {
                occasion = day.since(before.day) <= 1 ? before.number : before.number + 1
            }
            latest[slot.kind] = (day, occasion)
            return Seat(
                slot: slot, place: place, start: slot.start.milliseconds, end: slot.end.milliseconds,
                weight: slot.load.cost(weights), occasion: occasion)
        }
    }

    /// One person's duties in the order of time.
    private struct Walk {
        var strain = Strain.none
        private var turns: Turns
        private var latestEnd: Int64
        private var newEnd = Int64.min

        init(from end: Int64, _ turns: Turns) {
            latestEnd = end
            self.turns = turns
        }

        /// False where a new seat overlaps another; what stands already may, as the past did.
        mutating func reach(_ seat: Seat, isNew: Bool, _ seating: borrowing Seating) -> Bool {
            let gap = seat.start - latestEnd
            if gap < 0 && (isNew || newEnd > seat.start) { return false }
            if isNew { newEnd = seat.end }
            strain.rest += seating.rest.price(gap)
            if gap < seating.comfort { strain.crowding += Int((seating.comfort - gap) / 3_600_000) }
            let kind = seat.slot.kind
            if kind != .workday {
                if seat.occasion - turns[kind] <= 1 { strain.unevenness += seat.weight * seat.weight }
                turns[kind] = seat.occasion
            }
            latestEnd = max(latestEnd, seat.end)
            return true
        }
    }

    /// Whoever stood the last weekend, holiday or 除夕 before the plan: within three, eight and two days of anybody's.
    private static func turns(_ persons: [PlanPerson]) -> [Turns] {
        func latest(_ last: KeyPath<DutyLoad, Instant?>) -> Instant? {
            persons.compactMap { $0.pastLoad[keyPath: last] }.max()
        }
        let kinds: [(PlanSlot.Kind, Instant?, KeyPath<DutyLoad, Instant?>, Int)] = [
            (.weekend, latest(\.lastWeekend), \.lastWeekend, 3), (.holiday, latest(\.lastHoliday), \.lastHoliday, 8),
            (.eve, latest(\.lastEve), \.lastEve, 2),
        ]
        return persons.map { person in
            var turns = Turns()
            for (kind, latest, last, days) in kinds {
                if let latest, let own = person.pastLoad[keyPath: last], latest - own < .days(days) { turns[kind] = -1 }
            }
            return turns
        }
    }
}
