package import SyncKit

/// The county's report to the city: drafted from what the units said last, and where it stands (Art. 12).
package enum CityReport {
    /// How far a report of the county is: nothing is said to have gone out before somebody wrote down that it had.
    package enum State: Sendable, Hashable {
        case entered
        /// 先行电话报告: told by telephone, the written one is still to go.
        case phoned(Instant)
        /// Sent in writing or on line.
        case sent(Instant)

        package init(_ report: Report) {
            let written = report.way == .phone ? report.record.time("writtenAt") : report.sentAt
            if let written {
                self = .sent(written)
            } else if let at = report.sentAt {
                self = .phoned(at)
            } else {
                self = .entered
            }
        }
    }

    /// The county's reports to the city, the first one first; a 误报更正 stands apart.
    package static func own(_ reports: [Report], countyUnit: String) -> [Report] {
        reports.filter { $0.unit == countyUnit && $0.addressee == .city && $0.kind != .correction }.sorted {
            ($0.sentAt ?? $0.record.enteredAt, $0.id) < ($1.sentAt ?? $1.record.enteredAt, $1.id)
        }
    }

    /// Which kinds can come next.
    /// - Parameter own: the county's, of this incident.
    package static func kinds(after own: [Report]) -> [Report.Kind] {
        own.isEmpty ? [.first, .advance] : [.following, .final]
    }

    /// What the next report says already, before anybody types.
    /// - Parameters:
    ///   - incidents: the event's record first, then its sources.
    ///   - reports: of all of them, of every unit.
    ///   - name: of a unit, by its code.
    package static func draft(
        _ kind: Report.Kind, _ incidents: [Incident], reports: [Report], figures: CityFigures, countyUnit: String,
        name: (String) -> String
    ) -> [String: FieldValue] {
        guard let main = incidents.first else { return [:] }
        let own = own(reports, countyUnit: countyUnit)
        let units = reports.filter { $0.unit != countyUnit && $0.kind != .correction }
        var fields: [String: FieldValue] = [:]
        // A difference that was explained stays explained while no unit has said anything new.
        let explained = own.last.flatMap { last in
            last.record.has("differenceReason") && last.record.text("unitsFigures") == figures.text(name) ? last : nil
        }
        let counts = explained?.casualties.told ?? figures.sum
        if let reason = explained?.record.fields["differenceReason"] { fields["differenceReason"] = reason }
        for (figure, count) in counts { fields[figure] = .integer(Int64(count)) }
        let texts = ReportDraft.scene + ["cause"] + (kind == .final ? ["handling", "lessons"] : [])
        for field in texts {
            fields[field] = said(field, incidents, units, name).map { .text($0) }
        }
        switch kind {
        case .first, .advance: fields["text"] = .text(beginning(main, units, name))
        case .following, .final:
            if kind == .following { fields["number"] = .integer(Int64(ReportName.nextNumber(after: own))) }
            fields["changes"] = own.last.flatMap { changes(from: $0, to: counts) }.map { .text($0) }
            fields["text"] = .text(kind == .final ? beginning(main, [], name) : latest(units, name))
        case .correction: break
        }
        if !figures.sum.isEmpty {
            fields["casualtySource"] = .text(
                figures.words.filter { !$0.figures.isEmpty }.map { name($0.unit) }.joined(separator: "、") + "报告合计")
        }
        fields["signedBy"] = own.last?.record.fields["signedBy"]
        return fields.filter { if case .text("") = $0.value { false } else { true } }
    }

    /// 时间、地点、概况、类别、级别、来源, and since when the county has it: a 初报's first paragraph.
    private static func beginning(_ main: Incident, _ reports: [Report], _ name: (String) -> String) -> String {
        var sentences = [ReportDraft.beginning(main)]
        let kind = [
            main.category.map { "类别：\($0)" }, main.level.map { "级别：\($0.rawValue)" },
            main.isSensitive ? "属敏感事件" : nil, main.record.text("source").map { "信息来源：\($0)" },
        ].compactMap { $0 }
        if !kind.isEmpty { sentences.append(kind.joined(separator: "，")) }
        for unit in Set(reports.map(\.unit)).sorted() {
            guard let at = reports.filter({ $0.unit == unit }).compactMap(\.metAt).min() else { continue }
            sentences.append("\(name(unit))于\(ReportDraft.minute(at))报县")
        }
        return sentences.map { ended($0) }.joined()
    }

    /// What the units have reported since, each in its own words.
    private static func latest(_ reports: [Report], _ name: (String) -> String) -> String {
        lasts(reports).compactMap { report in
            (report.record.text("changes") ?? report.record.text("text")).map { "\(name(report.unit))：\(ended($0))" }
        }.joined(separator: "\n")
    }

    private static func lasts(_ reports: [Report]) -> [Report] {
        Dictionary(grouping: reports, by: \.unit).sorted { $0.key < $1.key }.compactMap { _, own in
            own.max { ($0.sentAt ?? $0.record.enteredAt, $0.id) < ($1.sentAt ?? $1.record.enteredAt, $1.id) }
        }
    }

    /// One element as the units told it last: once where they agree, else each unit's.
    private static func said(
        _ field: String, _ incidents: [Incident], _ reports: [Report], _ name: (String) -> String
    ) -> String? {
        var words: [(unit: String, text: String)] = []
        for unit in Set(incidents.map(\.unit) + reports.map(\.unit)).sorted() {
            let records =
                incidents.filter { $0.unit == unit }.map(\.record)
                + reports.filter { $0.unit == unit }.sorted {
                    ($0.sentAt ?? $0.record.enteredAt, $0.id) < ($1.sentAt ?? $1.record.enteredAt, $1.id)
                }.map(\.record)
            if let text = records.last(where: { $0.has(field) })?.text(field) { words.append((unit, text)) }
        }
        guard Set(words.map(\.text)).count > 1 else { return words.first?.text }
        // A number is called, and two in one field are none.
        if field == "siteLeadPhone" || field == "siteLead" {
            return words.first { $0.unit == incidents.first?.unit }?.text ?? words.first?.text
        }
        let isLines = if case .lines? = Collection.report.field(field)?.kind { true } else { false }
        return words.map { "\(name($0.unit))：\($0.text)" }.joined(separator: isLines ? "\n" : "；")
    }

    /// 死亡人数由1增至3.
    private static func changes(from last: Report, to counts: [String: Int]) -> String? {
        let changes = Casualties.names.compactMap { figure -> String? in
            let before = last.casualties[figure]
            guard let after = counts[figure], before != after, let field = Collection.report.field(figure) else {
                return nil
            }
            return before.map { "\(field.chinese)由\($0)变为\(after)" } ?? "\(field.chinese)\(after)"
        }
        return changes.isEmpty ? nil : changes.joined(separator: "，") + "。"
    }

    private static func ended(_ sentence: String) -> String {
        guard let last = sentence.unicodeScalars.last, "。！？.!?；".unicodeScalars.contains(last) else {
            return sentence.isEmpty ? "" : sentence + "。"
        }
        return sentence
    }
}
