import SyncKit

/// What changed from one report of an incident to the next.
package struct ReportDifferences: Sendable, Hashable {
    package struct Change: Sendable, Hashable {
        package let field: String
        package let before: Int?
        package let after: Int?
    }

    package let figures: [Change]
    /// Texts of the scene that changed or came anew.
    package let texts: [String]
    /// A falling death count has to be explained.
    package let needsDeathsReason: Bool

    private static let scene = ["scope", "trend", "measures", "proposals", "leadersOnSite", "siteLead"]

    package init(from earlier: Report, to later: Report) {
        figures = Casualties.names.compactMap { name in
            let (before, after) = (earlier.casualties[name], later.casualties[name])
            // A report that says nothing of a figure does not change it.
            return after == nil || before == after ? nil : Change(field: name, before: before, after: after)
        }
        texts = Self.scene.filter { later.record.has($0) && later.record.text($0) != earlier.record.text($0) }
        let fell = earlier.casualties.deaths.flatMap { before in later.casualties.deaths.map { $0 < before } } ?? false
        needsDeathsReason = fell && !later.record.has("fallingDeathsReason")
    }

    /// The reports of an incident in order, each with what it changed.
    package static func along(_ reports: [Report]) -> [(report: Report, changes: ReportDifferences?)] {
        let sorted = reports.sorted { (order($0), $0.id) < (order($1), $1.id) }
        return sorted.enumerated().map { index, report in
            (report, index == 0 ? nil : ReportDifferences(from: sorted[index - 1], to: report))
        }
    }

    private static func order(_ report: Report) -> Instant {
        report.sentAt ?? report.metAt ?? Instant(milliseconds: .max)
    }
}
