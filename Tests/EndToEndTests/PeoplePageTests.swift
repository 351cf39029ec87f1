import Foundation
import Testing

/// 人员与账户: who may do what, passwords, and that a sign-in ends when its account does.
@Suite(.serialized) struct PeoplePageTests {
    private static let first = "初始口令初始口令"
    private static let own = "自己的口令自己的"
    private static let administrator = "口令口令口令口令"

    private static func enter(_ town: Town, _ name: String) throws -> String {
        let outcome = try town.call("record", "person", input: #"{"name":"\#(name)","mobile":"13805290593"}"# + "\n")
        try town.county.expectDone(outcome)
        return outcome.array.first?["id"] as? String ?? ""
    }

    private static func token(_ person: DeskPerson) throws -> String {
        person.hidden("token", in: try person.get("/password").body)
    }

    /// Gives an account as the administrator's page does.
    private static func give(_ administrator: DeskPerson, _ id: String, role: String = "officer") throws {
        let form = ["token": try token(administrator), "password": first, "again": first, "role": role]
        #expect(try administrator.post("/people/\(id)/account", form).status == 303)
    }

    @Test func anAdministratorGivesAnAccountAndItsPersonChoosesThePassword() async throws {
        try await DeskPerson.withTown { _, town in
            let administrator = DeskPerson(town.desk)
            try administrator.setUp()
            let id = try Self.enter(town, "李强")
            let list = try administrator.get("/people").body
            #expect(list.contains("李强") && list.contains("13805290593") && list.contains("无账户"))
            let token = try Self.token(administrator)
            let short = ["token": token, "password": "短", "again": "短", "role": "officer"]
            #expect(try administrator.post("/people/\(id)/account", short).status == 422)
            let apart = ["token": token, "password": Self.first, "again": Self.own, "role": "officer"]
            #expect(try administrator.post("/people/\(id)/account", apart).body.contains("两次口令不同"))
            try Self.give(administrator, id)
            let officer = DeskPerson(town.desk)
            #expect(try officer.get("/sign-in").body.contains("value=\"\(id)\""), "its name is offered")
            #expect(try officer.post("/sign-in", ["name": id, "password": Self.first]).status == 303)
            // A password that another chose opens nothing but its change, and signs nothing.
            #expect(try officer.get("/").headers["location"] == "/password")
            #expect(
                try town.call(
                    "record", "handover", input: #"{"at":"2026-10-01T08:00:00+08:00","outgoing":"李强"}"# + "\n"
                ).status == 0)
            let handover = try town.call("list", "handover").array.first?["id"] as? String ?? ""
            let signed = try town.call(
                "sign", "handover", handover, "outgoingSignedAt", "--author", "李强", "--password-stdin",
                input: Self.first + "\n")
            #expect(signed.status == 1)
            let own = try Self.token(officer)
            let change = ["token": own, "old": Self.first, "password": Self.own, "again": Self.own]
            #expect(try officer.post("/password", change.merging(["old": "不是这个口令啊"]) { $1 }).status == 422)
            #expect(try officer.post("/password", change.merging(["again": "不一样的口令啊"]) { $1 }).status == 422)
            #expect(try officer.post("/password", change.merging(["token": ""]) { $1 }).status == 400)
            #expect(try officer.post("/password", change).status == 303)
            #expect(try officer.get("/").status == 200, "his own session goes on")
            #expect(try officer.post("/password", change).status == 422, "sent twice: the old one is over")
            let again = try town.call(
                "sign", "handover", handover, "outgoingSignedAt", "--author", "李强", "--password-stdin",
                input: Self.own + "\n")
            #expect(again.status == 0)
        }
    }

    @Test(arguments: ["officer", "leader", "room-head"]) func nobodyElseChangesAccounts(role: String) async throws {
        try await DeskPerson.withTown { _, town in
            let administrator = DeskPerson(town.desk)
            try administrator.setUp()
            let id = try Self.enter(town, "李强")
            try town.county.expectDone(
                town.call("account", "add", "李强", "--role", role, "--password-stdin", input: Self.own + "\n"))
            let other = DeskPerson(town.desk)
            try other.post("/sign-in", ["name": "李强", "password": Self.own])
            #expect(try !other.get("/people").body.contains("/people/\(id)"))
            let form = [
                "token": try Self.token(other), "password": Self.own, "again": Self.own, "role": "administrator",
            ]
            for act in ["account", "role", "disable", "enable"] {
                let answer = try other.post("/people/\(id)/\(act)", form)
                #expect(answer.status == 403 && answer.body.contains("只能由管理员办理"), "\(act)")
                #expect(try DeskPerson(town.desk).post("/people/\(id)/\(act)", form).status == 303, "not signed in")
                #expect(try administrator.post("/people/\(id)/\(act)", form).status == 400, "another's token")
            }
            #expect(try other.get("/people/\(id)").status == 403)
            let listed = try town.call("account", "list").array.first { $0["name"] as? String == "李强" }
            #expect(listed?["role"] as? String == role && listed?["disabled"] as? Bool == false)
        }
    }

