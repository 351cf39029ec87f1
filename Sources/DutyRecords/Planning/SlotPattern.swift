/// How a unit cuts its days into shifts.
package struct SlotPattern: Hashable, Sendable {
    package struct Shift: Hashable, Sendable {
        /// After midnight, in Asia/Shanghai.
        package let begins: Instant.Length
        package let length: Instant.Length
        package let persons: Int
        /// The weekdays on which it begins: 1 is Monday.
        package let weekdays: Set<Int>
        /// The kinds of day on which it begins.
        package let kinds: Set<PlanSlot.Kind>

        package init(
            begins: Instant.Length, length: Instant.Length, persons: Int = 1, weekdays: Set<Int> = Set(1...7),
            kinds: Set<PlanSlot.Kind> = Set(PlanSlot.Kind.allCases)
        ) {
            self.begins = begins
            self.length = max(length, .minutes(1))
            self.persons = max(persons, 0)
            self.weekdays = weekdays
            self.kinds = kinds
        }

        /// By the clock, `08:30` as hours and minutes; an end at or before the start is on the next day.
        package init(
            _ begins: (hour: Int, minute: Int), to ends: (hour: Int, minute: Int), persons: Int = 1,
            weekdays: Set<Int> = Set(1...7), kinds: Set<PlanSlot.Kind> = Set(PlanSlot.Kind.allCases)
        ) {
            let from = begins.hour * 60 + begins.minute
            let to = ends.hour * 60 + ends.minute
            self.init(
                begins: .minutes(from), length: .minutes(to > from ? to - from : to - from + 1440), persons: persons,
                weekdays: weekdays, kinds: kinds)
        }
    }

    package let shifts: [Shift]

    package init(_ shifts: [Shift]) { self.shifts = shifts }

    /// One shift of 24 hours from 08:30 (闽江学院's list of 2017-01, and most others).
    package static func daily(persons: Int = 1) -> SlotPattern {
        SlotPattern([Shift((8, 30), to: (8, 30), persons: persons)])
    }

    /// A week each, changing on Monday at 08:30 (大姚县委办).
    package static func weekly(persons: Int = 1) -> SlotPattern {
        SlotPattern([Shift(begins: .minutes(510), length: .days(7), persons: persons, weekdays: [1])])
    }

    /// One set of shifts for workdays and one for all other days.
    package static func workdays(_ shifts: [Shift], others: [Shift]) -> SlotPattern {
        func only(_ kinds: Set<PlanSlot.Kind>) -> (Shift) -> Shift {
            { shift in
                Shift(
                    begins: shift.begins, length: shift.length, persons: shift.persons, weekdays: shift.weekdays,
                    kinds: kinds)
            }
        }
        return SlotPattern(shifts.map(only([.workday])) + others.map(only([.weekend, .holiday, .eve])))
    }

    /// Nights from the end of office hours on workdays, whole days on all others.
    package static func nights(persons: Int = 1) -> SlotPattern {
        .workdays(
            [Shift((17, 0), to: (8, 30), persons: persons)], others: [Shift((8, 30), to: (8, 30), persons: persons)])
    }

    /// How most of some shifts are cut; nil where there are none.
    package static func usual(of spans: some Sequence<Range<Instant>>) -> (begins: Int, length: Int)? {
        let counts = Dictionary(grouping: spans) { [$0.lowerBound.minuteOfDay, $0.minutes] }.mapValues(\.count)
        let most = counts.max { ($0.value, $1.key[0], $1.key[1]) < ($1.value, $0.key[0], $0.key[1]) }
        return most.map { (begins: $0.key[0], length: $0.key[1]) }
    }

    /// The slots that begin on some days, by their start; the last ones may end after the days do.
    /// - Parameter kind: nil for a day that the calendar does not know; it counts by its weekday.
    package func slots(_ days: Range<Day>, kind: (Day) -> PlanSlot.Kind?) -> [PlanSlot] {
        var slots: [PlanSlot] = []
        for number in days.lowerBound.number..<days.upperBound.number {
            let day = Day(number: number)
            let own = kind(day) ?? .byWeekday(of: day)
            for shift in shifts where shift.weekdays.contains(day.weekday) && shift.kinds.contains(own) {
                let start = day.start + shift.begins
                for seat in 0..<shift.persons {
                    slots.append(PlanSlot(start..<(start + shift.length), seat: seat, kind: kind))
                }
            }
        }
        // Shifts of one day may be listed in any order.
        return slots.enumerated().sorted { ($0.element.start, $0.offset) < ($1.element.start, $1.offset) }
            .map(\.element)
    }
}
