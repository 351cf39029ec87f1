import Foundation
import Testing

/// What stands beside a call, what becomes of one, and the command bar.
@Suite(.serialized) struct CallPageTests {
    private static let call = [
        "direction": "in", "receivedAt": "2026-10-01 08:10", "callerPhone": "138 0000 1111", "callerName": "李四",
        "callerUnit": "涂沟村", "matter": "车祸，死亡3人", "place": "涂沟",
    ]

    private func id(_ answer: WebPage.Answer) throws -> String {
        String(try #require(answer.headers["location"]?.split(separator: "/").last).prefix { $0 != "?" })
    }

    @Test func aNumberShowsWhoseItIsAndMissedCallsWaitUntilSomebodyCallsBack() async throws {
        try await DeskPerson.withTown { _, town in
            let person = DeskPerson(town.desk)
            try person.setUp()
            for path in [
                "/beside/phone?number=13800001111", "/callers.json", "/callbacks", "/bar.json", "/go", "/kept",
            ] {
                #expect(try DeskPerson(town.desk).get(path).headers["location"] == "/sign-in", "\(path)")
            }
            #expect(try person.enter("phone-record", Self.call).status == 303)
            let beside = try person.get("/beside/phone?number=13800001111").body
            #expect(beside.contains("李四") && beside.contains("涂沟村") && beside.contains("车祸，死亡3人"))
            #expect(try !person.get("/beside/phone?number=13800001112").body.contains("李四"))
            #expect(try person.get("/callers.json").body.contains(#""last":{"phone":"138 0000 1111","name":"李四""#))
            #expect(try person.get("/new/phone-record?last=1").body.contains("value=\"138 0000 1111\""))
        }
    }

    @Test func aMissedCallWaitsInOneWayEverywhere() async throws {
        try await DeskPerson.withTown { _, town in
            let person = DeskPerson(town.desk)
            try person.setUp()
            func miss(_ time: String) throws -> String {
                try id(
                    person.enter(
                        "phone-record",
                        Self.call.merging(["missed": "true", "matter": "未接来电", "receivedAt": time]) { $1 }))
            }
            /// Where it stands with the link that calls it back.
            func places(_ call: String) throws -> [String] {
                try ["/", "/callbacks", "/new/phone-record"].filter {
                    try person.get($0).body.contains("callBackOf=\(call)")
                }
            }
            let everywhere = ["/", "/callbacks", "/new/phone-record"]
            let first = try miss("昨天 0815")
            #expect(try places(first) == everywhere)
            #expect(try person.get("/handover").body.contains("未接，待回拨"))
            // From another number, and so by its name alone.
            let form = try person.get("/new/phone-record?direction=out&callBackOf=\(first)").body
            #expect(form.contains("<option value=\"\(first)\" selected>"))
            let back = ["direction": "out", "receivedAt": "昨天 0820", "matter": "回拨", "callBackOf": first]
            #expect(try person.enter("phone-record", back).status == 303)
            #expect(try places(first).isEmpty && !person.get("/handover").body.contains("未接，待回拨"))
            // By the number alone, written another way.
            let second = try miss("昨天 0830")
            #expect(try places(second) == everywhere)
            let rang = ["direction": "in", "receivedAt": "昨天 0840", "callerPhone": "+86-13800001111", "matter": "又打来"]
            #expect(try person.enter("phone-record", rang).status == 303)
            #expect(try places(second).isEmpty && !person.get("/handover").body.contains("未接，待回拨"))
        }
    }

    @Test func aCallBecomesALogEntryOnceAndOnlyAfterEachElementWasConfirmed() async throws {
        try await DeskPerson.withTown { _, town in
            let person = DeskPerson(town.desk)
            try person.setUp()
            let call = try id(person.enter("phone-record", Self.call))
            let page = try person.get("/record/phone-record/\(call)").body
            #expect(page.contains("/take/log-entry/\(call)") && page.contains("/take/first-report/\(call)"))
            let token = ["token": person.hidden("token", in: page)]
            #expect(try DeskPerson(town.desk).post("/take/log-entry/\(call)", token).headers["location"] == "/sign-in")
            #expect(try person.post("/take/log-entry/\(call)", ["token": "0"]).status == 400)
            #expect(try person.post("/take/unit/\(call)", token).status == 400)
            let path = try #require(person.post("/take/log-entry/\(call)", token).headers["location"])
            #expect(try person.post("/take/log-entry/\(call)", token).headers["location"] == path, "pressed twice")
            let form = try person.get(path).body
            #expect(form.contains("取自：事项、地点") && form.contains("李四") && form.contains("要素") && form.contains("还缺："))
            let carried = Dictionary(
                ["token", "id", "taken", "taken-of"].map { ($0, person.hidden($0, in: form)) }
            ) { first, _ in first }
            let entry = carried.merging([
                "occurredAt": "2026-10-01 08:10", "receivedAt": "2026-10-01 08:10", "matter": "车祸，死亡3人\n涂沟",
                "source": "电话：涂沟村 李四", "call": call,
            ]) { $1 }
            let open = try person.post(
                "/new/log-entry", entry.merging(["ok-matter": "1", "ok-occurredAt": "1"]) { $1 })
            #expect(open.status == 422 && open.body.contains("请核对后打勾") && open.body.contains("name=\"ok-source\""))
            #expect(try town.matters().isEmpty)
            let all = ["matter", "occurredAt", "receivedAt", "source"].map { ("ok-\($0)", "1") }
            let saved = try person.post("/new/log-entry", entry.merging(all) { $1 })
            #expect(saved.status == 303)
            let fields = try town.call("list", "log-entry").array.first?["fields"] as? [String: Any]
            #expect(fields?["call"] as? String == call)
            let made = try #require(saved.headers["location"]?.prefix { $0 != "?" })
            #expect(try person.post("/take/log-entry/\(call)", token).headers["location"] == "\(made)?already=1")
            #expect(try person.get("\(made)?already=1").body.contains("没有再录一条"))
            // Somebody else's form of the same call: no second one, and nothing that was typed is gone.
            let other = entry.merging(all) { $1 }.merging([
                "id": "01999999-0000-7000-8000-000000000007", "matter": "另一人写的𠮷",
            ]) { $1 }
            let second = try person.post("/new/log-entry", other)
            #expect(second.status == 422 && second.body.contains("另一人写的𠮷") && second.body.contains("href=\"\(made)\""))
            #expect(try person.get("/").body.contains("另一人写的𠮷"), "among what is not finished")
            #expect(try town.matters().count == 1)
            #expect(try person.get("/record/phone-record/\(call)").body.contains(String(made)))
        }
    }

    @Test func aCallBecomesAnIncidentAndItsFirstReport() async throws {
        try await DeskPerson.withTown { _, town in
            let person = DeskPerson(town.desk)
            try person.setUp()
            let call = try id(person.enter("phone-record", Self.call))
            let token = ["token": person.hidden("token", in: try person.get("/record/phone-record/\(call)").body)]
            let path = try #require(person.post("/take/first-report/\(call)", token).headers["location"])
            let form = try person.get(path).body
            #expect(form.contains("还缺：") && form.contains("事发时间"), "the minute of the call is not that of the event")
            let names = ["token", "id", "taken", "taken-of", "then"]
            let carried = Dictionary(names.map { ($0, person.hidden($0, in: form)) }) { first, _ in first }
            let confirmed = ["place", "summary", "source", "receivedAt", "deaths"].map { ("ok-\($0)", "1") }
            let incident = carried.merging([
                "occurredAt": "2026-10-01 08:05", "place": "涂沟", "summary": "车祸，死亡3人", "category": "事故灾难",
                "source": "电话：李四", "receivedAt": "2026-10-01 08:10", "deaths": "3", "call": call,
            ]) { $1 }.merging(confirmed) { $1 }
            let next = try #require(person.post("/new/incident", incident).headers["location"])
            #expect(next.hasPrefix("/new/report?draft="), "on to the 初报")
            let report = try person.get(next).body
            #expect(report.contains("10月1日8时5分，涂沟，车祸，死亡3人") && report.contains("现场负责人"))
            #expect(report.contains("selected>2026-10-01 08:05"), "the incident by its name, not by its id")
            let made = try town.call("list", "incident").array.compactMap { $0["id"] as? String }
            #expect(made.count == 1)
            let closed = try town.call("edit", "incident", made[0], "--set", "closedAt=2026-10-01T09:00:00+08:00")
            #expect(closed.status == 0)
            #expect(
                try person.get(next).body.contains("selected>2026-10-01 08:05"), "closed meanwhile, by its name still")
            #expect(try person.post("/take/first-report/\(call)", token).headers["location"] == next, "once")
        }
    }

