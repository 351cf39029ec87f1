import Foundation
import Testing

/// The county's report to the city, against what its units said.
@Suite(.serialized) struct CityReportTests {
    @Test func figuresThatDifferGoOutWithAReasonOrNotAtAll() async throws {
        try await DeskPerson.withTown { county, town in
            let officer = DeskPerson(county.console)
            let event = try EventSample.incident(
                town,
                #"{"occurredAt":"\#(EventSample.ago(70))","receivedAt":"\#(EventSample.ago(65))","summary":"两车相撞","place":"淮金线12公里","category":"事故灾难","level":"较大","levelReachedAt":"\#(EventSample.ago(60))","source":"群众"}"#
            )
            try EventSample.report(town, event, "初报", deaths: 3, "车祸，死亡3人")
            try town.waitUntilDelivered()
            let path = "/incident/\(event)/city"
            for page in [path, "\(path)/print", "/incident/\(event)/cap.xml"] {
                #expect(try officer.get(page).headers["location"] == "/sign-in", "\(page)")
            }
            try officer.setUp()
            // A unit has no such page, and no event is made up.
            let person = DeskPerson(town.desk)
            try person.setUp()
            #expect(try person.get(path).status == 404)
            let nobody = "/incident/01999999-0000-7000-8000-000000000007/city"
            #expect(try officer.get(nobody).status == 404 && officer.get("/incident/x/city").status == 404)
            #expect(try officer.get("\(nobody)/print").status == 404)

            // The clock, the units' figures and a draft of them.
            let page = try officer.get(path).body
            #expect(page.contains("120 分钟内报市") && page.contains("还剩") && page.contains("第十二条"))
            #expect(page.contains("还没有县报市的报告") && page.contains("各单位合计") && page.contains("黎城镇于"))
            #expect(officer.value("deaths", in: page) == "3")
            #expect(page.contains("金湖县淮金线12公里两车相撞初报"))
            #expect(try officer.get(path, language: "en").body.contains("The figures side by side"))
            let draft = Self.form(officer, page, ["kind": "初报", "text": "淮金线车祸"])
            #expect(try officer.post("\(path)/enter", draft.merging(["token": "0"]) { $1 }).status == 400)
            #expect(try officer.post("\(nobody)/enter", draft).status == 404)

            // Two deaths are not what the town said.
            let less = draft.merging(["deaths": "2"]) { $1 }
            let refused = try officer.post("\(path)/enter", less)
            #expect(refused.status == 422 && refused.body.contains("死亡人数 2，各单位合计 3（少 1）"))
            #expect(refused.body.contains("淮金线车祸") && officer.value("deaths", in: refused.body) == "2")
            let unticked = less.merging(["differenceReason": "一人尚未核实身份"]) { $1 }
            #expect(try officer.post("\(path)/enter", unticked).status == 422, "a reason alone is no confirmation")
            #expect(try officer.post("\(path)/enter", less.merging(["confirmed": "on"]) { $1 }).status == 422)
            #expect(try officer.post("\(path)/enter", draft.merging(["deaths": "三"]) { $1 }).status == 422)
            #expect(try officer.post("\(path)/enter", draft.merging(["to": "县委"]) { $1 }).status == 422)
            #expect(try Self.own(county).isEmpty)
            let told = unticked.merging(["confirmed": "on"]) { $1 }
            #expect(try officer.post("\(path)/enter", told).headers["location"] == "\(path)?saved=enter")
            #expect(try officer.post("\(path)/enter", told).status == 303, "a second press")
            let report = try #require(Self.own(county).first)
            #expect(try Self.own(county).count == 1)
            let fields = try #require(report["fields"] as? [String: Any])
            #expect(fields["deaths"] as? Int == 2 && fields["differenceReason"] as? String == "一人尚未核实身份")
            #expect(fields["unitsFigures"] as? String == "死亡人数 3＝黎城镇 3" && fields["sentAt"] == nil)
            let id = report["id"] as? String ?? ""

            // Entered is not told.
            let entered = try officer.get(path).body
            #expect(entered.contains("○ 已录入，尚未报市") && entered.contains("还剩") && !entered.contains("✓ 按时报出"))
            let early = try officer.get("/incident/\(event)/cap.xml?report=\(id)").body
            #expect(early.contains("<status>Draft</status>"))
            let call = [
                "token": officer.hidden("token", in: entered), "report": id, "how": "phone", "toldBy": "王晓东",
                "at": EventSample.typed(0), "with": "市值班室赵",
            ]
            #expect(try officer.post("\(path)/told", call.merging(["with": ""]) { $1 }).status == 422)
            #expect(try officer.post("\(path)/told", call.merging(["at": EventSample.typed(-30)]) { $1 }).status == 422)
            #expect(try officer.post("\(path)/told", call.merging(["report": event]) { $1 }).status == 422)
            #expect(try officer.post("\(path)/told", call).headers["location"] == "\(path)?saved=told")
            let phoned = try officer.get(path).body
            #expect(phoned.contains("◐ 已电话报市，待书面") && phoned.contains("✓ 按时报出") && phoned.contains("市值班室赵"))
            #expect(phoned.contains("报出时已说明的差异"))
            let written = call.merging(["how": "written"]) { $1 }
            let unsigned = try officer.post("\(path)/told", written)
            #expect(unsigned.status == 422 && unsigned.body.contains("书面报市须有签发人"))
            #expect(try officer.post("\(path)/told", written.merging(["signedBy": "县长"]) { $1 }).status == 303)
            #expect(try officer.get(path).body.contains("● 已报市"))

            // On paper and as a message.
            let print = try officer.get("\(path)/print?report=\(id)").body
            #expect(print.contains("金湖县淮金线12公里两车相撞初报") && print.contains("死亡人数 2") && print.contains("一人尚未核实身份"))
            #expect(print.contains("数字核对表") && print.contains("<td>−1</td>"))
            let message = try officer.get("/incident/\(event)/cap.xml")
            #expect(message.headers["content-type"]?.hasPrefix("application/cap+xml") == true)
            #expect(
                message.body.contains("<status>Actual</status>") && message.body.contains("<msgType>Alert</msgType>"))
            #expect(message.body.contains("<valueName>deaths</valueName><value>2</value>"))

            // A unit's later word shows that what went out is no longer the sum.
            try EventSample.report(town, event, "续报", deaths: 4, "又有一人抢救无效")
            try town.waitUntilDelivered()
            let changed = try officer.get(path).body
            #expect(changed.contains("不再一致：死亡人数 2，各单位合计 4（少 2）") && changed.contains("续报一"))
            #expect(officer.value("deaths", in: changed) == "4" && changed.contains("死亡人数由2变为4。"))
            let next = Self.form(officer, changed, ["kind": "续报", "text": "死亡升至4人"])
            #expect(try officer.post("\(path)/enter", next).status == 303)
            let second = try #require(
                Self.own(county).first { ($0["fields"] as? [String: Any])?["kind"] as? String == "续报" })
            #expect((second["fields"] as? [String: Any])?["number"] as? Int == 1)
            let update = try officer.get("/incident/\(event)/cap.xml?report=\(second["id"] as? String ?? "")").body
            #expect(update.contains("<msgType>Update</msgType>") && update.contains("zhishou.JH,\(id),"))
        }
    }

    /// Officers at two desks who enter a first report in the same second: one is entered, and the others are led to it.
    @Test func ofSeveralFirstReportsAtOnceOneIsEnteredAndNothingTypedIsLost() async throws {
        try await DeskPerson.withTown { county, town in
            let officers = [DeskPerson(county.console), DeskPerson(county.console)]
            try officers[0].setUp()
            try county.expectDone(
                county.hub("record", "person", input: #"{"name":"李强","mobile":"13805290593"}"# + "\n"))
            try county.expectDone(
                county.hub("account", "add", "李强", "--role", "officer", "--password-stdin", input: "自己的口令自己的\n"))
            try officers[1].post("/sign-in", ["name": "李强", "password": "自己的口令自己的"])
            let event = try EventSample.incident(
                town, #"{"occurredAt":"\#(EventSample.ago(70))","summary":"两车相撞","place":"淮金线12公里"}"#)
            try town.waitUntilDelivered()
            let path = "/incident/\(event)/city"
            let kinds = ["初报", "初报", "先行预报", "先行预报", "初报", "初报", "初报", "初报"]
            let forms = try kinds.indices.map { number in
                let officer = officers[number % 2]
                return Self.form(
                    officer, try officer.get(path).body,
                    ["kind": kinds[number], "text": "第\(number)份正文", "reason": "第\(number)份说明"])
            }
            let (page, cookies) = (county.console, officers.map(\.cookieHeader))
            let answers = Synchronized<[Int: (status: Int, body: String)]>([:])
            DispatchQueue.concurrentPerform(iterations: forms.count) { number in
                let answer = try? page.ask(
                    "POST", "\(path)/enter", cookie: cookies[number % 2], form: forms[number])
                answers.change { $0[number] = answer.map { ($0.status, $0.body) } }
            }

            let entered = forms.indices.filter { answers.value[$0]?.status == 303 }
            #expect(entered.count == 1)
            let report = try #require(Self.own(county).first)
            #expect(try Self.own(county).count == 1)
            let (first, id) = (try #require(entered.first), report["id"] as? String ?? "")
            #expect((report["fields"] as? [String: Any])?["text"] as? String == "第\(first)份正文")
            for number in forms.indices where number != first {
                let (status, body) = try #require(answers.value[number])
                #expect(status == 422 && body.contains("\(["王晓东", "李强"][first % 2]) 已于"))
                #expect(body.contains("href=\"#report-\(id)\"") && body.contains("id=\"report-\(id)\""))
                #expect(body.contains("第\(number)份正文") && body.contains("第\(number)份说明"))
            }

            // What the other one wrote goes on as a follow-up.
            let second = try #require(forms.indices.first { $0 != first })
            let officer = officers[second % 2]
            let next = Self.form(
                officer, try #require(answers.value[second]).body,
                ["kind": "续报", "text": "第\(second)份正文", "reason": "第\(second)份说明"])
            #expect(next["id"] == forms[second]["id"])
            #expect(try officer.post("\(path)/enter", next).status == 303)
            let numbers = try Self.own(county).compactMap { ($0["fields"] as? [String: Any])?["number"] as? Int }
            #expect(try Self.own(county).count == 2 && numbers == [1])
        }
    }

    private static func form(_ officer: DeskPerson, _ page: String, _ typed: [String: String]) -> [String: String] {
        var form = ["token": officer.hidden("token", in: page), "id": officer.hidden("id", in: page)]
        for name in ["deaths", "missing", "injured", "seriouslyInjured", "relocated", "directLossYuan", "to"] {
            form[name] = officer.value(name, in: page)
        }
        return form.merging(typed) { $1 }
    }

    private static func own(_ county: County) throws -> [[String: Any]] {
        try county.hub("list", "report", "--unit", "JH").array
    }
}

/// Events of a town for the county's pages.
enum EventSample {
    /// - Returns: its id.
    static func incident(_ town: Town, _ line: String) throws -> String {
        let entered = try town.call("record", "incident", input: line + "\n")
        try town.county.expectDone(entered)
        return entered.array.first?["id"] as? String ?? ""
    }

    static func report(_ town: Town, _ incident: String, _ kind: String, deaths: Int, _ text: String) throws {
        let line =
            #"{"incident":"\#(incident)","kind":"\#(kind)","by":"online","sentAt":"\#(ago(0))","deaths":\#(deaths),"text":"\#(text)"}"#
        try town.county.expectDone(town.call("record", "report", input: line + "\n"))
    }

    private static func text(_ minutes: Int, before now: Date = Date()) -> String {
        let style = Date.ISO8601FormatStyle(timeZone: TimeZone(secondsFromGMT: 8 * 3600) ?? .gmt)
            .year().month().day().time(includingFractionalSeconds: false)
        return now.addingTimeInterval(Double(-minutes * 60)).formatted(style)
    }

    /// So many minutes ago.
    static func ago(_ minutes: Int, before now: Date = Date()) -> String { text(minutes, before: now) + "+08:00" }

    /// The same as a person types it, to the minute.
    static func typed(_ minutes: Int) -> String {
        String(text(minutes).prefix(16)).replacingOccurrences(of: "T", with: " ")
    }
}
