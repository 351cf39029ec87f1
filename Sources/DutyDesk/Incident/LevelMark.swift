package import DutyRecords

/// A level by word and by shape: a graver one has more of it.
package enum LevelMark {
    package static func text(_ level: IncidentLevel?, _ words: Words) -> String {
        switch level {
        case .extraordinary?: "◆◆◆ 特别重大"
        case .major?: "◆◆ 重大"
        case .larger?: "◆ 较大"
        case .ordinary?: "◇ 一般"
        case nil: words("– 未定级", "– no level")
        }
    }

    package static func style(_ level: IncidentLevel?) -> String {
        switch level ?? .ordinary {
        case .ordinary: ""
        case .larger: "warn"
        case .major, .extraordinary: "bad"
        }
    }

    /// 敏感, 演练, 误报, 已办结, by word.
    package static func tags(_ incident: Incident, _ words: Words) -> [[String: String]] {
        var tags: [[String: String]] = []
        func add(_ condition: Bool, _ style: String, _ chinese: String, _ english: String) {
            if condition { tags.append(["tagStyle": style, "tag": words(chinese, english)]) }
        }
        add(incident.isDrill, "drill", "【演练】", "[DRILL]")
        add(incident.falseAlarmAt != nil, "", "✕ 误报", "✕ false report")
        add(incident.isSensitive, "warn", "‼ 敏感", "‼ sensitive")
        add(incident.mayEscalate, "warn", "↗ 可能升级", "↗ may escalate")
        add(incident.closedAt != nil, "", "■ 处置结束", "■ closed")
        return tags
    }

    package static let tagsHTML = "{{#tags}}<span class=\"tag {{tagStyle}}\">{{tag}}</span> {{/tags}}"
}

/// A time for a list: without its year where that is this year's.
package enum ShortTime {
    package static func text(_ instant: Instant, at now: Instant) -> String {
        let text = Words.minute(instant)
        return instant.day.year == now.day.year ? String(text.dropFirst(5)) : text
    }
}
