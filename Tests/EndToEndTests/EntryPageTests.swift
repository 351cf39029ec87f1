import Foundation
import Testing

/// Every form that an officer fills: good, bad, foreign, not signed in, sent twice; times as they are typed; drafts of
/// edits; forms that outlive a sign-in.
@Suite(.serialized) struct EntryPageTests {
    /// The least that each form is saved with. `@incident` stands for an incident's id.
    private static let forms: [(collection: String, required: [String: String])] = [
        ("log-entry", ["occurredAt": "昨天 2350", "matter": "巡查"]),
        ("phone-record", ["direction": "in", "receivedAt": "昨天 2350", "matter": "积水"]),
        ("first-inquiry", ["receivedAt": "昨天 2350", "matter": "问路"]), ("handover", ["at": "昨天 08:30"]),
        ("task", ["matter": "核对"]), ("zero-report", ["date": "昨天"]), ("incident", ["summary": "车祸"]),
        ("report", ["incident": "@incident", "kind": "初报", "by": "phone"]),
        ("timeline-entry", ["incident": "@incident", "at": "昨天 2351", "what": "到场"]),
        ("instruction", ["leader": "县长", "text": "全力处置"]),
        ("document", ["channel": "明", "kind": "文电", "receivedAt": "昨天 9:00"]), ("person", ["name": "李明"]),
        ("absence", ["person": "王晓东", "kind": "出差", "leaveAt": "昨天 8:00"]),
        ("duty-shift", ["officer": "王晓东", "start": "昨天 8:30", "end": "今天 8:30"]),
        ("leader-shift", ["leader": "王晓东", "start": "昨天 8:30", "end": "今天 8:30"]),
        ("roster-submission", ["periodStart": "2026-10-01", "periodEnd": "2026-10-07"]),
        ("spot-check", ["at": "昨天 2350"]), ("interview", ["ground": "迟报", "demandedAt": "昨天 9:00"]),
        ("rectification", ["ground": "脱岗", "demandedAt": "昨天 9:00"]), ("commendation", ["at": "昨天", "ground": "及时"]),
        ("accountability-case", ["openedAt": "昨天 9:00", "ground": "推诿或落实不力"]),
        ("training", ["at": "昨天", "subject": "值班规定"]), ("equipment", ["kind": "电话机", "count": "2"]),
    ]

    @Test func everyFormIsTakenOnceAndOnlyFromItsPerson() async throws {
        try await DeskPerson.withTown { _, town in
            let person = DeskPerson(town.desk)
            try person.setUp()
            let made = try person.enter("incident", ["summary": "先有的事件"]).headers["location"] ?? ""
            let incident = String(made.split(separator: "/").last?.prefix { $0 != "?" } ?? "")
            for (collection, required) in Self.forms {
                let path = "/new/\(collection)"
                let values = required.mapValues { $0 == "@incident" ? incident : $0 }
                let form = try person.get(path).body
                let carried = ["token": person.hidden("token", in: form), "id": person.hidden("id", in: form)]
                let whole = values.merging(carried) { $1 }
                #expect(try DeskPerson(town.desk).post(path, whole).status == 303, "not signed in: \(collection)")
                let foreign = whole.merging(["token": "0123456789abcdef0123456789abcdef"]) { $1 }
                #expect(try person.post(path, foreign).status == 400, "foreign: \(collection)")
                let lacking = try #require(values.keys.sorted().first)
                let bad = try person.post(path, whole.merging([lacking: "", "remark": "写过的备注"]) { $1 })
                #expect(bad.status == 422 && bad.body.contains("没有保存"), "bad: \(collection)")
                let first = try person.post(path, whole)
                let second = try person.post(path, whole)
                #expect(first.status == 303 && second.status == 303, "good: \(collection)")
                let saved = first.headers["location"]?.prefix { $0 != "?" }
                let place = collection == "incident" ? "/incident/" : "/record/\(collection)/"
                #expect(saved?.hasPrefix(place) == true, "leads to it: \(collection)")
                #expect(saved == second.headers["location"]?.prefix { $0 != "?" }, "twice: \(collection)")
                #expect(try person.get(String(saved ?? "")).status == 200, "shown: \(collection)")
            }
            #expect(try town.call("list", "incident").array.count == 2, "each once")
        }
    }

