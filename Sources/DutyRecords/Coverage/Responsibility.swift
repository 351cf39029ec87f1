import SyncKit

/// Who answers for a unit's duty at a minute (Art. 20): frozen by the records of that minute.
package struct Responsibility: Sendable {
    package let unit: String
    package let at: Instant
    /// 分管值班工作的负责人, and on the days of Art. 2 the leaders in charge.
    package let firstResponsible: [Person]
    /// The officers on duty, and the head of the room.
    package let directlyResponsible: [Person]
    package let roomHead: Person?

    package init(of unit: String, at moment: Instant, duties: DutyBook) {
        self.unit = unit
        at = moment
        func persons(_ shifts: [Shift]) -> [Person] {
            var seen: Set<RecordID> = []
            return shifts.filter { $0.unit == unit && $0.span.contains(moment) }.sorted { $0.id < $1.id }
                .compactMap { seen.insert($0.person).inserted ? duties.persons[$0.person] : nil }
        }
        let own = duties.persons.values.filter { $0.unit == unit && $0.isOnStrength(at: moment) }
            .sorted { $0.id < $1.id }
        let leaders = persons(duties.leaderShifts)
        let head = own.first { $0.record.flag("roomHead") }
        let officers = persons(duties.dutyShifts)
        firstResponsible =
            leaders
            + own.filter { lead in
                lead.record.flag("dutyLead") && !leaders.contains { $0.id == lead.id }
            }
        directlyResponsible =
            officers + (head.map { head in officers.contains { $0.id == head.id } ? [] : [head] } ?? [])
        roomHead = head
    }
}
