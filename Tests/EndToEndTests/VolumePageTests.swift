import Foundation
import Testing

/// Log volumes at the desk and on paper, each form good, bad, not signed in, sent twice.
@Suite(.serialized) struct VolumePageTests {
    private static func post(_ person: DeskPerson, _ path: String, from page: String, _ form: [String: String]) throws
        -> WebPage.Answer
    {
        let body = try person.get(page).body
        return try person.post(path, form.merging(["token": person.hidden("token", in: body)]) { $1 })
    }

    private static func code(in body: String) -> String {
        guard let start = body.range(of: "<span class=\"code\">") else { return "" }
        return String(body[start.upperBound...].prefix { $0 != "<" }.suffix(23))
    }

    @Test func aPrintedPageIsCheckedByItsCode() async throws {
        try await DeskPerson.withTown { county, town in
            let person = DeskPerson(town.desk)
            for path in ["/volumes", "/verify", "/volume/2026-A", "/print/volume/2026-A", "/print/roster"] {
                #expect(try person.get(path).headers["location"] == "/sign-in", "\(path)")
            }
            try person.setUp()
            #expect(try person.get("/volumes").body.contains("还没有值班记录"))
            county.stopHub()
            let ids = try town.record(numbered(1...12))
            let pages = try town.call("volume", "pages", Self.volume(of: town)).array
            #expect(pages.map { $0["entries"] as? Int } == [10, 2])
            let volume = try Self.volume(of: town)
            let print = try person.get("/print/volume/\(volume)?page=1").body
            let code = Self.code(in: print)
            #expect(code == pages[0]["code"] as? String && print.contains("仅存本机") && print.contains("王晓东打印"))
            #expect(try town.call("volume", "verify", code).object["verdict"] as? String == "unchanged")
            #expect(try person.get("/verify?code=\(code)").body.contains("打印后没有改动"))
            try county.startHub()
            try town.waitUntilDelivered()
            #expect(try person.get("/print/volume/\(volume)?page=1").body.contains("均已送达县"))
            // At the county it is the same page.
            #expect(
                try county.hub("volume", "verify", code, "--unit", "LC").object["verdict"] as? String == "unchanged")

            try county.expectDone(town.call("edit", "log-entry", ids[1], "--set", "matter=事项二，更正"))
            let void = ["--set", "voided=true", "--set", "voidReason=记错了"]
            try county.expectDone(town.call("edit", "log-entry", ids[4], void[0], void[1], void[2], void[3]))
            let changed = try town.call("volume", "verify", code.lowercased())
            #expect(changed.status == 1 && changed.object["verdict"] as? String == "changed")
            let named = changed.object["changed"] as? [[String: Any]] ?? []
            #expect(named.map { $0["number"] as? String } == ["LC-\(volume)-0002", "LC-\(volume)-0005"])
            #expect(named.map { $0["fields"] as? [String] } == [["matter"], ["voidReason", "voided"]])
            let seen = try person.get("/verify?code=\(code)").body
            #expect(seen.contains("打印后有改动") && seen.contains("LC-\(volume)-0005"))
            let again = try person.get("/print/volume/\(volume)?page=1").body
            #expect(Self.code(in: again) != code && again.contains("作废：记错了") && again.contains("事项2</span>"))

            // A slip of the keyboard, another town's, nothing at all.
            let slip = code.hasPrefix("2") ? "3" + code.dropFirst() : "2" + code.dropFirst()
            let wrong = try person.get("/verify?code=\(slip)")
            #expect(wrong.status == 422 && wrong.body.contains("打错"))
            #expect(try town.call("volume", "verify", "ABC").status == 2)
            let other = try county.town("QF", named: "前锋镇")
            let unknown = try other.call("volume", "verify", code)
            #expect(unknown.status == 1 && unknown.object["verdict"] as? String == "unknown")
            #expect(try person.get("/volume/2026-Z").status == 400 && person.get("/print/volume/2026-Z").status == 400)
            #expect(try person.get("/print/volume/\(volume)?page=99").body.contains("没有这一页"))
        }
    }

    private static func volume(of town: Town) throws -> String {
        let fields = try town.call("list", "log-volume").array.first?["fields"] as? [String: Any]
        return fields?["volume"] as? String ?? ""
    }

    @Test func aVolumeIsReadByNumberAndByOccurrenceSearchedAndSealedWithAPassword() async throws {
        try await DeskPerson.withTown { county, town in
            try DeskPerson(town.desk).setUp()
            try town.record(["先记的"])
            let late =
                #"{"occurredAt":"2026-09-30T12:00:00+08:00","recordedAt":"2026-10-01T08:00:00+08:00","matter":"后补的𠮷"}"#
            try county.expectDone(town.call("record", "log-entry", input: late + "\n"))
            // Its clock is set back while the program is down.
            town.stop()
            let back = #"{"occurredAt":"2026-10-01T09:00:00+08:00","matter":"拨钟以后"}"#
            try county.expectDone(town.call("record", "log-entry", input: back + "\n", clock: "-20m"))
            try town.start()
            let person = DeskPerson(town.desk)
            try person.post("/sign-in", ["name": "王晓东", "password": "口令口令口令口令"])
            let volume = try Self.volume(of: town)
            func order(_ body: String) -> [String] {
                ["先记的", "后补的𠮷", "拨钟以后"].compactMap { word in body.range(of: word).map { ($0.lowerBound, word) } }
                    .sorted { $0.0 < $1.0 }.map(\.1)
            }
            let byNumber = try person.get("/volume/\(volume)").body
            #expect(order(byNumber) == ["先记的", "后补的𠮷", "拨钟以后"])
            #expect(byNumber.contains("补记 +20 小时 0 分"))
            // To the minute, less what passed meanwhile.
            #expect(byNumber.contains("本机时钟在上一条之后被拨回约 1") || byNumber.contains("拨回约 20 分"))
            let byTime = try person.get("/volume/\(volume)?sort=occurred").body
            #expect(order(byTime) == ["后补的𠮷", "先记的", "拨钟以后"])
            #expect(try order(person.get("/volume/\(volume)?q=%E5%90%8E%E8%A1%A5").body) == ["后补的𠮷"])
            #expect(try order(person.get("/volume/\(volume)?day=2026-09-30").body) == ["后补的𠮷"])
            #expect(try order(person.get("/volume/\(volume)?q=xyz").body).isEmpty)

            let path = "/volume/\(volume)/seal"
            let refused = try Self.post(person, path, from: "/volume/\(volume)", ["password": "不是这个"])
            #expect(refused.status == 403 && refused.body.contains("没有封卷"))
            for _ in 1...2 {
                let sealed = try Self.post(person, path, from: "/volume/\(volume)", ["password": "口令口令口令口令"])
                #expect(sealed.status == 303)
            }
            let record = try town.call("list", "log-volume").array.first
            let fields = record?["fields"] as? [String: Any]
            #expect(fields?["sealedBy"] as? String == "王晓东")
            let shown = try town.call("show", "log-volume", record?["id"] as? String ?? "", "--history").object
            #expect((shown["history"] as? [Any])?.count == 2, "opened, and sealed once")
            #expect(try town.call("volume", "check", volume).object["sealFits"] as? Bool == true)
            try town.record(["封卷以后"])
            #expect(try person.get("/volumes").body.contains("封卷后补充 1 条"))
            #expect(try person.post(path, ["password": "口令口令口令口令"]).status == 400, "no token")
        }
    }

    @Test func blankFormsAreNumberedApartAndEnteredOnce() async throws {
        try await DeskPerson.withTown { county, town in
            let person = DeskPerson(town.desk)
            try person.setUp()
            let form = try person.get("/print/blank/log?count=3").body
            let asked = [
                "token": person.hidden("token", in: form), "id": person.hidden("id", in: form), "count": "3",
            ]
            let first = try person.post("/print/blank/log", asked)
            #expect(try person.post("/print/blank/log", asked).headers["location"] == first.headers["location"])
            #expect(
                try person.post("/print/blank/log", asked.merging(["id": "", "count": "999"]) { $1 }).status == 400)
            let blocks = try town.call("list", "paper-block").array
            #expect(blocks.count == 1)
            let location = try #require(first.headers["location"])
            let paper = try person.get(location).body
            #expect(paper.contains("P1-03") && !paper.contains("P1-04"))
            let block = try #require(location.split(separator: "=").last)
            // The software goes on numbering meanwhile.
            try town.record(["来电前后"])
            let page = try person.get("/paper/\(block)").body
            let line = [
                "token": person.hidden("token", in: page), "id-2": person.hidden("id-2", in: page),
                "occurredAt-2": "2026-10-01T03:00", "recordedAt-2": "2026-10-01T03:05", "matter-2": "停电时接到来电",
                "recorder-1": "王晓东", "recorder-2": "王晓东", "id-3": person.hidden("id-3", in: page),
                "matter-3": "没写时间",
            ]
            let partly = try person.post("/paper/\(block)", line)
            #expect(partly.status == 422 && partly.body.contains("没写时间"), "the refused line is kept")
            _ = try person.post("/paper/\(block)", line.merging(["matter-3": ""]) { $1 })
            let entries = try town.call("list", "log-entry").array.compactMap { $0["fields"] as? [String: Any] }
            #expect(entries.count == 2)
            let number = entries.last?["number"] as? String ?? ""
            #expect(number.hasSuffix("-0002") && (entries.last?["paperNumber"] as? String)?.hasSuffix("P1-02") == true)
            let volume = try Self.volume(of: town)
            #expect(try person.get("/volume/\(volume)").body.contains("补录，纸质编号 LC-\(volume)-P1-02"))
            // Somebody else enters the same line from a page that was opened before.
            let other = line.merging(["id-2": person.hidden("id-1", in: page), "matter-3": ""]) { $1 }
            #expect(try person.post("/paper/\(block)", other).body.contains("已由别人补录"))
            #expect(try town.call("list", "log-entry").array.count == 2)
            #expect(try Self.post(person, "/paper/\(block)/close", from: "/paper/\(block)", [:]).status == 303)
            #expect(try person.get("/volumes").body.contains("余号已作废"))
            let next = try Self.post(
                person, "/print/blank/log", from: "/print/blank/log",
                ["id": "01999999-0000-7000-8000-000000000002", "count": "1"])
            #expect(try person.get(try #require(next.headers["location"])).body.contains("P2-01"))
            #expect(try person.get("/paper/01999999-0000-7000-8000-000000000009").status == 400)
            try town.waitUntilDelivered()
            #expect(try county.hub("list", "paper-block", "--unit", "LC").array.count == 2)
        }
    }
}
