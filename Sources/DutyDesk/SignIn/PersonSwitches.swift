import ProgramShell
import SyncKit
import Synchronization

/// A successor who signed at this desk with his password a moment ago may take the desk without typing it again.
final class PersonSwitches: Sendable {
    struct Offer: Sendable {
        let handover: RecordID
        let person: RecordID
        /// The account's password hash then.
        let proof: String
        /// Milliseconds since the boot.
        let at: Int64
    }

    private static let lifetime: Int64 = 10 * 60_000
    /// By the session that it was signed in.
    private let offers = Mutex<[String: Offer]>([:])

    func offer(_ offer: Offer, to token: String) {
        offers.withLock { offers in
            offers = offers.filter { offer.at - $0.value.at <= Self.lifetime }
            offers[token] = offer
        }
    }

    func find(_ token: String, _ handover: RecordID, now: Int64) -> Offer? {
        offers.withLock { $0[token] }.flatMap { $0.handover == handover && now - $0.at <= Self.lifetime ? $0 : nil }
    }

    func take(_ token: String) { offers.withLock { $0[token] = nil } }
}