    @Test func theCommandBarFindsFormsIncidentsAndNumbers() async throws {
        try await DeskPerson.withTown { _, town in
            let person = DeskPerson(town.desk)
            try person.setUp()
            try person.enter("incident", ["summary": "圩堤渗水", "occurredAt": "2026-10-01 08:00"]).expect(303)
            try person.enter("phone-record", Self.call).expect(303)
            for (typed, path) in [
                ("jbsx", "/new/task"), ("training", "/new/training"),
                ("%E5%80%BC%E7%8F%AD%E8%AE%B0%E5%BD%95", "/list/log-entry"),
                ("%E6%B8%97%E6%B0%B4", "href=\"/incident/"), ("13800001111", "direction=out"), ("dhb", "/callbacks"),
            ] {
                let page = try person.get("/go?q=\(typed)").body
                #expect(page.contains(path) && page.contains("/search?q="), "\(typed)")
            }
            #expect(try !person.get("/go?q=xyzxyz").body.contains("/new/task"))
            let bar = try person.get("/bar.json").body
            #expect(bar.contains("圩堤渗水") && bar.contains("138 0000 1111") && bar.utf8.count < 200_000)
            #expect(!bar.contains("/new/unit"), "the county's alone")
        }
    }
}

extension WebPage.Answer {
    fileprivate func expect(_ status: Int) throws { #expect(self.status == status) }
}
