extension Wording {
    /// What a screen shows for a choice. A word that stands in the regulation and on its forms is the same in every
    /// language; English says beside it what it means.
    package static func choice(_ word: String, in language: Language) -> String {
        switch language {
        case .chinese: return chinese[word] ?? DayType(rawValue: word)?.chinese ?? word
        case .english:
            if let meaning = english[word] { return "\(meaning) \(word)" }
            return DayType(rawValue: word)?.english ?? word
        }
    }

    /// Of choices whose word on the wire is English.
    private static let chinese = [
        "in": "来电", "out": "去电", "phone": "电话", "written": "书面", "online": "网络",
        "officer": "值班员", "leader": "带班领导", "room-head": "值班室负责人",
        "administrator": "管理员", "county": "县", "town": "镇", "department": "部门", "none": "无",
    ]

    /// Of choices whose word on the wire is the regulation's.
    private static let english = [
        "一般": "ordinary", "较大": "larger", "重大": "major", "特别重大": "extraordinary",
        "主要负责人": "principal", "第一副职": "first deputy", "班子成员": "member of the leadership", "其他": "other",
        "值班": "on duty", "应急值班岗": "emergency post",
        "公务员": "civil servant", "参公": "as a civil servant", "企事业管理人员": "manager of an institution",
        "非在编": "off the establishment",
        "出差": "on business", "出访": "visit abroad", "休假": "leave", "学习": "training",
        "初报": "first report", "续报": "follow-up", "终报": "final report", "先行预报": "advance notice",
        "误报更正": "correction of a false report",
        "制度不落实": "rules not carried out", "脱岗漏岗或非在编值班": "absent, or off the establishment",
        "迟报漏报谎报瞒报": "late, missing, false or concealed report", "推诿或落实不力": "passed on, or done badly",
        "四级": "level 4", "三级": "level 3", "二级": "level 2", "一级": "level 1",
        "总带班": "leader for all", "带班": "leader in charge", "政府": "of the government", "办公室": "of the office",
        "文电": "telegram", "信函": "letter", "请柬": "invitation", "明": "open", "密": "classified",
        "本人职责": "mine", "本单位职责": "my unit's", "非本单位": "not this unit's",
        "正常": "in order", "故障": "broken", "停用": "out of use",
        "漏岗": "post not manned", "脱岗": "left the post", "顶岗": "stand-in off the roster", "无人接听": "no answer",
        "转移": "forwarded",
        "法定节假日": "statutory holiday", "重要会议活动": "important meeting or event", "突发事件处置": "handling of an incident",
        "迟报": "late report", "漏报": "missing report", "谎报": "false report", "瞒报": "concealed report",
        "授意": "prompted by a superior", "阻碍": "obstruction",
        "特急": "most urgent", "加急": "urgent", "平急": "soon", "普通": "plain",
        "电话": "telephone", "现场": "on site", "视频": "video", "点名": "roll call",
        "电话机": "telephone", "内网计算机": "PC, internal network", "外网计算机": "PC, internet", "传真机": "fax",
        "复印机": "copier", "打印机": "printer", "扫描仪": "scanner", "电视机": "television", "保密柜": "safe",
        "文件柜": "cabinet", "对讲机": "radio", "卫星电话": "satellite telephone", "备份": "backup",
        "直接答复": "answered at once", "请示后答复": "answered after asking", "转办": "passed on",
        "要求书面": "asked for in writing", "媒体": "media",
        "自然灾害": "natural disaster", "事故灾难": "accident", "公共卫生事件": "public health event",
        "社会安全事件": "public security event",
        "蓝色": "blue", "黄色": "yellow", "橙色": "orange", "红色": "red",
    ]
}
