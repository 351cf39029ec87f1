import DutyRecords
import SyncKit
import Testing

/// The county's figures to the city against the sum of the units' own.
@Suite struct CityFiguresTests {
    private func incident(_ number: UInt64, _ fields: [String: FieldValue], unit: String = "LC", came: Bool = true)
        throws -> Incident
    {
        let all: [String: FieldValue] = [
            "occurredAt": .time(at("08:00")), "summary": .text("堤坝渗水"), "place": .text("塔集圩"),
        ]
        return try #require(
            Incident(
                facts(number, all.merging(fields) { $1 }, unit: unit, received: came ? at("08:10") : nil)))
    }

    private func report(
        _ number: UInt64, _ fields: [String: FieldValue], unit: String = "LC", of incident: UInt64 = 1,
        kind: String = "初报",
        sent: Instant = at("08:20")
    ) throws -> Report {
        let all: [String: FieldValue] = [
            "incident": .record(incident), "kind": .text(kind), "by": .text("written"), "sentAt": .time(sent),
        ]
        return try #require(Report(facts(number, all.merging(fields) { $1 }, unit: unit), countyUnit: "JH"))
    }

    @Test func eachUnitCountsByWhatItSaidLastOfEachFigure() throws {
        let incidents = [try incident(1, [:]), try incident(2, [:], unit: "QF")]
        let reports = [
            try report(11, ["deaths": .integer(1), "injured": .integer(5)]),
            // The later one is silent on the injured, and takes none of them back.
            try report(12, ["deaths": .integer(2)], kind: "续报", sent: at("09:00")),
            try report(13, ["deaths": .integer(1)], unit: "QF", of: 2),
            // The county's own is no unit's word, nor is what was taken back.
            try report(14, ["deaths": .integer(9)], unit: "JH"),
            try report(15, ["deaths": .integer(8)], kind: "误报更正", sent: at("10:00")),
        ]
        let figures = CityFigures(incidents, reports: reports, countyUnit: "JH")
        #expect(figures.words.map(\.unit) == ["LC", "QF"])
        #expect(figures.words[0].figures == ["deaths": 2, "injured": 5])
        #expect(figures.words[0].report?.id == id(12))
        #expect(figures.sum == ["deaths": 3, "injured": 5])
        #expect(figures.text { $0 } == "死亡人数 3＝LC 2＋QF 1\n受伤人数 5＝LC 5")
    }

    @Test func twoRecordsOfOneUnitAreOneWord() throws {
        let incidents = [try incident(1, ["deaths": .integer(2)]), try incident(2, ["deaths": .integer(2)])]
        #expect(CityFigures(incidents, reports: [], countyUnit: "JH").sum == ["deaths": 2])
    }

    @Test func whatTheCountyHeardOfItselfIsNoUnitsWord() throws {
        let heard = try incident(1, ["deaths": .integer(2)], came: false)
        #expect(CityFigures([heard], reports: [], countyUnit: "JH").words.isEmpty)
        let own = try incident(1, ["deaths": .integer(2)], unit: "JH", came: false)
        #expect(CityFigures([own], reports: [], countyUnit: "JH").sum == ["deaths": 2])
    }

    @Test(arguments: [
        (["deaths": 3], [:]), (["deaths": 3, "injured": 0], [:]), (["deaths": 4], ["deaths": 1]),
        (["deaths": 2], ["deaths": -1]), ([:], ["deaths": -3]), (["deaths": 3, "missing": 2], ["missing": 2]),
    ])
    func aFigureThatIsNotToldIsNought(_ told: [String: Int], _ more: [String: Int]) throws {
        let reports = [try report(11, ["deaths": .integer(3)])]
        let figures = CityFigures([try incident(1, [:])], reports: reports, countyUnit: "JH")
        let found = figures.differences(from: told)
        #expect(Dictionary(uniqueKeysWithValues: found.map { ($0.field, $0.more) }) == more)
    }

    // MARK: The draft

    @Test func aFirstReportBeginsWithTheElementsAndWhatTheUnitsSaid() throws {
        let incidents = [
            try incident(1, ["category": .text("自然灾害"), "level": .text("较大"), "source": .text("群众")]),
            try incident(2, [:], unit: "QF"),
        ]
        let reports = [
            try report(11, ["deaths": .integer(2), "measures": .text("已转移群众"), "siteLeadPhone": .text("110")]),
            try report(
                12, ["deaths": .integer(1), "measures": .text("已封路"), "siteLeadPhone": .text("120")], unit: "QF", of: 2),
        ]
        let draft = CityReport.draft(
            .first, incidents, reports: reports,
            figures: CityFigures(incidents, reports: reports, countyUnit: "JH"), countyUnit: "JH"
        ) { $0 == "LC" ? "黎城镇" : "前锋镇" }
        #expect(
            draft["text"]
                == .text("10月1日8时00分，塔集圩堤坝渗水。类别：自然灾害，级别：较大，信息来源：群众。黎城镇于10月1日8时20分报县。前锋镇于10月1日8时20分报县。"))
        #expect(draft["measures"] == .text("黎城镇：已转移群众\n前锋镇：已封路"))
        #expect(draft["siteLeadPhone"] == .text("110"), "a number is called")
        #expect(draft["deaths"] == .integer(3) && draft["injured"] == nil)
        #expect(draft["casualtySource"] == .text("黎城镇、前锋镇报告合计"))
        #expect(draft["number"] == nil)
    }

    @Test func aFollowUpSaysWhatChangedAndDoesNotRepeatTheBeginning() throws {
        let incidents = [try incident(1, [:])]
        let reports = [
            try report(11, ["deaths": .integer(4), "text": .text("水位回落")]),
            try report(12, ["deaths": .integer(3), "signedBy": .text("王")], unit: "JH"),
        ]
        let draft = CityReport.draft(
            .following, incidents, reports: reports,
            figures: CityFigures(incidents, reports: reports, countyUnit: "JH"), countyUnit: "JH"
        ) { $0 }
        #expect(draft["changes"] == .text("死亡人数由3变为4。") && draft["number"] == .integer(1))
        #expect(draft["text"] == .text("LC：水位回落。") && draft["signedBy"] == .text("王"))
    }

    @Test func anExplainedDifferenceStaysWhileNoUnitSaysAnythingNew() throws {
        let incidents = [try incident(1, [:])]
        func draft(_ deaths: Int64) throws -> [String: FieldValue] {
            let reports = [
                try report(11, ["deaths": .integer(deaths)]),
                try report(
                    12,
                    [
                        "deaths": .integer(3), "differenceReason": .text("一人重复"), "unitsFigures": .text("死亡人数 4＝LC 4"),
                    ], unit: "JH"),
            ]
            return CityReport.draft(
                .following, incidents, reports: reports,
                figures: CityFigures(incidents, reports: reports, countyUnit: "JH"), countyUnit: "JH"
            ) { $0 }
        }
        let same = try draft(4)
        #expect(same["deaths"] == .integer(3) && same["differenceReason"] == .text("一人重复") && same["changes"] == nil)
        let new = try draft(5)
        #expect(new["deaths"] == .integer(5) && new["differenceReason"] == nil)
        #expect(new["changes"] == .text("死亡人数由3变为5。"))
    }

    @Test func nothingIsSentBeforeSomebodyWroteThatDown() throws {
        func state(_ fields: [String: FieldValue]) throws -> CityReport.State {
            let all: [String: FieldValue] = ["incident": .record(1), "kind": .text("初报"), "by": .text("written")]
            return CityReport.State(
                try #require(Report(facts(12, all.merging(fields) { $1 }, unit: "JH"), countyUnit: "JH")))
        }
        #expect(try state([:]) == .entered)
        #expect(try state(["by": .text("online")]) == .entered)
        #expect(try state(["by": .text("phone"), "sentAt": .time(at("09:00"))]) == .phoned(at("09:00")))
        #expect(
            try state(["by": .text("phone"), "sentAt": .time(at("09:00")), "writtenAt": .time(at("09:20"))])
                == .sent(at("09:20")))
        #expect(try state(["sentAt": .time(at("09:00"))]) == .sent(at("09:00")))
    }
}
