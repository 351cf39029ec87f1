import DutyRecords
import SyncKit

/// The unit's records that an import may repeat.
struct RecordsHere: Sendable {
    private let byID: [String: Set<RecordID>]
    /// Persons by name, with what they show.
    private let persons: [String: [String: FieldValue]]
    /// Shifts by their hours and their holder.
    private let shifts: Set<String>
    /// Of other collections, what each record shows.
    private let shown: [[String: FieldValue]]

    init(_ collections: [Collection], unit: String, in opened: some RecordFolder) async throws {
        var byID: [String: Set<RecordID>] = [:]
        var persons: [String: [String: FieldValue]] = [:]
        var shifts: Set<String> = []
        var shown: [[String: FieldValue]] = []
        for collection in collections {
            let views = try await opened.store.records(
                RecordFilter(collection: collection.name, unit: unit), deliveredTo: nil)
            byID[collection.name] = Set(views.map(\.id))
            for view in views {
                let facts = RecordFacts(view)
                // What is struck through may be entered anew.
                if facts.isVoided { continue }
                switch collection.name {
                case "person": if let name = facts.text("name") { persons[name] = view.fields }
                case "duty-shift", "leader-shift": shifts.insert(Self.shiftKey(collection.name, view.fields))
                default: shown.append(view.fields)
                }
            }
        }
        self.byID = byID
        self.persons = persons
        self.shifts = shifts
        self.shown = shown
    }

    func state(of change: RecordChange, _ collection: Collection, _ mapping: SheetMapping) -> ImportPlan.Row.State {
        if byID[change.collection]?.contains(change.record) ?? false { return .present }
        let fields = Self.fields(change)
        switch change.collection {
        case "person":
            guard case .text(let name)? = fields["name"], let known = persons[name] else { return .new }
            let other = collection.fields.filter { field in
                fields[field.name].map { $0 != known[field.name] } ?? false
            }
            return other.isEmpty ? .present : .sameName(other.map(\.title))
        case "duty-shift", "leader-shift":
            return shifts.contains(Self.shiftKey(change.collection, fields)) ? .present : .new
        default:
            let isHere = shown.contains { known in fields.allSatisfy { Self.isSame(known[$0.key], $0.value) } }
            return isHere ? .present : .new
        }
    }

    /// What two rows of one file have in common that say the same.
    func key(_ change: RecordChange) -> String {
        let fields = Self.fields(change)
        switch change.collection {
        case "person": return fields["name"].map { JSONValue($0).text } ?? ""
        case "duty-shift", "leader-shift": return Self.shiftKey(change.collection, fields)
        default:
            return fields.sorted { $0.key < $1.key }.map { "\($0.key)=\(JSONValue($0.value).text)" }
                .joined(separator: "\u{1F}")
        }
    }

    /// The elements of a union are in no order.
    private static func isSame(_ known: FieldValue?, _ said: FieldValue) -> Bool {
        guard case .list(let here)? = known, case .list(let said) = said else { return known == said }
        return Set(here) == Set(said)
    }

    private static func fields(_ change: RecordChange) -> [String: FieldValue] {
        var fields: [String: FieldValue] = [:]
        for write in change.writes {
            switch write.operation {
            case .set(let value): fields[write.field] = value
            case .elements(let add, _): fields[write.field] = .list(add)
            case .unknown: continue
            }
        }
        return fields
    }

    private static func shiftKey(_ collection: String, _ fields: [String: FieldValue]) -> String {
        func minute(_ name: String) -> String {
            guard case .text(let text)? = fields[name] else { return "" }
            return Instant(text).map { "\($0.milliseconds / 60_000)" } ?? text
        }
        let holder = fields[collection == "duty-shift" ? "officer" : "leader"].map { JSONValue($0).text } ?? ""
        return [collection, minute("start"), minute("end"), holder].joined(separator: "|")
    }
}
