import DutyRecords
import SyncKit
import Testing

/// What the county issues: its numbers and its first draft.
@Suite struct IssueTests {
    @Test(arguments: [
        ([], "2026年第1期"), (["2026年第1期", "2026年第2期"], "2026年第3期"), (["2025年第40期"], "2026年第1期"),
        (["2026年第9期", "2026年第10期"], "2026年第11期"), (["二〇二六年第五期", "2026年第期"], "2026年第1期"),
    ])
    func aYearsNumbersRunFromOne(given: [String], next: String) {
        #expect(IssueKind.bulletin.next(after: given, in: 2026) == next)
    }

    @Test func missingNumbersAreSeen() {
        #expect(StandingFindings.gaps(["2026年第1期", "2026年第4期"]) == ["2026年第2期", "2026年第3期"])
    }

    private static func facts(_ id: UInt64, _ unit: String, _ fields: [String: FieldValue]) -> RecordFacts {
        RecordFacts(
            id: RecordID(high: 0x0199_0000_0000_7000, low: 0x8000_0000_0000_0000 | id), unit: unit, fields: fields)
    }

    @Test func aDraftTellsTheLatestReport() throws {
        let incident = Self.facts(
            1, "LC",
            [
                "occurredAt": .text("2026-10-01T08:05:00+08:00"), "place": .text("黎城镇三河圩"), "summary": .text("三河圩堤段漫溢"),
                "level": .text("一般"),
            ])
        func report(_ id: UInt64, _ at: String, _ relocated: Int64) -> RecordFacts {
            Self.facts(
                id, "LC",
                [
                    "incident": .text(incident.id.description), "kind": .text("续报"), "by": .text("online"),
                    "sentAt": .text(at), "relocated": .integer(relocated), "measures": .text("已封控路口。"),
                ])
        }
        let reports = [report(3, "2026-10-01T11:00:00+08:00", 42), report(2, "2026-10-01T09:00:00+08:00", 7)]
            .compactMap { Report($0, countyUnit: "JH") }
        let text = IssueText([(try #require(Incident(incident)), reports)], unitNames: ["LC": "黎城镇"])
        #expect(text.title == "黎城镇三河圩堤段漫溢的情况")
        #expect(
            text.body
                == "10月1日8时5分，黎城镇三河圩堤段漫溢。事件级别为一般。截至10月1日11时0分，转移安置 42 人。已封控路口。")
    }

    @Test func severalIncidentsAreNumberedInTheirOrderAndADrillSaysSo() throws {
        let first = Self.facts(1, "LC", ["occurredAt": .text("2026-10-02T08:05:00+08:00"), "summary": .text("后来的")])
        let second = Self.facts(
            2, "YT",
            ["occurredAt": .text("2026-10-01T08:05:00+08:00"), "summary": .text("先发的"), "drill": .boolean(true)])
        let text = IssueText(
            try [first, second].map { (try #require(Incident($0)), []) }, unitNames: [:])
        #expect(text.title == "值班信息（2 件）")
        #expect(text.body == "一、（演练）10月1日8时5分，YT先发的。\n二、10月2日8时5分，LC后来的。")
    }
}
