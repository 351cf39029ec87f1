import Foundation
import Testing

/// The county's own duty room: the desk at the hub.
@Suite(.serialized) struct CountyDeskTests {
    @Test func theCountyWritesANoticeAndSeesItComeAndReceipted() async throws {
        try await DeskPerson.withTown { county, town in
            let officer = DeskPerson(county.console)
            for path in ["/", "/records", "/conflicts", "/events", "/send/notice"] {
                #expect(try officer.get(path).headers["location"] == "/sign-in")
            }
            try officer.setUp()
            let today = try officer.get("/").body
            #expect(today.contains("金湖县") && today.contains("县端") && !today.contains("离线"))
            // An entry of the county's own log.
            let entry = try officer.enter("log-entry", ["occurredAt": "2026-10-01T08:00", "matter": "县里的值班记录"])
            #expect(entry.status == 303)
            #expect(try county.matters(of: "JH") == ["县里的值班记录"])
            let own = try officer.get(try #require(entry.headers["location"])).body
            #expect(own.contains("● 在县端") && !own.contains("已送达县"))

            // A notice goes into the ledger of the unit that it is for.
            let form = try officer.get("/send/notice").body
            #expect(form.contains("name=\"to-LC\"") && !form.contains("name=\"receiptAt\""), "receipts are the unit's")
            let minute = officer.hidden("issuedAt", in: form)
            #expect(minute.wholeMatch(of: /\d{4}-\d\d-\d\d \d\d:\d\d/) != nil, "as times are typed: \(minute)")
            let event = try officer.get("/send/incident").body
            #expect(event.contains("name=\"occurredAt\"") && officer.hidden("occurredAt", in: event).isEmpty)
            let typed = [
                "token": officer.hidden("token", in: form), "id": officer.hidden("id", in: form),
                "title": "国庆值班安排", "body": "各单位严格值守𠮷", "issuedAt": "2026-09-28T09:00",
            ]
            let nobody = try officer.post("/send/notice", typed)
            #expect(nobody.status == 422 && nobody.body.contains("请选定发给哪个单位") && nobody.body.contains("严格值守𠮷"))
            let addressed = typed.merging(["to-LC": "on"]) { $1 }
            let empty = addressed.merging(["title": ""]) { $1 }
            #expect(try officer.post("/send/notice", empty).status == 422)
            #expect(try officer.post("/send/notice", addressed.merging(["token": ""]) { $1 }).status == 400)
            let earlier = ["token": "0", "typed-by": officer.hidden("typed-by", in: form)]
            let stale = try officer.post("/send/notice", addressed.merging(earlier) { $1 })
            #expect(stale.status == 400 && stale.body.contains("严格值守𠮷") && stale.body.contains("上次登录"))
            #expect(try county.hub("list", "notice").array.isEmpty)
            let sent = try officer.post("/send/notice", addressed)
            #expect(try officer.post("/send/notice", addressed).status == 303, "a second press")
            let notices = try county.hub("list", "notice").array
            #expect(notices.count == 1 && notices.first?["unit"] as? String == "LC")
            let id = notices.first?["id"] as? String ?? ""
            let follow = try #require(sent.headers["location"])

            // The town receipts it, and the county sees both.
            try waitFor { try town.call("show", "notice", id).status == 0 }
            let person = DeskPerson(town.desk)
            try person.setUp()
            let there = try person.get("/").body
            #expect(there.contains("/receipt/notice/\(id)"))
            #expect(
                try person.post("/receipt/notice/\(id)", ["token": person.hidden("token", in: there)]).status == 303)
            try town.waitUntilDelivered()
            let back = try officer.get(follow).body
            #expect(back.contains("黎城镇") && back.contains("◉") && back.contains("王晓东"))
            try waitFor { try officer.get(follow).body.contains("● 已到 黎城镇 A 机") }
            let record = try officer.get("/record/notice/\(id)?unit=LC").body
            #expect(record.contains("黎城镇 · 通知") && record.contains("<dt>签收人</dt>"))
            #expect(!record.contains("name=\"receiptBy\"") && record.contains("name=\"title\""))
            // What was sent too late goes on to the same unit's record.
            let late = [
                "token": officer.hidden("token", in: record), "seen": officer.hidden("seen", in: record),
                "typed-by": officer.hidden("typed-by", in: record), "title": "改过的标题", "was-title": "国庆值班安排",
            ]
            try DeskPerson(county.console, like: officer).post("/sign-out", ["token": late["token"] ?? ""])
            #expect(try officer.post("/record/notice/\(id)?unit=LC", late).headers["location"] == "/sign-in")
            try officer.post("/sign-in", ["name": "王晓东", "password": "口令口令口令口令"])
            let kept = try officer.get("/kept").body
            #expect(kept.contains("改过的标题") && kept.contains("action=\"/record/notice/\(id)?unit=LC\""))
            for name in ["incident", "instruction", "circular", "bulletin", "spot-check", "rectification"] {
                let followed = try officer.get("/new/\(name)?unit=LC")
                #expect(followed.headers["location"] == "/send/\(name)?unit=LC")
                #expect(try officer.get("/send/\(name)?unit=LC", language: "en").status == 200, "\(name)")
            }
            #expect(try officer.get("/send/log-entry").status == 400, "the county's own log is no unit's")
            // A town cannot send, and no unit's own form is the county's.
            #expect(try person.get("/send/notice").status == 404)
        }
    }

