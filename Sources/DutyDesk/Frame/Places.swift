/// Where one can go from any page, and by which key. No two places share a key.
package struct Place: Sendable {
    let key: String
    let path: String
    let chinese: String
    let english: String

    package init(_ key: String, _ path: String, _ chinese: String, _ english: String) {
        self.key = key
        self.path = path
        self.chinese = chinese
        self.english = english
    }

    /// - Parameter count: how much waits there for a person; nothing is said of none.
    func view(_ words: Words, count: Int = 0) -> [String: Any] {
        ["key": key, "path": path, "text": words(chinese, english), "count": count > 0 ? [String(count)] : []]
    }
}

enum Places {
    /// What an officer looks at.
    static let seen: [Place] = [
        Place("t", "/", "今日", "Today"),
        Place("o", "/incidents", "事件", "Incidents"),
        Place("m", "/roster", "值班表", "Roster"),
        Place("v", "/volumes", "卷宗", "Volumes"),
        Place("f", "/search", "搜索", "Search"),
        Place("h", "/handover", "交接班", "Handover"),
        Place("u", "/people", "人员与账户", "People"),
        Place("b", "/records", "全部记录", "All records"),
        Place("c", "/conflicts", "冲突", "Conflicts"),
        Place("e", "/events", "须知", "To know"),
        Place("x", "/sheets", "导入导出", "Import, export"),
        Place("s", "/sync", "同步状态", "Sync state"),
        Place("/", "/go", "命令栏", "Command bar"),
    ]

    /// What an officer writes.
    static let written: [Place] = [
        Place("p", "/new/phone-record", "电话记录", "Call"),
        Place("l", "/new/log-entry", "值班记录", "Log entry"),
        Place("i", "/new/incident", "突发事件", "Incident"),
        Place("r", "/new/report", "信息报告", "Report"),
        Place("z", "/new/zero-report", "零报告", "Zero report"),
    ]
}
