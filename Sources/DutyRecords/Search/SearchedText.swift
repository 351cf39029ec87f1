import SyncKit

/// What of a record a search finds: every word that a person wrote into it, and whom and what it names.
///
/// It is what lists show: of a 密 document an open deployment has no words, and accounts are in no list.
enum SearchedText {
    /// To be raised where the code below finds otherwise than before.
    private static let form = 1

    static func edition(of catalog: DutyCatalog) -> String {
        // FNV-1a over what decides about a field.
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for collection in catalog.collections {
            for text in [collection.name, "\(collection.isListed)"] + collection.fields.map({ "\($0.name) \($0.kind)" })
            {
                for byte in text.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
            }
        }
        return "\(form)-\(hash)"
    }

    static func of(_ state: RecordState, id: RecordID, _ name: String, _ catalog: DutyCatalog) -> SearchText? {
        guard let collection = catalog.collection(named: name), collection.isListed else { return nil }
        var found = SearchText(keys: [id.description])
        for (name, siblings) in state.fields.sorted(by: { $0.key < $1.key }) {
            let field = collection.field(name)
            for sibling in siblings {
                switch sibling.content {
                case .value(let value), .element(let value): add(value, of: field, to: &found)
                case .unknown: break
                }
            }
        }
        return found
    }

    private static func add(_ value: FieldValue, of field: Field?, to found: inout SearchText) {
        switch field?.kind {
        case .integer, .boolean, .time, .date, .timeOrDate, .figures: break
        case .person, .reference: if case .text(let id) = value { found.keys.append(id) }
        case .text(Bounds.phone):
            for text in texts(of: value) {
                found.texts.append(text)
                if let digits = SearchWords.digits(of: text) { found.texts.append(digits) }
            }
        case .text, .lines, .choice, .texts, .items, nil: found.texts += texts(of: value)
        }
    }

    /// The texts in a value, however deep.
    static func texts(of value: FieldValue) -> [String] {
        switch value {
        case .text(let text): [text]
        case .list(let values): values.flatMap(texts)
        case .composite(let members): members.sorted { $0.key < $1.key }.flatMap { texts(of: $0.value) }
        case .absent, .integer, .real, .boolean, .unknown: []
        }
    }

    /// Whether a search finds a field by its words.
    static func isRead(_ field: Field?) -> Bool {
        switch field?.kind {
        case .integer, .boolean, .time, .date, .timeOrDate, .figures, .person, .reference: false
        case .text, .lines, .choice, .texts, .items, nil: true
        }
    }
}
