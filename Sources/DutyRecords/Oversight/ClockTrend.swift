/// How fast a replica's clock drifts against the hub's: the straight line through what it told, by least squares.
package enum ClockTrend {
    /// What the offset grows by a day, in milliseconds; nil where it was told in less than two hours.
    /// - Parameter offsets: the hub's clock minus the replica's in milliseconds, by Unix hours.
    package static func perDay(_ offsets: [Int64: Int64]) -> Int64? {
        guard offsets.count >= 2, let first = offsets.keys.min() else { return nil }
        let count = Double(offsets.count)
        let hours = offsets.map { (x: Double($0.key - first), y: Double($0.value)) }
        let (meanX, meanY) = (hours.reduce(0) { $0 + $1.x } / count, hours.reduce(0) { $0 + $1.y } / count)
        let spread = hours.reduce(0) { $0 + ($1.x - meanX) * ($1.x - meanX) }
        guard spread > 0 else { return nil }
        let slope = hours.reduce(0) { $0 + ($1.x - meanX) * ($1.y - meanY) } / spread * 24
        // What a replica says of its clock may be any number.
        return Int64(exactly: slope.rounded()) ?? (slope > 0 ? .max : .min)
    }
}
