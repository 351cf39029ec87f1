import Foundation
import Testing

/// The administrator's view of the units' machines.
@Suite(.serialized) struct SyncStatusPageTests {
    /// The same browser's person with the role of an officer, whom the administrator lets in.
    private func officer(of county: County) throws -> DeskPerson {
        let line = #"{"name":"李四"}"#
        try county.expectDone(county.hub("record", "person", input: line + "\n"))
        try county.expectDone(
            county.hub(
                "account", "add", "李四", "--role", "officer", "--password-stdin", input: "口令口令口令口令\n"))
        let officer = DeskPerson(county.console)
        try officer.post("/sign-in", ["name": "李四", "password": "口令口令口令口令"])
        return officer
    }

    @Test func aMachinesPageTellsWhatItToldAndHowItsSetsRan() async throws {
        try await DeskPerson.withTown { county, town in
            try town.record(numbered(1...3))
            try town.waitUntilDelivered()
            try waitFor { (try county.replica(of: "LC")["lag"] as? [String: Any])?["sets"] as? Int ?? 0 >= 3 }
            let lag = try county.replica(of: "LC")["lag"] as? [String: Any]
            #expect(lag?["p50Ms"] as? Int ?? 0 > 0 && lag?["p99Ms"] as? Int ?? 0 >= lag?["p50Ms"] as? Int ?? 0)
            #expect(try county.replica(of: "LC")["storeVersion"] as? Int == 4)
            #expect(try county.replica(of: "LC")["protocolVersion"] as? Int == 1)
            let list = try county.console.ask().body
            #expect(list.contains("href=\"/sync/LC/A\"") && list.contains("● 在线"))
            // No sign-in is needed to read, and without one nothing can be done.
            #expect(!list.contains("<form method=\"post\" action=\"/sync"))
            let page = try county.console.ask("GET", "/sync/LC/A")
            #expect(page.status == 200)
            for text in ["黎城镇 A 机", "账本对照", "急件", "日常", "通知", "不缺", "数据格式 4", "协议 1", "证书有效至", "127.0.0.1"] {
                #expect(page.body.contains(text), "\(text)")
            }
            #expect(page.body.components(separatedBy: "<svg class=\"plot\"").count == 5)
            #expect(!page.body.contains("事项1"), "no record's text")
            #expect(try county.console.ask("GET", "/sync/LC/B").status == 404)
            #expect(
                try county.console.ask("GET", "/sync/LC/A", language: "en").body.contains("The ledgers side by side"))
        }
    }

    @Test func machinesAskForFiguresAndWhetherTheHubServes() async throws {
        try await DeskPerson.withTown { county, town in
            try town.record(numbered(1...2))
            try town.waitUntilDelivered()
            try waitFor { try county.console.ask("GET", "/metrics").body.contains("zhishou_replica_lag_seconds{") }
            let metrics = try county.console.ask("GET", "/metrics")
            #expect(metrics.headers["content-type"] == "text/plain; version=0.0.4; charset=utf-8")
            for line in metrics.body.split(separator: "\n") where !line.hasPrefix("#") {
                let parts = line.split(separator: " ")
                #expect(parts.count == 2 && Double(parts[1]) != nil && line.hasPrefix("zhishou_"), "\(line)")
            }
            #expect(metrics.body.contains(#"zhishou_replica_online{unit="LC",replica="A"} 1"#))
            #expect(!metrics.body.contains("黎城镇"))
            let ready = try county.console.ask("GET", "/readyz")
            #expect(ready.status == 200 && ready.body.contains(#""ready":true"#))
            #expect(try county.console.ask("GET", "/healthz").body.contains(#""alive":true"#))
            for path in ["/metrics", "/readyz", "/healthz"] {
                #expect(try county.console.ask("POST", path).status == 405)
            }
        }
    }

    @Test func aCopiedTownAndOneThatWasPutBackAreSeenAndConfirmedByAnAdministratorAlone() async throws {
        try await blocking {
            let county = try County()
            defer { county.cleanUp() }
            try county.startHub()
            let back = try county.town("LC", named: "黎城镇")
            try back.record(numbered(1...5))
            try back.sync()
            let saved = county.folder.appendingPathComponent("saved")
            try FileManager.default.copyItem(at: back.folder, to: saved)
            try back.record(numbered(6...9))
            try back.sync()
            try FileManager.default.moveItem(at: back.folder, to: back.folder.appendingPathExtension("away"))
            try FileManager.default.moveItem(at: saved, to: back.folder)
            try back.record(numbered(10...12))
            try back.sync()
            let copied = try county.town("YT", named: "银涂镇")
            try copied.record(numbered(1...3))
            try copied.sync()
            let twin = try county.copy(of: copied, named: "YT-copy")
            try copied.record(numbered(4...5))
            try twin.record(numbered(6...7))
            try copied.sync()
            try twin.sync()

            let administrator = DeskPerson(county.console)
            try administrator.setUp()
            let page = try administrator.get("/sync").body
            #expect(page.contains("黎城镇 A 机") && page.contains("银涂镇 A 机") && page.contains("数据文件夹被复制"))
            let detail = try administrator.get("/sync/YT/A").body
            #expect(detail.contains("各分支写的都留着") && detail.contains("待确认"))
            let events = try county.hub("events").array.filter { $0["confirmedAt"] as? String == nil }
            let ids = events.compactMap { $0["id"] as? Int }
            #expect(ids.count >= 2)
            let officer = try officer(of: county)
            let seen = try officer.get("/sync").body
            #expect(seen.contains("待确认事项") && !seen.contains("action=\"/sync/confirm"))
            let own = ["token": officer.hidden("token", in: seen)]
            #expect(try officer.post("/sync/confirm/\(ids[0])", own).status == 403, "an administrator's alone")
            let token = ["token": administrator.hidden("token", in: page)]
            #expect(
                try DeskPerson(county.console).post("/sync/confirm/\(ids[0])", token).headers["location"] == "/sign-in")
            let foreign = try administrator.post(
                "/sync/confirm/\(ids[0])", ["token": "0"], headers: ["Sec-Fetch-Site": "cross-site"])
            #expect(foreign.status == 400, "a form of another site has no token of this sign-in")
            #expect(try administrator.post("/sync/confirm/\(ids[0])", ["token": ""]).status == 400)
            #expect(try administrator.post("/sync/confirm/999", token).status == 400)
            #expect(try administrator.post("/sync/confirm/x", token).status == 400)
            for id in ids { #expect(try administrator.post("/sync/confirm/\(id)", token).status == 303) }
            let after = try administrator.get("/sync").body
            #expect(!after.contains("待确认事项"))
            #expect(try administrator.get("/sync/YT/A").body.contains("确认于"))
            #expect(Set(try county.matters(of: "LC")) == Set(numbered(1...12)))
            #expect(Set(try county.matters(of: "YT")) == Set(numbered(1...7)))
        }
    }

    @Test func aUnitThatIsSilentTooLongRaisesAnAlarmOnce() async throws {
        try await blocking {
            let county = try County()
            defer { county.cleanUp() }
            try Data(#"{"silence":"1s"}"#.utf8)
                .write(to: URL(fileURLWithPath: county.hubData).appendingPathComponent("config.json"))
            try county.startHub()
            let town = try county.town("LC", named: "黎城镇")
            try town.sync()
            try waitFor { try county.eventKinds().contains("unit-silent") }
            #expect(try county.console.ask().body.contains("长时间没有联系"))
            // The county's desk is called, too: somebody has to ask by telephone.
            let officer = DeskPerson(county.console)
            try officer.setUp()
            let told = try officer.listen { $0.contains("单位长时间没有联系") }
            #expect(told.contains("1 个单位长时间没有联系，请电话核实") && told.contains("/sync"))
            #expect(try county.console.ask("GET", "/metrics").body.contains(#"{kind="unit-silent"} 1"#))
            let id = try county.hub("events").array.first { $0["kind"] as? String == "unit-silent" }?["id"] as? Int ?? 0
            try county.expectDone(county.hub("confirm", "\(id)"))
            // It is heard of again, and is silent anew.
            try town.sync()
            try waitFor { try county.hub("events").array.count { $0["kind"] as? String == "unit-silent" } == 2 }
        }
    }

    @Test func aHeldSetIsReleasedOnThePageByAnAdministratorAlone() async throws {
        try await blocking {
            let county = try County()
            defer { county.cleanUp() }
            try county.startHub()
            let town = try county.town("LC", named: "黎城镇", edition: .next)
            func recorded(_ collection: String, _ line: String) throws -> String {
                let outcome = try town.call("record", collection, input: line + "\n")
                try county.expectDone(outcome)
                return outcome.array.first?["id"] as? String ?? ""
            }
            let incident = try recorded("incident", #"{"occurredAt":"2026-10-01T14:06:00+08:00","summary":"护石滑落"}"#)
            let report = try recorded(
                "report", #"{"incident":"\#(incident)","kind":"续报","by":"online","text":"水位","number":"续一"}"#)
            try town.sync()
            #expect(try county.hub("held").array.count == 1)

            let administrator = DeskPerson(county.console)
            try administrator.setUp()
            let page = try administrator.get("/sync").body
            let officer = try officer(of: county)
            #expect(try !officer.get("/sync").body.contains("action=\"/sync/release\""))
            func form(_ person: DeskPerson) throws -> [String: String] {
                let token = person.hidden("token", in: try person.get("/sync").body)
                return [
                    "token": token, "set": person.hidden("set", in: page), "ledger": person.hidden("ledger", in: page),
                ]
            }
            #expect(try officer.post("/sync/release", form(officer)).status == 403)
            #expect(
                try administrator.post("/sync/release", form(administrator).merging(["set": "x"]) { $1 }).status == 400)
            #expect(try county.hub("held").array.count == 1)
            #expect(try administrator.post("/sync/release", form(administrator)).status == 303)
            #expect(try county.hub("held").array.isEmpty)
            #expect(try !administrator.get("/sync").body.contains("action=\"/sync/release\""))
            #expect(
                try (county.hub("show", "report", report).object["fields"] as? [String: Any])?["number"] as? String
                    == "续一", "the hub holds what was typed")
            try town.sync()
            #expect(try town.call("held").array.isEmpty)
        }
    }

    @Test func aSilenceThatIsNoTimeIsRefused() async throws {
        try await blocking {
            let county = try County()
            defer { county.cleanUp() }
            for wrong in ["30", "m", "-5m", "0s", "一小时", "5d"] {
                try Data(#"{"silence":"\#(wrong)"}"#.utf8)
                    .write(to: URL(fileURLWithPath: county.hubData).appendingPathComponent("config.json"))
                let outcome = try county.hub("run", "--exchange", "127.0.0.1:0", "--console", "127.0.0.1:0")
                #expect(outcome.status == 2 && outcome.messages.contains("silence"), "\(wrong)")
            }
        }
    }
}
