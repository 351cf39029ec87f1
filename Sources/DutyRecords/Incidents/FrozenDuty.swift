package import SyncKit

/// Who answered for a unit's duty at a minute by the roster that was in force at that minute: what was entered or
/// changed afterwards stands apart, and changes nothing of it (Art. 20).
package struct FrozenDuty: Sendable {
    package struct Change: Sendable {
        package let by: Authorship
        /// Who stands in the shift since; nil where the change leaves the person.
        package let person: String?
        package let isVoided: Bool
    }

    package struct Post: Sendable {
        package let shift: Shift
        package let name: String
        package let title: String?
        /// 代班.
        package let standsInFor: String?
        /// 串班: whose shift was taken in exchange, where it is known.
        package let swappedWith: String?
        package let isSwap: Bool
        package let approvedBy: String?
        /// Who put the shift on the roster, and when.
        package let entered: Authorship?
        package let later: [Change]

        package var isLeader: Bool { shift.record.has("leader") }
    }

    package let unit: String
    package let at: Instant
    /// By what was on the roster at that minute: 总带班 first, then 带班.
    package let leaders: [Post]
    package let officers: [Post]
    /// Put on the roster only after that minute: nobody could have gone by it.
    package let afterwards: [Post]
    /// 分管值班工作的负责人, who is the first responsible on every day.
    package let lead: [Person]
    package let roomHead: Person?
    /// Handovers that were begun and not signed by both.
    package let openHandovers: [RecordFacts]

    /// - Parameters:
    ///   - then: the unit's people, shifts and handovers as they stood; those of later are there as they were at first.
    ///   - histories: of the shifts that cover the minute.
    ///   - exchanged: who then stood in the shifts that those were exchanged with, by the shift.
    ///   - present: names of the unit's people by their ids as they are now.
    package init(
        of unit: String, at moment: Instant, then: DutyBook, histories: [RecordID: [HistoryEntry]],
        exchanged: [RecordID: RecordID],
        present: [RecordID: String]
    ) {
        func name(_ id: RecordID?) -> String? { id.flatMap { then.persons[$0]?.name ?? present[$0] } }
        func post(_ shift: Shift) -> Post {
            let history = histories[shift.id] ?? []
            return Post(
                shift: shift, name: name(shift.person) ?? shift.person.description,
                title: then.persons[shift.person]?.post, standsInFor: name(shift.substituteFor),
                swappedWith: name(shift.swappedWith.flatMap { exchanged[$0] }), isSwap: shift.swappedWith != nil,
                approvedBy: shift.record.text("approvedBy"), entered: history.first?.authorship,
                later: Self.later(history, than: moment, shift) { name($0) })
        }
        func posts(_ shifts: [Shift]) -> [Post] {
            shifts.filter { $0.unit == unit && $0.span.contains(moment) }.sorted { $0.id < $1.id }.map(post)
        }
        func wasThere(_ post: Post) -> Bool { post.entered.map { $0.at <= moment.milliseconds } ?? true }
        let (leading, sitting) = (posts(then.leaderShifts), posts(then.dutyShifts))
        let there = leading.filter(wasThere)
        leaders = there.filter(\.shift.isOnCall) + there.filter { !$0.shift.isOnCall }
        officers = sitting.filter(wasThere)
        afterwards = (leading + sitting).filter { !wasThere($0) }
        let found = Responsibility(of: unit, at: moment, duties: then)
        lead = found.firstResponsible.filter { $0.record.flag("dutyLead") }
        roomHead = found.roomHead
        openHandovers = then.records("handover").filter { record in
            record.unit == unit && record.enteredAt <= moment && HandoverState(record).isOpen
                && (record.time("at").map { $0 <= moment && moment - $0 < .days(1) } ?? false)
        }
        self.unit = unit
        at = moment
    }

    private static func later(
        _ history: [HistoryEntry], than moment: Instant, _ shift: Shift, _ name: (RecordID?) -> String?
    ) -> [Change] {
        let field = shift.record.has("leader") ? "leader" : "officer"
        // What was entered afterwards as a whole is told as such.
        return history.dropFirst().filter { $0.authorship.at > moment.milliseconds && !$0.isHeld }.compactMap { entry in
            var (person, isVoided, isTold): (String?, Bool, Bool) = (nil, false, false)
            for write in entry.writes {
                guard case .set(let value) = write.operation else { continue }
                switch (write.field, value) {
                case (field, .text(let id)):
                    person = name(RecordID(id)) ?? id
                    isTold = true
                case ("voided", .boolean(true)): (isVoided, isTold) = (true, true)
                case ("start", _), ("end", _), ("substituteFor", _), ("swappedWith", _), ("voided", _): isTold = true
                default: continue
                }
            }
            return isTold ? Change(by: entry.authorship, person: person, isVoided: isVoided) : nil
        }
    }
}
