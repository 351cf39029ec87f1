import Foundation
import Testing

/// Conflicts on the desk: what is shown of them, and every decision on them.
@Suite(.serialized) struct ConflictPageTests {
    /// Two machines of one unit, apart and together again.
    @Test func whatTwoWroteApartIsSeenSideBySideSettledAndHadBack() async throws {
        try await DeskPerson.withTown { county, town in
            let second = try county.town("LC")
            let person = DeskPerson(town.desk)
            try person.setUp()
            let id = try town.record(["一"])[0]
            try town.waitUntilDelivered()
            try second.sync()
            try county.expectDone(second.call("edit", "log-entry", id, "--set", "matter=二", "--author", "李四"))
            let form = try person.get("/record/log-entry/\(id)").body
            let edit = [
                "token": person.hidden("token", in: form), "seen": person.hidden("seen", in: form), "matter": "三",
                "was-matter": "一",
            ]
            #expect(try person.post("/record/log-entry/\(id)", edit).status == 303)
            try second.sync()
            try waitFor { try town.call("conflicts").array.count == 1 }

            let page = try person.get("/record/log-entry/\(id)").body
            #expect(page.contains("原来的值") && page.contains("填写时看到的是“一”，没有看到 李四 写的"))
            #expect(page.contains("没有看到 王晓东 写的"))
            #expect(page.contains("黎城镇 A 机（本机）") && page.contains("黎城镇 B 机"))
            let replica = try town.call("status").object["replica"] as? String ?? "?"
            #expect(!page.contains(replica), "no raw id of a replica")
            #expect(page.contains("冲突 <b class=\"count\">1</b>"))
            let list = try person.get("/conflicts")
            #expect(list.status == 200 && list.body.contains("/record/log-entry/\(id)") && list.body.contains("李四"))
            let english = try person.get("/conflicts", language: "en").body
            #expect(english.contains("Conflicts") && english.contains("and not what 李四 wrote"))

            let settle = [
                "token": person.hidden("token", in: page), "seen": person.hidden("seen", in: page), "field": "matter",
                "pick": person.version(of: "三", in: page),
            ]
            #expect(
                try DeskPerson(town.desk).post("/resolve/log-entry/\(id)", settle).headers["location"] == "/sign-in")
            let foreign = settle.merging(["token": "0123456789abcdef0123456789abcdef"]) { $1 }
            #expect(try person.post("/resolve/log-entry/\(id)", foreign).status == 400)
            #expect(try person.post("/resolve/log-entry/\(id)", settle.filter { $0.key != "pick" }).status == 400)
            #expect(try town.call("conflicts").array.count == 1, "nothing of this settled it")

            let done = try person.post("/resolve/log-entry/\(id)", settle)
            #expect(try person.post("/resolve/log-entry/\(id)", settle).status == 303, "a second press")
            #expect(try town.call("conflicts").array.isEmpty && town.matters() == ["三"])
            let after = try person.get(try #require(done.headers["location"])).body
            #expect(after.contains("已定为") && after.contains("裁定冲突") && after.contains("未采用："))
            let undo = [
                "token": person.hidden("token", in: after), "seen": person.hidden("seen", in: after), "field": "matter",
                "version": person.hidden("version", in: after),
            ]
            #expect(try person.post("/restore/log-entry/\(id)", undo).status == 303)
            #expect(try town.matters() == ["二"])
            let history = try person.get("/record/log-entry/\(id)").body
            #expect(history.contains("裁定冲突") && history.contains("同时另有填写，互不知情：李四"))
            #expect(try person.get("/conflicts").body.contains("没有冲突"))
        }
    }

