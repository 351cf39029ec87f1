import DutyRecords
import ProgramShell
import SyncKit
import Synchronization

/// What each person did last to the roster, so that it can be taken back. A restart forgets it; the records' own history
/// stays.
final class RosterUndos: Sendable {
    struct Done: Sendable {
        let id: String
        let person: RecordID
        let changes: [RosterChange]
        let month: Month
        /// What was done, in both languages.
        let chinese: String
        let english: String
    }

    private static let most = 200

    private let kept = Mutex<[Done]>([])

    /// - Returns: under what it is found again.
    func keep(
        _ changes: [RosterChange], by person: RecordID, month: Month, _ what: (chinese: String, english: String)
    ) -> String {
        let id = RecordID.drawn().description
        kept.withLock { kept in
            kept.append(
                Done(
                    id: id, person: person, changes: changes, month: month, chinese: what.chinese, english: what.english
                ))
            if kept.count > Self.most { kept.removeFirst() }
        }
        return id
    }

    func find(_ id: String, of person: RecordID) -> Done? {
        kept.withLock { $0.first { $0.id == id && $0.person == person } }
    }
}
