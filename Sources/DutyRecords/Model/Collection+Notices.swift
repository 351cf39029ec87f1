import SyncKit

/// The county's notices, which the hub alone writes and every unit reads (Art. 2, 5(2), 13).
extension Collection {
    static let notices: [Collection] = [unit, calendarDay, specialPeriod, ruleProfile]

    /// `leadersRequired`: 双带班 is two leaders, one of 政府 and one of 办公室.
    package static let unit = Collection(
        "unit", .notice, "单位", "Unit", "第二条",
        fields: [
            Field("code", "代码", "Code", .text(Bounds.code), .required),
            Field("name", "名称", "Name", .text(Bounds.short), .required),
            Field("class", "类别", "Class", .choice(["county", "town", "department"]), .required),
            Field("leadersRequired", "带班人数", "Leaders required", .integer(0...10)),
            Field("establishedAt", "设立日期", "Established", .date),
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

    /// 规则设置: the figures in force from one day to another, for the county or tightened by one unit (Art. 1, 23, 24).
    package static let ruleProfile = Collection(
        "rule-profile", .notice, "规则设置", "Rule profile", "第二十三条", time: "validFrom",
        fields: [
            Field("title", "名称", "Title", .text(Bounds.short), .required),
            Field("documentNumber", "文号", "Document number", .text(Bounds.short)),
            Field("validFrom", "生效", "Valid from", .timeOrDate, .required),
            Field("validTo", "失效", "Valid to", .timeOrDate),
            Field("unit", "适用单位", "Unit", .text(Bounds.code)),
            Field("figures", "数值", "Figures", .figures, .required),
        ].written(by: .county))
}
