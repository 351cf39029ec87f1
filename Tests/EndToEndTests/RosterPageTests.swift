import Foundation
import Testing

/// The roster's page without a browser: made by hand and by the planner, checked, agreed, handed in.
@Suite(.serialized) struct RosterPageTests {
    /// A shift as the page shows it.
    private struct Slot: Equatable {
        let path: String
        let was: String
        let start: String
        let text: String
        var id: String { path.split(separator: "/").last.map(String.init) ?? "" }
    }

    private static func slots(_ body: String, _ collection: String = "duty-shift") -> [Slot] {
        func value(_ name: String, _ text: String) -> String {
            text.components(separatedBy: "\(name)=\"").dropFirst().first.map { String($0.prefix { $0 != "\"" }) } ?? ""
        }
        return body.components(separatedBy: "<a class=\"slot").dropFirst().compactMap { part in
            let text =
                part.components(separatedBy: "</i>").dropFirst().first?.components(separatedBy: "</a>").first ?? ""
            let slot = Slot(
                path: value("href", part), was: value("data-was", part), start: value("data-start", part), text: text)
            return slot.path.contains("/\(collection)/") && !part.hasPrefix("  on") ? slot : nil
        }
    }

    private static let people = """
        {"id":"甲","name":"王晓东","establishment":"公务员"}
        {"id":"乙","name":"李强","establishment":"参公"}
        {"id":"丙","name":"张敏𠮷","establishment":"公务员"}
        {"id":"丁","name":"钱丽","establishment":"公务员"}
        {"id":"临","name":"老马","establishment":"非在编"}
        {"id":"镇长","name":"刘镇长","establishment":"公务员","leaderRole":"政府","dutyLead":true}
        {"id":"主任","name":"何主任","establishment":"公务员","leaderRole":"办公室","roomHead":true}

        """

    private static func withRoom(
        _ test: @escaping @Sendable (County, Town, DeskPerson) throws -> Void
    ) async throws {
        try await DeskPerson.withTown { county, town in
            try county.expectDone(town.call("record", "person", input: people))
            let person = DeskPerson(town.desk)
            try person.setUp()
            try test(county, town, person)
        }
    }

    private static func shifts(_ town: Town) throws -> [[String: Any]] {
        try town.call("list", "duty-shift").array.compactMap { $0["fields"] as? [String: Any] }
            .filter { $0["voided"] as? Bool != true }
    }

    /// What the page's forms carry, with what is put in.
    private static func form(_ person: DeskPerson, _ month: String, _ fields: [String: String]) throws -> [String:
        String]
    {
        let body = try person.get("/roster?month=\(month)").body
        return [
            "token": person.hidden("token", in: body), "month": month, "seed": person.hidden("seed", in: body),
        ].merging(fields) { $1 }
    }

    private static func add(_ person: DeskPerson, _ name: String, _ month: String, _ days: String...) throws
        -> WebPage.Answer
    {
        var fields = [
            "act": "add", "person": name, "kind": "duty-shift", "begins": "08:30", "ends": "08:30", "role": "",
        ]
        for day in days { fields["d\(month)-\(day)"] = "on" }
        return try person.post("/roster/act", form(person, month, fields))
    }

