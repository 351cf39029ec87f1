import SyncKit

/// The first draft of a 专报 from records that somebody chose: one paragraph an incident, told by what its latest report
/// and its figures say. A person edits it before it is checked.
package struct IssueText: Sendable {
    package let title: String
    package let body: String

    /// What stands where nobody has written yet: with it nothing is checked or signed.
    package static let untitled = "（标题）"
    package static let unwritten = "（正文）"

    /// - Parameters:
    ///   - incidents: with the reports of each, in any order.
    ///   - unitNames: by code.
    package init(
        _ incidents: [(incident: Incident, reports: [Report])], unitNames: [String: String]
    ) {
        let sorted = incidents.sorted {
            ($0.incident.occurredAt, $0.incident.id) < ($1.incident.occurredAt, $1.incident.id)
        }
        let paragraphs = sorted.map { Self.paragraph($0.incident, $0.reports, unitNames) }
        if sorted.count > 1 {
            title = "值班信息（\(sorted.count) 件）"
            body = paragraphs.enumerated().map { "\(Self.ordinal($0.offset + 1))、\($0.element)" }.joined(
                separator: "\n")
        } else {
            title = sorted.first.map { ReportName.event($0.incident.record) + "的情况" } ?? ""
            body = paragraphs.first ?? ""
        }
    }

    private static func ordinal(_ number: Int) -> String { ChineseNumeral.text(number) }

    private static func paragraph(_ incident: Incident, _ reports: [Report], _ unitNames: [String: String]) -> String {
        let record = incident.record
        let latest = reports.filter { !$0.record.isVoided }.max { one, other in
            (one.sentAt ?? one.record.enteredAt, one.id) < (other.sentAt ?? other.record.enteredAt, other.id)
        }
        let told = latest?.record
        func said(_ field: String) -> String? { told?.text(field) ?? record.text(field) }
        let what = ReportName.joined(record.text("place") ?? "", record.text("summary") ?? "发生突发事件")
        let unit = unitNames[incident.unit] ?? incident.unit
        var sentences = ["\(minute(incident.occurredAt))，\(ReportName.joined(unit, what))"]
        if let level = incident.level { sentences.append("事件级别为\(level.rawValue)") }
        let figures = figures(told ?? record)
        if !figures.isEmpty {
            sentences.append("截至\(latest?.sentAt.map(minute) ?? "目前")，\(figures.joined(separator: "，"))")
        }
        if let handling = said("handling") ?? said("measures") { sentences.append(handling) }
        if let leaders = said("leadersOnSite") { sentences.append("到场领导：\(leaders)") }
        if let trend = said("trend") { sentences.append(trend) }
        return (incident.isDrill ? "（演练）" : "")
            + sentences.map { sentence in
                sentence.unicodeScalars.last.map { "。！？".unicodeScalars.contains($0) } ?? false
                    ? sentence : sentence + "。"
            }.joined()
    }

    private static let counted = [
        ("deaths", "死亡", "人"), ("missing", "失联", "人"), ("injured", "受伤", "人"), ("relocated", "转移安置", "人"),
        ("directLossYuan", "直接经济损失", "元"),
    ]

    private static func figures(_ record: RecordFacts) -> [String] {
        counted.compactMap { field, name, unit in record.number(field).map { "\(name) \($0) \(unit)" } }
    }

    /// `10月1日8时5分`, as an official text says it.
    private static func minute(_ instant: Instant) -> String {
        let (day, clock) = (instant.day.parts, instant.minuteOfDay)
        return "\(day.month)月\(day.day)日\(clock / 60)时\(clock % 60)分"
    }
}
