import Foundation
import Testing

/// A data folder and its settings as somebody left them: what cannot be used is said before anything is written.
@Suite(.serialized) struct BadFolderTests {
    @Test func guardsThatCannotBeWrittenAreNamedBeforeAnythingIsDone() async throws {
        try await blocking {
            let county = try County()
            defer { county.cleanUp() }
            try county.startHub()
            let town = try county.town("LC", named: "黎城镇")
            let file = county.folder.appendingPathComponent("file")
            try Data().write(to: file)
            let issued = try county.hub("unit", "code", "LC").object["code"] as? String ?? ""
            for guards in ["/proc/nope", file.path] {
                var environment = county.environment
                environment["ZHISHOU_GUARDS"] = guards
                func call(_ program: URL, _ data: String, _ arguments: String...) throws -> Outcome {
                    try Programs.call(
                        program, ["--data", county.folder.appendingPathComponent(data).path] + arguments + ["--json"],
                        environment: environment)
                }
                for outcome in [
                    try call(county.edition.agent, town.folder.lastPathComponent, "list", "log-entry"),
                    try call(county.edition.hub, "none", "init", "--name", "金湖县"),
                    try call(
                        county.edition.agent, "none", "enrol", "--hub", "https://127.0.0.1:\(county.hubPort)",
                        "--code", issued),
                ] {
                    #expect(outcome.status == 4 && outcome.output.isEmpty)
                    #expect(outcome.messages.contains(guards) && outcome.messages.contains("ZHISHOU_GUARDS"))
                    #expect(!outcome.messages.contains("NSCocoaErrorDomain"), "\(outcome.messages)")
                }
            }
            #expect(!FileManager.default.fileExists(atPath: county.folder.appendingPathComponent("none").path))
            // The code was not spent.
            let later = Town(county: county, folder: county.folder.appendingPathComponent("none"), unit: "LC")
            try county.expectDone(
                later.call("enrol", "--hub", "https://127.0.0.1:\(county.hubPort)", "--code", issued))
        }
    }

    @Test(arguments: ["C.UTF-8", "zh_CN.UTF-8"])
    func aDamagedStoreIsSaidWithWhatToDo(language: String) async throws {
        try await blocking {
            let county = try County(language: language)
            defer { county.cleanUp() }
            let store = URL(fileURLWithPath: county.hubData).appendingPathComponent("store.sqlite")
            try Data(repeating: 0x5A, count: 8192).write(to: store)
            let words = language.hasPrefix("zh") ? ["已损坏", "备份"] : ["is damaged", "backup"]
            for command in ["status", "events", "verify", "run"] {
                let outcome = try county.hub(command)
                #expect(outcome.status == 4)
                for word in words { #expect(outcome.messages.contains(word), "\(command): \(outcome.messages)") }
                #expect(!outcome.messages.contains("SQLite error"))
                #expect(outcome.output == (command == "verify" ? Data("{\"ledgers\":[],\"ok\":false}\n".utf8) : Data()))
            }
        }
    }

    @Test func aFolderThatHoldsSomethingElseIsNotSetUp() async throws {
        try await blocking {
            let county = try County(language: "zh_CN.UTF-8")
            defer { county.cleanUp() }
            let folder = county.folder.appendingPathComponent("used")
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            func write(_ text: String, _ name: String) throws {
                try Data(text.utf8).write(to: folder.appendingPathComponent(name))
            }
            func setUp() throws -> Outcome {
                try Programs.call(
                    county.edition.hub, ["--data", folder.path, "init", "--name", "金湖县", "--json"],
                    environment: county.environment)
            }
            try write("{}", "config.json")
            try write("别的", "名单.txt")
            let refused = try setUp()
            #expect(refused.status == 4 && refused.output.isEmpty)
            #expect(refused.messages.contains("名单.txt") && refused.messages.contains("空文件夹"))
            #expect(Set(try FileManager.default.contentsOfDirectory(atPath: folder.path)) == ["config.json", "名单.txt"])
            try FileManager.default.removeItem(at: folder.appendingPathComponent("名单.txt"))
            try county.expectDone(setUp())
            // A hub that is there already is still called so.
            let again = try setUp()
            #expect(again.status == 4 && again.messages.contains("已有一个县端"))
        }
    }

    @Test(arguments: ["C.UTF-8", "zh_CN.UTF-8"])
    func aSettingThatThereIsNotIsWarnedOfAndTheProgramGoesOn(language: String) async throws {
        try await blocking {
            let county = try County(language: language)
            defer { county.cleanUp() }
            try county.startHub()
            let town = try county.town("LC", named: "黎城镇")
            let file = town.folder.appendingPathComponent("config.json")
            try Data(#"{"hubs":"https://10.0.0.1:8443","desk":"127.0.0.1:0"}"#.utf8).write(to: file)
            let listed = try town.call("list", "log-entry")
            #expect(listed.status == 0 && listed.output == Data("[]\n".utf8))
            #expect(listed.messages.contains(language.hasPrefix("zh") ? "“hubs”" : "\"hubs\""))
            for name in ["console", "desk", "exchange", "guards", "hosts", "hub"] {
                #expect(listed.messages.contains(name))
            }
            try town.start()
            let log = county.folder.appendingPathComponent("LC.log")
            #expect(try String(contentsOf: log, encoding: .utf8).contains("hubs"))
            town.stop()

            try Data(#"{"desk":"127.0.0.1:0"}"#.utf8).write(to: file)
            #expect(try town.call("list", "log-entry").messages.isEmpty)
            try Data(#"{"desk":8081}"#.utf8).write(to: file)
            #expect(try town.call("list", "log-entry").status == 2)
        }
    }
}