    @Test func whatTheCountyOwesOverATownsEventStandsOnItsTodayAndInItsHandover() async throws {
        try await DeskPerson.withTown { _, town in
            let county = town.county
            let officer = DeskPerson(county.console)
            try officer.setUp()
            #expect(try officer.get("/").body.contains("没有在计的时限"))
            let line =
                #"{"occurredAt":"\#(EventSample.ago(20))","summary":"客车翻坡","place":"淮金线","level":"较大","deaths":3}"#
            let incident = try EventSample.incident(town, line)
            _ = try EventSample.incident(
                town, #"{"occurredAt":"\#(EventSample.ago(20))","summary":"圩堤渗水","level":"一般"}"#)
            try town.waitUntilDelivered()
            let today = try officer.get("/").body
            #expect(
                today.contains("黎城镇 淮金线客车翻坡：") && today.contains("/incident/\(incident)"),
                "the two hours to the city run")
            let handover = try officer.get("/handover").body
            #expect(handover.contains("黎城镇 淮金线 客车翻坡") && !handover.contains("没有待办"))
            #expect(handover.contains("待县签收") && handover.contains("圩堤渗水"), "no clock of the county's runs on this one")
            // The unit's own limit is the unit's.
            let due = try county.hub("due", "--open").array.compactMap { $0["owedBy"] as? String }
            #expect(due.contains("LC") && !today.contains("事发后 60 分钟内报县"))
        }
    }

