/// Why an entry was refused: the field, the rule, the article where one says so, and what to do, in both languages.
package struct EntryError: Error, Hashable, Sendable {
    package enum Rule: String, Sendable {
        case json, notAnObject = "not-an-object", unknownField = "unknown-field", wrongType = "wrong-type"
        case tooLong = "too-long", required, badChoice = "bad-choice", badTime = "bad-time", badDate = "bad-date"
        case outOfRange = "out-of-range", authority, sign, channel, unknownPerson = "unknown-person"
        case ambiguousPerson = "ambiguous-person", unknownRecord = "unknown-record", badID = "bad-id"
        case notUnion = "not-union", character
    }

    package let field: String
    package let rule: Rule
    package let article: String?
    private let chinese: String
    private let english: String

    package init(_ field: String, _ rule: Rule, article: String? = nil, chinese: String, english: String) {
        self.field = field
        self.rule = rule
        self.article = article
        self.chinese = chinese
        self.english = english
    }

    package func message(in language: Language) -> String { language == .chinese ? chinese : english }
}

extension EntryError {
    static func unknownField(_ name: String, of collection: Collection) -> EntryError {
        EntryError(
            name, .unknownField,
            chinese: "\(collection.chinese)没有“\(name)”这一项。可用的有:\(collection.fields.map(\.name).joined(separator: ", "))。",
            english: "\(collection.name) has no field \"\(name)\"; known are \(collection.fields.map(\.name).joined(separator: ", "))")
    }

    static func required(_ field: Field, of collection: Collection) -> EntryError {
        EntryError(
            field.name, .required, article: collection.article, chinese: "缺少“\(field.chinese)”(\(field.name)),请补上。",
            english: "\(field.name) is missing; it has to be filled in")
    }

    static func wrongType(_ field: Field) -> EntryError {
        EntryError(
            field.name, .wrongType, chinese: "“\(field.chinese)”应是\(field.kind.chinese)。",
            english: "\(field.name) has to be \(field.kind.english)")
    }

    package static func json(_ error: JSONError) -> EntryError {
        let (chinese, english) =
            switch error.reason {
            case .syntax: ("不是正确的 JSON", "not JSON")
            case .duplicateName: ("同一名称出现两次", "a name stands twice")
            case .loneSurrogate: ("有半个字符(孤立的代理项)", "half a character (a lone surrogate)")
            case .controlCharacter: ("含有控制字符(如 NUL)", "a control character, such as NUL")
            case .invalidUTF8: ("不是正确的 UTF-8", "not UTF-8")
            case .tooDeep: ("嵌套太深", "nested too deeply")
            case .numberRange: ("数字超出范围", "a number out of range")
            }
        return EntryError(
            "", .json, chinese: "第 \(error.offset + 1) 个字节处\(chinese)。请改正后重新录入这一行。",
            english: "\(english), at byte \(error.offset + 1); correct this line and enter it again")
    }
}

extension Field.Kind {
    var chinese: String {
        switch self {
        case .text(let most): "不超过 \(most) 字的文字"
        case .integer(let range): "\(range.lowerBound) 至 \(range.upperBound) 的整数"
        case .boolean: "true 或 false"
        case .time: "带时区的时间,如 2026-10-01T08:00:00+08:00"
        case .date: "日期,如 2026-10-01"
        case .choice(let words): "下列之一:\(words.joined(separator: "、"))"
        case .person: "本单位人员的编号或姓名"
        case .reference(let collection): "一条 \(collection) 的编号"
        case .texts(let most): "文字的列表,每条不超过 \(most) 字"
        case .items(let most): "不超过 \(most) 字的文字,或 {item, acted} 的列表"
        }
    }

    var english: String {
        switch self {
        case .text(let most): "text of at most \(most) characters"
        case .integer(let range): "a whole number from \(range.lowerBound) to \(range.upperBound)"
        case .boolean: "true or false"
        case .time: "a time with its offset, such as 2026-10-01T08:00:00+08:00"
        case .date: "a date, such as 2026-10-01"
        case .choice(let words): "one of \(words.joined(separator: ", "))"
        case .person: "the id or the name of a person of the unit"
        case .reference(let collection): "the id of a record of \(collection)"
        case .texts(let most): "a list of texts of at most \(most) characters each"
        case .items(let most): "a text of at most \(most) characters, or a list of {item, acted}"
        }
    }
}
