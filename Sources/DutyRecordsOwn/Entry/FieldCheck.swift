package import SyncKit

/// Looks up what an entry names by a name or a label.
package struct EntryLookup: Sendable {
    /// The ids of the unit's persons with a name.
    package var persons: @Sendable (String) -> [RecordID]
    /// The record that a label stands for in the unit.
    package var label: @Sendable (String) -> RecordID?

    package init(
        persons: @escaping @Sendable (String) -> [RecordID], label: @escaping @Sendable (String) -> RecordID?
    ) {
        self.persons = persons
        self.label = label
    }
}

extension Field {
    /// The value that the field keeps for what was entered.
    func check(_ value: JSONValue, _ lookup: EntryLookup) throws(EntryError) -> FieldValue {
        if value == .null { return .absent }
        switch (kind, value) {
        case (.text(let most), .text(let text)): return .text(try bounded(text, most))
        case (.integer(let range), .integer(let number)):
            guard range.contains(number) else {
                throw EntryError(
                    name, .outOfRange, chinese: "“\(chinese)”应是\(kind.chinese)。", english: "\(name) has to be \(kind.english)")
            }
            return .integer(number)
        case (.boolean, .boolean(let flag)): return .boolean(flag)
        case (.time, .text(let text)):
            guard WrittenTime.isTime(text) else {
                throw EntryError(
                    name, .badTime, chinese: "“\(chinese)”应是\(kind.chinese)。", english: "\(name) has to be \(kind.english)")
            }
            return .text(text)
        case (.date, .text(let text)):
            guard WrittenTime.isDate(text) else {
                throw EntryError(
                    name, .badDate, chinese: "“\(chinese)”应是\(kind.chinese)。", english: "\(name) has to be \(kind.english)")
            }
            return .text(text)
        case (.choice(let words), .text(let text)):
            guard words.contains(text) else {
                throw EntryError(
                    name, .badChoice, chinese: "“\(chinese)”应是\(kind.chinese)。", english: "\(name) has to be \(kind.english)")
            }
            return .text(text)
        case (.person, .text(let text)): return .text(try person(text, lookup))
        case (.reference, .text(let text)):
            if let id = RecordID(text) { return .text(id.description) }
            guard let id = lookup.label(text) else {
                throw EntryError(
                    name, .unknownRecord, chinese: "“\(chinese)”:没有编号为“\(text)”的记录。",
                    english: "\(name): there is no record \"\(text)\"")
            }
            return .text(id.description)
        case (.texts(let most), .array(let values)):
            var texts: [FieldValue] = []
            for value in values {
                guard case .text(let text) = value else { throw .wrongType(self) }
                texts.append(.text(try bounded(text, most)))
            }
            return .list(texts)
        case (.items(let most), .text(let text)): return .text(try bounded(text, most))
        case (.items(let most), .array(let values)):
            for value in values {
                guard case .object(let members) = value else { throw .wrongType(self) }
                for (_, member) in members {
                    guard case .text(let text) = member else { continue }
                    _ = try bounded(text, most)
                }
            }
            return value.fieldValue
        default: throw .wrongType(self)
        }
    }

    private func bounded(_ text: String, _ most: Int) throws(EntryError) -> String {
        guard text.utf8.count <= most || text.unicodeScalars.count <= most else {
            throw EntryError(
                name, .tooLong, chinese: "“\(chinese)”有 \(text.unicodeScalars.count) 字,最多 \(most) 字。请缩短或分条。",
                english: "\(name) has \(text.unicodeScalars.count) characters, at most \(most); shorten or split it")
        }
        let hasControl = text.unicodeScalars.contains { $0.value < 0x20 && $0 != "\n" && $0 != "\t" && $0 != "\r" }
        guard !hasControl else {
            throw EntryError(
                name, .character, chinese: "“\(chinese)”含有控制字符,请删去。", english: "\(name) has a control character; remove it")
        }
        return text
    }

    private func person(_ text: String, _ lookup: EntryLookup) throws(EntryError) -> String {
        if let id = RecordID(text) { return id.description }
        let found = lookup.persons(text)
        guard let first = found.first else {
            throw EntryError(
                name, .unknownPerson, chinese: "“\(chinese)”:本单位没有“\(text)”。请先登记人员,或核对姓名。",
                english: "\(name): the unit has no person \"\(text)\"; enter the person first, or check the name")
        }
        guard found.count == 1 else {
            throw EntryError(
                name, .ambiguousPerson, chinese: "“\(chinese)”:本单位有 \(found.count) 个“\(text)”,请用编号。",
                english: "\(name): \(found.count) persons are named \"\(text)\"; use the id")
        }
        return first.description
    }
}
