import DutyRecords
import SyncKit
import Testing

/// A roster as acts change it: the changes of an act laid over the records, without a store.
private struct HandRoster {
    var records: [String: [RecordFacts]]
    var now = at("12:00", on: "2026-11-26")

    init(_ shifts: [RecordFacts], leaders: [RecordFacts] = [], submitted: ClosedRange<Day>? = nil) {
        records = [
            "person": [
                facts(50, ["name": .text("王晓东"), "establishment": .text("公务员")]),
                facts(51, ["name": .text("李强"), "establishment": .text("参公")]),
                facts(52, ["name": .text("张敏"), "establishment": .text("公务员")]),
                facts(60, ["name": .text("刘镇长"), "leaderRole": .text("政府"), "rank": .text("主要负责人")]),
                facts(61, ["name": .text("何主任"), "leaderRole": .text("办公室"), "roomHead": .boolean(true)]),
            ], "duty-shift": shifts, "leader-shift": leaders,
        ]
        if let submitted {
            records["roster-submission"] = [
                facts(
                    900,
                    [
                        "periodStart": .text(submitted.lowerBound.description),
                        "periodEnd": .text(submitted.upperBound.description),
                        "submittedAt": .time(at("10:00", on: "2026-11-25")),
                    ])
            ]
        }
    }

    var acts: RosterActs { RosterActs(duties: book(records), unit: "LC", now: now) }

    /// The records after an act.
    func after(_ changes: [RosterChange]) -> HandRoster {
        var next = self
        for change in changes {
            var known = next.records[change.collection] ?? []
            let place = known.firstIndex { $0.id == change.record }
            var fields = place.map { known[$0].fields } ?? [:]
            for write in change.writes { fields[write.field] = write.after == .absent ? nil : write.after }
            let record = RecordFacts(id: change.record, unit: "LC", fields: fields)
            if let place { known[place] = record } else { known.append(record) }
            next.records[change.collection] = known
        }
        return next
    }

    func officer(_ number: UInt64) -> RecordID? { acts.shift(id(number))?.person }

    func findings(_ days: ClosedRange<Day>) -> RosterFindings {
        let duties = book(records)
        return RosterCheck(duties: duties, calendar: DutyCalendar(), book: RuleBook(), asOf: now)
            .findings(of: duties.unit("LC"), days)
    }
}

private func duty(_ number: UInt64, _ officer: UInt64, _ date: String, _ more: [String: FieldValue] = [:])
    -> RecordFacts
{
    facts(
        number,
        [
            "start": .time(at("08:30", on: date)), "end": .time((day(date) + 1).at(8, 30)), "officer": .record(officer),
        ].merging(more) { $1 })
}

@Suite("第十六条: a roster changed by hand")
struct RosterActsTests {
    private let two = HandRoster([duty(1, 50, "2026-12-01"), duty(2, 51, "2026-12-02"), duty(3, 52, "2026-12-03")])
    private let submitted = HandRoster(
        [duty(1, 50, "2026-12-01"), duty(2, 51, "2026-12-02"), duty(3, 52, "2026-12-03")],
        submitted: day("2026-12-01")...day("2026-12-31"))
    private let leader = ShiftApproval(by: "刘镇长", reason: "家中有事")

    @Test("every act's opposite leaves the roster as it was")
    func opposites() throws {
        let acts = two.acts
        let all = [
            try acts.put(id(1), id(52), was: id(50)),
            try acts.move(id(1), to: day("2026-12-09"), was: at("08:30", on: "2026-12-01")),
            try acts.exchange((id(1), id(50)), (id(2), id(51))), try acts.remove(id(1), reason: "排错"),
            try acts.exchange((id(1), id(50)), (id(2), id(51)), leader),
        ]
        for changes in all {
            #expect(!changes.isEmpty)
            let back = two.after(changes).after(changes.reversed().map(\.opposite))
            #expect(back.records["duty-shift"]?.map(\.fields) == two.records["duty-shift"]?.map(\.fields))
        }
        let new = RosterActs.NewShift(kind: .duty, person: id(50), begins: 510, ends: 510)
        let added = try acts.add(new, on: [day("2026-12-05")], seed: id(77))
        let gone = two.after(added).after(added.map(\.opposite))
        #expect(gone.acts.shift(try #require(added.first).record) == nil, "what was entered is struck through")
    }

