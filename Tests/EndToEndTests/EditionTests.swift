import Foundation
import Testing

/// Programs of two versions in one county: the later one knows one field and one collection more. What the older
/// one does not know it stores raw, passes on, and never reads by its own rules, also in a copy of its folder.
@Suite(.serialized) struct EditionTests {
    private static let patrol =
        #"{"at":"2026-10-01T08:00:00+08:00","section":"淮河大堤 12 公里","seepage":"清水","found":"渗水约一公斤每分钟"}"#
    private static let entry =
        #"{"occurredAt":"2026-10-01T08:00:00+08:00","matter":"大堤渗水","sentOut":["王建国","李红梅"]}"#

    @Test func anOlderHubPassesOnWhatANewerAgentWrote() async throws {
        try await blocking {
            let county = try County()
            defer { county.cleanUp() }
            try county.startHub()
            let newer = try county.town("LC", named: "黎城镇", edition: .next)
            let older = try county.town("LC")
            let another = try county.town("LC", edition: .next)
            let entry = try recorded(newer, "log-entry", Self.entry)
            let patrol = try recorded(newer, "dyke-patrol", Self.patrol)
            try newer.sync()
            try older.sync()

            // The older agent edits what it knows of the same record, and the hub adds nothing of its own.
            try county.expectDone(older.call("edit", "log-entry", entry, "--set", "handling=已报防汛指挥部"))
            try county.expectDone(another.call("sync"))
            try county.expectDone(another.call("edit", "log-entry", entry, "--add", "sentOut=赵刚"))
            for town in [older, another, newer] { try town.sync() }

            let fields = try another.call("show", "log-entry", entry).object["fields"] as? [String: Any] ?? [:]
            #expect(Set(fields["sentOut"] as? [String] ?? []) == ["王建国", "李红梅", "赵刚"])
            #expect(fields["handling"] as? String == "已报防汛指挥部")
            try expectPatrol(another, patrol)
            #expect(try older.call("list", "dyke-patrol").status == 2, "it has no such records to show")
            #expect(try county.hub("conflicts").array.isEmpty, "what is not known is no conflict")
            #expect(try county.hub("held").array.isEmpty, "what is not known is not held")
            for outcome in [try county.hub("verify"), try older.call("verify")] { #expect(outcome.status == 0) }
        }
    }

    @Test func aCopyOfAnOlderHubsFolderGivesTheNewerHubAllOfIt() async throws {
        try await blocking {
            let county = try County()
            defer { county.cleanUp() }
            try county.startHub()
            let newer = try county.town("LC", named: "黎城镇", edition: .next)
            let entry = try recorded(newer, "log-entry", Self.entry)
            let patrol = try recorded(newer, "dyke-patrol", Self.patrol)
            try newer.sync()
            county.stopHub()
            try county.moveHubToACopy()
            county.edition = .next
            try county.startHub()
            let shown = try county.hub("show", "log-entry", entry).object["fields"] as? [String: Any] ?? [:]
            #expect(Set(shown["sentOut"] as? [String] ?? []) == ["王建国", "李红梅"])
            let found = try county.hub("show", "dyke-patrol", patrol).object["fields"] as? [String: Any] ?? [:]
            #expect(found["found"] as? String == "渗水约一公斤每分钟")
            #expect(found["seepage"] as? String == "清水")
        }
    }

    @Test func anOlderAgentKeepsWhatANewerHubWroteUntilItIsRenewed() async throws {
        try await blocking {
            let county = try County(edition: .next)
            defer { county.cleanUp() }
            try county.startHub()
            let town = try county.town("LC", named: "黎城镇")
            let entry = try town.record(["大堤渗水"])[0]
            try town.sync()
            try county.expectDone(
                county.hub("edit", "log-entry", entry, "--unit", "LC", "--add", "sentOut=县抢险队"))
            try town.sync()
            #expect(try town.call("show", "log-entry", entry).status == 0)
            #expect(try town.call("edit", "log-entry", entry, "--set", "sentOut=x").status != 0)
            try town.sync()

            town.edition = .next
            let shown = try town.call("show", "log-entry", entry).object["fields"] as? [String: Any] ?? [:]
            #expect(shown["sentOut"] as? [String] == ["县抢险队"])
            let patrol = try recorded(town, "dyke-patrol", Self.patrol)
            try town.sync()
            try county.expectDone(
                county.hub("edit", "dyke-patrol", patrol, "--unit", "LC", "--set", "found=县里已派人查看"))
            try town.sync()
            let found = try town.call("show", "dyke-patrol", patrol).object["fields"] as? [String: Any] ?? [:]
            #expect(found["found"] as? String == "县里已派人查看")
        }
    }

    @Test func whatTheHubCannotTakeIsHeldAndStopsNothingBehindIt() async throws {
        try await blocking {
            let county = try County()
            defer { county.cleanUp() }
            try county.startHub()
            let town = try county.town("LC", named: "黎城镇", edition: .next)
            let incident = try recorded(
                town, "incident",
                #"{"occurredAt":"2026-10-01T14:06:00+08:00","receivedAt":"2026-10-01T14:15:00+08:00","category":"自然灾害","place":"大堤","summary":"护石滑落"}"#
            )
            func report(_ text: String, _ number: String) throws -> String {
                try recorded(
                    town, "report",
                    #"{"incident":"\#(incident)","kind":"续报","by":"online","text":"\#(text)"\#(number)}"#)
            }
            let before = try report("水位 10.2 米", "")
            let held = try report("水位 10.4 米", #","number":"续一""#)
            let after = try report("水位 10.5 米", "")
            try town.sync()
            #expect(try town.waiting() == 0)

            let atHub = Set(try county.hub("list", "report").array.compactMap { $0["id"] as? String })
            #expect(atHub == [before, after])
            let kept = try #require(county.hub("held").array.first)
            #expect(kept["ledger"] as? String == "LC/urgent" && kept["code"] as? String == "schema")
            let told = try #require(town.call("held").array.first)
            #expect(told["dot"] as? String == kept["dot"] as? String)
            #expect((told["reason"] as? String ?? "").contains("续报序号"), "it says what is wrong with it")
            #expect(try town.call("status").object["heldSets"] as? Int == 1)
            try town.start()
            try waitFor { try county.replica(of: "LC")["heldSets"] as? Int == 1 }
            for (page, command) in [(county.console, "county-hub"), (town.desk, "town-agent")] {
                let chinese = try page.ask().body
                #expect(chinese.contains("暂扣 1 组") && chinese.contains("\(command) --data 数据文件夹 held"))
                let english = try page.ask(language: "en").body
                #expect(
                    english.contains("Held sets: 1 · Conflicts: 0") && english.contains("\(command) --data DIR held"))
            }
            #expect(try county.console.ask().body.contains(#"<td class="off">1</td>"#), "as the unit told it")
            town.stop()

            try county.expectDone(county.hub("held", "release", kept["dot"] as? String ?? ""))
            try town.sync()
            #expect(try county.hub("held").array.isEmpty)
            #expect(try town.call("held").array.isEmpty)
            for shown in [try county.hub("show", "report", held), try town.call("show", "report", held)] {
                let fields = shown.object["fields"] as? [String: Any] ?? [:]
                #expect(fields["number"] as? String == "续一" && fields["text"] as? String == "水位 10.4 米")
            }
            #expect(try county.hub("verify").status == 0)
        }
    }

    private func recorded(_ town: Town, _ collection: String, _ line: String) throws -> String {
        let outcome = try town.call("record", collection, input: line + "\n")
        try town.county.expectDone(outcome)
        return outcome.array.first?["id"] as? String ?? ""
    }

    private func expectPatrol(_ town: Town, _ id: String) throws {
        let fields = try town.call("show", "dyke-patrol", id).object["fields"] as? [String: Any] ?? [:]
        #expect(fields["section"] as? String == "淮河大堤 12 公里")
        #expect(fields["seepage"] as? String == "清水")
    }
}
