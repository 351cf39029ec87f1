import SyncKit

/// Who stands duty, who leads, and what of it the county was told (Art. 2, 5(2), 6(2), 7(2), 13, 16).
extension Collection {
    static let rosters: [Collection] = [dutyShift, leaderShift, rosterSubmission]

    /// 值班班次. 代班 names whom the officer stands in for; 串班 the shift that was taken in exchange. Both name who
    /// approved them, and survive a new plan.
    package static let dutyShift = Collection(
        "duty-shift", .routine, "值班班次", "Duty shift", "第二条", "第十六条", time: "start", filters: ["officer", "post"],
        fields: [
            Field("start", "开始", "Start", .time, .required),
            Field("end", "结束", "End", .time, .required),
            Field("officer", "值班人员", "Officer", .person, .required, article: "第十六条"),
            Field("post", "岗位", "Post", .choice(["值班", "应急值班岗"])),
            Field("substituteFor", "代班：原值班人", "Stands in for", .person),
            Field("swappedWith", "串班：对换的班次", "Swapped with", .reference("duty-shift")),
            Field("approvedBy", "批准人", "Approved by", .text(Bounds.short)),
            Field("reason", "调班原因", "Reason of the change", .text(Bounds.short)),
            Field("remark", "备注", "Remark", .lines(Bounds.long), rule: .latest),
        ] + voiding)

    /// 带班: 总带班 on call within the area, 带班 on site.
    package static let leaderShift = Collection(
        "leader-shift", .routine, "带班班次", "Leader's shift", "第十三条", "第二条", time: "start",
        filters: ["leader", "role", "tier"],
        fields: [
            Field("start", "开始", "Start", .time, .required),
            Field("end", "结束", "End", .time, .required),
            Field("leader", "带班领导", "Leader", .person, .required),
            Field("role", "带班身份", "Role", .choice(["政府", "办公室"]), .element),
            Field("tier", "带班层级", "Tier", .choice(["总带班", "带班"])),
            Field("substituteFor", "代班：原带班领导", "Stands in for", .person),
            Field("approvedBy", "批准人", "Approved by", .text(Bounds.short)),
            Field("remark", "备注", "Remark", .lines(Bounds.long), rule: .latest),
        ] + voiding)

    /// 值班表及带班表报送: three days before the period starts. The county's own goes to the city.
    package static let rosterSubmission = Collection(
        "roster-submission", .routine, "值班表报送", "Roster submission", "第六条第（二）项", "第七条第（二）项", "第五条第（二）项",
        receipt: "receivedAt", time: "periodStart",
        fields: [
            Field("periodStart", "起始日期", "Period starts", .date, .required),
            Field("periodEnd", "截止日期", "Period ends", .date, .required),
            Field("number", "报送编号", "Number", .text(Bounds.short)),
            Field("preparer", "制表人", "Preparer", .text(Bounds.short), .element),
            Field("approver", "审核人", "Approver", .text(Bounds.short), .element),
            Field("submittedAt", "报送时间", "Submitted", .time, .element),
            Field("rosterText", "报送时的值班表", "The roster as submitted", .lines(Bounds.roster)),
            Field("remark", "备注", "Remark", .lines(Bounds.long), rule: .latest),
            Field("receivedBy", "县接收人", "Received by", .text(Bounds.short), by: .county),
            Field("receivedAt", "县接收时间", "Received", .time, by: .county),
            Field("returnedReason", "退回原因", "Returned because", .lines(Bounds.long), by: .county),
        ] + voiding)
}