    @Test("an act done twice does nothing more, and what somebody else changed is not overwritten")
    func twice() throws {
        let swap = try two.acts.exchange((id(1), id(50)), (id(2), id(51)))
        let after = two.after(swap)
        #expect(after.officer(1) == id(51) && after.officer(2) == id(50))
        #expect(try after.acts.exchange((id(1), id(50)), (id(2), id(51))).isEmpty)
        let put = try two.acts.put(id(1), id(52), was: id(50))
        #expect(try two.after(put).acts.put(id(1), id(52), was: id(50)).isEmpty)
        #expect(throws: RosterRefusal.self) { try two.after(put).acts.put(id(1), id(51), was: id(50)) }
        #expect(throws: RosterRefusal.self) { try after.acts.exchange((id(1), id(50)), (id(3), id(52))) }
        let move = try two.acts.move(id(1), to: day("2026-12-09"), was: at("08:30", on: "2026-12-01"))
        #expect(try two.after(move).acts.move(id(1), to: day("2026-12-09"), was: at("08:30", on: "2026-12-01")).isEmpty)
    }

    @Test("what was handed in or has begun needs somebody's word, and not that of those concerned")
    func approval() throws {
        #expect(throws: RosterRefusal.notApproved) { try submitted.acts.put(id(1), id(52), was: id(50)) }
        #expect(throws: RosterRefusal.notApproved) {
            try submitted.acts.exchange((id(1), id(50)), (id(2), id(51)))
        }
        for own in ["王晓东", "张敏"] {
            #expect(throws: RosterRefusal.self) {
                try submitted.acts.put(id(1), id(52), was: id(50), ShiftApproval(by: own, reason: ""))
            }
        }
        let done = submitted.after(try submitted.acts.put(id(1), id(52), was: id(50), leader))
        let shift = try #require(done.acts.shift(id(1)))
        #expect(shift.person == id(52) && shift.substituteFor == id(50) && shift.record.text("approvedBy") == "刘镇长")
        // Yesterday's real stand-in, entered afterwards.
        let past = HandRoster([duty(1, 50, "2026-11-25")])
        #expect(throws: RosterRefusal.notApproved) { try past.acts.put(id(1), id(51), was: id(50)) }
        #expect(try past.after(past.acts.put(id(1), id(51), was: id(50), leader)).officer(1) == id(51))
        // A returned roster was not handed in.
        var returned = submitted
        returned.records["roster-submission"] = [
            facts(
                900,
                [
                    "periodStart": .text("2026-12-01"), "periodEnd": .text("2026-12-31"),
                    "submittedAt": .time(at("10:00", on: "2026-11-25")), "returnedReason": .text("缺带班"),
                ])
        ]
        #expect(
            try returned.after(returned.acts.put(id(1), id(52), was: id(50))).acts.shift(id(1))?.substituteFor == nil)
    }

    @Test("a stand-in for a stand-in names who was first; back to the first one, it is none")
    func standIns() throws {
        let once = submitted.after(try submitted.acts.put(id(1), id(52), was: id(50), leader))
        let twice = once.after(try once.acts.put(id(1), id(51), was: id(52), leader))
        #expect(twice.acts.shift(id(1))?.substituteFor == id(50))
        let back = twice.after(try twice.acts.put(id(1), id(50), was: id(51), leader))
        #expect(back.acts.shift(id(1))?.substituteFor == nil && back.officer(1) == id(50))
    }

    @Test("a swapped slot is swapped once, moves with its swap, and is taken back as a pair")
    func swaps() throws {
        let swapped = submitted.after(try submitted.acts.exchange((id(1), id(50)), (id(2), id(51)), leader))
        #expect(swapped.acts.shift(id(1))?.swappedWith == id(2) && swapped.acts.shift(id(2))?.swappedWith == id(1))
        #expect(swapped.findings(day("2026-12-01")...day("2026-12-03")).swapConflicts.isEmpty)
        for other in [UInt64(1), 2] {
            let was = try #require(swapped.officer(other))
            #expect(throws: RosterRefusal.self) {
                try swapped.acts.exchange((id(other), was), (id(3), id(52)), leader)
            }
            #expect(throws: RosterRefusal.self) { try swapped.acts.put(id(other), id(52), was: was, leader) }
            #expect(throws: RosterRefusal.self) { try swapped.acts.remove(id(other), reason: "") }
        }
        let moved = swapped.after(
            try swapped.acts.move(id(1), to: day("2026-12-20"), was: at("08:30", on: "2026-12-01"), leader))
        let shift = try #require(moved.acts.shift(id(1)))
        #expect(shift.span == at("08:30", on: "2026-12-20")..<at("08:30", on: "2026-12-21"))
        #expect(shift.swappedWith == id(2) && shift.person == id(51))
        #expect(moved.findings(day("2026-12-20")...day("2026-12-20")).swapConflicts.isEmpty)
        let back = moved.after(try moved.acts.cancelSwap(id(2), leader))
        #expect(back.officer(1) == id(50) && back.officer(2) == id(51))
        #expect(back.acts.shift(id(1))?.swappedWith == nil && back.acts.shift(id(2))?.swappedWith == nil)
    }

    @Test("leaders who change places stand in for each other; an officer and a leader do not change places")
    func leaders() throws {
        func lead(_ number: UInt64, _ leader: UInt64, _ date: String) -> RecordFacts {
            facts(
                number,
                ["start": .time(day(date).start), "end": .time(day(date).end), "leader": .record(leader)])
        }
        let office = HandRoster(
            [duty(1, 50, "2026-12-01")], leaders: [lead(10, 60, "2026-12-05"), lead(11, 61, "2026-12-06")],
            submitted: day("2026-12-01")...day("2026-12-31"))
        let by = ShiftApproval(by: "县值班室", reason: "")
        let after = office.after(try office.acts.exchange((id(10), id(60)), (id(11), id(61)), by))
        #expect(after.officer(10) == id(61) && after.acts.shift(id(10))?.substituteFor == id(60))
        #expect(after.findings(day("2026-12-05")...day("2026-12-06")).unapproved.isEmpty)
        #expect(throws: RosterRefusal.self) { try office.acts.exchange((id(1), id(50)), (id(10), id(60)), by) }
    }

    @Test("a person by days: once, each day, under the same ids when it is sent again")
    func adding() throws {
        let new = RosterActs.NewShift(kind: .duty, person: id(50), begins: 510, ends: 510)
        let days = [day("2026-12-05"), day("2026-12-06")]
        let added = try two.acts.add(new, on: days, seed: id(77))
        #expect(added.count == 2 && Set(added.map(\.record)).count == 2)
        #expect(added == (try two.acts.add(new, on: days, seed: id(77))))
        let after = two.after(added)
        #expect(after.findings(days[0]...days[1]).doubleShifts.isEmpty)
        #expect(throws: RosterRefusal.self) { try after.acts.add(new, on: days, seed: id(78)) }
        #expect(throws: RosterRefusal.self) { try two.acts.add(new, on: [], seed: id(77)) }
        let night = RosterActs.NewShift(kind: .duty, person: id(50), begins: 1020, ends: 510).span(on: days[0])
        #expect(night == at("17:00", on: "2026-12-05")..<at("08:30", on: "2026-12-06"))
        let whole = RosterActs.NewShift(kind: .leader, person: id(60), begins: 0, ends: 0).span(on: days[0])
        #expect(whole == days[0].start..<days[0].end)
    }

    @Test("a person is named by id or by a name that is unique")
    func names() throws {
        #expect(try two.acts.person("李强").id == id(51))
        #expect(try two.acts.person(id(52).description).name == "张敏")
        #expect(throws: RosterRefusal.self) { try two.acts.person("李墙") }
        var doubled = two
        doubled.records["person"]?.append(facts(59, ["name": .text("李强")]))
        #expect(throws: RosterRefusal.self) { try doubled.acts.person("李强") }
    }

    @Test("who may agree: those who lead then and those who answer for the duty, not those concerned")
    func approvers() {
        #expect(Set(two.acts.approvers(at: at("12:00", on: "2026-12-01")).map(\.name)) == ["刘镇长", "何主任"])
        #expect(two.acts.approvers(at: at("12:00"), besides: [id(60)]).map(\.name) == ["何主任"])
    }
}
