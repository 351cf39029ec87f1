package import SyncKit

/// Where a record is looked at, and where a new one is written.
package enum DeskPath {
    /// An incident has a page of its own beside the one of its fields.
    package static func record(_ collection: String, _ id: RecordID) -> String {
        collection == "incident" ? "/incident/\(id)" : "/record/\(collection)/\(id)"
    }

    package static func new(_ collection: String) -> String { "/new/\(collection)" }

    /// Where the act is done that a clock asks for.
    package static func act(_ collection: String, _ id: RecordID?) -> String {
        if collection == "handover" { return id.map { "/handover/\($0)" } ?? "/handover" }
        return id.map { record(collection, $0) } ?? new(collection)
    }
}
