package import Identity

/// A replica as the hub enrolled it. Members travel in the notices, so that every replica can check every signature
/// and a hub that was restored gets its enrolments and revocations back from its towns.
package struct Member: Hashable, Sendable {
    package var replica: ReplicaID
    package var unit: String
    package var role: WriterRole
    /// The letter that the replica's log volumes carry.
    package var label: String
    package var key: VerifyingKey
    /// Unix milliseconds.
    package var enrolledAt: Int64
    /// Unix milliseconds; nil while it is in force.
    package var revokedAt: Int64?

    package init(
        replica: ReplicaID, unit: String, role: WriterRole, label: String, key: VerifyingKey, enrolledAt: Int64,
        revokedAt: Int64? = nil
    ) {
        self.replica = replica
        self.unit = unit
        self.role = role
        self.label = label
        self.key = key
        self.enrolledAt = enrolledAt
        self.revokedAt = revokedAt
    }

    /// Whether it may author in a ledger: a unit in its own, the hub in all.
    package func mayAuthor(in ledger: LedgerID) -> Bool {
        role == .county || (ledger != .notice && ledger.unit == unit)
    }
}
