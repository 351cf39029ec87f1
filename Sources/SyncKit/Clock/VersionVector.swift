/// What a replica holds of one ledger, as tips: a dot covers everything before it in its epoch and,
/// through the epoch's parents, its ancestors.
///
/// The text form is `epoch:counter`, sorted, joined by commas; empty is the empty text.
package struct VersionVector: Hashable, Sendable {
    /// Sorted; an epoch stands once.
    package private(set) var tips: [Dot]

    package init() { tips = [] }

    /// Takes dots in any order; of several of one epoch the highest counts.
    package init(_ dots: some Collection<Dot>) {
        if dots.count <= 1 {
            tips = dots.filter { $0.counter > 0 }
            return
        }
        var highest: [Epoch: UInt64] = [:]
        for dot in dots where dot.counter > highest[dot.epoch, default: 0] { highest[dot.epoch] = dot.counter }
        tips = highest.map { Dot($0.key, $0.value) }.sorted()
    }

    package init?(_ text: String) {
        var dots: [Dot] = []
        for part in text.split(separator: ",", omittingEmptySubsequences: true) {
            guard let dot = Dot(part.drop(while: { $0 == " " })) else { return nil }
            dots.append(dot)
        }
        self.init(dots)
    }

    package var isEmpty: Bool { tips.isEmpty }
}

extension VersionVector: CustomStringConvertible {
    package var description: String { tips.map(\.description).joined(separator: ",") }
}

/// What a person saw when they wrote: everything that a vector covers, and single dots beside it,
/// which are the form's own saves (after Almeida et al., Dotted Version Vectors, 2012).
package struct Context: Hashable, Sendable {
    package var vector: VersionVector
    /// Covered by themselves, without what came before them.
    package var dots: Set<Dot>

    package init(vector: VersionVector, dots: Set<Dot> = []) {
        self.vector = vector
        self.dots = dots
    }
}