    @Test func timesAreTakenAsTheyAreTypedAndWhatIsUnclearSaysWhatToType() async throws {
        try await DeskPerson.withTown { _, town in
            let person = DeskPerson(town.desk)
            try person.setUp()
            try #expect(person.enter("log-entry", ["occurredAt": "2-30 8:30", "matter": "一"]).status == 422)
            let saved = try person.enter("log-entry", ["occurredAt": "2026年10月1日 8:30", "matter": "二"])
            #expect(saved.status == 303)
            let kept = try town.call("list", "log-entry").array.compactMap {
                ($0["fields"] as? [String: Any])?["occurredAt"] as? String
            }
            #expect(kept == ["2026-10-01T08:30+08:00"])
            let bad = try person.enter("log-entry", ["occurredAt": "25:00", "matter": "三", "recordedAt": "昨天"])
            #expect(bad.status == 422 && bad.body.contains("value=\"25:00\"") && bad.body.contains("10-1 8:30"))
            let asked = "/typed-time?collection=log-entry&field=occurredAt&text="
            #expect(try person.get(asked + "2026-10-01T08:30").body == #"{"value":"2026-10-01 08:30"}"#)
            #expect(try person.get(asked + "8").body.contains("error"))
            #expect(try DeskPerson(town.desk).get(asked + "8").status == 303)
        }
    }

    @Test func aFormThatComesAgainWithOtherTextLeadsToItsRecordOrMakesAnotherOne() async throws {
        try await DeskPerson.withTown { _, town in
            let person = DeskPerson(town.desk)
            try person.setUp()
            let form = try person.get("/new/log-entry").body
            func sent(_ matter: String, _ id: String) throws -> WebPage.Answer {
                try person.post(
                    "/new/log-entry",
                    [
                        "token": person.hidden("token", in: form), "id": id, "occurredAt": "2026-10-01 08:30",
                        "recordedAt": "2026-10-01 08:31", "matter": matter,
                    ])
            }
            let id = person.hidden("id", in: form)
            #expect(try sent("第一次", id).status == 303)
            #expect(try sent("第一次", id).status == 303, "the same again is the same record")
            let again = try sent("第二次", id)
            #expect(again.status == 422 && again.body.contains("先前已经保存") && again.body.contains("第二次"))
            #expect(again.body.contains("href=\"/record/log-entry/\(id)\"") && !again.body.contains("edit，"))
            #expect(try sent("第二次", person.hidden("id", in: again.body)).status == 303)
            let matters = try town.call("list", "log-entry").array.compactMap {
                ($0["fields"] as? [String: Any])?["matter"] as? String
            }
            #expect(matters.sorted() == ["第一次", "第二次"])
            // What no screen shows is told by its place in its own field, and nothing is saved without it.
            let unseen = try sent("坝\u{7}体", "0199aaaa-0000-7000-8000-000000000077")
            #expect(unseen.status == 422 && unseen.body.contains("“事项”的第 2 个字是看不见的控制字符"))
            #expect(!unseen.body.contains("字节"))
            #expect(try town.call("list", "log-entry").array.count == 2)
        }
    }

