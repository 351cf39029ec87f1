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
                for path in ["/", "/status.json", "/nowhere"] {
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
                for path in ["/", "/status.json"] {
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
}
