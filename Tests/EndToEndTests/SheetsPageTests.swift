import Foundation
import Testing

/// Tables out of the desk and into it: what is exported comes back as it was, nothing is entered before a person says
/// so, and nothing twice.
@Suite(.serialized) struct SheetsPageTests {
    private static func export(_ path: String, by person: DeskPerson) throws -> [UInt8] {
        let answer = try person.get(path)
        #expect(answer.status == 200 && answer.headers["content-disposition"]?.hasPrefix("attachment;") == true)
        return answer.bytes
    }

    /// Uploads a file; answers where its preview is.
    private static func upload(
        _ bytes: [UInt8], as what: String, named name: String = "表.csv", by person: DeskPerson
    ) throws -> String {
        let token = person.hidden("token", in: try person.get("/sheets").body)
        let answer = try person.upload("/import", ["token": token, "what": what], file: bytes, named: name)
        #expect(answer.status == 303, "\(answer.body)")
        return answer.headers["location"] ?? ""
    }

    /// Presses the button under a preview, as often as an impatient person.
    private static func confirm(_ preview: String, by person: DeskPerson, times: Int = 1) throws {
        let page = try person.get(preview).body
        var form = ["token": person.hidden("token", in: page), "rows": person.hidden("rows", in: page)]
        for name in ["encoding", "sheet", "header", "year", "start", "c0", "c1"] {
            let value = person.hidden(name, in: page)
            if !value.isEmpty { form[name] = value }
        }
        let path = String(preview.prefix { $0 != "?" })
        for _ in 0..<times { #expect(try person.post(path, form).status == 303) }
    }

    private static func fields(_ collection: String, of town: Town) throws -> [String: [String: String]] {
        let rows = try town.call("list", collection).array
        return Dictionary(
            rows.map { row in
                let fields = row["fields"] as? [String: Any] ?? [:]
                return (row["id"] as? String ?? "", fields.mapValues { "\($0)" })
            }
        ) { first, _ in first }
    }

    private static let persons = """
        {"name":"张三","post":"镇长","establishment":"公务员","mobile":"13912345678","leaderRole":"政府","dutyLead":true}
        {"name":"李四","establishment":"参公","phone":"=0517-86800001","joinedAt":"2015-03-01"}
        {"name":"𠮷野","establishment":"非在编","post":"门卫，“临时”\\"聘用\\""}

        """

    @Test func whatIsExportedComesBackAsItWasInAnotherFolder() async throws {
        try await DeskPerson.withTown { county, town in
            try county.expectDone(town.call("record", "person", input: Self.persons))
            try county.expectDone(
                town.call(
                    "record", "contact", input: #"{"dutyPhones":["0517-86800001","0517-86800002"],"roomSign":true}"#))
            try county.expectDone(
                town.call(
                    "record", "phone-record",
                    input:
                        #"{"direction":"in","receivedAt":"2026-10-01T00:30:00.25Z","matter":"圩堤渗水\n第二行,\"引\"","rings":2,"missed":false}"#
                ))
            let one = DeskPerson(town.desk)
            try one.setUp()
            let other = try county.town("HB", named: "淮北镇")
            try other.start()
            let two = DeskPerson(other.desk)
            try two.setUp()
            for (collection, format) in [
                ("person", "xlsx"), ("contact", "csv"), ("phone-record", "csv"), ("phone-record", "xlsx"),
            ] {
                let file = try Self.export("/export/\(collection).\(format)?names=wire", by: one)
                let preview = try Self.upload(file, as: collection, named: "a.\(format)", by: two)
                if format == "csv" || collection == "person" { try Self.confirm(preview, by: two, times: 2) }
                #expect(try two.get(preview).body.contains("可导入 0 行"), "\(collection)")
                let here = try Self.fields(collection, of: town)
                let there = try Self.fields(collection, of: other).filter { $0.value["name"] != "王晓东" }
                #expect(there.filter { here[$0.key] != nil } == here.filter { there[$0.key] != nil })
                #expect(there.count == here.count - (collection == "person" ? 1 : 0), "\(collection)")
            }
            // One table for people, in their language, to the minute.
            let words = try Self.export("/export/phone-record.csv?from=2026-10-01&to=2026-10-01", by: one)
            let text = String(decoding: words, as: UTF8.self)
            #expect(
                words.starts(with: [0xEF, 0xBB, 0xBF]) && text.contains("方向,时间,")
                    && text.contains("来电,2026-10-01 08:30"))
            #expect(
                !String(decoding: try one.get("/export/phone-record.csv?from=2026-10-02").bytes, as: UTF8.self)
                    .contains("圩堤"))
            #expect(try one.get("/export/phone-record.csv", language: "en").body.contains("Direction,Time,"))
        }
    }

    @Test func aChineseCSVIsShownRowByRowAndEnteredOnceWhenConfirmed() async throws {
        try await DeskPerson.withTown { _, town in
            let person = DeskPerson(town.desk)
            try person.setUp()
            // GB18030 as Excel in Chinese saves it: CRLF, the last column empty.
            let file: [UInt8] =
                [
                    0xD0, 0xD5, 0xC3, 0xFB, 0x2C, 0xCA, 0xD6, 0xBB, 0xFA, 0x2C, 0xB1, 0xE0, 0xD6, 0xC6, 0x2C, 0xB1,
                    0xB8, 0xD7, 0xA2, 0x0D, 0x0A,
                ]
                + [0xD5, 0xC5, 0xC8, 0xFD] + Array(",13912345678,".utf8) + [
                    0xB9, 0xAB, 0xCE, 0xF1, 0xD4, 0xB1, 0x2C, 0x0D, 0x0A,
                ]
                + [0xC0, 0xEE, 0xCB, 0xC4] + Array(",12345678,,\r\n".utf8)
                + [0xD5, 0xC5, 0xC8, 0xFD] + Array(",13912345678,,\r\n".utf8)
            let preview = try Self.upload(file, as: "person", by: person)
            let page = try person.get(preview).body
            for sentence in [
                "自动识别（GB18030）", "张三", "11 位", "第二条", "有错的 1 行不会导入", "与第 2 行相同", "可导入 1 行", "确认导入 1 行",
            ] { #expect(page.contains(sentence), "\(sentence)") }
            let count = try Self.fields("person", of: town).count
            try Self.confirm(preview, by: person, times: 3)
            #expect(try Self.fields("person", of: town).count == count + 1)
            #expect(try person.get(preview).body.contains("已录入 1 条记录"))
            let again = try Self.upload(file, as: "person", by: person)
            let second = try person.get(again).body
            #expect(second.contains("可导入 0 行") && second.contains("已在库") && !second.contains("确认导入"))
            // Another encoding may be chosen, and what is no text of it is said.
            let wrong = try person.get(again + "?encoding=utf-8")
            #expect(wrong.status == 422 && wrong.body.contains("不是 UTF-8") && wrong.body.contains("name=\"encoding\""))
            // A column may stand for something else.
            let other = try person.get(again + "?c0=post").body
            #expect(other.contains("姓名") && other.contains("缺少"))
            // UTF-16 as Excel's “Unicode text”.
            let wide = "姓名\t职务\r\n王五\t\r\n".utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
            try Self.confirm(try Self.upload([0xFF, 0xFE] + wide, as: "person", by: person), by: person)
            #expect(try Self.fields("person", of: town).values.contains { $0["name"] == "王五" })
        }
    }

    @Test func aRosterWithMergedLeadersBecomesShiftsAndACalendar() async throws {
        try await DeskPerson.withTown { county, town in
            let person = DeskPerson(town.desk)
            try person.setUp()
            let samples = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("Samples")
            let file = try [UInt8](Data(contentsOf: samples.appendingPathComponent("roster.xlsx")))
            let unknown = try person.get(try Self.upload(file, as: "roster", named: "十月.xlsx", by: person)).body
            #expect(unknown.contains("没有这个姓名") && unknown.contains("可导入 0 行"), "an unknown name is an error by row")
            try county.expectDone(town.call("record", "person", input: Self.persons))
            let preview = try Self.upload(file, as: "roster", named: "十月.xlsx", by: person)
            #expect(try person.get(preview).body.contains("共 7 行：可导入 7 行"))
            try Self.confirm(preview, by: person, times: 2)
            let shifts = try Self.fields("duty-shift", of: town)
            let leaders = try Self.fields("leader-shift", of: town)
            #expect(shifts.count == 7 && leaders.count == 7)
            #expect(
                shifts.values.contains {
                    $0["start"] == "2026-10-01T08:30+08:00" && $0["end"] == "2026-10-02T08:30+08:00"
                })
            let check = try town.call("roster", "check", "--from", "2026-10-02", "--to", "2026-10-07").object
            #expect((check["gaps"] as? [Any])?.isEmpty == true)
            // One shift is dropped, and everybody's calendar learns it under the same name.
            let dropped = try #require(shifts.keys.sorted().first)
            let before = try person.get("/export/roster.ics?month=2026-10").body
            #expect(before.components(separatedBy: "BEGIN:VEVENT").count == 15 && !before.contains("STATUS:CANCELLED"))
            try county.expectDone(
                town.call("edit", "duty-shift", dropped, "--set", "voided=true", "--set", "voidReason=改期"))
            let after = try person.get("/export/roster.ics?month=2026-10").body.replacing("\r\n ", with: "")
            let event = after.components(separatedBy: "BEGIN:VEVENT").first { $0.contains(dropped) } ?? ""
            #expect(
                event.contains("UID:LC-\(dropped)@zhishou") && event.contains("STATUS:CANCELLED")
                    && event.contains("SEQUENCE:1"))
            #expect(try person.get("/export/roster.ics?month=Oktober").status == 400)
            // Somebody on no establishment stands no duty.
            let guarded = Array("日期,值班员\r\n2026-11-01,𠮷野\r\n".utf8)
            let refused = try person.get(try Self.upload(guarded, as: "roster", by: person)).body
            #expect(refused.contains("非在编") && refused.contains("第十六条") && !refused.contains("确认导入"))
        }
    }