    @Test func aDraftOfAnEditSurvivesAndBothValuesAreKeptWhereItChangedMeanwhile() async throws {
        try await DeskPerson.withTown { county, town in
            let person = DeskPerson(town.desk)
            try person.setUp()
            let id = try town.record(["一"])[0]
            let form = try person.get("/record/log-entry/\(id)").body
            let draft = person.hidden("draft", in: form)
            let typed = [
                "token": person.hidden("token", in: form), "draft": draft, "record": id,
                "seen": person.hidden("seen", in: form), "matter": "三", "was-matter": "一", "handling": "",
                "was-handling": "", "source": "", "was-source": "", "focus": "matter",
            ]
            let kept = try person.post("/draft/log-entry", typed)
            #expect(kept.body == "kept" && kept.headers["zhishou-changed"]?.isEmpty == true)
            try county.expectDone(town.call("edit", "log-entry", id, "--set", "handling=已转办", "--set", "matter=二"))
            #expect(try person.post("/draft/log-entry", typed).headers["zhishou-changed"] == "matter handling")
            town.kill()
            try town.start()
            let again = DeskPerson(town.desk)
            try again.post("/sign-in", ["name": "王晓东", "password": "口令口令口令口令"])
            let resume = "/record/log-entry/\(id)?draft=\(draft)"
            #expect(try again.get("/").body.contains(resume))
            let page = try again.get(resume).body
            #expect(page.contains("已被改为：二") && page.contains(">\n三</textarea>"), "both are shown")
            #expect(page.contains("已转办") && again.hidden("seen", in: page) == typed["seen"])
            #expect(page.contains("name=\"matter\"") && page.contains("autofocus"), "where one was")
            let edit = [
                "token": again.hidden("token", in: page), "seen": again.hidden("seen", in: page), "draft": draft,
                "matter": "三", "was-matter": "一", "handling": "已转办", "was-handling": "已转办",
            ]
            #expect(try again.post("/record/log-entry/\(id)", edit).status == 303)
            let shown = try town.call("show", "log-entry", id).object
            #expect(shown["conflicts"] as? [String] == ["matter"])
            #expect(try !again.get("/").body.contains(resume), "the draft is done")
            // A keystroke that was still on its way brings nothing back.
            let late = typed.merging(["token": again.hidden("token", in: page)]) { $1 }
            #expect(try again.post("/draft/log-entry", late).body == "")
        }
    }

    @Test func aFormThatWasSentAfterItsSignInLapsedComesBackWithAllItsFields() async throws {
        try await DeskPerson.withTown { county, town in
            let person = DeskPerson(town.desk)
            try person.setUp()
            try county.expectDone(town.call("record", "person", input: #"{"name":"李明"}"# + "\n"))
            try county.expectDone(town.call("account", "add", "李明", "--password-stdin", input: "另一个人的口令呀\n"))
            let form = try person.get("/new/log-entry").body
            let entry = [
                "token": person.hidden("token", in: form), "id": person.hidden("id", in: form),
                "typed-by": person.hidden("typed-by", in: form), "occurredAt": "2026-10-01 08:00", "matter": "登录失效时写的𠮷",
                "source": "村干部",
            ]
            town.kill()
            try town.start()
            let nobody = DeskPerson(town.desk)
            #expect(try nobody.post("/new/log-entry", entry).headers["set-cookie"] == nil, "no sign-in was here")
            let back = DeskPerson(town.desk, like: person)
            let sent = try back.post("/new/log-entry", entry)
            #expect(sent.status == 303 && sent.headers["location"] == "/sign-in")
            try back.post("/sign-in", ["name": "李明", "password": "另一个人的口令呀"])
            #expect(try !back.get("/kept").body.contains("登录失效时写的"), "not another person's")
            let again = try back.post("/sign-in", ["name": "王晓东", "password": "口令口令口令口令"])
            #expect(again.headers["location"] == "/kept")
            let next = try #require(back.get("/kept").headers["location"])
            let page = try back.get(next).body
            #expect(page.contains("登录失效时写的𠮷") && page.contains("村干部"))
            let saved = entry.merging(["token": back.hidden("token", in: page), "id": back.hidden("id", in: page)]) {
                $1
            }
            #expect(try back.post("/new/log-entry", saved).status == 303)
            #expect(try town.matters() == ["登录失效时写的𠮷"])
            // A page of the earlier sign-in, after a new one of the same person: shown again, not taken.
            let stale = entry.merging(["id": "01999999-0000-7000-8000-000000000009", "matter": "旧页面"]) { $1 }
            let answer = try back.post("/new/log-entry", stale)
            #expect(answer.status == 400 && answer.body.contains("旧页面") && answer.body.contains("上次登录"))
            #expect(try town.matters().count == 1)
        }
    }
}
