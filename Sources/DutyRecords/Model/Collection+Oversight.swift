import SyncKit

/// Checks and what follows from them (Art. 15, 20 to 22). They lie in the ledger of the unit concerned.
extension Collection {
    static let oversight: [Collection] = [
        spotCheck, interview, rectification, commendation, accountabilityCase,
    ]

    /// 抽查: a unit checks itself, the county checks any.
    package static let spotCheck = Collection(
        "spot-check", .routine, "值班抽查", "Spot check", "第十五条", time: "at", filters: ["method", "finding"],
        fields: [
            Field("at", "抽查时间", "Time", .time, .required),
            Field("unit", "被查单位", "Unit", .text(Bounds.short)),
            Field("method", "方式", "Method", .choice(["电话", "现场", "视频", "点名"]), .element),
            Field("checker", "抽查人", "Checker", .text(Bounds.short), .element),
            Field("dialled", "拨打号码", "Number dialled", .text(Bounds.phone), .element),
            Field("rings", "响铃次数", "Rings", .integer(0...100)),
            Field("secondsToAnswer", "应答用时（秒）", "Seconds to the answer", .integer(0...3600)),
            Field("answeredBy", "接听人", "Answered by", .text(Bounds.short), .element),
            Field("onRoster", "是否在值班表上", "On the roster", .boolean, .element),
            Field("forwarded", "来电被转移", "Forwarded", .boolean),
            Field(
                "finding", "结果", "Finding", .choice(["正常", "漏岗", "脱岗", "顶岗", "无人接听", "转移", "其他"]), .element),
            Field("detail", "情况", "Detail", .lines(Bounds.long)),
            // The county's own record of a roll call says whom it called.
            Field("called", "点名单位", "Units called", .texts(Bounds.code)),
        ].written(by: .originator) + voiding.written(by: .originator))

    /// 约谈.
    package static let interview = Collection(
        "interview", .routine, "约谈", "Interview", "第十五条", time: "demandedAt", fields: demands)

    /// 整改 and 复查.
    package static let rectification = Collection(
        "rectification", .routine, "整改", "Rectification", "第十五条", "第二十一条", time: "demandedAt", fields: demands)

    private static let demands: [Field] =
        [
            Field("unit", "单位", "Unit", .text(Bounds.short)),
            Field("ground", "事由", "Ground", .lines(Bounds.long), .required),
            Field("circular", "依据的通报", "Circular", .reference("circular")),
            Field("spotCheck", "依据的抽查", "Spot check", .reference("spot-check")),
            Field("demand", "要求", "Demand", .lines(Bounds.long)),
            Field("demandedBy", "提出人", "Demanded by", .text(Bounds.short)),
            Field("demandedAt", "提出时间", "Demanded", .time, .required),
            Field("dueAt", "完成期限", "Due", .time, .element),
            Field("recheckedAt", "复查时间", "Re-checked", .time),
            Field("recheckResult", "复查结果", "Result of the re-check", .lines(Bounds.long)),
        ].written(by: .originator) + [
            Field("measures", "整改措施", "Measures", .lines(Bounds.long)),
            Field("result", "完成情况", "Result", .lines(Bounds.long)),
            Field("doneAt", "完成时间", "Done", .time),
        ] + voiding.written(by: .originator)

    /// 表彰奖励.
    package static let commendation = Collection(
        "commendation", .routine, "表彰奖励", "Commendation", "第二十一条", time: "at",
        fields: [
            Field("at", "时间", "Time", .timeOrDate, .required),
            Field("unit", "单位", "Unit", .text(Bounds.short)),
            Field("person", "人员", "Person", .text(Bounds.short)),
            Field("ground", "事由", "Ground", .lines(Bounds.long), .required),
            Field("by", "表彰单位", "By", .text(Bounds.short)),
        ].written(by: .originator) + voiding.written(by: .originator))

    /// 责任追究: the four grounds of Art. 22, each with its evidence and the persons of Art. 20.
    package static let accountabilityCase = Collection(
        "accountability-case", .routine, "责任追究", "Accountability case", "第二十二条", "第二十条", time: "openedAt",
        filters: ["ground"],
        fields: [
            Field("openedAt", "立案时间", "Opened", .time, .required),
            Field("unit", "责任单位", "Unit", .text(Bounds.short)),
            Field(
                "ground", "情形", "Ground",
                .choice(["制度不落实", "脱岗漏岗或非在编值班", "迟报漏报谎报瞒报", "推诿或落实不力"]), .required),
            Field("evidence", "证据", "Evidence", .lines(Bounds.body), .element),
            Field("incident", "关联事件", "Incident", .reference("incident")),
            Field("firstResponsible", "第一责任人", "First responsible", .texts(Bounds.short), .element),
            Field("directlyResponsible", "直接责任人", "Directly responsible", .texts(Bounds.short), .element),
            Field("consequence", "后果", "Consequence", .lines(Bounds.long)),
            Field("decision", "处理结果", "Decision", .lines(Bounds.long)),
            Field("closedAt", "结案时间", "Closed", .time),
        ].written(by: .originator) + voiding.written(by: .originator))
}
