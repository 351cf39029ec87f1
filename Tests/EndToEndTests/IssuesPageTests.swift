import Foundation
import Testing

/// 值班专报 and 值班通报 from the console to a town's desk and its receipt back.
@Suite(.serialized) struct IssuesPageTests {
    private static let password = "另一个长一些的口令𠮷"
    private static let own = "口令口令口令口令"

    private static func colleague(_ county: County) throws -> DeskPerson {
        try county.expectDone(county.hub("record", "person", input: "{\"name\":\"李强\",\"establishment\":\"公务员\"}\n"))
        try county.expectDone(
            county.hub("account", "add", "李强", "--role", "leader", "--password-stdin", input: password + "\n"))
        let person = DeskPerson(county.console)
        try person.post("/sign-in", ["name": "李强", "password": password])
        return person
    }

    /// Drafts one and answers where it is.
    private static func draft(_ person: DeskPerson, _ typed: [String: String]) throws -> String {
        let chooser = try person.get("/issues/new").body
        let carried = ["token", "id"].map { ($0, person.hidden($0, in: chooser)) }
        let answer = try person.post("/issues/new", typed.merging(carried) { $1 })
        #expect(answer.status == 303)
        return answer.headers["location"] ?? ""
    }

    private static func press(
        _ person: DeskPerson, _ path: String, _ act: String, _ typed: [String: String] = [:]
    ) throws -> WebPage.Answer {
        let page = try person.get(path).body
        let carried = ["token", "seen"].map { ($0, person.hidden($0, in: page)) }
        return try person.post("\(path)/\(act)", typed.merging(carried) { $1 })
    }

    private static func account(_ body: String, _ name: String) -> String {
        body.components(separatedBy: "<option value=\"").first { $0.contains(">\(name)</option>") }
            .map { String($0.prefix { $0 != "\"" }) } ?? ""
    }

