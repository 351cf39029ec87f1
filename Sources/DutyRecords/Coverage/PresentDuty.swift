import SyncKit

/// Who is on duty in a unit at a minute, who leads, and who is away.
package struct PresentDuty: Sendable {
    package struct Post: Sendable {
        package let shift: Shift
        /// nil where the unit has no record of the person.
        package let person: Person?
    }

    package let unit: Unit
    /// In the room, those of the 应急值班岗 last.
    package let officers: [Post]
    /// 总带班 first.
    package let leaders: [Post]
    package let away: [Absence]
    /// Since when nobody is in the room, as far back as shifts were looked at; nil where somebody is.
    package let gap: Gap?

    package struct Gap: Sendable, Hashable {
        /// nil where no shift came before.
        package let since: Instant?
        /// nil where no shift follows.
        package let until: Instant?
    }

    package var isManned: Bool { gap == nil }

    /// Units without an officer first, each part in the order of the matrix.
    package static func all(_ duties: DutyBook, at moment: Instant) -> [PresentDuty] {
        let duty = Dictionary(grouping: duties.dutyShifts, by: \.unit)
        let leading = Dictionary(grouping: duties.leaderShifts, by: \.unit)
        let absences = Dictionary(grouping: duties.absences, by: \.unit)
        return duties.units.map { unit in
            PresentDuty(
                unit, duty[unit.code] ?? [], leading[unit.code] ?? [], absences[unit.code] ?? [], duties, moment)
        }.sorted {
            ($0.isManned ? 1 : 0, $0.unit.kind.rank, $0.unit.code) < (
                $1.isManned ? 1 : 0, $1.unit.kind.rank, $1.unit.code
            )
        }
    }

    private init(
        _ unit: Unit, _ duty: [Shift], _ leading: [Shift], _ absences: [Absence], _ duties: DutyBook, _ moment: Instant
    ) {
        self.unit = unit
        func posts(_ shifts: [Shift], last: (Shift) -> Bool) -> [Post] {
            shifts.filter { $0.span.contains(moment) }
                .sorted {
                    (last($0) ? 1 : 0, $0.span.lowerBound, $0.id) < (last($1) ? 1 : 0, $1.span.lowerBound, $1.id)
                }
                .map { Post(shift: $0, person: duties.persons[$0.person]) }
        }
        officers = posts(duty) { !$0.isMainPost }
        leaders = posts(leading) { !$0.isOnCall }
        away = absences.filter { $0.covers(moment) }.sorted { ($0.leaveAt, $0.id) < ($1.leaveAt, $1.id) }
        let main = duty.filter(\.isMainPost)
        gap =
            main.contains { $0.span.contains(moment) }
            ? nil
            : Gap(
                since: main.map(\.span.upperBound).filter { $0 <= moment }.max(),
                until: main.map(\.span.lowerBound).filter { $0 > moment }.min())
    }
}
