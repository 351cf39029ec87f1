/// One table of the county's figures, as screens, sheets and paper show it.
package struct StatisticsTable: Sendable {
    /// Each is exported by its name.
    package enum Kind: String, Sendable, CaseIterable {
        case level
        case category
        case month
        case unit
        case timeliness
        case coverage
        case hour
        case calls
        case completeness
        case load
        case open
    }

    package enum Cell: Sendable, Hashable {
        case word(String, String)
        case number(Int)
        case percent(Int?)

        package static func word(_ text: String) -> Cell { .word(text, text) }
    }

    package struct Row: Sendable {
        /// What the row is of, then its figures.
        package let cells: [Cell]
        /// How long its bar is; nil where there is nothing to draw.
        package let length: Int?
    }

    package let kind: Kind
    package let title: Obligation.Reason
    package let headings: [Obligation.Reason]
    package let rows: [Row]
    /// What bars are measured in; of percents the whole bar is 100.
    package let isOfPercents: Bool

    /// Every table of some units' figures.
    package static func all(_ rows: [UnitStatistics], units: [Unit]) -> [StatisticsTable] {
        let names = Dictionary(units.map { ($0.code, $0.name) }) { first, _ in first }
        let making = Making(rows: rows, names: names)
        return Kind.allCases.map(making.table)
    }
}

/// The figures of the units on their way into tables.
private struct Making {
    typealias Cell = StatisticsTable.Cell
    typealias Row = StatisticsTable.Row
    typealias Text = Obligation.Reason

    let rows: [UnitStatistics]
    let names: [String: String]

    func table(_ kind: StatisticsTable.Kind) -> StatisticsTable {
        switch kind {
        case .level:
            counted(kind, .init("突发事件：按级别", "Incidents by level"), .init("级别", "Level"), levels)
        case .category:
            counted(kind, .init("突发事件：按类别", "Incidents by kind"), .init("类别", "Kind"), categories)
        case .month:
            counted(
                kind, .init("突发事件：按月", "Incidents by month"), .init("月份", "Month"),
                total(\.incidentsByMonth).sorted { $0.key < $1.key }.map { (.word($0.key), $0.value) })
        case .hour:
            counted(
                kind, .init("电话：按钟点", "Calls by hour"), .init("钟点", "Hour"),
                (0..<24).map { hour in
                    (.word("\(twoDigits(hour)):00"), rows.reduce(0) { $0 + $1.callsByHour[hour] })
                })
        case .timeliness: timeliness
        case .unit: units
        case .coverage: coverage
        case .calls: calls
        case .completeness: completeness
        case .load: load
        case .open: open
        }
    }

    private func total(_ counts: KeyPath<UnitStatistics, [String: Int]>) -> [String: Int] {
        rows.reduce(into: [:]) { sums, row in sums.merge(row[keyPath: counts]) { $0 + $1 } }
    }

    private func counted(
        _ kind: StatisticsTable.Kind, _ title: Text, _ first: Text, _ counts: [(Cell, Int)]
    ) -> StatisticsTable {
        StatisticsTable(
            kind: kind, title: title, headings: [first, .init("数量", "Number")],
            rows: counts.map { Row(cells: [$0.0, .number($0.1)], length: $0.1) }, isOfPercents: false)
    }

    private var levels: [(Cell, Int)] {
        let counts = total(\.incidentsByLevel)
        return IncidentLevel.allCases.map { (.word($0.rawValue), counts[$0.rawValue] ?? 0) }
            + [(.word("未定级", "no level"), counts[""] ?? 0)]
    }

    private var categories: [(Cell, Int)] {
        let counts = total(\.incidentsByCategory)
        return counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map { name, count in
            (name.isEmpty ? .word("未分类", "no kind") : .word(name), count)
        }
    }

    /// One row for each unit, in the order of the units.
    private func each(
        _ kind: StatisticsTable.Kind, _ title: Text, _ headings: [Text], ofPercents: Bool = false,
        _ cells: (UnitStatistics) -> ([Cell], Int?)
    ) -> StatisticsTable {
        StatisticsTable(
            kind: kind, title: title, headings: [.init("单位", "Unit")] + headings,
            rows: rows.map { row in
                let (own, length) = cells(row)
                return Row(cells: [.word(names[row.unit] ?? row.unit)] + own, length: length)
            }, isOfPercents: ofPercents)
    }

    private var units: StatisticsTable {
        each(
            .unit, .init("突发事件：按单位", "Incidents by unit"),
            [
                .init("事件", "Incidents"), .init("敏感", "Sensitive"), .init("误报", "False reports"),
                .init("演练（不计）", "Drills (not counted)"),
            ]
        ) { row in
            (
                [
                    .number(row.incidents), .number(row.sensitiveIncidents), .number(row.falseReports),
                    .number(row.drills),
                ], row.incidents
            )
        }
    }

