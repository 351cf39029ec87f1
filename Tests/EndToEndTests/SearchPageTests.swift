import Foundation
import Testing

/// Search and long lists, at the desk and by the command.
@Suite(.serialized) struct SearchPageTests {
    private func path(_ words: String, _ more: String = "") -> String {
        let typed = words.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""
        return "/search?q=\(typed)\(more)"
    }

    @Test func whatWasSavedJustBeforeIsFoundByAnyPartOfIt() async throws {
        try await DeskPerson.withTown { county, town in
            let person = DeskPerson(town.desk)
            #expect(try person.get("/search").headers["location"] == "/sign-in")
            #expect(try person.get(path("堤")).status == 303)
            try person.setUp()
            let empty = try person.get("/search")
            #expect(empty.status == 200 && empty.body.contains("autofocus") && !empty.body.contains("<table"))
            let call = try person.enter(
                "phone-record",
                [
                    "direction": "in", "receivedAt": "2026-10-01T08:00", "callerPhone": "0517-8688 1234",
                    "matter": "𠮷祥街积水 50%，<b>车辆</b>绕行 🚒",
                ])
            let record = try #require(call.headers["location"]).split(separator: "?")[0]
            for words in ["积", "积水", "𠮷", "５０％", "🚒", "86881234", "8688 1234", "绕行 积水", "<b>"] {
                let found = try person.get(path(words))
                #expect(found.status == 200 && found.body.contains(record), "\(words)")
                #expect(!found.body.contains("<b>车辆"), "\(words)")
            }
            #expect(try person.get(path("积水")).body.contains("<mark>积水</mark>"))
            // As a browser sends a form: a plus sign for a blank.
            #expect(try person.get(path("绕行") + "+" + path("积水").dropFirst("/search?q=".count)).body.contains(record))
            #expect(try person.get(path("绕行+积水")).body.contains("没有找到"))
            for words in ["\" OR *", "*", "NEAR(积 水)", "积%水", "祥积", "words:积", "王晓东 没有的词"] {
                let none = try person.get(path(words))
                #expect(none.status == 200 && none.body.contains("没有找到"), "\(words)")
            }
            let long = String(repeating: "长", count: 201)
            let refused = try person.get(path(long))
            #expect(refused.status == 400 && refused.body.contains(long))
            for query in ["&from=前日子", "&kind=account", "&kind=没有", "&incident=没有"] {
                let bad = try person.get(
                    path("积", query.addingPercentEncoding(withAllowedCharacters: .urlQueryAllowed) ?? ""))
                #expect(bad.status == 400, "\(query)")
            }
            #expect(try person.get(path("积", "&from=2026-10-02")).body.contains("没有找到"))
            #expect(try person.get(path("积", "&to=2026-10-01&kind=phone-record")).body.contains(record))
            #expect(try person.get(path("积", "&kind=log-entry")).body.contains("没有找到"))
            #expect(try person.get(path("王晓东"), language: "en").body.contains("found"))
            let listed = try town.call("search", "积水", "--collection", "phone-record").object
            #expect(listed["total"] as? Int == 1)
            let row = try #require((listed["records"] as? [[String: Any]])?.first)
            #expect(row["hits"] as? [String] == ["matter"] && row["collection"] as? String == "phone-record")
            #expect(try town.call("search").status == 2)
            try town.waitUntilDelivered()
            #expect(try county.hub("search", "积水", "--unit", "LC").object["total"] as? Int == 1)
        }
    }

    @Test func aVoidedRecordIsFoundStruckAndAPersonAndAnIncidentNarrow() async throws {
        try await DeskPerson.withTown { county, town in
            let person = DeskPerson(town.desk)
            try person.setUp()
            let ids = try town.record(["巡查圩堤", "巡查闸站"])
            try county.expectDone(
                town.call("edit", "log-entry", ids[0], "--set", "voided=true", "--set", "voidReason=重复"))
            let found = try person.get(path("巡查")).body
            #expect(found.contains("class=\"void\"") && ids.allSatisfy { found.contains($0) })
            let incident =
                try town.call(
                    "record", "incident",
                    input: #"{"occurredAt":"2026-10-01T08:00:00+08:00","summary":"堤坝漫水"}"# + "\n"
                ).array.first?["id"] as? String ?? ""
            try county.expectDone(town.call("edit", "log-entry", ids[1], "--set", "incident=\(incident)"))
            let narrowed = try person.get("/search?incident=\(incident)").body
            #expect(
                narrowed.contains("/record/log-entry/\(ids[1])") && narrowed.contains("/incident/\(incident)"))
            #expect(!narrowed.contains(ids[0]))
            try county.expectDone(town.call("edit", "log-entry", ids[1], "--set", "recorder=李强"))
            let named = try town.call("search", "--person", "李强").object["records"] as? [[String: Any]]
            #expect(named?.map { $0["id"] as? String } == [ids[1]])
        }
    }

    @Test func aLongListIsReadPageByPage() async throws {
        try await DeskPerson.withTown { county, town in
            let person = DeskPerson(town.desk)
            try person.setUp()
            let lines = (0..<230).map { number in
                let day = number / 24 + 1
                let hour = number % 24
                let at = String(format: "2026-10-%02dT%02d:00:00+08:00", day, hour)
                return #"{"occurredAt":"\#(at)","recordedAt":"\#(at)","matter":"第\#(number)件事"}"#
            }
            try county.expectDone(town.call("record", "log-entry", input: lines.joined(separator: "\n") + "\n"))
            func numbers(_ body: String) -> [Int] {
                body.components(separatedBy: "第").dropFirst().compactMap { part in
                    part.contains("件事") ? Int(part.prefix { $0.isNumber }) : nil
                }
            }
            func link(_ relation: String, _ body: String) -> String? {
                guard let start = body.range(of: "rel=\"\(relation)\" href=\"") else { return nil }
                return body[start.upperBound...].prefix { $0 != "\"" }.replacingOccurrences(of: "&amp;", with: "&")
            }
            var (seen, page): ([Int], String) = ([], try person.get("/list/log-entry").body)
            #expect(page.contains("共 230 条") && link("prev", page) == nil)
            seen += numbers(page)
            while let next = link("next", page) {
                page = try person.get("/list/log-entry\(next)").body
                seen += numbers(page)
            }
            #expect(seen == (0..<230).reversed())
            let back = try person.get("/list/log-entry" + (try #require(link("prev", page)))).body
            #expect(numbers(back) == (30..<130).reversed())
            let days = try person.get("/list/log-entry?from=2026-10-02&to=2026-10-06").body
            #expect(days.contains("共 120 条") && numbers(days) == (44..<144).reversed())
            #expect(
                numbers(try person.get("/list/log-entry" + (try #require(link("next", days)))).body)
                    == (24..<44).reversed())
            #expect(try person.get("/list/log-entry?older=nothing&newer=").status == 200)
            #expect(
                try town.call("list", "log-entry", "--from", "2026-10-02", "--to", "2026-10-02", "--limit", "3").array
                    .compactMap { ($0["fields"] as? [String: Any])?["matter"] as? String } == [
                        "第24件事", "第25件事", "第26件事",
                    ])
        }
    }
}
