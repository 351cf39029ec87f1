import ProgramShell
import SyncKit
import Synchronization

/// The codes that pages have just issued, in memory alone: each is shown once, to the sign-in that asked for it, and
/// given as a file for some minutes. The store has nothing that a code could be made from.
final class IssuedCodes: Sendable {
    struct Kept: Sendable {
        let unit: String
        let unitName: String
        /// The digits in groups: secret.
        let code: String
        /// Unix milliseconds.
        let expires: Int64
    }

    enum Showing: Sendable {
        case first(Kept)
        case shownBefore(unit: String)
        case unknown
    }

    private struct Entry {
        let kept: Kept
        let owner: String
        /// Milliseconds since the boot.
        let at: Int64
        var isShown = false
    }

    /// How long the file may be fetched, in milliseconds.
    static let fileLife: Int64 = 10 * 60_000
    private static let most = 50

    private let entries = Mutex<[RecordID: Entry]>([:])
    private let turn = Turn()

    /// Issues at most one code for a form, however often it is sent.
    /// - Parameters:
    ///   - id: drawn with the form.
    ///   - owner: the token of the sign-in's forms.
    func issue(_ id: RecordID, owner: String, _ make: () async throws -> Kept) async throws {
        try await turn.take {
            guard find(id, owner) == nil else { return }
            let entry = Entry(kept: try await make(), owner: owner, at: SystemClock.monotonic())
            entries.withLock { entries in
                entries = entries.filter { entry.at - $0.value.at < Self.fileLife }
                if entries.count >= Self.most, let oldest = entries.min(by: { $0.value.at < $1.value.at }) {
                    entries[oldest.key] = nil
                }
                entries[id] = entry
            }
        }
    }

    func show(_ id: RecordID, to owner: String) -> Showing {
        entries.withLock { entries in
            guard let entry = entries[id], entry.owner == owner else { return .unknown }
            guard !entry.isShown else { return .shownBefore(unit: entry.kept.unit) }
            entries[id]?.isShown = true
            return .first(entry.kept)
        }
    }

    /// For the file; nil when its time is over.
    func find(_ id: RecordID, _ owner: String) -> Kept? {
        let now = SystemClock.monotonic()
        return entries.withLock { $0[id] }.flatMap {
            $0.owner == owner && now - $0.at < Self.fileLife ? $0.kept : nil
        }
    }
}
