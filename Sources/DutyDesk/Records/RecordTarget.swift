import DutyRecords
import Hummingbird
import ProgramShell

/// The record that an address names: `/record/COLLECTION/ID`, at the hub with `?unit=` where another unit's is meant.
struct RecordTarget: Sendable {
    let collection: String
    let id: String
    let unit: String?

    init(collection: String, id: String, unit: String? = nil) {
        (self.collection, self.id, self.unit) = (collection, id, unit)
    }

    init(_ request: Request, _ context: PageContext, in room: some DeskRoom) throws {
        self.init(
            collection: try CollectionName.check(try context.parameters.require("collection"), in: room),
            id: try context.parameters.require("id"), unit: request.uri.queryParameters.get("unit"))
    }

    var edit: EditTarget { EditTarget(collection: collection, id: id, unit: unit) }

    /// - Parameters:
    ///   - act: what stands before the collection's name.
    ///   - queries: each `name=value`.
    func path(_ act: String = "record", _ queries: String...) -> String {
        let all = (unit.map { ["unit=\(Query.escaped($0))"] } ?? []) + queries
        return "/\(act)/\(collection)/\(Query.escaped(id))" + (all.isEmpty ? "" : "?" + all.joined(separator: "&"))
    }
}
