import Foundation
import Testing

/// A report that nobody answers: the desk asks for a telephone call, then for the leader on duty.
@Suite(.serialized) struct UnansweredPageTests {
    @Test func silenceCallsAtTheDeskPassesOnToTheLeaderAndEndsWithTheCountysReceipt() async throws {
        try await DeskPerson.withTown { county, town in
            let officer = DeskPerson(town.desk)
            try officer.setUp()
            let leader =
                #"{"id":"0199aaaa-0000-7000-8000-000000000002","name":"赵镇长","leaderRole":"政府","mobile":"13805230807"}"#
            try county.expectDone(town.call("record", "person", input: leader + "\n"))
            let shift =
                #"{"start":"\#(minutesAgo(600))","end":"\#(minutesAgo(-600))","leader":"0199aaaa-0000-7000-8000-000000000002","tier":"带班"}"#
            try county.expectDone(town.call("record", "leader-shift", input: shift + "\n"))
            func entered(_ collection: String, _ line: String) throws -> String {
                let outcome = try town.call("record", collection, input: line + "\n")
                try county.expectDone(outcome)
                return outcome.array.first?["id"] as? String ?? ""
            }
            let incident = try entered(
                "incident", #"{"occurredAt":"\#(minutesAgo(50))","summary":"圩堤渗水","place":"塔集","level":"一般"}"#)
            let path = "/incident/\(incident)"
            #expect(try !officer.get(path).body.contains("请改告"))
            // The line is out: what went nowhere is answered by nobody, and a telephone is what is left.
            county.stopHub()
            _ = try entered(
                "report",
                #"{"incident":"\#(incident)","kind":"初报","by":"online","sentAt":"\#(minutesAgo(40))","text":"渗水"}"#)

            let told = try officer.listen { $0.contains("没有回音") }
            #expect(told.contains("告知的对象一直没有回音，请改告上一级"), "twice the limit is over")
            #expect(!told.contains("县政府值班室"), "no name of whoever was told stands in an alarm")
            let page = try officer.get(path).body
            #expect(page.contains("县政府值班室") && page.contains("没有回音") && page.contains("请改告赵镇长 13805230807"))
            let link = try #require(page.firstMatch(of: /href="(\/new\/phone-record[^"]*callerName[^"]*)"/))
            let form = try officer.get(String(link.output.1).replacing("&amp;", with: "&")).body
            #expect(form.contains("value=\"赵镇长\"") && form.contains("value=\"13805230807\""))

            // The county's receipt is an answer.
            try county.startHub()
            try town.waitUntilDelivered()
            let room = DeskPerson(county.console)
            try room.setUp()
            let wall = try room.get("/wall").body
            let start = try #require(wall.range(of: "name=\"row\" value=\""))
            let row = String(wall[start.upperBound...].prefix { $0 != "\"" })
            try room.post("/wall/receipt", ["token": room.hidden("token", in: wall), "row": row])
            try waitFor { try officer.get(path).body.contains("✓ 已知悉") }
            #expect(try !officer.get(path).body.contains("请改告"))
        }
    }

    private func minutesAgo(_ count: Int) -> String {
        let style = Date.ISO8601FormatStyle(timeZone: TimeZone(secondsFromGMT: 8 * 3600) ?? .gmt)
            .year().month().day().time(includingFractionalSeconds: false)
        return Date().addingTimeInterval(Double(-count * 60)).formatted(style) + "+08:00"
    }
}
