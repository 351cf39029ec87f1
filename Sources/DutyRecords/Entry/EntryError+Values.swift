// The sentences on a value and on an edit's texts.
extension EntryError {
    /// A value that its field's kind does not take.
    static func value(_ field: Field, _ rule: Rule) -> EntryError {
        EntryError(
            field.name, rule, chinese: "“\(field.chinese)”应是\(field.kind.chinese)。请改正。",
            english: "\(field.name) has to be \(field.kind.english)")
    }

    static func tooLong(_ field: Field, _ count: Int, most: Int) -> EntryError {
        EntryError(
            field.name, .tooLong, chinese: "“\(field.chinese)”有 \(count) 字，最多 \(most) 字。请缩短或分条录入。",
            english: "\(field.name) has \(count) characters, at most \(most); shorten or split it")
    }

    static func tooMany(_ field: Field) -> EntryError {
        EntryError(
            field.name, .tooMany, chinese: "“\(field.chinese)”最多 \(Bounds.elements) 条。请合并或分开录入。",
            english: "\(field.name) takes at most \(Bounds.elements) elements; join or split them")
    }

    /// - Parameter place: of the character, from 1: it is not seen.
    static func character(_ field: Field, at place: Int) -> EntryError {
        EntryError(
            field.name, .character, chinese: "“\(field.chinese)”的第 \(place) 个字是看不见的控制字符，请删去（回车应写作换行）。",
            english:
                "character \(place) of \(field.name) is a control character other than \\n and \\t and is not seen; remove it"
        )
    }

    static func lineBreak(_ field: Field) -> EntryError {
        EntryError(
            field.name, .lineBreak, chinese: "“\(field.chinese)”只能写一行，请去掉换行。",
            english: "\(field.name) takes one line; remove the line break")
    }

    static func unknownPerson(_ field: Field) -> EntryError {
        EntryError(
            field.name, .unknownPerson, chinese: "“\(field.chinese)”：本单位没有这个姓名。请核对，或先登记人员。",
            english: "\(field.name): the unit has no person of that name; check it, or enter the person first")
    }

    static func ambiguousPerson(_ field: Field, _ count: Int) -> EntryError {
        EntryError(
            field.name, .ambiguousPerson, chinese: "“\(field.chinese)”：本单位有 \(count) 人同名，请用人员的编号。",
            english: "\(field.name): \(count) persons of the unit have that name; use the person's id")
    }

    static func unknownRecord(_ field: Field) -> EntryError {
        EntryError(
            field.name, .unknownRecord, chinese: "“\(field.chinese)”：本单位没有这个编号或标签的记录。请核对，或先录入它。",
            english: "\(field.name): the unit has no record of that id or label; check it, or enter that record first")
    }

    package static let taken = EntryError(
        "id", .taken, chinese: "这个编号或标签下已录入了别的内容，这一行没有保存。要改原记录请用 edit，要另录一条请换一个编号。",
        english:
            "another record stands under this id or label, and this line was not saved; use edit to change that record, or another id for a new one"
    )

    static let notAnEdit = EntryError(
        "", .notAnEdit, chinese: "应写成 项目=值，如 matter=巡查圩堤。",
        english: "it has to be FIELD=VALUE, such as matter=…")

    static func notUnion(_ field: Field) -> EntryError {
        EntryError(
            field.name, .notUnion, chinese: "“\(field.chinese)”不是可增减的列表，请用 --set 或 --unset。",
            english: "\(field.name) is no list of elements; use --set or --unset")
    }

    static func union(_ field: Field) -> EntryError {
        EntryError(
            field.name, .union, chinese: "“\(field.chinese)”是列表，请用 --add 增加、--remove 删去，一次一条。",
            english: "\(field.name) is a list of elements; use --add and --remove, one element each")
    }

    static func twice(_ field: Field) -> EntryError {
        EntryError(
            field.name, .twice, chinese: "“\(field.chinese)”写了两次，请只写一次。",
            english: "\(field.name) is written twice; write it once")
    }
}

extension Field.Kind {
    /// What the field takes, for a sentence.
    package var chinese: String {
        switch self {
        case .text(let most): "不超过 \(most) 字的一行文字"
        case .lines(let most): "不超过 \(most) 字的文字"
        case .integer(let range): "\(range.lowerBound) 至 \(range.upperBound) 的整数"
        case .boolean: "true（是）或 false（否）"
        case .time: "带时区的时间，如 2026-10-01T08:00:00+08:00"
        case .date: "日期，如 2026-10-01"
        case .timeOrDate: "日期，如 2026-10-01，或带时区的时间，如 2026-10-01T08:00:00+08:00"
        case .choice(let words): "下列之一：\(words.joined(separator: "、"))"
        case .person: "本单位人员的编号或姓名"
        case .reference(let collection):
            "一条\(DutyCatalog.regulation.collection(named: collection)?.chinese ?? collection)的编号或标签"
        case .texts(let most): "文字的列表，每条不超过 \(most) 字"
        case .figures: "数值的对象，如 {\"reportMinutes\": 30}"
        case .items(let most): "不超过 \(most) 字的文字，或 {item, acted} 的列表"
        }
    }

    package var english: String {
        switch self {
        case .text(let most): "one line of at most \(most) characters"
        case .lines(let most): "text of at most \(most) characters"
        case .integer(let range): "a whole number from \(range.lowerBound) to \(range.upperBound)"
        case .boolean: "true or false"
        case .time: "a time with its offset, such as 2026-10-01T08:00:00+08:00"
        case .date: "a date, such as 2026-10-01"
        case .timeOrDate: "a date, such as 2026-10-01, or a time with its offset"
        case .choice(let words): "one of \(words.joined(separator: ", "))"
        case .person: "the id or the name of a person of the unit"
        case .reference(let collection): "the id or the label of a record of \(collection)"
        case .texts(let most): "a list of texts of at most \(most) characters each"
        case .figures: "an object of figures such as {\"reportMinutes\": 30}"
        case .items(let most): "text of at most \(most) characters, or a list of {item, acted}"
        }
    }
}
