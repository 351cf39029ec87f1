import SyncKit

/// Incidents, their reports, their course, and what leaders say of them (Art. 5(3), 10, 12).
extension Collection {
    static let incidents: [Collection] = [incident, report, timelineEntry, instruction]

    /// Lowest first: a concurrent lowering is listed and never shown.
    private static let levels = ["一般", "较大", "重大", "特别重大"]
    private static let warnings = ["蓝色", "黄色", "橙色", "红色"]

    private static func order(_ words: [String]) -> FieldRule { .greatest(words.map { .text($0) }) }

    private static let casualties: [Field] = [
        Field("deaths", "死亡人数", "Deaths", .integer(Bounds.people)),
        Field("missing", "失联人数", "Missing", .integer(Bounds.people)),
        Field("injured", "受伤人数", "Injured", .integer(Bounds.people)),
        Field("seriouslyInjured", "重伤人数", "Seriously injured", .integer(Bounds.people)),
        Field("relocated", "转移安置人数", "Relocated", .integer(Bounds.people)),
        Field("directLossYuan", "直接经济损失（元）", "Direct loss (yuan)", .integer(Bounds.yuan)),
    ]

    /// What a 初报 tells of the scene, and what a 续报 tells anew.
    private static let scene: [Field] = [
        Field("nature", "事件性质", "Nature", .text(Bounds.short)),
        Field("scope", "影响范围", "Scope", .lines(Bounds.long)),
        Field("trend", "发展趋势", "Trend", .lines(Bounds.long)),
        Field("leadersOnSite", "到场领导", "Leaders on site", .text(Bounds.short)),
        Field("measures", "已采取措施", "Measures", .lines(Bounds.long)),
        Field("proposals", "工作建议", "Proposals", .lines(Bounds.long)),
        Field("siteLead", "现场负责人", "Site lead", .text(Bounds.short)),
        Field("siteLeadPhone", "现场联系电话", "Site lead's number", .text(Bounds.phone)),
    ]

    /// 签收: who of the county's room took note of it, and when.
    private static let countyReceipt: [Field] = [
        Field("countyReceiptBy", "县签收人", "Receipted by", .text(Bounds.short), by: .county),
        Field("countyReceiptAt", "县签收时间", "Receipted by the county", .time, by: .county),
    ]

    /// Of the county's own report to the city: who told it, when the written one followed a call, and what the units had
    /// said when it went out.
    private static let toTheCity: [Field] = [
        Field("toldBy", "报送人", "Told by", .text(Bounds.short), by: .county),
        Field("writtenAt", "书面材料报出时间", "Sent in writing", .time, by: .county),
        Field("unitsFigures", "报出时各单位报数", "The units' figures then", .lines(Bounds.long), by: .county),
        Field(
            "differenceReason", "与各单位报数不一致的说明", "Why it differs from the units' figures", .lines(Bounds.long),
            by: .county),
    ]

    /// 突发事件. The county writes one that it heard of itself into the ledger of the unit where it happened.
    /// 社会安全事件 need no level. Event level, warning and response are three scales.
    package static let incident = Collection(
        "incident", .urgent, "突发事件", "Incident", "第十二条", receipt: "countyReceiptAt", time: "occurredAt",
        filters: ["category", "level"],
        fields: ([
            Field("occurredAt", "事发时间", "Occurred", .time, .element),
            Field("receivedAt", "接报时间", "Received", .time, .element),
            Field("category", "类别", "Category", .choice(["自然灾害", "事故灾难", "公共卫生事件", "社会安全事件"]), .element),
            Field("level", "事件级别", "Level", .choice(levels), rule: order(levels)),
            Field("levelReachedAt", "达到该级别时间", "Level reached", .time),
            Field("classCode", "分类编码（GB/T 35561）", "Class code (GB/T 35561)", .text(Bounds.code)),
            Field("levelJudgedBy", "级别判定人", "Level judged by", .text(Bounds.short)),
            Field("warning", "预警级别", "Warning", .choice(warnings), rule: order(warnings)),
            Field("response", "应急响应级别", "Response level", .choice(["四级", "三级", "二级", "一级"])),
            Field("sensitive", "敏感", "Sensitive", .boolean),
            Field("mayEscalate", "可能演化为较大以上", "May escalate", .boolean),
            Field("place", "地点", "Place", .text(Bounds.short), .element),
            Field("summary", "概况", "Summary", .lines(Bounds.long), .required),
            Field("source", "信息来源", "Source", .text(Bounds.short), .element),
            Field("cause", "原因", "Cause", .lines(Bounds.long)),
            Field("acknowledgements", "已知悉的对象", "Acknowledged by", .texts(Bounds.short), rule: .union),
            Field("superiorToldAt", "报上级对口部门时间", "Own superior told", .time),
            Field("superior", "上级对口部门", "Own superior", .text(Bounds.short)),
            Field("timeReason", "时间更正的来源和理由", "Source and reason of a changed time", .lines(Bounds.long)),
            Field("lateReason", "补录或迟报说明", "Why it is late", .lines(Bounds.long)),
            Field("closedAt", "处置结束时间", "Closed", .time),
            Field("falseAlarmAt", "认定误报时间", "Found to be false", .time),
            Field("falseAlarmReason", "误报的来源和理由", "Source and reason of the false report", .lines(Bounds.long)),
            Field("drill", "演练", "Drill", .boolean),
            Field("call", "来自电话", "From the call", .reference("phone-record")),
            Field("remark", "备注", "Remark", .lines(Bounds.long), rule: .latest),
        ] + scene + casualties + voiding).written(by: .either) + [
            // One event that several units report: all but one of its records become sources of that one.
            Field("sourceOf", "并入事件（作为来源）", "Source of", .reference("incident"), by: .county),
            Field(
                "notSameAs", "认定不是同一事件", "Found not to be the same as", .texts(Bounds.short), by: .county, rule: .union),
        ] + countyReceipt)

