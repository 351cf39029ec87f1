import Foundation
import Sheets
import Testing

/// The county's figures on the screen, as files and on paper: the same as the command's.
@Suite(.serialized) struct StatisticsPageTests {
    @Test func thePageTheFilesAndThePaperSayWhatTheCommandSays() async throws {
        try await DeskPerson.withTown { county, town in
            let officer = DeskPerson(county.console)
            for path in ["/statistics", "/statistics/level.csv", "/print/statistics"] {
                #expect(try officer.get(path).headers["location"] == "/sign-in")
            }
            try officer.setUp()
            let incidents = [
                #"{"occurredAt":"2026-10-01T08:00:00+08:00","level":"较大","category":"自然灾害","summary":"漫堤"}"#,
                #"{"occurredAt":"2026-10-02T08:00:00+08:00","level":"一般","category":"事故灾难","summary":"翻车"}"#,
                #"{"occurredAt":"2026-10-03T08:00:00+08:00","level":"重大","category":"事故灾难","summary":"演练","drill":true}"#,
                #"{"occurredAt":"2026-09-03T08:00:00+08:00","level":"重大","category":"事故灾难","summary":"上月的"}"#,
            ]
            try county.expectDone(town.call("record", "incident", input: incidents.joined(separator: "\n") + "\n"))
            func call(_ time: String) -> String {
                #"{"direction":"in","receivedAt":"2026-10-\#(time):00+08:00","rings":2,"matter":"积水"}"#
            }
            let calls = ["01T00:00", "01T03:10", "02T03:59", "31T23:59"].map(call)
            try county.expectDone(town.call("record", "phone-record", input: calls.joined(separator: "\n") + "\n"))
            // Open since long before the month: it is counted all the same.
            let document =
                #"{"channel":"明","kind":"文电","receivedAt":"2026-07-01T08:00:00+08:00","title":"通知"}"#
            try county.expectDone(town.call("record", "document", input: document + "\n"))
            try town.waitUntilDelivered()

            let told = try county.hub("statistics", "--from", "2026-10-01", "--to", "2026-10-31").array
            let row = try #require(told.first { $0["unit"] as? String == "LC" })
            #expect(row["incidents"] as? Int == 2 && row["drills"] as? Int == 1 && row["calls"] as? Int == 4)
            #expect(row["openItems"] as? Int == 1 && row["oldestOpenMinutes"] as? Int == 123 * 1440 - 480)
            #expect((row["callsByHour"] as? [Int])?[3] == 2)

            let page = try officer.get("/statistics?month=2026-10").body
            #expect(page.contains("突发事件 2 起") && page.contains("演练和误报不计入"))
            #expect(page.contains("<svg class=\"plot\"") && page.contains("data-key=\"q\""))
            #expect(!page.contains("style=\"") && !page.contains("<script>"))
            func table(_ name: String) throws -> [[String]] {
                let answer = try officer.get("/statistics/\(name)?month=2026-10")
                #expect(answer.status == 200 && answer.headers["content-disposition"]?.contains(name.prefix(4)) == true)
                return try SheetFile.read(Array(answer.bytes)).tables[0].rows
            }
            let levels = try table("level.csv")
            #expect(levels == [["级别", "数量"], ["一般", "1"], ["较大", "1"], ["重大", "0"], ["特别重大", "0"], ["未定级", "0"]])
            let hours = try table("hour.csv")
            #expect(hours.count == 25 && hours[4] == ["03:00", "2"] && hours[24] == ["23:00", "1"])
            #expect(try table("open.csv").contains(["黎城镇", "1", "122"]))
            for kind in ["category", "month", "unit", "timeliness", "coverage", "calls", "completeness", "load"] {
                #expect(try table("\(kind).csv").count > 1, "\(kind)")
            }
            #expect(try officer.get("/statistics/nichts.csv").status == 400)
            #expect(try officer.get("/statistics/level.pdf").status == 400)
            #expect(try officer.get("/statistics?month=13%E6%9C%88").status == 422)
            let workbook = try officer.get("/statistics/unit.xlsx?month=2026-10", language: "en")
            #expect(workbook.headers["content-type"]?.contains("spreadsheetml") == true)
            let sheet = try SheetFile.read(Array(workbook.bytes))
            #expect(sheet.kind == .workbook && sheet.tables[0].rows.first?.prefix(2) == ["Unit", "Incidents"])
            #expect(sheet.tables[0].rows.contains(["黎城镇", "2", "0", "0", "1"]))

            let paper = try officer.get("/print/statistics?month=2026-10").body
            #expect(paper.contains("<svg class=\"plot\""), "the plots are on paper, too")
            #expect(paper.contains("值班工作统计（2026 年 10 月）") && paper.contains("王晓东打印") && paper.contains("print.css"))
            #expect(try officer.get("/statistics?month=2026-10", language: "en").body.contains("2 incidents"))

            // One more, and the page counts it.
            try county.expectDone(town.call("record", "incident", input: incidents[1] + "\n"))
            try town.waitUntilDelivered()
            #expect(try officer.get("/statistics?month=2026-10").body.contains("突发事件 3 起"))
        }
    }
}
