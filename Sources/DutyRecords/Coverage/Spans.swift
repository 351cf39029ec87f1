/// Stretches of time as sorted, separate ranges.
package struct Spans: Sendable, Hashable {
    package private(set) var ranges: [Range<Instant>] = []

    /// Joins what touches or overlaps.
    package init(_ ranges: some Sequence<Range<Instant>>) {
        for range in ranges.filter({ !$0.isEmpty }).sorted(by: { $0.lowerBound < $1.lowerBound }) {
            if let last = self.ranges.last, range.lowerBound <= last.upperBound {
                self.ranges[self.ranges.count - 1] = last.lowerBound..<max(last.upperBound, range.upperBound)
            } else {
                self.ranges.append(range)
            }
        }
    }

    /// What of a stretch they do not cover.
    package func gaps(in whole: Range<Instant>) -> [Range<Instant>] {
        var gaps: [Range<Instant>] = []
        var from = whole.lowerBound
        for range in ranges where range.upperBound > whole.lowerBound && range.lowerBound < whole.upperBound {
            if range.lowerBound > from { gaps.append(from..<range.lowerBound) }
            from = max(from, range.upperBound)
        }
        if from < whole.upperBound { gaps.append(from..<whole.upperBound) }
        return gaps
    }

    package func intersection(_ other: Spans) -> Spans {
        var common: [Range<Instant>] = []
        var (left, right) = (0, 0)
        while left < ranges.count && right < other.ranges.count {
            let (one, two) = (ranges[left], other.ranges[right])
            let from = max(one.lowerBound, two.lowerBound)
            let to = min(one.upperBound, two.upperBound)
            if from < to { common.append(from..<to) }
            if one.upperBound < two.upperBound { left += 1 } else { right += 1 }
        }
        return Spans(common)
    }

    package var minutes: Int { ranges.reduce(0) { $0 + ($1.upperBound - $1.lowerBound).minutesDown } }

    package func covers(_ range: Range<Instant>) -> Bool {
        ranges.contains { $0.lowerBound <= range.lowerBound && range.upperBound <= $0.upperBound }
    }
}

extension Range<Instant> {
    package var minutes: Int { (upperBound - lowerBound).minutesDown }
}
