/// Which records a list takes, in which order, and how many of them.
package struct RecordFilter: Sendable {
    package enum Order: Sendable {
        /// As they came here.
        case arrival
        case lastArrivedFirst
        /// By their collection's own time (``RecordSchema/timeField(of:)``), those of one time as they came here. What
        /// has no time comes before all that has one. Without a collection it is the order of arrival.
        case earliestFirst
        case latestFirst
    }

    package var collection: String?
    package var unit: String?
    package var onlyInConflict: Bool
    /// Only those whose present state names this record by any field, as they came here. Who asks looks at the field.
    package var naming: RecordID?
    /// Only those in whose present state this text stands, wherever it stands, as they came here: a coarse sieve that
    /// spares reading thousands of records for those of one log volume. Who asks looks at the field itself.
    package var containing: String?
    /// Whether the hub's receipts are looked up.
    package var withReceipts: Bool
    /// As the records stood at that time, in Unix milliseconds by their writers' hybrid clocks; what was entered only
    /// later is shown as it was at first.
    package var asOf: Int64?
    package var limit: Int?
    /// Only those whose own time lies at or after it, in Unix milliseconds.
    package var from: Int64?
    /// Only those whose own time lies before it, in Unix milliseconds.
    package var before: Int64?
    package var order: Order
    /// Only what follows this record in the order by time: the place of a page. The record itself may stand in any
    /// ledger that the filter takes.
    package var after: RecordID?
    /// What else has to hold; the limit counts what passed.
    package var matches: (@Sendable (RecordView) -> Bool)?

    package init(
        collection: String? = nil, unit: String? = nil, onlyInConflict: Bool = false, naming: RecordID? = nil,
        containing: String? = nil,
        withReceipts: Bool = false, asOf: Int64? = nil, limit: Int? = nil, from: Int64? = nil, before: Int64? = nil,
        order: Order = .arrival,
        after: RecordID? = nil, matches: (@Sendable (RecordView) -> Bool)? = nil
    ) {
        self.collection = collection
        self.unit = unit
        self.onlyInConflict = onlyInConflict
        self.naming = naming
        self.containing = containing
        self.withReceipts = withReceipts
        self.asOf = asOf
        self.limit = limit
        self.from = from
        self.before = before
        self.order = order
        self.after = after
        self.matches = matches
    }

    /// Whether records are left out by their own time.
    var isCut: Bool { from != nil || before != nil }

    /// Whether it takes some by what they hold, so that the index by time does not find them.
    var isSieved: Bool { onlyInConflict || naming != nil || containing != nil }

    /// How many at most; a negative limit is none.
    var most: Int { limit.map { $0 < 0 ? .max : $0 } ?? .max }

    var isByTime: Bool { order == .earliestFirst || order == .latestFirst }
}
