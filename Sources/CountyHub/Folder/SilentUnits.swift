import DutyRecords
import Synchronization

/// Which units are silent, as the watch last saw it: what the desk's bell asks every few seconds.
final class SilentUnits: Sendable {
    private let found = Mutex<[Silence.Unit]>([])

    var all: [Silence.Unit] { found.withLock { $0 } }

    func set(_ units: [Silence.Unit]) { found.withLock { $0 = units } }
}
