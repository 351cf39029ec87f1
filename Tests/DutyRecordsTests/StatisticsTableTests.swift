import DutyRecords
import SyncKit
import Testing

@Suite("the county's tables add up what the units' figures say")
struct StatisticsTableTests {
    private func tables(_ records: [String: [RecordFacts]], now: Instant) -> [StatisticsTable.Kind: StatisticsTable] {
        let duties = book(records)
        let rows = StatisticsRules(
            duties: duties, calendar: DutyCalendar(), book: RuleBook(), days: day("2026-10-01")...day("2026-11-02"),
            now: now
        ).all()
        let all = StatisticsTable.all(rows, units: duties.units)
        #expect(all.map(\.kind) == StatisticsTable.Kind.allCases, "every table, also of nothing")
        for table in all {
            #expect(table.rows.allSatisfy { $0.cells.count == table.headings.count }, "\(table.kind)")
        }
        return Dictionary(uniqueKeysWithValues: all.map { ($0.kind, $0) })
    }

    private func cells(_ table: StatisticsTable?) -> [[StatisticsTable.Cell]] { table?.rows.map(\.cells) ?? [] }

    @Test("incidents by level, kind, month and unit: no drill, no false report, nothing of other days")
    func incidents() {
        func incident(_ number: UInt64, _ on: String, _ more: [String: FieldValue], unit: String = "LC") -> RecordFacts
        {
            facts(number, ["occurredAt": .time(at("08:00", on: on))].merging(more) { $1 }, unit: unit)
        }
        let found = tables(
            [
                "incident": [
                    incident(1, "2026-10-01", ["level": .text("一般"), "category": .text("自然灾害")]),
                    incident(2, "2026-11-01", ["level": .text("较大"), "category": .text("自然灾害")], unit: "YJ"),
                    incident(3, "2026-11-02", ["category": .text("事故灾难"), "sensitive": .boolean(true)]),
                    incident(4, "2026-10-02", ["level": .text("重大"), "drill": .boolean(true)]),
                    incident(
                        5, "2026-10-03", ["level": .text("重大"), "falseAlarmAt": .time(at("09:00", on: "2026-10-03"))]),
                    incident(6, "2026-09-30", ["level": .text("重大")]),
                    incident(7, "2026-11-03", ["level": .text("重大")]),
                ]
            ], now: at("12:00", on: "2026-11-05"))
        #expect(cells(found[.level]).map { $0[1] } == [.number(1), .number(1), .number(0), .number(0), .number(1)])
        #expect(
            cells(found[.category]) == [[.word("自然灾害"), .number(2)], [.word("事故灾难"), .number(1)]])
        #expect(cells(found[.month]) == [[.word("2026-10"), .number(1)], [.word("2026-11"), .number(2)]])
        let town = cells(found[.unit]).first { $0.first == .word("黎城镇") }
        #expect(town == [.word("黎城镇"), .number(2), .number(1), .number(1), .number(1)])
    }

    @Test("calls by the hour of the county's clock, over all units")
    func calls() {
        func call(_ number: UInt64, _ time: String, _ rings: Int64, unit: String = "LC") -> RecordFacts {
            facts(
                number, ["direction": .text("in"), "receivedAt": .time(at(time)), "rings": .integer(rings)], unit: unit)
        }
        let found = tables(
            ["phone-record": [call(1, "00:00", 1), call(2, "00:59", 4), call(3, "23:59", 2, unit: "YJ")]],
            now: at("12:00", on: "2026-11-05"))
        let hours = found[.hour]?.rows.map(\.length) ?? []
        #expect(hours.count == 24 && hours.first == 2 && hours.last == 1 && hours.compactMap(\.self).reduce(0, +) == 3)
        let town = cells(found[.calls]).first { $0.first == .word("黎城镇") }
        #expect(town?[1...4] == [.number(2), .number(2), .number(0), .percent(50)])
    }

    @Test("deadlines of the same leg are added over the units, and the share is of what is decided")
    func legs() throws {
        var (one, other) = (UnitStatistics.Timeliness(), UnitStatistics.Timeliness())
        (one.owed, one.met, one.open, one.lateMinutesMax) = (3, 2, 1, 0)
        (other.owed, other.met, other.late, other.overdue, other.lateMinutesMax) = (4, 1, 2, 1, 45)
        let sum = one + other
        #expect(sum.owed == 7 && sum.met == 3 && sum.late == 2 && sum.overdue == 1 && sum.open == 1)
        #expect(sum.lateMinutesMax == 45 && sum.percent == 50)
    }

    @Test("coverage and load are each unit's own")
    func coverage() {
        let shift = facts(
            1,
            [
                "start": .time(at("00:00")), "end": .time(at("00:00", on: "2026-11-03")), "officer": .record(50),
            ])
        let found = tables(["duty-shift": [shift]], now: at("12:00", on: "2026-11-05"))
        let covered = Dictionary(uniqueKeysWithValues: cells(found[.coverage]).map { ($0[0], $0[1]) })
        #expect(covered == [.word("金湖县"): .percent(0), .word("黎城镇"): .percent(100), .word("应急局"): .percent(0)])
        #expect(found[.coverage]?.isOfPercents == true)
        let load = cells(found[.load]).first { $0.first == .word("黎城镇") }
        #expect(load == [.word("黎城镇"), .number(1), .number(792), .number(792), .number(0)])
    }
}
