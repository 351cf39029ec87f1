import Foundation
import Testing

/// What is typed on the page that hands over lives on disk like any other form's text, and passwords never do.
@Suite(.serialized) struct HandoverDraftTests {
    private static func drafts(_ town: Town) throws -> [String] {
        let folder = town.folder.appendingPathComponent("drafts")
        let files = (try? FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)) ?? []
        return try files.map { String(decoding: try Data(contentsOf: $0), as: UTF8.self) }
    }

    /// What the page's script sends two seconds after a key was pressed at the latest.
    private static func typed(_ person: DeskPerson, _ page: String, _ more: [String: String]) -> [String: String] {
        let form = String(page[(page.range(of: "action=\"/handover\"")?.lowerBound ?? page.startIndex)...])
        let carried = ["token", "id", "draft", "page", "handover", "typed-by"]
        return Dictionary(uniqueKeysWithValues: carried.map { ($0, person.hidden($0, in: form)) })
            .merging(["outgoing": "王晓东", "phoneTest": "open", "place": "值班室"]) { $1 }.merging(more) { $1 }
    }

    @Test func whatWasTypedIsOfferedAgainAfterTheAgentWasKilledAndIsGoneWhenItIsSaved() async throws {
        try await DeskPerson.withTown { county, town in
            let person = DeskPerson(town.desk)
            try person.setUp()
            let page = try person.get("/handover").body
            #expect(page.contains("data-draft=\"/draft/handover\"") && page.contains("id=\"draft-lost\""))
            let words = ["others": "三号闸门待修\n送件", "remark": "对讲机在二楼𠮷"]
            let secret = ["outgoingPassword": "口令口令口令口令", "incomingPassword": "别人的口令"]
            let form = Self.typed(person, page, words)
            #expect(try person.post("/draft/handover", form.merging(secret) { $1 }).body == "kept")
            let kept = try Self.drafts(town)
            #expect(kept.count == 1 && kept[0].contains("三号闸门待修") && !kept[0].contains("口令口令"))
            #expect(!kept[0].contains("Password") && !kept[0].contains("别人的口令"))
            town.kill()
            try town.start()
            let again = DeskPerson(town.desk)
            try again.post("/sign-in", ["name": "王晓东", "password": "口令口令口令口令"])
            let resume = "/handover?draft=\(form["draft"] ?? "")"
            let today = try again.get("/").body
            #expect(today.contains("href=\"\(resume)\"") && today.contains("三号闸门待修"), "offered with its first words")
            #expect(try again.get("/handover").body.contains("href=\"\(resume)\""), "and on the page itself")
            let resumed = try again.get(resume).body
            #expect(resumed.contains("三号闸门待修\n送件</textarea>") && resumed.contains("对讲机在二楼𠮷"))
            let back = Self.typed(again, resumed, words)
            #expect(back["id"] == form["id"] && back["draft"] == form["draft"], "the same handover and the same draft")
            #expect(!again.hidden("outgoingPassword", in: resumed).contains("口令"))
            // A page that was opened by the sign-in before: nothing is saved yet, and all of it is shown once more.
            let earlier = try again.post("/handover", back.merging(["token": form["token"] ?? ""]) { $1 })
            #expect(earlier.status == 400 && earlier.body.contains("对讲机在二楼𠮷"))
            #expect(earlier.body.contains("请核对后再保存一次") && again.hidden("id", in: earlier.body).isEmpty == false)
            // Refused: the text stays on disk; saved: the draft goes, and a late keystroke brings nothing back.
            let refused = try again.post("/handover", back.merging(["outgoing": ""]) { $1 })
            #expect(refused.status == 422 && refused.body.contains("对讲机在二楼𠮷"))
            #expect(again.hidden("draft", in: refused.body) == form["draft"])
            #expect(try Self.drafts(town).count == 1)
            #expect(try again.post("/handover", back).status == 303)
            #expect(try Self.drafts(town).isEmpty)
            #expect(try again.post("/draft/handover", back).body == "" && Self.drafts(town).isEmpty)
            #expect(try !again.get("/").body.contains(resume))
            // The saved one is still open: what is typed into it then is a draft of its own.
            let id = form["id"] ?? ""
            let open = try again.get("/handover/\(id)").body
            let more = Self.typed(again, open, ["remark": "又写了几个字"])
            #expect(more["id"] == id && more["draft"] != form["draft"])
            #expect(try again.post("/draft/handover", more).body == "kept")
            let later = try again.get("/handover?draft=\(more["draft"] ?? "")").body
            #expect(later.contains("又写了几个字") && later.contains("href=\"/record/handover/\(id)\""))
            try county.expectDone(town.call("list", "handover"))
            #expect(try town.call("list", "handover").array.count == 1)
        }
    }

    @Test func anotherPersonIsNotOfferedIt() async throws {
        try await DeskPerson.withTown { county, town in
            let person = DeskPerson(town.desk)
            try person.setUp()
            let other = #"{"name":"李强","establishment":"公务员"}"#
            try county.expectDone(town.call("record", "person", input: other + "\n"))
            try county.expectDone(
                town.call("account", "add", "李强", "--password-stdin", input: "李强的口令口令呀\n"))
            let form = Self.typed(person, try person.get("/handover").body, ["others": "只给自己看的"])
            #expect(try person.post("/draft/handover", form).body == "kept")
            let another = DeskPerson(town.desk)
            try another.post("/sign-in", ["name": "李强", "password": "李强的口令口令呀"])
            for path in ["/", "/handover", "/handover?draft=\(form["draft"] ?? "")"] {
                #expect(try !another.get(path).body.contains("只给自己看的"), "\(path)")
            }
        }
    }
}
