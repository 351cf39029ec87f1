import Identity
import SyncKit
import Synchronization

/// The certificate that each replica showed last, since this program started: the hub keeps no copies of what it
/// issued, and a replica draws a new one by itself.
final class ShownCertificates: Sendable {
    private let shown = Mutex<[ReplicaID: [UInt8]]>([:])

    /// - Parameter der: of a certificate that was verified, of a replica that is enrolled.
    func note(_ der: [UInt8], of replica: ReplicaID) { shown.withLock { $0[replica] = der } }

    /// Of every replica that has shown one.
    var fingerprints: [ReplicaID: String] {
        shown.withLock { $0 }.mapValues { CertificateFingerprint.text(der: $0) }
    }
}
