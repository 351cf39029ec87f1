package import SyncKit

/// An edit as the command line gives it: `FIELD=VALUE` texts, read by each field's declared type.
package struct EditForm: Sendable {
    package var set: [String] = []
    package var unset: [String] = []
    package var add: [String] = []
    package var remove: [String] = []

    package init(set: [String] = [], unset: [String] = [], add: [String] = [], remove: [String] = []) {
        self.set = set
        self.unset = unset
        self.add = add
        self.remove = remove
    }

    package func writes(_ form: EntryForm) throws(EntryError) -> [FieldWrite] {
        var writes: [FieldWrite] = []
        for text in set {
            let (field, value) = try Self.split(text, form)
            let checked = try form.check(field, try Self.value(value, of: field))
            if field.rule == .union, case .list(let elements) = checked {
                writes.append(FieldWrite(field.name, .elements(add: elements, remove: [])))
            } else {
                writes.append(FieldWrite(field.name, .set(checked)))
            }
        }
        for name in unset { writes.append(FieldWrite(try form.field(name).name, .set(.absent))) }
        for text in add {
            let (field, value) = try Self.union(text, form)
            writes.append(FieldWrite(field.name, .elements(add: [.text(value)], remove: [])))
        }
        for text in remove {
            let (field, value) = try Self.union(text, form)
            writes.append(FieldWrite(field.name, .elements(add: [], remove: [.text(value)])))
        }
        return try Self.joined(writes)
    }

    /// One write a field: several elements of a union go together, anything else twice is a slip.
    private static func joined(_ writes: [FieldWrite]) throws(EntryError) -> [FieldWrite] {
        var joined: [FieldWrite] = []
        for write in writes {
            guard let index = joined.firstIndex(where: { $0.field == write.field }) else {
                joined.append(write)
                continue
            }
            guard case .elements(let add, let remove) = joined[index].operation,
                case .elements(let moreAdd, let moreRemove) = write.operation
            else {
                throw EntryError(
                    write.field, .notUnion, chinese: "“\(write.field)”写了两次,请只写一次。",
                    english: "\(write.field) is written twice; write it once")
            }
            joined[index].operation = .elements(add: add + moreAdd, remove: remove + moreRemove)
        }
        return joined
    }

    private static func split(_ text: String, _ form: EntryForm) throws(EntryError) -> (Field, String) {
        guard let equals = text.firstIndex(of: "=") else {
            throw EntryError(
                text, .wrongType, chinese: "“\(text)”应写成 项目=值。", english: "\"\(text)\" has to be FIELD=VALUE")
        }
        return (try form.field(String(text[..<equals])), String(text[text.index(after: equals)...]))
    }

    private static func union(_ text: String, _ form: EntryForm) throws(EntryError) -> (Field, String) {
        let (field, value) = try split(text, form)
        guard field.rule == .union else {
            throw EntryError(
                field.name, .notUnion, chinese: "“\(field.chinese)”不是列表,请用 --set。",
                english: "\(field.name) is no list; use --set")
        }
        guard case .list(let elements) = try form.check(field, .array([.text(value)])), case .text(let checked)? = elements.first
        else { throw .wrongType(field) }
        return (field, checked)
    }

    /// The JSON that a text stands for, by the field's kind.
    package static func value(_ text: String, of field: Field) throws(EntryError) -> JSONValue {
        switch field.kind {
        case .integer:
            guard let number = Int64(text) else { throw .wrongType(field) }
            return .integer(number)
        case .boolean:
            guard text == "true" || text == "false" else { throw .wrongType(field) }
            return .boolean(text == "true")
        case .texts:
            guard let value = try? JSONReader.read(text.utf8), case .array = value else { return .array([.text(text)]) }
            return value
        case .items:
            guard text.hasPrefix("["), let value = try? JSONReader.read(text.utf8) else { return .text(text) }
            return value
        default: return .text(text)
        }
    }
}
