import SyncKit

/// The clocks of an incident's reports (Art. 12), each with its own start.
package struct ReportingRules: Sendable {
    private let book: RuleBook
    private let countyUnit: String
    private let now: Instant

    package init(book: RuleBook, countyUnit: String, now: Instant) {
        self.book = book
        self.countyUnit = countyUnit
        self.now = now
    }

    /// City is not a unit of this deployment.
    package static let city = "city"

    /// - Parameter reports: all of this incident, of its unit and of the county; a 误报更正 meets no clock.
    package func obligations(of incident: Incident, reports: [Report]) -> [Obligation] {
        let basis = book.basis(for: incident.unit, at: incident.occurredAt)
        let reports = reports.filter { $0.kind != .correction }
        let clocks = ReportingCase(
            incident: incident, figures: basis.figures, basis: basis.title, countyUnit: countyUnit, now: now,
            own: reports.filter { $0.unit == incident.unit && $0.addressee == .county },
            county: reports.filter { $0.unit == countyUnit && $0.addressee == .city })
        let rows = clocks.all.filter { $0.startedAt <= now }
        // 误报: the clocks stop when it is found; before that minute nobody knew.
        guard let found = incident.falseAlarmAt, found <= now else { return rows }
        return rows.compactMap { $0.stopped(at: found) }
    }
}

/// One incident under the figures that were in force when it happened.
private struct ReportingCase {
    let incident: Incident
    let figures: RuleFigures
    let basis: String
    let countyUnit: String
    let now: Instant
    /// The unit's reports to the county.
    let own: [Report]
    /// The county's reports to the city.
    let county: [Report]

    private var start: Obligation.Start { incident.isOccurrenceKnown ? .occurred : .learned }

    private var isCountysOwn: Bool { incident.unit == countyUnit }

    var all: [Obligation] {
        var rows: [Obligation] = []
        if !isCountysOwn { rows += [report, immediate, sameTime].compactMap { $0 } + written }
        rows += city + watch
        if !isCountysOwn { rows += periodic }
        return rows
    }

    private func first(_ reports: [Report], where matches: (Report) -> Bool = { _ in true }) -> Instant? {
        reports.filter(matches).compactMap(\.metAt).min()
    }

    private func row(
        _ rule: Obligation.Rule, from start: Obligation.Start, _ startedAt: Instant, due: Instant, met: Instant?,
        by: String? = nil, to: String? = nil, isBinding: Bool = true, record: RecordID? = nil,
        collection: String = "incident", why: Obligation.Reason
    ) -> Obligation {
        var row = Obligation(
            rule, collection: collection, record: record ?? incident.id, unit: incident.unit,
            owedBy: by ?? incident.unit, owedTo: to ?? countyUnit, startsAt: start, startedAt: startedAt, dueAt: due,
            metAt: met, isBinding: isBinding, why: why)
        row.isDrill = incident.isDrill
        row.basis = basis
        return row
    }

    /// 事发后1小时内向县政府值班室报告.
    private var report: Obligation? {
        var row = row(
            .report, from: start, incident.occurredAt,
            due: incident.occurredAt + .minutes(figures.reportMinutes), met: first(own),
            why: .init(
                "事发后 \(figures.reportMinutes) 分钟内报县",
                "to the county within \(figures.reportMinutes) min of the occurrence"))
        if figures.immediateOnBothLegs {
            row.alarmAt = (incident.receivedAt ?? incident.occurredAt) + .minutes(figures.immediateMinutes)
        }
        return row
    }

    /// 敏感性突发事件或者可能演化为较大以上的，应当立即报告, whatever its level.
    private var immediate: Obligation? {
        guard incident.isImmediate else { return nil }
        let start = incident.receivedAt ?? incident.occurredAt
        return row(
            .immediate, from: incident.receivedAt == nil ? self.start : .received, start,
            due: start + .minutes(figures.immediateMinutes), met: first(own),
            why: .init(
                incident.isSensitive ? "敏感事件，立即报告" : "可能演化为较大以上，立即报告",
                incident.isSensitive ? "sensitive: at once" : "may become 较大: at once"))
    }

