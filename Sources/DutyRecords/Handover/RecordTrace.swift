import SyncKit

/// A call, log entry or inquiry that was written, as far as later pages ask for it: whole while it waits for somebody,
/// else when it was written and, of a call, with whom somebody spoke. Those of years fit into memory.
package struct RecordTrace: Sendable {
    /// Of these a room writes dozens a day, and nearly all are at their end when they are saved.
    package static let collections: Set<String> = ["phone-record", "log-entry", "first-inquiry"]

    private indirect enum Kept: Sendable {
        case open(RecordFacts)
        case spoken(Spoken)
        case done(RecordID)
        /// Struck through: it counts for nothing.
        case voided
    }

    /// What may answer a missed call.
    private struct Spoken: Sendable {
        let id: RecordID
        let unit: String
        let number: String?
        let at: Instant
        let callBackOf: RecordID?
    }

    private let kept: Kept

    package init(_ record: RecordFacts, in collection: String) {
        if record.isVoided {
            kept = .voided
        } else if OpenWork.isOpen(record, in: collection) {
            kept = .open(record)
        } else if collection == "phone-record", !record.flag("missed"),
            record.has("callerPhone") || record.has("callBackOf")
        {
            kept = .spoken(
                Spoken(
                    id: record.id, unit: record.unit, number: record.text("callerPhone"),
                    at: record.time("receivedAt") ?? record.enteredAt, callBackOf: record.reference("callBackOf")))
        } else {
            kept = .done(record.id)
        }
    }

    /// nil for one that counts for nothing.
    private var id: RecordID? {
        switch kept {
        case .open(let record): record.id
        case .spoken(let call): call.id
        case .done(let id): id
        case .voided: nil
        }
    }

    var enteredAt: Instant? { id.map { RecordFacts(id: $0, unit: "", fields: [:]).enteredAt } }

    var open: RecordFacts? { if case .open(let record) = kept { record } else { nil } }

    /// A call in which somebody was spoken to since a moment, with that alone of it.
    func call(since moment: Instant) -> RecordFacts? {
        guard case .spoken(let call) = kept, call.at >= moment || call.callBackOf != nil else { return nil }
        var fields: [String: FieldValue] = ["receivedAt": .text(call.at.description)]
        if let number = call.number { fields["callerPhone"] = .text(number) }
        if let missed = call.callBackOf { fields["callBackOf"] = .text(missed.description) }
        return RecordFacts(id: call.id, unit: call.unit, fields: fields)
    }
}

/// What a room's traces tell a handover: what waits for somebody, and how much was written since when.
package struct RoomTraffic: Sendable {
    /// By collection: those that wait for somebody, and the calls that may have answered a missed one.
    let records: [String: [RecordFacts]]
    /// By collection, ascending.
    private let entered: [String: [Instant]]

    package init(_ traces: [String: [RecordTrace]]) {
        records = traces.mapValues { traces in
            let open = traces.compactMap(\.open)
            let missed = open.filter { $0.flag("missed") }.map { $0.time("receivedAt") ?? $0.enteredAt }
            return open + (missed.min().map { first in traces.compactMap { $0.call(since: first) } } ?? [])
        }
        entered = traces.mapValues { $0.compactMap(\.enteredAt).sorted() }
    }

    /// How many of a collection were written after a moment; nil where it is not traced.
    func count(_ collection: String, after moment: Instant) -> Int? {
        entered[collection].map { times in times.reversed().prefix { $0 > moment }.count }
    }
}
