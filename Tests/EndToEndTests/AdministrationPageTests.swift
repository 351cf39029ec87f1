import Foundation
import GRDB
import Testing

/// The county's page of administration: codes, machines, backups, checks and the audit list, an administrator's alone.
@Suite(.serialized) struct AdministrationPageTests {
    private func withCounty(_ test: @escaping @Sendable (County, DeskPerson) throws -> Void) async throws {
        try await blocking {
            let county = try County()
            defer { county.cleanUp() }
            try county.startHub()
            let administrator = DeskPerson(county.console)
            try administrator.setUp()
            try test(county, administrator)
        }
    }

    private func officer(of county: County) throws -> DeskPerson {
        try county.expectDone(county.hub("record", "person", input: #"{"name":"李四"}"# + "\n"))
        try county.expectDone(
            county.hub(
                "account", "add", "李四", "--role", "officer", "--password-stdin", input: "口令口令口令口令\n"))
        let officer = DeskPerson(county.console)
        try officer.post("/sign-in", ["name": "李四", "password": "口令口令口令口令"])
        return officer
    }

    private func form(_ person: DeskPerson, _ path: String) throws -> [String: String] {
        let body = try person.get(path).body
        return ["token": person.hidden("token", in: body), "id": person.hidden("id", in: body)]
    }

    /// Adds a unit on the page; answers the page with its code.
    private func add(_ code: String, _ name: String, _ person: DeskPerson) throws -> (path: String, body: String) {
        let carried = try form(person, "/administration")
        let answer = try person.post(
            "/administration", carried.merging(["code": code, "name": name, "kind": "town"]) { $1 })
        #expect(answer.status == 303)
        let path = answer.headers["location"] ?? ""
        return (path, try person.get(path).body)
    }

    /// Issues one more code of a unit; answers the page with it.
    private func issue(_ code: String, _ person: DeskPerson) throws -> String {
        let path = "/administration/unit/\(code)"
        let answer = try person.post(path + "/code", try form(person, path))
        #expect(answer.status == 303)
        return try person.get(answer.headers["location"] ?? "").body
    }

    /// The 32 digits that stand large on a page.
    private func digits(in body: String) throws -> String {
        let start = try #require(body.range(of: "class=\"digits\">"))
        let end = try #require(body.range(of: "</p>", range: start.upperBound..<body.endIndex))
        let shown = body[start.upperBound..<end.lowerBound]
        return shown.replacing(try Regex("<[^>]*>"), with: "").filter(\.isNumber)
    }

    private func enrol(_ county: County, _ name: String, _ arguments: String...) throws -> (Town, Outcome) {
        let town = Town(county: county, folder: county.folder.appendingPathComponent(name), unit: "LC")
        let outcome = try Programs.call(
            Programs.Edition.present.agent,
            ["--data", town.folder.path, "enrol", "--hub", "https://127.0.0.1:\(county.hubPort)"] + arguments
                + ["--json"], environment: county.environment)
        return (town, outcome)
    }

    @Test func aUnitIsAddedAndItsCodeIsShownOnceAsDigitsAsAQRCodeAndAsAFile() async throws {
        try await withCounty { county, administrator in
            let (path, page) = try add("LC", "黎城镇", administrator)
            let code = try digits(in: page)
            #expect(code.count == 32)
            #expect(page.contains("<svg class=\"qr\"") && page.contains("只显示这一次"))
            #expect(!path.contains(code.prefix(15)), "the address holds no secret")
            let answer = try administrator.get(path)
            #expect(answer.body.contains("不再显示") && !answer.body.contains("class=\"digits\""), "shown once")
            #expect(answer.headers["cache-control"] == "no-store")
            let carried = [
                "token": administrator.hidden("token", in: page), "id": administrator.hidden("id", in: page),
            ]
            let file = try administrator.post("/administration/code/file", carried)
            #expect(file.headers["content-disposition"]?.contains("enrolment-code-LC.txt") == true)
            let lines = file.body.split(separator: "\n")
            #expect(lines.filter { !$0.hasPrefix("#") }.joined().filter(\.isNumber) == code)
            let place = county.folder.appendingPathComponent("code.txt")
            try Data(file.bytes).write(to: place)
            // The unit's page names it by its beginning, until it is used.
            #expect(
                try administrator.get("/administration/unit/LC").body.contains("<b class=\"n\">\(code.prefix(4))</b>"))
            let (town, enrolled) = try enrol(county, "LC", "--file", place.path)
            #expect(enrolled.status == 0 && enrolled.object["label"] as? String == "A", "\(enrolled.messages)")
            try town.sync()
            let unit = try administrator.get("/administration/unit/LC").body
            #expect(
                unit.contains("A 机") && unit.contains("● 在线") && !unit.contains("<b class=\"n\">\(code.prefix(4))</b>"))
            let fingerprint = unit.matches(of: try Regex("<span>([0-9A-F]{2}:){7}[0-9A-F]{2}</span>"))
            #expect(fingerprint.count == 4, "of the certificate that it showed, 32 bytes")
            #expect(try enrol(county, "other", "--file", place.path).1.status == 3, "a code is for one machine")
            // A second replica of the same unit, by the digits.
            let second = try issue("LC", administrator)
            let (_, twin) = try enrol(county, "LC-2", "--code", try digits(in: second))
            #expect(twin.status == 0 && twin.object["label"] as? String == "B")
            let list = try administrator.get("/administration").body
            #expect(list.contains("rowspan=\"2\"") && list.contains("B 机"))
            #expect(try administrator.get("/administration", language: "en").body.contains("Units and machines"))
        }
    }

