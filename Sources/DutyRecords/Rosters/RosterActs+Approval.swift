package import SyncKit

// 代班 and 串班 are agreed to by somebody who answers for the duty (Art. 16, 20), and never by those whose shifts they are.
extension RosterActs {
    /// Whether a change of a shift is a 代班 or 串班: it has begun, or the county has it in a roster.
    package func needsApproval(_ shift: Shift) -> Bool {
        shift.span.lowerBound < now || isSubmitted(shift.span.lowerBound.day)
    }

    /// Whether a day is in a roster that was handed in and not returned.
    package func isSubmitted(_ day: Day) -> Bool {
        duties.records("roster-submission").contains { record in
            guard record.unit == unit, let period = RosterPeriod(record), let at = period.submittedAt else {
                return false
            }
            return at <= now && period.days.contains(day)
        }
    }

    /// Who may agree: who leads at that time, who is in charge of duty work, the head of the room, the unit's head.
    package func approvers(at moment: Instant, besides concerned: [RecordID] = []) -> [Person] {
        let leading = duties.leaderShifts.filter { $0.unit == unit && $0.span.contains(moment) }.map(\.person)
        let answering = duties.persons.values.filter { person in
            person.unit == unit && person.isOnStrength(at: moment)
                && (person.record.flag("dutyLead") || person.record.flag("roomHead") || person.rank == "主要负责人"
                    || person.leaderRole != nil)
        }.sorted { $0.id < $1.id }.map(\.id)
        var seen = Set(concerned)
        return (leading + answering).filter { seen.insert($0).inserted }.compactMap { duties.persons[$0] }
    }

    func check(_ approval: ShiftApproval?, of concerned: [RecordID]) throws(RosterRefusal) -> ShiftApproval {
        guard let approval else { throw .notApproved }
        let own = concerned.contains { duties.persons[$0]?.name == approval.by || $0.description == approval.by }
        guard !own else {
            throw RosterRefusal(
                "代班、串班不能由本人批准。请填写带班领导或分管负责人。", "nobody approves a change of their own shift; name a leader")
        }
        return approval
    }
}

extension RosterRefusal {
    /// The one refusal that a page answers with a question instead of a sentence alone.
    package static let notApproved = RosterRefusal(
        "已报送或已开始的班次，代班、串班须经批准（第十六条）。请填写批准人。",
        "a shift that was handed in or has begun is changed with somebody's approval (Art. 16); name who approved")
}
