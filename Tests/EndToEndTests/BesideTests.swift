import Foundation
import Testing

/// Commands beside a running program, several at once, and its orderly stop.
@Suite(.serialized) struct BesideTests {
    private static func entry(_ id: String, _ matter: String) -> String {
        #"{"id":"\#(id)","occurredAt":"2026-10-01T08:00:00+08:00","matter":"\#(matter)"}"# + "\n"
    }

    /// Runs commands side by side; answers their outcomes in order.
    private static func atOnce(_ count: Int, _ command: @escaping @Sendable (Int) throws -> Outcome) throws -> [Outcome]
    {
        let outcomes = Synchronized<[Int: Outcome]>([:])
        DispatchQueue.concurrentPerform(iterations: count) { number in
            if let outcome = try? command(number) { outcomes.change { $0[number] = outcome } }
        }
        return try (0..<count).map { try #require(outcomes.value[$0]) }
    }

    @Test(arguments: ["01999999-0000-7000-8000-000000000001", "标签-1"])
    func ofSeveralUnderOneIdOneIsKeptAndTheOthersAreToldSo(id: String) async throws {
        try await blocking {
            let county = try County()
            defer { county.cleanUp() }
            try county.startHub()
            let town = try county.town("LC", named: "黎城镇")
            try town.start()
            let outcomes = try Self.atOnce(8) { number in
                try town.call("record", "log-entry", input: Self.entry(id, "第\(number)个"))
            }
            let kept = outcomes.indices.filter { outcomes[$0].status == 0 }
            #expect(kept.count == 1)
            for outcome in outcomes where outcome.status != 0 {
                #expect(outcome.status == 1)
                let error = outcome.array.first?["error"] as? [String: Any]
                #expect(error?["rule"] as? String == "taken")
            }
            #expect(try town.matters() == kept.map { "第\($0)个" })
            // The same content under one id is one record, however often it is sent.
            let same = try Self.atOnce(6) { _ in
                try town.call("record", "log-entry", input: Self.entry("\(id.dropLast())9", "同一张表"))
            }
            #expect(Set(same.map(\.status)) == [0])
            #expect(Set(same.compactMap { $0.array.first?["id"] as? String }).count == 1)
            #expect(try town.matters().filter { $0 == "同一张表" }.count == 1)
        }
    }

    /// A poll that waits at a hub which stops is sent back, not sent away: the town's next entry goes out at once.
    @Test func aHubThatStopsSendsNobodyAwayAsRevoked() async throws {
        try await blocking {
            let county = try County()
            defer { county.cleanUp() }
            try county.startHub()
            let town = try county.town("LC", named: "黎城镇")
            try town.start()
            try town.waitUntilDelivered()
            for number in 1...4 {
                county.stopHub()
                #expect(try town.call("status").object["lastError"] as? String != "revoked")
                try county.startHub()
                try town.record(["重启后\(number)"])
                try town.waitUntilDelivered()
            }
            #expect(try county.matters(of: "LC") == numbered(1...4, "重启后"))
        }
    }

    @Test func ofSeveralUnitsOfOneCodeOneIsAdded() async throws {
        try await blocking {
            let county = try County()
            defer { county.cleanUp() }
            try county.startHub()
            let outcomes = try Self.atOnce(6) { number in try county.hub("unit", "add", "LC", "黎城镇\(number)") }
            #expect(outcomes.map(\.status).sorted() == [0, 2, 2, 2, 2, 2])
            #expect(try county.hub("unit", "list").array.count { $0["unit"] as? String == "LC" } == 1)
        }
    }

    /// An empty store in the place of a lost one would look like a fresh start, and give out numbers and codes anew.
    @Test func aFolderWithoutItsStoreIsNotOpened() async throws {
        try await blocking {
            let county = try County()
            defer { county.cleanUp() }
            try county.startHub()
            let town = try county.town("LC", named: "黎城镇")
            try town.record(["一"])
            try town.sync()
            county.stopHub()
            for folder in [town.folder, URL(fileURLWithPath: county.hubData)] {
                for ending in ["", "-wal", "-shm"] {
                    try? FileManager.default.removeItem(at: folder.appendingPathComponent("store.sqlite\(ending)"))
                }
            }
            for outcome in [
                try town.call("status"), try town.call("run"), try county.hub("status"), try county.hub("run"),
            ] {
                #expect(outcome.status == 4 && outcome.output.isEmpty && outcome.messages.contains("store.sqlite"))
            }
            #expect(!FileManager.default.fileExists(atPath: town.folder.appendingPathComponent("store.sqlite").path))
        }
    }

    @Test func eachProgramKnowsTheOthersFolder() async throws {
        try await blocking {
            let county = try County()
            defer { county.cleanUp() }
            try county.startHub()
            let town = try county.town("LC", named: "黎城镇")
            let asTown = Town(county: county, folder: URL(fileURLWithPath: county.hubData), unit: "JH")
            let wrong = try asTown.call("status")
            #expect(wrong.status == 4 && wrong.output.isEmpty && wrong.messages.contains("county-hub"))
            let other = try Programs.call(
                county.edition.hub, ["--data", town.folder.path, "status", "--json"], input: nil,
                environment: county.environment)
            #expect(other.status == 4 && other.output.isEmpty && other.messages.contains("town-agent"))
            let own = try county.hub("unit", "revoke", "JH")
            #expect(own.status == 2 && own.output.isEmpty)
        }
    }
}
