import Foundation
import Testing

/// The county's calendar and rules on its console, and in force at a town.
@Suite(.serialized) struct RulesPageTests {
    private static let password = "另一个长一些的口令𠮷"

    /// What a form of the page carries, with what is typed.
    private static func form(
        _ person: DeskPerson, _ path: String, _ typed: [String: String]
    ) throws -> [String: String] {
        let body = try person.get(path).body
        let carried = ["token", "id", "record", "seen"].map { ($0, person.hidden($0, in: body)) }
        return typed.merging(carried) { $1 }
    }

    /// The form with what its preview showed, and the press that confirms it.
    private static func confirmed(_ form: [String: String], after preview: WebPage.Answer) -> [String: String] {
        let shown =
            preview.body.components(separatedBy: "name=\"shown\" hidden>\n").last?.components(
                separatedBy: "</textarea>"
            )
            .first ?? ""
        let typed = shown.replacing("&lt;", with: "<").replacing("&gt;", with: ">").replacing("&amp;", with: "&")
        return form.merging(["confirm": "yes", "shown": typed]) { $1 }
    }

    private static let notice = """
        一、元旦：1月1日（周五）至3日（周日）放假，共3天。
        二、春节：2月5日（农历腊月二十九、周五）至11日（农历正月初六、周四）放假调休，共7天。1月31日（周日）、2月14日（周日）上班。
        """

