import DutyRecords
import SyncKit
import Testing

@Suite("第十六条: a plan beside what is there")
struct RosterProposalTests {
    private let people = (50...55).map { number in
        facts(UInt64(number), ["name": .text("人员\(number)"), "establishment": .text("公务员")])
    }

    private func shift(_ number: UInt64, _ officer: UInt64, _ date: String, _ more: [String: FieldValue] = [:])
        -> RecordFacts
    {
        facts(
            number,
            [
                "start": .time(at("08:30", on: date)), "end": .time((day(date) + 1).at(8, 30)),
                "officer": .record(officer),
            ].merging(more) { $1 })
    }

    private func drafting(_ shifts: [RecordFacts], now: Instant = at("12:00", on: "2026-09-25")) -> RosterDrafting {
        RosterDrafting(
            duties: book(["person": people, "duty-shift": shifts]), calendar: DutyCalendar(), now: now)
    }

    /// One person stands all of October: what no planner would do.
    private var unfair: [RecordFacts] {
        (1...20).map { shift(UInt64($0), 50, "2026-10-\($0 < 10 ? "0" : "")\($0)") }
    }

    private func days(_ count: Int) -> Range<Day> { day("2026-10-01")..<day("2026-10-01") + count }

    @Test("what is there is kept where nothing is empty; what is empty is filled and says why")
    func filling() {
        let kept = drafting(unfair).propose("LC", days(20), pattern: .daily(), replans: false)
        #expect(!kept.entries.contains(where: \.isChange) && kept.difference.changes.isEmpty)
        let filled = drafting(Array(unfair.dropLast())).propose("LC", days(20), pattern: .daily(), replans: false)
        let new = filled.entries.filter(\.isChange)
        #expect(new.count == 1 && new[0].shift == nil && new[0].span.lowerBound == at("08:30", on: "2026-10-20"))
        #expect(!new[0].reason.sentence(in: .chinese).isEmpty)
    }

    @Test("a new plan leaves what has begun and what was agreed, and names whose holidays change")
    func replanning() {
        var shifts = unfair
        shifts[9] = shift(10, 50, "2026-10-10", ["substituteFor": .record(51), "approvedBy": .text("镇长")])
        shifts[11] = shift(12, 50, "2026-10-12", ["swappedWith": .record(13), "approvedBy": .text("镇长")])
        let now = at("12:00", on: "2026-10-05")
        let plan = drafting(shifts, now: now).propose("LC", days(20), pattern: .daily(), replans: true)
        let changed = Set(plan.entries.filter(\.isChange).compactMap(\.shift))
        #expect(changed.count > 8)
        for number in [1, 2, 3, 4, 5, 10, 12] as [UInt64] { #expect(!changed.contains(id(number)), "\(number)") }
        // 50 gives up holidays of 10-06 and 10-07, which somebody else takes.
        #expect(
            plan.difference.holidaysChanged.contains(id(50).description) && plan.difference.holidaysChanged.count > 1)
        #expect(plan.difference.changes.count == changed.count)
    }