    @Test func oneAdministratorRemainsAndASignInEndsWithItsAccount() async throws {
        try await DeskPerson.withTown { _, town in
            let administrator = DeskPerson(town.desk)
            try administrator.setUp()
            let id = try Self.enter(town, "李强")
            let persons = try town.call("list", "person").array
            let own =
                persons.first { ($0["fields"] as? [String: Any])?["name"] as? String == "王晓东" }?["id"] as? String ?? ""
            let token = ["token": try Self.token(administrator)]
            let last = try administrator.post("/people/\(own)/disable", token)
            #expect(last.status == 422 && last.body.contains("最后一名管理员"))
            #expect(
                try administrator.post("/people/\(own)/role", token.merging(["role": "officer"]) { $1 }).status == 422)
            #expect(try administrator.post("/people/\(own)/role", token.merging(["role": "king"]) { $1 }).status == 422)
            #expect(try town.call("account", "disable", "王晓东").status == 2)
            try town.county.expectDone(town.call("account", "add", "李强", "--password-stdin", input: Self.own + "\n"))
            let officer = DeskPerson(town.desk)
            try officer.post("/sign-in", ["name": "李强", "password": Self.own])
            #expect(try officer.get("/").status == 200)
            #expect(try administrator.post("/people/\(id)/disable", token).status == 303)
            #expect(try officer.get("/").status == 303, "the account is disabled")
            #expect(try officer.post("/sign-in", ["name": "李强", "password": Self.own]).status == 403)
            #expect(try !DeskPerson(town.desk).get("/sign-in").body.contains(id))
            #expect(try administrator.post("/people/\(id)/enable", token).status == 303)
            #expect(try officer.post("/sign-in", ["name": "李强", "password": Self.own]).status == 303)
            try Self.give(administrator, id)
            #expect(try officer.get("/").status == 303, "the password is another one")
            // Two administrators: one of them may go.
            #expect(
                try administrator.post("/people/\(id)/role", token.merging(["role": "administrator"]) { $1 }).status
                    == 303)
            #expect(
                try administrator.post("/people/\(own)/role", token.merging(["role": "officer"]) { $1 }).status == 303)
            #expect(try administrator.get("/people/\(own)").status == 403, "from the next page on")
        }
    }

    @Test func wrongPasswordsArePausedForThatPersonAlone() async throws {
        try await DeskPerson.withTown { _, town in
            let administrator = DeskPerson(town.desk)
            try administrator.setUp()
            _ = try Self.enter(town, "李强")
            try town.county.expectDone(town.call("account", "add", "李强", "--password-stdin", input: Self.own + "\n"))
            let guesser = DeskPerson(town.desk)
            for _ in 1...5 {
                let wrong = try guesser.post("/sign-in", ["name": "李强", "password": "猜一个口令吧"])
                #expect(wrong.status == 403 && wrong.body.contains("口令不对"))
            }
            let paused = try guesser.post("/sign-in", ["name": "李强", "password": Self.own])
            #expect(paused.status == 403 && paused.body.contains("秒后再试"), "the right one waits too")
            // A signature is guessed no faster: the same count holds for it.
            let handover = #"{"at":"2026-10-01T08:00:00+08:00","outgoing":"李强"}"#
            let id = try town.call("record", "handover", input: handover + "\n").array.first?["id"] as? String ?? ""
            let signed = try town.call(
                "sign", "handover", id, "outgoingSignedAt", "--author", "李强", "--password-stdin", input: Self.own + "\n"
            )
            #expect(signed.status == 1)
            #expect(
                try DeskPerson(town.desk).post("/sign-in", ["name": "王晓东", "password": Self.administrator]).status
                    == 303)
        }
    }

    @Test func afterASignInOneIsWhereOneWasWithWhatOneHadTyped() async throws {
        try await DeskPerson.withTown { _, town in
            let person = DeskPerson(town.desk)
            try person.setUp()
            let form = try person.get("/new/log-entry").body
            let id = person.hidden("id", in: form)
            town.kill()
            try town.start()
            // As a browser does it: cookies stay, and the place is one.
            let page = town.desk
            func place(_ answer: WebPage.Answer) -> String {
                String((answer.headers["set-cookie"] ?? "").prefix { $0 != ";" })
            }
            func signIn(_ cookie: String) throws -> String? {
                try page.ask(
                    "POST", "/sign-in", cookie: cookie, form: ["name": "王晓东", "password": Self.administrator]
                ).headers["location"]
            }
            let asked = try page.ask("GET", "/list/log-entry?from=2026-10-01")
            #expect(asked.headers["location"] == "/sign-in")
            #expect(try signIn(place(asked)) == "/list/log-entry?from=2026-10-01")
            let listed = try page.ask("GET", "/records?odd=occurredAt,receivedAt")
            #expect(try signIn(place(listed)) == "/records?odd=occurredAt%2CreceivedAt")
            let posted = try page.ask(
                "POST", "/new/log-entry", form: ["token": "过期", "id": id, "matter": "写好了才发现要登录𠮷"],
                headers: ["Sec-Fetch-Site": "same-origin"])
            #expect(try signIn(place(posted)) == "/", "nobody's form, of a browser that was never signed in")
            #expect(try town.matters().isEmpty, "a draft is no record")
            // Another site's form, a 密 one, and another site's address are not kept.
            for (headers, form) in [
                (["Sec-Fetch-Site": "cross-site"], ["id": id, "matter": "外来"]),
                (["Sec-Fetch-Site": "same-origin"], ["id": id, "channel": "密", "title": "密件"]),
            ] {
                let foreign = try page.ask("POST", "/new/log-entry", form: form, headers: headers)
                #expect(try signIn(place(foreign)) == "/")
            }
            let cookie = place(asked).split(separator: "=")[0]
            for place in ["//example.com/", "https://example.com/", "/sign-out", "form-0"] {
                #expect(["/", "/new/log-entry"].contains(try signIn("\(cookie)=\(place)")), "\(place)")
            }
            // Leaving for another person comes back to the same page too.
            let leaving = DeskPerson(town.desk)
            try leaving.post("/sign-in", ["name": "王晓东", "password": Self.administrator])
            let token = try Self.token(leaving)
            let left = try leaving.post(
                "/sign-out", ["token": token], headers: ["Referer": "http://127.0.0.1:\(page.port)/people"])
            #expect(left.headers["location"] == "/sign-in")
        }
    }
}
