import DutyRecords
import SyncKit
import Testing

private func event(_ fields: [String: FieldValue] = [:], unit: String = "LC") throws -> Incident {
    try #require(
        Incident(
            facts(
                1,
                [
                    "occurredAt": .time(at("08:00")), "summary": .text("三河圩堤漫溢，淹没农田"), "place": .text("三河圩"),
                    "level": .text("一般"), "category": .text("自然灾害"),
                ].merging(fields) { $1 }, unit: unit)))
}

private func report(_ number: UInt64, _ kind: String, _ fields: [String: FieldValue] = [:]) throws -> Report {
    try #require(
        Report(
            facts(
                100 + number,
                [
                    "incident": .record(1), "kind": .text(kind), "by": .text("phone"),
                    "sentAt": .time(at("08:\(10 + number)")),
                ].merging(fields) { $1 }), countyUnit: "JH"))
}

@Suite("An incident's further rules")
struct IncidentRulesTests {
    @Test(
        "what if: which clocks come and go; nothing of the incident itself changes",
        arguments: [
            (WhatIf.Supposition(), [], []),
            (.init(isSensitive: true), ["immediate"], [.bypass, .acknowledgement]),
            (.init(mayEscalate: true), ["immediate"], [.bypass]),
            (.init(level: .larger), ["city", "city"], [.city, .acknowledgement]),
            (.init(level: .major), ["city", "city"], [.city, .acknowledgement, .neighbours]),
            (
                .init(level: .larger, isSensitive: true, mayEscalate: true), ["city", "city", "immediate"],
                [.city, .bypass, .acknowledgement, .neighbours]
            ),
            (.init(level: .some(nil), category: "社会安全事件"), [], []),
        ] as [(WhatIf.Supposition, [String], [Audience.Addressee])])
    func whatIf(_ supposed: WhatIf.Supposition, _ clocks: [String], _ hearers: [Audience.Addressee]) throws {
        let incident = try event()
        let result = WhatIf(
            incident, supposed, reports: [], unit: .town, book: RuleBook(), countyUnit: "JH", now: at("08:30"))
        #expect(result.clocks.filter { $0.change == .added }.map(\.row.rule.rawValue).sorted() == clocks)
        #expect(result.hearers.filter { $0.change == .added }.map(\.audience.addressee) == hearers)
        #expect(result.clocks.allSatisfy { $0.change != .removed } && incident.level == .ordinary)
        #expect(result.changesAnything == !(clocks.isEmpty && hearers.isEmpty))
        #expect(result.clocks.first { $0.row.rule == .report }?.change == .kept)
    }

