import SyncKit

/// The daily work of a duty room (Art. 3, 8 to 11, and the daily 零报告 of practice).
extension Collection {
    static let daily: [Collection] = [logEntry, phoneRecord, firstInquiry, handover, task, zeroReport]

    /// Records stay and are struck through: the number is never given again.
    static let voiding: [Field] = [
        Field("voided", "作废", "Voided", .boolean),
        Field("voidReason", "作废原因", "Reason to void", .text(Bounds.short)),
    ]

    /// 值班记录: numbered, to the minute, never renumbered (Art. 10).
    package static let logEntry = Collection(
        "log-entry", .routine, "值班记录", "Duty log entry", "第十条", "第三条", time: "occurredAt", filters: ["incident"],
        fields: [
            Field("volume", "卷", "Volume", .text(Bounds.short), .issued),
            Field("number", "编号", "Number", .text(Bounds.short), .issued),
            // By the machine's own clock: a clock that was set back shows in it.
            Field("savedAt", "保存时间（本机）", "Saved (this machine)", .time, .issued),
            Field("paperNumber", "纸质记录编号", "Number on paper", .text(Bounds.short)),
            Field("occurredAt", "发生时间", "Occurred", .time, .required),
            Field("receivedAt", "接报时间", "Received", .time),
            Field("recordedAt", "记录时间", "Recorded", .time, .element),
            Field("matter", "事项", "Matter", .lines(Bounds.long), .required),
            Field("source", "来源", "Source", .text(Bounds.short)),
            Field("handling", "处理情况", "Handling", .lines(Bounds.long), .element),
            Field("undertaker", "承办", "Undertaker", .text(Bounds.short)),
            Field("feedback", "反馈", "Feedback", .lines(Bounds.long)),
            Field("closedAt", "办结时间", "Closed", .time),
            Field("recorder", "记录人", "Recorder", .text(Bounds.short), .element),
            Field("incident", "关联事件", "Incident", .reference("incident")),
            Field("weather", "天气", "Weather", .text(Bounds.short)),
            Field("leader", "带班领导", "Leader in charge", .text(Bounds.short)),
            Field("officers", "值班人员", "Officers", .texts(Bounds.short)),
            Field("remark", "备注", "Remark", .lines(Bounds.long), rule: .latest),
            Field("call", "来自电话", "From the call", .reference("phone-record")),
        ] + voiding)

    /// 电话记录 (Art. 8). An answer to 媒体, or after 请示, needs an approved wording before the record is closed;
    /// it may be written down without one.
    package static let phoneRecord = Collection(
        "phone-record", .routine, "电话记录", "Telephone record", "第八条", time: "receivedAt",
        filters: ["direction", "handling", "callerPhone", "incident"],
        fields: [
            Field("direction", "方向", "Direction", .choice(["in", "out"]), .required),
            Field("receivedAt", "时间", "Time", .time, .required),
            Field("rings", "响铃次数", "Rings", .integer(0...100)),
            Field("secondsToAnswer", "应答用时（秒）", "Seconds to the answer", .integer(0...3600)),
            Field("missed", "未接", "Missed", .boolean),
            Field("callerUnit", "对方单位", "Caller's unit", .text(Bounds.short), .element),
            Field("callerName", "对方姓名", "Caller", .text(Bounds.short), .element),
            Field("callerPost", "对方职务", "Caller's post", .text(Bounds.short)),
            Field("callerPhone", "对方电话", "Caller's number", .text(Bounds.phone), .element),
            Field("matter", "事项", "Matter", .lines(Bounds.long), .required),
            Field("occurredAt", "事发时间", "Occurred", .time),
            Field("place", "地点", "Place", .text(Bounds.short)),
            Field("cause", "起因", "Cause", .lines(Bounds.long)),
            Field("course", "经过", "Course", .lines(Bounds.long)),
            Field("measures", "已采取措施", "Measures", .lines(Bounds.long)),
            Field("effect", "影响", "Effect", .lines(Bounds.long)),
            Field("trend", "发展趋势", "Trend", .lines(Bounds.long)),
            Field("toldAlready", "已告知何人", "Told already", .text(Bounds.short)),
            Field("toldAt", "告知时间", "Told at", .time),
            Field("verified", "已核对", "Read back and verified", .boolean),
            Field("proposedHandling", "拟办意见", "Proposed handling", .lines(Bounds.long)),
            Field("leaderNote", "领导批示", "Leader's instruction", .lines(Bounds.long)),
            Field(
                "handling", "办理方式", "Handling", .choice(["直接答复", "请示后答复", "转办", "要求书面", "媒体"]), .element),
            Field("answer", "答复口径", "Answer", .lines(Bounds.long)),
            Field("approvedBy", "口径批准人", "Approved by", .text(Bounds.short)),
            Field("approvedAt", "批准时间", "Approved at", .time),
            Field("writtenFollowUp", "书面材料", "Written follow-up", .text(Bounds.short)),
            Field("writtenAt", "收到书面材料", "Written follow-up received", .time),
            Field("result", "办理结果", "Result", .lines(Bounds.long)),
            Field("closedAt", "办结时间", "Closed", .time),
            Field("recorder", "记录人", "Recorder", .text(Bounds.short), .element),
            Field("incident", "关联事件", "Incident", .reference("incident")),
            Field("callBackOf", "回拨的未接来电", "Calls back", .reference("phone-record")),
        ] + voiding)

