import DutyRecords
import Foundation
import SyncKit
import Synchronization

/// The names by which an entry may mean a person or a record of its unit. A label of this input stands for a record
/// from the line that names it on.
final class EntryNames: Sendable {
    private struct Named {
        let record: RecordID
        let collection: String
    }

    private let persons: [String: [RecordID]]
    private let labels: Mutex<[String: Named]>

    init(unit: String, store: LedgerStore) async throws {
        var persons: [String: [RecordID]] = [:]
        for view in try await store.records(RecordFilter(collection: "person", unit: unit), deliveredTo: nil) {
            if case .text(let name)? = view.fields["name"] { persons[name, default: []].append(view.id) }
        }
        self.persons = persons
        var labels: [String: Named] = [:]
        for label in try await store.labels(unit: unit) {
            labels[label.text] = Named(record: label.record, collection: label.collection)
        }
        self.labels = Mutex(labels)
    }

    var lookup: EntryLookup {
        EntryLookup(
            persons: { self.persons[$0] ?? [] },
            label: { label, collection in
                self.labels.withLock { labels in labels[label].flatMap { $0.collection == collection ? $0.record : nil }
                }
            })
    }

    /// The record of a collection that a label stands for; a new label draws an id.
    /// - Returns: nil where the label stands for a record of another collection.
    @discardableResult
    func id(of label: String, in collection: String) -> RecordID? {
        labels.withLock { labels in
            if let known = labels[label] { return known.collection == collection ? known.record : nil }
            var random = SystemRandomNumberGenerator()
            let drawn = RecordID(milliseconds: SystemClock.wall(), using: &random)
            labels[label] = Named(record: drawn, collection: collection)
            return drawn
        }
    }
}
