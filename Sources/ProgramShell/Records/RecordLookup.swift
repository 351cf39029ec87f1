package import DutyRecords
package import SyncKit

/// Finds what a person named.
package enum RecordLookup {
    static func id(_ text: String, of unit: String?, in opened: some RecordFolder) async throws -> RecordID {
        if let id = RecordID(text) { return id }
        if let id = try await opened.store.label(unit: unit ?? opened.homeUnit, text) { return id }
        throw CommandFailure(
            .badUse, chinese: "没有编号为“\(text)”的记录。", english: "there is no record \"\(text)\"")
    }

    /// - Parameter unit: whose record is meant; nil where any unit's is.
    package static func detail(
        _ collection: String, _ id: String, of unit: String?, in opened: some RecordFolder
    ) async throws -> RecordDetail {
        let name = try CollectionName.check(collection, in: opened)
        if let unit { try await opened.check(unit: unit) }
        return try await opened.store.detail(
            collection: name, id: self.id(id, of: unit, in: opened), unit: unit, deliveredTo: opened.deliveredTo)
    }
}

/// A collection that the regulation's records know.
package enum CollectionName {
    package static func check(_ name: String, in opened: some RecordFolder) throws -> String {
        try find(name, in: opened).name
    }

    package static func find(_ name: String, in opened: some RecordFolder) throws -> Collection {
        guard let collection = opened.catalog.collection(named: name), collection.isListed else {
            let known = opened.catalog.collections.filter(\.isListed).map(\.name).sorted().joined(separator: ", ")
            throw CommandFailure(
                .badUse, chinese: "没有“\(name)”这类记录。可用的有:\(known)。",
                english: "there is no collection \"\(name)\"; known are \(known)")
        }
        return collection
    }
}

/// One line of a list for people.
enum RecordLine {
    static func text(_ view: RecordView, _ catalog: DutyCatalog) -> String {
        let shown = ["number", "occurredAt", "receivedAt", "at", "kind", "name", "matter", "summary", "text"]
            .compactMap { name in
                view.fields[name].map { value -> String in
                    if case .text(let text) = value { text } else { JSONValue(value).text }
                }
            }
        let mark = view.conflicts.isEmpty ? "" : "\t⚠ \(view.conflicts.joined(separator: ",").onOneLine)"
        let line = shown.joined(separator: " · ").onOneLine
        return "\(view.id)\t\(RecordPrinting.delivered(view, catalog))\t\(line)\(mark)"
    }
}