    /// 初报, 续报, 终报, 先行预报: by telephone, in writing, online (Art. 12). What it says is the unit's own word.
    /// 误报更正 takes a report back at whoever had it; the report itself stays.
    package static let report = Collection(
        "report", .urgent, "突发事件信息报告", "Incident report", "第十二条", receipt: "countyReceiptAt", time: "sentAt",
        filters: ["incident", "kind"],
        fields: [
            Field("incident", "突发事件", "Incident", .reference("incident"), .required),
            Field("kind", "报告类型", "Kind", .choice(["初报", "续报", "终报", "先行预报", "误报更正"]), .required),
            Field("number", "续报序号", "Number", .integer(1...10_000)),
            Field("by", "报送方式", "By", .choice(["phone", "written", "online"]), .required),
            Field("sentAt", "报送时间", "Sent", .time, .element),
            Field("to", "报送对象", "To", .text(Bounds.short), .element),
            Field("text", "报告内容", "Text", .lines(Bounds.long), .element),
            Field("changes", "变化情况", "What changed", .lines(Bounds.long)),
            Field("casualtySource", "伤亡数据来源", "Source of the casualties", .text(Bounds.short)),
            Field("fallingDeathsReason", "死亡数减少说明", "Why deaths fell", .lines(Bounds.long)),
            Field("cause", "原因", "Cause", .lines(Bounds.long)),
            Field("handling", "处置情况", "Handling", .lines(Bounds.long)),
            Field("lessons", "教训与整改", "Lessons", .lines(Bounds.long)),
            Field("reason", "情况说明", "Reason", .lines(Bounds.long)),
            Field("signedBy", "签发人", "Signed by", .text(Bounds.short)),
            Field("confirmedByPhoneAt", "电话确认时间", "Confirmed by telephone", .time),
            Field("confirmedWith", "电话确认对象", "Confirmed with", .text(Bounds.short)),
            Field("bypassedTo", "越级报送对象", "Bypassed to", .text(Bounds.short)),
            Field("bypassReason", "越级理由", "Reason to bypass", .lines(Bounds.long)),
        ] + scene + casualties + voiding + toTheCity + countyReceipt)

    /// 处置过程: in order and to the minute for 较大 and above (Art. 10). Each unit keeps its own rows.
    package static let timelineEntry = Collection(
        "timeline-entry", .urgent, "处置过程记录", "Timeline entry", "第十条", time: "at", filters: ["incident"],
        fields: [
            Field("incident", "突发事件", "Incident", .reference("incident"), .required),
            Field("at", "时间", "Time", .time, .required),
            Field("what", "处置情况", "What", .lines(Bounds.long), .required),
            Field("source", "信息来源", "Source", .text(Bounds.short)),
            Field("recorder", "记录人", "Recorder", .text(Bounds.short)),
        ] + voiding)

    /// 批示、指示: verbatim, to the minute, to whom; receipt and feedback are the unit's (Art. 5(3)). The leader is
    /// a name: the county's leaders are not persons of the unit's ledger.
    package static let instruction = Collection(
        "instruction", .urgent, "领导批示", "Instruction", "第五条第（三）项", time: "issuedAt", filters: ["incident"],
        fields: [
            Field("incident", "突发事件", "Incident", .reference("incident")),
            Field("leader", "批示领导", "Leader", .text(Bounds.short), .required),
            Field("issuedAt", "批示时间", "Issued", .time, .element),
            Field("text", "批示内容", "Text", .lines(Bounds.long), .required),
            Field("unit", "承办单位", "Unit", .text(Bounds.short)),
            Field("feedbackDueAt", "反馈期限", "Feedback due", .time),
            Field("toldBy", "传达方式", "Told by", .text(Bounds.short)),
            // 督办 is an instruction of its own to the same unit, with clocks of its own.
            Field("followUpOf", "督办的批示", "Follows up", .reference("instruction")),
        ].written(by: .originator)
            + [
                Field("receivedAt", "收到时间", "Received", .time, .element),
                Field("receiptBy", "签收人", "Receipt by", .text(Bounds.short)),
                Field("receiptAt", "签收时间", "Receipt", .time),
                Field("feedback", "反馈", "Feedback", .lines(Bounds.long)),
                Field("feedbackAt", "反馈时间", "Feedback at", .time),
                Field("done", "已办结", "Done", .boolean),
                // The unit says that it is done; the county finds that it is.
                Field("acceptedBy", "认定办结人", "Accepted by", .text(Bounds.short), by: .county),
                Field("acceptedAt", "认定办结时间", "Accepted", .time, by: .county),
            ] + voiding.written(by: .originator))
}