    /// The county has every unit's conflicts in one list, settles what it may write, and passes the rest to the unit.
    @Test func theCountyPassesAConflictToItsUnit() async throws {
        try await DeskPerson.withTown { county, town in
            let second = try county.town("LC")
            let officer = DeskPerson(county.console)
            try officer.setUp()
            let id = try town.record(["一"])[0]
            try town.waitUntilDelivered()
            try second.sync()
            for (at, value) in [(town, "二"), (second, "三<b>")] {
                try county.expectDone(at.call("edit", "log-entry", id, "--set", "matter=\(value)", "--author", "李四"))
            }
            try second.sync()
            try waitFor { try county.hub("conflicts").array.count == 1 }
            let list = try officer.get("/conflicts").body
            #expect(list.contains("黎城镇 · 值班记录 · 事项") && list.contains("未定") && list.contains("转交单位核定"))
            let form = ["unit", "record", "collection", "field"].reduce(
                into: ["token": officer.hidden("token", in: list)]
            ) { form, name in
                let pass = list.components(separatedBy: "action=\"/conflicts/pass\"").last ?? ""
                form[name] = officer.hidden(name, in: pass)
            }
            #expect(try officer.post("/conflicts/pass", form.merging(["token": ""]) { $1 }).status == 400)
            #expect(try DeskPerson(county.console).post("/conflicts/pass", form).headers["location"] == "/sign-in")
            #expect(try officer.post("/conflicts/pass", form.merging(["field": "handling"]) { $1 }).status == 400)
            for _ in 0..<2 { #expect(try officer.post("/conflicts/pass", form).status == 303) }
            #expect(try county.hub("list", "notice").array.count == 1, "a second press")
            #expect(try officer.get("/conflicts").body.contains("尚未签收"))
            try waitFor { try town.call("list", "notice").array.count == 1 }
            let fields = try town.call("list", "notice").array.first?["fields"] as? [String: Any]
            let body = fields?["body"] as? String ?? ""
            #expect(body.contains("“二”（李四）") && body.contains("“三<b>”（李四）") && body.contains("请核实"))
            // A town's own desk has nobody to pass it to.
            let person = DeskPerson(town.desk)
            try person.setUp()
            #expect(try !person.get("/conflicts").body.contains("转交单位"))
            #expect(
                try person.post(
                    "/conflicts/pass",
                    ["token": person.hidden("token", in: person.get("/conflicts").body)].merging(form) { one, _ in one }
                ).status == 400)
        }
    }

    /// Values keep their types, a field that was emptied is a value to choose, and what was typed anew is judged.
    @Test func everyKindOfValueIsSettledAsItWasWritten() async throws {
        try await DeskPerson.withTown { county, town in
            let person = DeskPerson(town.desk)
            try person.setUp()
            let call =
                #"{"direction":"in","receivedAt":"2026-10-01T08:00:00+08:00","matter":"来电","missed":true,"place":"大堤","toldAt":"2026-10-01T08:10:00+08:00","rings":3}"#
            let entered = try town.call("record", "phone-record", input: call + "\n")
            try county.expectDone(entered)
            let id = entered.array.first?["id"] as? String ?? ""
            let path = "phone-record/\(id)"
            func fields() throws -> [String: Any] {
                try town.call("show", "phone-record", id).object["fields"] as? [String: Any] ?? [:]
            }
            let seen = try town.call("show", "phone-record", id).object["seen"] as? String ?? ""
            func apart(_ left: [String], _ right: [String]) throws {
                for edit in [left, right] {
                    try county.expectDone(
                        Programs.call(
                            town.edition.agent,
                            ["--data", town.folder.path, "edit", "phone-record", id, "--seen", seen] + edit
                                + ["--author", "李四"], input: nil, environment: county.environment))
                }
            }
            try apart(["--set", "missed=false"], ["--set", "missed=true"])
            try apart(["--unset", "place"], ["--set", "place=圩区"])
            try apart(["--set", "toldAt=2026-10-01T08:20:00+08:00"], ["--set", "toldAt=2026-10-01T08:30:00+08:00"])
            try apart(["--set", "rings=4"], ["--set", "rings=5"])
            try apart(["--set", "direction=out"], ["--set", "direction=in"])
            let page = try person.get("/record/\(path)").body
            #expect(page.contains("（空）") && page.contains("2026-10-01 08:20") && page.contains("去电"))

            #expect(try person.settle(path, "missed", "否").status == 303)
            #expect(try fields()["missed"] as? Bool == false)
            #expect(try person.settle(path, "place", "（空）").status == 303)
            #expect(try fields()["place"] == nil)
            #expect(try person.settle(path, "toldAt", "2026-10-01 08:20").status == 303)
            #expect(try fields()["toldAt"] as? String == "2026-10-01T08:20:00+08:00")
            let refused = try person.settle(path, "rings", "", own: "很多")
            #expect(refused.status == 422 && refused.body.contains("很多") && refused.body.contains("没有保存"))
            #expect(try person.settle(path, "rings", "", own: "7").status == 303)
            #expect(try fields()["rings"] as? Int == 7)
            #expect(try person.settle(path, "direction", "", own: "out").status == 303)
            #expect(try town.call("conflicts").array.isEmpty)
        }
    }

