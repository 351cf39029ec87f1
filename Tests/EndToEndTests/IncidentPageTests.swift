import Foundation
import Testing

/// One incident's page at a town, with a real agent and a real hub.
@Suite(.serialized) struct IncidentPageTests {
    /// When these tests began: minutes are counted back from it, so that none of them depends on a minute's turn.
    private static let began = Date()

    /// Minutes before that, as a form's `datetime-local` has them in the county's zone.
    private static func minute(_ before: Int) -> String {
        let format = DateFormatter()
        format.locale = Locale(identifier: "en_US_POSIX")
        format.timeZone = TimeZone(identifier: "Asia/Shanghai")
        format.dateFormat = "yyyy-MM-dd'T'HH:mm"
        return format.string(from: began.addingTimeInterval(TimeInterval(-60 * before)))
    }

    private static func id(in location: String?) -> String {
        String((location ?? "").split(separator: "?")[0].split(separator: "/").last ?? "")
    }

    /// An incident of half an hour ago, entered by its form.
    private static func enter(_ person: DeskPerson, _ fields: [String: String] = [:]) throws -> String {
        let usual = [
            "occurredAt": minute(30), "receivedAt": minute(25), "category": "事故灾难", "level": "一般", "place": "三河圩",
            "summary": "三河圩堤漫溢，淹没农田", "source": "村干部",
        ]
        let answer = try person.enter("incident", usual.merging(fields) { $1 })
        #expect(answer.status == 303 && answer.headers["location"]?.hasPrefix("/incident/") == true)
        return id(in: answer.headers["location"])
    }

    private static func post(_ person: DeskPerson, _ id: String, _ act: String, _ form: [String: String]) throws
        -> WebPage.Answer
    {
        let page = try person.get("/incident/\(id)").body
        return try person.post(
            "/incident/\(id)/\(act)", form.merging(["token": person.hidden("token", in: page)]) { $1 })
    }

    private static func field(_ town: Town, _ collection: String, _ id: String, _ name: String) throws -> Any? {
        (try town.call("show", collection, id).object["fields"] as? [String: Any])?[name]
    }

    @Test func thePageTellsWhatRunsOutNextInBothLanguages() async throws {
        try await DeskPerson.withTown { _, town in
            let person = DeskPerson(town.desk)
            try person.setUp()
            let id = try Self.enter(person)
            let page = try person.get("/incident/\(id)").body
            // Sixty minutes from the occurrence, half an hour of them gone before the tests began.
            #expect((1...30).contains { page.contains("还剩 \($0) 分") })
            #expect(page.contains("限 60 分 · 自事发") && page.contains("第十二条") && page.contains("◇ 一般"))
            #expect(page.contains("用 5 分") && page.contains("未达较大级别，不计时"))
            let english = try person.get("/incident/\(id)", language: "en").body
            #expect(english.contains("Occurred → county") && english.contains("limit 60 min"))
            let list = try person.get("/incidents").body
            #expect(list.contains("/incident/\(id)") && list.contains("还剩 "))
            #expect(try person.get("/").body.contains("/incident/\(id)"))
            #expect(try person.get("/list/incident").body.contains("/incident/\(id)"))
            #expect(try person.get("/record/incident/\(id)").body.contains("/incident/\(id)"))
            for other in ["", "01999999-0000-7000-8000-000000000001", "nonsense"] {
                #expect([400, 404].contains(try person.get("/incident/\(other)").status))
            }
        }
    }

    @Test func aRowOfTheCourseIsSavedOnceAndMarkedWhenItIsLate() async throws {
        try await DeskPerson.withTown { _, town in
            let person = DeskPerson(town.desk)
            try person.setUp()
            let id = try Self.enter(person)
            let page = try person.get("/incident/\(id)").body
            let carried = ["token": person.hidden("token", in: page), "id": person.hidden("id", in: page)]
            let row = carried.merging(["at": Self.minute(10), "what": "转移群众<b>𠮷</b>", "source": "现场"]) { $1 }
            #expect(try person.post("/incident/\(id)/row", row).status == 303)
            #expect(try person.post("/incident/\(id)/row", row).status == 303)
            #expect(try town.call("list", "timeline-entry").array.count == 1)
            let list = try person.get("/incidents").body
            let late = [
                "token": person.hidden("token", in: list), "id": person.hidden("id", in: list), "incident": id,
                "at": Self.minute(125), "what": "补记的一行",
            ]
            #expect(try person.post("/incidents", late).headers["location"]?.hasPrefix("/incident/\(id)") == true)
            let after = try person.get("/incident/\(id)").body
            #expect(after.contains("转移群众&lt;b&gt;𠮷") && after.contains("补记 +2 小时") && after.contains("王晓东"))
            // Refused, and what was typed is still there.
            let bad = try Self.post(person, id, "row", ["id": "", "at": "昨晚", "what": "写了一半的话"])
            #expect(bad.status == 422 && bad.body.contains("写了一半的话") && bad.body.contains("role=\"alert\""))
            #expect(try Self.post(person, id, "row", ["at": Self.minute(0), "what": " "]).status == 422)
            #expect(try town.call("list", "timeline-entry").array.count == 2)
        }
    }

