import Foundation
import Testing

/// Roll calls and spot checks, and what comes of a finding until the re-check.
@Suite(.serialized) struct ChecksPageTests {
    private static let officer =
        #"{"id":"0199aaaa-0000-7000-8000-000000000001","name":"李强","establishment":"公务员"}"#

    /// 李强 has the duty from an hour ago for a day.
    private static func roster(_ county: County, _ town: Town) throws {
        try county.expectDone(town.call("record", "person", input: officer + "\n"))
        let format = Date.ISO8601FormatStyle(timeZone: .gmt)
        let (from, to) = (Date().addingTimeInterval(-3600), Date().addingTimeInterval(82_800))
        let shift =
            #"{"start":"\#(from.formatted(format))","end":"\#(to.formatted(format))","officer":"0199aaaa-0000-7000-8000-000000000001"}"#
        try county.expectDone(town.call("record", "duty-shift", input: shift + "\n"))
        try county.expectDone(town.call("record", "contact", input: #"{"dutyPhones":["0517-86801234"]}"# + "\n"))
        try town.waitUntilDelivered()
    }

    @Test func aRollCallTakesEachUnitsAnswerInOneRowAndSaysWhoDidNot() async throws {
        try await DeskPerson.withTown { county, town in
            try county.expectDone(county.hub("unit", "add", "YJ", "应急局", "--class", "department"))
            let officer = DeskPerson(county.console)
            #expect(try officer.get("/checks").headers["location"] == "/sign-in")
            try officer.setUp()
            try Self.roster(county, town)
            let start = try officer.get("/checks/roll").body
            #expect(
                start.contains("name=\"call-LC\"") && start.contains("name=\"call-YJ\"") && !start.contains("call-JH"))
            let carried = ["token": officer.hidden("token", in: start), "id": officer.hidden("id", in: start)]
            #expect(try officer.post("/checks/roll", carried).status == 422, "nobody chosen")
            let all = carried.merging(["call-LC": "on", "call-YJ": "on"]) { $1 }
            let path = try #require(officer.post("/checks/roll", all).headers["location"])
            #expect(try officer.post("/checks/roll", all).headers["location"] == path, "a second press")
            let page = try officer.get(path).body
            #expect(page.contains("应点 2 个，已应答 0 个，无人接听 0 个，未点 2 个"))
            #expect(page.contains("0517-86801234") && page.contains("value=\"李强\"") && page.contains("○ 无人"))

            let row = ["token": officer.hidden("token", in: page), "unit": "LC", "dialled": "0517-86801234"]
            let wrong = try officer.post(
                path, row.merging(["answeredBy": "李强𠮷", "secondsToAnswer": "很快"]) { $1 })
            #expect(wrong.status == 422 && wrong.body.contains("李强𠮷") && wrong.body.contains("很快"))
            #expect(try officer.post(path, row).status == 422, "neither a name nor the press that nobody answered")
            let answer = row.merging(["answeredBy": "李强", "secondsToAnswer": "6"]) { $1 }
            #expect(try officer.post(path, answer).headers["location"] == "\(path)#u-YJ", "on to the next one")
            let silent = ["token": row["token"] ?? "", "unit": "YJ", "act": "silent", "answeredBy": "谁"]
            #expect(try officer.post(path, silent).status == 303)
            let done = try officer.get(path).body
            #expect(done.contains("应点 2 个，已应答 1 个，无人接听 1 个") == false, "nobody was rostered there: 漏岗")
            #expect(done.contains("漏岗") && done.contains("6 秒接听") && done.contains("未点 0 个"))

            let checks = try county.hub("list", "spot-check").array
            #expect(checks.count == 3, "the county's own record, and one a unit")
            let town = try #require(checks.first { $0["unit"] as? String == "LC" })
            let fields = town["fields"] as? [String: Any] ?? town
            #expect(fields["finding"] as? String == "正常" && fields["onRoster"] as? Bool == true)
            #expect(fields["secondsToAnswer"] as? Int == 6 && fields["checker"] as? String == "王晓东")
            let overview = try officer.get("/checks", language: "en").body
            #expect(overview.contains(path) && overview.contains("2 checks, 1 with a finding"))
            #expect(try officer.get("/checks/roll/01999999-0000-7000-8000-000000000001").status == 400)
        }
    }

    @Test func aFindingGoesOnToACircularARectificationAndARecheck() async throws {
        try await DeskPerson.withTown { county, town in
            let officer = DeskPerson(county.console)
            try officer.setUp()
            try Self.roster(county, town)
            let form = try officer.get("/checks/new?unit=LC").body
            #expect(form.contains("value=\"0517-86801234\"") && form.contains("此刻值班表上：李强"))
            let typed = [
                "token": officer.hidden("token", in: form), "id": officer.hidden("id", in: form), "unit": "LC",
                "method": "电话", "dialled": "0517-86801234", "at": officer.value("at", in: form), "rings": "5",
                "answeredBy": "门卫张三", "detail": "值班员不在值班室",
            ]
            let wrong = try officer.post("/checks/new", typed.merging(["rings": "五"]) { $1 })
            #expect(wrong.status == 422 && wrong.body.contains("“五”不是") && wrong.body.contains("门卫张三"))
            let path = try #require(officer.post("/checks/new", typed).headers["location"])
            #expect(try officer.post("/checks/new", typed).headers["location"] == path, "sent twice")
            let chain = try officer.get(path).body
            #expect(chain.contains("<b>顶岗</b>") && chain.contains("○ 待处理") && chain.contains("（不在值班表上）"))
            func link(_ start: String, in body: String) throws -> String {
                let found = try #require(body.range(of: "href=\"\(start)"))
                return String(body[found.lowerBound...].dropFirst(6).prefix { $0 != "\"" }).replacing(
                    "&amp;", with: "&")
            }

            // A person decides otherwise than the rules proposed.
            let decision = [
                "token": officer.hidden("token", in: chain), "seen": officer.hidden("seen", in: chain),
                "finding": "脱岗", "detail": "值班员不在值班室",
            ]
            #expect(try officer.post(path, decision).status == 303)
            let decided = try officer.get(path).body
            #expect(decided.contains("<b>脱岗</b>"))

            // The draft stands among the county's issues, filled in; it told nobody yet.
            let id = String(path.split(separator: "/").last ?? "")
            #expect(officer.hidden("why", in: decided) == "脱岗" && officer.hidden("spotCheck", in: decided) == id)
            let issue = try #require(decided.range(of: "action=\"/issues/new\""))
            let names = ["token", "id", "kind", "why", "unit", "spotCheck", "body"]
            let draft = Dictionary(
                uniqueKeysWithValues: names.map { ($0, officer.hidden($0, in: String(decided[issue.upperBound...]))) })
            let drafted = try #require(officer.post("/issues/new", draft).headers["location"])
            let text = try officer.get(drafted).body
            #expect(text.contains("响铃 5 声") && text.contains("值班表上为：李强") && text.contains("门卫张三"))
            let waiting = try officer.get(path).body
            #expect(waiting.contains(drafted) && waiting.contains("拟稿") && waiting.contains("○ 待处理"))
            let circular = try officer.get("/send/circular?unit=LC").body
            func send(_ collection: String, _ form: String, _ more: [String: String]) throws {
                let carried = ["token": officer.hidden("token", in: form), "id": officer.hidden("id", in: form)]
                let sent = try officer.post(
                    "/send/\(collection)",
                    carried.merging(["to-LC": "on", "spotCheck": id]) { $1 }.merging(more) { $1 })
                #expect(sent.status == 303, "\(sent.body)")
            }
            try send("circular", circular, ["kind": "脱岗", "body": "门卫张三接听，值班员脱岗。"])
            let told = try officer.get(path).body
            #expect(told.contains("◔ 已通报，未提整改") && !told.contains("起草通报"))
            let demand = try officer.get(link("/send/rectification", in: told)).body
            #expect(demand.contains("立即整改") && officer.value("dueAt", in: demand).count == 16)
            try send(
                "rectification", demand,
                ["ground": "值班员脱岗", "demandedAt": "2026-10-01 08:00", "dueAt": "2026-10-08 08:00"])
            let late = try officer.get("/checks").body
            #expect(late.contains("○ 整改超期") && late.contains("整改超期 1 件") && late.contains(path))

            let page = try officer.get(path).body
            let recheck = [
                "token": officer.hidden("token", in: page),
                "rectification": officer.hidden("rectification", in: page), "recheckedAt": "2026-10-09 08:00",
            ]
            let blank = try officer.post(path, recheck)
            #expect(blank.status == 422 && blank.body.contains("请写明复查结果") && blank.body.contains("2026-10-09 08:00"))
            #expect(try officer.post(path, recheck.merging(["recheckResult": "在岗在位𠮷"]) { $1 }).status == 303)
            let end = try officer.get(path).body
            #expect(end.contains("● 已复查 2026-10-09 08:00") && end.contains("在岗在位𠮷"))
            // The unit has all of it.
            try waitFor { try town.call("list", "rectification").array.count == 1 }
            try waitFor { try town.call("list", "circular").array.count == 1 }
            #expect(try officer.get("/checks/of/LC/01999999-0000-7000-8000-000000000001").status == 400)
        }
    }
}
