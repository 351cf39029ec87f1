import Foundation
import Testing

/// The county's wall: every unit's open incidents, what awaits the county, and what is one event.
@Suite(.serialized) struct WallPageTests {
    @Test func aUnitsIncidentIsOnTheWallUntilItIsReceiptedAndStaysWhileItIsOpen() async throws {
        try await DeskPerson.withTown { county, town in
            let officer = DeskPerson(county.console)
            #expect(try officer.get("/wall").headers["location"] == "/sign-in")
            #expect(try officer.post("/wall/receipt", ["row": "x"]).headers["location"] == "/sign-in")
            try officer.setUp()
            let empty = try officer.get("/wall").body
            #expect(empty.contains("没有未结的事件") && empty.contains("data-key=\"w\""))
            // Each key leads to one place, and a is what takes note of an alarm.
            let keys = empty.matches(of: /data-key="(.)"/).map { String($0.output.1) }
            #expect(keys.count > 20 && Set(keys).count == keys.count && !keys.contains("a"))
            #expect(try officer.get("/wall", language: "en").body.contains("No incident is open"))

            try Self.enter(town, #"{"occurredAt":"\#(Self.minutesAgo(70))","summary":"圩堤渗水","place":"塔集圩"}"#)
            try Self.enter(
                town, #"{"occurredAt":"\#(Self.minutesAgo(20))","summary":"桌面推演","drill":true,"level":"重大"}"#)
            try town.waitUntilDelivered()
            // The alarm says that something waits, and not what.
            let told = try officer.listen { $0.contains("待县签收") && $0.contains("【演练】1 起") }
            #expect(told.contains("1 起单位来报待县签收") && told.contains("1 起单位超时未报"))
            #expect(!told.contains("渗水") && !told.contains("桌面推演"))
            let wall = try officer.get("/wall").body
            #expect(wall.contains("塔集圩堤渗水") && wall.contains("黎城镇") && wall.contains("▲ 已超"))
            #expect(wall.contains("<b class=\"n\">1</b> 未结") && wall.contains("<b class=\"n\">1</b> 超时"))
            let drills = try #require(wall.range(of: "class=\"drills\""))
            #expect(wall[drills.upperBound...].contains("桌面推演") && !wall[..<drills.lowerBound].contains("桌面推演"))

            // One press: what the page had shown is receipted, nothing else.
            let row = Self.button("row", in: wall)
            let token = officer.hidden("token", in: wall)
            #expect(try officer.post("/wall/receipt", ["token": "0", "row": row]).status != 303)
            #expect(try officer.post("/wall/receipt", ["token": token, "row": "x 1"]).status == 400)
            #expect(try officer.post("/wall/receipt", ["token": token, "row": row + "x"]).status == 400)
            #expect(try county.hub("list", "incident").text.contains("countyReceiptAt") == false)
            #expect(try officer.post("/wall/receipt", ["token": token, "row": row]).headers["location"] == "/wall")
            let after = try officer.get("/wall").body
            #expect(after.contains("◉ 县已签收") && after.contains("塔集圩堤渗水"))
            // The unit sees it at its own record.
            let id = String(row.prefix { $0 != " " })
            try waitFor { try town.call("show", "incident", id).text.contains("countyReceiptAt") }

            // A report that comes later waits anew, whatever an older page says.
            let report =
                #"{"incident":"\#(id)","kind":"初报","by":"online","sentAt":"\#(Self.minutesAgo(0))","text":"渗水点已封堵"}"#
            try county.expectDone(town.call("record", "report", input: report + "\n"))
            try town.waitUntilDelivered()
            #expect(try officer.post("/wall/receipt", ["token": token, "row": row]).status == 303)
            let later = try officer.get("/wall").body
            #expect(later.contains("name=\"row\" value=\"\(id) "), "the report still waits")
            try officer.post("/wall/receipt", ["token": token, "row": Self.button("row", in: later)])
            #expect(try !officer.get("/wall").body.contains("name=\"row\" value=\"\(id) "))

            // Large, in both languages.
            let large = try officer.get("/wall?big=1", language: "en").body
            #expect(large.contains("wall big") && large.contains("Usual size"))
            // A unit has no wall.
            let person = DeskPerson(town.desk)
            try person.setUp()
            #expect(try person.get("/wall").status == 404)
        }
    }

    @Test func oneEventOfTwoUnitsIsMergedAsSourcesAndPartedAgain() async throws {
        try await DeskPerson.withTown { county, town in
            let other = try county.town("QF", named: "前锋镇")
            try other.start()
            let line = #"{"occurredAt":"\#(Self.minutesAgo(20))","summary":"两车相撞","place":"淮金线12公里","category":"事故灾难"}"#
            try Self.enter(town, line)
            try town.waitUntilDelivered()
            try Self.enter(other, line.replacingOccurrences(of: "两车相撞", with: "车祸，吕良镇也有人伤"))
            try other.waitUntilDelivered()
            let officer = DeskPerson(county.console)
            try officer.setUp()
            let wall = try officer.get("/wall").body
            #expect(wall.contains("可能是同一事件") && wall.contains("（最先）"))
            let form = [
                "token": officer.hidden("token", in: wall), "main": officer.hidden("main", in: wall),
                "others": officer.hidden("others", in: wall),
            ]
            let main = try #require(form["main"])
            let source = try #require(form["others"])
            #expect(try county.hub("show", "incident", main).text.contains("\"LC\""), "whose word came first")
            #expect(try officer.post("/wall/same", form.merging(["token": "0"]) { $1 }).status != 303)
            #expect(try officer.post("/wall/same", form.merging(["others": main]) { $1 }).status == 400)
            #expect(try officer.post("/wall/same", form).status == 303)
            let merged = try officer.get("/wall").body
            #expect(merged.contains("来源：黎城镇") && !merged.contains("可能是同一事件"))
            #expect(merged.contains("<b class=\"n\">1</b> 未结") && merged.contains("<b class=\"n\">2</b> 个单位"))
            let pair = Self.button("pair", in: merged)
            #expect(pair == "\(main) \(source)")
            #expect(try officer.post("/wall/different", ["token": form["token"] ?? "", "pair": pair]).status == 303)
            let parted = try officer.get("/wall").body
            #expect(parted.contains("<b class=\"n\">2</b> 未结") && !parted.contains("可能是同一事件"), "not proposed again")
        }
    }

    @Test func aDrillIsAnnouncedBeforeTheShiftChangesAndNotLongBefore() async throws {
        try await DeskPerson.withTown { county, town in
            let officer = DeskPerson(county.console)
            try officer.setUp()
            let line = #"{"occurredAt":"\#(Self.minutesAgo(20))","summary":"桌面推演","drill":true}"#
            try Self.enter(town, line)
            try town.waitUntilDelivered()
            let person = try county.hub("list", "person").array.first?["id"] as? String ?? ""
            func shift(until minutes: Int) throws -> String {
                let times = #""start":"\#(Self.minutesAgo(300))","end":"\#(Self.minutesAgo(-minutes))""#
                let outcome = try county.hub(
                    "record", "duty-shift", input: #"{\#(times),"officer":"\#(person)"}"# + "\n")
                try county.expectDone(outcome)
                return outcome.array.first?["id"] as? String ?? ""
            }
            let long = try shift(until: 150)
            #expect(try !officer.get("/wall").body.contains("交接班前请告知接班人"))
            try county.expectDone(county.hub("edit", "duty-shift", long, "--set", "end=\(Self.minutesAgo(-30))"))
            let wall = try officer.get("/wall").body
            #expect(wall.contains("交接班前请告知接班人：1 起演练正在进行，不是真实事件"))
            #expect(try officer.get("/wall", language: "en").body.contains("are not real"))
        }
    }

    @Test func whatTheCountyHeardOfItselfShowsItsUnitAsUnreported() async throws {
        try await DeskPerson.withTown { county, _ in
            let officer = DeskPerson(county.console)
            try officer.setUp()
            let line = #"{"occurredAt":"\#(Self.minutesAgo(90))","summary":"山洪","place":"塔集","source":"媒体"}"#
            try county.expectDone(county.hub("record", "incident", "--unit", "LC", input: line + "\n"))
            let wall = try officer.get("/wall").body
            #expect(wall.contains("◪ 县里得知（媒体），单位未报") && wall.contains("▲ 报县 超时未报"))
            #expect(!wall.contains("name=\"row\""), "nothing to receipt")
        }
    }

    private static func enter(_ town: Town, _ line: String) throws {
        try town.county.expectDone(town.call("record", "incident", input: line + "\n"))
    }

    /// The value of the first button of that name.
    private static func button(_ name: String, in body: String) -> String {
        guard let start = body.range(of: "name=\"\(name)\" value=\"") else { return "" }
        return String(body[start.upperBound...].prefix { $0 != "\"" })
    }

    private static func minutesAgo(_ count: Int) -> String {
        let style = Date.ISO8601FormatStyle(timeZone: TimeZone(secondsFromGMT: 8 * 3600) ?? .gmt)
            .year().month().day().time(includingFractionalSeconds: false)
        return Date().addingTimeInterval(Double(-count * 60)).formatted(style) + "+08:00"
    }
}

extension Outcome {
    fileprivate var text: String { String(decoding: output, as: UTF8.self) }
}
