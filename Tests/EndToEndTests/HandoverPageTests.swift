import Foundation
import Testing

/// 交接班 on the desk: drafted from the records, acted on, signed by both, on one machine or on two.
@Suite(.serialized) struct HandoverPageTests {
    private static let successor = "李强"
    private static let password = "李强的口令口令呀"
    private static let own = "口令口令口令口令"

    private static func people(_ town: Town) throws {
        let line = #"{"name":"\#(successor)","establishment":"公务员","post":"办事员"}"#
        try town.county.expectDone(town.call("record", "person", input: line + "\n"))
        try town.county.expectDone(town.call("account", "add", successor, "--password-stdin", input: password + "\n"))
    }

    private static func enter(_ town: Town, _ collection: String, _ members: [String: Any]) throws -> String {
        let line = try JSONSerialization.data(withJSONObject: members, options: [.sortedKeys])
        let outcome = try town.call("record", collection, input: String(decoding: line, as: UTF8.self) + "\n")
        try town.county.expectDone(outcome)
        return outcome.array.first?["id"] as? String ?? ""
    }

    /// What the form would send back unchanged, with both persons chosen.
    private static func form(_ person: DeskPerson, _ town: Town, at path: String = "/handover") throws -> [String:
        String]
    {
        let page = try person.get(path).body
        let form = [
            "token": person.hidden("token", in: page),
            "id": person.hidden("id", in: String(page[handoverForm(page)...])),
            "outgoing": "王晓东", "incoming": successor, "place": "值班室", "phoneTest": "open", "equipment": "正常",
        ]
        return form.merging(keys(person, page)) { $1 }
    }

    /// The items of a page, as its form names them.
    private static func keys(_ person: DeskPerson, _ page: String) -> [String: String] {
        var keys: [String: String] = [:]
        for place in 0..<200 {
            let key = person.hidden("key-\(place)", in: page)
            if key.isEmpty { break }
            keys["key-\(place)"] = key
        }
        return keys
    }

    /// The page may hold a form of the 零报告 before it.
    private static func handoverForm(_ page: String) -> String.Index {
        page.range(of: "action=\"/handover\"")?.lowerBound ?? page.startIndex
    }

    private static func acted(_ form: [String: String], _ act: String = "接收") -> [String: String] {
        var form = form
        for key in form.keys where key.hasPrefix("key-") { form["act-" + key.dropFirst(4)] = act }
        return form
    }

    private static func handovers(_ town: Town) throws -> [[String: Any]] {
        try town.call("list", "handover").array.compactMap { $0["fields"] as? [String: Any] }
    }

