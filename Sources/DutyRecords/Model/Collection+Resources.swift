import SyncKit

/// What a duty room is equipped with, and what its people were taught (Art. 5(6), 10, 18, 19).
extension Collection {
    static let resources: [Collection] = [logVolume, paperBlock, training, equipment, account]

    /// 值班记录簿 of one replica and year: numbered, sealed, archived. What is entered after the seal is an addendum.
    package static let logVolume = Collection(
        "log-volume", .routine, "值班记录簿", "Log volume", "第十条", time: "year",
        fields: [
            Field("year", "年份", "Year", .integer(1900...9999), .issued),
            Field("volume", "卷", "Volume", .text(Bounds.short), .issued),
            Field("sealedAt", "封卷时间", "Sealed", .time, .issued),
            Field("sealedBy", "封卷人", "Sealed by", .text(Bounds.short), .issued),
            Field("sealedThrough", "封至编号", "Sealed through number", .text(Bounds.short), .issued),
            Field("digest", "校验码", "Digest", .text(Bounds.short), .issued),
            Field("archivedAt", "归档时间", "Archived", .time),
            Field("archivedIn", "存放处", "Kept in", .text(Bounds.short)),
        ])

    /// 空白记录表 for a power cut: a block of numbers of their own, printed ahead and entered later.
    package static let paperBlock = Collection(
        "paper-block", .routine, "空白记录表", "Blank log forms", "第十条", time: "printedAt",
        fields: [
            Field("volume", "卷", "Volume", .text(Bounds.short), .issued),
            Field("block", "批次", "Block", .integer(1...1_000_000), .issued),
            Field("lines", "行数", "Lines", .integer(1...Int64(PaperNumber.linesMax)), .required),
            Field("printedAt", "编号时间", "Numbered", .time, .element),
            Field("printedBy", "经手人", "By", .text(Bounds.short), .element),
            Field("closedAt", "余号作废时间", "Unused lines struck out", .time),
            Field("remark", "备注", "Remark", .lines(Bounds.long), rule: .latest),
        ])

    /// 业务培训.
    package static let training = Collection(
        "training", .routine, "业务培训", "Training", "第十八条", "第五条第（六）项", time: "at",
        fields: [
            Field("at", "时间", "Time", .timeOrDate, .required),
            Field("subject", "内容", "Subject", .text(Bounds.long), .required),
            Field("teacher", "授课人", "Teacher", .text(Bounds.short)),
            Field("persons", "参加人员", "Persons", .texts(Bounds.short), .element, rule: .union),
            Field("result", "考核结果", "Result", .lines(Bounds.long)),
        ] + voiding)

    /// 设备台账 and 信息备份.
    package static let equipment = Collection(
        "equipment", .routine, "设备", "Equipment", "第十九条", filters: ["kind"],
        fields: [
            Field(
                "kind", "种类", "Kind",
                .choice([
                    "电话机", "内网计算机", "外网计算机", "传真机", "复印机", "打印机", "扫描仪", "电视机", "保密柜", "文件柜", "对讲机", "卫星电话", "备份", "其他",
                ]), .required),
            Field("count", "数量", "Count", .integer(0...10_000), .required),
            Field("model", "型号与编号", "Model and serial numbers", .text(Bounds.short)),
            Field("state", "状态", "State", .choice(["正常", "故障", "停用"]), .element),
            Field("checkedAt", "检查时间", "Checked", .timeOrDate, .element),
            Field("verified", "已验证（备份）", "Verified (backup)", .boolean),
            Field("remark", "备注", "Remark", .lines(Bounds.long), rule: .latest),
        ] + voiding)

    /// Sign-in of a person, so that a new PC knows it: written by `account`, never listed.
    package static let account = Collection(
        "account", .routine, "账户", "Account", "第十七条", isListed: false,
        fields: [
            Field("person", "人员", "Person", .text(Bounds.short), .required),
            Field("role", "角色", "Role", .choice(["officer", "leader", "room-head", "administrator"]), .required),
            Field("passwordHash", "口令散列", "Password hash", .text(Bounds.long), .required),
            Field("temporary", "初始口令，须由本人更换", "Password given by an administrator", .boolean),
            Field("disabledAt", "停用时间", "Disabled", .time),
        ])
}
