import Foundation
import Testing

/// The desk's pages without a browser: every form good, bad, foreign, not signed in, sent twice.
@Suite(.serialized) struct DeskTests {
    @Test func theFirstAccountIsSetUpOnceAndNobodyElseComesIn() async throws {
        try await DeskPerson.withTown { _, town in
            let person = DeskPerson(town.desk)
            for path in ["/", "/records", "/new/log-entry", "/list/log-entry"] {
                let answer = try person.get(path)
                #expect(answer.status == 303 && answer.headers["location"] == "/sign-in")
            }
            #expect(try person.get("/sign-in").body.contains("设立第一个账户"))
            let short = try person.post("/set-up", ["name": "王晓东", "password": "短", "again": "短"])
            #expect(short.status == 403 && short.body.contains("8"))
            try person.setUp()
            let today = try person.get("/")
            #expect(today.status == 200 && today.body.contains("今日") && today.body.contains("王晓东"))
            #expect(try person.get("/", language: "en").body.contains("Today"))
            let cookie = try person.post("/sign-in", ["name": "王晓东", "password": "口令口令口令口令"]).headers["set-cookie"]
            #expect(cookie?.contains("HttpOnly") == true && cookie?.contains("SameSite=Strict") == true)
            // There is a first account now.
            let second = DeskPerson(town.desk)
            try second.post("/set-up", ["name": "外人", "password": "外人的口令呀呀", "again": "外人的口令呀呀"])
            #expect(try second.get("/").status == 303)
            let wrong = try second.post("/sign-in", ["name": "王晓东", "password": "不是这个口令啊"])
            #expect(wrong.status == 403 && wrong.body.contains("不对"))
            let token = person.hidden("token", in: try person.get("/").body)
            try person.post("/sign-out", ["token": token])
            #expect(try person.get("/").status == 303)
        }
    }