    @Test func aWholeHandoverOnOneDeskEndsWithTheSuccessorBeforeIt() async throws {
        try await DeskPerson.withTown { _, town in
            let person = DeskPerson(town.desk)
            try person.setUp()
            try Self.people(town)
            let task = try Self.enter(
                town, "task",
                ["matter": "查堤𠮷<b>", "dueAt": "2026-10-02T08:00:00+08:00", "setAt": "2026-10-01T08:00:00+08:00"])
            let page = try person.get("/handover").body
            #expect(page.contains("查堤𠮷&lt;b&gt;") && page.contains("第三条") && page.contains("软件起草，未保存"))
            #expect(try Self.handovers(town).isEmpty, "a draft is nothing yet")
            let form = try Self.form(person, town)
            let id = form["id"] ?? ""
            // The successor cannot sign before he acted, nor the outgoing for both, nor with another's password.
            let both = ["outgoingPassword": Self.own, "incomingPassword": Self.password]
            let early = try person.post("/handover", form.merging(both) { $1 })
            #expect(early.status == 422 && early.body.contains("没有逐项处理"))
            let alone = Self.acted(form).merging(both) { $1 }.merging(["incoming": "王晓东"]) { $1 }
            #expect(try person.post("/handover", alone).body.contains("不能是同一人"))
            let wrong = Self.acted(form).merging(both) { $1 }.merging(["incomingPassword": Self.own]) { $1 }
            let refused = try person.post("/handover", wrong.merging(["remark": "写过的字"]) { $1 })
            #expect(refused.status == 422 && refused.body.contains("口令不对") && refused.body.contains("写过的字"))
            let unasked = Self.acted(form, "有疑问").merging(both) { $1 }
            #expect(try person.post("/handover", unasked).body.contains("请写明问什么"))
            #expect(try Self.handovers(town).isEmpty)
            let good = Self.acted(form).merging(both) { $1 }.merging(["others": "找人\n\n送件", "remark": "备注"]) { $1 }
            // What the officer added has to be acted on too: it was not on the page yet.
            let added = try person.post("/handover", good)
            #expect(added.status == 422 && added.body.contains("还有 2 项") && added.body.contains("送件"))
            let all = Self.acted(good.merging(Self.keys(person, added.body)) { $1 })
            #expect(try person.post("/handover", all).headers["location"] == "/handover/\(id)?saved=1")
            #expect(try person.post("/handover", all).status == 303, "sent twice")
            let records = try Self.handovers(town)
            #expect(records.count == 1 && records[0]["outgoingSignature"] as? String == "王晓东")
            #expect(
                records[0]["incomingSignature"] as? String == Self.successor && records[0]["phoneTestedAt"] is String)
            #expect((records[0]["syncState"] as? String)?.contains("本机待送") == true)
            let items = records[0]["openItems"] as? [[String: Any]] ?? []
            #expect(items.contains { $0["record"] as? String == task && $0["acted"] as? String == "接收" })
            #expect(items.allSatisfy { $0["actedBy"] as? String == Self.successor })
            #expect(items.suffix(2).compactMap { $0["item"] as? String } == ["找人", "送件"])
            let shown = try person.get("/handover/\(id)").body
            #expect(shown.contains("交接完成") && shown.contains("/print/handover/\(id)") && shown.contains("换李强上岗"))
            // The switch of person: his password was given already, and the desk is his.
            let token = person.hidden("token", in: shown)
            #expect(try person.post("/handover/\(id)/switch", ["token": token]).headers["location"] == "/")
            #expect(try person.get("/").body.contains("<span>李强</span>"))
            #expect(try person.post("/handover/\(id)/switch", ["token": token]).status == 400, "once")
        }
    }

    @Test func nothingThatIsOpenIsMissingByAnIndependentCount() async throws {
        try await DeskPerson.withTown { county, town in
            let person = DeskPerson(town.desk)
            try person.setUp()
            try Self.people(town)
            let time = "2026-10-01T08:00:00+08:00"
            let open: [(String, [String: Any])] = [
                ("incident", ["occurredAt": time, "summary": "漫堤", "place": "大堤"]),
                (
                    "phone-record",
                    ["direction": "in", "receivedAt": time, "matter": "响过", "missed": true, "callerPhone": "1"]
                ),
                ("phone-record", ["direction": "in", "receivedAt": time, "matter": "要书面", "handling": "要求书面"]),
                ("log-entry", ["occurredAt": time, "matter": "承办", "undertaker": "民政办"]),
                ("task", ["matter": "一件", "dueAt": time]), ("task", ["matter": "两件"]),
                ("document", ["channel": "密", "kind": "文电", "number": "密3", "receivedAt": time]),
            ]
            let closed: [(String, [String: Any])] = [
                (
                    "phone-record",
                    ["direction": "in", "receivedAt": time, "matter": "答过", "handling": "直接答复", "answer": "已答"]
                ),
                ("log-entry", ["occurredAt": time, "matter": "巡查"]),
                ("task", ["matter": "办过", "result": "已办", "closedAt": time]),
                ("document", ["channel": "明", "kind": "文电", "receivedAt": time, "handledAt": time, "outcome": "已办"]),
            ]
            let expected = Set(try open.map { try Self.enter(town, $0.0, $0.1) })
            for (collection, members) in closed { _ = try Self.enter(town, collection, members) }
            let instruction = #"{"leader":"县长","issuedAt":"\#(time)","text":"处置","unit":"LC"}"#
            let sent = try county.hub("record", "instruction", "--unit", "LC", input: instruction + "\n")
            try town.sync()
            let all = expected.union([sent.array.first?["id"] as? String ?? ""])
            let form = try Self.form(person, town).merging(["outgoingPassword": Self.own]) { $1 }
            #expect(try person.post("/handover", form).status == 303)
            let items = try Self.handovers(town).first?["openItems"] as? [[String: Any]] ?? []
            #expect(Set(items.compactMap { $0["record"] as? String }) == all)
            // After the cut: named on the page, and no part of what was signed.
            let late = try Self.enter(town, "task", ["matter": "截止以后"])
            let page = try person.get("/handover/\(form["id"] ?? "")").body
            #expect(page.contains("截止后新出现 1 项") && page.contains("/record/task/\(late)"))
            #expect(try person.get("/handover").body.contains("没有签完的交接"))
        }
    }

    @Test func theSuccessorSignsAtAnotherMachineAfterASync() async throws {
        try await DeskPerson.withTown { county, town in
            let person = DeskPerson(town.desk)
            try person.setUp()
            try Self.people(town)
            _ = try Self.enter(town, "task", ["matter": "查堤"])
            let form = try Self.form(person, town)
            let id = form["id"] ?? ""
            let signed = form.merging(["outgoingPassword": Self.own, "phoneTest": "none"]) { $1 }
            #expect(try person.post("/handover", signed).status == 303)
            let waiting = try person.get("/handover/\(id)").body
            #expect(waiting.contains("待接班签字") && waiting.contains("未拨测"))
            #expect(try person.get("/").body.contains("/handover/\(id)"), "Today leads there")
            try town.waitUntilDelivered()
            let second = try county.town("LC")
            try second.start()
            try waitFor { try second.call("list", "handover").array.count == 1 }
            let other = DeskPerson(second.desk)
            #expect(try other.post("/sign-in", ["name": Self.successor, "password": Self.password]).status == 303)
            let acts = Self.acted(try Self.form(other, second, at: "/handover/\(id)"), "已办结")
            // By his own sign-in he acts without a password; the signature takes one.
            #expect(try other.post("/handover", acts).status == 303)
            #expect(try other.get("/handover/\(id)").body.contains("待接班签字"))
            #expect(try other.post("/handover", acts.merging(["incomingPassword": Self.password]) { $1 }).status == 303)
            #expect(try other.get("/handover/\(id)").body.contains("交接完成"))
            try second.waitUntilDelivered()
            try waitFor { try person.get("/handover/\(id)").body.contains("交接完成") }
            let fields = try Self.handovers(town).first ?? [:]
            #expect(fields["phoneTestedAt"] == nil && fields["incomingSignature"] as? String == Self.successor)
            // What is signed stays.
            #expect(try town.call("edit", "handover", id, "--set", "openItems=别的").status == 2)
        }
    }

    @Test func anEmptyShiftCostsThreeInputs() async throws {
        try await DeskPerson.withTown { county, town in
            let setUp = DeskPerson(town.desk)
            try setUp.setUp()
            try Self.people(town)
            let period = #"{"from":"2020-01-01","to":"2099-12-31","kind":"重要会议活动","reason":"会议"}"#
            try county.expectDone(county.hub("record", "special-period", input: period + "\n"))
            try town.sync()
            // Not counted: pages that are only looked at.
            let person = DeskPerson(town.desk)
            #expect(try person.post("/sign-in", ["name": "王晓东", "password": Self.own]).status == 303)
            let today = try person.get("/").body
            #expect(today.contains("已核实，无情况"))
            let zero = [
                "token": person.hidden("token", in: today),
                "id": person.hidden(
                    "id", in: String(today[(today.range(of: "/zero-report")?.lowerBound ?? today.startIndex)...])),
            ]
            #expect(try person.post("/zero-report", zero).status == 303)
            #expect(try person.post("/zero-report", zero).status == 303)
            let reports = try town.call("list", "zero-report").array.compactMap { $0["fields"] as? [String: Any] }
            #expect(reports.count == 1 && reports[0]["reporter"] as? String == "王晓东" && reports[0]["sentAt"] is String)
            #expect(try !person.get("/").body.contains("已核实，无情况"))
            let form = try Self.form(person, town)
            let signed = Self.acted(form).merging(["outgoingPassword": Self.own, "incomingPassword": Self.password]) {
                $1
            }
            #expect(try person.post("/handover", signed).status == 303)
            #expect(try person.get("/handover/\(form["id"] ?? "")").body.contains("交接完成"))
            #expect((try Self.handovers(town).first?["zeroReport"] as? String)?.contains("已报") == true)
            // Where something happened there is no nothing to report.
            #expect(try person.post("/zero-report", zero).status == 303, "given already")
        }
    }

    @Test func formsOfOthersAreNotTaken() async throws {
        try await DeskPerson.withTown { _, town in
            let person = DeskPerson(town.desk)
            let stranger = DeskPerson(town.desk)
            for path in ["/handover", "/people", "/password"] { #expect(try stranger.get(path).status == 303) }
            try person.setUp()
            try Self.people(town)
            let form = try Self.form(person, town).merging(["outgoingPassword": Self.own]) { $1 }
            #expect(try stranger.post("/handover", form).headers["location"] == "/sign-in")
            #expect(try person.post("/handover", form.merging(["token": "0123"]) { $1 }).status == 400)
            #expect(try person.post("/zero-report", ["token": "", "id": ""]).status == 400)
            #expect(try Self.handovers(town).isEmpty)
            for language in ["zh-CN", "en"] {
                #expect(try person.get("/handover", language: language).status == 200)
                #expect(try person.get("/people", language: language).status == 200)
            }
        }
    }
}
