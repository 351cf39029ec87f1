/// What the author of a change had seen, as a test on dots.
enum Sight {
    /// Of a set that is being written here: its context, or all that is applied here.
    static func of(_ context: Context?, in ancestry: Ancestry) -> (Dot) -> Bool {
        guard let context else { return { _ in true } }
        return { context.dots.contains($0) || ancestry.covers(context.vector, $0) }
    }

    /// Of a change in a logged set: its context, or else all that its author's replica had applied, which is the
    /// set's clock, its own chain before it, and what that chain continues.
    static func of(
        _ change: RecordChange, dot: Dot, clock: VersionVector, parents: [Dot], in ancestry: Ancestry
    ) -> (Dot) -> Bool {
        if let context = change.context { return of(context, in: ancestry) }
        let before = VersionVector(parents)
        return { other in
            other.epoch == dot.epoch
                ? other.counter < dot.counter
                : ancestry.covers(clock, other) || ancestry.covers(before, other)
        }
    }
}
