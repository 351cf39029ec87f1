/// Special periods made ready for asking, in whole days; one without an end costs no more than a short one.
struct PeriodTable: Sendable {
    /// By their start.
    private let periods: [SpecialPeriod]
    /// The latest end of the periods up to and with each.
    private let latestEnd: [Instant]
    /// The days that any of them touches: stretches that neither touch nor overlap, first to last.
    private let covered: [ClosedRange<Int>]

    init(_ unordered: [SpecialPeriod]) {
        periods = unordered.filter { $0.from < $0.to }.sorted { ($0.from, $0.id) < ($1.from, $1.id) }
        var ends: [Instant] = []
        var stretches: [ClosedRange<Int>] = []
        for period in periods {
            ends.append(ends.last.map { max($0, period.to) } ?? period.to)
            let first = Self.dayNumber(period.from)
            let last = Self.dayNumber(period.to - Instant.Length(milliseconds: 1))
            if let open = stretches.last, first <= open.upperBound + 1 {
                stretches[stretches.count - 1] = open.lowerBound...max(open.upperBound, last)
            } else {
                stretches.append(first...last)
            }
        }
        latestEnd = ends
        covered = stretches
    }

    func touches(_ day: Day) -> Bool {
        if covered.isEmpty { return false }
        let next = Self.firstIndex(in: covered) { $0.lowerBound > day.number }
        return next > 0 && covered[next - 1].upperBound >= day.number
    }

    func touching(_ day: Day) -> [SpecialPeriod] {
        guard touches(day) else { return [] }
        let start = day.start
        let end = day.end
        let first = Self.firstIndex(in: latestEnd) { $0 > start }
        return periods[first...].prefix { $0.from < end }.filter { $0.to > start }
    }

    /// An endless period may be written with the last instant there is, whose day cannot be counted.
    private static func dayNumber(_ instant: Instant) -> Int {
        let bound = Instant.dayLength * 4_000_000
        return Instant(milliseconds: min(max(instant.milliseconds, -bound), bound)).day.number
    }

    /// By halving; the elements that fit stand at the end.
    private static func firstIndex<Element>(in elements: [Element], where fits: (Element) -> Bool) -> Int {
        var low = 0
        var high = elements.count
        while low < high {
            let middle = (low + high) / 2
            if fits(elements[middle]) { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
