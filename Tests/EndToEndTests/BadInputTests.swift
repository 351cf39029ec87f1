import Foundation
import GRDB
import Testing

/// Bad input gets a clear error that says what to do, and nothing is half-written.
@Suite(.serialized) struct BadInputTests {
    @Test func badLinesAreRefusedWithTheirNumberAndTheGoodOnesAreKept() async throws {
        try await blocking {
            let county = try County()
            defer { county.cleanUp() }
            try county.startHub()
            let town = try county.town("LC", named: "黎城镇")
            let good = #"{"occurredAt":"2026-10-01T08:00:00+08:00","matter":"好的"}"#
            let bad = [
                #"{"occurredAt":"#, #"{"occurredAt":"2026-10-01T08:00:00+08:00","matter":"x","noSuchField":1}"#,
                #"{"occurredAt":"2026-10-01T08:00:00+08:00","matter":7}"#,
                #"{"occurredAt":"2026-10-01 08:00","matter":"x"}"#, #"{"matter":"x"}"#,
                #"{"occurredAt":"2026-10-01T08:00:00+08:00","matter":"\#(String(repeating: "长", count: 5000))"}"#,
                #"{"occurredAt":"2026-10-01T08:00:00+08:00","matter":"a\u0000b"}"#,
                #"{"occurredAt":"2026-10-01T08:00:00+08:00","matter":"\ud800"}"#, "[1,2]", "plain words",
            ]
            let input = ([good] + bad + [good]).joined(separator: "\n") + "\n"
            let outcome = try town.call("record", "log-entry", input: input)
            #expect(outcome.status == 1)
            let refused = outcome.array.filter { $0["error"] != nil }.compactMap { $0["line"] as? Int }
            #expect(refused == Array(2...(bad.count + 1)))
            #expect(try town.matters() == ["好的", "好的"])
            for line in refused { #expect(outcome.messages.contains("line \(line):"), "\(outcome.messages)") }
            // All or nothing.
            #expect(try town.call("record", "log-entry", "--atomic", input: input).status == 1)
            #expect(try town.matters().count == 2)
        }
    }

    @Test func wrongNamesAndIdsAreSaidPlainlyInTheLocalesLanguage() async throws {
        try await blocking {
            let county = try County(language: "zh_CN.UTF-8")
            defer { county.cleanUp() }
            try county.startHub()
            let town = try county.town("LC", named: "黎城镇")
            let collection = try town.call("list", "no-such")
            #expect(collection.status == 2 && collection.messages.contains("log-entry"))
            #expect(collection.output.isEmpty)
            let id = try town.call("show", "log-entry", "01999999-0000-7000-8000-000000000000")
            #expect(id.status == 2 && id.messages.contains("没有"))
            let option = try town.call("list", "log-entry", "--no-such-option")
            #expect(option.status == 2 && option.output.isEmpty)
            #expect(try town.call("no-such-command").status == 2)
        }
    }

    /// A terminal set to GBK hands over bytes that are no UTF-8: they are refused, never kept as replacement characters.
    @Test func argumentsThatAreNotUTF8AreRefused() async throws {
        try await blocking {
            let county = try County()
            defer { county.cleanUp() }
            try county.startHub()
            let town = try county.town("LC", named: "黎城镇")
            let id = try town.record(["原文"])[0]
            // 暴雨 in GBK, by the shell, since a String of Swift cannot hold it.
            let edit = #"exec "$0" --data "$1" edit log-entry "$2" --set "matter=$(printf '\261\251\323\352')" --json"#
            let outcome = try Programs.call(
                URL(fileURLWithPath: "/bin/sh"), ["-c", edit, county.edition.agent.path, town.folder.path, id],
                environment: county.environment)
            #expect(outcome.status == 2 && outcome.output.isEmpty && outcome.messages.contains("UTF-8"))
            #expect(try town.matters() == ["原文"])
        }
    }

    @Test func anInputThatCannotBeReadAndAnAnswerThatIsLostAreSaid() async throws {
        try await blocking {
            let county = try County()
            defer { county.cleanUp() }
            try county.startHub()
            let town = try county.town("LC", named: "黎城镇")
            func shell(_ command: String) throws -> Outcome {
                try Programs.call(
                    URL(fileURLWithPath: "/bin/sh"), ["-c", command, county.edition.agent.path, town.folder.path],
                    environment: county.environment)
            }
            for source in ["<&-", "</tmp"] {
                let outcome = try shell(#"exec "$0" --data "$1" record log-entry --json \#(source)"#)
                #expect(outcome.status == 2 && outcome.output.isEmpty, "\(source): \(outcome.messages)")
            }
            let line = #"{"occurredAt":"2026-10-01T08:00:00+08:00","matter":"已存"}"#
            let lost = try shell(#"echo '\#(line)' | exec "$0" --data "$1" record log-entry --json >/dev/full"#)
            #expect(lost.status == 1 && !lost.messages.isEmpty)
            #expect(try town.matters() == ["已存"])
        }
    }

    @Test func aListForPeopleHasOneLineARecordAndNoEscapes() async throws {
        try await blocking {
            let county = try County()
            defer { county.cleanUp() }
            func hub(_ arguments: String..., input: String = "") throws -> Outcome {
                try Programs.call(
                    county.edition.hub, ["--data", county.hubData] + arguments, input: input,
                    environment: county.environment)
            }
            let line = #"{"occurredAt":"2026-10-01T08:00:00+08:00","matter":"一\n二\t三"}"#
            try county.expectDone(hub("record", "log-entry", input: line))
            let listed = try hub("list", "log-entry")
            let text = String(decoding: listed.output, as: UTF8.self)
            #expect(text.split(separator: "\n").count == 1 && text.contains("一␊二␉三"), "\(text)")
            let missing = try hub("show", "log-entry", "\u{1B}[2J")
            #expect(missing.status == 2 && missing.messages.contains("␛[2J") && !missing.messages.contains("\u{1B}"))
        }
    }

    @Test(arguments: ["王\n五", "\u{1B}[2J王五", String(repeating: "王", count: 201)])
    func anAuthorIsBoundedAsAnyName(author: String) async throws {
        try await blocking {
            let county = try County()
            defer { county.cleanUp() }
            func write(_ author: String, _ arguments: String...) throws -> Outcome {
                try Programs.call(
                    county.edition.hub, ["--data", county.hubData] + arguments + ["--author", author, "--json"],
                    input: #"{"occurredAt":"2026-10-01T08:00:00+08:00","matter":"好的"}"#,
                    environment: county.environment)
            }
            let made = try write(String(repeating: "王", count: 200), "record", "log-entry")
            let id = try #require(made.array.first?["id"] as? String)
            for outcome in [
                try write(author, "record", "log-entry"),
                try write(author, "edit", "log-entry", id, "--set", "matter=改"),
                try write(author, "resolve", "log-entry", id, "matter", "--value", "改", "--seen", ""),
            ] {
                #expect(outcome.status == 2 && outcome.output.isEmpty && outcome.messages.contains("--author"))
                #expect(!outcome.messages.contains("\u{1B}"))
            }
            #expect(try county.matters(of: "JH") == ["好的"])
        }
    }

    /// What a unit's form does not take would be held at every replica that reads the notices.
    @Test(arguments: ["", "  ", "黎\n城镇", String(repeating: "镇", count: 201)])
    func aUnitsNameIsBoundedAsAnyOther(name: String) async throws {
        try await blocking {
            let county = try County()
            defer { county.cleanUp() }
            let outcome = try county.hub("unit", "add", "LC", name)
            #expect(outcome.status == 2 && outcome.output.isEmpty && outcome.messages.contains("name"))
        }
    }

    @Test func aWrongAUsedAndAForeignCodeAreRefused() async throws {
        try await blocking {
            let county = try County()
            defer { county.cleanUp() }
            let other = try County()
            defer { other.cleanUp() }
            try county.startHub()
            try other.startHub()
            let issued = try county.hub("unit", "add", "LC", "黎城镇", "--class", "town")
            let code = issued.object["code"] as? String ?? ""
            func enrol(_ code: String, at port: Int) throws -> Outcome {
                try Town(county: county, folder: county.folder.appendingPathComponent(UUID().uuidString), unit: "LC")
                    .call("enrol", "--hub", "https://127.0.0.1:\(port)", "--code", code)
            }
            var slip = Array(code)
            slip[0] = slip[0] == "9" ? "8" : "9"
            #expect(try enrol(String(slip), at: county.hubPort).status == 2)
            let foreign = try enrol(code, at: other.hubPort)
            #expect(foreign.status == 3 && foreign.messages.contains("nothing was sent"), "\(foreign.messages)")
            #expect(try enrol(code, at: 1).status == 3)
            #expect(try enrol(code, at: county.hubPort).status == 0)
            let used = try enrol(code, at: county.hubPort)
            #expect(used.status == 3 && used.messages.contains("code"), "\(used.messages)")
        }
    }

    @Test func aFormSentTwiceIsOneRecordAndAnotherUnderItsIdIsRefused() async throws {
        try await blocking {
            let county = try County()
            defer { county.cleanUp() }
            try county.startHub()
            let town = try county.town("LC", named: "黎城镇")
            func line(_ matter: String) -> String {
                #"{"id":"t-17","occurredAt":"2026-10-01T08:00:00+08:00","matter":"\#(matter)"}"#
            }
            let first = try town.call("record", "log-entry", input: [line("甲"), line("甲")].joined(separator: "\n"))
            #expect(first.status == 0 && Set(first.array.compactMap { $0["id"] as? String }).count == 1)
            for extra in [[], ["--atomic"]] as [[String]] {
                let again = try Programs.call(
                    Programs.Edition.present.agent,
                    ["--data", town.folder.path, "record", "log-entry", "--json"] + extra,
                    input: [line("甲"), line("乙")].joined(separator: "\n"), environment: county.environment)
                let rules = again.array.compactMap { ($0["error"] as? [String: Any])?["rule"] as? String }
                #expect(again.status == 1 && rules == ["taken"], "\(again.messages)")
            }
            #expect(try town.matters() == ["甲"])
        }
    }

    @Test func aHubOfAnotherCountyGetsNothing() async throws {
        try await blocking {
            let county = try County()
            defer { county.cleanUp() }
            let other = try County()
            defer { other.cleanUp() }
            try county.startHub()
            try other.startHub()
            let town = try county.town("LC", named: "黎城镇")
            try town.sync()
            try town.record(numbered(1...3))
            // Somebody set the wrong address.
            let settings = town.folder.appendingPathComponent("config.json")
            try Data(#"{"hub":"https://127.0.0.1:\#(other.hubPort)"}"#.utf8).write(to: settings)
            let refused = try town.call("sync")
            #expect(refused.status == 3 && refused.messages.contains("another county's"), "\(refused.messages)")
            #expect(try other.hub("list", "log-entry").array.isEmpty)
            #expect(try town.waiting() == 3)
            try FileManager.default.removeItem(at: settings)
            try town.sync()
            #expect(try county.matters(of: "LC").count == 3)
        }
    }

    @Test func aRevokedTownIsToldSoAndKeepsWhatItHas() async throws {
        try await blocking {
            let county = try County()
            defer { county.cleanUp() }
            try county.startHub()
            let town = try county.town("LC", named: "黎城镇")
            try town.sync()
            try county.expectDone(county.hub("unit", "revoke", "LC"))
            try town.record(["停用以后"])
            let outcome = try town.call("sync")
            #expect(outcome.status == 3 && outcome.messages.contains("revoked"), "\(outcome.messages)")
            #expect(try county.matters(of: "LC").isEmpty)
            #expect(try town.matters() == ["停用以后"])
        }
    }

    @Test func aFolderIsRunOnceAndANewerOneIsLeftAlone() async throws {
        try await blocking {
            let county = try County()
            defer { county.cleanUp() }
            try county.startHub()
            let town = try county.town("LC", named: "黎城镇")
            try town.start()
            let second = try town.call("run", "--desk", "127.0.0.1:0")
            #expect(second.status == 4, "\(second.messages)")
            town.stop()
            let store = try DatabaseQueue(path: town.folder.appendingPathComponent("store.sqlite").path)
            try store.writeWithoutTransaction { try $0.execute(sql: "PRAGMA user_version = 99") }
            try store.close()
            let newer = try town.call("list", "log-entry")
            #expect(newer.status == 4 && newer.messages.contains("newer"), "\(newer.messages)")
            let missing = try Programs.call(
                Programs.Edition.present.agent,
                ["--data", county.folder.appendingPathComponent("none").path, "status"],
                environment: county.environment)
            #expect(missing.status == 4)
        }
    }
}
