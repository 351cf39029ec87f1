/// 零报告: which unit owed one on which day, when it came, and where it is missing (Art. 13).
package struct ZeroReportMatrix: Sendable {
    package enum Cell: Sendable, Hashable {
        case given(at: Instant)
        case late(at: Instant, minutes: Int)
        case open(until: Instant)
        case missing
        /// Something happened: there is no nothing to report.
        case happened
        /// A day to come, or one before the unit was there.
        case notOwed
    }

    package struct Row: Sendable {
        package let unit: Unit
        /// One for each of the days.
        package let cells: [Cell]
    }

    /// Those on which it is owed.
    package let days: [Day]
    package let rows: [Row]

    package init(
        duties: DutyBook, calendar: DutyCalendar, book: RuleBook, days window: ClosedRange<Day>, now: Instant
    ) {
        var days: [Day] = []
        var day = window.lowerBound
        while day <= window.upperBound {
            if calendar.owesLeaders(day, asOf: now, joinsWeekends: false) { days.append(day) }
            day = day + 1
        }
        let rules = DueRules(duties: duties, calendar: calendar, book: book, window: window, now: now)
        let owed = Dictionary(grouping: rules.zeroReports(), by: \.owedBy).mapValues { rows in
            Dictionary(rows.map { ($0.startedAt.day, $0) }) { first, _ in first }
        }
        self.days = days
        rows = duties.units.filter { $0.code != duties.countyUnit }.sorted {
            ($0.kind.rank, $0.code) < ($1.kind.rank, $1.code)
        }.map { unit in
            Row(
                unit: unit,
                cells: days.map { day in
                    guard let row = owed[unit.code]?[day] else {
                        let isStanding = unit.establishedAt.map { $0 <= day } ?? true
                        return day.start <= now && isStanding ? .happened : .notOwed
                    }
                    return switch row.state(at: now) {
                    case .met: .given(at: row.metAt ?? row.dueAt)
                    case .late: .late(at: row.metAt ?? row.dueAt, minutes: row.lateMinutes(at: now))
                    case .open: .open(until: row.dueAt)
                    case .overdue: .missing
                    }
                })
        }
    }

    package var missing: Int { rows.reduce(0) { $0 + $1.cells.count { $0 == .missing } } }
}
