import Foundation
import Testing

/// What goes on paper, without a browser: marks, refusals, what a print says of itself.
@Suite(.serialized) struct PrintPageTests {
    @Test func printsMarkSecretsRefuseTheWallAndSayWhereTheirRecordsAre() async throws {
        try await DeskPerson.withTown { county, town in
            let person = DeskPerson(town.desk)
            let nowhere = "01999999-0000-7000-8000-000000000009"
            let paths = [
                "/print/record/log-entry/\(nowhere)", "/print/handover/\(nowhere)", "/print/incident/\(nowhere)",
                "/print/list/log-entry", "/print/roster", "/print/blank/log",
            ]
            for path in paths {
                #expect(try person.get(path).headers["location"] == "/sign-in", "\(path)")
            }
            try person.setUp()
            for path in paths.prefix(3) + ["/print/record/account/\(nowhere)", "/print/list/account", "/print/list/x"] {
                #expect(try person.get(path).status == 400, "\(path)")
            }
            #expect(try person.get("/print/roster?month=2026-13").body.contains("2026-10 这样"))
            #expect(try person.get("/print/roster?variant=wall").status == 400)
            #expect(try person.get("/print.css").headers["content-type"]?.hasPrefix("text/css") == true)

            county.stopHub()
            let line =
                #"{"channel":"明","kind":"文电","number":"12","receivedAt":"2026-10-01T08:00:00+08:00","workSecret":true,"title":"<b>防汛</b>𠮷"}"#
            let entered = try town.call("record", "document", input: line + "\n").array
            let id = try #require(entered.first?["id"] as? String)
            let paper = try person.get("/print/record/document/\(id)").body
            #expect(paper.contains("工作秘密") && paper.contains("&lt;b&gt;防汛&lt;/b&gt;𠮷") && paper.contains("仅存本机"))
            #expect(!paper.contains("style=") && paper.contains("由王晓东打印"))
            let wall = try person.get("/print/record/document/\(id)?variant=public")
            #expect(wall.status == 400 && wall.body.contains("第十四条"))
            #expect(try person.get("/print/list/document?variant=public").status == 400)
            #expect(try person.get("/print/list/document").body.contains("工作秘密"))
            try county.startHub()
            try town.waitUntilDelivered()
            #expect(
                try person.get("/print/record/document/\(id)", language: "en").body.contains("had reached the county"))
        }
    }

    @Test func aHandoverIsPrintedWithItsSignaturesAndAReportByItsRule() async throws {
        try await DeskPerson.withTown { _, town in
            let person = DeskPerson(town.desk)
            try person.setUp()
            func enter(_ collection: String, _ line: String) throws -> String {
                try #require(town.call("record", collection, input: line + "\n").array.first?["id"] as? String)
            }
            let handover = try enter(
                "handover",
                #"{"at":"2026-10-01T08:00:00+08:00","outgoing":"王晓东","incoming":"李强","openItems":[{"item":"巡堤"}]}"#)
            let before = try person.get("/print/handover/\(handover)").body
            #expect(before.contains("（未签字）") && before.contains("☐ 巡堤"))
            let signed = try town.call(
                "sign", "handover", handover, "outgoingSignedAt", "--author", "王晓东", "--password-stdin",
                input: "口令口令口令口令\n")
            #expect(signed.status == 0)
            let after = try person.get("/print/handover/\(handover)").body
            #expect(after.components(separatedBy: "（未签字）").count == 2, "the other side has not")
            let incident = try enter(
                "incident", #"{"occurredAt":"2026-10-01T08:00:00+08:00","summary":"卫河左岸渗水，已派人","drill":true}"#)
            let report = try enter(
                "report",
                "{\"incident\":\"\(incident)\",\"kind\":\"续报\",\"number\":12,\"by\":\"written\",\"to\":\"county\",\"text\":\"一。\"}"
            )
            let paper = try person.get("/print/record/report/\(report)").body
            #expect(paper.contains("金湖县卫河左岸渗水续报十二") && paper.contains("演练") && paper.contains("县政府总值班室："))
            #expect(paper.contains("（未填）"))
            let file = try person.get("/print/incident/\(incident)").body
            #expect(file.contains("续报十二") && file.contains("演练") && file.contains("未报送"))
            let units = try person.get("/print/list/unit").body
            #expect(units.contains("共 2 条") && units.contains("金湖县"), "the county's notices, as the list shows them")
        }
    }
}
