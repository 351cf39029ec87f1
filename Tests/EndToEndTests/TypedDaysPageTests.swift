import Foundation
import Testing

/// Days, months and times of the day as people type them, on every page that asks for them: no browser's own input,
/// which would follow the browser's language.
@Suite(.serialized) struct TypedDaysPageTests {
    private static let zone = TimeZone(secondsFromGMT: 8 * 3600) ?? .gmt

    /// A day as records write it, by the clock of the room.
    private static func day(_ fromToday: Int) -> String {
        let style = Date.ISO8601FormatStyle(timeZone: zone).year().month().day()
        return Date().addingTimeInterval(Double(fromToday) * 86_400).formatted(style)
    }

    private static func query(_ typed: String) -> String {
        typed.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""
    }

    private static func matters(_ body: String) -> [String] {
        body.components(separatedBy: "第").dropFirst().compactMap { part in
            part.contains("件") ? String(part.prefix { $0.isNumber }) : nil
        }
    }

    private static func enter(_ town: Town, _ days: [Int]) throws {
        let lines = days.map { day in
            let at = "\(self.day(day))T00:01:00+08:00"
            return #"{"occurredAt":"\#(at)","recordedAt":"\#(at)","matter":"第\#(-day)件"}"#
        }
        try town.county.expectDone(town.call("record", "log-entry", input: lines.joined(separator: "\n") + "\n"))
    }

