package import DutyRecords
package import SyncKit

/// What the rules are asked with: the records, the calendar, the figures, and the time by the hub's clock.
package struct DutyReading: Sendable {
    package let now: Instant
    package let duties: DutyBook
    package let calendar: DutyCalendar
    package let book: RuleBook
    /// The one unit that is meant; nil for all (at the hub).
    package let unit: String?
    let isCounty: Bool

    /// - Parameters:
    ///   - unit: nil: this agent's own, or all of the county's.
    ///   - at: nil: now.
    ///   - asOf: records as they stood at that time; of shifts and handovers those alone that had begun.
    package static func read(
        _ collections: [String], unit named: String?, at: Instant? = nil, asOf: Instant? = nil,
        in opened: some RecordFolder
    ) async throws -> DutyReading {
        var unit: String?
        if let named {
            unit = try await opened.unit(named)
        } else if opened.deliveredTo != nil {
            unit = opened.homeUnit
        }
        let countyUnit = try await opened.countyUnit()
        if collections == DutyBook.collections, asOf == nil, unit == opened.homeUnit,
            try await !hasReports(of: countyUnit, beside: unit, opened)
        {
            let kept = try await opened.mirror.grouped(countyUnit: countyUnit, names: opened.namesFromEnrolment())
            let now = if let at { at } else { try await opened.now() }
            return DutyReading(
                now: now, duties: kept.duties, calendar: kept.calendar, book: kept.book, unit: unit,
                isCounty: countyUnit == opened.homeUnit)
        }
        let notices = try await opened.mirror.notices()
        var facts = try await Self.facts(collections.filter { $0 != "unit" }, unit, opened, asOf: asOf)
        // The county's reports to the city lie in its own ledger.
        if let unit, unit != countyUnit, collections.contains("report") {
            facts["report"]? += try await Self.facts(["report"], countyUnit, opened, asOf: asOf)["report"] ?? []
        }
        facts["unit"] = notices["unit"]
        let now = if let at { at } else { try await opened.now() }
        return DutyReading(
            now: now,
            duties: DutyBook(
                countyUnit: countyUnit, homeUnit: opened.homeUnit, names: try await opened.namesFromEnrolment(), facts),
            calendar: DutyCalendar(notices),
            book: RuleBook(notices),
            unit: unit, isCounty: countyUnit == opened.homeUnit)
    }

    /// The own unit's, with its calls and log entries as far as a handover asks for them.
    package static func handover(in opened: some RecordFolder) async throws -> DutyReading {
        let reading = try await read(DutyBook.collections, unit: opened.homeUnit, in: opened)
        return DutyReading(
            now: reading.now, duties: reading.duties.adding(try await opened.mirror.traffic()),
            calendar: reading.calendar, book: reading.book, unit: reading.unit, isCounty: reading.isCounty)
    }

    /// With other units' open events: the county owes the city its report of them.
    package func overseeing(_ wall: Wall) -> DutyReading {
        DutyReading(
            now: now, duties: duties.adding((wall.rows + wall.drills).filter { $0.unit != unit }),
            calendar: calendar, book: book, unit: unit, isCounty: isCounty)
    }

    /// Whether the county's reports to the city, which lie in its own ledger, are here beside those of another unit.
    private static func hasReports(of countyUnit: String, beside unit: String?, _ opened: some RecordFolder)
        async throws
        -> Bool
    {
        guard unit != countyUnit else { return false }
        return try await opened.store.count(RecordFilter(collection: "report", unit: countyUnit)) > 0
    }

    /// What is owed, as far as it can be known here: whether the county told the city is known to the county alone.
    package func due(_ window: ClosedRange<Day>) -> [Obligation] { known(rules(window).all()) }

    /// Those of them that nobody has met yet.
    package func running(_ window: ClosedRange<Day>) -> [Obligation] { known(rules(window).running()) }

    private func rules(_ window: ClosedRange<Day>) -> DueRules {
        DueRules(duties: duties, calendar: calendar, book: book, window: window, now: now, unit: unit)
    }

    private func known(_ rows: [Obligation]) -> [Obligation] {
        isCounty ? rows : rows.filter { $0.owedBy != duties.countyUnit }
    }

    /// What begins after a moment counts for nothing at it; how long before it a shift began nobody bounds.
    private static let begunBefore: Set<String> = ["duty-shift", "leader-shift", "handover"]

    private static func facts(
        _ collections: [String], _ unit: String?, _ opened: some RecordFolder, asOf: Instant? = nil
    ) async throws -> [String: [RecordFacts]] {
        let kept = asOf == nil ? collections.filter { opened.mirror.keeps($0, of: unit) } : []
        var facts = kept.isEmpty ? [:] : try await opened.mirror.facts(kept)
        for name in collections where facts[name] == nil {
            var filter = RecordFilter(
                collection: name, unit: unit, withReceipts: DutyBook.withReceipts.contains(name),
                asOf: asOf?.milliseconds)
            if let asOf, Self.begunBefore.contains(name) { filter.before = asOf.milliseconds + 1 }
            facts[name] = try await opened.store.records(filter, deliveredTo: nil) { RecordFacts($0) }
        }
        return facts
    }
}

extension RecordFolder {
    /// The records of a unit's collection as rules read them.
    func facts(_ collection: String, of unit: String) async throws -> [RecordFacts] {
        if mirror.keeps(collection, of: unit) {
            return try await mirror.facts([collection])[collection] ?? []
        }
        return try await store.records(RecordFilter(collection: collection, unit: unit), deliveredTo: nil) {
            RecordFacts($0)
        }
    }

