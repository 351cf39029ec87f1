import SyncKit

/// Units by days: whether somebody is there for all of the 24 hours, which leaders are, and what is wrong (Art. 2, 5(4),
/// 13, 16).
package struct CoverageMatrix: Sendable {
    package enum State: Sendable, Hashable, CaseIterable {
        /// 24 hours, and the leaders that the day owes.
        case complete
        /// The room is manned, but a leader that the day owes is missing.
        case leadersMissing
        /// Somebody is there, but not all of the time.
        case gaps
        case nobody
        /// Manned on paper by somebody who may not stand it, who is away, or who stands twice.
        case faulty
        /// A day to come on which nobody is rostered yet.
        case unplanned
        /// Before the unit was established: nothing is owed.
        case notOwed

        /// What the day breaks; nil where it breaks nothing.
        package var article: String? {
            switch self {
            case .complete, .unplanned, .notOwed: nil
            case .gaps, .nobody: "第二条"
            case .leadersMissing: "第二条、第十三条"
            case .faulty: "第十六条"
            }
        }
    }

    /// What is wrong with a shift that is there.
    package enum Fault: Sendable, Hashable, CaseIterable {
        case notOnEstablishment
        case notOnStrength
        case unknownPerson
        case away
        case twice
        case unapproved
        case swappedTwice

        package var article: String {
            switch self {
            case .notOnEstablishment, .notOnStrength, .unapproved, .swappedTwice: "第十六条"
            case .unknownPerson, .twice: "第二条"
            case .away: "第五条第（四）项"
            }
        }
    }

    /// Whom a leader's shift stands for: 总带班 on call, 带班 on site of the one or the other role.
    package enum Tier: Sendable, Hashable, CaseIterable {
        case onCall
        case government
        case office
        /// On site, without a role.
        case unsaid
    }

    package struct Cell: Sendable {
        package var state = State.complete
        /// Minutes of the day without an officer in the room.
        package var gaps: [Range<Instant>] = []
        package var owesLeaders = false
        /// Of those that the day owes; nil where none is missing.
        package var leadersMissing: RosterFindings.LeadersMissing?
        /// Minutes of the day that each tier is held; what is not held is not in it.
        package var leaders: [Tier: Int] = [:]
        package var faults: Set<Fault> = []

        package var gapMinutes: Int { gaps.reduce(0) { $0 + $1.minutes } }
    }

    package struct Row: Sendable {
        package let unit: Unit
        /// One for each day.
        package let cells: [Cell]

        package var gapMinutes: Int { cells.reduce(0) { $0 + ($1.state == .unplanned ? 0 : $1.gapMinutes) } }
    }

    package let days: ClosedRange<Day>
    /// The county's own room first, then towns, then departments, each by their codes.
    package let rows: [Row]

    /// - Parameters:
    ///   - duties: with every shift that overlaps the days.
    ///   - only: one unit; nil for all.
    package init(
        duties: DutyBook, calendar: DutyCalendar, book: RuleBook, days: ClosedRange<Day>, now: Instant,
        only: String? = nil
    ) {
        self.days = days
        let check = RosterCheck(duties: duties, calendar: calendar, book: book, asOf: now)
        let (duty, leading) = (
            Dictionary(grouping: duties.dutyShifts, by: \.unit), Dictionary(grouping: duties.leaderShifts, by: \.unit)
        )
        rows = duties.units.filter { only == nil || $0.code == only }
            .sorted { ($0.kind.rank, $0.code) < ($1.kind.rank, $1.code) }
            .map { unit in
                var filling = Filling(unit, days, duties: duties, calendar: calendar, book: book, now: now)
                filling.fill(check.findings(of: unit, days), duty[unit.code] ?? [], leading[unit.code] ?? [])
                return Row(unit: unit, cells: filling.cells)
            }
    }

    /// One unit's cells on the way.
    private struct Filling {
        var cells: [Cell]
        private let unit: Unit
        private let days: ClosedRange<Day>
        private let duties: DutyBook
        private let now: Instant

        init(
            _ unit: Unit, _ days: ClosedRange<Day>, duties: DutyBook, calendar: DutyCalendar, book: RuleBook,
            now: Instant
        ) {
            self.unit = unit
            self.days = days
            self.duties = duties
            self.now = now
            cells = (0...days.upperBound.since(days.lowerBound)).map { index in
                let day = days.lowerBound + index
                var cell = Cell()
                cell.owesLeaders = calendar.owesLeaders(
                    day, asOf: now,
                    joinsWeekends: book.figures(for: unit.code, at: day.start).leadersOnJoinedWeekends)
                return cell
            }
        }

        mutating func fill(_ found: RosterFindings, _ duty: [Shift], _ leading: [Shift]) {
            for gap in found.gaps { each(gap) { $0.gaps.append($1) } }
            for missing in found.leadersMissing { cells[missing.day.since(days.lowerBound)].leadersMissing = missing }
            for tier in Tier.allCases {
                let held = Spans(leading.filter { self.tier(of: $0) == tier }.map(\.span))
                for span in held.ranges { each(span) { $0.leaders[tier, default: 0] += $1.minutes } }
            }
            let spans = Dictionary((duty + leading).map { ($0.id, $0.span) }) { first, _ in first }
            func mark(_ shift: RecordID, _ fault: Fault) {
                guard let span = spans[shift] else { return }
                each(span) { cell, _ in cell.faults.insert(fault) }
            }
            for place in found.notOnEstablishment { mark(place.shift, .notOnEstablishment) }
            for place in found.notOnStrength { mark(place.shift, .notOnStrength) }
            for place in found.unknownPersons { mark(place.shift, .unknownPerson) }
            for place in found.unapproved { mark(place.shift, .unapproved) }
            for place in found.swapConflicts { mark(place.shift, .swappedTwice) }
            for place in found.awayOnDuty { mark(place.shift, .away) }
            for double in found.doubleShifts { each(double.span) { cell, _ in cell.faults.insert(.twice) } }
            for index in cells.indices { cells[index].state = state(of: cells[index], on: days.lowerBound + index) }
        }

        private func state(of cell: Cell, on day: Day) -> State {
            if let established = unit.establishedAt, day < established { return .notOwed }
            if cell.gapMinutes == 1440 { return day > now.day && cell.leaders.isEmpty ? .unplanned : .nobody }
            if !cell.gaps.isEmpty { return .gaps }
            if cell.leadersMissing != nil { return .leadersMissing }
            return cell.faults.isEmpty ? .complete : .faulty
        }

        private func tier(of shift: Shift) -> Tier {
            if shift.isOnCall { return .onCall }
            return switch shift.role ?? duties.persons[shift.person]?.leaderRole {
            case "政府": .government
            case "办公室": .office
            default: .unsaid
            }
        }

        /// Hands each day that a stretch touches its part of it.
        private mutating func each(_ span: Range<Instant>, _ take: (inout Cell, Range<Instant>) -> Void) {
            var day = max(span.lowerBound.day, days.lowerBound)
            while day <= days.upperBound, day.start < span.upperBound {
                let part = max(span.lowerBound, day.start)..<min(span.upperBound, day.end)
                if !part.isEmpty { take(&cells[day.since(days.lowerBound)], part) }
                day = day + 1
            }
        }
    }
}