    /// 首问登记: done, guided within the unit, or guided to another (Art. 9).
    package static let firstInquiry = Collection(
        "first-inquiry", .routine, "首问登记", "First inquiry", "第九条", time: "receivedAt", filters: ["class"],
        fields: [
            Field("receivedAt", "时间", "Time", .time, .required),
            Field("asker", "询问人", "Asker", .text(Bounds.short), .element),
            Field("askerPhone", "联系电话", "Asker's number", .text(Bounds.phone)),
            Field("matter", "事项", "Matter", .lines(Bounds.long), .required),
            Field("class", "职责归属", "Class", .choice(["本人职责", "本单位职责", "非本单位"]), .element),
            Field("referredTo", "指引至", "Referred to", .text(Bounds.short)),
            Field("answer", "答复", "Answer", .lines(Bounds.long)),
            Field("recorder", "首问责任人", "First asked", .text(Bounds.short), .element),
        ] + voiding)

    /// 交接班: both sign, and each open item is acted on by the successor (Art. 11). Leaders are names here, since
    /// whoever leads a shift need not be on this unit's establishment.
    package static let handover = Collection(
        "handover", .routine, "交接班", "Handover", "第十一条", time: "at",
        fields: [
            Field("at", "交接时间", "Time", .time, .required),
            Field("place", "地点", "Place", .text(Bounds.short), .element),
            Field("outgoing", "交班人", "Outgoing", .text(Bounds.short), .element),
            Field("incoming", "接班人", "Incoming", .text(Bounds.short), .element),
            Field("leader", "带班领导", "Leader in charge", .text(Bounds.short), .element),
            Field("officeLeader", "办公室带班", "Office leader", .text(Bounds.short)),
            Field("cutAt", "记录截止时间", "Records read up to", .time),
            Field("openItems", "待办事项", "Open items", .items(Bounds.long), .element),
            Field("runningClocks", "在计时限", "Running clocks", .lines(Bounds.long)),
            Field("away", "外出人员", "Who is away", .lines(Bounds.long)),
            Field("shiftSummary", "本班情况", "What the shift wrote", .lines(Bounds.long)),
            Field("nextShift", "下一班", "Next shift", .text(Bounds.long)),
            Field("zeroReport", "零报告情况", "Zero report", .text(Bounds.short), article: "第十三条"),
            Field("syncState", "交接时的同步状态", "Sync state at that minute", .text(Bounds.long)),
            Field("phoneTestedAt", "值班电话测试时间", "Duty phone tested", .time, .element),
            Field("phoneForwarded", "值班电话已转移", "Duty phone forwarded", .boolean),
            Field("equipment", "设备情况", "Equipment", .lines(Bounds.long), .element),
            Field("keys", "钥匙", "Keys", .text(Bounds.short)),
            Field("remark", "备注", "Remark", .lines(Bounds.long), rule: .latest),
            Field("outgoingSignedAt", "交班签字时间", "Outgoing signed", .time),
            Field("incomingSignedAt", "接班签字时间", "Incoming signed", .time),
            Field("outgoingSignature", "交班签名", "Outgoing signature", .text(Bounds.short), .issued),
            Field("incomingSignature", "接班签名", "Incoming signature", .text(Bounds.short), .issued),
        ] + voiding)

    /// 交办事项: it cannot be closed without a result (Art. 3, 5(7)).
    package static let task = Collection(
        "task", .routine, "交办事项", "Task", "第三条", "第五条第（七）项", time: "dueAt", filters: ["owner"],
        fields: [
            Field("matter", "事项", "Matter", .lines(Bounds.long), .required),
            Field("setBy", "交办人", "Set by", .text(Bounds.short), .element),
            Field("setAt", "交办时间", "Set at", .time),
            Field("owner", "承办人", "Owner", .text(Bounds.short), .element),
            Field("dueAt", "办理期限", "Due", .time, .element),
            Field("progress", "进展", "Progress", .lines(Bounds.long), rule: .latest),
            Field("result", "办理结果", "Result", .lines(Bounds.long)),
            Field("closedAt", "办结时间", "Closed", .time),
        ] + voiding)

    /// 零报告: a day on which nothing happened is reported too.
    package static let zeroReport = Collection(
        "zero-report", .routine, "零报告", "Zero report", "第十三条", time: "date",
        fields: [
            Field("date", "日期", "Date", .date, .required),
            Field("reporter", "报告人", "Reporter", .text(Bounds.short), .element),
            Field("sentAt", "报送时间", "Sent", .time, .element),
            Field("remark", "备注", "Remark", .lines(Bounds.long), rule: .latest),
        ] + voiding)
}