    @Test func nobodyWritesFromOutsideAndNoOtherUnitsIncidentIsShown() async throws {
        try await DeskPerson.withTown { county, town in
            let person = DeskPerson(town.desk)
            try person.setUp()
            let id = try Self.enter(person)
            let form = ["at": Self.minute(0), "what": "伪造", "reason": "伪造", "level": "重大"]
            for act in [
                "row", "receipt", "feedback", "acknowledge", "confirm", "level", "time", "close", "false", "corrected",
            ] {
                for token in ["", "0123456789abcdef0123456789abcdef"] {
                    let answer = try person.post("/incident/\(id)/\(act)", form.merging(["token": token]) { $1 })
                    #expect(answer.status == 400, "\(act)")
                }
                let stranger = try DeskPerson(town.desk).post("/incident/\(id)/\(act)", form)
                #expect(stranger.headers["location"] == "/sign-in", "\(act)")
            }
            for path in ["/incident/\(id)", "/incident/\(id)/false", "/incidents"] {
                #expect(try DeskPerson(town.desk).get(path).headers["location"] == "/sign-in")
            }
            #expect(try person.page.ask("PUT", "/incidents").status == 405)
            #expect(try town.call("list", "timeline-entry").array.isEmpty)
            #expect(try Self.field(town, "incident", id, "level") as? String == "一般")
            // Another town's incident is not here, whatever is asked for.
            let other = try county.town("TG", named: "塔集镇")
            let line = #"{"occurredAt":"2026-10-01T08:00:00+08:00","summary":"他镇的事"}"#
            let foreign = try other.call("record", "incident", input: line + "\n").array.first?["id"] as? String ?? ""
            try other.sync()
            try town.sync()
            let asked = try person.get("/incident/\(foreign)")
            #expect(asked.status == 400 && !asked.body.contains("他镇的事"))
            let token = person.hidden("token", in: try person.get("/incidents").body)
            let row = ["token": token, "id": "", "incident": foreign, "at": Self.minute(0), "what": "越权"]
            #expect([400, 422].contains(try person.post("/incidents", row).status))
            #expect(try town.call("list", "timeline-entry").array.isEmpty)
        }
    }