    /// What came after the page was opened was not on the screen, and stays.
    @Test func aDecisionOnAnOldPageKeepsWhatCameSinceAndSaysSo() async throws {
        try await DeskPerson.withTown { county, town in
            let person = DeskPerson(town.desk)
            try person.setUp()
            let id = try town.record(["一"])[0]
            let seen = try town.call("show", "log-entry", id).object["seen"] as? String ?? ""
            for (matter, source) in [("二", "甲"), ("三", "乙")] {
                let author = matter == "三" ? "王晓东" : "李四"
                try county.expectDone(
                    town.call(
                        "edit", "log-entry", id, "--seen", seen, "--set", "matter=\(matter)", "--set",
                        "source=\(source)", "--author", author))
            }
            let page = try person.get("/record/log-entry/\(id)").body
            try county.expectDone(
                town.call("edit", "log-entry", id, "--seen", seen, "--set", "matter=四", "--author", "张三"))
            let stale = [
                "token": person.hidden("token", in: page), "seen": person.hidden("seen", in: page), "field": "matter",
                "pick": person.version(of: "三", in: page),
            ]
            let done = try person.post("/resolve/log-entry/\(id)", stale)
            let after = try person.get(try #require(done.headers["location"])).body
            #expect(after.contains("仍有不同的值") && !person.version(of: "四", in: after).isEmpty)
            #expect(!person.version(of: "三", in: after).isEmpty && person.version(of: "二", in: after).isEmpty)
            // All of one person's values at once.
            let all = [
                "token": person.hidden("token", in: after), "seen": person.hidden("seen", in: after),
                "author": "王晓东",
            ]
            #expect(after.contains("各项都用我写的"))
            #expect(try person.post("/resolve-all/log-entry/\(id)", all).status == 303)
            let fields = try town.call("show", "log-entry", id).object["fields"] as? [String: Any] ?? [:]
            #expect(fields["matter"] as? String == "三" && fields["source"] as? String == "乙")
            #expect(try town.call("conflicts").array.isEmpty)
        }
    }

    @Test func manyThatAreAlikeAreSettledAtOnce() async throws {
        try await DeskPerson.withTown { county, town in
            let person = DeskPerson(town.desk)
            try person.setUp()
            let ids = try town.record(["一", "二", "三", "四"])
            for (index, id) in ids.enumerated() {
                let seen = try town.call("show", "log-entry", id).object["seen"] as? String ?? ""
                for source in ["电话", index == 3 ? "来人" : "网络"] {
                    try county.expectDone(
                        town.call("edit", "log-entry", id, "--seen", seen, "--set", "source=\(source)"))
                }
            }
            let page = try person.get("/conflicts").body
            #expect(
                page.components(separatedBy: "<section class=\"conflict\"").count == 3, "three alike, and one other")
            let alike = String(page[try #require(page.range(of: "/settle-alike/log-entry")).lowerBound...])
            let form = [
                "token": person.hidden("token", in: alike), "seen": person.hidden("seen", in: alike),
                "field": "source", "unit": person.hidden("unit", in: alike),
                "record": person.hidden("record", in: alike), "ids": person.hidden("ids", in: alike),
                "pick": person.version(of: "网络", in: alike),
            ]
            #expect(form["ids"]?.split(separator: " ").count == 3)
            let foreign = form.merging(["token": ""]) { $1 }
            #expect(try person.post("/settle-alike/log-entry", foreign).status == 400)
            // One of them was settled by somebody else in the meantime.
            let first = try town.call("show", "log-entry", ids[0]).object["seen"] as? String ?? ""
            try county.expectDone(
                town.call("resolve", "log-entry", ids[0], "source", "--value", "电话", "--seen", first))
            let done = try person.post("/settle-alike/log-entry", form)
            let told = try person.get(try #require(done.headers["location"])).body
            #expect(told.contains("已定 2 条。") && told.contains("有 1 条的值已经不同"))
            let sources = try ids.map { id in
                (try town.call("show", "log-entry", id).object["fields"] as? [String: Any])?["source"] as? String
            }
            #expect(Array(sources.prefix(3)) == ["电话", "网络", "网络"])
            #expect(try town.call("conflicts").array.count == 1)
        }
    }
}
