import Foundation
import Testing

/// One record on the desk: it reads first, its history tells what changed, and it is struck and never deleted.
@Suite(.serialized) struct RecordPageTests {
    @Test func aRecordReadsFirstAndItsHistoryMarksWhatChanged() async throws {
        try await DeskPerson.withTown { county, town in
            let person = DeskPerson(town.desk)
            try person.setUp()
            let entered = try person.enter(
                "phone-record",
                [
                    "direction": "in", "receivedAt": "2026-10-01T08:00", "matter": "大堤护石滑落约二十米", "missed": "false",
                ])
            let location = try #require(entered.headers["location"])
            let path = String(location.split(separator: "?")[0])
            let id = String(path.split(separator: "/").last ?? "")
            try county.expectDone(
                town.call(
                    "edit", "phone-record", id, "--set", "matter=大堤护石滑落约三十米", "--set", "place=圩区", "--author", "李四"))
            let page = try person.get(path).body
            #expect(page.contains("<dt>方向</dt><dd><span class=\"said\">来电</span>"), "words of choices")
            #expect(page.contains("<dt>时间</dt><dd><span class=\"said\">2026-10-01 08:00</span>"), "to the minute")
            #expect(page.contains("<dt>未接</dt><dd><span class=\"said\">否</span>"))
            #expect(!page.contains("<dt>起因</dt>"), "what is empty is not shown")
            #expect(page.contains("要素尚缺：") && page.contains("/print/record/phone-record/\(id)"))
            #expect(page.contains("<del>二</del><ins>三</ins>"))
            #expect(page.contains("李四") && page.contains("补记") && page.contains("黎城镇 A 机（本机）"))
            let english = try person.get(path, language: "en").body
            #expect(
                english.contains("<dt>Missed</dt><dd><span class=\"said\">no</span>") && english.contains("History"))
            // As it stood before it was there, and in this minute.
            let before = try person.get("\(path)?at=2020-01-01T00:00").body
            #expect(before.contains("还没有录入") && !before.contains("<dt>未接</dt>"))
            let link = try #require(page.components(separatedBy: "\(path)?at=").dropFirst().first)
            let past = try person.get("\(path)?at=\(link.prefix(16))").body
            #expect(past.contains("时的样子，不是现在的") && past.contains("<dt>未接</dt>"))
            #expect(!past.contains("保存修改"), "the past is not edited")
            #expect(try person.get("\(path)?at=yesterday").status == 400)
            #expect(try DeskPerson(town.desk).get(path).status == 303)
        }
    }

    @Test func aRecordIsVoidedWithAReasonAndKeepsItsNumber() async throws {
        try await DeskPerson.withTown { _, town in
            let person = DeskPerson(town.desk)
            try person.setUp()
            let id = try town.record(["记错了"])[0]
            func fields() throws -> [String: Any] {
                try town.call("show", "log-entry", id).object["fields"] as? [String: Any] ?? [:]
            }
            let number = try fields()["number"] as? String ?? "?"
            let page = try person.get("/record/log-entry/\(id)").body
            let form = ["token": person.hidden("token", in: page), "seen": person.hidden("seen", in: page)]
            let without = try person.post("/void/log-entry/\(id)", form.merging(["reason": "  "]) { $1 })
            #expect(without.status == 400 && without.body.contains("作废原因"))
            let foreign = ["token": "", "reason": "重复"]
            #expect(try person.post("/void/log-entry/\(id)", foreign).status == 400)
            #expect(try fields()["voided"] == nil)
            let reason = form.merging(["reason": "与上一条重复"]) { $1 }
            for _ in 0..<2 { #expect(try person.post("/void/log-entry/\(id)", reason).status == 303) }
            let voided = try person.get("/record/log-entry/\(id)").body
            #expect(voided.contains("已作废：与上一条重复") && voided.contains("<h2 class=\"void\">") && voided.contains(number))
            #expect(try town.call("conflicts").array.isEmpty, "a second press says nothing new")
            let back = ["token": person.hidden("token", in: voided), "seen": person.hidden("seen", in: voided)]
            #expect(try person.post("/unvoid/log-entry/\(id)", back).status == 303)
            #expect(try fields()["voided"] as? Bool == false && fields()["number"] as? String == number)
            #expect(try person.get("/record/log-entry/\(id)").body.contains("与上一条重复"), "the history has it")
        }
    }
}
