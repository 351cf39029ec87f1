package import SyncKit

/// One open incident as the county's wall shows it.
package struct WallRow: Sendable {
    package let incident: Incident
    /// Of this incident, its unit's and the county's.
    package let reports: [Report]
    package let relay: Relay
    /// Binding clocks that nobody has met, by what runs out first; those that are counted in days stand last.
    package let unmet: [Obligation]
    /// When the hub had its record; nil for one that the county wrote itself.
    package let arrivedAt: Instant?
    /// Records of other units that are sources of this one, by their arrival.
    package fileprivate(set) var sources: [WallRow] = []

    package var id: RecordID { incident.id }
    /// What runs out next, or ran out first; nil where no clock runs.
    package var next: Obligation? { unmet.first }
    package var unit: String { incident.unit }

    /// The county heard of it by itself: the record lies in the unit's ledger, and the unit did not write it.
    package var isOfTheCounty: Bool { arrivedAt == nil }

    /// Nothing of this event has come from its unit: neither a record of its own nor a report.
    package var isUnreported: Bool { isOfTheCounty && ownReports.isEmpty }

    private var ownReports: [Report] {
        reports.filter { $0.unit == incident.unit && $0.addressee == .county && $0.kind != .correction }
    }

    /// What came from the unit and has no receipt of the county yet, by its arrival: the incident's record and its
    /// reports.
    package var unreceipted: [CountyReceipt.Waiting] {
        CountyReceipt.waiting(incident.record, reports: reports.map(\.record))
    }

    /// By what runs out first; what has no clock stands last, the latest first.
    static func precedes(_ one: WallRow, _ other: WallRow) -> Bool {
        switch (one.next, other.next) {
        case (let first?, let second?): (first.dueAt, one.id) < (second.dueAt, other.id)
        case (_?, nil): true
        case (nil, _?): false
        case (nil, nil): (other.incident.occurredAt, other.id) < (one.incident.occurredAt, one.id)
        }
    }
}

/// Every open incident of every unit, and drills apart.
package struct Wall: Sendable {
    /// By what runs out first. What is a source of another stands within that one.
    package let rows: [WallRow]
    /// 演练: the same clocks, never counted.
    package let drills: [WallRow]
    package let now: Instant

    /// - Parameters:
    ///   - duties: incidents with the hub's receipts, their reports, and instructions.
    ///   - home: who looks: the county.
    package init(_ duties: DutyBook, book: RuleBook, now: Instant) {
        let rules = DueRules(
            duties: duties, calendar: DutyCalendar(), book: book, window: now.day...now.day, now: now)
        let incidentOf = Dictionary(
            duties.records("instruction").compactMap { record in
                record.reference("incident").map { (record.id, $0) }
            }
        ) { first, _ in first }
        var owed: [RecordID: [Obligation]] = [:]
        for row in rules.ofIncidents() {
            guard let record = row.record else { continue }
            owed[incidentOf[record] ?? record, default: []].append(row)
        }
        var rows = duties.incidents.compactMap { incident in
            Self.row(incident, duties, owed[incident.id] ?? [], now)
        }.sorted(by: WallRow.precedes)
        Self.gather(&rows)
        self.rows = rows.filter { !$0.incident.isDrill }
        drills = rows.filter(\.incident.isDrill)
        self.now = now
    }

    /// - Returns: nil where nothing of it is open.
    private static func row(
        _ incident: Incident, _ duties: DutyBook, _ owed: [Obligation], _ now: Instant
    ) -> WallRow? {
        guard incident.falseAlarmAt == nil else { return nil }
        let reports = duties.reports[incident.id] ?? []
        let unmet = owed.filter { $0.isBinding && [.open, .overdue].contains($0.state(at: now)) }
        let running = unmet.filter { $0.rule != .casualtyWatch }
        let hasEnded =
            incident.closedAt != nil || reports.contains { $0.unit == incident.unit && $0.kind == .final }
        guard !hasEnded || !running.isEmpty else { return nil }
        return WallRow(
            incident: incident, reports: reports,
            relay: Relay(
                incident, rows: owed.filter { $0.collection == "incident" }, reports: reports,
                countyUnit: duties.countyUnit, home: duties.countyUnit),
            unmet: running + unmet.filter { $0.rule == .casualtyWatch }, arrivedAt: incident.record.receivedAt)
    }

    /// Puts each source into the row that it is a source of, where that one stands on the wall itself.
    private static func gather(_ rows: inout [WallRow]) {
        var places: [RecordID: Int] = [:]
        for (index, row) in rows.enumerated() { places[row.id] = index }
        var moved: Set<RecordID> = []
        for row in rows {
            guard let main = row.incident.record.reference("sourceOf"), main != row.id, let place = places[main],
                // A source of a source would vanish: it stands for itself.
                rows[place].incident.record.reference("sourceOf") == nil,
                rows[place].incident.isDrill == row.incident.isDrill
            else { continue }
            rows[place].sources.append(row)
            moved.insert(row.id)
        }
        rows.removeAll { moved.contains($0.id) }
        for index in rows.indices {
            rows[index].sources.sort { DuplicateRadar.precedes($0.incident, $1.incident) }
        }
    }

    package func row(_ id: RecordID) -> WallRow? {
        (rows + drills).flatMap { [$0] + $0.sources }.first { $0.id == id }
    }

    /// Rows, sources included, of which something waits for the county's receipt; drills apart.
    package var awaitingReceipt: [WallRow] {
        rows.flatMap { [$0] + $0.sources }.filter { !$0.unreceipted.isEmpty }
    }

    /// Rows, sources included, whose own unit has reported.
    package var reported: Set<RecordID> {
        Set((rows + drills).flatMap { [$0] + $0.sources }.filter { !$0.isUnreported }.map(\.id))
    }

    /// How many are late, by what is owed next.
    package var overdueCount: Int {
        rows.count { row in row.next.map { $0.state(at: now) == .overdue } ?? false }
    }
}
