package import SyncKit

/// What the engine asks of the domain, answered from the descriptions of the collections.
package struct DutySchema: RecordSchema {
    package let channel: DutyChannel

    package init(channel: DutyChannel) { self.channel = channel }

    package static let collections: [Collection] = [
        .logEntry, .phoneRecord, .firstInquiry, .handover, .task, .zeroReport, .absence, .incident, .report,
        .timelineEntry, .instruction, .unit, .contact, .person, .calendarDay, .specialPeriod,
    ]

    private static let byName = Dictionary(uniqueKeysWithValues: collections.map { ($0.name, $0) })

    package static func collection(named name: String) -> Collection? { byName[name] }

    package func rule(of field: String, in collection: String) -> FieldRule {
        Self.byName[collection]?.byName[field]?.rule ?? .oneValue
    }

    package func holds(_ change: RecordChange, in ledger: LedgerID.Name, by writer: WriterRole) -> HoldReason? {
        // What a newer version knows is stored raw and passed on.
        guard let collection = Self.byName[change.collection] else { return nil }
        guard collection.ledger == ledger else {
            return HoldReason(.schema, "\(collection.name) does not belong into the \(ledger.rawValue) ledger")
        }
        for write in change.writes {
            if write.field == "channel", case .set(.text(let value)) = write.operation, value != channel.rawValue,
                DutyChannel(rawValue: value) != nil {
                return HoldReason(.channel, "第十四条: \(value) in a \(channel.rawValue) deployment")
            }
            guard let field = collection.byName[write.field] else { continue }
            guard field.mayBeWritten(by: writer) else {
                return HoldReason(.authority, "\(collection.name).\(field.name) is not written by the \(writer == .unit ? "unit" : "county")")
            }
            for value in write.values where !field.takes(value) {
                return HoldReason(.schema, "\(collection.name).\(field.name) cannot hold what was written")
            }
        }
        return nil
    }
}

extension Field {
    func mayBeWritten(by role: WriterRole) -> Bool {
        switch writer {
        case .either: true
        case .unit: role != .county
        case .county: role != .unit
        }
    }

    /// Whether a value that arrived can stand in this field: its type, and twice its bound.
    /// Entry is stricter; what a later version allows more loosely still gets through here.
    func takes(_ value: FieldValue) -> Bool {
        switch (kind, value) {
        case (_, .absent), (_, .unknown): true
        case (.text(let most), .text(let text)), (.texts(let most), .text(let text)),
            (.items(let most), .text(let text)):
            text.utf8.count <= most || text.unicodeScalars.count <= most * 2
        case (.integer, .integer), (.boolean, .boolean): true
        case (.time, .text(let text)), (.date, .text(let text)): text.utf8.count <= 64
        case (.choice, .text(let text)), (.person, .text(let text)), (.reference, .text(let text)):
            text.utf8.count <= 400
        case (.texts, .list), (.items, .list): true
        default: false
        }
    }
}

extension FieldWrite {
    var values: [FieldValue] {
        switch operation {
        case .set(let value): [value]
        case .elements(let add, _): add
        case .unknown: []
        }
    }
}
