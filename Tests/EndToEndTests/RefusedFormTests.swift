import Testing

/// A form that is refused where it is not shown again: the page that says why has what was typed.
@Suite(.serialized) struct RefusedFormTests {
    @Test func whatWasTypedStandsBesideTheReason() async throws {
        try await DeskPerson.withTown { _, town in
            let person = DeskPerson(town.desk)
            try person.setUp()
            let entered = try person.enter(
                "incident", ["occurredAt": "2026-10-01 08:00", "category": "事故灾难", "place": "三河圩", "summary": "漫溢"])
            let id = String(try #require(entered.headers["location"]).split(separator: "/").last?.prefix(36) ?? "")
            let page = try person.get("/incident/\(id)").body
            // The incident is voided in another window while a row of its course is being typed.
            let record = try person.get("/record/incident/\(id)").body
            let void = ["token", "seen"].reduce(into: ["reason": "误录"]) { $0[$1] = person.hidden($1, in: record) }
            #expect(try person.post("/void/incident/\(id)", void).status == 303)
            let row = [
                "token": person.hidden("token", in: page), "at": "0812", "what": "已封控<b>路口", "password": "不外传的口令",
            ]
            let refused = try person.post("/incident/\(id)/row", row)
            #expect(refused.status == 400)
            #expect(refused.body.contains("没有做成") && refused.body.contains("您刚才填的内容（没有保存）"))
            #expect(refused.body.contains("情况") && refused.body.contains("已封控&lt;b&gt;路口"))
            #expect(refused.body.contains("0812") && !refused.body.contains("不外传的口令"))
            #expect(try town.call("list", "timeline-entry").array.isEmpty)
        }
    }
}
