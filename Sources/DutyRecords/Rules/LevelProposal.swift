import SyncKit

/// The level that the figures of an event propose, per kind; a person decides.
package struct LevelProposal: Sendable, Hashable {
    package let level: IncidentLevel
    /// The figure that led to it.
    package let field: String
    package let value: Int
    package let basis: String

    /// A table of lower bounds: 以上 includes, 以下 excludes.
    private struct Scale {
        let basis: String
        /// For 较大, 重大, 特别重大; below the first is 一般.
        let bounds: [(field: String, larger: Int, major: Int, extraordinary: Int)]
    }

    /// 生产安全事故报告和调查处理条例 (国务院令第493号) Art. 3.
    private static let accidents = Scale(
        basis: "国务院令第493号第三条",
        bounds: [
            ("deaths", 3, 10, 30), ("seriouslyInjured", 10, 50, 100),
            ("directLossYuan", 10_000_000, 50_000_000, 100_000_000),
        ])

    /// 突发环境事件信息报告办法 (环境保护部令第17号), annex: an environmental event is graver by fewer deaths.
    private static let environment = Scale(
        basis: "环境保护部令第17号附录",
        bounds: [
            ("deaths", 1, 3, 10), ("injured", 10, 50, 100), ("relocated", 5_000, 10_000, 50_000),
            ("directLossYuan", 5_000_000, 20_000_000, 100_000_000),
        ])

    /// nil where no scale is known for the kind, or no figure is given: a proposal is never guessed.
    package static func of(category: String?, nature: String?, _ figures: Casualties) -> LevelProposal? {
        let isEnvironmental = ["环境", "污染", "泄漏"].contains { (nature ?? "").contains($0) }
        guard category == "事故灾难" else { return nil }
        return of(isEnvironmental ? environment : accidents, figures)
    }

    private static func of(_ scale: Scale, _ figures: Casualties) -> LevelProposal? {
        var best: LevelProposal?
        for bound in scale.bounds {
            guard let value = figures[bound.field] else { continue }
            let level: IncidentLevel =
                value >= bound.extraordinary
                ? .extraordinary : value >= bound.major ? .major : value >= bound.larger ? .larger : .ordinary
            if best.map({ level > $0.level }) ?? true {
                best = LevelProposal(level: level, field: bound.field, value: value, basis: scale.basis)
            }
        }
        return best
    }
}

extension LevelProposal {
    /// The highest level that the figures of an incident or of its reports propose above the one that is set, and the
    /// minute at which they were first reported; nil where none does.
    package static func open(for incident: Incident, reports: [Report]) -> (
        proposal: LevelProposal, reachedAt: Instant?
    )? {
        func proposal(_ figures: Casualties) -> LevelProposal? {
            of(category: incident.category, nature: incident.record.text("nature"), figures)
        }
        let told = reports.filter { $0.kind != .correction }.compactMap { report -> (LevelProposal, Instant?)? in
            proposal(report.casualties).map { ($0, report.sentAt) }
        }
        let own = proposal(incident.casualties).map { ($0, nil as Instant?) }
        let all = told + (own.map { [$0] } ?? [])
        guard let level = all.map(\.0.level).max(), incident.level.map({ $0 < level }) ?? true else {
            return nil
        }
        let first = all.filter { $0.0.level == level }.min {
            ($0.1 ?? Instant(milliseconds: .max)) < ($1.1 ?? Instant(milliseconds: .max))
        }
        return first.map { (proposal: $0.0, reachedAt: $0.1) }
    }
}
