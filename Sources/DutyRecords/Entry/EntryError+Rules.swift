// The sentences of the rules that look at several fields.
extension EntryError {
    static func order(_ first: Field, _ last: Field, of collection: Collection) -> EntryError {
        EntryError(
            last.name, .order, article: collection.article(of: last),
            chinese: "“\(last.chinese)”应晚于“\(first.chinese)”。请核对两个时间，跨夜的班次结束时间写次日。",
            english: "\(last.name) has to be later than \(first.name); a shift over midnight ends on the next day")
    }

    static func noResult(_ closing: Field, _ results: [Field]) -> EntryError {
        let chinese = results.map { "“\($0.chinese)”" }.joined(separator: "或")
        let english = results.map(\.name).joined(separator: " or ")
        return EntryError(
            closing.name, .noResult, article: "第三条", chinese: "没有结果不能办结：请先填写\(chinese)（事事有着落，件件有回音）。",
            english: "it cannot be closed without a result; fill in \(english) first")
    }

    static func signed(_ field: Field, of collection: Collection) -> EntryError {
        EntryError(
            field.name, .signed, article: collection.article(of: field),
            chinese: "已有人签字，“\(field.chinese)”不能再改。如有误，请作废这一条并另录一条。",
            english: "it is signed, and \(field.name) can no longer be changed; void this record and enter another")
    }

    static func approval(_ field: Field, of collection: Collection) -> EntryError {
        EntryError(
            field.name, .approval, article: collection.article(of: field),
            chinese: "未请示，不得答复：媒体采访和重要问题须经请示、有批准的口径才能办结。请填写“\(field.chinese)”。",
            english: "answers to the media and important ones need an approved wording before they are closed; "
                + "fill in \(field.name)")
    }

    static func voidReason(_ field: Field, of collection: Collection) -> EntryError {
        EntryError(
            field.name, .reason, article: collection.article(of: field),
            chinese: "作废须写明原因，编号和内容都会保留。请填写“\(field.chinese)”。",
            english: "say why it is voided in \(field.name); the number and the text stay")
    }

    static func timeReason(_ field: Field, of collection: Collection) -> EntryError {
        EntryError(
            field.name, .reason, article: "第十二条",
            chinese: "更改事发时间须同时写明来源和理由，原来的时间会保留在历史中。请填写“\(field.chinese)”。",
            english:
                "a changed time of occurrence needs its source and reason in \(field.name); the first one stays in the history"
        )
    }

    static func falseAlarmReason(_ field: Field, of collection: Collection) -> EntryError {
        EntryError(
            field.name, .reason, article: "第十二条",
            chinese: "认定为误报须写明来源和理由，原来的记录和报告都会保留。请填写“\(field.chinese)”。",
            english: "say in \(field.name) who found the report to be false and why; the record and its reports stay")
    }

    static func beforeUnit(_ field: Field, _ established: Day, of collection: Collection) -> EntryError {
        EntryError(
            field.name, .beforeUnit, article: collection.article(of: field),
            chinese: "“\(field.chinese)”早于本单位设立日期 \(established)。请核对年月日。",
            english: "\(field.name) lies before the unit was set up on \(established); check the date")
    }

    static func ahead(_ field: Field, of collection: Collection) -> EntryError {
        EntryError(
            field.name, .ahead, article: collection.article(of: field),
            chinese: "“\(field.chinese)”晚于现在的时间，已保存。请核对时间和本机时钟。",
            english: "\(field.name) lies ahead of the clock; it was saved, check the time and this machine's clock")
    }

    static func lateEntry(_ field: Field, days: Int, of collection: Collection) -> EntryError {
        EntryError(
            field.name, .lateEntry, article: "第十二条", chinese: "事发已过 \(days) 天，已保存。请在“\(field.chinese)”中说明原因。",
            english: "it happened \(days) days ago; it was saved, say why it is late in \(field.name)")
    }

    static func establishment(_ field: Field, of collection: Collection) -> EntryError {
        EntryError(
            field.name, .establishment, article: collection.article(of: field),
            chinese: "非在编人员，禁止排班：值班人员须为正式在编人员。请换一位在编人员。",
            english: "this person is not on the establishment and may not stand a duty; take one who is")
    }

    static func swapped(_ field: Field, of collection: Collection) -> EntryError {
        EntryError(
            field.name, .swap, article: collection.article(of: field),
            chinese: "这个班次已经串过班。请先取消原来的串班（--unset swappedWith），再办理新的。",
            english: "this shift was swapped already; take that back first (--unset swappedWith)")
    }

    static func mobile(_ field: Field, _ digits: Int) -> EntryError {
        EntryError(
            field.name, .badPhone, article: "第二条",
            chinese: "“\(field.chinese)”应是 11 位手机号，现有 \(digits) 位。请核对；固定电话填 phone。",
            english:
                "\(field.name) has to be a mobile number of 11 digits, it has \(digits); a fixed line goes into phone")
    }

    static let reply = EntryError(
        ChannelRule.field, .channel, article: ChannelRule.article,
        chinese: "密来密复：答复的来文是密件，这一件也应是密件。请把密级改为密，并在密件系统中办理。",
        english: "a reply takes the channel of what it answers: mark it 密 and handle it on the classified system")

    static func unknownFigure(_ field: Field, _ name: String) -> EntryError {
        let known = RuleFigure.all.map(\.name).joined(separator: ", ")
        return EntryError(
            field.name, .unknownFigure, chinese: "“\(field.chinese)”没有“\(name.shortened)”这个数值。可用的有：\(known)。",
            english: "\(field.name) has no figure \"\(name.shortened)\"; known are \(known)")
    }

    static func figure(_ field: Field, _ figure: RuleFigure) -> EntryError {
        EntryError(
            field.name, .outOfRange, article: figure.article,
            chinese: "“\(figure.chinese)”（\(figure.name)）应是\(figure.takes.chinese)。",
            english: "\(figure.name) has to be \(figure.takes.english)")
    }

    static func unknownUnit(_ field: Field, _ unit: String, of collection: Collection) -> EntryError {
        EntryError(
            field.name, .unknownRecord, article: collection.article(of: field),
            chinese: "没有代码为“\(unit.shortened)”的单位。请核对（unit list）。",
            english: "there is no unit \"\(unit.shortened)\"; check it (unit list)")
    }

    static func loosened(_ field: Field, _ figure: RuleFigure, unit: String) -> EntryError {
        EntryError(
            field.name, .loosened, article: "第二十三条",
            chinese: "单位 \(unit) 的“\(figure.chinese)”（\(figure.name)）只能比县里更严，不能放宽。请改小或删去。",
            english: "\(figure.name) of the unit \(unit) may be stricter than the county's, never looser")
    }
}

extension RuleFigure {
    /// What it takes, for a sentence.
    var takes: (chinese: String, english: String) {
        switch path {
        case .number(_, let range), .optional(_, let range):
            (
                "\(range.lowerBound) 至 \(range.upperBound) 的整数",
                "a whole number from \(range.lowerBound) to \(range.upperBound)"
            )
        case .flag: ("true（是）或 false（否）", "true or false")
        case .time: ("时刻，如 17:00", "a time of the day such as 17:00")
        case .times: ("时刻的列表，如 [\"08:00\",\"17:00\"]", "a list of times of the day such as [\"08:00\",\"17:00\"]")
        }
    }
}
