import SyncKit

/// The county's notices, which the hub alone writes and every unit reads (Art. 2, 5(2), 13).
extension Collection {
    static let notices: [Collection] = [unit, calendarDay, specialPeriod]

    /// `leadersRequired`: 双带班 is two leaders, one of 政府 and one of 办公室.
    package static let unit = Collection(
        "unit", .notice, "单位", "Unit", "第二条",
        fields: [
            Field("code", "代码", "Code", .text(Bounds.code), .required),
            Field("name", "名称", "Name", .text(Bounds.short), .required),
            Field("class", "类别", "Class", .choice(["county", "town", "department"]), .required),
            Field("leadersRequired", "带班人数", "Leaders required", .integer(0...10)),
            Field("revokedAt", "停用时间", "Revoked", .time),
        ].written(by: .county))

    /// Six day types; a year that is not announced has no days, and none is guessed.
    package static let calendarDay = Collection(
        "calendar-day", .notice, "日历", "Calendar day", "第五条第（二）项",
        fields: [
            Field("date", "日期", "Date", .date, .required),
            Field(
                "dayType", "日期类型", "Day type",
                .choice(["workday", "weekend", "holiday", "adjusted-rest", "makeup-workday", "sensitive"]), .required),
            Field("name", "名称", "Name", .text(Bounds.short)),
            Field("published", "公布时间", "Published", .timeOrDate),
            Field("source", "依据", "Source", .text(Bounds.short)),
        ].written(by: .county))

    /// 特殊敏感时间, declared by the county: leaders on site, and the names filed before it.
    package static let specialPeriod = Collection(
        "special-period", .notice, "特殊敏感时间", "Special period", "第十三条",
        fields: [
            Field("from", "起", "From", .timeOrDate, .required),
            Field("to", "止", "To", .timeOrDate, .required),
            Field("kind", "类型", "Kind", .choice(["法定节假日", "重要会议活动", "突发事件处置"]), .required),
            Field("reason", "事由", "Reason", .lines(Bounds.long)),
        ].written(by: .county))
}