    /// Records that name another one by a field and are not voided, in the order of arrival.
    /// - Parameters:
    ///   - unit: nil for any unit's.
    ///   - withReceipts: whether the hub's receipts are looked up.
    package func records(
        _ collection: String, of unit: String?, naming source: RecordID, by reference: String,
        withReceipts: Bool = false
    ) async throws -> [RecordFacts] {
        try await named(source, collection, unit, reference, withReceipts, deliveredTo: nil).map { RecordFacts($0) }
            .filter { !$0.isVoided }
    }

    /// The same with where each lies, voided ones, too.
    package func views(
        _ collection: String, of unit: String?, naming source: RecordID, by reference: String,
        withReceipts: Bool = false
    ) async throws -> [RecordView] {
        try await named(source, collection, unit, reference, withReceipts, deliveredTo: deliveredTo)
    }

    private func named(
        _ source: RecordID, _ collection: String, _ unit: String?, _ reference: String, _ withReceipts: Bool,
        deliveredTo peer: ReplicaID?
    ) async throws -> [RecordView] {
        try await store.records(
            RecordFilter(collection: collection, unit: unit, naming: source, withReceipts: withReceipts),
            deliveredTo: peer
        ).filter { RecordFacts($0).reference(reference) == source }
    }

    /// The own unit's log entries that were written on paper first.
    package func entriesFromPaper() async throws -> [RecordFacts] {
        try await facts(mirror.volumes.fromPaper(), in: LogNumber.collection)
    }

    /// These of the own unit's records as rules read them.
    func facts(_ ids: [RecordID], in collection: String) async throws -> [RecordFacts] {
        var read: [RecordFacts] = []
        for id in ids {
            let detail = try await store.detail(collection: collection, id: id, unit: homeUnit, deliveredTo: nil)
            read.append(RecordFacts(detail.view))
        }
        return read
    }

    /// The code of the county's own room: the unit of the hub that this replica is pinned to.
    package func countyUnit() async throws -> String {
        guard let hub = deliveredTo else { return homeUnit }
        return try await store.member(hub)?.unit ?? homeUnit
    }

    /// The names of this unit and of the county, by code: told at the enrolment, before the list of units has come.
    package func namesFromEnrolment() async throws -> [String: String] {
        [homeUnit: unitName].merging([try await countyUnit(): countyName]) { own, _ in own }
    }

    /// The county's units in force, by their codes.
    package func units() async throws -> [Unit] { Unit.inForce(try await mirror.notices(["unit"])["unit"] ?? []) }

    /// What units are called, by code: as the county's list has it, of those no longer in force, too; before it has
    /// come, as the enrolment told it.
    package func unitNames() async throws -> [String: String] {
        let listed = (try await mirror.notices(["unit"])["unit"] ?? []).compactMap { Unit($0) }
        return try await namesFromEnrolment().merging(listed.map { ($0.code, $0.name) }) { _, listed in listed }
    }

    /// By the hub's clock where an exchange of this boot told it.
    package func now() async throws -> Instant {
        let moment = SystemClock.moment()
        let offset = try await store.hubClock?.offset(at: moment) ?? 0
        return Instant(milliseconds: moment.wall + offset)
    }

    /// What an entry into a unit's ledger is judged against.
    package func conditions(for unit: String) async throws -> EntryConditions {
        let notices = try await mirror.notices(["unit", "rule-profile"])
        let units = (notices["unit"] ?? []).compactMap { Unit($0) }
        let established = units.first { $0.code == unit }?.establishedAt
        return EntryConditions(
            now: try await now(), establishedAt: established,
            book: RuleBook(notices),
            units: Set(units.map(\.code)))
    }
}

extension RecordFolder {
    /// How new records of a collection are numbered; nil where they are not.
    func numbering(of collection: Collection, unit: String, _ now: Instant?) async throws -> Numbering? {
        guard let now else { return nil }
        switch collection.name {
        case LogNumber.collection:
            return LogNumber.numbering(
                unit: unit, letter: volumeLetter, year: now.day.year,
                clock: { Instant(milliseconds: SystemClock.wall()) }, volumeID: { RecordID.drawn() })
        case PaperNumber.collection: return PaperNumber.numbering(letter: volumeLetter, year: now.day.year)
        default: return nil
        }
    }
}

/// Reads what a person typed on the command line.
enum TypedTime {
    static func instant(_ text: String?, _ option: String) throws -> Instant? {
        guard let text else { return nil }
        guard let instant = Instant(text) else {
            throw CommandFailure(
                .badUse, chinese: "\(option) 应是带时区的时间，如 2026-10-01T08:00:00+08:00。",
                english: "\(option) has to be a time with its offset, such as 2026-10-01T08:00:00+08:00")
        }
        return instant
    }

    static func day(_ text: String, _ option: String) throws -> Day {
        guard let day = Day(text) else {
            throw CommandFailure(
                .badUse, chinese: "\(option) 应是日期，如 2026-10-01。",
                english: "\(option) has to be a date such as 2026-10-01")
        }
        return day
    }

    /// Two days in order, at most so many apart.
    static func days(_ from: String, _ to: String, most: Int = 3_660) throws -> ClosedRange<Day> {
        let (first, last) = (try day(from, "--from"), try day(to, "--to"))
        guard first <= last, last.since(first) <= most else {
            throw CommandFailure(
                .badUse, chinese: "--to 应不早于 --from，且相隔不超过 \(most) 天。",
                english: "--to has to be at or after --from, and within \(most) days of it")
        }
        return first...last
    }
}