    @Test func filesAndFormsOfOthersAreNotTaken() async throws {
        try await DeskPerson.withTown { _, town in
            let person = DeskPerson(town.desk)
            for path in ["/sheets", "/export/person.csv", "/import/01999999-0000-7000-8000-000000000001"] {
                #expect(try person.get(path).headers["location"] == "/sign-in")
            }
            let file = Array("姓名\r\n张三\r\n".utf8)
            #expect(try person.upload("/import", ["what": "person"], file: file, named: "a.csv").status == 303)
            try person.setUp()
            let token = person.hidden("token", in: try person.get("/sheets").body)
            #expect(
                try person.upload("/import", ["token": "0", "what": "person"], file: file, named: "a.csv").status == 400
            )
            #expect(
                try person.upload("/import", ["token": token, "what": "account"], file: file, named: "a.csv").status
                    == 400)
            #expect(
                try person.upload("/import", ["token": token, "what": "person"], file: [], named: "").status == 400)
            #expect(try person.post("/import", ["token": token, "what": "person"]).status == 400)
            #expect(try person.get("/export/account.csv").status == 400)
            #expect(try person.get("/export/person.pdf").status == 400)
            let preview = try Self.upload(file, as: "person", by: person)
            // Without the token, and for another sign-in, it is as if it were not there.
            #expect(try person.post(preview, ["token": "0", "rows": "2"]).status == 400)
            let second = DeskPerson(town.desk)
            try second.post("/sign-in", ["name": "王晓东", "password": "口令口令口令口令"])
            #expect(try second.get(preview).status == 400)
            let theirs = second.hidden("token", in: try second.get("/sheets").body)
            #expect(try second.post(preview, ["token": theirs, "rows": "2"]).status == 400)
            #expect(try Self.fields("person", of: town).count == 1)
            let old: [UInt8] = [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1] + [UInt8](repeating: 0, count: 600)
            let refused = try person.get(try Self.upload(old, as: "person", named: "a.xls", by: person))
            #expect(refused.status == 422 && refused.body.contains("另存为"))
            let large = [UInt8](repeating: 0x61, count: 4 * 1024 * 1024 + 100 * 1024)
            #expect(
                try person.upload("/import", ["token": token, "what": "person"], file: large, named: "a.csv").status
                    == 400)
        }
    }

    @Test func theCommandsDoTheSameInBothPrograms() async throws {
        try await DeskPerson.withTown { county, town in
            try county.expectDone(town.call("record", "person", input: Self.persons))
            let exported = try town.call("export", "person", "--format", "xlsx", "--names", "wire").object
            let bytes = try #require((exported["base64"] as? String).flatMap { Data(base64Encoded: $0) })
            #expect(exported["rows"] as? Int == 3 && exported["name"] as? String == "person.xlsx")
            let file = county.folder.appendingPathComponent("people.xlsx")
            try bytes.write(to: file)
            func states(_ outcome: Outcome) -> [String] {
                (outcome.object["rows"] as? [[String: Any]] ?? []).compactMap { $0["state"] as? String }
            }
            let present = try town.call("import", "person", file.path)
            #expect(present.status == 0 && states(present) == ["present", "present", "present"])
            let looked = try county.hub("import", "person", file.path, "--check")
            #expect(states(looked) == ["new", "new", "new"] && looked.object["entered"] as? Int == 0)
            #expect(try county.hub("list", "person", "--unit", "JH").array.isEmpty)
            #expect(try county.hub("import", "person", file.path).object["entered"] as? Int == 3)
            #expect(try county.hub("import", "person", file.path).object["entered"] as? Int == 0)
            #expect(try county.hub("list", "person", "--unit", "JH").array.count == 3)
            // One row that is wrong keeps all out, unless it may be left out.
            let mixed = "姓名;手机\n赵六;13912345678\n钱七;1234\n"
            let all = try town.call("import", "person", "-", input: mixed)
            #expect(all.status == 1 && all.object["entered"] as? Int == 0 && all.object["delimiter"] as? String == ";")
            let part = try town.call("import", "person", "-", "--partial", input: mixed)
            #expect(part.status == 1 && part.object["entered"] as? Int == 1)
            #expect(try town.call("import", "person", "/none.csv").status == 2)
            #expect(try town.call("import", "account", file.path).status == 2)
            #expect(try town.call("export", "account").status == 2)
            #expect(try town.call("export", "person", "--from", "2026-10-01").status == 2)
            #expect(try town.call("export", "roster", "--format", "ics", "--month", "2026-10").status == 0)
        }
    }
}