    @Test func reportsShowWhatChangedWhatIsMissingAndWhereTheyAre() async throws {
        try await DeskPerson.withTown { _, town in
            let person = DeskPerson(town.desk)
            try person.setUp()
            let id = try Self.enter(person)
            let draft = try person.get("/new/report?incident=\(id)&kind=%E5%88%9D%E6%8A%A5").body
            #expect(draft.contains("三河圩堤漫溢，淹没农田") && draft.contains("县政府值班室"))
            let first = try person.enter(
                "report",
                [
                    "incident": id, "kind": "初报", "by": "written", "sentAt": Self.minute(20), "to": "县政府值班室",
                    "text": "情况", "trend": "水位 9.1 米", "deaths": "1",
                ])
            let report = Self.id(in: first.headers["location"])
            let next = try person.get("/new/report?incident=\(id)&kind=%E7%BB%AD%E6%8A%A5").body
            #expect(
                next.contains("水位 9.1 米")
                    && next.components(separatedBy: "id=\"number\"").last?.prefix(80).contains("value=\"1\"") == true)
            _ = try person.enter(
                "report",
                [
                    "incident": id, "kind": "续报", "number": "1", "by": "written", "sentAt": Self.minute(5),
                    "to": "县政府值班室", "text": "情况", "trend": "水位 9.6 米", "deaths": "3", "signedBy": "张镇长",
                ])
            try town.waitUntilDelivered()
            let page = try person.get("/incident/\(id)").body
            #expect(page.contains("金湖县三河圩堤漫溢初报") && page.contains("金湖县三河圩堤漫溢续报一"))
            #expect(page.contains("<del>原 1</del> → <ins>现 3</ins>"))
            #expect(page.contains("<del>1</del><ins>6</ins>") && page.contains("● 已送达县"))
            #expect(page.contains("签发人：未填") && page.contains("签发人：张镇长") && page.contains("尚缺："))
            #expect(page.contains("✓ 按时") && page.contains("用 10 分，余 50 分"), "from the occurrence: 30 − 20")
            // Three dead propose 较大, from the minute of the report that said so.
            #expect(
                page.contains("建议定为较大")
                    && page.contains("value=\"\(Self.minute(5).replacingOccurrences(of: "T", with: " "))\""))
            let confirm = ["report": report, "with": "县值班室李强", "at": Self.minute(19)]
            #expect(try Self.post(person, id, "confirm", confirm).status == 303)
            #expect(try Self.field(town, "report", report, "confirmedWith") as? String == "县值班室李强")
            #expect(try Self.post(person, id, "confirm", ["report": id, "with": "谁", "at": ""]).status == 422)
            #expect(try Self.post(person, id, "level", ["level": "较大", "at": Self.minute(5)]).status == 303)
            let raised = try person.get("/incident/\(id)").body
            #expect(raised.contains("◆ 较大") && raised.contains("县里掌握") && raised.contains("参考"))
            #expect(raised.contains("事件级别：一般 → 较大") && !raised.contains("建议定为"))
        }
    }

    @Test func anInstructionIsReceiptedAndFedBackInOneLineAndSilenceIsCounted() async throws {
        try await DeskPerson.withTown { county, town in
            let person = DeskPerson(town.desk)
            try person.setUp()
            let id = try Self.enter(person, ["sensitive": "true"])
            try town.waitUntilDelivered()
            let line =
                #"{"incident":"\#(id)","leader":"县长","issuedAt":"2026-10-01T10:00:00+08:00","text":"全力处置","unit":"LC"}"#
            let sent = try county.hub("record", "instruction", "--unit", "LC", input: line + "\n")
            let order = sent.array.first?["id"] as? String ?? ""
            try town.sync()
            let page = try person.get("/incident/\(id)").body
            #expect(page.contains("全力处置") && page.contains("签收并反馈") && page.contains("▲ 未签收"))
            #expect(try Self.post(person, id, "feedback", ["instruction": order, "feedback": " "]).status == 422)
            let feedback = ["instruction": order, "feedback": "已转移 200 人", "done": "true"]
            #expect(try Self.post(person, id, "feedback", feedback).status == 303)
            #expect(try Self.post(person, id, "feedback", feedback).status == 303)
            #expect(try Self.field(town, "instruction", order, "receiptBy") as? String == "王晓东")
            #expect(try Self.field(town, "instruction", order, "feedback") as? String == "已转移 200 人")
            let history = try town.call("show", "instruction", order, "--history").object["history"] as? [Any]
            #expect(history?.count == 2, "entered by the county, answered once")
            #expect(try Self.post(person, id, "receipt", ["instruction": id]).status == 422)
            _ = try person.enter(
                "report",
                [
                    "incident": id, "kind": "初报", "by": "written", "sentAt": Self.minute(20), "to": "县水利局",
                    "text": "情况",
                ])
            let silent = try person.get("/incident/\(id)").body
            #expect((20...50).contains { silent.contains("▲ \($0) 分没有回音") })
            let acknowledged = ["name": "县水利局", "at": Self.minute(1)]
            #expect(try Self.post(person, id, "acknowledge", acknowledged).status == 303)
            #expect(try Self.post(person, id, "acknowledge", acknowledged).status == 303)
            #expect(try (Self.field(town, "incident", id, "acknowledgements") as? [String])?.count == 1)
            #expect(try person.get("/incident/\(id)").body.contains("✓ 已知悉"))
            #expect(try Self.post(person, id, "acknowledge", ["name": "", "at": Self.minute(1)]).status == 422)
        }
    }

    @Test func whatIfChangesNothing() async throws {
        try await DeskPerson.withTown { _, town in
            let person = DeskPerson(town.desk)
            try person.setUp()
            let id = try Self.enter(person)
            let before = try town.call("show", "incident", id, "--history").output
            let level = "%E9%87%8D%E5%A4%A7"
            let page = try person.get("/incident/\(id)?suppose=1&level=\(level)&category=&sensitive=true").body
            #expect(page.contains("＋ 新增") && page.contains("报市") && page.contains("立即报告") && page.contains("第六十二条"))
            #expect(page.contains("id=\"suppose\" open"))
            #expect(try person.get("/incident/\(id)?suppose=1&level=%FF&category=x").status == 200)
            #expect(try town.call("show", "incident", id, "--history").output == before)
        }
    }

    @Test func aFalseReportIsCorrectedInTwoPressesAndStaysReadable() async throws {
        try await DeskPerson.withTown { county, town in
            let person = DeskPerson(town.desk)
            try person.setUp()
            let id = try Self.enter(person)
            for to in ["县政府值班室", "县水利局"] {
                _ = try person.enter(
                    "report",
                    ["incident": id, "kind": "初报", "by": "phone", "sentAt": Self.minute(20), "to": to, "text": "情况"])
            }
            let ask = try person.get("/incident/\(id)/false").body
            #expect(ask.contains("系误报") && ask.contains("县水利局") && ask.contains("王晓东"))
            #expect(try Self.field(town, "incident", id, "falseAlarmAt") == nil, "the first press changes nothing")
            let carried = ["token": person.hidden("token", in: ask), "id": person.hidden("id", in: ask)]
            let confirm = carried.merging(["at": Self.minute(2), "reason": "到场核实，无险情"]) { $1 }
            let empty = try person.post(
                "/incident/\(id)/false", confirm.merging(["reason": "", "signedBy": "张镇长"]) { $1 })
            #expect(empty.status == 422 && empty.body.contains("张镇长"))
            #expect(try person.post("/incident/\(id)/false", confirm).status == 303)
            #expect(try person.post("/incident/\(id)/false", confirm).status == 303)
            let corrections = try town.call("list", "report").array.filter {
                ($0["fields"] as? [String: Any])?["kind"] as? String == "误报更正"
            }
            #expect(corrections.count == 1)
            #expect((corrections.first?["fields"] as? [String: Any])?["to"] as? String == "县政府值班室")
            let page = try person.get("/incident/\(id)").body
            #expect(page.contains("误报，时限已停") && page.contains("三河圩堤漫溢，淹没农田") && page.contains("初报"))
            #expect(page.contains("▲ 尚未更正"), "the water authority was told, and not yet corrected")
            let call = ["id": person.hidden("id", in: page), "name": "县水利局", "at": Self.minute(0)]
            #expect(try Self.post(person, id, "corrected", call).status == 303)
            #expect(try Self.post(person, id, "corrected", call).status == 303)
            #expect(try !person.get("/incident/\(id)").body.contains("▲ 尚未更正"))
            #expect(try Self.post(person, id, "corrected", ["name": "别人", "at": Self.minute(0)]).status == 422)
            let open = try town.call("due", "--open").array.filter { $0["collection"] as? String == "incident" }
            #expect(open.isEmpty, "the clocks have stopped")
            try town.waitUntilDelivered()
            #expect(try county.hub("list", "report", "--unit", "LC").array.count == 4)
            #expect(try county.hub("due", "--open").array.filter { $0["collection"] as? String == "incident" }.isEmpty)
        }
    }

    @Test func aChangedMinuteNeedsItsReasonAndBothStayAndAnEventOfLastMonthIsTaken() async throws {
        try await DeskPerson.withTown { _, town in
            let person = DeskPerson(town.desk)
            try person.setUp()
            let id = try Self.enter(person)
            let first = Self.minute(30)
            let bare = try Self.post(person, id, "time", ["at": Self.minute(50), "reason": ""])
            #expect(bare.status == 422 && bare.body.contains("第十二条") && bare.body.contains(Self.minute(50)))
            let typed = try Self.post(person, id, "time", ["at": "很早", "reason": "派出所记录"])
            #expect(typed.status == 422 && typed.body.contains("派出所记录"))
            #expect(try Self.post(person, id, "time", ["at": Self.minute(50), "reason": "派出所 110 记录"]).status == 303)
            let page = try person.get("/incident/\(id)").body
            #expect(page.contains("原填事发") && page.contains("派出所 110 记录"))
            #expect(page.contains(first.replacingOccurrences(of: "T", with: " ")))
            // A report from before the event: one of the two minutes is wrong.
            #expect(!page.contains("有报告早于事发时间"))
            _ = try person.enter(
                "report",
                ["incident": id, "kind": "初报", "by": "phone", "sentAt": Self.minute(55), "text": "情况"])
            #expect(try person.get("/incident/\(id)").body.contains("▲ 有报告早于事发时间"))
            let old = try Self.enter(
                person,
                [
                    "occurredAt": Self.minute(31 * 1440), "receivedAt": Self.minute(31 * 1440 - 60), "deaths": "2",
                    "source": "群众来信", "lateReason": "群众举报后查实",
                ])
            let late = try person.get("/incident/\(old)").body
            #expect(late.contains("30 天 23 小时") && late.contains("群众举报后查实") && late.contains("非本单位首先得知"))
            #expect(late.contains("✓ 事发后 30 天内伤亡变化须补报 已满"))
            #expect(try Self.post(person, id, "close", ["at": Self.minute(0)]).status == 303)
            #expect(try person.get("/incident/\(id)").body.contains("■ 处置结束"))
        }
    }
}
