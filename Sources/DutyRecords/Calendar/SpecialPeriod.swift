/// A stretch that the county declares sensitive (Art. 13), up to but without its last instant.
package struct SpecialPeriod: Hashable, Sendable {
    package var id: String
    package var from: Instant
    package var to: Instant
    package var kind: String
    package var reason: String

    package init(id: String, from: Instant, to: Instant, kind: String, reason: String) {
        self.id = id
        self.from = from
        self.to = to
        self.kind = kind
        self.reason = reason
    }
}
