import DutyRecords
import ProgramShell
import SyncKit

/// What a form lets choose from: the unit's people, and the open records that a field may refer to.
struct FormChoices: Sendable {
    struct Option: Sendable {
        let id: String
        let text: String
    }

    let people: PeopleNames
    private let references: [String: [Option]]
    /// What the form holds besides, by its id.
    private let held: [String: Option]
    private static var most: Int { 60 }

    init(people: PeopleNames, references: [String: [Option]] = [:], held: [String: Option] = [:]) {
        self.people = people
        self.references = references
        self.held = held
    }

    /// - Parameters:
    ///   - fields: those of the form.
    ///   - values: what it holds, by field: a record that is closed, or another unit's at the county, is named all the
    ///     same.
    static func read(
        for fields: [Field], holding values: [String: String], in room: some DeskRoom
    ) async throws -> FormChoices {
        let people = PeopleNames(try await Accounts(room).persons())
        var references: [String: [Option]] = [:]
        for field in fields {
            guard case .reference(let name) = field.kind, references[name] == nil else { continue }
            let open = RecordFilter(
                collection: name, unit: room.homeUnit, limit: most, order: .lastArrivedFirst,
                matches: { isOpen(RecordFacts($0), name) })
            references[name] = try await room.store.records(open, deliveredTo: nil).map { RecordFacts($0) }.map {
                Option(id: $0.id.description, text: OptionTitle.text($0, of: name, people, in: room.catalog))
            }
        }
        var held: [String: Option] = [:]
        for field in fields {
            guard case .reference(let name) = field.kind, let value = values[field.name], RecordID(value) != nil,
                references[name]?.contains(where: { $0.id == value }) != true,
                let detail = try? await RecordLookup.detail(name, value, of: nil, in: room)
            else { continue }
            held[value] = Option(
                id: value, text: OptionTitle.text(RecordFacts(detail.view), of: name, people, in: room.catalog))
        }
        return FormChoices(people: people, references: references, held: held)
    }

    private static func isOpen(_ record: RecordFacts, _ collection: String) -> Bool {
        if record.isVoided { return false }
        return collection == "incident" ? !record.has("closedAt") : true
    }

    /// Those of a field, with the one that it holds where that is no longer open.
    func options(_ collection: String, holding value: String) -> [Option] {
        let open = references[collection] ?? []
        if value.isEmpty || open.contains(where: { $0.id == value }) { return open }
        return [held[value] ?? Option(id: value, text: value)] + open
    }

    /// The names that inputs complete.
    var view: [[String: String]] { people.all.map { ["text": $0.text, "post": $0.post] } }

    static let html = """
        <datalist id="people">{{#people}}<option value="{{text}}">{{post}}</option>{{/people}}</datalist>
        """

    /// What a form shows of a value.
    func shown(_ value: FieldValue?, of field: Field) -> String {
        let text = FormText.shown(value, of: field)
        if case .person = field.kind { return people.text(of: text) }
        return text
    }
}

/// A record in one line, for somebody who looks for it among others: when, its number, whose, what.
enum OptionTitle {
    static func text(
        _ record: RecordFacts, of collection: String, _ people: PeopleNames, in catalog: DutyCatalog
    ) -> String {
        let described = catalog.collection(named: collection)
        let time = described?.timeField.flatMap { field in
            record.time(field).map { Words.minute($0) } ?? record.text(field)
        }
        let person = ["officer", "leader", "person"].lazy.compactMap { record.text($0) }.first.map(people.text)
        let what = RecordTitle.what(record).map { RecordTitle.shortened($0) }
        let parts = [time, record.text("number"), person, what].compactMap { $0 }
        return parts.isEmpty ? record.id.description : parts.joined(separator: " ")
    }
}
