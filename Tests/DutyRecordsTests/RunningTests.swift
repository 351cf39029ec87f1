import CountyYear
import DutyRecords
import Seeded
import SyncKit
import Testing

/// What nobody has met yet is the same whether everything is worked out or what is at its end is passed over.
@Suite struct RunningTests {
    @Test("at any minute of a unit's year, what runs is all that is owed and not met", arguments: [1, 20])
    func running(_ unit: Int) {
        let county = CountyYear(seed: 20_260_101)
        let year = UnitYear(unit, of: county)
        let duties = DutyBook(
            countyUnit: CountyYear.countyCode, year.facts.merging(["unit": county.unitRecords]) { $1 })
        var random = Seeded(seed: UInt64(unit))
        var seen = 0
        for _ in 0..<25 {
            let day = county.first + Int.random(in: 0..<county.dayCount, using: &random)
            let now = day.start + .minutes(Int.random(in: 0..<1440, using: &random))
            let rules = DueRules(
                duties: duties, calendar: DutyCalendar(), book: RuleBook(), window: DueRules.window(around: now),
                now: now, unit: county.code(unit))
            let expected = rules.all().filter { [.open, .overdue].contains($0.state(at: now)) }
            #expect(rules.running().map(Self.words) == expected.map(Self.words), "\(now)")
            seen += expected.count
        }
        #expect(seen > 25)
    }

    @Test(
        "a record of each kind runs until its own end, and from then on not",
        arguments: [
            ("instruction", "issuedAt", ["receiptAt", "feedbackAt"]), ("notice", "issuedAt", ["receiptAt"]),
            ("circular", "signedAt", ["receiptAt"]), ("bulletin", "signedAt", ["receiptAt"]),
            ("document", "receivedAt", ["handledAt"]), ("rectification", "dueAt", ["doneAt"]),
            ("interview", "dueAt", ["doneAt"]), ("task", "dueAt", ["closedAt"]),
            ("absence", "leaveAt", ["reportedAt", "cancelledAt"]),
        ])
    func ends(_ collection: String, _ start: String, _ ends: [String]) {
        let now = at("10:00")
        var fields: [String: FieldValue] = [
            start: .time(at("09:00")), "returnAt": .time(at("09:30")), "person": .record(1), "result": .text("已办"),
        ]
        func running() -> [Obligation] {
            DueRules(
                duties: book([collection: [facts(5, fields)]]), calendar: DutyCalendar(), book: RuleBook(),
                window: now.day...now.day, now: now
            ).running().filter { $0.record == id(5) }
        }
        for end in ends {
            #expect(!running().isEmpty, "before \(end)")
            // What is dated ahead has not happened.
            fields[end] = .time(at("11:00"))
            #expect(!running().isEmpty, "\(end) lies ahead")
            fields[end] = .time(at("09:40"))
        }
        #expect(running().isEmpty)
    }

    private static func words(_ row: Obligation) -> String {
        "\(row.rule) \(row.record?.description ?? "-") \(row.owedBy) \(row.dueAt) \(row.startedAt) \(row.why.english)"
    }
}
