import SyncKit

/// A unit's people, where they are, and how the unit is reached (Art. 2, 5(1), 5(4), 16).
extension Collection {
    static let people: [Collection] = [contact, person, absence]

    /// The unit's own word on how it is reached; contact up, down and sideways is kept open.
    package static let contact = Collection(
        "contact", .routine, "联系方式", "Contact", "第五条第（一）项", "第二条",
        fields: [
            Field("dutyPhones", "值班电话", "Duty phones", .texts(Bounds.phone), .element, rule: .union),
            Field("fax", "传真", "Fax", .text(Bounds.phone)),
            Field("address", "地址", "Address", .text(Bounds.short)),
            Field("roomSign", "值班室已挂牌", "Sign of the duty room", .boolean, article: "第二条"),
            Field("remark", "备注", "Remark", .lines(Bounds.long), rule: .latest),
        ])

    /// Only 正式在编 stand a duty: 公务员, 参公 and 企事业管理人员.
    package static let person = Collection(
        "person", .routine, "人员", "Person", "第二条", "第十六条",
        fields: [
            Field("name", "姓名", "Name", .text(Bounds.short), .required),
            Field("post", "职务", "Post", .text(Bounds.short)),
            Field(
                "establishment", "编制", "Establishment", .choice(["公务员", "参公", "企事业管理人员", "非在编"]), .element,
                article: "第十六条"),
            Field("phone", "固定电话", "Telephone", .text(Bounds.phone)),
            Field("mobile", "手机", "Mobile", .text(Bounds.phone)),
            Field("leaderRole", "带班身份", "Leader's role", .choice(["政府", "办公室", "none"])),
            Field("rank", "班子职务", "Rank", .choice(["主要负责人", "第一副职", "班子成员", "其他"])),
            Field("dutyLead", "分管值班工作", "In charge of duty work", .boolean, article: "第二十条"),
            Field("roomHead", "值班室主要负责人", "Head of the duty room", .boolean, article: "第二十条"),
            Field("informationReporter", "信息报告员", "Information reporter", .boolean),
            Field("joinedAt", "到岗时间", "Joined", .timeOrDate),
            Field("leftAt", "离岗时间", "Left", .timeOrDate),
        ])

    /// 外出报备 and 销假.
    package static let absence = Collection(
        "absence", .routine, "外出报备", "Absence", "第五条第（四）项", "第六条第（六）项", "第七条第（五）项", time: "leaveAt",
        filters: ["person", "kind"],
        fields: [
            Field("person", "外出人员", "Person", .person, .required),
            Field("kind", "类型", "Kind", .choice(["出差", "出访", "休假", "学习"]), .required),
            Field("reason", "事由", "Reason", .text(Bounds.short)),
            Field("leaveAt", "离开时间", "Leaves", .time, .required),
            Field("returnAt", "返回时间", "Returns", .time, .element),
            Field("place", "前往地点", "Place", .text(Bounds.short), .element),
            Field("deputy", "主持工作人员", "Acting deputy", .text(Bounds.short), .element),
            Field("deputyPost", "主持人职务", "Deputy's post", .text(Bounds.short)),
            Field("deputyPhone", "主持人电话", "Deputy's number", .text(Bounds.phone)),
            Field("contact", "联系方式", "Contact", .text(Bounds.short), .element),
            Field("itineraryChange", "行程变更", "Change of itinerary", .lines(Bounds.long), rule: .latest),
            Field("pairReason", "正副职同时外出理由", "Reason for both being away", .text(Bounds.short)),
            Field("reportedAt", "报备时间", "Reported", .time, .element),
            Field("cancelledAt", "销假时间", "Back", .time),
        ] + voiding)
}