    @Test func aPersonIsPutOnDaysAndEveryActIsTakenBack() async throws {
        try await Self.withRoom { _, town, person in
            #expect(try DeskPerson(town.desk).get("/roster").headers["location"] == "/sign-in")
            #expect(try person.get("/roster").body.contains("值班表"))
            let fields = [
                "act": "add", "person": "王晓东", "kind": "duty-shift", "begins": "08:30", "ends": "08:30", "role": "",
                "d2031-03-03": "on", "d2031-03-04": "on",
            ]
            let added = try Self.form(person, "2031-03", fields)
            let first = try person.post("/roster/act", added)
            let again = try person.post("/roster/act", added)
            #expect(first.status == 303 && again.status == 303)
            #expect(try Self.shifts(town).count == 2, "sent twice, entered once")
            #expect(try Self.add(person, "李强", "2031-03", "05").status == 303)
            let body = try person.get("/roster?month=2031-03").body
            let slots = Self.slots(body)
            #expect(slots.map(\.text) == ["王晓东", "王晓东", "李强"] && body.utf8.count < 100_000)
            #expect(body.contains("缺 00:00–08:30") && body.contains("第二条"))

            func act(_ fields: [String: String]) throws -> WebPage.Answer {
                try person.post("/roster/act", Self.form(person, "2031-03", fields))
            }
            func names() throws -> [String] { Self.slots(try person.get("/roster?month=2031-03").body).map(\.text) }
            let acts: [([String: String], [String])] = [
                (["act": "put", "one": slots[0].id, "was": slots[0].was, "person": "钱丽"], ["钱丽", "王晓东", "李强"]),
                (
                    [
                        "act": "exchange", "one": slots[1].id, "was": slots[1].was, "other": slots[2].id,
                        "otherWas": slots[2].was,
                    ],
                    ["王晓东", "李强", "王晓东"]
                ),
                (
                    ["act": "move", "one": slots[0].id, "start": slots[0].start, "day": "2031-03-20"],
                    ["王晓东", "李强", "王晓东"]
                ),
                (["act": "remove", "one": slots[0].id], ["王晓东", "李强"]),
            ]
            for (fields, expected) in acts {
                let done = try act(fields)
                #expect(done.status == 303)
                #expect(try act(fields).status == 303, "sent twice")
                #expect(try names() == expected)
                let location = try #require(done.headers["location"])
                #expect(location.contains("#d2031-03-"), "the page opens where it was left")
                let page = try person.get(String(location.prefix { $0 != "#" })).body
                let undo = [
                    "token": person.hidden("token", in: page), "month": "2031-03",
                    "undo": person.hidden("undo", in: page),
                ]
                #expect(try person.post("/roster/undo", undo).status == 303)
                #expect(try names() == ["王晓东", "王晓东", "李强"], "\(fields["act"] ?? "")")
            }
        }
    }