    private var timeliness: StatisticsTable {
        var sums: [Obligation.Rule: UnitStatistics.Timeliness] = [:]
        for row in rows { sums.merge(row.timeliness) { $0 + $1 } }
        let shown = Obligation.Rule.allCases.compactMap { rule in sums[rule].map { (rule, $0) } }
        return StatisticsTable(
            kind: .timeliness, title: .init("时限：各环节", "Deadlines by leg"),
            headings: [
                .init("环节", "Leg"), .init("应办", "Owed"), .init("按时", "Met"), .init("迟", "Late"),
                .init("未办超时", "Overdue"), .init("在时限内", "Open"), .init("最迟（分）", "Latest (min)"),
                .init("按时率", "In time"),
            ],
            rows: shown.map { rule, kept in
                let name = rule.legName
                return Row(
                    cells: [
                        .word(name.chinese, name.english), .number(kept.owed), .number(kept.met), .number(kept.late),
                        .number(kept.overdue), .number(kept.open), .number(kept.lateMinutesMax),
                        .percent(kept.percent),
                    ], length: kept.percent)
            }, isOfPercents: true)
    }

    private var coverage: StatisticsTable {
        each(
            .coverage, .init("值守覆盖：按单位", "Coverage by unit"),
            [
                .init("覆盖率", "Coverage"), .init("空岗（分）", "Gaps (min)"), .init("缺带班（天）", "No leader (days)"),
                .init("非在编班次", "Not on the establishment"), .init("抽查发现", "Findings of checks"),
            ], ofPercents: true
        ) { row in
            (
                [
                    .percent(row.coveragePercent), .number(row.gapMinutes), .number(row.leadersMissingDays),
                    .number(row.notOnEstablishment), .number(row.violations),
                ], row.coveragePercent
            )
        }
    }

    private var calls: StatisticsTable {
        each(
            .calls, .init("电话：按单位", "Calls by unit"),
            [
                .init("电话", "Calls"), .init("来电", "In"), .init("未接", "Missed"), .init("三声内接听", "Within three rings"),
                .init("未请示答复", "Answered without approval"),
            ]
        ) { row in
            (
                [
                    .number(row.calls), .number(row.callsIn), .number(row.callsMissed),
                    .percent(row.callsTimed == 0 ? nil : row.callsPrompt * 100 / row.callsTimed),
                    .number(row.callsNotApproved),
                ], row.calls
            )
        }
    }

    private var completeness: StatisticsTable {
        each(
            .completeness, .init("要素齐全：按单位", "Completeness by unit"),
            [
                .init("要素齐全", "Complete"), .init("值班记录", "Log entries"), .init("补记", "Late entries"),
            ], ofPercents: true
        ) { row in
            (
                [.percent(row.completenessPercent), .number(row.logEntries), .number(row.lateEntries)],
                row.completenessPercent
            )
        }
    }

    private var load: StatisticsTable {
        each(
            .load, .init("值班负担：按单位", "Load by unit"),
            [
                .init("值班人数", "Officers"), .init("最多（小时）", "Most (h)"), .init("最少（小时）", "Least (h)"),
                .init("相差（小时）", "Spread (h)"),
            ]
        ) { row in
            let minutes = row.load.map(\.minutes)
            return (
                [
                    .number(row.load.count), .number((minutes.max() ?? 0) / 60), .number((minutes.min() ?? 0) / 60),
                    .number(row.loadSpreadMinutes / 60),
                ], row.loadSpreadMinutes / 60
            )
        }
    }

    private var open: StatisticsTable {
        each(
            .open, .init("未办结事项：按单位", "Open items by unit"),
            [.init("未办结", "Open"), .init("最久（天）", "Oldest (days)")]
        ) { row in
            ([.number(row.openItems), .number(row.oldestOpenMinutes / 1440)], row.openItems)
        }
    }
}

extension UnitStatistics.Timeliness {
    /// Of two units together.
    package static func + (one: Self, other: Self) -> Self {
        var sum = one
        sum.owed += other.owed
        sum.met += other.met
        sum.late += other.late
        sum.overdue += other.overdue
        sum.open += other.open
        sum.lateMinutesMax = max(one.lateMinutesMax, other.lateMinutesMax)
        return sum
    }
}

extension Obligation.Rule {
    /// As statistics name the leg.
    fileprivate var legName: Obligation.Reason {
        switch self {
        case .report: .init("事发 1 小时内报县", "Report to the county")
        case .immediate: .init("敏感事件立即报告", "At once")
        case .written: .init("书面报告", "In writing")
        case .city: .init("县报市", "County to the city")
        case .sameTime: .init("同时报县", "County at the same time")
        case .periodic: .init("定时续报", "Periodic reports")
        case .casualtyWatch: .init("伤亡续报", "Casualty watch")
        case .zeroReport: .init("零报告", "Zero reports")
        case .roster: .init("值班表报送", "Rosters")
        case .handover: .init("交接班签字", "Handovers")
        case .receipt: .init("签收", "Receipts")
        case .feedback: .init("批示反馈", "Feedback")
        case .task: .init("交办事项", "Tasks")
        case .document: .init("文电办理", "Documents")
        case .rectification: .init("整改", "Rectifications")
        case .absence: .init("外出报备", "Absences")
        case .absenceReturn: .init("销假", "Returns")
        case .volume: .init("封卷归档", "Volumes")
        }
    }
}
