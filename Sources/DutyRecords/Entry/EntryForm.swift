package import SyncKit

/// A new record as it was entered: what it says, and how it may be named.
package struct Entry: Sendable {
    package enum Name: Sendable, Hashable {
        /// A new id is drawn.
        case none
        case id(RecordID)
        /// Later lines of the unit may refer to it.
        case label(String)
    }

    package let name: Name
    package let writes: [FieldWrite]
    /// What is odd and was taken all the same.
    package var warnings: [EntryError] = []
}

/// What a record that is edited already is.
package struct RecordStanding: Sendable {
    /// Who wrote it down: the role of the replica that signed its first set; nil where that is not known.
    package var originator: WriterRole?
    /// Its channel, where its collection has one.
    package var channel: DutyChannel?
    /// What it shows; nil where rules that look at several fields are not asked.
    package var fields: [String: FieldValue]?

    package init(
        originator: WriterRole? = nil, channel: DutyChannel? = nil, fields: [String: FieldValue]? = nil
    ) {
        self.fields = fields
        self.originator = originator
        self.channel = channel
    }
}

/// Turns what was entered into what is committed, or says all that is wrong with it. Never refuses what the
/// regulation lets a duty room write down late or in part.
package struct EntryForm: Sendable {
    package let collection: Collection
    private let writer: WriterRole
    private let channel: DutyChannel
    private let lookup: EntryLookup
    private let conditions: EntryConditions
    /// nil for a new record.
    private let standing: RecordStanding?

    package init(
        _ collection: Collection, writer: WriterRole, channel: DutyChannel, lookup: EntryLookup,
        conditions: EntryConditions = EntryConditions(), editing standing: RecordStanding? = nil
    ) {
        self.conditions = conditions
        self.collection = collection
        self.writer = writer
        self.channel = channel
        self.lookup = lookup
        self.standing = standing
    }

    /// Reads one line of JSON.
    /// - Throws: the first of what is wrong.
    package func read(_ line: some Sequence<UInt8>) throws(EntryError) -> Entry {
        do {
            return try judge(line)
        } catch {
            throw error.first
        }
    }

    /// Reads one line of JSON.
    /// - Throws: all that is wrong.
    package func judge(_ line: some Sequence<UInt8>) throws(EntryRefusal) -> Entry {
        let value: JSONValue
        do {
            value = try JSONReader.read(line)
        } catch {
            throw EntryRefusal(.json(error))
        }
        return try judge(value)
    }

    package func judge(_ value: JSONValue) throws(EntryRefusal) -> Entry {
        guard case .object(let members) = value else { throw EntryRefusal(.notAnObject) }
        var name = Entry.Name.none
        var writes: [FieldWrite] = []
        var errors: [EntryError] = []
        var filled: Set<String> = []
        for (key, value) in members {
            do throws(EntryError) {
                if key == "id" {
                    name = try self.name(value)
                } else if let write = try write(key, value) {
                    writes.append(write)
                    filled.insert(key)
                }
            } catch {
                // A field that is there and wrong is not missing too.
                filled.insert(key)
                errors.append(error)
            }
        }
        for field in collection.fields where field.isRequired && !filled.contains(field.name) {
            errors.append(.required(field, of: collection))
        }
        if let breach = breach(of: writes) { errors.append(.channel(breach)) }
        if writes.isEmpty && errors.isEmpty { errors.append(.empty(collection)) }
        let verdict = verdict(on: writes)
        errors += verdict.refusals
        if let first = errors.first { throw EntryRefusal(first, Array(errors.dropFirst())) }
        return Entry(name: name, writes: writes, warnings: verdict.warnings)
    }

    private func name(_ value: JSONValue) throws(EntryError) -> Entry.Name {
        switch value {
        case .null: return .none
        case .text(let text):
            if let id = RecordID(text), id.isVersion7 { return .id(id) }
            guard !text.isEmpty, text.isWithin(scalars: Bounds.short), !text.utf8.contains(0x0A) else { throw .badID }
            return .label(text)
        default: throw .badID
        }
    }

    /// nil where nothing is said: `null`, an empty list of elements, blanks in a required field.
    private func write(_ key: String, _ value: JSONValue) throws(EntryError) -> FieldWrite? {
        let field = try known(key)
        if value == .null { return nil }
        try mayWrite(field)
        let read = try read(field, value)
        if field.isUnion, case .list(let elements) = read {
            return elements.isEmpty ? nil : FieldWrite(key, .elements(add: elements, remove: []))
        }
        if field.isRequired && !field.isFilled(by: read) { return nil }
        return FieldWrite(key, .set(read))
    }
}

// What a new record and an edit have in common.
extension EntryForm {
    /// The field of that name, if this writer may write it here.
    package func field(_ name: String) throws(EntryError) -> Field {
        let field = try known(name)
        try mayWrite(field)
        return field
    }

    private func known(_ name: String) throws(EntryError) -> Field {
        guard let field = collection.field(name) else { throw .unknownField(name, of: collection) }
        return field
    }

    private func mayWrite(_ field: Field) throws(EntryError) {
        guard !field.isIssued else { throw .issued(field, of: collection) }
        guard !field.isSignature else { throw .signature(field, of: collection) }
        guard field.mayBeWritten(by: writer) else { throw .authority(field, of: collection, field.writer) }
        guard field.writer == .originator, let originator = standing?.originator else { return }
        guard writer == .both || originator == .both || writer == originator else {
            throw .authority(field, of: collection, .originator)
        }
    }

    func read(_ field: Field, _ value: JSONValue) throws(EntryError) -> FieldValue {
        try field.read(value, lookup, carriesUnknown: standing != nil)
    }

    func breach(of writes: [FieldWrite]) -> ChannelRule.Breach? {
        ChannelRule.breach(
            of: writes, standing: standing?.channel, fields: standing?.fields ?? [:], in: channel)
    }

    /// What the rules that look at several fields say of writes.
    func verdict(on writes: [FieldWrite]) -> EntryRules.Verdict {
        if let standing, standing.fields == nil { return EntryRules.Verdict() }
        let rules = EntryRules(
            collection: collection, before: standing?.fields, lookup: lookup, conditions: conditions)
        return rules.judge(writes)
    }
}
