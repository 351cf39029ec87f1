import Foundation
import Testing

/// The list of incidents: what runs out first on top, drills in a block of their own, the closed ones by month; and the
/// pages of towns' incidents in the county's own room.
@Suite(.serialized) struct IncidentListTests {
    private static let zone = TimeZone(secondsFromGMT: 8 * 3600) ?? .gmt

    private static func time(minutesAgo count: Int) -> String {
        let style = Date.ISO8601FormatStyle(timeZone: zone).year().month().day()
            .time(includingFractionalSeconds: false)
        return Date().addingTimeInterval(Double(-count * 60)).formatted(style) + "+08:00"
    }

    @discardableResult
    private static func enter(_ town: Town, _ members: [String: Any]) throws -> String {
        let whole = members.merging(["summary": "出了事"]) { given, _ in given }
        let line = try JSONSerialization.data(withJSONObject: whole, options: [.sortedKeys])
        let outcome = try town.call("record", "incident", input: String(decoding: line, as: UTF8.self) + "\n")
        try town.county.expectDone(outcome)
        return outcome.array.first?["id"] as? String ?? ""
    }

    /// The names in a part of the page, in their order.
    private static func order(_ names: [String], in text: some StringProtocol) -> [String] {
        names.compactMap { name in text.range(of: ">\(name)</a>").map { (name, $0.lowerBound) } }
            .sorted { $0.1 < $1.1 }.map(\.0)
    }

