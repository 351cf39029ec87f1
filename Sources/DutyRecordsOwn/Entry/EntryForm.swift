package import SyncKit

/// A new record as it was entered: what it says, and how it may be named.
package struct Entry: Sendable {
    package enum Name: Sendable, Hashable {
        /// A new id is drawn.
        case none
        case id(RecordID)
        case label(String)
    }

    package let name: Name
    package let writes: [FieldWrite]
}

/// Turns what was entered into what is committed, or says all that is wrong with it.
package struct EntryForm: Sendable {
    private let collection: Collection
    private let writer: WriterRole
    private let channel: DutyChannel
    private let lookup: EntryLookup

    package init(_ collection: Collection, writer: WriterRole, channel: DutyChannel, lookup: EntryLookup) {
        self.collection = collection
        self.writer = writer
        self.channel = channel
        self.lookup = lookup
    }

    /// Reads one line of JSON.
    package func read(_ line: some Sequence<UInt8>) throws(EntryError) -> Entry {
        let value: JSONValue
        do {
            value = try JSONReader.read(line)
        } catch {
            throw .json(error)
        }
        guard case .object(let members) = value else {
            throw EntryError(
                "", .notAnObject, chinese: "每行应是一个 JSON 对象 {…}。", english: "each line has to be one JSON object {…}")
        }
        return try entry(members)
    }

    private func entry(_ members: [(String, JSONValue)]) throws(EntryError) -> Entry {
        var name = Entry.Name.none
        var writes: [FieldWrite] = []
        var filled: Set<String> = []
        for (key, value) in members {
            if key == "id" {
                name = try self.name(value)
                continue
            }
            let field = try self.field(key)
            let checked = try field.check(value, lookup)
            if checked == .absent { continue }
            try checkChannel(field, checked)
            filled.insert(key)
            if field.rule == .union, case .list(let elements) = checked {
                writes.append(FieldWrite(key, .elements(add: elements, remove: [])))
            } else {
                writes.append(FieldWrite(key, .set(checked)))
            }
        }
        for field in collection.fields where field.isRequired && !filled.contains(field.name) {
            throw .required(field, of: collection)
        }
        return Entry(name: name, writes: writes)
    }

    private func name(_ value: JSONValue) throws(EntryError) -> Entry.Name {
        switch value {
        case .null: return .none
        case .text(let text):
            if let id = RecordID(text), id.version == 7 { return .id(id) }
            guard !text.isEmpty, text.unicodeScalars.count <= Bounds.name else { break }
            return .label(text)
        default: break
        }
        throw EntryError(
            "id", .badID, chinese: "id 应是 UUIDv7,或不超过 \(Bounds.name) 字的标签。",
            english: "id has to be a UUIDv7, or a label of at most \(Bounds.name) characters")
    }

    /// The field by its name, if this writer may write it.
    func field(_ name: String) throws(EntryError) -> Field {
        guard let field = collection.field(name) else { throw .unknownField(name, of: collection) }
        guard !field.isSignature else {
            throw EntryError(
                name, .sign, article: "第十一条", chinese: "“\(field.chinese)”只能由本人签字产生,不能录入。",
                english: "\(name) is written by a signature alone")
        }
        guard field.mayBeWritten(by: writer) else {
            throw EntryError(
                name, .authority,
                chinese: field.writer == .county ? "“\(field.chinese)”只能由县里填写。" : "“\(field.chinese)”只能由该单位自己填写。",
                english: field.writer == .county
                    ? "\(name) is written by the county alone" : "\(name) is written by its own unit alone")
        }
        return field
    }

    func checkChannel(_ field: Field, _ value: FieldValue) throws(EntryError) {
        guard field.name == "channel", case .text(let text) = value, text != channel.rawValue else { return }
        throw EntryError(
            field.name, .channel, article: "第十四条",
            chinese: "这里是\(channel.rawValue)件系统,不能录入\(text)件。密件请在密件系统中办理,这里只登记编号。",
            english: "this is a \(channel.rawValue) deployment; \(text) material must not be entered here")
    }

    func check(_ field: Field, _ value: JSONValue) throws(EntryError) -> FieldValue {
        let checked = try field.check(value, lookup)
        try checkChannel(field, checked)
        return checked
    }
}
