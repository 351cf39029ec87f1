package import SyncKit

/// What the engine asks of the domain, answered from the descriptions of the collections.
///
/// It runs for every change of every set that arrives, so the normal case is dictionary look-ups alone.
package struct DutySchema: RecordSchema {
    package let channel: DutyChannel
    package let catalog: DutyCatalog

    package init(channel: DutyChannel, catalog: DutyCatalog = .regulation) {
        self.channel = channel
        self.catalog = catalog
    }

    package func rule(of field: String, in collection: String) -> FieldRule {
        catalog.collection(named: collection)?.field(field)?.rule ?? .oneValue
    }

    package func timeField(of collection: String) -> String? { catalog.collection(named: collection)?.timeField }

    /// As ``RecordFacts/start(_:)`` reads it: a time, or the start of a day.
    package func milliseconds(of value: FieldValue) -> Int64? {
        guard case .text(let text) = value else { return nil }
        return WrittenTime.milliseconds(text) ?? Day(text)?.start.milliseconds
    }

    package func searchText(of state: RecordState, id: RecordID, in collection: String) -> SearchText? {
        SearchedText.of(state, id: id, collection, catalog)
    }

    package var searchEdition: String { SearchedText.edition(of: catalog) }

    package func holds(_ change: RecordChange, in ledger: LedgerID.Name, by writer: WriterRole) -> HoldReason? {
        // Before all else, and in collections that this version does not know: such a body is not even stored.
        if let breach = ChannelRule.breach(of: change.writes, in: channel) { return .channel(breach) }
        guard let collection = catalog.collection(named: change.collection) else { return nil }
        guard collection.ledger == ledger else { return .ledger(collection, ledger) }
        for write in change.writes {
            guard let field = collection.field(write.field) else { continue }
            guard field.mayBeWritten(by: writer) else { return .authority(field, of: collection) }
            guard field.takes(write.operation) else { return .value(field, of: collection) }
        }
        return nil
    }
}

extension HoldReason {
    fileprivate static func channel(_ breach: ChannelRule.Breach) -> HoldReason {
        switch breach {
        case .classifiedText: HoldReason(.channel, "密件内容不得进入明件系统（第十四条），正文未保存。请在密件系统中办理。")
        case .openRecord: HoldReason(.channel, "明件不得进入密件系统（第十四条），正文未保存。请在明件系统中办理。")
        }
    }

    fileprivate static func ledger(_ collection: Collection, _ ledger: LedgerID.Name) -> HoldReason {
        let own = collection.ledger.rawValue
        return HoldReason(.schema, "“\(collection.chinese)”（\(collection.name)）不属于 \(ledger.rawValue) 账本，应在 \(own)。")
    }

    fileprivate static func authority(_ field: Field, of collection: Collection) -> HoldReason {
        let owner = field.writer == .county ? "县里" : "该单位自己"
        return HoldReason(.authority, "\(field.cited(in: collection))只能由\(owner)填写。")
    }

    fileprivate static func value(_ field: Field, of collection: Collection) -> HoldReason {
        HoldReason(.schema, "\(field.cited(in: collection))的值类型不对，或远超长度。")
    }
}

extension Field {
    fileprivate func cited(in collection: Collection) -> String {
        "“\(collection.chinese)”的“\(chinese)”（\(collection.name).\(name)）"
    }
}
