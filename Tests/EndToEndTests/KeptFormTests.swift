import Foundation
import Testing

/// Forms that outlive their sign-in and become no draft: kept until their person has sent them once more or dropped
/// them.
@Suite(.serialized) struct KeptFormTests {
    private static let password = "口令口令口令口令"

    /// Signs out in another window of the same browser.
    private func lapse(_ person: DeskPerson) throws {
        let token = person.hidden("token", in: try person.get("/records").body)
        try DeskPerson(person.page, like: person).post("/sign-out", ["token": token])
    }

    @discardableResult
    private func signIn(_ person: DeskPerson) throws -> String? {
        try person.post("/sign-in", ["name": "王晓东", "password": Self.password]).headers["location"]
    }

    /// What the page of a kept form sends, with what a person had typed.
    private func again(_ person: DeskPerson, _ typed: [String: String]) throws -> [String: String] {
        let page = try person.get("/kept").body
        return typed.merging(["token", "kept-form"].map { ($0, person.hidden($0, in: page)) }) { $1 }
    }

    @Test func aFormOfWhichNoDraftIsKeptIsSentOnceMoreOrDroppedAndThenGone() async throws {
        try await DeskPerson.withTown { _, town in
            let person = DeskPerson(town.desk)
            try person.setUp()
            /// Sends the stub of a 密 document after the sign-in is over, and signs in again.
            func sendTooLate(_ number: String) throws -> (fields: [String: String], page: WebPage.Answer) {
                let form = try person.get("/new/document").body
                let fields = [
                    "id": person.hidden("id", in: form), "typed-by": person.hidden("typed-by", in: form),
                    "channel": "密", "kind": "文电", "receivedAt": "昨天 9:00", "number": number,
                ]
                let token = person.hidden("token", in: form)
                try DeskPerson(town.desk, like: person).post("/sign-out", ["token": token])
                let sent = try person.post("/new/document", fields.merging(["token": token]) { $1 })
                #expect(sent.headers["location"] == "/sign-in")
                let back = try person.post("/sign-in", ["name": "王晓东", "password": "口令口令口令口令"])
                #expect(back.headers["location"] == "/kept")
                return (fields, try person.get("/kept"))
            }
            func isOffered() throws -> Bool { try person.get("/kept").status == 200 }
            let (fields, page) = try sendTooLate("密3")
            #expect(page.status == 200 && page.body.contains("密3") && page.body.contains("action=\"/new/document\""))
            let carried = ["token", "kept-form"].map { ($0, person.hidden($0, in: page.body)) }
            let again = fields.merging(carried) { $1 }
            // What is refused stays on the page that refuses it.
            #expect(try person.post("/new/document", again.merging(["token": "0"]) { $1 }).status == 400)
            #expect(try isOffered(), "not taken: still there")
            #expect(try person.post("/new/document", again).status == 303)
            #expect(try !isOffered(), "taken: gone")
            let (_, other) = try sendTooLate("密4")
            let dropping = ["token", "kept-form"].map { ($0, person.hidden($0, in: other.body)) }
            #expect(try person.post("/kept/drop", Dictionary(dropping) { $1 }).status == 303)
            #expect(try !isOffered(), "dropped: gone")
            let numbers = try town.call("list", "document").array.compactMap {
                ($0["fields"] as? [String: Any])?["number"] as? String
            }
            #expect(numbers == ["密3"])
        }
    }

    @Test func whatWasTypedIntoASmallFormIsNotLost() async throws {
        try await DeskPerson.withTown { county, town in
            let person = DeskPerson(town.desk)
            try person.setUp()
            let made = try person.enter("incident", ["summary": "圩堤渗水", "occurredAt": "昨天 0800"])
            let path = String(try #require(made.headers["location"]).prefix { $0 != "?" })
            func rows() throws -> [String] {
                try town.call("list", "timeline-entry").array.compactMap {
                    ($0["fields"] as? [String: Any])?["what"] as? String
                }
            }
            /// As the page has it.
            func row(_ what: String) throws -> [String: String] {
                let page = try person.get(path).body
                let form = page[try #require(page.range(of: "action=\"\(path)/row\"")).upperBound...]
                return [
                    "token": person.hidden("token", in: page), "id": person.hidden("id", in: String(form)),
                    "at": "昨天 0830", "what": what,
                ]
            }
            let (first, beside) = (try row("登录失效时写的𠮷"), try row("另一个窗口里写的"))
            try lapse(person)
            for form in [beside, first] {
                #expect(try person.post("\(path)/row", form).headers["location"] == "/sign-in")
            }
            #expect(try signIn(person) == "/kept")
            let both = try person.get("/kept").body
            #expect(try both.contains("登录失效时写的𠮷") && both.contains("另一个窗口里写的") && rows().isEmpty)
            // The first of the page is the one that was sent first.
            #expect(try person.post("\(path)/row", again(person, beside)).status == 303)
            #expect(try !person.get("/kept").body.contains("另一个窗口里写的"))
            #expect(try person.post("\(path)/row", again(person, first)).status == 303)
            #expect(try rows().count == 2 && person.get("/kept").status == 303)
            // A page of the earlier sign-in, after a new one of the same person.
            let second = try row("旧页面上写的")
            try lapse(person)
            #expect(try signIn(person) == "/")
            #expect(try person.post("\(path)/row", second).headers["location"] == "/kept")
            #expect(try person.post("\(path)/row", again(person, second)).status == 303)
            #expect(try rows().sorted() == ["另一个窗口里写的", "旧页面上写的", "登录失效时写的𠮷"].sorted())
            // Another person's page is nobody's here.
            try county.expectDone(town.call("record", "person", input: #"{"name":"李明"}"# + "\n"))
            try county.expectDone(town.call("account", "add", "李明", "--password-stdin", input: "另一个人的口令呀\n"))
            let other = DeskPerson(town.desk)
            try other.post("/sign-in", ["name": "李明", "password": "另一个人的口令呀"])
            #expect(try other.post("\(path)/row", row("王晓东的")).status == 400)
            // Passwords are typed anew.
            let page = try person.get("/handover").body
            let handover = [
                "token": person.hidden("token", in: page), "id": "01999999-0000-7000-8000-000000000008",
                "remark": "交班前写的备注", "outgoingPassword": Self.password,
            ]
            try lapse(person)
            #expect(try person.post("/handover", handover).headers["location"] == "/sign-in")
            #expect(try signIn(person) == "/kept")
            let kept = try person.get("/kept").body
            #expect(kept.contains("交班前写的备注") && !kept.contains(Self.password))
            try lapse(person)
            let change = ["token": handover["token"] ?? "", "old": Self.password, "password": "别的口令别的口令"]
            #expect(try person.post("/password", change).headers["location"] == "/sign-in")
            try signIn(person)
            #expect(try !person.get("/kept").body.contains("别的口令别的口令"), "nothing of it is kept")
        }
    }
}
