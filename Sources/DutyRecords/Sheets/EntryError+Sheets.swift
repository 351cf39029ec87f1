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

    static let rosterMonth = EntryError(
        "date", .badDate, chinese: "不知道是哪个月的值班表。请在表名中写明，如“2026年10月值班表”。",
        english: "the month of this roster is not known; name it in the title, such as 2026年10月")

    static let rosterPerson = EntryError(
        "person", .required, chinese: "这一行没有姓名。请填写姓名，或清空这一行的记号。",
        english: "this row names nobody; put in the name, or clear the row's marks")

    /// - Parameters:
    ///   - heading: of the column, a day.
    ///   - mark: what stands in it.
    static func rosterMark(_ heading: String, _ mark: String) -> EntryError {
        EntryError(
            "day-of-month", .wrongType,
            chinese: "“\(heading.shortened)”一列的“\(mark.shortened)”看不懂。请写 值、白、夜、带、总带班、应急 或 √，不值班的留空。",
            english:
                "column \"\(heading.shortened)\": \"\(mark.shortened)\" is not understood; write 值, 白, 夜, 带 or √, and nothing where nobody is on duty"
        )
    }

    /// - Parameter heading: of the column, a day that the month has not.
    static func rosterColumn(_ heading: String) -> EntryError {
        EntryError(
            "date", .badDate, chinese: "“\(heading.shortened)”不是这个月的日期。请核对表名中的月份和这一列。",
            english: "\"\(heading.shortened)\" is no day of that month; check the title's month and this column")
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
