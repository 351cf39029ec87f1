// The sentences on a line, its form and who may write it.
extension EntryError {
    package static func json(_ error: JSONError) -> EntryError {
        let (chinese, english) = error.reason.words
        let rule: Rule
        switch error.reason {
        case .loneSurrogate, .controlCharacter, .invalidUTF8: rule = .character
        case .syntax, .byteOrderMark, .duplicateName, .tooDeep, .numberRange: rule = .json
        }
        return EntryError(
            error.member ?? "", rule, chinese: "第 \(error.offset + 1) 个字节处\(chinese)。请改正后重新录入这一行。",
            english: "\(english), at byte \(error.offset + 1); correct this line and enter it again")
    }

    static let notAnObject = EntryError(
        "", .notAnObject, chinese: "每行应是一个 JSON 对象，如 {\"matter\":\"…\"}。请改正后重新录入。",
        english: "each line has to be one JSON object such as {\"matter\":\"…\"}; correct it and enter it again")

    static func empty(_ collection: Collection) -> EntryError {
        EntryError(
            "", .empty, chinese: "这条“\(collection.chinese)”没有任何内容，请至少填写一项。",
            english: "this \(collection.name) says nothing; fill in at least one field")
    }

    static let badID = EntryError(
        "id", .badID, chinese: "id 应是 UUIDv7，或不超过 \(Bounds.short) 字的标签。请改正，或删去这一项由系统编号。",
        english: "id has to be a UUIDv7, or a label of at most \(Bounds.short) characters; correct it or leave it out")

    static func unknownField(_ name: String, of collection: Collection) -> EntryError {
        let known = collection.fields.lazy.filter { !$0.isSignature && !$0.isIssued }.map(\.name).joined(
            separator: ", ")
        return EntryError(
            name, .unknownField, chinese: "“\(collection.chinese)”没有“\(name.shortened)”这一项。可用的有：\(known)。",
            english: "\(collection.name) has no field \"\(name.shortened)\"; known are \(known)")
    }

    static func required(_ field: Field, of collection: Collection) -> EntryError {
        EntryError(
            field.name, .required, article: collection.article(of: field),
            chinese: "缺少“\(field.chinese)”（\(field.name)），请填写\(field.kind.chinese)。",
            english: "\(field.name) is missing; fill in \(field.kind.english)")
    }

    static func signature(_ field: Field, of collection: Collection) -> EntryError {
        EntryError(
            field.name, .sign, article: collection.article(of: field),
            chinese: "“\(field.chinese)”只能由本人签字产生，不能录入或修改。请用 sign 签字。",
            english: "\(field.name) is written by a signature alone; use sign")
    }

    static func issued(_ field: Field, of collection: Collection) -> EntryError {
        EntryError(
            field.name, .issued, article: collection.article(of: field),
            chinese: "“\(field.chinese)”由系统编定，不能录入或修改。请删去这一项；纸质记录的编号可填 paperNumber。",
            english: "\(field.name) is given by the system; leave it out (a number on paper goes into paperNumber)")
    }

    static func authority(_ field: Field, of collection: Collection, _ writer: Field.Writer) -> EntryError {
        let article = collection.article(of: field)
        return switch writer {
        case .county:
            EntryError(
                field.name, .authority, article: article, chinese: "“\(field.chinese)”只能由县里填写，请删去这一项。",
                english: "\(field.name) is written by the county alone; leave it out")
        case .originator:
            EntryError(
                field.name, .authority, article: article,
                chinese: "这条“\(collection.chinese)”是对方录入的，“\(field.chinese)”只能由对方修改，请与对方联系。",
                english: "this \(collection.name) was entered by the other side, which alone changes \(field.name)")
        case .unit, .either:
            EntryError(
                field.name, .authority, article: article, chinese: "“\(field.chinese)”只能由该单位自己填写，请删去这一项。",
                english: "\(field.name) is written by its own unit alone; leave it out")
        }
    }

    package static func channel(_ breach: ChannelRule.Breach) -> EntryError {
        switch breach {
        case .classifiedText(let fields):
            let names = fields.joined(separator: ", ")
            return EntryError(
                ChannelRule.field, .channel, article: ChannelRule.article,
                chinese: "这是明件系统，密件只登记编号、收到时间和办理时间，不得录入内容。请删去 \(names)，并在密件系统中办理。",
                english: "this deployment is open: of classified material only number and times are kept; "
                    + "leave out \(names) and handle it on the classified system")
        case .openRecord:
            return EntryError(
                ChannelRule.field, .channel, article: ChannelRule.article,
                chinese: "这是密件系统，严禁明密混用。请在明件系统中录入明件。",
                english: "this deployment is classified and takes no open record; enter it on the open system")
        }
    }
}

extension JSONError.Reason {
    var words: (chinese: String, english: String) {
        switch self {
        case .syntax: ("不是正确的 JSON", "not JSON")
        case .byteOrderMark: ("有字节顺序标记（BOM），请存为不带 BOM 的 UTF-8", "a byte order mark; save as UTF-8 without it")
        case .duplicateName: ("同一名称出现两次", "a name that stands twice")
        case .loneSurrogate: ("有半个字符（孤立的代理项）", "half a character (a lone surrogate)")
        case .controlCharacter: ("含有控制字符（换行和制表符除外，回车应写作换行）", "a control character other than \\n and \\t")
        case .invalidUTF8: ("不是正确的 UTF-8", "not UTF-8")
        case .tooDeep: ("嵌套超过 \(JSONReader.depthMax) 层", "nested more than \(JSONReader.depthMax) deep")
        case .numberRange: ("数字超出能准确保存的范围", "a number out of the range that is kept exactly")
        }
    }
}

extension String {
    /// A name in a sentence, cut where somebody put a whole text in its place.
    var shortened: String {
        unicodeScalars.count <= 40 ? self : String(String.UnicodeScalarView(unicodeScalars.prefix(40))) + "…"
    }
}
