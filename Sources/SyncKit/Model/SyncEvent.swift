/// Something about the stores themselves that an administrator has to know, shown until it is confirmed.
package struct SyncEvent: Hashable, Sendable {
    package enum Kind: String, Sendable, CaseIterable {
        case copied
        case rolledBack = "rolled-back"
        case hubRestored = "hub-restored"
        case refilled
        case forkRefused = "fork-refused"
        case revoked
        case refusedConnection = "refused-connection"
        case certificateExpired = "certificate-expired"
        case clockWrong = "clock-wrong"
        case diskFull = "disk-full"
        case unitSilent = "unit-silent"
    }

    package var id: Int64
    /// Unix milliseconds.
    package var at: Int64
    package var kind: Kind
    package var unit: String
    package var replica: ReplicaID?
    package var text: String
    package var confirmedAt: Int64?

    package init(
        id: Int64, at: Int64, kind: Kind, unit: String, replica: ReplicaID?, text: String, confirmedAt: Int64?
    ) {
        self.id = id
        self.at = at
        self.kind = kind
        self.unit = unit
        self.replica = replica
        self.text = text
        self.confirmedAt = confirmedAt
    }
}
