import SyncKit

/// The daily work of a duty room (Art. 3, 8 to 11).
extension Collection {
    static let logEntry = Collection(
        "log-entry", .routine, "值班记录", "Log entry", article: "第十条",
        [
            Field("number", "编号", "Number", .text(Bounds.name)),
            Field("occurredAt", "发生时间", "Occurred", .time, required: true),
            Field("receivedAt", "接报时间", "Received", .time),
            Field("recordedAt", "记录时间", "Recorded", .time),
            Field("matter", "事项", "Matter", .text(Bounds.text), required: true),
            Field("source", "来源", "Source", .text(Bounds.line)),
            Field("handling", "处理情况", "Handling", .text(Bounds.text)),
            Field("undertaker", "承办", "Undertaker", .text(Bounds.line)),
            Field("feedback", "反馈", "Feedback", .text(Bounds.text)),
            Field("closedAt", "办结时间", "Closed", .time),
            Field("recorder", "记录人", "Recorder", .text(Bounds.name)),
            Field("incident", "突发事件", "Incident", .reference("incident")),
            Field("weather", "天气", "Weather", .text(Bounds.line)),
            Field("voided", "作废", "Voided", .text(Bounds.line)),
            Field("remark", "备注", "Remark", .text(Bounds.text), rule: .latest),
        ])

    static let phoneRecord = Collection(
        "phone-record", .routine, "电话记录", "Phone record", article: "第八条",
        [
            Field("direction", "方向", "Direction", .choice(["in", "out"]), required: true),
            Field("receivedAt", "时间", "Time", .time, required: true),
            Field("rings", "响铃次数", "Rings", .integer(0...100)),
            Field("callerUnit", "来电单位", "Caller's unit", .text(Bounds.line)),
            Field("callerName", "来电人", "Caller", .text(Bounds.name)),
            Field("callerPost", "职务", "Post", .text(Bounds.name)),
            Field("callerPhone", "电话", "Number", .text(Bounds.phone)),
            Field("matter", "事项", "Matter", .text(Bounds.text), required: true),
            Field("place", "地点", "Place", .text(Bounds.line)),
            Field("cause", "原因", "Cause", .text(Bounds.text)),
            Field("measures", "措施", "Measures", .text(Bounds.text)),
            Field("effect", "影响", "Effect", .text(Bounds.text)),
            Field("trend", "趋势", "Trend", .text(Bounds.text)),
            Field("alreadyTold", "已告知", "Already told", .text(Bounds.text)),
            Field("verified", "已核对", "Read back", .boolean),
            Field("handling", "办理方式", "Handling", .choice(["直接答复", "请示后答复", "转办", "要求书面", "媒体"])),
            Field("answer", "答复", "Answer", .text(Bounds.text)),
            Field("approvedBy", "批准人", "Approved by", .text(Bounds.name)),
            Field("writtenFollowUp", "书面材料", "Written follow-up", .text(Bounds.line)),
            Field("result", "结果", "Result", .text(Bounds.text)),
            Field("recorder", "记录人", "Recorder", .text(Bounds.name)),
            Field("voided", "作废", "Voided", .text(Bounds.line)),
        ])

    static let firstInquiry = Collection(
        "first-inquiry", .routine, "首问登记", "First inquiry", article: "第九条",
        [
            Field("receivedAt", "时间", "Time", .time, required: true),
            Field("asker", "询问人", "Asker", .text(Bounds.name)),
            Field("matter", "事项", "Matter", .text(Bounds.text), required: true),
            Field("class", "归属", "Class", .choice(["本人职责", "本单位职责", "非本单位"])),
            Field("referredTo", "指引至", "Referred to", .text(Bounds.line)),
            Field("recorder", "首问责任人", "Recorder", .text(Bounds.name)),
        ])

    static let handover = Collection(
        "handover", .routine, "交接班", "Handover", article: "第十一条",
        [
            Field("at", "时间", "Time", .time, required: true),
            Field("place", "地点", "Place", .text(Bounds.line)),
            Field("outgoing", "交班人", "Outgoing", .text(Bounds.name)),
            Field("incoming", "接班人", "Incoming", .text(Bounds.name)),
            Field("leader", "带班领导", "Leader", .text(Bounds.name)),
            Field("officeLeader", "办公室带班", "Office leader", .text(Bounds.name)),
            Field("openItems", "交接事项", "Open items", .items(Bounds.text)),
            Field("phoneTestedAt", "电话测试", "Phone tested", .time),
            Field("phoneForwarded", "电话转移", "Phone forwarded", .boolean),
            Field("equipment", "设备", "Equipment", .text(Bounds.text)),
            Field("keys", "钥匙", "Keys", .text(Bounds.line)),
            Field("outgoingSignedAt", "交班签字", "Outgoing signed", .time),
            Field("incomingSignedAt", "接班签字", "Incoming signed", .time),
        ])

    static let task = Collection(
        "task", .routine, "交办事项", "Task", article: "第五条(七)",
        [
            Field("matter", "事项", "Matter", .text(Bounds.text), required: true),
            Field("setBy", "交办人", "Set by", .text(Bounds.name)),
            Field("owner", "承办人", "Owner", .text(Bounds.name)),
            Field("dueAt", "期限", "Due", .time),
            Field("result", "结果", "Result", .text(Bounds.text)),
            Field("closedAt", "办结时间", "Closed", .time),
        ])

    static let zeroReport = Collection(
        "zero-report", .routine, "零报告", "Zero report", article: "第十三条",
        [
            Field("date", "日期", "Date", .date, required: true),
            Field("reporter", "报告人", "Reporter", .text(Bounds.name)),
            Field("sentAt", "报送时间", "Sent", .time),
        ])

    static let absence = Collection(
        "absence", .routine, "外出报备", "Absence", article: "第六条(六)",
        [
            Field("person", "人员", "Person", .person, required: true),
            Field("kind", "类型", "Kind", .choice(["出差", "出访", "休假", "学习"]), required: true),
            Field("leaveAt", "离开", "Leaves", .time, required: true),
            Field("returnAt", "返回", "Returns", .time),
            Field("place", "地点", "Place", .text(Bounds.line)),
            Field("deputy", "主持工作", "Deputy", .text(Bounds.name)),
            Field("contact", "联系方式", "Contact", .text(Bounds.line)),
            Field("reportedAt", "报备时间", "Reported", .time),
            Field("cancelledAt", "销假", "Back since", .time),
        ])
}
