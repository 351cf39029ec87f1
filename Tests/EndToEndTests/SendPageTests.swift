import Foundation
import Testing

/// What the county writes to several units at once: all of them have it, or none, and its draft keeps whom it is for.
@Suite(.serialized) struct SendPageTests {
    private static func withCounty(_ test: @escaping @Sendable (County, DeskPerson) throws -> Void) async throws {
        try await blocking {
            let county = try County()
            defer { county.cleanUp() }
            for (code, name) in [("LC", "黎城镇"), ("DG", "戴楼镇"), ("YT", "银涂镇")] {
                try county.expectDone(county.hub("unit", "add", code, name, "--class", "town"))
            }
            try county.startHub()
            let officer = DeskPerson(county.console)
            try officer.setUp()
            try test(county, officer)
        }
    }

    private static func form(_ officer: DeskPerson, _ page: String, to units: [String]) -> [String: String] {
        let form = [
            "token": officer.hidden("token", in: page), "id": officer.hidden("id", in: page),
            "draft": officer.hidden("draft", in: page), "title": "防汛值守", "body": "各单位严格值守",
            "issuedAt": "2026-09-28 09:00",
        ]
        return form.merging(units.map { ("to-\($0)", "on") }) { $1 }
    }

    private static func units(_ county: County) throws -> [String] {
        try county.hub("list", "notice").array.compactMap { $0["unit"] as? String }.sorted()
    }

    @Test func allUnitsHaveItOrNoneAndASecondPressMakesNoneTwice() async throws {
        try await Self.withCounty { county, officer in
            let page = try officer.get("/send/notice").body
            let one = Self.form(officer, page, to: ["DG"])
            #expect(try officer.post("/send/notice", one).status == 303)
            #expect(try Self.units(county) == ["DG"])
            // The same form with another text: one unit's copy stands already, so that no unit gets the new one.
            let three = Self.form(officer, page, to: ["LC", "DG", "YT"])
            let refused = try officer.post("/send/notice", three.merging(["body": "另一种说法"]) { $1 })
            #expect(refused.status == 422 && refused.body.contains("戴楼镇：") && refused.body.contains("另一种说法"))
            for unit in ["LC", "DG", "YT"] {
                #expect(refused.body.contains("name=\"to-\(unit)\" value=\"on\" checked"), "\(unit)")
            }
            #expect(try Self.units(county) == ["DG"], "none of the three was entered")
            // The same text to more units: who has it keeps the one copy.
            let sent = try officer.post("/send/notice", three)
            let again = try officer.post("/send/notice", three)
            #expect(sent.status == 303 && sent.headers["location"] == again.headers["location"])
            #expect(try Self.units(county) == ["DG", "LC", "YT"])
        }
    }

    @Test func pressedTwiceAtOnceEachUnitHasOne() async throws {
        try await Self.withCounty { county, officer in
            let form = Self.form(officer, try officer.get("/send/notice").body, to: ["LC", "DG", "YT"])
            let page = officer.page
            let pressed = Synchronized<[Int]>([])
            let presses = (0..<4).map { _ in DeskPerson(page, like: officer) }
            for press in presses.map({ ($0.cookieHeader, form) }) {
                Thread.detachNewThread {
                    let status = (try? page.ask("POST", "/send/notice", cookie: press.0, form: press.1).status) ?? 0
                    pressed.change { $0.append(status) }
                }
            }
            try waitFor { pressed.value.count == 4 }
            #expect(pressed.value.allSatisfy { $0 == 303 })
            #expect(try Self.units(county) == ["DG", "LC", "YT"])
        }
    }

    @Test func aDraftKeepsWhomItIsFor() async throws {
        try await Self.withCounty { county, officer in
            let page = try officer.get("/send/notice").body
            let form = Self.form(officer, page, to: ["LC", "YT"])
            #expect(try officer.post("/draft/notice", form).body == "kept")
            county.killHub()
            try county.startHub()
            let again = DeskPerson(county.console)
            try again.post("/sign-in", ["name": "王晓东", "password": "口令口令口令口令"])
            let resume = try #require(
                try again.get("/").body.components(separatedBy: "href=\"").dropFirst().map {
                    String($0.prefix { $0 != "\"" })
                }.first { $0.contains("draft=\(form["id"] ?? "")") })
            let led = try again.get(resume).headers["location"] ?? resume
            let resumed = try again.get(led).body
            #expect(resumed.contains("各单位严格值守"))
            for (unit, isFor) in [("LC", true), ("DG", false), ("YT", true)] {
                let box = "name=\"to-\(unit)\" value=\"on\" checked"
                #expect(resumed.contains(box) == isFor, "\(unit)")
            }
            let back = Self.form(again, resumed, to: ["LC", "YT"])
            #expect(back["id"] == form["id"])
            #expect(try again.post("/send/notice", back).status == 303)
            #expect(try Self.units(county) == ["LC", "YT"])
            #expect(try !again.get("/").body.contains(resume), "sent: the draft is done")
        }
    }
}