    @Test func whatTheRulesForbidIsRefusedWithItsArticleAndTheTypingStays() async throws {
        try await Self.withRoom { _, town, person in
            let casual = try Self.add(person, "老马", "2031-03", "03", "09")
            #expect(casual.status == 422 && casual.body.contains("非在编") && casual.body.contains("第十六条"))
            #expect(casual.body.contains("value=\"老马\"") && casual.body.contains("name=\"d2031-03-09\" checked"))
            let unknown = try Self.add(person, "无此人<b>", "2031-03", "03")
            #expect(
                unknown.status == 422 && unknown.body.contains("没有“无此人&lt;b&gt;”") && !unknown.body.contains("无此人<b>"))
            #expect(try Self.add(person, "王晓东", "2031-03").status == 422, "no day")
            let odd = ["act": "add", "person": "王晓东", "begins": "25:00", "ends": "x", "d2031-03-03": "on"]
            #expect(try person.post("/roster/act", Self.form(person, "2031-03", odd)).status == 422)
            let foreign = ["token": "0", "act": "add", "person": "王晓东", "month": "2031-03", "d2031-03-03": "on"]
            for path in ["/roster/act", "/roster/undo", "/roster/accept", "/roster/submit"] {
                #expect(try person.post(path, foreign).status == 400, "another site's form")
                #expect(try DeskPerson(town.desk).post(path, foreign).headers["location"] == "/sign-in")
            }
            let away =
                "/roster/proposal?month=2031-03&mode=repair&person=nobody&from=2031-03-05T08:00&to=2031-03-04T08:00"
            let plan = "/roster/proposal?month=2031-03&mode=fill&pattern=weekly&start=09:15&seats=99"
            for (path, typed) in [
                (away, ["nobody", "2031-03-05T08:00", "2031-03-04T08:00"]), (plan, ["09:15", "99"]),
            ] {
                let refused = try person.get(path)
                #expect(refused.status == 422)
                #expect(typed.allSatisfy { refused.body.contains("value=\"\($0)\"") }, "\(path)")
            }
            #expect(try person.get(plan).body.contains("<option value=\"weekly\" selected>"))
            let period = ["from": "2031-03-09", "to": "2031-03-03", "preparer": "老马", "approver": "没有此人<b>"]
            let backward = try person.post("/roster/submit", Self.form(person, "2031-03", period))
            #expect(backward.status == 422 && backward.body.contains("没有此人&lt;b&gt;"))
            #expect(["2031-03-09", "2031-03-03", "老马"].allSatisfy { backward.body.contains("value=\"\($0)\"") })
            for act in ["put", "exchange", "move", "remove", "cancel", "restore", "nonsense"] {
                let bad = try Self.form(person, "2031-03", ["act": act, "one": "x", "was": "y"])
                #expect([400, 422].contains(try person.post("/roster/act", bad).status), "\(act)")
            }
            #expect(try person.get("/roster/slot/duty-shift/x").status == 400)
            #expect(try person.get("/roster/slot/log-entry/01999999-0000-7000-8000-000000000001").status == 400)
            #expect(
                try person.get("/roster?month=9999-99").status == 422 && person.post("/roster", foreign).status == 405)
            #expect(try Self.shifts(town).isEmpty)
        }
    }

    @Test func aRosterThatWasHandedInChangesByAgreementAndSaysWhatIsDifferent() async throws {
        try await Self.withRoom { county, town, person in
            for (name, day) in [("王晓东", "03"), ("李强", "04"), ("钱丽", "05")] {
                #expect(try Self.add(person, name, "2031-03", day).status == 303)
            }
            county.stopHub()
            let page = try person.get("/roster?month=2031-03").body
            #expect(page.contains("还没有报送") && page.contains("报送前请核对"))
            let submission = try Self.form(
                person, "2031-03",
                [
                    "id": page.components(separatedBy: "name=\"id\" value=\"").last.map {
                        String($0.prefix { $0 != "\"" })
                    } ?? "",
                    "from": "2031-03-01", "to": "2031-03-31", "preparer": "王晓东", "approver": "刘镇长",
                ])
            for _ in 0..<2 { #expect(try person.post("/roster/submit", submission).status == 303) }
            #expect(try town.call("list", "roster-submission").array.count == 1)
            let offline = try person.get("/roster?month=2031-03").body
            #expect(offline.contains("○ 仅存本机") && !offline.contains("● 已送达县") && offline.contains("与现在的值班表一致"))

            let slots = Self.slots(offline)
            func swap(_ one: Int, _ other: Int, _ more: [String: String] = [:]) throws -> WebPage.Answer {
                let now = Self.slots(try person.get("/roster?month=2031-03").body)
                let pair = [slots[one].id, slots[other].id].map { id in now.first { $0.id == id } }
                return try person.post(
                    "/roster/act",
                    Self.form(
                        person, "2031-03",
                        [
                            "act": "exchange", "one": slots[one].id, "was": pair[0]?.was ?? "",
                            "other": slots[other].id,
                            "otherWas": pair[1]?.was ?? "",
                        ].merging(more) { $1 }))
            }
            let asked = try swap(0, 1)
            #expect(
                asked.status == 422 && asked.body.contains("批准人") && asked.body.contains("第十六条")
                    && asked.body.contains("刘镇长"))
            #expect(try swap(0, 1, ["approvedBy": "李强", "asked": "1"]).body.contains("不能由本人批准"))
            #expect(try swap(0, 1, ["approvedBy": "刘镇长", "reason": "家中有事"]).status == 303)
            let second = try swap(0, 2, ["approvedBy": "刘镇长"])
            #expect(second.status == 422 && second.body.contains("已经串过班"))
            let swapped = try person.get("/roster?month=2031-03").body
            #expect(Self.slots(swapped).map(\.text) == ["李强 <b>串</b>", "王晓东 <b>串</b>", "钱丽"])
            #expect(swapped.contains("报送后有 2 处改动"))

            // Moved, it is still swapped; its own page tells the whole course.
            let move = [
                "act": "move", "one": slots[0].id, "start": slots[0].start, "day": "2031-03-10", "approvedBy": "刘镇长",
            ]
            #expect(try person.post("/roster/act", Self.form(person, "2031-03", move)).status == 303)
            let slot = try person.get("/roster/slot/duty-shift/\(slots[0].id)").body
            #expect(slot.contains("串班，对换") && slot.contains("刘镇长") && slot.contains("03-10") && slot.contains("取消串班"))
            let cancel = ["act": "cancel", "one": slots[1].id, "approvedBy": "何主任"]
            #expect(try person.post("/roster/act", Self.form(person, "2031-03", cancel)).status == 303)
            let back = Self.slots(try person.get("/roster?month=2031-03").body)
            #expect(Dictionary(uniqueKeysWithValues: back.map { ($0.id, $0.text) })[slots[0].id] == "王晓东")

            try county.startHub()
            try town.waitUntilDelivered()
            #expect(try person.get("/roster?month=2031-03").body.contains("● 已送达县"))
            let id = try town.call("list", "roster-submission").array.first?["id"] as? String ?? ""
            try county.expectDone(
                county.hub(
                    "edit", "roster-submission", id, "--unit", "LC", "--set", "receivedBy=县值班室", "--set",
                    "receivedAt=2031-02-20T10:00:00+08:00"))
            try town.sync()
            let receipted = try person.get("/roster?month=2031-03").body
            #expect(receipted.contains("◉ 县已签收") && receipted.contains("县值班室"))
            let resubmission = submission.merging(["id": "01999999-0000-7000-8000-000000000009"]) { $1 }
            #expect(try person.post("/roster/submit", resubmission).status == 303)
            let again = try person.get("/roster?month=2031-03").body
            #expect(again.contains("第 2 次") && again.contains("与现在的值班表一致"))
        }
    }

    @Test func aPlanIsShownWithItsReasonsAndAcceptedAsItWasShown() async throws {
        try await Self.withRoom { county, town, person in
            let path = "/roster/proposal?month=2031-03&mode=fill&pattern=daily&start=08:30&seats=1"
            let shown = try person.get(path).body
            #expect(shown.contains("共 31 处改动") && shown.contains("负担最轻"))
            #expect(try Self.shifts(town).isEmpty, "nothing is written before it is accepted")
            let lines =
                shown.components(separatedBy: "<textarea name=\"lines\" hidden>").last?
                .components(separatedBy: "</textarea>").first ?? ""
            let form = ["token": person.hidden("token", in: shown), "month": "2031-03", "mode": "plan", "lines": lines]
            let broken = ["lines": lines + "\nx", "approvedBy": "刘镇长", "reason": "集中培训"]
            let refused = try person.post("/roster/accept", form.merging(broken) { $1 })
            #expect(refused.status == 422)
            #expect(refused.body.contains("批准人：刘镇长") && refused.body.contains("原因：集中培训"), "nothing typed is lost")
            #expect(try Self.shifts(town).isEmpty, "all of it or nothing")
            for _ in 0..<2 { #expect(try person.post("/roster/accept", form).status == 303) }
            #expect(try Self.shifts(town).count == 31)
            let month = try person.get("/roster?month=2031-03").body
            #expect(!month.contains("老马</a>") && Self.slots(month).count == 31 && month.contains("负担"))
            #expect(try person.get("/roster/proposal?month=2031-03&mode=replan").body.contains("没有要改动的班次"))
            // The county has the whole of it in one set.
            try town.waitUntilDelivered()
            #expect(try county.hub("list", "duty-shift", "--unit", "LC").array.count == 31)
            // Somebody falls ill: that person's shifts alone.
            let slots = Self.slots(month)
            let sick = slots[10].text
            let days = slots.indices.filter { slots[$0].text == sick && (7...14).contains($0) }
            let name = sick.addingPercentEncoding(withAllowedCharacters: CharacterSet(charactersIn: "")) ?? ""
            let repair = try person.get(
                "/roster/proposal?month=2031-03&mode=repair&person=\(name)&from=2031-03-09T08:00&to=2031-03-16T08:00"
            ).body
            #expect(repair.contains("共 \(days.count) 处改动") && repair.contains("原排\(sick)外出"))
            #expect(
                try person.get("/roster/proposal?month=2031-03&mode=repair&person=%E6%97%A0&from=x&to=y").status == 422)
            #expect(try person.get("/roster/proposal?month=2031-03&seats=99").status == 422)
        }
    }

    @Test func theCheckStandsInTheCellsAndAWeekLongShiftHasNoHole() async throws {
        try await Self.withRoom { county, town, person in
            let week = """
                {"start":"2026-10-05T08:30:00+08:00","end":"2026-10-12T08:30:00+08:00","officer":"甲"}
                {"start":"2026-10-12T08:30:00+08:00","end":"2026-10-19T08:30:00+08:00","officer":"乙","substituteFor":"丁"}
                {"start":"2026-10-14T08:30:00+08:00","end":"2026-10-15T08:30:00+08:00","officer":"乙"}

                """
            try county.expectDone(town.call("record", "duty-shift", input: week))
            let absence =
                #"{"person":"甲","kind":"出差","leaveAt":"2026-10-07T08:00:00+08:00","returnAt":"2026-10-08T18:00:00+08:00"}"#
            try county.expectDone(town.call("record", "absence", input: absence + "\n"))
            let lead =
                #"{"start":"2026-10-01T00:00:00+08:00","end":"2026-10-02T00:00:00+08:00","leader":"镇长","role":"政府"}"#
            try county.expectDone(town.call("record", "leader-shift", input: lead + "\n"))
            let page = try person.get("/roster?month=2026-10").body
            func cell(_ day: String) -> String {
                page.components(separatedBy: "<td id=\"d\(day)\"").last?.components(separatedBy: "</td>").first ?? ""
            }
            #expect(cell("2026-10-01").contains("国庆节") && cell("2026-10-01").contains("双带班缺 1 人"))
            #expect(cell("2026-10-02").contains("双带班缺 2 人") && cell("2026-10-02").contains("全天无人"))
            #expect(cell("2026-10-01").contains("廿一"))
            for day in 6...18 { #expect(!cell("2026-10-\(day < 10 ? "0" : "")\(day)").contains("缺 0"), "\(day)") }
            #expect(cell("2026-10-05").contains("缺 00:00–08:30") && cell("2026-10-19").contains("缺 08:30–24:00"))
            #expect(cell("2026-10-05").contains("外出") && cell("2026-10-12").contains("未批准"))
            #expect(cell("2026-10-14").contains("重复"))
            #expect(page.contains("第五条第（四）项") && page.contains("/roster/proposal?month=2026-10&amp;absence="))
            #expect(try person.get("/roster?month=2026-10", language: "en").body.contains("nobody all day"))
            // Yesterday's real stand-in is entered afterwards, with who agreed.
            let slot = try #require(Self.slots(page).first)
            let put = [
                "act": "put", "one": slot.id, "was": slot.was, "person": "丙", "page": "slot",
                "collection": "duty-shift",
            ]
            let known = put.merging(["person": "张敏𠮷"]) { $1 }
            #expect(try person.post("/roster/act", Self.form(person, "2026-10", known)).body.contains("批准人"))
            #expect(try person.post("/roster/act", Self.form(person, "2026-10", put)).status == 422, "no such name")
            let agreed = known.merging(["approvedBy": "刘镇长"]) { $1 }
            #expect(try person.post("/roster/act", Self.form(person, "2026-10", agreed)).status == 303)
            let after = try #require(Self.slots(try person.get("/roster?month=2026-10").body).first)
            #expect(after.text.contains("张敏𠮷 <b>代</b>"))
        }
    }

    /// ranger-ims-go #729: of two quick removals one came back.
    @Test func leadersRemovedAtTwoReplicasApartAreBothGone() async throws {
        try await Self.withRoom { county, town, person in
            let lines = ["镇长", "主任"].map {
                #"{"start":"2031-03-01T00:00:00+08:00","end":"2031-03-02T00:00:00+08:00","leader":"\#($0)"}"#
            }
            let entered = try town.call("record", "leader-shift", input: lines.joined(separator: "\n") + "\n")
            let ids = entered.array.compactMap { $0["id"] as? String }
            try town.waitUntilDelivered()
            let second = try county.town("LC")
            try second.sync()
            try second.start()
            let other = DeskPerson(second.desk)
            try other.post("/sign-in", ["name": "王晓东", "password": "口令口令口令口令"])
            county.stopHub()
            for (who, id) in [(person, ids[0]), (other, ids[1])] {
                #expect(
                    try who.post("/roster/act", Self.form(who, "2031-03", ["act": "remove", "one": id])).status == 303)
                #expect(Self.slots(try who.get("/roster?month=2031-03").body, "leader-shift").count == 1)
            }
            try county.startHub()
            for _ in 0..<2 {
                try town.waitUntilDelivered()
                try second.waitUntilDelivered()
                try town.sync()
                try second.sync()
            }
            for who in [person, other] {
                #expect(Self.slots(try who.get("/roster?month=2031-03").body, "leader-shift").isEmpty)
            }
        }
    }
}
