import Foundation
import Testing

/// The county's matrix of units and days, who is on duty everywhere, 零报告, and a roster received or returned.
@Suite(.serialized) struct CoveragePageTests {
    /// A town with a roster of 2026-10-01 to 10-03, all but two hours of the second day, that was handed in.
    private static func roster(_ county: County, _ town: Town) throws -> String {
        let people = [
            #"{"id":"0199aaaa-0000-7000-8000-000000000001","name":"李强","establishment":"公务员","mobile":"13805230806","post":"干事"}"#,
            #"{"id":"0199aaaa-0000-7000-8000-000000000002","name":"赵镇长","leaderRole":"政府","mobile":"13805230807"}"#,
            #"{"id":"0199aaaa-0000-7000-8000-000000000003","name":"钱主任","leaderRole":"办公室"}"#,
        ]
        try county.expectDone(town.call("record", "person", input: people.joined(separator: "\n") + "\n"))
        func shift(_ who: String, _ person: Int, _ from: String, _ to: String, _ more: String = "") -> String {
            #"{"start":"2026-10-\#(from):00+08:00","end":"2026-10-\#(to):00+08:00","\#(who)":"0199aaaa-0000-7000-8000-00000000000\#(person)"\#(more)}"#
        }
        let duty = [shift("officer", 1, "01T00:00", "02T10:00"), shift("officer", 1, "02T12:00", "04T00:00")]
        try county.expectDone(town.call("record", "duty-shift", input: duty.joined(separator: "\n") + "\n"))
        let leaders = [
            shift("leader", 2, "01T00:00", "04T00:00", #","tier":"总带班""#),
            shift("leader", 3, "01T00:00", "03T00:00", #","tier":"带班""#),
        ]
        try county.expectDone(town.call("record", "leader-shift", input: leaders.joined(separator: "\n") + "\n"))
        let contact = #"{"dutyPhones":["0517-86801234"]}"#
        try county.expectDone(town.call("record", "contact", input: contact + "\n"))
        let absence =
            #"{"person":"0199aaaa-0000-7000-8000-000000000002","kind":"出差","leaveAt":"2026-10-01T06:00:00+08:00","place":"南京","deputy":"孙副镇长","deputyPhone":"13805230808"}"#
        try county.expectDone(town.call("record", "absence", input: absence + "\n"))
        let submission =
            #"{"periodStart":"2026-10-01","periodEnd":"2026-10-08","submittedAt":"2026-09-28T05:00:00+08:00","preparer":"李强"}"#
        let entered = try town.call("record", "roster-submission", input: submission + "\n")
        try county.expectDone(entered)
        let zero = #"{"date":"2026-10-01","sentAt":"2026-10-01T18:00:00+08:00","reporter":"李强"}"#
        try county.expectDone(town.call("record", "zero-report", input: zero + "\n"))
        try town.waitUntilDelivered()
        return entered.array.first?["id"] as? String ?? ""
    }

    /// The cell of a unit and a day, from its link to its end.
    private static func cell(_ unit: String, _ day: String, in body: String) -> String {
        guard let link = body.range(of: "<a href=/coverage/\(unit)/\(day)>") else { return "" }
        return String(body[link.upperBound...].prefix(while: { $0 != "/" })).replacing("<i>", with: " ")
            .replacing("<", with: "")
    }

    @Test func theMatrixSaysEachDayBySignAndWordAndARosterIsReceivedOrReturnedWithAReason() async throws {
        try await DeskPerson.withTown { county, town in
            let officer = DeskPerson(county.console)
            for path in [
                "/coverage", "/coverage/now", "/coverage/zero", "/coverage/LC/2026-10-01", "/print/coverage/now",
            ] {
                #expect(try officer.get(path).headers["location"] == "/sign-in")
            }
            try officer.setUp()
            let id = try Self.roster(county, town)
            let page = try officer.get("/coverage?month=2026-10").body
            #expect(page.contains("黎城镇") && page.contains("data-key=\"g\""))
            #expect(Self.cell("LC", "2026-10-01", in: page) == "! 有误", "one who is away stands there")
            #expect(Self.cell("LC", "2026-10-02", in: page) == "◐ 空岗 2 小时 0 分")
            #expect(Self.cell("LC", "2026-10-03", in: page) == "▲ 缺带班")
            let paper = try officer.get("/print/coverage?month=2026-10").body
            #expect(paper.contains("黎城镇</th><td>!</td><td>◐</td><td>▲</td>") && paper.contains("◐ 有空岗"))
            #expect(paper.contains("由王晓东打印") && !paper.contains("href=/coverage/LC"))
            #expect(
                try officer.get("/print/coverage?month=2026-10&view=leaders", language: "en").body.contains(
                    "Duty of all units"))
            #expect(Self.cell("LC", "2026-10-04", in: page) == "○ 无人")
            #expect(page.contains("◑ 迟报 5 小时 0 分，待接收"), "due when 09-28 begins")
            let english = try officer.get("/coverage?month=2026-10&view=leaders", language: "en").body
            #expect(Self.cell("LC", "2026-10-03", in: english) == "▲C 1 missing")
            #expect(Self.cell("LC", "2026-10-02", in: english) == "●CO full")
            let wrong = try officer.get("/coverage?month=13%E6%9C%88")
            #expect(wrong.status == 422 && wrong.body.contains("13月"))
            #expect(try officer.get("/coverage?from=2026-09-30&to=2026-10-02").body.contains("/coverage/LC/2026-09-30"))
            #expect(try officer.get("/coverage?from=2026-01-01&to=2026-12-31").status == 422, "a page stays small")

            let day = try officer.get("/coverage/LC/2026-10-02").body
            #expect(day.contains("无人值班 10:00–12:00，共 2 小时 0 分（第二条）"))
            for part in ["李强", "tel:13805230806", "0517-86801234", "赵镇长", "孙副镇长", "南京", "待接收"] {
                #expect(day.contains(part), "\(part)")
            }
            #expect(try officer.get("/coverage/XX/2026-10-02").status == 400)
            #expect(try officer.get("/coverage/LC/gestern").status == 400)

            // Returned without a reason: not done, and what was typed stays.
            let act = ["token": officer.hidden("token", in: day), "record": id]
            let path = "/coverage/LC/2026-10-02"
            #expect(try officer.post(path, act.merging(["act": "return", "token": "0"]) { $1 }).status == 400)
            let blank = try officer.post(path, act.merging(["act": "return", "reason": " "]) { $1 })
            #expect(blank.status == 422 && blank.body.contains("没有退回"))
            #expect(try officer.post(path, act.merging(["act": "receive"]) { $1 }).status == 303)
            #expect(try officer.post(path, act.merging(["act": "receive"]) { $1 }).status == 303, "a second press")
            let received = try officer.get(path).body
            #expect(received.contains("，已接收") && received.contains("王晓东 接收于"))
            #expect(try officer.post(path, act.merging(["act": "return", "reason": "缺审核人𠮷"]) { $1 }).status == 303)
            let returned = try officer.get(path).body
            #expect(returned.contains("↩ 已退回") && returned.contains("理由：缺审核人𠮷"))
            #expect(returned.contains("○ 未报，已超"), "what was returned is owed again")
        }
    }

    @Test func whoIsOnDutyEverywhereAndWhichZeroReportsAreMissing() async throws {
        try await DeskPerson.withTown { county, town in
            let officer = DeskPerson(county.console)
            try officer.setUp()
            _ = try Self.roster(county, town)
            let format = Date.ISO8601FormatStyle(timeZone: .gmt)
            let (from, to) = (Date().addingTimeInterval(-3600), Date().addingTimeInterval(3600))
            let shift =
                #"{"start":"\#(from.formatted(format))","end":"\#(to.formatted(format))","officer":"0199aaaa-0000-7000-8000-000000000001"}"#
            try county.expectDone(town.call("record", "duty-shift", input: shift + "\n"))
            try town.waitUntilDelivered()
            let now = try officer.get("/coverage/now").body
            let (empty, manned) = (now.range(of: ">金湖县</a>"), now.range(of: ">黎城镇</a>"))
            #expect(try #require(empty).lowerBound < #require(manned).lowerBound, "who has nobody comes first")
            #expect(now.contains("2 个单位，1 个有人值班，1 个按值班表此刻无人"))
            for part in ["李强", "13805230806", "0517-86801234", "孙副镇长", "13805230808"] {
                #expect(now.contains(part), "\(part)")
            }
            let printed = try officer.get("/print/coverage/now").body
            #expect(printed.contains("打印") && printed.contains("孙副镇长") && printed.contains("print.css"))
            let zero = try officer.get("/coverage/zero?month=2026-10").body
            #expect(zero.contains("◑ 10-01 18:00 迟 1 小时 0 分") && zero.contains("○ 缺"))
            #expect(!zero.contains("10-09"), "no workday owes one")
            #expect(try officer.get("/print/coverage/zero?month=2026-10", language: "en").body.contains("missing"))
            #expect(try officer.get("/coverage/zero?month=2026-11").body.contains("没有须零报告的日子"))
        }
    }
}
