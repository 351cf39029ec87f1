import DutyRecords
import SyncKit
import Testing

@Suite("第十六条: a draft from the records")
struct RosterDraftingTests {
    private let people =
        (50...54).map { number in
            facts(UInt64(number), ["name": .text("人员\(number)"), "establishment": .text("公务员")])
        } + [
            facts(60, ["name": .text("临时工"), "establishment": .text("非在编")]),
            facts(61, ["name": .text("镇长"), "establishment": .text("公务员"), "leaderRole": .text("政府")]),
        ]

    private func draft(_ records: [String: [RecordFacts]], days: Int = 20) -> RosterPlan {
        let duties = book(records.merging(["person": people]) { given, _ in given })
        return RosterDrafting(duties: duties, calendar: DutyCalendar(), now: at("12:00", on: "2026-09-01"))
            .draft(of: "LC", day("2026-10-01")..<day("2026-10-01") + days, pattern: .daily())
    }

    private func shift(_ number: UInt64, _ officer: UInt64, _ date: String) -> RecordFacts {
        facts(
            number,
            [
                "start": .time(at("08:30", on: date)), "end": .time((day(date) + 1).at(8, 30)),
                "officer": .record(officer),
            ])
    }

    @Test("neither 非在编 nor leaders are planned, every slot is taken, and each says why")
    func whole() {
        let plan = draft([:])
        #expect(plan.rows.count == 20 && plan.emptySlots.isEmpty)
        let planned = Set(plan.rows.compactMap(\.person))
        #expect(planned == Set((50...54).map { id($0).description }))
        #expect(plan.rows.filter { $0.reason.sentence(in: .chinese).isEmpty }.isEmpty)
    }

    @Test("what is rostered stays, but for the officer who is away; nobody is planned while away")
    func absences() {
        let rostered = [shift(1, 50, "2026-10-03"), shift(2, 51, "2026-10-05"), shift(3, 50, "2026-10-10")]
        let absence = facts(
            4,
            [
                "person": .record(50), "kind": .text("休假"), "leaveAt": .time(at("08:00", on: "2026-10-02")),
                "returnAt": .time(at("18:00", on: "2026-10-06")),
            ])
        let plan = draft(["duty-shift": rostered, "absence": [absence]])
        func officer(_ date: String) -> String? {
            plan.rows.first { $0.slot.start == at("08:30", on: date) }?.person
        }
        #expect(officer("2026-10-03") != id(50).description)
        #expect(officer("2026-10-05") == id(51).description)
        #expect(officer("2026-10-10") == id(50).description)
        #expect(plan.refused.map(\.duty.person) == [id(50).description])
        for row in plan.rows where row.person == id(50).description {
            let away = at("08:00", on: "2026-10-02")..<at("18:00", on: "2026-10-06")
            #expect(!row.slot.span.overlaps(away))
        }
    }

    @Test("who carried more before carries less now")
    func past() {
        let past = (1...10).map { shift(UInt64($0), 50, "2026-09-\($0 + 10)") }
        let plan = draft(["duty-shift": past], days: 10)
        #expect(!plan.rows.contains { $0.person == id(50).description })
    }
}
