extension TypedMoment {
    /// A month: `2026-11`, `202611`, `11月`, `本月`. Without a year it is the nearest of that name.
    package static func month(_ typed: String, now: Instant) throws(Fault) -> Month {
        guard typed.utf8.count <= 60 else { throw .unreadable }
        let present = Month(of: now.day)
        let plain = typed.lowercased().filter { !$0.isWhitespace && $0 != "个" }
        if let offset = monthWords[plain] {
            return offset == 0 ? present : offset > 0 ? present.next : present.previous
        }
        var text = TypedDigits.folded(typed)
        if text.last == "-" { text.removeLast() }
        let parts = text.split(omittingEmptySubsequences: false) { "-/.".contains($0) }.map(String.init)
        let numbers = parts.compactMap { TypedDigits.number($0) }
        guard numbers.count == parts.count else { throw .unreadable }
        switch (parts.map(\.utf8.count), numbers) {
        case ([6], let found): return try there(found[0] / 100, found[0] % 100)
        case ([4, 1], let found), ([4, 2], let found): return try there(found[0], found[1])
        case ([1], let found), ([2], let found): return try near(found[0], present)
        default: throw .unreadable
        }
    }

    private static let monthWords = [
        "本月": 0, "这月": 0, "当月": 0, "thismonth": 0, "下月": 1, "nextmonth": 1, "上月": -1, "lastmonth": -1,
        "previousmonth": -1,
    ]

    private static func there(_ year: Int, _ number: Int) throws(Fault) -> Month {
        guard year >= 1900, let first = Day(year, number, 1) else { throw .notThere }
        return Month(of: first)
    }

    /// The one as far ahead as behind is nobody's guess.
    private static func near(_ number: Int, _ present: Month) throws(Fault) -> Month {
        guard (1...12).contains(number) else { throw .notThere }
        let ahead = (number - present.number + 12) % 12
        guard ahead != 6 else { throw .yearOpen }
        let year = present.year + (ahead < 6 ? (number < present.number ? 1 : 0) : (number > present.number ? -1 : 0))
        return try there(year, number)
    }

    /// A time of the day alone, in minutes from its start: `0830`, `8:30`, `8点半`. 24:00 is the end of the day, 1440.
    package static func clock(_ typed: String) throws(Fault) -> Int {
        guard typed.utf8.count <= 60 else { throw .unreadable }
        let clock = try TypedClock.read(TypedDigits.folded(typed))
        guard clock.seconds == nil else { throw .unreadable }
        return clock.minutes
    }
}

/// The days that a list is cut to, both included; either end may be open.
package struct DayCut: Sendable, Hashable {
    package let from: Day?
    package let to: Day?

    package init(from: Day?, to: Day?) {
        self.from = from
        self.to = to
    }

    /// Whether it ends before it begins, so that nothing can lie in it.
    package var isBackwards: Bool {
        if let from, let to { from > to } else { false }
    }

    /// How many days it holds; nil where an end is open.
    package var count: Int? {
        guard let from, let to, from <= to else { return nil }
        return to.since(from) + 1
    }

    /// As many days just before it, or after it; nil where an end is open.
    package func moved(by times: Int) -> DayCut? {
        guard let count, let from, let to else { return nil }
        return DayCut(from: from + count * times, to: to + count * times)
    }
}
