import Foundation
import Testing

/// A late report's review pack: what was given first, and the people of that minute.
@Suite(.serialized) struct LateReviewTests {
    @Test func theFirstTimeStandsBesideTheLaterAndTheLeaderOfThatMinuteStays() async throws {
        try await blocking {
            _ = try #require(WrongClock.library, "apt-get install faketime")
            let county = try County()
            defer { county.cleanUp() }
            try county.startHub()
            let town = try county.town("LC", named: "黎城镇")
            func record(_ collection: String, _ lines: String..., clock: String? = nil) throws -> [String] {
                let entered = try town.call(
                    "record", collection, "--author", "镇办公室", input: lines.joined(separator: "\n") + "\n", clock: clock)
                try county.expectDone(entered)
                return entered.array.compactMap { $0["id"] as? String }
            }
            // The roster of the day, with a stand-in, before anything happens.
            _ = try record(
                "person", #"{"name":"张镇长","post":"镇长","establishment":"公务员"}"#,
                #"{"name":"李副镇长","post":"副镇长","establishment":"公务员"}"#, #"{"name":"赵六","establishment":"公务员"}"#,
                #"{"name":"钱七","establishment":"公务员","roomHead":true}"#)
            let span = #""start":"\#(EventSample.ago(600))","end":"\#(EventSample.ago(-600))""#
            let leading = try record("leader-shift", #"{\#(span),"leader":"张镇长","role":"政府","tier":"带班"}"#)
            _ = try record("duty-shift", #"{\#(span),"officer":"赵六","substituteFor":"钱七","approvedBy":"张镇长"}"#)
            try town.sync()

            // A minute later it happens; the county hears of it 80 minutes after, and the time is set forward then.
            let now = Date()
            let (occurred, claimed) = (EventSample.ago(-1, before: now), EventSample.ago(-50, before: now))
            let event = try #require(
                record(
                    "incident",
                    #"{"occurredAt":"\#(occurred)","receivedAt":"\#(EventSample.ago(-2))","summary":"两车相撞","place":"淮金线","category":"事故灾难","level":"一般"}"#,
                    clock: "+80m"
                ).first)
            _ = try record(
                "report",
                #"{"incident":"\#(event)","kind":"初报","by":"written","sentAt":"\#(EventSample.ago(-81, before: now))","text":"车祸"}"#,
                clock: "+82m")
            _ = try record(
                "log-entry", #"{"occurredAt":"\#(EventSample.ago(-3))","matter":"接报车祸","incident":"\#(event)"}"#,
                clock: "+82m")
            try county.expectDone(
                town.call(
                    "edit", "incident", event, "--set", "occurredAt=\(claimed)", "--set", "timeReason=驾驶员回忆",
                    "--author", "李副镇长",
                    clock: "+85m"))
            try county.expectDone(
                town.call(
                    "edit", "leader-shift", leading[0], "--set", "leader=李副镇长", "--author", "镇办公室", clock: "+90m"))
            county.stopHub()
            try county.startHub(clock: "+2h")
            try county.expectDone(town.call("sync", clock: "+2h"))

            let officer = DeskPerson(county.console)
            let path = "/incident/\(event)/review"
            #expect(try officer.get(path).headers["location"] == "/sign-in")
            #expect(try officer.get("\(path)/file").headers["location"] == "/sign-in")
            try officer.setUp()
            #expect(try officer.get("/incident/01999999-0000-7000-8000-000000000007/review").status == 404)
            let page = try officer.get(path).body
            func minute(_ time: String) -> String {
                String(time.prefix(16)).replacingOccurrences(of: "T", with: " ")
            }
            // By the time as it stands no limit was missed: the wall and the incident tell the other, too.
            #expect(try officer.get("/wall").body.contains("事发时间更正过"))
            let sheet = try officer.get("/incident/\(event)").body
            #expect(sheet.contains("按原填计") && sheet.contains("▲ 事发后 60 分钟内报县，迟 20 分"))
            #expect(!sheet.contains("有报告早于事发时间"))
            // Both values, each with who wrote it; lateness by the first one.
            let evidence = try #require(page.range(of: "二、时间证据").map { page[$0.upperBound...] })
            let first = try #require(evidence.range(of: "<b>\(minute(occurred))</b>"))
            let later = try #require(evidence.range(of: "<b>\(minute(claimed))</b>"))
            #expect(first.lowerBound < later.lowerBound)
            #expect(evidence.contains("镇办公室") && evidence.contains("李副镇长") && evidence.contains("黎城镇 A 机"))
            #expect(page.contains("驾驶员回忆") && page.contains("〔按首次填报的事发时间〕"))
            #expect(page.contains("迟报 1 段") && page.contains("第十二条"))
            // The leader of then, whoever stands there now.
            let people = try #require(page.range(of: "三、责任人").map { page[$0.upperBound...] })
            let then = try #require(people.range(of: "事发（首次填报）").map { people[$0.upperBound...] })
            let table = then.prefix(upTo: try #require(then.range(of: "</table>")).lowerBound)
            #expect(table.contains("张镇长 镇长") && table.contains("改为 李副镇长") && !table.contains("<p class=\"plain\">李副镇长"))
            #expect(table.contains("赵六") && table.contains("代班（原 钱七）") && table.contains("批准 张镇长"))
            #expect(page.contains("接报车祸") && page.contains("补记 +") && page.contains("县端收到："))
            #expect(page.contains("五、当时的网络与时钟") && page.contains("事发后首次收到黎城镇的数据"))
            #expect(page.contains("六、签字") && page.contains("证据校验码"))
            #expect(try officer.get(path, language: "en").body.contains("Review of a late report"))

            // One file that needs nothing beside it.
            let file = try officer.get("\(path)/file")
            #expect(file.headers["content-disposition"]?.hasPrefix("attachment") == true)
            #expect(file.body.contains("<style>") && file.body.contains("张镇长") && !file.body.contains("href=\"/"))
            #expect(!file.body.contains("src=\"/"))
            // Another value, another code.
            let code = try #require(page.firstMatch(of: /证据校验码 ([0-9A-F-]+)/)?.1)
            #expect(file.body.contains(code))
            try county.expectDone(
                town.call(
                    "edit", "incident", event, "--set", "occurredAt=\(occurred)", "--set", "timeReason=核对通话记录",
                    "--author", "张镇长", clock: "+2h")
            )
            try county.expectDone(town.call("sync", clock: "+2h"))
            #expect(try !officer.get(path).body.contains(code))
        }
    }
}