    /// 可先行电话报告，30分钟内书面报告.
    private var written: [Obligation] {
        guard let call = own.filter({ $0.way == .phone }).compactMap(\.metAt).min() else { return [] }
        let start = figures.writtenFromOccurrence ? incident.occurredAt : call
        let met = first(own) { $0.way != .phone }
        return [
            row(
                .written, from: figures.writtenFromOccurrence ? self.start : .reportedByPhone, start,
                due: start + .minutes(figures.writtenMinutes), met: met,
                why: .init(
                    "电话报告后 \(figures.writtenMinutes) 分钟内书面报告",
                    "in writing within \(figures.writtenMinutes) min of the call"))
        ]
    }

    /// 向上级对口部门报告的，须同时向县政府值班室报告.
    private var sameTime: Obligation? {
        guard let told = incident.superiorToldAt else { return nil }
        return row(
            .sameTime, from: .superiorTold, told, due: told + .minutes(figures.sameTimeMinutes), met: first(own),
            why: .init("已报上级对口部门，须同时报县", "its own superior was told: the county at the same time"))
    }

    /// 较大级别及以上，县政府值班室在事发后2小时内报市. The clock from the occurrence binds even where the level was reached
    /// later; the clock from the level's minute is shown beside it.
    private var city: [Obligation] {
        guard incident.isLargerOrAbove(at: now) else { return [] }
        let limit = Instant.Length.minutes(figures.cityMinutes)
        let met = first(county)
        var row = row(
            .city, from: start, incident.occurredAt, due: incident.occurredAt + limit, met: met, by: countyUnit,
            to: ReportingRules.city,
            why: .init(
                "较大以上，事发后 \(figures.cityMinutes) 分钟内报市",
                "较大 and above: to the city within \(figures.cityMinutes) min of the occurrence"))
        if figures.immediateOnBothLegs {
            row.alarmAt = (first(own) ?? incident.occurredAt) + .minutes(figures.immediateMinutes)
        }
        guard let reached = incident.levelReachedAt, reached != incident.occurredAt else { return [row] }
        let second = self.row(
            .city, from: .levelReached, reached, due: reached + limit, met: met, by: countyUnit,
            to: ReportingRules.city, isBinding: false,
            why: .init("自达到较大级别起算（参考）", "from the minute at which the level was reached (for reference)"))
        return [row, second]
    }

    /// 续报 of 较大 and above at set times of the day until 终报 or the end.
    private var periodic: [Obligation] {
        guard incident.isLargerOrAbove(at: now), let begun = first(own) else { return [] }
        let following = own.filter { $0.kind == .following || $0.kind == .final }
        let ended = [first(own) { $0.kind == .final }, incident.closedAt].compactMap { $0 }.min()
        var rows: [Obligation] = []
        var previous = begun
        for slot in slots(after: begun) {
            if let ended, ended <= previous { break }
            let met = following.compactMap(\.metAt).filter { $0 > previous }.min()
            rows.append(
                row(
                    .periodic, from: .previousTime, previous, due: slot, met: met,
                    why: .init("较大以上，定时续报", "较大 and above: the periodic follow-up")))
            if slot > now { break }
            previous = slot
        }
        return rows
    }

    /// How many days of periodic clocks are kept for an incident that nobody closed.
    private static let periodicDaysMax = 60

    private func slots(after begun: Instant) -> [Instant] {
        let times = figures.periodicTimes.compactMap { Instant("2000-01-01T\($0)+08:00")?.minuteOfDay }.sorted()
        var slots: [Instant] = []
        var day = begun.day
        while day.since(begun.day) <= Self.periodicDaysMax {
            for time in times {
                let slot = day.start + .minutes(time)
                if slot > begun { slots.append(slot) }
                if slot > now { return slots }
            }
            day = day + 1
        }
        return slots
    }

    /// A changed number of casualties is owed for 30 days after an accident, 7 after one of traffic or fire.
    private var watch: [Obligation] {
        guard incident.category == "事故灾难",
            incident.casualties.hasHarm || own.contains(where: { $0.casualties.hasHarm })
        else { return [] }
        let days = incident.isTrafficOrFire ? figures.watchDaysTrafficFire : figures.watchDays
        let over = incident.occurredAt + .days(days)
        return [
            row(
                .casualtyWatch, from: start, incident.occurredAt, due: over, met: over <= now ? over : nil,
                why: .init("事发后 \(days) 天内伤亡变化须补报", "a change of casualties is owed for \(days) days"))
        ]
    }
}
