import SyncKit

/// What the county's reports to the city say as messages of CAP 1.2: 初报 an Alert, 续报 and 终报 Updates of it, 误报 a
/// Cancel, 演练 an Exercise.
extension CAPAlert {
    /// Why an event gives no message.
    package enum Refusal: Error, Sendable, Hashable {
        /// 工作秘密 and 密件 leave by no open file (Art. 14).
        case secret
        /// 误报 of which the city was never told: there is nothing to take back.
        case nothingToCancel
    }

    /// - Parameters:
    ///   - report: of the county, of this incident; nil where it has none, and the incident's own record speaks.
    ///   - own: the county's reports to the city, the first one first.
    ///   - title: of the report by rule.
    ///   - now: what has not gone out is dated by it.
    package static func of(
        _ incident: Incident, report: Report?, own: [Report], county: (code: String, name: String), title: String,
        channel: DutyChannel, now: Instant
    ) throws(Refusal) -> CAPAlert {
        guard channel == .open, !incident.record.flag("workSecret"), !(report?.record.flag("workSecret") ?? false)
        else { throw .secret }
        // A false report takes back what was said last, and is dated by the minute at which it was found.
        if let found = incident.falseAlarmAt {
            guard let earlier = earlier(own.filter { $0.sentAt.map { $0 <= found } ?? false }) else {
                throw .nothingToCancel
            }
            return CAPAlert(
                identifier: "\(incident.id).cancel", county: county, incident, sent: found,
                status: incident.isDrill ? .exercise : .actual, .cancel(earlier),
                note: incident.record.text("falseAlarmReason"),
                info(incident, report: nil, county: county.name, title: title))
        }
        let before = report.map { report in own.prefix { $0.id != report.id }.filter { $0.sentAt != nil } } ?? []
        let isTold = report?.sentAt != nil
        return CAPAlert(
            identifier: (report?.id ?? incident.id).description, county: county, incident,
            sent: report?.sentAt ?? now, status: incident.isDrill ? .exercise : isTold ? .actual : .draft,
            earlier(Array(before)).map { .update($0) } ?? .alert,
            note: isTold ? nil : "尚未报出，仅供核对", info(incident, report: report, county: county.name, title: title))
    }

    private init(
        identifier: String, county: (code: String, name: String), _ incident: Incident, sent: Instant, status: Status,
        _ message: Message, note: String?, _ info: Info
    ) {
        let notes = [incident.isDrill ? "演练，不是真实事件" : nil, note].compactMap { $0 }
        self.init(
            identifier: identifier, sender: "zhishou.\(county.code)", sent: sent, status: status, message: message,
            restriction: "政府系统内部报送，不对公众发布", note: notes.isEmpty ? nil : notes.joined(separator: "；"),
            incident: incident.id.description, info: info)
    }

    private static func earlier(_ reports: [Report]) -> Earlier? {
        Earlier(
            reports.compactMap { report in report.sentAt.map { Reference(report.id.description, sent: $0) } })
    }

    // MARK: What is told of the event

    private static func info(_ incident: Incident, report: Report?, county: String, title: String) -> Info {
        let record = incident.record
        let figures = report?.casualties ?? incident.casualties
        let told = Casualties.names.compactMap { name -> (String, String, Int)? in
            guard let count = figures[name], let field = Collection.report.field(name) else { return nil }
            return (name, field.chinese, count)
        }
        var paragraphs = [report?.record.text("text") ?? record.text("summary") ?? ""]
        for name in ["changes", "scope", "trend", "cause", "handling", "measures", "proposals"] {
            guard let text = report?.record.text(name), let field = Collection.report.field(name) else { continue }
            paragraphs.append("\(field.chinese)：\(text)")
        }
        if !told.isEmpty {
            paragraphs.append("伤亡和损失：" + told.map { "\($0.1) \($0.2)" }.joined(separator: "，"))
        }
        let isOver = incident.closedAt != nil || report?.kind == .final
        return Info(
            category: category(incident), event: ReportName.event(record),
            urgency: incident.falseAlarmAt != nil || isOver
                ? .past : incident.isImmediate || incident.isLargerOrAbove ? .immediate : .expected,
            severity: severity(incident.level), certainty: incident.falseAlarmAt == nil ? .observed : .unlikely,
            eventCode: record.text("classCode"), onset: incident.isOccurrenceKnown ? incident.occurredAt : nil,
            senderName: county + "政府值班室", headline: title,
            description: paragraphs.filter { !$0.isEmpty }.joined(separator: "\n"),
            contact: contact(report?.record ?? record),
            parameters: (incident.level.map { [("level", $0.rawValue)] } ?? [])
                + told.map { ($0.0, String($0.2)) } + (incident.isSensitive ? [("sensitive", "true")] : []),
            area: record.text("place") ?? county)
    }

    private static func contact(_ record: RecordFacts) -> String? {
        let parts = [record.text("siteLead"), record.text("siteLeadPhone")].compactMap { $0 }
        return parts.isEmpty ? nil : parts.joined(separator: " ")
    }

    static func severity(_ level: IncidentLevel?) -> Severity {
        switch level {
        case .extraordinary?: .extreme
        case .major?: .severe
        case .larger?: .moderate
        case .ordinary?: .minor
        case nil: .unknown
        }
    }

    /// By the kind of the event, and where it is told by its nature.
    static func category(_ incident: Incident) -> Category {
        let words = (incident.record.text("nature") ?? "") + (incident.record.text("summary") ?? "")
        func tells(_ signs: [String]) -> Bool { signs.contains { words.contains($0) } }
        switch incident.category {
        case "自然灾害"?: return tells(["地震", "滑坡", "泥石流", "崩塌", "塌陷", "地质", "地裂"]) ? .geo : .met
        case "事故灾难"?:
            if tells(["火灾", "起火", "着火", "爆炸"]) { return .fire }
            if tells(["交通", "车祸", "相撞", "翻车", "沉船"]) { return .transport }
            return tells(["污染", "泄漏", "环境"]) ? .environment : .safety
        case "公共卫生事件"?: return .health
        case "社会安全事件"?: return .security
        default: return .other
        }
    }
}