    @Test func aCallAtTheCountyBecomesAUnitsIncidentOnceEachElementWasConfirmed() async throws {
        try await DeskPerson.withTown { county, _ in
            let officer = DeskPerson(county.console)
            try officer.setUp()
            let bar = try officer.get("/bar.json").body
            #expect(bar.contains(#""path":"/units""#), "the county's own places too")
            // Nothing of the county's own is ever on its way to the county.
            let handover = try #require(
                officer.enter("handover", ["at": "2026-10-01 08:00"]).headers["location"]?.split(separator: "/").last?
                    .prefix { $0 != "?" })
            let turn = try officer.get("/handover/\(handover)?saved=1").body
            #expect(turn.contains("已保存。") && !turn.contains("送达县"))
            let answer = try officer.enter(
                "phone-record",
                ["direction": "in", "receivedAt": "2026-10-01 08:10", "callerName": "李四", "matter": "车祸，死亡3人"])
            let call = try #require(answer.headers["location"]?.split(separator: "/").last?.prefix { $0 != "?" })
            let page = try officer.get("/record/phone-record/\(call)").body
            let token = ["token": officer.hidden("token", in: page)]
            let draft = try #require(officer.post("/take/first-report/\(call)", token).headers["location"])
            let form = try officer.get(try #require(officer.get(draft).headers["location"])).body
            #expect(form.contains("取自：事项") && form.contains("name=\"to-LC\""))
            let names = ["token", "id", "taken", "taken-of", "then"]
            let carried = Dictionary(names.map { ($0, officer.hidden($0, in: form)) }) { first, _ in first }
            let typed = carried.merging([
                "to-LC": "on", "occurredAt": "2026-10-01 08:05", "summary": "车祸，死亡3人", "source": "电话：李四",
                "receivedAt": "2026-10-01 08:10", "deaths": "3", "category": "事故灾难", "call": String(call),
            ]) { $1 }
            let open = try officer.post("/send/incident", typed)
            #expect(open.status == 422 && open.body.contains("请核对后打勾") && open.body.contains("name=\"ok-summary\""))
            #expect(try county.hub("list", "incident").array.isEmpty)
            let confirmed = typed.merging(["summary", "source", "receivedAt", "deaths"].map { ("ok-\($0)", "1") }) {
                $1
            }
            let next = try #require(officer.post("/send/incident", confirmed).headers["location"])
            #expect(next.hasPrefix("/new/report?draft="), "on to the 初报")
            let report = try officer.get(next).body
            #expect(report.contains("10月1日8时5分，车祸，死亡3人"))
            #expect(report.contains("selected>2026-10-01 08:05"), "another unit's incident by its name")
            let incidents = try county.hub("list", "incident").array
            #expect(incidents.count == 1 && incidents.first?["unit"] as? String == "LC")
            let id = incidents.first?["id"] as? String ?? ""
            #expect(
                try officer.post("/take/incident/\(call)", token).headers["location"] == "/incident/\(id)?already=1")
            #expect(try officer.get("/incident/\(id)?already=1").body.contains("没有再录一条"))
            #expect(try officer.post("/send/incident", confirmed).headers["location"] == next, "sent twice")
            // Another form of the same call makes no second one.
            let other = confirmed.merging(["id": "01999999-0000-7000-8000-000000000007", "measures": "另写的𠮷"]) { $1 }
            let second = try officer.post("/send/incident", other)
            #expect(second.status == 422 && second.body.contains("另写的𠮷"))
            #expect(second.body.contains("href=\"/incident/\(id)\""))
            #expect(try county.hub("list", "incident").array.count == 1)
            // What the county does about it lies in its own ledger, and belongs to the incident's file all the same.
            let row = ["token": token["token"] ?? "", "at": "2026-10-01 08:20", "what": "县里已通知消防"]
            let added = try officer.get(#require(officer.post("/incident/\(id)/row", row).headers["location"])).body
            #expect(added.contains("已保存。") && !added.contains("是否送达县"))
            let file = try officer.get("/print/incident/\(id)").body
            #expect(file.contains("县里已通知消防") && !file.contains("送达县"))
        }
    }

    @Test func aTownsRecordIsReadAtTheCountyAndOnlyItsPartIsWritten() async throws {
        try await DeskPerson.withTown { county, town in
            let officer = DeskPerson(county.console)
            try officer.setUp()
            let id = try town.record(["镇里的记录"])[0]
            try town.waitUntilDelivered()
            let page = try officer.get("/record/log-entry/\(id)").body
            #expect(page.contains("镇里的记录") && page.contains("黎城镇 A 机") && !page.contains("name=\"matter\""))
            let edit = [
                "token": officer.hidden("token", in: page), "seen": officer.hidden("seen", in: page),
                "matter": "县里改的", "was-matter": "镇里的记录",
            ]
            #expect(try officer.post("/record/log-entry/\(id)", edit).status == 422)
            #expect(try officer.post("/void/log-entry/\(id)", edit.merging(["reason": "县里"]) { $1 }).status == 400)
            #expect(try county.matters(of: "LC") == ["镇里的记录"])
            let turn = try town.call("record", "handover", input: #"{"at":"2026-10-01T08:00:00+08:00"}"# + "\n")
            let handover = turn.array.first?["id"] as? String ?? ""
            try town.waitUntilDelivered()
            #expect(try officer.get("/record/handover/\(handover)?unit=LC").status == 200)
            #expect(try officer.get("/handover/\(handover)").status == 400, "the county hands over its own room alone")
            let units = try officer.get("/units").body
            #expect(units.contains("href=\"/units/LC\"") && units.contains("href=\"/send/notice\""))
            let records = try officer.get("/units/LC").body
            #expect(records.contains("/record/log-entry/\(id)?unit=LC") && records.contains("镇里的记录"))
            #expect(try officer.get("/units/LC?collection=incident").body.contains("还没有记录"))
            #expect(try officer.get("/units/XX").status == 400)
            let state = try officer.get("/sync").body
            #expect(state.contains("各单位同步状态") && state.contains("黎城镇") && state.contains("data-key=\"t\""))
            #expect(try DeskPerson(county.console).get("/sync").body.contains("登录"), "its facts need no sign-in")
        }
    }
}
