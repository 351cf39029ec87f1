import Foundation
import Testing

/// The pages of both programs: whom they answer, and what they say.
@Suite(.serialized) struct PageTests {
    @Test func aPageAnswersToItsOwnNamesAlone() async throws {
        try await blocking {
            let county = try County()
            defer { county.cleanUp() }
            try county.startHub()
            let town = try county.town("LC", named: "黎城镇")
            try town.start()
            for page in [county.console, town.desk] {
                for path in [page.front, "/status.json", "/nowhere"] {
                    let foreign = try page.ask("GET", path, host: "evil.example:\(page.port)")
                    #expect(foreign.status == 421 && !foreign.body.contains("黎城镇") && !foreign.body.contains("LC"))
                    #expect(foreign.headers["content-type"] == "text/plain; charset=utf-8")
                    #expect(foreign.body.contains("地址") && foreign.body.contains("address"))
                }
                for host in ["127.0.0.1", "localhost", "[::1]"] {
                    let own = try page.ask(host: "\(host):\(page.port)")
                    #expect(own.status == 200 && own.body.contains("黎城镇"))
                    #expect(try page.ask(host: host).status == 421)
                }
            }
        }
    }

    @Test func aNameInTheSettingsIsOneOfThePages() async throws {
        try await blocking {
            let county = try County()
            defer { county.cleanUp() }
            try county.startHub()
            let town = try county.town("LC", named: "黎城镇")
            try Data(#"{"hosts":"other.county, duty.county"}"#.utf8)
                .write(to: town.folder.appendingPathComponent("config.json"))
            try town.start()
            #expect(try town.desk.ask(host: "duty.county").status == 200)
            #expect(try town.desk.ask(host: "nobody.county").status == 421)
        }
    }

    @Test func aPageIsReadAloneAndWhatIsNotThereIsSaid() async throws {
        try await blocking {
            let county = try County()
            defer { county.cleanUp() }
            try county.startHub()
            let town = try county.town("LC", named: "黎城镇")
            try town.start()
            for page in [county.console, town.desk] {
                for path in [page.front, "/status.json"] {
                    let whole = try page.ask("GET", path)
                    let head = try page.ask("HEAD", path)
                    #expect(head.status == 200 && head.body.isEmpty)
                    #expect(head.headers["content-type"] == whole.headers["content-type"])
                    #expect(Int(head.headers["content-length"] ?? "") ?? 0 > 0)
                    for method in ["POST", "PUT", "DELETE", "OPTIONS"] {
                        let refused = try page.ask(method, path)
                        #expect(refused.status == 405 && refused.headers["allow"] == "GET, HEAD")
                    }
                }
                for method in ["GET", "POST"] {
                    let missing = try page.ask(method, "/nowhere")
                    #expect(missing.status == 404 && missing.body == "这里没有这个页面。\nThere is no such page here.\n")
                    #expect(missing.headers["content-type"] == "text/plain; charset=utf-8")
                }
                let missing = try page.ask("HEAD", "/nowhere")
                #expect(missing.status == 404 && missing.body.isEmpty)
            }
        }
    }

    enum Trouble: CaseIterable {
        case revoked, anotherCounty, nothingThere, anotherProgram

        var words: (code: String, chinese: String, english: String) {
            switch self {
            case .revoked: ("revoked", "本机已被县端停用。请联系县管理员。", "was revoked by the county")
            case .anotherCounty: ("strangerHub", "不是本县的县端", "is not this county&#39;s hub")
            case .nothingThere: ("connectionRefused", "这个端口上没有程序", "nothing listens at that port")
            case .anotherProgram: ("notHTTPS", "上网认证页面", "a sign-in page, answers there")
            }
        }
    }

    @Test(arguments: Trouble.allCases) func theDeskSaysWhyItIsOffLine(trouble: Trouble) async throws {
        try await blocking {
            let county = try County(language: "zh_CN.UTF-8")
            defer { county.cleanUp() }
            let other = try County()
            defer { other.cleanUp() }
            try county.startHub()
            try other.startHub()
            let town = try county.town("LC", named: "黎城镇")
            try town.sync()
            try town.record(["等着"])
            func point(at port: Int) throws {
                try Data(#"{"hub":"https://127.0.0.1:\#(port)"}"#.utf8)
                    .write(to: town.folder.appendingPathComponent("config.json"))
            }
            switch trouble {
            case .revoked: try county.expectDone(county.hub("unit", "revoke", "LC"))
            case .anotherCounty: try point(at: other.hubPort)
            case .nothingThere: county.stopHub()
            case .anotherProgram: try point(at: county.console.port)
            }
            let (code, chinese, english) = trouble.words
            // The command says the same as the page.
            let outcome = try town.call("sync")
            #expect(outcome.status == 3 && outcome.messages.contains("（\(code)）"), "\(outcome.messages)")
            #expect(outcome.messages.contains(chinese) && outcome.messages.contains("1 组保存在本机"))
            try town.start()
            try waitFor { try town.call("status").object["lastError"] as? String == code }
            let page = try town.desk.ask().body
            #expect(page.contains("离线，自") && page.contains("离线原因（\(code)）") && page.contains(chinese), "\(page)")
            let translated = try town.desk.ask(language: "en").body
            #expect(translated.contains("Off line (\(code))") && translated.contains(english), "\(translated)")
        }
    }
}
