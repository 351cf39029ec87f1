/// What of a record can be found.
package struct SearchText: Sendable, Equatable {
    /// Found by any part of them.
    package var texts: [String] = []
    /// Found whole: the ids of records that it names.
    package var keys: [String] = []

    package init(texts: [String] = [], keys: [String] = []) {
        self.texts = texts
        self.keys = keys
    }
}

/// What is looked for in the texts of records.
package struct TextQuery: Sendable {
    package enum Term: Sendable, Hashable {
        /// Stands somewhere in one text, whatever its length and its signs.
        case phrase(String)
        case key(String)
    }

    /// One of each has to be found.
    package var all: [[Term]]
    package var collection: String?
    /// Whose; the deployment's notices are everybody's. nil for all.
    package var unit: String?
    /// Only records whose own time lies at or after it, in Unix milliseconds.
    package var from: Int64?
    package var before: Int64?
    package var limit: Int
    package var offset: Int

    package init(
        all: [[Term]], collection: String? = nil, unit: String? = nil, from: Int64? = nil, before: Int64? = nil,
        limit: Int = 50, offset: Int = 0
    ) {
        self.all = all
        self.collection = collection
        self.unit = unit
        self.from = from
        self.before = before
        self.limit = limit
        self.offset = offset
    }
}

/// What was found: the latest first, by the records' own times.
package struct TextResults: Sendable {
    /// Of all that was found, whatever the limit.
    package let total: Int
    package let records: [RecordView]
}
