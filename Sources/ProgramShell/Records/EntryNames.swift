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
    private let byID: [RecordID: Person]
    private let channels: [RecordID: DutyChannel]
    private let labels: Mutex<[String: Named]>

    /// - Parameter collection: what is entered; the channel of documents is looked up for documents alone.
    init(unit: String, in opened: some RecordFolder, for collection: String) async throws {
        var channels: [RecordID: DutyChannel] = [:]
        if collection == "document" {
            for document in try await opened.facts("document", of: unit) {
                channels[document.id] = document.text("channel").flatMap { DutyChannel(word: $0) }
            }
        }
        self.channels = channels
        let known = try await opened.facts("person", of: unit).compactMap { Person($0) }
        persons = Dictionary(grouping: known, by: \.name).mapValues { $0.map(\.id) }
        byID = Dictionary(known.map { ($0.id, $0) }) { first, _ in first }
        var labels: [String: Named] = [:]
        for label in try await opened.store.labels(unit: unit) {
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
            }, person: { self.byID[$0] }, channel: { self.channels[$0] })
    }

    /// The record of a collection that a label stands for; a new label draws an id.
    /// - Returns: nil where the label stands for a record of another collection.
    @discardableResult
    func id(of label: String, in collection: String) -> RecordID? {
        labels.withLock { labels in
            if let known = labels[label] { return known.collection == collection ? known.record : nil }
            let drawn = RecordID.drawn()
            labels[label] = Named(record: drawn, collection: collection)
            return drawn
        }
    }
}
