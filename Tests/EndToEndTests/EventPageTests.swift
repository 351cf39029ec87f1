import Foundation
import Testing

/// What happened to the stores, and what is held, on the desks of both programs.
@Suite(.serialized) struct EventPageTests {
    @Test func theCountyReleasesWhatIsHeldAndBothSeeWhy() async throws {
        try await blocking {
            let county = try County()
            defer { county.cleanUp() }
            try county.startHub()
            let town = try county.town("LC", named: "黎城镇", edition: .next)
            try town.start()
            let line =
                #"{"occurredAt":"2026-10-01T14:06:00+08:00","receivedAt":"2026-10-01T14:15:00+08:00","category":"自然灾害","place":"大堤","summary":"护石滑落"}"#
            let incident = try town.call("record", "incident", input: line + "\n").array.first?["id"] as? String ?? ""
            let report = #"{"incident":"\#(incident)","kind":"续报","by":"online","text":"水位 10.4 米","number":"续一"}"#
            let id = try town.call("record", "report", input: report + "\n").array.first?["id"] as? String ?? ""
            try waitFor { try town.call("held").array.count == 1 }

            let person = DeskPerson(town.desk)
            try person.setUp()
            let there = try person.get("/events").body
            #expect(there.contains("格式不符") && there.contains("续报序号") && there.contains("/record/report/\(id)"))
            #expect(there.contains("由县里决定") && !there.contains("action=\"/release\""))
            #expect(there.contains("须知 <b class=\"count\">1</b>"))
            let held = try person.get("/record/report/\(id)").body
            #expect(held.contains("暂扣，不生效") && held.contains("续一"), "its history has it")
            let officer = DeskPerson(county.console)
            try officer.setUp()
            let page = try officer.get("/events").body
            #expect(page.contains("黎城镇 A 机") && page.contains("action=\"/release\""))
            let form = [
                "token": officer.hidden("token", in: page), "set": officer.hidden("set", in: page),
                "ledger": officer.hidden("ledger", in: page),
            ]
            let foreign = form.merging(["token": person.hidden("token", in: there)]) { $1 }
            #expect(try person.post("/release", foreign).status == 400, "the county's alone")
            #expect(try officer.post("/release", foreign).status == 400)
            #expect(try county.hub("held").array.count == 1)
            for _ in 0..<2 { #expect(try officer.post("/release", form).status == 303) }
            #expect(try county.hub("held").array.isEmpty)
            #expect(try !officer.get("/events").body.contains("action=\"/release\""))
            try waitFor { try town.call("held").array.isEmpty }
        }
    }

    @Test func anEventSaysWhatToDoAndIsConfirmedInOnePress() async throws {
        try await blocking {
            let county = try County()
            defer { county.cleanUp() }
            try county.startHub()
            let town = try county.town("LC", named: "黎城镇")
            try town.sync()
            try town.record(["一"])
            let copy = try county.copy(of: town, named: "LC-copy")
            try copy.start()
            #expect(try copy.eventKinds() == ["copied"])
            let person = DeskPerson(copy.desk)
            try person.setUp()
            let page = try person.get("/events").body
            #expect(page.contains("数据文件夹被复制") && page.contains("另发注册码") && page.contains("黎城镇 A 机"))
            #expect(try person.get("/events", language: "en").body.contains("Copied folder"))
            let id = try copy.call("events").array.first?["id"] as? Int ?? 0
            #expect(page.contains("action=\"/events/\(id)\""))
            #expect(try person.post("/events/\(id)", ["token": ""]).status == 400)
            #expect(try person.post("/events/999", ["token": person.hidden("token", in: page)]).status == 400)
            let token = person.hidden("token", in: page)
            for _ in 0..<2 { #expect(try person.post("/events/\(id)", ["token": token]).status == 303) }
            let confirmed = try copy.call("events").array.first?["confirmedAt"] as? String
            #expect(confirmed != nil)
            let after = try person.get("/events").body
            #expect(after.contains("没有待确认的事项") && after.contains("确认于") && !after.contains("class=\"count\""))
            // The state of the exchange stands in the desk's frame, for whoever opens this machine's page.
            let state = try person.get("/sync").body
            #expect(state.contains("data-key=\"t\"") && state.contains("证书有效至") && state.contains("磁盘余量"))
            let stranger = try DeskPerson(copy.desk).get("/sync")
            #expect(
                stranger.status == 200 && stranger.body.contains("href=\"/sign-in\"")
                    && !stranger.body.contains("data-key"))
        }
    }
}