    @Test func aWithdrawnCodeAndARevokedMachineAreRefused() async throws {
        try await withCounty { county, administrator in
            _ = try add("LC", "黎城镇", administrator)
            let first = try digits(in: try issue("LC", administrator))
            let withdrawn = try digits(in: try issue("LC", administrator))
            let path = "/administration/unit/LC"
            let token = try form(administrator, path)["token"] ?? ""
            let withdrawal = ["token": token, "begins": String(withdrawn.prefix(4))]
            #expect(try administrator.post(path + "/withdraw", withdrawal).status == 303)
            let again = try administrator.post(path + "/withdraw", withdrawal)
            #expect(again.status == 422 && again.body.contains("没有以 \(withdrawn.prefix(4)) 开头"))
            #expect(try enrol(county, "LC-w", "--code", withdrawn).1.status == 3)
            // The commands do the same.
            let third = try county.hub("unit", "code", "LC").object["code"] as? String ?? ""
            #expect(
                try county.hub("unit", "codes").array.contains { $0["begins"] as? String == String(third.prefix(4)) })
            #expect(try county.hub("unit", "withdraw", "LC", String(third.prefix(4))).status == 0)
            #expect(try enrol(county, "LC-w", "--code", third).1.status == 3)
            #expect(try enrol(county, "LC-w", "--code", first, "--file", "/nowhere").1.status == 2, "one of the two")
            let (town, enrolled) = try enrol(county, "LC", "--code", first)
            #expect(enrolled.status == 0, "a code beside it is as it was")
            try town.record(numbered(1...2))
            try town.sync()
            try town.record(numbered(3...3))
            let asked = try administrator.get(path + "/revoke/A").body
            #expect(asked.contains("停用之后") && asked.contains("从下一次联系起被拒绝"))
            #expect(try administrator.post(path + "/revoke/A", ["token": token]).status == 303)
            #expect(try town.call("sync").status == 3, "a revoked machine is refused")
            #expect(try administrator.get(path).body.contains("✕ 已停用"))
            // Enrolled once more in its own folder it brings what it had not sent.
            let (_, anew) = try enrol(county, "LC", "--code", try digits(in: try issue("LC", administrator)))
            #expect(anew.status == 0 && anew.object["label"] as? String == "B", "\(anew.messages)")
            try town.sync()
            #expect(try Set(county.matters(of: "LC")) == Set(numbered(1...3)))
            #expect(try administrator.post(path + "/rename", ["token": token, "name": "黎城街道"]).status == 303)
            #expect(try administrator.get("/administration").body.contains("黎城街道"))
            #expect(try administrator.post(path + "/revoke", ["token": token]).status == 303)
            #expect(try administrator.post(path + "/code", try form(administrator, "/administration")).status == 422)
        }
    }

    @Test func whatIsAnAdministratorsIsNobodyElses() async throws {
        try await withCounty { county, administrator in
            _ = try add("LC", "黎城镇", administrator)
            let officer = try officer(of: county)
            let token = try officer.hidden("token", in: officer.get("/").body)
            let pages = ["", "/unit/LC", "/unit/LC/revoke", "/upkeep", "/audit", "/audit.csv"]
            for page in pages {
                let answer = try officer.get("/administration\(page)")
                #expect(answer.status == 403 && answer.body.contains("由管理员办理"), "\(page)")
                #expect(try DeskPerson(county.console).get("/administration\(page)").status == 303, "signed in first")
            }
            let acts = [
                "", "/unit/LC/code", "/unit/LC/withdraw", "/unit/LC/rename", "/unit/LC/revoke", "/code/file",
                "/upkeep/backup", "/upkeep/check",
            ]
            let fields = ["code": "YT", "name": "银涂镇", "kind": "town", "id": "0199c1f0-0000-7000-8000-000000000001"]
            for act in acts {
                let path = "/administration\(act)"
                #expect(try officer.post(path, fields.merging(["token": token]) { $1 }).status == 403, "\(act)")
                // A form of another site has no token of this sign-in.
                let foreign = try administrator.post(
                    path, fields.merging(["token": "0"]) { $1 }, headers: ["Sec-Fetch-Site": "cross-site"])
                #expect(foreign.status == 400, "\(act)")
                #expect(
                    try DeskPerson(county.console).post(path, fields).headers["location"]?.hasPrefix("/sign-in") == true
                )
            }
            // Nor by the desk's own forms: who the units are is not an officer's to write.
            let unit = try county.hub("list", "unit").array.first {
                ($0["fields"] as? [String: Any])?["code"] as? String == "LC"
            }
            let id = unit?["id"] as? String ?? ""
            for collection in ["unit", "rule-profile"] {
                #expect(try officer.get("/new/\(collection)").status == 403)
                #expect(try officer.post("/new/\(collection)", fields.merging(["token": token]) { $1 }).status == 403)
                #expect(try administrator.get("/new/\(collection)").status == 200)
            }
            let shown = try administrator.get("/record/unit/\(id)").body
            #expect(shown.contains("name=\"leadersRequired\""))
            #expect(!(try officer.get("/record/unit/\(id)").body.contains("name=\"leadersRequired\"")))
            let change = [
                "token": token, "seen": administrator.hidden("seen", in: shown), "name": "别的名字", "was-name": "黎城镇",
            ]
            #expect(try officer.post("/record/unit/\(id)", change).status == 403)
            #expect(try county.hub("unit", "list").array.contains { $0["name"] as? String == "黎城镇" })
            #expect(try county.hub("unit", "list").array.count == 2)
            #expect(try county.hub("unit", "codes").array.count == 1)
        }
    }

    @Test func theAuditListSaysWhoDidWhatAndHoldsNoSecret() async throws {
        try await withCounty { county, administrator in
            let codes = [
                try digits(in: try add("LC", "黎城镇", administrator).body),
                try digits(in: try issue("LC", administrator)),
            ]
            _ = try officer(of: county)
            let path = "/administration/audit"
            let list = try administrator.get(path).body
            for text in ["增加单位", "发注册码", "黎城镇", "王晓东", "127.0.0.1", "本机命令", "李四"] {
                #expect(list.contains(text), "\(text)")
            }
            let file = try administrator.get("/administration/audit.csv?act=unit-code")
            #expect(file.headers["content-type"]?.hasPrefix("text/csv") == true)
            #expect(file.body.components(separatedBy: "\r\n").filter { $0.contains("发注册码") }.count == 1)
            #expect(!file.body.contains("增加单位"), "filtered by the act")
            #expect(!(try administrator.get(path + "?person=nobody").body.contains("<td>发注册码</td>")))
            #expect(try administrator.get(path + "?from=2031-01-01").body.contains("没有符合的记录"))
            #expect(try administrator.get(path + "?from=xx").status == 422)
            county.stopHub()
            // Nor does anything that the hub has written anywhere.
            let files = FileManager.default.enumerator(at: county.folder, includingPropertiesForKeys: nil)
            var looked = 0
            for case let file as URL in files ?? .init() {
                guard let bytes = try? Data(contentsOf: file) else { continue }
                looked += 1
                for code in codes {
                    let grouped = stride(from: 0, to: 32, by: 4).map { String(Array(code)[$0..<$0 + 4]) }
                    let secret = String(code.dropFirst(4).prefix(11))
                    for text in [secret, grouped.joined(separator: " ")] {
                        #expect(bytes.range(of: Data(text.utf8)) == nil, "\(file.lastPathComponent)")
                    }
                }
            }
            #expect(looked > 3)
        }
    }

    @Test func aBackupFromThePageIsCheckedAndBecomesAHubThatWaitsToBeConfirmed() async throws {
        try await withCounty { county, administrator in
            _ = try add("LC", "黎城镇", administrator)
            let path = "/administration/upkeep"
            let token = ["token": try administrator.hidden("token", in: administrator.get(path).body)]
            #expect(try administrator.post(path + "/backup", token).status == 303)
            try waitFor { try administrator.get(path).body.contains("✓ 已备份并读回核验") }
            let folder = URL(fileURLWithPath: county.hubData).appendingPathComponent("backups")
            let made = try FileManager.default.contentsOfDirectory(atPath: folder.path)
            let name = try #require(made.first)
            #expect(made.count == 1 && name.hasSuffix(".backup"))
            let page = try administrator.get(path).body
            #expect(page.contains(name) && page.contains("✓ 已核验") && page.contains("restore"))
            #expect(try administrator.get("/administration").body.contains("上次核验过的备份"))
            county.stopHub()
            let file = folder.appendingPathComponent(name).path
            try county.expectDone(county.hub("restore", file, "--replace"))
            try county.startHub()
            let restored = DeskPerson(county.console)
            try restored.post("/sign-in", ["name": "王晓东", "password": "口令口令口令口令"])
            let front = try restored.get("/administration").body
            let place = try #require(front.range(of: "等待确认"))
            #expect(front.range(of: "单位与机器").map { place.lowerBound < $0.lowerBound } == true, "it stands first")
            #expect(front.contains("不发编号、注册码") && front.contains("href=\"/sync\""))
            let unit = "/administration/unit/LC"
            #expect(!(try restored.get(unit).body.contains("name=\"begins\"")), "codes of before are dead")
            let refused = try restored.post(unit + "/code", try form(restored, unit))
            #expect(refused.status == 400 && refused.body.contains("从旧副本恢复"))
            for event in try county.hub("events").array where event["kind"] as? String == "hub-restored" {
                try county.expectDone(county.hub("confirm", "\(event["id"] ?? "")"))
            }
            #expect(!(try restored.get("/administration").body.contains("等待确认")))
            #expect(try digits(in: try issue("LC", restored)).count == 32)
        }
    }

    @Test func aCheckFindsNothingInASoundStoreAndTheDamageOfAnother() async throws {
        try await withCounty { county, administrator in
            let town = try county.town("LC", named: "黎城镇")
            try town.record(numbered(1...60))
            try town.sync()
            let path = "/administration/upkeep"
            func check(_ person: DeskPerson) throws {
                let token = ["token": try person.hidden("token", in: person.get(path).body)]
                #expect(try person.post(path + "/check", token).status == 303)
            }
            try check(administrator)
            try waitFor { try administrator.get(path).body.contains("✓ 完好") }
            #expect(try administrator.get("/administration/audit?act=verify").body.contains("✓ 完好"))
            // A set's bytes that another hand changed in the file: what its author signed no longer holds.
            county.stopHub()
            let queue = try DatabaseQueue(path: county.hubData + "/store.sqlite")
            try queue.write { db in
                try db.execute(
                    sql: """
                        UPDATE change_set SET body = zeroblob(length(body))
                        WHERE id = (SELECT id FROM change_set WHERE body IS NOT NULL ORDER BY id DESC LIMIT 1)
                        """)
            }
            try queue.close()
            try county.startHub()
            let again = DeskPerson(county.console)
            try again.post("/sign-in", ["name": "王晓东", "password": "口令口令口令口令"])
            try check(again)
            try waitFor { try again.get(path).body.contains("的链不成立") }
            let found = try again.get(path).body
            #expect(found.contains("LC/routine") && found.contains("从最近一份核验过的备份恢复"))
            #expect(try county.hub("verify").status == 1, "as the command finds it")
        }
    }

    @Test func theServersCertificateIsRenewedAtAStartAndItsEndIsSeen() async throws {
        guard WrongClock.library != nil else { return }
        try await blocking {
            let county = try County()
            defer { county.cleanUp() }
            try county.startHub(clock: "+80d")
            let town = try county.town("LC", named: "黎城镇")
            try town.sync()
            let administrator = DeskPerson(county.console)
            try administrator.setUp()
            let page = try administrator.get("/administration").body
            #expect(page.contains("服务器证书") && !page.contains("服务器证书 20"), "no warning: it was renewed")
        }
    }
}
