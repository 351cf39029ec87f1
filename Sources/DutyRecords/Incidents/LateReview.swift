package import SyncKit

/// 迟报复盘: what an incident's clocks came to, and the evidence: every time as it was given first, and beside it what
/// it was changed to, by whom and when (Art. 12, 15, 22).
package struct LateReview: Sendable {
    /// One record with all that was ever written into it.
    package struct Traced: Sendable {
        package let collection: Collection
        package let record: RecordFacts
        package let history: [HistoryEntry]

        package init(_ collection: Collection, _ record: RecordFacts, _ history: [HistoryEntry]) {
            self.collection = collection
            self.record = record
            self.history = history
        }
    }

    /// A value that somebody wrote.
    package struct Written: Sendable {
        /// nil: it was emptied.
        package let value: String?
        package let by: Authorship

        package var at: Instant { Instant(milliseconds: by.at) }
        package var receivedAt: Instant? { by.receivedAt.map { Instant(milliseconds: $0) } }
    }

    /// A time, or the level: all values of it, the first one first.
    package struct Evidence: Sendable {
        package let collection: Collection
        package let record: RecordFacts
        package let field: Field
        package let first: Written
        package let later: [Written]
    }

    /// A clock by the times as they stand, and what it comes to by the time of occurrence that was given first.
    package struct Leg: Sendable {
        package let row: Obligation
        /// nil where the occurrence was never changed, or the clock does not run from it.
        package let byFirst: Obligation?

        package func lateMinutes(at now: Instant) -> Int {
            max(row.lateMinutes(at: now), byFirst?.lateMinutes(at: now) ?? 0)
        }
    }

    package let legs: [Leg]
    package let evidence: [Evidence]
    /// The occurrence as it was given first, where it is another now.
    package let firstOccurrence: Instant?

    package var edited: [Evidence] { evidence.filter { !$0.later.isEmpty } }

    /// - Parameters:
    ///   - traced: the incident first, then its reports, in the order in which they are to stand.
    ///   - obligations: of the incident as it stands, or as it would with another time of occurrence.
    package init(_ incident: Incident, _ traced: [Traced], obligations: (Incident) -> [Obligation]) {
        evidence = traced.flatMap(Self.evidence)
        let first = evidence.first { $0.record.id == incident.id && $0.field.name == "occurredAt" }?.first.value
            .flatMap { Instant($0) }
        firstOccurrence = first == incident.occurredAt ? nil : first
        let rows = Self.reporting(obligations(incident))
        let supposed = firstOccurrence.flatMap { Self.occurring(at: $0, incident) }.map {
            Self.reporting(obligations($0))
        }
        legs = rows.map { row in
            let other = supposed?.first {
                $0.rule == row.rule && $0.startsAt == row.startsAt && $0.isBinding == row.isBinding
            }
            return Leg(row: row, byFirst: other.flatMap { $0.dueAt == row.dueAt ? nil : $0 })
        }
    }

    /// The clocks of reporting; follow-ups and the watch on casualties are another matter.
    private static func reporting(_ rows: [Obligation]) -> [Obligation] {
        rows.filter { [.report, .immediate, .sameTime, .written, .city].contains($0.rule) }
    }

    private static func occurring(at moment: Instant, _ incident: Incident) -> Incident? {
        var fields = incident.record.fields
        fields["occurredAt"] = .text(moment.description)
        return Incident(
            RecordFacts(
                id: incident.id, unit: incident.unit, fields: fields, receivedAt: incident.record.receivedAt))
    }

    private static func evidence(_ traced: Traced) -> [Evidence] {
        traced.collection.fields.compactMap { field in
            guard field.kind == .time || field.name == "level" else { return nil }
            var written: [Written] = []
            for entry in traced.history where !entry.isHeld {
                for write in entry.writes where write.field == field.name {
                    guard case .set(let value) = write.operation else { continue }
                    let text = if case .text(let text) = value { text } else { String?.none }
                    // Written once more and the same: no change.
                    if let last = written.last, last.value == text { continue }
                    if written.isEmpty, text == nil { continue }
                    written.append(Written(value: text, by: entry.authorship))
                }
            }
            guard let first = written.first else { return nil }
            return Evidence(
                collection: traced.collection, record: traced.record, field: field, first: first,
                later: Array(written.dropFirst()))
        }
    }

    // MARK: The minutes at which people are frozen

    package enum Minute: String, Sendable {
        case occurred
        /// As it was given first, where that is another minute.
        case firstOccurred = "first-occurred"
        /// 接报: when the unit learned of it.
        case learned
        /// When the hub had it.
        case atTheCounty = "at-the-county"
        /// The end of the unit's limit.
        case limit
        /// The end of the county's own limit to the city.
        case cityLimit = "city-limit"
    }

    package struct Moment: Sendable, Hashable {
        package let minute: Minute
        package let at: Instant
        /// Whose people.
        package let unit: String
    }

    /// In the order of time; nothing that has not come yet.
    package func moments(_ incident: Incident, countyUnit: String, now: Instant) -> [Moment] {
        var moments: [Moment] = []
        func add(_ minute: Minute, _ at: Instant?, _ unit: String) {
            guard let at, at <= now else { return }
            moments.append(Moment(minute: minute, at: at, unit: unit))
        }
        add(.firstOccurred, firstOccurrence, incident.unit)
        add(.occurred, incident.occurredAt, incident.unit)
        add(.learned, incident.receivedAt == incident.occurredAt ? nil : incident.receivedAt, incident.unit)
        if incident.unit != countyUnit { add(.atTheCounty, incident.record.receivedAt, countyUnit) }
        for leg in legs where leg.row.isBinding {
            if leg.row.rule == .report { add(.limit, (leg.byFirst ?? leg.row).dueAt, incident.unit) }
            if leg.row.rule == .city { add(.cityLimit, (leg.byFirst ?? leg.row).dueAt, countyUnit) }
        }
        return moments.sorted { ($0.at, $0.minute.rawValue) < ($1.at, $1.minute.rawValue) }
    }
}
