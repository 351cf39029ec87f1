// What is wrong with a row of an imported table, besides what entry says.
extension EntryError {
    static let rosterDay = EntryError(
        "date", .badDate, chinese: "看不懂日期。请写成 2026-10-01、10月1日，或 10月1日-10月7日。",
        english: "the date is not understood; write 2026-10-01, or 2026-10-01 - 2026-10-07")

    static let rosterYear = EntryError(
        "date", .badDate, chinese: "日期没有年份。请在上面填写年份，或在表名中写明，如“2026年10月值班表”。",
        english: "the date has no year; give it above, or in the title of the table")

    static func rosterWeekday(_ day: Day) -> EntryError {
        let name = ["一", "二", "三", "四", "五", "六", "日"][day.weekday - 1]
        let english = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"][day.weekday - 1]
        return EntryError(
            "date", .badDate, chinese: "\(day) 是星期\(name)，与表中的星期不符。请核对年份和日期。",
            english: "\(day) is a \(english), which is not what the table says; check year and date")
    }

    static let rosterHours = EntryError(
        "time", .badTime, chinese: "看不懂值班时间。请写成 8:30-17:30，或 17:30-次日8:30。",
        english: "the hours are not understood; write 8:30-17:30")

    /// A number of 16 digits or more that a spreadsheet kept as a number.
    package static func digitsLost(_ heading: String) -> EntryError {
        EntryError(
            "", .wrongType, chinese: "“\(heading.shortened)”是 16 位以上的数字，表格软件只保留了前 15 位，后面的已丢失。请把这一列设为“文本”后重新填写。",
            english:
                "\"\(heading.shortened)\" is a number of 16 digits or more, of which the spreadsheet kept 15; format the column as text and type it again"
        )
    }

    package static func formulaError(_ heading: String) -> EntryError {
        EntryError(
            "", .wrongType, chinese: "“\(heading.shortened)”是出错的公式。请改成实际的内容。",
            english: "\"\(heading.shortened)\" is a formula that failed; put in what it should say")
    }
}