    @Test("accepted as it was shown it is one roster without doubles, and accepting it again is nothing")
    func accepting() throws {
        let drafting = drafting(unfair)
        let plan = drafting.propose("LC", days(25), pattern: .daily(), replans: true)
        let entries = plan.entries.filter(\.isChange).enumerated().compactMap { index, entry in
            entry.after.map {
                AcceptedEntry(
                    shift: entry.shift ?? id(UInt64(500 + index)), span: entry.span, before: entry.before, after: $0)
            }
        }
        #expect(entries.allSatisfy { AcceptedEntry($0.text) == $0 })
        func acts(_ shifts: [RecordFacts]) -> RosterActs {
            RosterActs(
                duties: book(["person": people, "duty-shift": shifts]), unit: "LC", now: at("12:00", on: "2026-09-25"))
        }
        let changes = try acts(unfair).accept(entries, standsIn: false, nil)
        #expect(changes.count == entries.count && changes.count(where: \.isNew) == 5)
        var shifts = Dictionary(uniqueKeysWithValues: unfair.map { ($0.id, $0.fields) })
        for change in changes {
            for write in change.writes { shifts[change.record, default: [:]][write.field] = write.after }
        }
        let after = shifts.map { RecordFacts(id: $0.key, unit: "LC", fields: $0.value) }
        let duties = book(["person": people, "duty-shift": after])
        let found = RosterCheck(
            duties: duties, calendar: DutyCalendar(), book: RuleBook(), asOf: at("12:00", on: "2026-09-25")
        ).findings(of: duties.unit("LC"), day("2026-10-02")...day("2026-10-25"))
        #expect(found.gaps.isEmpty && found.doubleShifts.isEmpty)
        // A line that names a shift which somebody changed meanwhile is refused; the whole is not written.
        #expect(throws: RosterRefusal.self) {
            try acts([shift(1, 53, "2026-10-01")]).accept(
                [
                    AcceptedEntry(
                        shift: id(1), span: days(1).lowerBound.start..<days(1).upperBound.start, before: id(50),
                        after: id(51))
                ],
                standsIn: false, nil)
        }
    }

    @Test("lines that are none", arguments: ["", "x", "1 2 3 4 5", "- - - - -"])
    func badLines(_ line: String) { #expect(AcceptedEntry(line) == nil) }

    @Test("one absence: that person's shifts alone, each with its reason, and no other's")
    func repairing() {
        let shifts = (1...12).map { shift(UInt64($0), UInt64(50 + $0 % 6), "2026-10-\($0 < 10 ? "0" : "")\($0)") }
        let away = at("08:00", on: "2026-10-06")..<at("18:00", on: "2026-10-08")
        let plan = drafting(shifts).repair("LC", absent: id(50), during: away)
        #expect(plan.entries.map(\.shift) == [id(6)] && plan.entries[0].before == id(50))
        #expect(plan.entries[0].after != nil && plan.entries[0].after != id(50))
        #expect(plan.entries[0].reason.sentence(in: .chinese).hasPrefix("原排人员50外出"))
        let begun = drafting(shifts, now: at("12:00", on: "2026-10-06")).repair("LC", absent: id(50), during: away)
        #expect(begun.entries.isEmpty && begun.begun == [id(6)])
    }

    @Test("a week-long duty among daily ones counts for rest and load")
    func irregular() throws {
        let week = facts(
            1,
            [
                "start": .time(at("08:30", on: "2026-10-05")), "end": .time(at("08:30", on: "2026-10-12")),
                "officer": .record(50),
            ])
        let plan = drafting([week]).propose("LC", days(14), pattern: .daily(), replans: false)
        let next = try #require(plan.entries.first { $0.span.lowerBound == at("08:30", on: "2026-10-12") })
        #expect(next.after != id(50), "the week ends just then")
        #expect(plan.loads.first { $0.person == id(50).description }?.planned.nights == 7)
        let loads = drafting([week]).loads(of: "LC", days(14))
        #expect(loads.first { $0.person == id(50).description }?.planned.nights == 7 && loads.count == 6)
    }

    @Test("how a unit's shifts lie is seen from what is there")
    func habits() throws {
        let usual = try #require(SlotPattern.usual(of: drafting(unfair).habits(of: "LC")))
        #expect(usual.begins == 510 && usual.length == 1440)
        #expect(SlotPattern.usual(of: [Range<Instant>]()) == nil)
    }
}

@Suite("第六条第（二）项: a roster that changes after it was handed in")
struct RosterTextTests {
    private let before = "2026-12-01T08:30 – 2026-12-02T08:30\t值班\t王晓东\n2026-12-02T08:30 – 2026-12-03T08:30\t值班\t李强"

    @Test("the places that are others' than they were")
    func differences() {
        #expect(RosterText.differences(from: before, to: before).isEmpty)
        let after = before.replacing("李强", with: "张敏") + "\n2026-12-03T08:30 – 2026-12-04T08:30\t值班\t李强"
        let found = RosterText.differences(from: before, to: after)
        #expect(found.map(\.before) == [["李强"], []] && found.map(\.after) == [["张敏"], ["李强"]])
        #expect(RosterText.differences(from: "", to: before).count == 2)
    }

    @Test("two persons of one shift are told apart, in whatever order they stand")
    func pairs() {
        let one = "2026-12-01T08:30 – 2026-12-02T08:30\t值班\t甲\n2026-12-01T08:30 – 2026-12-02T08:30\t值班\t乙"
        let other = "2026-12-01T08:30 – 2026-12-02T08:30\t值班\t乙\n2026-12-01T08:30 – 2026-12-02T08:30\t值班\t甲"
        #expect(RosterText.differences(from: one, to: other).isEmpty)
    }
}

@Suite("Months")
struct MonthTests {
    @Test(
        "days and neighbours",
        arguments: [
            ("2026-12", 31, "2026-11", "2027-01"), ("2024-02", 29, "2024-01", "2024-03"),
            ("2026-01", 31, "2025-12", "2026-02"),
        ])
    func days(_ text: String, _ count: Int, _ previous: String, _ next: String) throws {
        let month = try #require(Month(text))
        #expect(month.days.upperBound.since(month.days.lowerBound) + 1 == count && month.description == text)
        #expect(month.previous.description == previous && month.next.description == next)
    }

    @Test("what is no month", arguments: ["2026-13", "2026-1", "2026", "", "2026-12-01", "abcd-ef"])
    func none(_ text: String) { #expect(Month(text) == nil) }
}
