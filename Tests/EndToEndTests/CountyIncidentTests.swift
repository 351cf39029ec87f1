import Foundation
import Testing

/// An incident at the county: what it receipts, what it orders, follows up and accepts, and who knew what.
@Suite(.serialized) struct CountyIncidentTests {
    private static let order = "请核实：\n１２人、𠮷野村\n\n  尽快  报来"

    @Test func anInstructionGoesItsWayAndEachStationIsOnlySaidOnceItIsKnown() async throws {
        try await DeskPerson.withTown { county, town in
            let other = try county.town("DG", named: "戴楼镇")
            let third = try county.town("QF", named: "前锋镇")
            try other.start()
            try third.start()
            let incident = try Self.incident(town)
            let officer = DeskPerson(county.console)
            try officer.setUp()
            let local = DeskPerson(town.desk)
            try local.setUp()

            // One town is off; the text goes to two of the three.
            town.kill()
            let page = try officer.get("/incident/\(incident)").body
            let path = "/send/instruction?incident=\(incident)&unit=LC"
            #expect(page.contains(path.replacingOccurrences(of: "&", with: "&amp;")) || page.contains(path))
            let form = try officer.get(path + "&unit=DG").body
            for (unit, isFor) in [("LC", true), ("DG", true), ("QF", false)] {
                #expect(form.contains("name=\"to-\(unit)\" value=\"on\" checked") == isFor, "\(unit)")
            }
            let sent = try officer.post(
                "/send/instruction",
                [
                    "token": officer.hidden("token", in: form), "id": officer.hidden("id", in: form),
                    "incident": incident, "leader": "周县长", "issuedAt": Self.minutesAgo(0),
                    "text": Self.order.replacingOccurrences(of: "\n", with: "\r\n"), "to-LC": "on", "to-DG": "on",
                ])
            #expect(sent.status == 303)
            let copies = Dictionary(
                try county.hub("list", "instruction").array.compactMap { row in
                    (row["unit"] as? String).flatMap { unit in (row["id"] as? String).map { (unit, $0) } }
                }
            ) { first, _ in first }
            #expect(Set(copies.keys) == ["LC", "DG"])
            let copy = try #require(copies["LC"])

            // The one that is off has nothing, and the page says no more than that.
            try waitFor { try officer.get("/incident/\(incident)").body.contains("● 已到 戴楼镇") }
            let waiting = try officer.get("/incident/\(incident)").body
            #expect(waiting.contains("○ 尚未到 黎城镇") && !waiting.contains("● 已到 黎城镇"))
            #expect(waiting.contains("○ 未签收") && waiting.contains("１２人、𠮷野村\n\n  尽快  报来"))
            #expect(try other.call("list", "instruction").array.compactMap(Self.text) == [Self.order])
            #expect(try third.call("list", "instruction").array.isEmpty)

            // The town is back: it has it on its first page, receipts it and feeds it back.
            try town.start()
            let back = DeskPerson(town.desk)
            try back.post("/sign-in", ["name": "王晓东", "password": "口令口令口令口令"])
            try waitFor { try back.get("/").body.contains("𠮷野村") }
            #expect(try town.call("list", "instruction").array.compactMap(Self.text) == [Self.order])
            try waitFor { try officer.get("/followups").body.contains("● 已到 黎城镇") }
            let token = try back.hidden("token", in: back.get("/incident/\(incident)").body)
            try back.post("/incident/\(incident)/receipt", ["token": token, "instruction": copy])
            try waitFor { try officer.get("/followups").body.contains("◉ 已签收") }
            try back.post(
                "/incident/\(incident)/feedback", ["token": token, "instruction": copy, "feedback": "已到 12 人"])
            try town.waitUntilDelivered()
            let fedBack = try officer.get("/incident/\(incident)").body
            #expect(fedBack.contains("◉ 已反馈") && fedBack.contains("反馈：已到 12 人"))
            #expect(fedBack.contains("已反馈，待县认定办结"))
            // A town has no such act.
            for act in ["followup", "accept", "county-receipt"] {
                let refused = try back.post(
                    "/incident/\(incident)/\(act)", ["token": token, "instruction": copy, "text": "x", "leader": "y"])
                #expect(refused.status == 422, "\(act)")
            }

            // 督办: refused with all that was typed, then one instruction more, however often it is sent.
            let open = try officer.get("/incident/\(incident)").body
            let own = officer.hidden("token", in: open)
            let follow = [
                "token": own, "instruction": copy, "id": Self.drawn(open, copy), "leader": "周县长", "text": "逐人核对名单",
                "due": "二十五点",
            ]
            let refused = try officer.post("/incident/\(incident)/followup", follow)
            #expect(refused.status == 422 && refused.body.contains("逐人核对名单") && refused.body.contains("二十五点"))
            let good = follow.merging(["due": ""]) { $1 }
            for _ in 0..<2 { #expect(try officer.post("/incident/\(incident)/followup", good).status == 303) }
            #expect(try county.hub("list", "instruction", "--unit", "LC").array.count == 2)
            try waitFor { try back.get("/").body.contains("逐人核对名单") }
            #expect(try officer.get("/incident/\(incident)").body.contains("逐人核对名单"))

            // 认定办结: of both, and the first acceptance stands.
            let accept = ["token": own, "instruction": copy]
            #expect(try officer.post("/followups/accept", accept.merging(["token": "0"]) { $1 }).status != 303)
            #expect(try officer.post("/followups/accept", accept).status == 303)
            let first = try county.hub("show", "instruction", copy).text
            #expect(first.contains("acceptedAt"))
            #expect(try officer.post("/followups/accept", accept).status == 303)
            #expect(try officer.post("/incident/\(incident)/accept", accept).status == 303)
            #expect(try county.hub("show", "instruction", copy).text == first)
            let left = try officer.get("/followups").body
            #expect(!left.contains("逐人核对名单") && left.contains("戴楼镇"))
            #expect(try officer.get("/incident/\(incident)").body.contains("◉ 已认定办结"))
            // Nothing runs at the town for it any more.
            try waitFor { try town.call("show", "instruction", copy).text.contains("acceptedAt") }
            let late = try officer.post(
                "/incident/\(incident)/followup", good.merging(["id": Self.later(good["id"] ?? "")]) { $1 })
            #expect(late.status == 422 && late.body.contains("已经认定办结"))

            // Who knew what: the other unit by its receipt alone.
            let known = try officer.get("/incident/\(incident)/known").body
            #expect(known.contains("黎城镇值班室") && known.contains("县值班室") && known.contains("签收批示"))
            #expect(!known.contains("戴楼镇值班室"))
            #expect(try officer.get("/followups", language: "en").body.contains("Follow-ups"))
            #expect(try third.call("list", "instruction").array.isEmpty)
        }
    }

    @Test func theReceiptOnTheIncidentsPageIsGivenOnceAndTheMinutesOfWhoKnewAreNamed() async throws {
        try await DeskPerson.withTown { county, town in
            let incident = try Self.incident(town)
            let report =
                #"{"incident":"\#(incident)","kind":"初报","by":"online","sentAt":"\#(Self.minutesAgo(3))","text":"两人受伤","injured":2}"#
            try county.expectDone(town.call("record", "report", input: report + "\n"))
            try town.waitUntilDelivered()
            let path = "/incident/\(incident)"
            let officer = DeskPerson(county.console)
            for place in ["/followups", path + "/known"] {
                #expect(try officer.get(place).headers["location"] == "/sign-in", "\(place)")
            }
            try officer.setUp()
            let page = try officer.get(path).body
            #expect(page.contains("签收 2 件") && page.contains("待县签收"))
            let form = ["token": officer.hidden("token", in: page), "seen": officer.hidden("seen", in: page)]

            // Not from elsewhere, not unsigned, not without what was seen.
            let foreign = try officer.post(
                path + "/county-receipt", form.merging(["token": "0"]) { $1 }, headers: ["Sec-Fetch-Site": "cross-site"]
            )
            #expect(foreign.status >= 400)
            #expect(
                try DeskPerson(county.console).post(path + "/county-receipt", form).headers["location"] == "/sign-in")
            #expect(try officer.post(path + "/county-receipt", form.merging(["seen": "x"]) { $1 }).status == 422)
            #expect(try county.hub("list", "report").text.contains("countyReceiptAt") == false)

            // Pressed four times at once it is one receipt of each piece.
            let pressed = Synchronized<[Int]>([])
            let cookie = officer.cookieHeader
            let web = officer.page
            for _ in 0..<4 {
                Thread.detachNewThread {
                    let answer = try? web.ask("POST", path + "/county-receipt", cookie: cookie, form: form)
                    pressed.change { $0.append(answer?.status ?? 0) }
                }
            }
            try waitFor { pressed.value.count == 4 }
            #expect(pressed.value.allSatisfy { $0 == 303 })
            for collection in ["incident", "report"] {
                let id = try #require(try county.hub("list", collection).array.first?["id"] as? String)
                let history = try county.hub("show", collection, id, "--history").object["history"] as? [Any]
                #expect(history?.count == 2, "entered by the town, receipted once")
            }
            let after = try officer.get(path).body
            #expect(after.contains("◉ 县已签收") && after.contains("王晓东") && !after.contains("签收 2 件"))

            // The time of occurrence is corrected; who knew what shows both, and what was known at a minute.
            let time = ["token": form["token"] ?? "", "at": Self.minutesAgo(25), "reason": "监控录像"]
            #expect(try officer.post(path + "/time", time).status == 303)
            let known = try officer.get(path + "/known").body
            #expect(known.contains("原填 ") && known.contains("单位") && known.contains("县端"))
            #expect(known.contains("签收初报") && known.contains("只有它的签收能证明"))
            let asked = try officer.get(path + "/known?at=\(Self.clock(minutesAgo: 0))").body
            #expect(asked.contains("各方知道什么") && asked.contains("受伤人数 2"))
            let before = try officer.get(path + "/known?at=\(Self.clock(minutesAgo: 60))").body
            #expect(before.contains("什么都不知道") && !before.contains("受伤人数 2"))
            let odd = try officer.get(path + "/known?at=2561")
            #expect(odd.status == 422 && odd.body.contains("value=\"2561\""))
        }
    }