    @Test func aListIsCutToDaysAsTheyAreTypedAndLeadsToTheDaysBeforeAndAfter() async throws {
        try await DeskPerson.withTown { _, town in
            let person = DeskPerson(town.desk)
            try person.setUp()
            try Self.enter(town, [0, -1, -2, -3, -4])
            let plain = Self.day(-1).replacingOccurrences(of: "-", with: "")
            let fullWidth = String(
                String.UnicodeScalarView(plain.unicodeScalars.compactMap { Unicode.Scalar($0.value + 0xFEE0) }))
            for typed in ["昨天", Self.day(-1), plain, fullWidth, String(Self.day(-1).dropFirst(5)), " 昨天 "] {
                let path = "/list/log-entry?from=\(Self.query(typed))&to=\(Self.query(typed))"
                let page = try person.get(path)
                #expect(page.status == 200 && page.body.contains("共 1 条") && page.body.contains("第1件"), "\(typed)")
                #expect(
                    page.body.contains("name=\"from\" class=\"\" value=\"\(Self.day(-1))\""), "as it was understood")
                #expect(page.body.contains("/list/log-entry?from=\(Self.day(-2))&amp;to=\(Self.day(-2))"))
                #expect(page.body.contains("/list/log-entry?from=\(Self.day(0))&amp;to=\(Self.day(0))"))
            }
            let three = try person.get("/list/log-entry?from=\(Self.day(-2))&to=\(Self.query("今天"))").body
            #expect(three.contains("共 3 条") && three.contains("from=\(Self.day(-5))&amp;to=\(Self.day(-3))"))
            for (typed, words) in [("前日子", "应是日期"), ("2-30", "没有这一天"), ("8:30", "应是日期")] {
                let bad = try person.get("/list/log-entry?from=\(Self.query(typed))&to=")
                #expect(bad.status == 400 && bad.body.contains("“\(typed)”\(words)"), "\(typed)")
                #expect(bad.body.contains("value=\"\(typed)\"") && !bad.body.contains("第1件"), "\(typed)")
                #expect(!bad.body.contains("/export/"), "nothing goes out of days that were not understood")
            }
            let backwards = try person.get("/list/log-entry?from=\(Self.day(0))&to=\(Self.day(-1))")
            #expect(backwards.status == 400 && backwards.body.contains("截止日期早于起始日期"))
            #expect(try person.get("/list/log-entry?from=x", language: "en").body.contains("type a day such as today"))
        }
    }

    @Test func noPageOfTheDeskHasAnInputThatFollowsTheBrowsersLanguage() async throws {
        try await DeskPerson.withTown { _, town in
            let person = DeskPerson(town.desk)
            try person.setUp()
            try Self.enter(town, [0])
            let volume = try #require(
                (town.call("list", "log-entry").array.first?["fields"] as? [String: Any])?["volume"] as? String)
            let blank = try person.get("/print/blank/log?count=3").body
            let asked = [
                "token": person.hidden("token", in: blank), "id": person.hidden("id", in: blank), "count": "3",
            ]
            #expect(try person.post("/print/blank/log", asked).status == 303)
            let block = try #require(
                try person.get("/volumes").body.components(separatedBy: "href=\"/paper/").dropFirst().first)
            let paper = "/paper/" + block.prefix { $0 != "\"" }
            for path in ["/list/log-entry", "/search", "/sheets", "/roster", "/volume/\(volume)", "/handover", paper] {
                let page = try person.get(path)
                #expect(page.status == 200, "\(path)")
                for kind in ["date", "month", "time", "datetime-local", "week"] {
                    #expect(!page.body.contains("type=\"\(kind)\""), "\(path)")
                }
            }
        }
    }

    @Test func searchVolumesAndExportsReadDaysAsTheyAreTyped() async throws {
        try await DeskPerson.withTown { _, town in
            let person = DeskPerson(town.desk)
            try person.setUp()
            try Self.enter(town, [0, -1, -2])
            let word = Self.query("第")
            let yesterday = Self.query("昨天")
            let found = try person.get("/search?q=\(word)&from=\(yesterday)&to=\(yesterday)").body
            #expect(found.contains("找到 1 条") && found.contains("value=\"\(Self.day(-1))\""))
            let bad = try person.get("/search?q=\(word)&from=\(Self.query("前日子"))")
            #expect(bad.status == 400 && bad.body.contains("value=\"前日子\"") && bad.body.contains("value=\"第\""))
            let volume = try #require(
                (town.call("list", "log-entry").array.first?["fields"] as? [String: Any])?["volume"] as? String)
            let day = try person.get("/volume/\(volume)?day=\(yesterday)").body
            #expect(day.contains("第1件") && !day.contains("第2件") && !day.contains("第0件"))
            #expect(day.contains("?day=\(Self.day(-2))\"") && day.contains("?day=\(Self.day(0))\""))
            let wrong = try person.get("/volume/\(volume)?day=\(Self.query("13月"))")
            #expect(wrong.status == 400 && wrong.body.contains("value=\"13月\"") && !wrong.body.contains("第1件"))
            let sheets = try person.get("/sheets?from=\(yesterday)&to=\(yesterday)").body
            #expect(sheets.contains("/export/log-entry.csv?from=\(Self.day(-1))&amp;to=\(Self.day(-1))"))
            let none = try person.get("/sheets?from=\(Self.query("13月"))")
            #expect(
                none.status == 400 && !none.body.contains("/export/log-entry") && none.body.contains("value=\"13月\""))
            #expect(try person.get("/export/roster.ics?month=\(Self.query("下月"))&person=").status == 200)
            let month = try person.get("/export/roster.ics?month=\(Self.query("13月"))&person=")
            #expect(month.status == 400 && month.body.contains("“13月”没有这个月份"))
        }
    }

    @Test func theRosterReadsMonthsTimesAndAbsencesAsTheyAreTyped() async throws {
        try await DeskPerson.withTown { county, town in
            let people = #"{"id":"甲","name":"李强","establishment":"公务员"}"#
            try county.expectDone(town.call("record", "person", input: people + "\n"))
            let person = DeskPerson(town.desk)
            try person.setUp()
            for typed in ["2031-03", "203103", "2031年3月", "２０３１-３"] {
                let page = try person.get("/roster?month=\(Self.query(typed))").body
                #expect(page.contains("值班表 2031 年 3 月") && page.contains("month=2031-02"), "\(typed)")
            }
            let present = try person.get("/roster").body
            #expect(try person.get("/roster?month=\(Self.query("本月"))").body.contains(Self.day(0).prefix(7)))
            #expect(!present.contains("value=\"2031-03\""))
            let bad = try person.get("/roster?month=\(Self.query("13月"))")
            #expect(bad.status == 422 && bad.body.contains("value=\"13月\"") && bad.body.contains("没有这个月份"))
            func put(_ begins: String, _ ends: String, _ day: String) throws -> WebPage.Answer {
                let body = try person.get("/roster?month=2031-03").body
                return try person.post(
                    "/roster/act",
                    [
                        "token": person.hidden("token", in: body), "seed": person.hidden("seed", in: body),
                        "month": "2031-03", "act": "add", "person": "李强", "kind": "duty-shift", "begins": begins,
                        "ends": ends, "role": "", "d\(day)": "on",
                    ])
            }
            #expect(try put("８点半", "1730", "2031-03-03").status == 303)
            #expect(try put("0:00", "24:00", "2031-03-04").status == 303)
            let shifts = try town.call("list", "duty-shift").array.compactMap { $0["fields"] as? [String: Any] }
            let starts = shifts.compactMap { $0["start"] as? String }.sorted()
            let ends = shifts.compactMap { $0["end"] as? String }.sorted()
            #expect(starts.map { String($0.prefix(16)) } == ["2031-03-03T08:30", "2031-03-04T00:00"])
            #expect(ends.map { String($0.prefix(16)) } == ["2031-03-03T17:30", "2031-03-05T00:00"])
            let refused = try put("下午3点", "1730", "2031-03-05")
            #expect(refused.status == 422 && refused.body.contains("“下午3点”应是一天里的时刻"))
            #expect(refused.body.contains("value=\"下午3点\"") && refused.body.contains("value=\"1730\""))
            // An absence by times with a blank, as a browser sends it.
            func away(_ from: String, _ to: String) throws -> WebPage.Answer {
                try person.get(
                    "/roster/proposal?month=2031-03&mode=repair&person=\(Self.query("李强"))&from=\(from)&to=\(to)")
            }
            #expect(try away("2031-03-03+0830", "2031-03-04+08:30").status == 200)
            let unclear = try away("2031-03-03+0830", "2031-03-04")
            #expect(unclear.status == 422 && unclear.body.contains("“2031-03-04”还缺几点几分"))
            #expect(unclear.body.contains("value=\"2031-03-03 0830\"") && unclear.body.contains("value=\"李强\""))
            // Handing in.
            let page = try person.get("/roster?month=2031-03").body
            let form = [
                "token": person.hidden("token", in: page), "month": "2031-03", "id": person.hidden("id", in: page),
                "from": "20310301", "to": "2031年3月31日", "preparer": "李强", "approver": "",
            ]
            let wrong = try person.post("/roster/submit", form.merging(["from": "3-32"]) { $1 })
            #expect(wrong.status == 422 && wrong.body.contains("value=\"3-32\"") && wrong.body.contains("没有这一天"))
            #expect(wrong.body.contains("value=\"2031年3月31日\""))
            #expect(try person.post("/roster/submit", form).status == 303)
            let period = try town.call("list", "roster-submission").array.first?["fields"] as? [String: Any]
            #expect(
                period?["periodStart"] as? String == "2031-03-01" && period?["periodEnd"] as? String == "2031-03-31")
        }
    }

    @Test func theLatestRecordsStandByTheirTimeAndNotByWhenTheyWereEntered() async throws {
        try await DeskPerson.withTown { county, town in
            let person = DeskPerson(town.desk)
            try person.setUp()
            try Self.enter(town, [0, -3, -1])
            let call = #"{"direction":"in","receivedAt":"\#(Self.day(-2))T00:01:00+08:00","matter":"第2件"}"#
            try county.expectDone(town.call("record", "phone-record", input: call + "\n"))
            let late = #"{"occurredAt":"\#(Self.day(-4))T00:01:00+08:00","summary":"第4件"}"#
            try county.expectDone(town.call("record", "incident", input: late + "\n"))
            let page = try person.get("/").body
            let start = try #require(page.range(of: "最近的记录"))
            #expect(Self.matters(String(page[start.upperBound...])) == ["0", "1", "2", "3", "4"])
        }
    }
}
