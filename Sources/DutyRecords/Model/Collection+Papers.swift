import SyncKit

/// Documents in, and what the county issues (Art. 5(2), 5(5), 14, 15).
extension Collection {
    static let papers: [Collection] = [document, bulletin, circular, notice]

    /// 文电、信函、请柬登记. Of a 密 document an open deployment keeps a numbered stub (Art. 14).
    package static let document = Collection(
        "document", .routine, "文电登记", "Document", "第五条第（五）项", "第十四条", time: "receivedAt",
        filters: ["kind", "channel"],
        fields: [
            Field("channel", "密级", "Channel", .choice(["明", "密"]), .required, article: "第十四条"),
            Field("kind", "类型", "Kind", .choice(["文电", "信函", "请柬"]), .required),
            Field("number", "编号", "Number", .text(Bounds.short), .element),
            Field("receivedAt", "收到时间", "Received", .time, .required),
            Field("workSecret", "工作秘密", "Work secret", .boolean, article: "第十四条"),
            Field("from", "来文单位", "From", .text(Bounds.short)),
            Field("title", "标题", "Title", .text(Bounds.long)),
            Field("text", "内容", "Text", .lines(Bounds.long)),
            Field("dueAt", "办理期限", "Due", .time),
            Field("handledAt", "办结时间", "Handled", .time),
            Field("handlingPlace", "办理处", "Where it is handled", .text(Bounds.short)),
            Field("outcome", "办理结果", "Outcome", .lines(Bounds.long)),
            Field("inReplyTo", "答复哪一件", "In reply to", .reference("document")),
            Field("undertaker", "承办", "Undertaker", .text(Bounds.short)),
        ] + voiding)

    /// 值班专报: numbered without gaps, edited, checked, signed, sent.
    package static let bulletin = Collection(
        "bulletin", .routine, "值班专报", "Duty bulletin", "第五条第（五）项", time: "signedAt",
        fields: [
            Field("issue", "期号", "Issue", .text(Bounds.short), .element),
            Field("urgency", "紧急程度", "Urgency", .choice(["特急", "加急", "平急", "普通"])),
            Field("title", "标题", "Title", .text(Bounds.long), .required),
            Field("body", "正文", "Body", .lines(Bounds.body), .required),
            Field("sentTo", "发送单位", "Sent to", .texts(Bounds.short), .element, rule: .union),
            Field("copies", "抄送", "Copies", .texts(Bounds.short), rule: .union),
            Field("workSecret", "工作秘密", "Work secret", .boolean, article: "第十四条"),
            Field("editor", "编辑", "Editor", .text(Bounds.short), .element),
            Field("checker", "核稿", "Checker", .text(Bounds.short), .element),
            Field("signer", "签发", "Signer", .text(Bounds.short), .element),
            Field("signedAt", "签发时间", "Signed", .time),
            Field("signature", "签名", "Signature", .text(Bounds.short), .issued),
            Field("leaderNote", "领导批示", "Leader's instruction", .lines(Bounds.long)),
        ].written(by: .county) + unitReceipt + voiding.written(by: .county))

    /// 值班通报 of breaches that a check found. 授意 and 阻碍 joined with the law of 2024.
    package static let circular = Collection(
        "circular", .routine, "值班通报", "Circular", "第十五条", time: "signedAt", filters: ["kind", "unit"],
        fields: [
            Field("number", "编号", "Number", .text(Bounds.short), .element),
            Field(
                "kind", "类型", "Kind", .choice(["漏岗", "脱岗", "迟报", "漏报", "谎报", "瞒报", "授意", "阻碍"]), .required),
            Field("unit", "被通报单位", "Unit", .text(Bounds.short), .element),
            Field("spotCheck", "依据的抽查", "Spot check", .reference("spot-check")),
            Field("incident", "关联事件", "Incident", .reference("incident")),
            Field("body", "正文", "Body", .lines(Bounds.body), .required),
            Field("signer", "签发", "Signer", .text(Bounds.short), .element),
            Field("signedAt", "签发时间", "Signed", .time),
            Field("signature", "签名", "Signature", .text(Bounds.short), .issued),
        ].written(by: .county) + unitReceipt + voiding.written(by: .county))

    /// 通知, such as the arrangement of a holiday, with its receipt.
    package static let notice = Collection(
        "notice", .routine, "通知", "Notice", "第五条第（二）项", time: "issuedAt",
        fields: [
            Field("number", "编号", "Number", .text(Bounds.short)),
            Field("title", "标题", "Title", .text(Bounds.long), .required),
            Field("body", "正文", "Body", .lines(Bounds.body), .required),
            Field("sentTo", "发送单位", "Sent to", .texts(Bounds.short), rule: .union),
            Field("issuedAt", "发出时间", "Issued", .time, .required),
            Field("receiptDueAt", "签收期限", "Receipt due", .time),
        ].written(by: .county) + unitReceipt + voiding.written(by: .county))

    private static let unitReceipt: [Field] = [
        Field("receiptBy", "签收人", "Receipt by", .text(Bounds.short)),
        Field("receiptAt", "签收时间", "Receipt", .time),
    ]
}
