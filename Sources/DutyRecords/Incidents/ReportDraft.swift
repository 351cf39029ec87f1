package import SyncKit

/// What the next report of an incident says already, before anybody types: what the last one said, and what the
/// incident's own record says. A 续报 does not repeat the beginning.
package enum ReportDraft {
    static let scene = [
        "nature", "scope", "trend", "leadersOnSite", "measures", "proposals", "siteLead", "siteLeadPhone",
    ]

    /// - Parameter reports: of this unit, of this incident.
    package static func fields(_ kind: Report.Kind, _ incident: Incident, reports: [Report]) -> [String: FieldValue] {
        let last = reports.filter { $0.kind != .correction }.max {
            ($0.sentAt ?? $0.record.enteredAt, $0.id) < ($1.sentAt ?? $1.record.enteredAt, $1.id)
        }
        var fields: [String: FieldValue] = [:]
        func carry(_ name: String) {
            for record in [last?.record, incident.record].compactMap({ $0 }) where record.has(name) {
                fields[name] = record.fields[name]
                return
            }
        }
        if kind != .correction { (scene + Casualties.names).forEach(carry) }
        if kind == .final { ["cause", "handling"].forEach(carry) }
        switch kind {
        case .first, .advance: fields["text"] = .text(beginning(incident))
        case .following: fields["number"] = .integer(Int64(ReportName.nextNumber(after: reports)))
        case .final, .correction: break
        }
        if let signer = last?.record.fields["signedBy"] { fields["signedBy"] = signer }
        return fields
    }

    /// 时间、地点、概况 in one sentence, for the person to go on from.
    static func beginning(_ incident: Incident) -> String {
        let time = minute(incident.occurredAt)
        let place = incident.record.text("place") ?? ""
        let summary = incident.record.text("summary") ?? ""
        return (incident.isOccurrenceKnown ? time + "，" : "") + ReportName.joined(place, summary)
    }

    /// 10月1日8时05分.
    static func minute(_ instant: Instant) -> String {
        let (parts, minute) = (instant.day.parts, instant.minuteOfDay)
        return "\(parts.month)月\(parts.day)日\(minute / 60)时\(twoDigits(minute % 60))分"
    }
}
