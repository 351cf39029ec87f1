import Foundation
import Testing

/// A hub's backup while it runs, and a hub from it.
@Suite(.serialized) struct BackupTests {
    @Test func aBackupThatWasTakenWhileATownWroteBecomesAHubThatItsTownsRefill() async throws {
        try await DeskPerson.withTown { county, town in
            try town.record(numbered(1...10))
            try town.waitUntilDelivered()
            let file = county.folder.appendingPathComponent("hub.backup").path
            let made = try county.hub("backup", file)
            #expect(made.status == 0 && made.object["verified"] as? Bool == true, "\(made.messages)")
            let again = try county.hub("backup", file)
            #expect(again.status == 2 && again.messages.contains(file), "nothing is overwritten")
            try town.record(numbered(11...20))
            try town.waitUntilDelivered()
            #expect(try county.hub("restore", file, "--replace").status == 4, "not while it runs")
            county.stopHub()
            #expect(try county.hub("restore", file).status == 2, "not over a hub unless told")
            #expect(Set(try county.matters(of: "LC")) == Set(numbered(1...20)))
            let restored = try county.hub("restore", file, "--replace")
            #expect(restored.status == 0, "\(restored.messages)")
            #expect(restored.object["sets"] as? Int == made.object["sets"] as? Int)
            try county.startHub()
            try waitFor { try Set(county.matters(of: "LC")) == Set(numbered(1...20)) }
            #expect(try county.hub("status").object["restoredUnconfirmed"] as? Bool == true)
            #expect(try county.hub("unit", "code", "LC").status == 3)
            let administrator = DeskPerson(county.console)
            try administrator.setUp()
            let page = try administrator.get("/sync").body
            let token = ["token": administrator.hidden("token", in: page)]
            for event in try county.hub("events").array where event["kind"] as? String == "hub-restored" {
                #expect(try administrator.post("/sync/confirm/\(event["id"] ?? "")", token).status == 303)
            }
            #expect(try county.hub("unit", "code", "LC").status == 0)
            #expect(try county.hub("verify").status == 0)
        }
    }

    @Test func aFileThatIsNoSoundBackupIsRefused() async throws {
        try await blocking {
            let county = try County()
            defer { county.cleanUp() }
            let file = county.folder.appendingPathComponent("hub.backup")
            try county.expectDone(county.hub("backup", file.path))
            var bytes = try Data(contentsOf: file)
            for place in stride(from: 4096, to: bytes.count, by: 1000) { bytes[place] ^= 0xFF }
            let broken = county.folder.appendingPathComponent("broken")
            try bytes.write(to: broken)
            for path in [broken.path, "/nowhere/hub.backup"] {
                let outcome = try county.hub("restore", path, "--replace")
                #expect(outcome.status == 4 || outcome.status == 2, "\(outcome.messages)")
            }
            #expect(try county.hub("unit", "list").array.count == 1)
        }
    }
}
