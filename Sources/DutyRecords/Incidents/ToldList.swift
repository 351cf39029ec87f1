import SyncKit

/// Who was told of an incident, when, and who has acknowledged it: silence is counted.
package struct ToldList: Sendable {
    package struct Row: Sendable, Hashable {
        package let name: String
        /// nil where somebody acknowledged of whom no telling is written down.
        package var toldAt: Instant?
        package var isAcknowledged = false
        package var acknowledgedAt: Instant?
        /// When a 误报更正 went there; nil while there is none.
        package var correctedAt: Instant?

        /// Minutes since the telling without an answer; nil once there is one.
        package func silentMinutes(at now: Instant) -> Int? {
            guard !isAcknowledged, let toldAt, toldAt <= now else { return nil }
            return (now - toldAt).minutesDown
        }
    }

    package let rows: [Row]

    /// - Parameters:
    ///   - reports: of this incident, of the unit that looks.
    ///   - calls: outgoing telephone records of this incident.
    package init(_ incident: Incident, reports: [Report], calls: [RecordFacts]) {
        var rows: [Row] = []
        func note(_ name: String, _ change: (inout Row) -> Void) {
            let index = rows.firstIndex { $0.name == name }
            var row = index.map { rows[$0] } ?? Row(name: name)
            change(&row)
            if let index { rows[index] = row } else { rows.append(row) }
        }
        func told(_ row: inout Row, _ at: Instant?) {
            guard let at else { return }
            row.toldAt = row.toldAt.map { min($0, at) } ?? at
        }
        func answered(_ row: inout Row, _ at: Instant?) {
            row.isAcknowledged = true
            if let at { row.acknowledgedAt = row.acknowledgedAt.map { min($0, at) } ?? at }
        }
        for report in reports.sorted(by: { $0.id < $1.id }) {
            let usual = report.addressee == .city ? Self.city : Self.county
            for name in Self.names(report.record.text("to") ?? usual) {
                note(name) { row in
                    if report.kind == .correction {
                        row.correctedAt = [row.correctedAt, report.sentAt].compactMap { $0 }.min()
                        return
                    }
                    told(&row, report.metAt ?? report.sentAt)
                    // Whoever speaks at the other end of a call has heard it.
                    let confirmed =
                        report.record.time("confirmedByPhoneAt") ?? (report.way == .phone ? report.sentAt : nil)
                    if let confirmed { answered(&row, confirmed) }
                    if report.addressee == .county, let receipt = report.record.time("countyReceiptAt") {
                        answered(&row, receipt)
                    }
                }
            }
        }
        if let at = incident.superiorToldAt {
            note(incident.record.text("superior") ?? "上级对口部门") { told(&$0, at) }
        }
        for call in calls where call.text("direction") == "out" && !call.isVoided {
            let name = call.text("callerUnit") ?? call.text("callerName")
            guard let name, let at = call.time("receivedAt") else { continue }
            note(name) { row in
                told(&row, at)
                if !call.flag("missed") { answered(&row, at) }
            }
        }
        for text in incident.record.texts("acknowledgements") {
            let acknowledgement = Acknowledgement(text)
            note(acknowledgement.name) { answered(&$0, acknowledgement.at) }
        }
        self.rows = rows
    }

    /// Those who were told and have no correction yet: of a false report none of them may stay in the belief.
    package var uncorrected: [Row] { rows.filter { $0.correctedAt == nil } }

    /// What the county's room and the city's are called where a report says no other name (Art. 12).
    package static let county = "县政府值班室"
    package static let city = "市政府总值班室"

    /// Several addressees in one field.
    package static func names(_ text: String) -> [String] {
        let known = ["county": county, "city": city]
        return text.split(whereSeparator: { "、，,;；\n".contains($0) }).map { part in
            let name = part.trimmingASCIIBlanks
            return known[name] ?? name
        }.filter { !$0.isEmpty }
    }
}

/// 已知悉: who, and the minute, in one line of text.
package struct Acknowledgement: Sendable, Hashable {
    package let name: String
    package let at: Instant?

    package init(name: String, at: Instant) {
        self.name = name
        self.at = at
    }

    /// `县应急局 2026-10-01 08:35`; without a minute the whole text is the name.
    package init(_ text: String) {
        let parts = text.split(separator: " ")
        if parts.count >= 3, let at = Instant("\(parts[parts.count - 2])T\(parts[parts.count - 1])+08:00") {
            name = parts.dropLast(2).joined(separator: " ")
            self.at = at
        } else {
            name = text
            at = nil
        }
    }

    package var text: String {
        at.map { "\(name) \(String($0.description.prefix(16)).replacing("T", with: " "))" } ?? name
    }
}

extension Substring {
    fileprivate var trimmingASCIIBlanks: String {
        var text = self
        while text.first == " " { text.removeFirst() }
        while text.last == " " { text.removeLast() }
        return String(text)
    }
}
