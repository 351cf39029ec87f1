package import SyncKit

/// How an export writes what a record says.
package enum SheetStyle: Sendable, Hashable {
    /// Headings, words of choices, names of persons and times to the minute, for people.
    case words(Language)
    /// Names and values as on the wire: importing them again is the same record.
    case wire
}

/// Values of fields as cells of a table.
package struct SheetText: Sendable {
    private let style: SheetStyle
    private let persons: @Sendable (RecordID) -> String?

    /// - Parameter persons: their names; nil for one of whom there is no record here.
    package init(_ style: SheetStyle, persons: @escaping @Sendable (RecordID) -> String?) {
        self.style = style
        self.persons = persons
    }

    package func heading(_ field: Field) -> String {
        switch style {
        case .words(.chinese): field.chinese
        case .words(.english): field.english
        case .wire: field.name
        }
    }

    package func text(_ value: FieldValue?, of field: Field) -> String {
        switch (style, value) {
        case (_, nil), (_, .absent?): ""
        case (.wire, .text(let text)?): text
        case (.wire, let value?): JSONValue(value).text
        case (.words(let language), let value?): words(value, of: field, language)
        }
    }

    private func words(_ value: FieldValue, of field: Field, _ language: Language) -> String {
        let isChinese = language == .chinese
        switch value {
        case .absent: return ""
        case .text(let text):
            switch field.kind {
            case .choice: return Wording.choice(text, in: language)
            case .person: return RecordID(text).flatMap(persons) ?? text
            case .time, .timeOrDate: return Instant(text).map(Self.minute) ?? text
            default: return text
            }
        case .boolean(let flag): return flag ? (isChinese ? "是" : "yes") : (isChinese ? "否" : "no")
        case .list(let values):
            return values.map { item($0, of: field, language) }.joined(separator: isChinese ? "；" : "; ")
        case .composite(let members):
            return members.sorted { $0.key < $1.key }.map { "\($0.key)=\(JSONValue($0.value).text)" }
                .joined(separator: isChinese ? "；" : "; ")
        case .integer, .real, .unknown: return JSONValue(value).text
        }
    }

    /// An element of a list; an open item with what was done about it.
    private func item(_ value: FieldValue, of field: Field, _ language: Language) -> String {
        guard case .composite(let members) = value, case .text(let item)? = members["item"] else {
            return words(value, of: Field("", "", "", .text(Bounds.long)), language)
        }
        switch members["acted"] {
        case .text(let acted)?: return language == .chinese ? "\(item)（\(acted)）" : "\(item) (\(acted))"
        case .boolean(true)?: return item + (language == .chinese ? "（已办）" : " (done)")
        default: return item
        }
    }

    /// To the minute in Asia/Shanghai.
    private static func minute(_ instant: Instant) -> String {
        String(instant.description.prefix(16)).replacing("T", with: " ")
    }
}