    @Test func anEntryIsSavedOnceAndSaysWhereItIs() async throws {
        try await DeskPerson.withTown { county, town in
            let person = DeskPerson(town.desk)
            try person.setUp()
            let form = try person.get("/new/log-entry").body
            let carried = ["token": person.hidden("token", in: form), "id": person.hidden("id", in: form)]
            let entry = carried.merging(["occurredAt": "2026-10-01T08:00", "matter": "巡查圩堤𠮷，<b>正常</b>"]) { $1 }
            let first = try person.post("/new/log-entry", entry)
            let second = try person.post("/new/log-entry", entry)
            #expect(first.status == 303 && second.status == 303)
            #expect(try town.matters() == ["巡查圩堤𠮷，<b>正常</b>"])
            let path = try #require(first.headers["location"]).split(separator: "?")[0]
            try town.waitUntilDelivered()
            let page = try person.get(String(path)).body
            #expect(page.contains("已送达县") && page.contains("&lt;b&gt;正常&lt;/b&gt;") && !page.contains("<b>正常"))
            #expect(try county.matters(of: "LC").count == 1)
            county.stopHub()
            let offline = try person.enter("log-entry", ["occurredAt": "2026-10-01T09:00", "matter": "断网时"])
            let local = try person.get(try #require(offline.headers["location"])).body
            #expect(local.contains("仅存本机") && !local.contains("● 已送达县"))
        }
    }

    @Test func aRefusedFormKeepsWhatWasTypedAndNamesTheFields() async throws {
        try await DeskPerson.withTown { _, town in
            let person = DeskPerson(town.desk)
            try person.setUp()
            let typed = String(repeating: "长", count: 4_001)
            let refused = try person.enter("log-entry", ["occurredAt": "明天", "matter": typed, "source": "村干部"])
            #expect(refused.status == 422 && refused.body.contains("没有保存"))
            #expect(refused.body.contains(typed) && refused.body.contains("村干部") && refused.body.contains("4001"))
            #expect(try town.matters().isEmpty)
            let media = try person.enter(
                "phone-record",
                [
                    "direction": "in", "receivedAt": "2026-10-01T08:00", "matter": "采访", "handling": "媒体",
                    "answer": "属实",
                    "closedAt": "2026-10-01T09:00",
                ])
            #expect(media.status == 422 && media.body.contains("第八条") && media.body.contains("未请示"))
        }
    }

    @Test func whatIsTypedIsKeptThroughARestartAndALapsedSignInButNothingMarkedSecret() async throws {
        try await DeskPerson.withTown { _, town in
            let person = DeskPerson(town.desk)
            try person.setUp()
            let form = try person.get("/new/log-entry").body
            let id = person.hidden("id", in: form)
            let typed = [
                "token": person.hidden("token", in: form), "id": id, "occurredAt": "2026-10-01T08:00",
                "matter": "写到一半𠮷",
            ]
            #expect(try person.post("/draft/log-entry", typed).body == "kept")
            let secret = typed.merging(["id": "01999999-0000-7000-8000-000000000001", "channel": "密", "title": "密件标题"])
            { $1 }
            #expect(try person.post("/draft/document", secret).body == "")
            town.kill()
            try town.start()
            let again = DeskPerson(town.desk)
            #expect(try again.get("/").status == 303, "the sign-in is gone")
            try again.post("/sign-in", ["name": "王晓东", "password": "口令口令口令口令"])
            let today = try again.get("/").body
            #expect(today.contains("写到一半𠮷") && !today.contains("密件标题"))
            let resumed = try again.get("/new/log-entry?draft=\(id)").body
            #expect(resumed.contains("写到一半𠮷") && again.hidden("id", in: resumed) == id)
            let saved = [
                "token": again.hidden("token", in: resumed), "id": id, "occurredAt": "2026-10-01T08:00",
                "matter": "写完了",
            ]
            #expect(try again.post("/new/log-entry", saved).status == 303)
            #expect(try town.matters() == ["写完了"])
            #expect(try !again.get("/").body.contains("写到一半𠮷"))
            let files = FileManager.default.enumerator(at: town.folder, includingPropertiesForKeys: nil)
            for case let file as URL in files?.allObjects ?? [] {
                let bytes = (try? Data(contentsOf: file)) ?? Data()
                #expect(bytes.range(of: Data("密件标题".utf8)) == nil, "\(file.lastPathComponent)")
            }
        }
    }

    @Test func aFormOfAnotherSiteOrOfAnotherSignInIsNotTaken() async throws {
        try await DeskPerson.withTown { _, town in
            let person = DeskPerson(town.desk)
            try person.setUp()
            let entry = ["occurredAt": "2026-10-01T08:00", "matter": "伪造", "id": ""]
            for token in ["", "0123456789abcdef0123456789abcdef"] {
                #expect(try person.post("/new/log-entry", entry.merging(["token": token]) { $1 }).status == 400)
            }
            #expect(try DeskPerson(town.desk).post("/new/log-entry", entry).status == 303)
            #expect(try town.matters().isEmpty)
            #expect(try person.get("/new/unit").status == 400, "the county's alone")
            #expect(try person.get("/list/account").status == 400 && person.get("/new/account").status == 400)
            // A press that leads back leads to this desk's own pages alone.
            let token = ["token": person.hidden("token", in: try person.get("/records").body)]
            let own = "http://127.0.0.1:\(town.desk.port)"
            for (came, back) in [
                (
                    "\(own)/record/log-entry/x?saved=1&odd=occurredAt,receivedAt",
                    "/record/log-entry/x?saved=1&odd=occurredAt%2CreceivedAt"
                ),
                ("\(own)/incidents", "/incidents"), ("http://example.com/records", "/"),
                ("http://example.com/://127.0.0.1:\(town.desk.port)/records", "/"),
                ("\(own)//example.com/records", "/"),
                ("\(own)/\\example.com/records", "/%5Cexample.com/records"), ("\(own)/sign-out", "/"),
            ] {
                let heard = try person.post("/alarms/heard", token, headers: ["Referer": came])
                #expect(heard.headers["location"] == back, "\(came)")
            }
        }
    }

    @Test func anEditWritesOnlyWhatWasChangedAndAConflictIsSettledOnThePage() async throws {
        try await DeskPerson.withTown { county, town in
            let person = DeskPerson(town.desk)
            try person.setUp()
            let id = try town.record(["一"])[0]
            let form = try person.get("/record/log-entry/\(id)").body
            let carried = ["token": person.hidden("token", in: form), "seen": person.hidden("seen", in: form)]
            // Meanwhile somebody else writes another field, and the same one.
            try county.expectDone(town.call("edit", "log-entry", id, "--set", "handling=已转办", "--set", "matter=二"))
            let edit = carried.merging(["matter": "三", "was-matter": "一", "handling": "", "was-handling": ""]) { $1 }
            #expect(try person.post("/record/log-entry/\(id)", edit).status == 303)
            let shown = try town.call("show", "log-entry", id).object
            #expect(shown["conflicts"] as? [String] == ["matter"])
            #expect((shown["fields"] as? [String: Any])?["handling"] as? String == "已转办")
            let page = try person.get("/record/log-entry/\(id)").body
            #expect(page.contains("王晓东"))
            let versions = ["二", "三"].map { person.version(of: $0, in: page) }
            #expect(Set(versions).count == 2 && !versions.contains(""))
            let settle = [
                "token": person.hidden("token", in: page), "seen": person.hidden("seen", in: page), "field": "matter",
                "pick": versions[1],
            ]
            #expect(try person.post("/resolve/log-entry/\(id)", settle).status == 303)
            let settled = try town.call("show", "log-entry", id).object
            #expect((settled["conflicts"] as? [String])?.isEmpty == true)
            #expect((settled["fields"] as? [String: Any])?["matter"] as? String == "三")
        }
    }

    @Test func everyFormAndListOpensInBothLanguages() async throws {
        try await DeskPerson.withTown { _, town in
            let person = DeskPerson(town.desk)
            try person.setUp()
            for language in ["zh-CN", "en"] {
                let index = try person.get("/records", language: language).body
                let lists = index.components(separatedBy: "href=\"/list/").dropFirst().map { $0.prefix { $0 != "\"" } }
                #expect(lists.count > 25)
                for name in lists {
                    #expect(try person.get("/list/\(name)", language: language).status == 200, "\(name)")
                }
                let forms = index.components(separatedBy: "href=\"/new/").dropFirst().map { $0.prefix { $0 != "\"" } }
                #expect(forms.count > 20)
                for name in Set(forms) {
                    let form = try person.get("/new/\(name)", language: language)
                    #expect(form.status == 200 && form.body.utf8.count < 100_000, "\(name)")
                }
            }
        }
    }

    @Test func whatTheCountySentIsReceiptedInOnePress() async throws {
        try await DeskPerson.withTown { county, town in
            let person = DeskPerson(town.desk)
            try person.setUp()
            let instruction = #"{"leader":"县长","issuedAt":"2026-10-01T10:00:00+08:00","text":"全力处置","unit":"LC"}"#
            let sent = try county.hub("record", "instruction", "--unit", "LC", input: instruction + "\n")
            let id = sent.array.first?["id"] as? String ?? ""
            try town.sync()
            let today = try person.get("/").body
            #expect(today.contains("全力处置") && today.contains("/receipt/instruction/\(id)"))
            let token = person.hidden("token", in: today)
            #expect(try person.post("/receipt/instruction/\(id)", ["token": token]).status == 303)
            #expect(try !person.get("/").body.contains("/receipt/instruction/\(id)"))
            let receipt = try town.call("show", "instruction", id).object["seen"] as? String
            #expect(try person.post("/receipt/instruction/\(id)", ["token": token]).status == 303)
            #expect(
                try receipt != nil && town.call("show", "instruction", id).object["seen"] as? String == receipt,
                "pressed twice, the first receipt stands")
            try town.waitUntilDelivered()
            let atCounty = try county.hub("show", "instruction", id).object["fields"] as? [String: Any]
            #expect(atCounty?["receiptBy"] as? String == "王晓东" && atCounty?["receiptAt"] is String)
        }
    }
}