    @Test func aNoticeIsReadFromItsTextShownThenWrittenAndHoldsAtATown() async throws {
        try await DeskPerson.withTown { county, town in
            let officer = DeskPerson(county.console)
            #expect(try officer.get("/rules").headers["location"] == "/sign-in")
            try officer.setUp()
            let open = try officer.get("/rules?year=2027").body
            #expect(open.contains("尚未公布") && open.contains("2027 年日历"))
            let typed = ["year": "2027", "published": "2026-11-20", "source": "国办发明电〔2026〕9号", "text": Self.notice]
            let form = try Self.form(officer, "/rules/arrangement", typed)
            let wrong = try officer.post(
                "/rules/arrangement", form.merging(["text": Self.notice.replacing("共7天", with: "共8天")]) { $1 })
            #expect(wrong.status == 422 && wrong.body.contains("写明 8 天") && wrong.body.contains("农历腊月二十九"))
            let preview = try officer.post("/rules/arrangement", form)
            #expect(preview.status == 200 && preview.body.contains("2027-02-05") && preview.body.contains("未公布"))
            #expect(preview.body.contains("全部 2 个单位") && preview.body.contains("保存并生效"))
            #expect(try county.hub("list", "calendar-day").array.isEmpty, "nothing is written before it was shown")
            // Another content than the one that was shown is shown first.
            let changed = Self.confirmed(form, after: preview).merging(["source": "另一个文号"]) { $1 }
            #expect(try officer.post("/rules/arrangement", changed).status == 200)
            #expect(try county.hub("list", "calendar-day").array.isEmpty)
            let saving = Self.confirmed(form, after: preview)
            for _ in 0..<2 { #expect(try officer.post("/rules/arrangement", saving).status == 303, "sent twice") }
            #expect(try county.hub("list", "calendar-day").array.count == 365, "each day of the year, once")
            let year = try officer.get("/rules?year=2027").body
            #expect(!year.contains("尚未公布") && year.contains("法定节假日，春节"))
            try town.sync()
            for (day, type) in [("2027-02-05", "holiday"), ("2027-02-14", "makeup-workday"), ("2027-02-20", "weekend")]
            {
                let known = try town.call("calendar", day).object
                #expect(known["dayType"] as? String == type, "\(day)")
            }
        }
    }

    @Test func aSpecialPeriodMakesATownOweAndIsEndedByTheSameForm() async throws {
        try await DeskPerson.withTown { county, town in
            let officer = DeskPerson(county.console)
            try officer.setUp()
            let typed = ["from": "2031-11-03", "to": "2031-11-05", "kind": "重要会议活动", "reason": "会议<b>"]
            let form = try Self.form(officer, "/rules/period", typed)
            let back = try officer.post("/rules/period", form.merging(["to": "2031-11-01"]) { $1 })
            #expect(back.status == 422 && back.body.contains("结束应在开始之后"))
            #expect(try officer.post("/rules/period", form.merging(["token": ""]) { $1 }).status == 400)
            #expect(try DeskPerson(county.console).post("/rules/period", form).headers["location"] == "/sign-in")
            let preview = try officer.post("/rules/period", form)
            #expect(preview.body.contains("2031-11-05") && !preview.body.contains("2031-11-06"))
            #expect(preview.body.contains("新增领导带班") && preview.body.contains("会议&lt;b&gt;"))
            #expect(try officer.post("/rules/period", Self.confirmed(form, after: preview)).status == 303)
            try town.sync()
            let record = try #require(county.hub("list", "special-period").array.first?["id"] as? String)
            #expect(try town.call("list", "special-period").array.count == 1)
            // The meeting is over a day earlier.
            let path = "/rules/period?record=\(record)"
            let shorter = try Self.form(officer, path, typed.merging(["to": "2031-11-04"]) { $1 })
            let change = try officer.post("/rules/period", shorter)
            #expect(change.body.contains("不再需要"))
            #expect(try officer.post("/rules/period", Self.confirmed(shorter, after: change)).status == 303)
            let periods = try county.hub("list", "special-period").array
            #expect(periods.count == 1)
            #expect((periods.first?["fields"] as? [String: Any])?["to"] as? String == "2031-11-04")
        }
    }

    @Test func thePreviewNamesRunningClocksThatMoveAndUnitsWithoutLeaders() async throws {
        try await DeskPerson.withTown { county, town in
            let administrator = DeskPerson(county.console)
            try administrator.setUp()
            let occurred = Date().addingTimeInterval(-600)
            func local(_ date: Date, _ characters: Int) -> String {
                let text = ISO8601DateFormatter.string(
                    from: date, timeZone: TimeZone(secondsFromGMT: 8 * 3600)!, formatOptions: .withInternetDateTime)
                return String(text.prefix(characters))
            }
            let line = #"{"occurredAt":"\#(local(occurred, 25))","summary":"圩堤渗水","place":"塔集","level":"一般"}"#
            try county.expectDone(town.call("record", "incident", input: line + "\n"))
            try town.waitUntilDelivered()
            let profile = [
                "title": "提速", "validFrom": local(occurred.addingTimeInterval(-86_400), 10),
                "figure-reportMinutes": "45",
            ]
            let preview = try administrator.post(
                "/rules/profile", Self.form(administrator, "/rules/profile", profile)
            ).body
            #expect(preview.contains("时限随之改变") && preview.contains("塔集圩堤渗水，黎城镇"))
            let dues = [60, 45].map { local(occurred.addingTimeInterval(Double($0) * 60), 16).suffix(5) }
            #expect(dues.allSatisfy { preview.contains($0) }, "\(dues)")
            // What is not in force yet moves nothing that runs.
            let later = try administrator.post(
                "/rules/profile",
                Self.form(administrator, "/rules/profile", profile.merging(["validFrom": "2031-01-01"]) { $1 })
            ).body
            #expect(!later.contains("时限随之改变"))
            let soon = local(Date().addingTimeInterval(3 * 86_400), 10)
            let period = ["from": soon, "to": soon, "kind": "重要会议活动", "reason": "会议"]
            let owing = try administrator.post("/rules/period", Self.form(administrator, "/rules/period", period)).body
            #expect(owing.contains("下列单位还没有排") && owing.contains("黎城镇"))
        }
    }

    @Test func figuresAreAnAdministratorsAndAUnitOnlyTightensThem() async throws {
        try await DeskPerson.withTown { county, town in
            let administrator = DeskPerson(county.console)
            try administrator.setUp()
            try county.expectDone(
                county.hub("record", "person", input: "{\"name\":\"李强\",\"establishment\":\"公务员\"}\n"))
            try county.expectDone(
                county.hub(
                    "account", "add", "李强", "--role", "officer", "--password-stdin", input: Self.password + "\n"))
            let officer = DeskPerson(county.console)
            try officer.post("/sign-in", ["name": "李强", "password": Self.password])
            #expect(try officer.get("/rules/profile").status == 403)
            #expect(try officer.get("/rules/period").status == 200)
            let county60 = [
                "title": "2031 年值班规定", "validFrom": "2031-01-01", "figure-reportMinutes": "45",
                "figure-periodicTimes": "8:00、1700", "figure-rosterCalendarDays": "否",
            ]
            let form = try Self.form(administrator, "/rules/profile", county60)
            let odd = try administrator.post("/rules/profile", form.merging(["figure-ringsMax": "很多"]) { $1 })
            #expect(odd.status == 422 && odd.body.contains("1 至 20 的整数") && odd.body.contains("value=\"很多\""))
            let preview = try administrator.post("/rules/profile", form)
            #expect(
                preview.body.contains("全部 2 个单位") && preview.body.contains(">60<") && preview.body.contains("<b>45</b>")
            )
            let posting = Self.confirmed(form, after: preview)
            #expect(try officer.post("/rules/profile", posting.merging(["token": ""]) { $1 }).status != 303)
            #expect(try administrator.post("/rules/profile", posting).status == 303)
            // A unit's own may not be looser.
            let own = county60.merging(["unit": "LC", "figure-reportMinutes": "50", "title": "黎城镇"]) { $1 }
            let looser = try Self.form(administrator, "/rules/profile", own)
            let shown = try administrator.post("/rules/profile", looser)
            let refused = try administrator.post("/rules/profile", Self.confirmed(looser, after: shown))
            #expect(refused.status == 422 && refused.body.contains("第二十三条"))
            try town.sync()
            let profiles = try town.call("list", "rule-profile").array.compactMap { $0["fields"] as? [String: Any] }
            #expect(profiles.count == 1)
            #expect((profiles.first?["figures"] as? [String: Any])?["reportMinutes"] as? Int == 45)
            #expect(try administrator.get("/rules").body.contains("事发至报县（分钟） 45"))
        }
    }
}
