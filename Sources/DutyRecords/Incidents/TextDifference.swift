/// What of a text stayed, went and came: what is common at both ends, and the two middles.
package struct TextDifference: Sendable, Hashable {
    package let start: String
    package let removed: String
    package let added: String
    package let end: String

    /// Cut between Unicode scalars, so that 𠮷 stays whole.
    package init(from before: String, to after: String) {
        let (old, new) = (Array(before.unicodeScalars), Array(after.unicodeScalars))
        var first = 0
        while first < min(old.count, new.count), old[first] == new[first] { first += 1 }
        var last = 0
        while last < min(old.count, new.count) - first, old[old.count - 1 - last] == new[new.count - 1 - last] {
            last += 1
        }
        func text(_ scalars: ArraySlice<Unicode.Scalar>) -> String { String(String.UnicodeScalarView(scalars)) }
        start = text(old[..<first])
        removed = text(old[first..<(old.count - last)])
        added = text(new[first..<(new.count - last)])
        end = text(old[(old.count - last)...])
    }
}
