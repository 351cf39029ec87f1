package import DutyRecords
package import SyncKit

/// What is looked for: words, and what the records found have to be.
package struct Wanted: Sendable {
    package var words: String
    package var from: Day?
    package var to: Day?
    package var collection: String?
    /// A name, or the id of a person of this unit.
    package var person: String?
    package var incident: String?
    package var unit: String?

    package init(
        words: String, from: Day? = nil, to: Day? = nil, collection: String? = nil, person: String? = nil,
        incident: String? = nil, unit: String? = nil
    ) {
        self.words = words
        self.from = from
        self.to = to
        self.collection = collection
        self.person = person
        self.incident = incident
        self.unit = unit
    }
}

/// What was found, latest first.
package struct Found: Sendable {
    package let words: SearchWords
    package let total: Int
    package let records: [RecordView]
}

package enum Searching {
    package static func find(
        _ wanted: Wanted, limit: Int, offset: Int = 0, in opened: some RecordFolder
    ) async throws -> Found {
        guard let words = SearchWords(wanted.words) else {
            throw CommandFailure(
                .badUse,
                chinese: "要找的内容太长：最多 \(SearchWords.wordsMax) 个词，共 \(SearchWords.scalarsMax) 个字。",
                english:
                    "that is too much to look for: at most \(SearchWords.wordsMax) words of \(SearchWords.scalarsMax) characters in all"
            )
        }
        var query = TextQuery(
            all: words.terms, collection: try wanted.collection.map { try CollectionName.check($0, in: opened) },
            unit: wanted.unit, from: wanted.from?.start.milliseconds, before: wanted.to?.end.milliseconds, limit: limit,
            offset: offset)
        if let person = wanted.person { query.all.append(try await terms(ofPerson: person, opened)) }
        if let incident = wanted.incident {
            query.all.append([.key(try await RecordLookup.id(incident, of: wanted.unit, in: opened).description)])
        }
        guard !query.all.isEmpty else {
            throw CommandFailure(
                .badUse, chinese: "请写明要找的词，或人员、事件。", english: "name words to look for, or a person or an incident")
        }
        let results = try await opened.store.search(query, deliveredTo: opened.deliveredTo)
        return Found(words: words, total: results.total, records: results.records)
    }

    /// Whoever is named: by the record of a person, or by the name as it was written.
    private static func terms(ofPerson text: String, _ opened: some RecordFolder) async throws -> [TextQuery.Term] {
        let persons = try await Accounts(opened).persons()
        if let id = RecordID(text) {
            return [.key(id.description)] + persons.filter { $0.id == id }.map { .phrase($0.name) }
        }
        return [.phrase(text)] + persons.filter { $0.name == text }.map { .key($0.id.description) }
    }
}