    @Test("what if a level is lowered and a mark taken away: their clocks go")
    func whatIfLess() throws {
        let incident = try event(["level": .text("较大"), "sensitive": .boolean(true)])
        let result = WhatIf(
            incident, .init(level: .ordinary, isSensitive: false), reports: [], unit: .town, book: RuleBook(),
            countyUnit: "JH", now: at("08:30"))
        #expect(
            result.clocks.filter { $0.change == .removed }.map(\.row.rule.rawValue).sorted() == ["city", "immediate"])
        #expect(
            result.hearers.filter { $0.change == .removed }.map(\.audience.addressee) == [
                .city, .bypass, .acknowledgement,
            ])
    }

    @Test("a department tells its own superior too, since the law of 2024")
    func audience() throws {
        let now = try event(unit: "YJ")
        #expect(Audience.of(now, unit: .department).map(\.addressee) == [.county, .superior])
        let before = try event(["occurredAt": .time(at("08:00", on: "2024-10-31"))], unit: "YJ")
        #expect(Audience.of(before, unit: .department).map(\.addressee) == [.county])
        #expect(Audience.of(try event(unit: "JH"), unit: .county).isEmpty)
    }

    @Test("who was told: a call is heard, a report on line is silent until somebody says so")
    func told() throws {
        let incident = try event([
            "acknowledgements": .list([.text("李县长 2026-10-01 08:35"), .text("水利局")]),
            "superiorToldAt": .time(at("08:20")), "superior": .text("市水利局"),
        ])
        let reports = [
            try report(1, "初报", ["to": .text("县政府值班室、县水利局")]),
            try report(2, "续报", ["to": .text("李县长"), "by": .text("written")]),
        ]
        let call = facts(
            200,
            [
                "direction": .text("out"), "receivedAt": .time(at("08:25")), "callerUnit": .text("三河村"),
                "matter": .text("转移"),
            ])
        let missed = facts(
            201,
            [
                "direction": .text("out"), "receivedAt": .time(at("08:26")), "callerUnit": .text("金湖闸"),
                "missed": .boolean(true), "matter": .text("关闸"),
            ])
        let told = ToldList(incident, reports: reports, calls: [call, missed])
        func row(_ name: String) -> ToldList.Row? { told.rows.first { $0.name == name } }
        let now = at("09:00")
        #expect(row("县政府值班室")?.isAcknowledged == true && row("县水利局")?.acknowledgedAt == at("08:11"))
        #expect(row("李县长")?.toldAt == at("08:12") && row("李县长")?.acknowledgedAt == at("08:35"))
        #expect(row("三河村")?.silentMinutes(at: now) == nil)
        #expect(row("金湖闸")?.silentMinutes(at: now) == 34)
        #expect(row("市水利局")?.silentMinutes(at: now) == 40)
        #expect(row("水利局")?.isAcknowledged == true && row("水利局")?.toldAt == nil)
    }

    @Test("误报更正 goes to each who was told; the others are named")
    func corrections() throws {
        let incident = try event(["falseAlarmAt": .time(at("08:40"))])
        let reports = [
            try report(1, "初报", ["to": .text("县政府值班室")]), try report(2, "初报", ["to": .text("县水利局")]),
            try report(30, "误报更正", ["to": .text("县政府值班室")]),
        ]
        let told = ToldList(incident, reports: reports, calls: [])
        #expect(told.uncorrected.map(\.name) == ["县水利局"])
        #expect(told.rows.first { $0.name == "县政府值班室" }?.correctedAt == at("08:40"))
    }

    @Test(
        "a report's title by rule: 县 + 事件 + 初报, 续报一, 续报十二",
        arguments: [
            ("初报", nil, "金湖县三河圩堤漫溢初报"), ("续报", 1, "金湖县三河圩堤漫溢续报一"),
            ("续报", 10, "金湖县三河圩堤漫溢续报十"), ("续报", 12, "金湖县三河圩堤漫溢续报十二"),
            ("续报", 21, "金湖县三河圩堤漫溢续报二十一"), ("续报", 100, "金湖县三河圩堤漫溢续报100"), ("终报", 3, "金湖县三河圩堤漫溢终报"),
        ] as [(String, Int?, String)])
    func titles(_ kind: String, _ number: Int?, _ title: String) throws {
        #expect(ReportName.text(county: "金湖县", try event().record, kind, number: number) == title)
    }

    @Test("the event's name is its place and nature where that is given")
    func eventNames() throws {
        #expect(ReportName.event(try event(["nature": .text("洪涝")]).record) == "三河圩洪涝")
        #expect(ReportName.event(try event(["summary": .text("𠮷桥垮塌")]).record) == "三河圩𠮷桥垮塌")
        // What ends the one and begins the other stands once.
        let market = try event(["place": .text("银涂集市"), "summary": .text("集市有人聚集")])
        #expect(ReportName.event(market.record) == "银涂集市有人聚集")
    }

    @Test("a 续报 begins with what the last one said, and counts on")
    func drafts() throws {
        let incident = try event(["deaths": .integer(1), "scope": .text("三个村")])
        let first = ReportDraft.fields(.first, incident, reports: [])
        #expect(first["deaths"] == .integer(1) && first["scope"] == .text("三个村"))
        #expect(first["text"] == .text("10月1日8时00分，三河圩堤漫溢，淹没农田"))
        let last = try report(1, "初报", ["deaths": .integer(2), "trend": .text("上涨"), "signedBy": .text("张镇长")])
        let next = ReportDraft.fields(.following, incident, reports: [last])
        #expect(next["deaths"] == .integer(2) && next["trend"] == .text("上涨") && next["scope"] == .text("三个村"))
        #expect(next["number"] == .integer(1) && next["signedBy"] == .text("张镇长") && next["text"] == nil)
        let second = try report(2, "续报", ["number": .integer(4)])
        #expect(ReportDraft.fields(.following, incident, reports: [last, second])["number"] == .integer(5))
    }

    @Test(
        "a level is proposed by the figures of the record and of the reports, with the minute of the first such report")
    func proposals() throws {
        let accident = try event(["category": .text("事故灾难"), "deaths": .integer(0)])
        #expect(LevelProposal.open(for: accident, reports: []) == nil)
        let reports = [
            try report(1, "初报", ["deaths": .integer(1)]), try report(2, "续报", ["deaths": .integer(3)]),
            try report(3, "续报", ["deaths": .integer(4)]),
        ]
        let open = try #require(LevelProposal.open(for: accident, reports: reports))
        #expect(open.proposal.level == .larger && open.reachedAt == at("08:12") && open.proposal.value == 3)
        let set = try event(["category": .text("事故灾难"), "level": .text("较大")])
        #expect(LevelProposal.open(for: set, reports: reports) == nil, "a level that is set already is not proposed")
    }

    @Test("an acknowledgement keeps its minute in one line of text; without one the text is the name")
    func acknowledgements() {
        let given = Acknowledgement(name: "县 应急局", at: at("08:35"))
        #expect(given.text == "县 应急局 2026-10-01 08:35" && Acknowledgement(given.text) == given)
        #expect(Acknowledgement("李县长").name == "李县长" && Acknowledgement("李县长").at == nil)
        #expect(Acknowledgement("王 二 麻子").name == "王 二 麻子")
    }

    @Test(
        "a false report needs its source and reason",
        arguments: [(nil, true), ("派出所到场核实，系烟花", false)] as [(String?, Bool)])
    func falseAlarmReason(_ reason: String?, _ isRefused: Bool) throws {
        let collection = try #require(DutyCatalog.regulation.collection(named: "incident"))
        var edit = EditForm(set: ["falseAlarmAt=2026-10-01T08:40+08:00"])
        if let reason { edit.set.append("falseAlarmReason=\(reason)") }
        let standing = RecordStanding(fields: ["summary": .text("爆炸声")])
        let made = edit
        do throws(EntryRefusal) {
            _ = try made.judge(form(collection, editing: standing))
            #expect(!isRefused)
        } catch {
            #expect(isRefused && error.first.rule == .reason && error.first.field == "falseAlarmReason")
        }
    }
}
