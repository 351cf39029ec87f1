import SyncKit

/// What would be owed if an incident had another level, kind or mark: worked out on a copy, and nothing is kept.
package struct WhatIf: Sendable {
    /// What is supposed; nil leaves it as it stands.
    package struct Supposition: Sendable, Hashable {
        package var level: IncidentLevel??
        package var category: String?
        package var isSensitive: Bool?
        package var mayEscalate: Bool?

        package init(
            level: IncidentLevel?? = nil, category: String? = nil, isSensitive: Bool? = nil, mayEscalate: Bool? = nil
        ) {
            self.level = level
            self.category = category
            self.isSensitive = isSensitive
            self.mayEscalate = mayEscalate
        }
    }

    package enum Change: String, Sendable {
        case added
        case removed
        case kept
    }

    package struct Clock: Sendable {
        package let change: Change
        package let row: Obligation
    }

    package struct Hearer: Sendable, Hashable {
        package let change: Change
        package let audience: Audience
    }

    /// By what runs out first.
    package let clocks: [Clock]
    package let hearers: [Hearer]

    package var changesAnything: Bool {
        clocks.contains { $0.change != .kept } || hearers.contains { $0.change != .kept }
    }

    /// - Parameter reports: all of this incident.
    package init(
        _ incident: Incident, _ supposition: Supposition, reports: [Report], unit kind: Unit.Class,
        book: RuleBook, countyUnit: String, now: Instant
    ) {
        let rules = ReportingRules(book: book, countyUnit: countyUnit, now: now)
        let supposed = Self.supposed(incident, supposition, now)
        let before = rules.obligations(of: incident, reports: reports)
        let after = rules.obligations(of: supposed, reports: reports)
        clocks =
            (before.map { row in
                Clock(change: after.contains { Self.isSame($0, row) } ? .kept : .removed, row: row)
            }
            + after.filter { row in !before.contains { Self.isSame($0, row) } }.map { Clock(change: .added, row: $0) })
            .sorted { ($0.row.dueAt, $0.row.rule.rawValue) < ($1.row.dueAt, $1.row.rule.rawValue) }
        let (heard, hears) = (Audience.of(incident, unit: kind), Audience.of(supposed, unit: kind))
        hearers =
            heard.map { Hearer(change: hears.contains($0) ? .kept : .removed, audience: $0) }
            + hears.filter { !heard.contains($0) }.map { Hearer(change: .added, audience: $0) }
    }

    private static func isSame(_ one: Obligation, _ other: Obligation) -> Bool {
        one.rule == other.rule && one.startsAt == other.startsAt && one.dueAt == other.dueAt
            && one.owedTo == other.owedTo && one.alarmAt == other.alarmAt
    }

    /// A level that is raised to 较大 now is reached now; one that was above it already was reached before.
    private static func supposed(_ incident: Incident, _ supposition: Supposition, _ now: Instant) -> Incident {
        var fields = incident.record.fields
        if let level = supposition.level {
            fields["level"] = level.map { .text($0.rawValue) }
            if !incident.isLargerOrAbove, (level ?? .ordinary) >= .larger {
                fields["levelReachedAt"] = .text(now.description)
            }
        }
        if let category = supposition.category { fields["category"] = .text(category) }
        if let isSensitive = supposition.isSensitive { fields["sensitive"] = .boolean(isSensitive) }
        if let mayEscalate = supposition.mayEscalate { fields["mayEscalate"] = .boolean(mayEscalate) }
        let record = RecordFacts(
            id: incident.record.id, unit: incident.record.unit, fields: fields, receivedAt: incident.record.receivedAt)
        return Incident(record) ?? incident
    }
}