    private static func incident(_ town: Town) throws -> String {
        let line =
            #"{"occurredAt":"\#(minutesAgo(20))","receivedAt":"\#(minutesAgo(15))","summary":"客车翻坡","place":"淮金线"}"#
        let entered = try town.call("record", "incident", input: line + "\n")
        try town.county.expectDone(entered)
        try town.waitUntilDelivered()
        return try #require(entered.array.first?["id"] as? String)
    }

    private static func text(_ row: [String: Any]) -> String? { (row["fields"] as? [String: Any])?["text"] as? String }

    /// The id that the follow-up's form of an instruction was given out with.
    private static func drawn(_ body: String, _ instruction: String) -> String {
        guard
            let start = body.range(
                of: "name=\"instruction\" value=\"\(instruction)\"><input type=\"hidden\" name=\"id\" value=\"")
        else { return "" }
        return String(body[start.upperBound...].prefix { $0 != "\"" })
    }

    /// Another id of the same kind.
    private static func later(_ id: String) -> String {
        String(id.dropLast(4)) + (id.hasSuffix("abcd") ? "abce" : "abcd")
    }

    private static func minutesAgo(_ count: Int) -> String { moment(count) + "+08:00" }

    private static func moment(_ minutes: Int) -> String {
        let style = Date.ISO8601FormatStyle(timeZone: TimeZone(secondsFromGMT: 8 * 3600) ?? .gmt)
            .year().month().day().time(includingFractionalSeconds: false)
        return Date().addingTimeInterval(Double(-minutes * 60)).formatted(style)
    }

    /// `2026-10-01T08:30`, as an address takes it.
    private static func clock(minutesAgo minutes: Int) -> String { String(moment(minutes).prefix(16)) }
}

extension Outcome {
    fileprivate var text: String { String(decoding: output, as: UTF8.self) }
}
