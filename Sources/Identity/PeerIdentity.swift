/// Who a replica's verified certificate says that its holder is; whether it was revoked is asked elsewhere.
package struct PeerIdentity: Sendable, Hashable {
    package let name: ReplicaName
    /// The compressed P-256 point of 33 bytes: look the unrevoked replica up by it.
    package let publicKey: [UInt8]
    package let validity: ValidityPeriod
    /// Lower-case hexadecimal.
    package let serial: String

    package var deployment: String { name.deployment }
    package var unit: String { name.unit }
    package var replica: String { name.replica }

    /// In milliseconds since 1970.
    package var notValidBefore: Int64 { validity.notBefore }
    package var notValidAfter: Int64 { validity.notAfter }

    /// Whether it should have been renewed by `now` (milliseconds since 1970): a reason to flag it, not to refuse it.
    package func isExpired(at now: Int64) -> Bool { validity.isExpired(at: now) }
}
