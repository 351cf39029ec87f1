import SyncKit

extension Field {
    /// What the field keeps of what was entered; `null` is absent. Nothing is rewritten but names and labels, which
    /// become the ids that they stand for.
    /// - Parameter carriesUnknown: whether members of an item that this version does not know are carried over, as an
    ///   editor must; on a new record they are slips.
    func read(_ value: JSONValue, _ lookup: EntryLookup, carriesUnknown: Bool) throws(EntryError) -> FieldValue {
        if value == .null { return .absent }
        switch (kind, value) {
        case (.text(let most), .text(let text)): return .text(try line(text, most))
        case (.lines(let most), .text(let text)): return .text(try bounded(text, most))
        case (.integer(let range), .integer(let number)):
            guard range.contains(number) else { throw .value(self, .outOfRange) }
            return .integer(number)
        case (.boolean, .boolean(let flag)): return .boolean(flag)
        case (.time, .text(let text)):
            guard WrittenTime.isTime(text) else { throw .value(self, .badTime) }
            return .text(text)
        case (.date, .text(let text)):
            guard WrittenTime.isDate(text) else { throw .value(self, .badDate) }
            return .text(text)
        case (.timeOrDate, .text(let text)):
            guard WrittenTime.isDate(text) || WrittenTime.isTime(text) else { throw .value(self, .badTime) }
            return .text(text)
        case (.choice(let words), .text(let text)):
            guard words.contains(where: { $0.utf8.elementsEqual(text.utf8) }) else { throw .value(self, .badChoice) }
            return .text(text)
        case (.person, .text(let text)): return .text(try person(text, lookup))
        case (.reference(let collection), .text(let text)): return .text(try record(text, collection, lookup))
        case (.texts(let most), .array(let values)): return .list(try texts(values, most))
        case (.figures, .object(let members)): return .composite(try figures(members))
        case (.items(let most), .text(let text)): return .text(try bounded(text, most))
        case (.items(let most), .array(let values)): return .list(try items(values, most, carriesUnknown))
        default: throw .value(self, .wrongType)
        }
    }

    /// Whether it fills a required field: blanks alone do not.
    func isFilled(by value: FieldValue) -> Bool {
        guard case .text(let text) = value else { return value != .absent }
        return text.unicodeScalars.contains { !$0.properties.isWhitespace }
    }

    private func line(_ text: String, _ most: Int) throws(EntryError) -> String {
        let text = try bounded(text, most)
        guard !text.utf8.contains(0x0A) else { throw .lineBreak(self) }
        return text
    }

    private func bounded(_ text: String, _ most: Int) throws(EntryError) -> String {
        guard text.isWithin(scalars: most) else { throw .tooLong(self, text.unicodeScalars.count, most: most) }
        try checkCharacters(text)
        return text
    }

    /// What nobody typed and no screen shows is told where it was, before a line of JSON hides the place.
    package func checkCharacters(_ text: String) throws(EntryError) {
        if let place = Array(text.unicodeScalars).firstIndex(where: \.isRefusedControl) {
            throw .character(self, at: place + 1)
        }
    }

    private func texts(_ values: [JSONValue], _ most: Int) throws(EntryError) -> [FieldValue] {
        guard values.count <= Bounds.elements else { throw .tooMany(self) }
        var texts: [FieldValue] = []
        for value in values {
            guard case .text(let text) = value else { throw .value(self, .wrongType) }
            let element = FieldValue.text(try line(text, most))
            guard isFilled(by: element) else { throw .value(self, .wrongType) }
            texts.append(element)
        }
        return texts
    }

    /// Each text within the bound of a text in the list's place, and all of them within that of a list.
    private func items(_ values: [JSONValue], _ most: Int, _ carriesUnknown: Bool) throws(EntryError) -> [FieldValue] {
        guard values.count <= Bounds.elements else { throw .tooMany(self) }
        var count = 0
        var items: [FieldValue] = []
        for value in values {
            guard case .object(let members) = value, case .text(let item)? = value["item"],
                isFilled(by: .text(item))
            else { throw .value(self, .wrongType) }
            for (name, member) in members {
                switch (name, member) {
                case (_, .text(let text))
                where name == "item" || name == "acted" || HandoverItem.furtherMembers.contains(name) || carriesUnknown:
                    count += try bounded(text, most).unicodeScalars.count
                case ("acted", .boolean), ("acted", .null): continue
                case ("item", _), ("acted", _): throw .value(self, .wrongType)
                default: guard carriesUnknown else { throw .value(self, .wrongType) }
                }
            }
            items.append(value.fieldValue)
        }
        guard count <= Bounds.items else { throw .tooLong(self, count, most: Bounds.items) }
        return items
    }

    private func figures(_ members: [(String, JSONValue)]) throws(EntryError) -> [String: FieldValue] {
        var figures: [String: FieldValue] = [:]
        for (name, value) in members {
            guard let figure = RuleFigure.named(name) else { throw .unknownFigure(self, name) }
            guard figure.takes(value.fieldValue) else { throw .figure(self, figure) }
            figures[name] = value.fieldValue
        }
        return figures
    }

    private func person(_ text: String, _ lookup: EntryLookup) throws(EntryError) -> String {
        if let id = RecordID(text), id.isVersion7 { return id.description }
        let found = lookup.persons(text)
        if found.isEmpty, let labelled = lookup.label(text, "person") { return labelled.description }
        guard let first = found.first else { throw .unknownPerson(self) }
        guard found.count == 1 else { throw .ambiguousPerson(self, found.count) }
        return first.description
    }

    /// A record's own id may come before the record does; a label has to be known.
    private func record(
        _ text: String, _ collection: String, _ lookup: EntryLookup
    ) throws(EntryError) -> String {
        if let id = RecordID(text), id.isVersion7 { return id.description }
        guard let id = lookup.label(text, collection) else { throw .unknownRecord(self) }
        return id.description
    }
}

extension RecordID {
    /// A UUID of version 7 and of the variant of RFC 9562; any other text is a label.
    var isVersion7: Bool { version == 7 && low >> 62 == 0b10 }
}
