/// What a column of a 值班表 stands for.
enum RosterColumn: String, CaseIterable {
    case date
    case weekday
    /// `8:30-17:30` in each row.
    case time
    case leader
    case governmentLeader = "government-leader"
    case officeLeader = "office-leader"
    /// 总带班, on call.
    case chiefLeader = "chief-leader"
    case officer
    case dayOfficer = "day-officer"
    case nightOfficer = "night-officer"
    case emergencyOfficer = "emergency-officer"
    case mobile
    case establishment
    case remark
    /// Of a month as a grid: whose row it is.
    case person
    /// Of a month as a grid: a day, in which a mark stands for a shift.
    case dayOfMonth = "day-of-month"

    var words: (chinese: String, english: String) {
        switch self {
        case .date: ("日期", "Date")
        case .weekday: ("星期", "Weekday")
        case .time: ("值班时间", "Hours")
        case .leader: ("带班领导", "Leader")
        case .governmentLeader: ("带班领导（政府）", "Leader (government)")
        case .officeLeader: ("带班领导（办公室）", "Leader (office)")
        case .chiefLeader: ("总带班", "Chief leader, on call")
        case .officer: ("值班员", "Officer")
        case .dayOfficer: ("白班值班员", "Officer by day")
        case .nightOfficer: ("夜班值班员", "Officer by night")
        case .emergencyOfficer: ("应急值班员", "Emergency officer")
        case .mobile: ("手机（核对）", "Mobile (checked)")
        case .establishment: ("编制（核对）", "Establishment (checked)")
        case .remark: ("备注", "Remark")
        case .person: ("姓名（每人一行）", "Person (a row each)")
        case .dayOfMonth: ("当月某日（有记号即值班）", "Day of the month (marked: on duty)")
        }
    }

    /// Several officers and leaders may have a column each.
    var maySeveral: Bool {
        switch self {
        case .date, .weekday, .time, .establishment, .remark, .person: false
        default: true
        }
    }

    var isLeader: Bool { [.leader, .governmentLeader, .officeLeader, .chiefLeader].contains(self) }
    var isOfficer: Bool { [.officer, .dayOfficer, .nightOfficer, .emergencyOfficer].contains(self) }

    /// - Parameter below: the first cell under the heading.
    static func guess(_ heading: String, below: String) -> RosterColumn? {
        let text = SheetMapping.plain(heading)
        func says(_ words: String...) -> Bool { words.contains { text.contains($0) } }
        if let named = allCases.first(where: { $0.rawValue == heading || SheetMapping.plain($0.words.english) == text })
        {
            return named
        }
        if text.isEmpty { return nil }
        if says("手机", "移动电话", "mobile") { return .mobile }
        if says("电话", "phone", "职务", "序号", "单位", "部门") { return nil }
        if says("编制", "人员性质", "人员类别", "身份") { return .establishment }
        if says("备注", "说明", "remark") { return .remark }
        if says("星期", "weekday") || ["周", "周次"].contains(text) { return .weekday }
        if says("日期", "date") { return .date }
        if says("时间", "班次") {
            var scanner = CellScanner(below)
            return SheetTime.span(&scanner) == nil ? (says("时间") ? .date : nil) : .time
        }
        // What a heading says in brackets tells leaders apart.
        let whole = SheetValue.narrow(heading)
        if says("总带班") { return .chiefLeader }
        if says("带班", "领导", "leader") {
            if whole.contains("办公室") { return .officeLeader }
            return whole.contains("政府") ? .governmentLeader : .leader
        }
        if says("应急") { return .emergencyOfficer }
        if says("白班", "日班") { return .dayOfficer }
        if says("夜班", "晚班") { return .nightOfficer }
        if says("值班员", "值班人", "officer") || ["值班", "姓名", "人员"].contains(text) { return .officer }
        return nil
    }
}
