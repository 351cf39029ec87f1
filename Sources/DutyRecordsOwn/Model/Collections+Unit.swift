import SyncKit

/// Units, their people, and the county's notices (Art. 2, 13).
extension Collection {
    static let unit = Collection(
        "unit", .notice, "单位", "Unit", article: "第二条",
        [
            Field("code", "代码", "Code", .text(32), required: true, writer: .county),
            Field("name", "名称", "Name", .text(Bounds.name), required: true, writer: .county),
            Field("class", "类别", "Class", .choice(["county", "town", "department"]), required: true, writer: .county),
            Field("leadersRequired", "带班人数", "Leaders required", .integer(0...10), writer: .county),
            Field("revokedAt", "停用时间", "Revoked", .time, writer: .county),
        ])

    static let contact = Collection(
        "contact", .routine, "联系方式", "Contact", article: "第五条(一)",
        [
            Field("dutyPhones", "值班电话", "Duty phones", .texts(Bounds.phone), rule: .union),
            Field("fax", "传真", "Fax", .text(Bounds.phone)),
            Field("address", "地址", "Address", .text(Bounds.line)),
        ])

    static let person = Collection(
        "person", .routine, "人员", "Person", article: "第二条",
        [
            Field("name", "姓名", "Name", .text(Bounds.name), required: true),
            Field("post", "职务", "Post", .text(Bounds.name)),
            Field("establishment", "编制", "Establishment", .choice(["公务员", "参公", "企事业管理人员", "非在编"]), required: true),
            Field("phone", "固定电话", "Phone", .text(Bounds.phone)),
            Field("mobile", "手机", "Mobile", .text(Bounds.phone)),
            Field("leaderRole", "带班身份", "Leader's role", .choice(["政府", "办公室", "none"])),
            Field("joinedAt", "到岗", "Joined", .date),
            Field("leftAt", "离岗", "Left", .date),
        ])

    static let calendarDay = Collection(
        "calendar-day", .notice, "日历", "Calendar day", article: "第五条(二)",
        [
            Field("date", "日期", "Date", .date, required: true, writer: .county),
            Field(
                "dayType", "类型", "Day type",
                .choice(["workday", "weekend", "holiday", "adjusted-rest", "makeup-workday", "sensitive"]),
                required: true, writer: .county),
            Field("name", "名称", "Name", .text(Bounds.name), writer: .county),
            Field("published", "公布日期", "Published", .date, writer: .county),
            Field("source", "依据", "Source", .text(Bounds.line), writer: .county),
        ])

    static let specialPeriod = Collection(
        "special-period", .notice, "特殊敏感时间", "Special period", article: "第十三条",
        [
            Field("from", "起", "From", .time, required: true, writer: .county),
            Field("to", "止", "To", .time, required: true, writer: .county),
            Field("kind", "类型", "Kind", .choice(["法定节假日", "重要会议活动", "突发事件处置"]), required: true, writer: .county),
            Field("reason", "事由", "Reason", .text(Bounds.text), writer: .county),
        ])
}
