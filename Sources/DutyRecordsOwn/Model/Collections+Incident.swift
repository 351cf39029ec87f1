import SyncKit

/// Incidents, their reports and what follows from them (Art. 12, 5(3)).
extension Collection {
    private static let casualties = [
        Field("deaths", "死亡", "Deaths", .integer(Bounds.people), writer: .either),
        Field("missing", "失联", "Missing", .integer(Bounds.people), writer: .either),
        Field("injured", "受伤", "Injured", .integer(Bounds.people), writer: .either),
        Field("seriouslyInjured", "重伤", "Seriously injured", .integer(Bounds.people), writer: .either),
        Field("relocated", "转移", "Relocated", .integer(Bounds.people), writer: .either),
        Field(
            "directLossYuan", "直接损失(元)", "Direct loss (yuan)", .integer(0...1_000_000_000_000), writer: .either),
    ]

    private static let levels = ["一般", "较大", "重大", "特别重大"]

    /// The county writes one that it heard of itself into the ledger of the unit where it happened.
    static let incident = Collection(
        "incident", .urgent, "突发事件", "Incident", article: "第十二条",
        [
            Field("occurredAt", "发生时间", "Occurred", .time, required: true, writer: .either),
            Field("receivedAt", "接报时间", "Received", .time, writer: .either),
            Field(
                "category", "类别", "Category", .choice(["自然灾害", "事故灾难", "公共卫生事件", "社会安全事件"]), required: true,
                writer: .either),
            Field(
                "level", "级别", "Level", .choice(levels), writer: .either,
                rule: .greatest(levels.map { .text($0) })),
            Field("levelReachedAt", "达到该级别的时间", "Level reached", .time, writer: .either),
            Field("sensitive", "敏感", "Sensitive", .boolean, writer: .either),
            Field("mayEscalate", "可能演化", "May escalate", .boolean, writer: .either),
            Field("place", "地点", "Place", .text(Bounds.line), required: true, writer: .either),
            Field("summary", "概况", "Summary", .text(Bounds.text), required: true, writer: .either),
            Field("source", "来源", "Source", .text(Bounds.line), writer: .either),
            Field("scope", "影响范围", "Scope", .text(Bounds.text), writer: .either),
            Field("trend", "发展趋势", "Trend", .text(Bounds.text), writer: .either),
            Field("measures", "措施", "Measures", .text(Bounds.text), writer: .either),
            Field("proposals", "建议", "Proposals", .text(Bounds.text), writer: .either),
            Field("leadersOnSite", "现场领导", "Leaders on site", .text(Bounds.line), writer: .either),
            Field("siteLead", "现场负责人", "Site lead", .text(Bounds.name), writer: .either),
            Field("sitePhone", "现场电话", "Site telephone", .text(Bounds.phone), writer: .either),
            Field("drill", "演练", "Drill", .boolean, writer: .either),
            Field("voided", "作废", "Voided", .text(Bounds.line), writer: .either),
        ] + casualties)

    static let report = Collection(
        "report", .urgent, "突发事件信息报告", "Report", article: "第十二条",
        [
            Field("incident", "突发事件", "Incident", .reference("incident"), required: true),
            Field("kind", "类型", "Kind", .choice(["初报", "续报", "终报", "先行预报"]), required: true),
            Field("number", "序号", "Number", .integer(1...10_000)),
            Field("by", "方式", "By", .choice(["phone", "written", "online"]), required: true),
            Field("sentAt", "报送时间", "Sent", .time),
            Field("to", "报送至", "To", .text(Bounds.line)),
            Field("text", "内容", "Text", .text(Bounds.longText), required: true),
            Field("reason", "理由", "Reason", .text(Bounds.text)),
            Field("cause", "原因", "Cause", .text(Bounds.text)),
            Field("lessons", "教训", "Lessons", .text(Bounds.text)),
            Field("signedBy", "签发人", "Signed by", .text(Bounds.name)),
            Field("confirmedByPhoneAt", "电话确认", "Confirmed by telephone", .time),
            Field("bypassedTo", "越级报送至", "Bypassed to", .text(Bounds.line)),
            Field("bypassReason", "越级理由", "Reason to bypass", .text(Bounds.text)),
            Field("voided", "作废", "Voided", .text(Bounds.line)),
        ]
            + casualties.map {
                Field($0.name, $0.chinese, $0.english, $0.kind)
            })

    static let timelineEntry = Collection(
        "timeline-entry", .urgent, "处置过程", "Timeline entry", article: "第十条",
        [
            Field("incident", "突发事件", "Incident", .reference("incident"), required: true, writer: .either),
            Field("at", "时间", "Time", .time, required: true, writer: .either),
            Field("what", "情况", "What", .text(Bounds.text), required: true, writer: .either),
            Field("source", "来源", "Source", .text(Bounds.line), writer: .either),
        ])

    /// The county's, and a town's own record of one that came by telephone.
    static let instruction = Collection(
        "instruction", .urgent, "领导批示", "Instruction", article: "第五条(三)",
        [
            Field("incident", "突发事件", "Incident", .reference("incident"), writer: .either),
            Field("leader", "领导", "Leader", .text(Bounds.name), required: true, writer: .either),
            Field("issuedAt", "批示时间", "Issued", .time, writer: .either),
            Field("receivedAt", "收到时间", "Received", .time),
            Field("text", "批示内容", "Text", .text(Bounds.text), required: true, writer: .either),
            Field("unit", "承办单位", "Unit", .text(Bounds.line), writer: .either),
            Field("receiptBy", "签收人", "Receipt by", .text(Bounds.name)),
            Field("receiptAt", "签收时间", "Receipt", .time),
            Field("feedback", "反馈", "Feedback", .text(Bounds.text)),
            Field("feedbackAt", "反馈时间", "Feedback at", .time),
            Field("done", "办结", "Done", .boolean),
        ])
}
