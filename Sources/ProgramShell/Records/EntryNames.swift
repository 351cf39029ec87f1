import DutyRecords
import Foundation
import SyncKit
import Synchronization

/// The names by which an entry may mean a person or a record of its unit. A label of this input stands for a record
/// from the line that names it on.
final class EntryNames: Sendable {
    private let persons: [String: [RecordID]]
    private let labels: Mutex<[String: RecordID]>

    init(unit: String, store: LedgerStore) async throws {
        var persons: [String: [RecordID]] = [:]
        for view in try await store.records(RecordFilter(collection: "person", unit: unit), deliveredTo: nil) {
            if case .text(let name)? = view.fields["name"] { persons[name, default: []].append(view.id) }
        }
        self.persons = persons
        labels = Mutex(try await store.labels(unit: unit))
    }

    var lookup: EntryLookup {
        EntryLookup(persons: { self.persons[$0] ?? [] }, label: { label in self.labels.withLock { $0[label] } })
    }

    /// Draws the id of a label that is new.
    func expect(_ label: String) {
        labels.withLock { labels in
            guard labels[label] == nil else { return }
            var random = SystemRandomNumberGenerator()
            labels[label] = RecordID(milliseconds: SystemClock.wall(), using: &random)
        }
    }

    func id(of label: String) -> RecordID {
        expect(label)
        return labels.withLock { $0[label]! }
    }
}
