/// A record as lists show it.
package struct RecordView: Sendable {
    package let ledger: LedgerID
    package let collection: String
    package let id: RecordID
    package let state: RecordState
    /// What each field shows, by its rule; absent values are left out.
    package let fields: [String: FieldValue]
    /// Fields with siblings that differ.
    package let conflicts: [String]
    /// Whether the other side's last durable vector covers every set of it.
    package let isAtHub: Bool
    /// The other side that this speaks of; nil where none was asked, as at the hub, which has what it has.
    package let peer: ReplicaID?
    /// When the hub had its first set, by its receipt, in Unix milliseconds; nil while there is none, and where it was
    /// not asked for.
    package let receivedAt: Int64?
}

/// Who wrote what in a set.
package struct Authorship: Sendable, Hashable {
    package let dot: Dot
    /// Unix milliseconds by the hybrid clock of the author's replica.
    package let at: Int64
    package let author: String
    package let replica: ReplicaID
    /// When the hub had it, by its receipt; nil while there is none.
    package let receivedAt: Int64?

    package init(dot: Dot, at: Int64, author: String, replica: ReplicaID, receivedAt: Int64?) {
        self.dot = dot
        self.at = at
        self.author = author
        self.replica = replica
        self.receivedAt = receivedAt
    }
}

/// A record with all that stands behind what it shows.
package struct RecordDetail: Sendable {
    package let view: RecordView
    /// The vector to pass as the context of an edit: all that is applied here.
    package let seen: VersionVector
    package let authors: [Dot: Authorship]
    package let history: [HistoryEntry]
}

/// A record as it stood once a set had touched it.
package struct RecordVersion: Sendable {
    package let authorship: Authorship
    /// What each field showed, by its rule; absent values are left out.
    package let fields: [String: FieldValue]

    package init(authorship: Authorship, fields: [String: FieldValue]) {
        self.authorship = authorship
        self.fields = fields
    }
}

/// One set's part in a record's history.
package struct HistoryEntry: Sendable {
    package let authorship: Authorship
    package let writes: [FieldWrite]
    /// The dots of the siblings that it took away.
    package let removed: [Dot]
    /// Which earlier sets of this record its author had before him.
    package let seen: Set<Dot>
    package let isHeld: Bool
}

/// A set without effect.
package struct HeldSet: Sendable {
    package let ledger: LedgerID
    package let dot: Dot
    package let reason: HoldReason
    /// Unix milliseconds.
    package let since: Int64
}
