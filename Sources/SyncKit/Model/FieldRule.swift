/// How a field shows several siblings. It decides what is shown, never what is kept.
package enum FieldRule: Sendable, Equatable {
    /// Two siblings that differ are a conflict for a person.
    case oneValue
    /// The newest by hybrid time, among siblings only.
    case latest
    /// The highest in the order declared here; a value that is not in it ranks highest of all.
    case greatest([FieldValue])
    /// A set of elements: each is added and removed by itself, and an addition wins over a concurrent removal.
    case union
}