    @Test func aBulletinIsDraftedFromAnIncidentCheckedSignedSentAndReceipted() async throws {
        try await DeskPerson.withTown { county, town in
            let officer = DeskPerson(county.console)
            #expect(try officer.get("/issues").headers["location"] == "/sign-in")
            try officer.setUp()
            let leader = try Self.colleague(county)
            let minute = ISO8601DateFormatter().string(from: Date(timeIntervalSinceNow: -3600))
            let incident =
                "{\"occurredAt\":\"\(minute)\",\"category\":\"自然灾害\",\"place\":\"三河圩\",\"summary\":\"堤段漫溢\"}\n"
            try county.expectDone(town.call("record", "incident", input: incident))
            try town.sync()
            let id = try #require(county.hub("list", "incident").array.first?["id"] as? String)
            #expect(try officer.get("/issues/new").body.contains("三河圩堤段漫溢"))
            let path = try Self.draft(officer, ["kind": "bulletin", "pick-\(id)": "on"])
            let first = try officer.get(path).body
            #expect(first.contains("黎城镇三河圩堤段漫溢") && first.contains("○ 拟稿"))

            let text = ["title": "三河圩漫溢情况", "urgency": "加急", "body": "第一段<b>\n第二段𠮷", "to-LC": "on", "copies": "县委办"]
            #expect(try officer.post("\(path)/save", text.merging(["token": ""]) { $1 }).status == 400)
            #expect(try DeskPerson(county.console).post("\(path)/save", text).headers["location"] == "/sign-in")
            for _ in 0..<2 { #expect(try Self.press(officer, path, "save", text).status == 303) }
            let early = try Self.press(officer, path, "send", ["to-LC": "on"])
            #expect(early.status == 422 && early.body.contains("签发以后才能发送"))
            let same = try Self.press(officer, path, "check")
            #expect(same.status == 422 && same.body.contains("编辑和核稿不能是同一人"))
            #expect(try Self.press(leader, path, "check").status == 303)
            // A text that is changed after the check wants another one.
            #expect(try Self.press(leader, path, "save", text.merging(["title": "三河圩漫溢处置情况"]) { $1 }).status == 303)
            #expect(try officer.get(path).body.contains("○ 拟稿"))
            #expect(try Self.press(officer, path, "check").status == 303)

            let page = try leader.get(path).body
            let signer = Self.account(page, "李强")
            let wrong = try Self.press(leader, path, "sign", ["signer": signer, "password": "不对的口令口令"])
            #expect(wrong.status == 422 && wrong.body.contains("口令不对") && !wrong.body.contains("年第1期"))
            let sign = ["signer": signer, "password": Self.password]
            #expect(try Self.press(leader, path, "sign", sign).status == 303)
            #expect(try Self.press(leader, path, "sign", sign).status == 422, "once")
            let signed = try officer.get(path).body
            let year = Calendar(identifier: .gregorian).component(.year, from: Date(timeIntervalSinceNow: 8 * 3600))
            #expect(
                signed.contains("\(year)年第1期") && signed.contains("第一段&lt;b&gt;") && !signed.contains("name=\"body\""))
            #expect(try Self.press(officer, path, "save", text).status == 422, "what is signed stands")

            for _ in 0..<2 { #expect(try Self.press(officer, path, "send", ["to-LC": "on"]).status == 303) }
            #expect(try county.hub("list", "bulletin", "--unit", "LC").array.count == 1, "a second press sends nothing")
            #expect(try officer.get(path).body.contains("尚未签收"))
            try town.sync()
            let copy = try #require(town.call("list", "bulletin").array.first)
            let fields = copy["fields"] as? [String: Any]
            #expect(fields?["issue"] as? String == "\(year)年第1期" && fields?["signature"] as? String == "李强")
            let person = DeskPerson(town.desk)
            try person.setUp()
            let there = try person.get("/").body
            let receipt = "/receipt/bulletin/\(copy["id"] as? String ?? "")"
            #expect(there.contains(receipt))
            #expect(try person.post(receipt, ["token": person.hidden("token", in: there)]).status == 303)
            try town.waitUntilDelivered()
            #expect(try officer.get(path).body.contains("◉"))
            #expect(try officer.get("/issues").body.contains("已发 1 个单位，签收 1"))
            let print = try officer.get("/print/record/bulletin/\(path.split(separator: "/").last ?? "")").body
            #expect(print.contains("\(year)年第1期") && print.contains("三河圩漫溢处置情况") && print.contains("第二段𠮷"))

            // The next one takes the next number.
            let second = try Self.draft(officer, ["kind": "bulletin"])
            let empty = try Self.press(leader, second, "check")
            #expect(empty.status == 422 && empty.body.contains("标题或正文还没有写"))
            #expect(try Self.press(officer, second, "save", text.merging(["title": "第二期"]) { $1 }).status == 303)
            #expect(try Self.press(leader, second, "check").status == 303)
            #expect(try Self.press(leader, second, "sign", sign).status == 303)
            #expect(try officer.get("/issues").body.contains("\(year)年第2期"))
        }
    }

    @Test func aCircularNamesItsUnitAndIsSignedWithItsOwnNumber() async throws {
        try await DeskPerson.withTown { county, town in
            let officer = DeskPerson(county.console)
            try officer.setUp()
            let path = try Self.draft(officer, ["kind": "circular", "unit": "LC", "why": "脱岗", "body": "抽查时无人在岗。"])
            let page = try officer.get(path).body
            #expect(page.contains("抽查时无人在岗。") && page.contains("<option value=\"LC\" selected>"))
            let signer = Self.account(page, "王晓东")
            let unsigned = try Self.press(officer, path, "sign", ["signer": "", "password": Self.own])
            #expect(unsigned.status == 422 && unsigned.body.contains("请选定签发人"))
            #expect(try Self.press(officer, path, "sign", ["signer": signer, "password": Self.own]).status == 303)
            #expect(try Self.press(officer, path, "send", ["to-LC": "on"]).status == 303)
            try town.sync()
            let fields = try town.call("list", "circular").array.first?["fields"] as? [String: Any]
            #expect((fields?["number"] as? String)?.hasSuffix("年第1号") == true)
            #expect(
                try officer.get("/print/record/circular/\(path.split(separator: "/").last ?? "")").body.contains("黎城镇"))
        }
    }
}
