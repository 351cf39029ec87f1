package import SyncKit

/// An edit as the command line gives it: `FIELD=VALUE` texts, each read by its field's declared kind.
package struct EditForm: Sendable {
    package var set: [String]
    package var unset: [String]
    package var add: [String]
    package var remove: [String]

    package init(set: [String] = [], unset: [String] = [], add: [String] = [], remove: [String] = []) {
        self.set = set
        self.unset = unset
        self.add = add
        self.remove = remove
    }

    /// - Throws: the first of what is wrong.
    package func writes(_ form: EntryForm) throws(EntryError) -> [FieldWrite] {
        do {
            return try judge(form)
        } catch {
            throw error.first
        }
    }

    /// - Throws: all that is wrong.
    package func judge(_ form: EntryForm) throws(EntryRefusal) -> [FieldWrite] {
        var writes: [FieldWrite] = []
        var errors: [EntryError] = []
        func gather(_ texts: [String], _ read: (String) throws(EntryError) -> (Field, FieldWrite.Operation)) {
            for text in texts {
                do throws(EntryError) {
                    let (field, operation) = try read(text)
                    try Self.join(field, operation, into: &writes)
                } catch {
                    errors.append(error)
                }
            }
        }
        gather(set) { text throws(EntryError) in try Self.setting(text, form) }
        gather(unset) { name throws(EntryError) in try Self.emptying(name, form) }
        gather(add) { text throws(EntryError) in
            let (field, element) = try Self.element(text, form)
            return (field, .elements(add: [element], remove: []))
        }
        gather(remove) { text throws(EntryError) in
            let (field, element) = try Self.element(text, form)
            return (field, .elements(add: [], remove: [element]))
        }
        if let breach = form.breach(of: writes) { errors.append(.channel(breach)) }
        errors += form.verdict(on: writes).refusals
        if let first = errors.first { throw EntryRefusal(first, Array(errors.dropFirst())) }
        return writes
    }

    private static func setting(
        _ text: String, _ form: EntryForm
    ) throws(EntryError) -> (Field, FieldWrite.Operation) {
        let (field, value) = try split(text, form)
        guard !field.isUnion else { throw .union(field) }
        let read = try form.read(field, try json(value, of: field))
        guard !field.isRequired || field.isFilled(by: read) else { throw .required(field, of: form.collection) }
        return (field, .set(read))
    }

    private static func emptying(
        _ name: String, _ form: EntryForm
    ) throws(EntryError) -> (Field, FieldWrite.Operation) {
        let field = try form.field(name)
        guard !field.isRequired else { throw .required(field, of: form.collection) }
        return (field, .set(.absent))
    }

    private static func element(_ text: String, _ form: EntryForm) throws(EntryError) -> (Field, FieldValue) {
        let (field, value) = try split(text, form)
        guard field.isUnion else { throw .notUnion(field) }
        guard case .list(let elements) = try form.read(field, .array([.text(value)])), let element = elements.first
        else {
            throw .value(field, .wrongType)
        }
        return (field, element)
    }

    /// The first `=` parts them; a value may hold others.
    private static func split(_ text: String, _ form: EntryForm) throws(EntryError) -> (Field, String) {
        let scalars = text.unicodeScalars
        guard let equals = scalars.firstIndex(of: "=") else { throw .notAnEdit }
        return (try form.field(String(scalars[..<equals])), String(scalars[scalars.index(after: equals)...]))
    }

    /// One write a field: elements of a union go together, anything else twice is a slip.
    private static func join(
        _ field: Field, _ operation: FieldWrite.Operation, into writes: inout [FieldWrite]
    ) throws(EntryError) {
        guard let index = writes.firstIndex(where: { $0.field == field.name }) else {
            writes.append(FieldWrite(field.name, operation))
            return
        }
        guard case .elements(let added, let removed) = writes[index].operation,
            case .elements(let add, let remove) = operation,
            !(add + remove).contains(where: { added.contains($0) || removed.contains($0) })
        else { throw .twice(field) }
        writes[index].operation = .elements(add: added + add, remove: removed + remove)
    }

    /// The JSON that a typed text stands for, by the field's kind. Screens' forms read by it too.
    package static func json(_ text: String, of field: Field) throws(EntryError) -> JSONValue {
        switch field.kind {
        case .integer:
            guard let number = Int64(text) else { throw .value(field, .wrongType) }
            return .integer(number)
        case .boolean:
            switch text {
            case "true", "是": return .boolean(true)
            case "false", "否": return .boolean(false)
            default: throw .value(field, .wrongType)
            }
        case .texts: return try list(text, of: field, opening: "[") ?? .array([.text(text)])
        case .figures: return try list(text, of: field, opening: "{") ?? .text(text)
        // A text may begin with a bracket of its own; with these two it is meant as a list.
        case .items: return try list(text, of: field, opening: "[{") ?? .text(text)
        case .text, .lines, .time, .date, .timeOrDate, .choice, .person, .reference: return .text(text)
        }
    }

    private static func list(
        _ text: String, of field: Field, opening: String
    ) throws(EntryError) -> JSONValue? {
        guard text.hasPrefix(opening) || text == "[]" else { return nil }
        do {
            return try JSONReader.read(text.utf8)
        } catch {
            throw .json(JSONError(reason: error.reason, offset: error.offset, member: field.name))
        }
    }
}