    @Test func whatRunsOutFirstIsOnTopDrillsAreApartAndTheClosedStandByMonth() async throws {
        try await DeskPerson.withTown { _, town in
            let person = DeskPerson(town.desk)
            try person.setUp()
            let empty = try person.get("/incidents").body
            #expect(empty.contains("没有未结的事件") && !empty.contains("class=\"drills\""))
            try Self.enter(town, ["occurredAt": Self.time(minutesAgo: 5), "nature": "新发的"])
            try Self.enter(town, ["occurredAt": Self.time(minutesAgo: 50), "nature": "将到期的"])
            try Self.enter(town, ["occurredAt": Self.time(minutesAgo: 90), "nature": "已超时的"])
            try Self.enter(town, ["occurredAt": Self.time(minutesAgo: 55), "nature": "演练事件", "drill": true])
            for (nature, day) in [("八月甲", "2026-08-03"), ("九月乙", "2026-09-10"), ("九月丙", "2026-09-20")] {
                let id = try Self.enter(town, ["occurredAt": "\(day)T08:00:00+08:00", "nature": nature])
                let report =
                    #"{"incident":"\#(id)","kind":"终报","by":"written","to":"县政府值班室","sentAt":"\#(day)T08:20:00+08:00"}"#
                _ = try town.call("record", "report", input: report + "\n")
                try town.county.expectDone(
                    town.call("edit", "incident", id, "--set", "closedAt=\(day)T09:00:00+08:00"))
            }
            let page = try person.get("/incidents").body
            let drills = try #require(page.range(of: "class=\"drills\""))
            let end = try #require(page.range(of: "</section>", range: drills.upperBound..<page.endIndex))
            let real = page[..<drills.lowerBound]
            #expect(
                Self.order(["新发的", "将到期的", "已超时的", "演练事件"], in: real) == ["已超时的", "将到期的", "新发的"],
                "what is late is more urgent than what is new, and no drill stands among them")
            #expect(Self.order(["演练事件", "已超时的"], in: page[drills.upperBound..<end.lowerBound]) == ["演练事件"])
            #expect(page.contains("演练（不是真实事件）"))
            let closed = page[end.upperBound...]
            #expect(Self.order(["八月甲", "九月乙", "九月丙", "演练事件"], in: closed) == ["九月丙", "九月乙", "八月甲"])
            let months = closed.components(separatedBy: "<summary>").dropFirst().map { $0.prefix(7) }
            #expect(months == ["2026-09", "2026-08"])
            // The row that is added without opening one offers the open ones, the drill named as one.
            let choices = try #require(page.range(of: "id=\"row-incident\""))
            let offered = page[choices.upperBound...].prefix { $0 != "\u{0}" }.components(separatedBy: "</select>")[0]
            #expect(offered.contains("【演练】演练事件") && !offered.contains("九月丙"))
        }
    }

    @Test func theCountysRoomOpensATownsIncidentAndActsOnItsPart() async throws {
        try await DeskPerson.withTown { county, town in
            let id = try Self.enter(
                town, ["occurredAt": Self.time(minutesAgo: 40), "nature": "渡口翻船", "place": "银涂", "level": "较大"])
            try town.waitUntilDelivered()
            let officer = DeskPerson(county.console)
            #expect(try officer.get("/incident/\(id)").headers["location"] == "/sign-in")
            try officer.setUp()
            let list = try officer.get("/incidents").body
            #expect(list.contains("href=\"/incident/\(id)\"") && list.contains("黎城镇"))
            let page = try officer.get("/incident/\(id)")
            #expect(page.status == 200 && page.body.contains("银涂渡口翻船") && page.body.contains("黎城镇"))
            #expect(page.body.contains("第十二条") && page.body.contains("县 → 市"), "the county's own leg")
            #expect(!page.body.contains("县里掌握"), "which is known here")
            #expect(try officer.get("/incident/\(id)", language: "en").body.contains("County → city"))
            // The county's row into the course of the town's incident lies in its own ledger.
            let row = [
                "token": officer.hidden("token", in: page.body), "id": officer.hidden("id", in: page.body),
                "at": "", "what": "县应急局已派员", "source": "县值班室",
            ].merging(["at": officer.value("row-at", in: page.body)]) { $1 }
            #expect(try officer.post("/incident/\(id)/row", row.merging(["token": ""]) { $1 }).status == 400)
            #expect(try officer.post("/incident/\(id)/row", row).status == 303)
            #expect(try officer.post("/incident/\(id)/row", row).status == 303)
            let rows = try county.hub("list", "timeline-entry").array
            #expect(rows.count == 1 && rows[0]["unit"] as? String == "JH")
            #expect(try officer.get("/incident/\(id)").body.contains("县应急局已派员"))
            // Its instruction goes to the town, which receipts it, and the county's page shows that.
            let send = try officer.get("/send/instruction?unit=LC&incident=\(id)").body
            let instruction = [
                "token": officer.hidden("token", in: send), "id": officer.hidden("id", in: send), "to-LC": "on",
                "incident": id, "leader": "县长", "text": "全力搜救", "issuedAt": Self.time(minutesAgo: 1),
            ]
            #expect(try officer.post("/send/instruction", instruction).status == 303)
            try waitFor { try town.call("list", "instruction").array.count == 1 }
            let person = DeskPerson(town.desk)
            try person.setUp()
            let there = try person.get("/incident/\(id)").body
            let given = try town.call("list", "instruction").array.first?["id"] as? String ?? ""
            #expect(there.contains("全力搜救") && !there.contains("县应急局已派员"), "the county's course stays at the county")
            let token = person.hidden("token", in: there)
            #expect(
                try person.post("/incident/\(id)/receipt", ["token": token, "instruction": given]).status == 303)
            try town.waitUntilDelivered()
            let after = try officer.get("/incident/\(id)").body
            #expect(after.contains("全力搜救") && after.contains("王晓东"))
            // Both may correct an incident, with a reason; the town sees who did and what it was.
            let bare = ["token": officer.hidden("token", in: after), "at": Self.time(minutesAgo: 45), "reason": ""]
            #expect(try officer.post("/incident/\(id)/time", bare).status == 422)
            #expect(try officer.post("/incident/\(id)/time", bare.merging(["reason": "现场核实"]) { $1 }).status == 303)
            try waitFor {
                let fields = try town.call("show", "incident", id).object["fields"] as? [String: Any]
                return fields?["timeReason"] as? String == "现场核实"
            }
            #expect(try person.get("/incident/\(id)").body.contains("现场核实"))
            for path in ["/incident/\(id)/false", "/print/incident/\(id)", "/record/incident/\(id)?unit=LC"] {
                #expect(try officer.get(path).status == 200, "\(path)")
            }
        }
    }
}
