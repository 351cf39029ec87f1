import Foundation

/// How long sets took from their commit to the hub's acknowledgement: counts in buckets whose upper edges grow by the
/// fourth root of two, so that a percentile, told by its bucket's edge, is at most a fifth too high and never too low.
package struct LagHistogram: Hashable, Sendable {
    /// By bucket.
    package private(set) var sets: [Int: Int64] = [:]

    /// The last bucket takes whatever took longer: half a year.
    package static let bucketMax = 136

    package init() {}

    package init(sets: [Int: Int64]) { self.sets = sets }

    package var total: Int64 { sets.values.reduce(0, +) }

    /// - Parameter lag: in milliseconds; less than nothing, by clocks that differ, is nothing.
    package mutating func count(_ lag: Int64) { add(1, in: Self.bucket(of: lag)) }

    package mutating func add(_ count: Int64, in bucket: Int) { sets[bucket, default: 0] += count }

    package mutating func merge(_ other: LagHistogram) { sets.merge(other.sets) { $0 + $1 } }

    /// The bucket whose upper edge is the first that is not below it.
    package static func bucket(of lag: Int64) -> Int {
        guard lag > 1 else { return 0 }
        var bucket = min(bucketMax, Int((4 * log2(Double(lag))).rounded(.up)))
        // Rounding must not let a lag exceed its edge.
        while bucket < bucketMax, edge(bucket) < lag { bucket += 1 }
        return bucket
    }

    /// Its upper edge, in milliseconds.
    package static func edge(_ bucket: Int) -> Int64 { Int64(exp2(Double(bucket) / 4).rounded(.up)) }

    /// What a share of the sets took at the most, in milliseconds; nil where none is counted.
    /// - Parameter share: above 0, at most 1.
    package func percentile(_ share: Double) -> Int64? {
        let total = total
        guard total > 0 else { return nil }
        let wanted = max(1, Int64((Double(total) * share).rounded(.up)))
        var seen: Int64 = 0
        for bucket in sets.keys.sorted() {
            seen += sets[bucket] ?? 0
            if seen >= wanted { return Self.edge(bucket) }
        }
        return nil
    }
}
