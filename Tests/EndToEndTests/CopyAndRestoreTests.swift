import Foundation
import Testing

/// Copied folders, old copies put back, and a hub restored from an old copy: nothing is lost, and both ends say it.
@Suite(.serialized) struct CopyAndRestoreTests {
    enum Restore: CaseIterable { case byRenaming, byCopyingOverTheSameFiles }

    @Test(arguments: Restore.allCases) func anOldCopyOfATownIsPutBack(way: Restore) async throws {
        try await blocking {
            let county = try County()
            defer { county.cleanUp() }
            try county.startHub()
            let town = try county.town("LC", named: "黎城镇")
            try town.record(numbered(1...10))
            try town.sync()
            let saved = county.folder.appendingPathComponent("saved")
            try FileManager.default.copyItem(at: town.folder, to: saved)
            for matter in numbered(11...15) { try town.record([matter]) }
            try town.sync()
            try put(saved, over: town.folder, way)
            for matter in numbered(16...20) { try town.record([matter]) }
            try town.sync()
            #expect(Set(try county.matters(of: "LC")) == Set(numbered(1...20)))
            #expect(Set(try town.matters()) == Set(numbered(1...20)))
            #expect(try !county.eventKinds().isDisjoint(with: ["rolled-back", "copied"]))
            #expect(try !town.eventKinds().isDisjoint(with: ["rolled-back", "copied"]))
            #expect(try county.hub("verify").status == 0)
            #expect(try town.call("verify").status == 0)
        }
    }

    @Test func aCopiedFolderLivesBesideItsOriginalAndNothingIsOverwritten() async throws {
        try await blocking {
            let county = try County()
            defer { county.cleanUp() }
            try county.startHub()
            let town = try county.town("LC", named: "黎城镇")
            try town.record(numbered(1...5))
            try town.sync()
            let copy = try county.copy(of: town, named: "copy")
            try town.start()
            try copy.start()
            try town.record(numbered(11...15))
            try copy.record(numbered(21...25))
            try town.waitUntilDelivered()
            try copy.waitUntilDelivered()
            let all = Set(numbered(1...5) + numbered(11...15) + numbered(21...25))
            #expect(Set(try county.matters(of: "LC")) == all)
            #expect(try county.eventKinds().contains("copied"))
            #expect(try copy.eventKinds().contains("copied"))
            town.stop()
            copy.stop()
            // One command makes the copy a replica of its own.
            let code = try county.hub("unit", "code", "LC").object["code"] as? String ?? ""
            let before = try copy.call("status").object["replica"] as? String
            try county.expectDone(
                copy.call("enrol", "--hub", "https://127.0.0.1:\(county.hubPort)", "--code", code))
            #expect(try copy.call("status").object["replica"] as? String != before)
            try copy.record(numbered(31...31))
            try copy.sync()
            try town.sync()
            #expect(Set(try town.matters()) == all.union(numbered(31...31)))
            #expect(Set(try copy.matters()) == all.union(numbered(31...31)))
        }
    }

    @Test(arguments: Restore.allCases) func aHubRestoredFromAnOldCopyIsHealedByItsTowns(way: Restore) async throws {
        try await blocking {
            let county = try County()
            defer { county.cleanUp() }
            try county.startHub()
            let town = try county.town("LC", named: "黎城镇")
            try town.start()
            try town.record(numbered(1...20))
            try town.waitUntilDelivered()
            county.stopHub()
            let hub = URL(fileURLWithPath: county.hubData)
            let saved = county.folder.appendingPathComponent("hub-saved")
            try FileManager.default.copyItem(at: hub, to: saved)
            try county.startHub()
            try town.record(numbered(21...40))
            try county.expectDone(
                county.hub(
                    "record", "instruction", "--unit", "LC",
                    input: #"{"leader":"县领导","issuedAt":"2026-10-01T15:00:00+08:00","text":"全力处置"}"# + "\n"))
            try town.waitUntilDelivered()
            try waitFor { try town.call("list", "instruction").array.count == 1 }
            county.stopHub()
            try put(saved, over: hub, way)
            try county.startHub()
            // No town is touched.
            try waitFor { try county.matters(of: "LC").count == 40 }
            try waitFor { try county.hub("list", "instruction").array.count == 1 }
            #expect(Set(try county.matters(of: "LC")) == Set(numbered(1...40)))
            let kinds = try county.eventKinds()
            #expect(kinds.contains("hub-restored"))
            #expect(kinds.contains("refilled"))
            #expect(try county.hub("status").object["restoredUnconfirmed"] as? Bool == true)
            let refused = try county.hub("unit", "code", "LC")
            #expect(refused.status == 3, "\(refused.messages)")
            for event in try county.hub("events").array where event["kind"] as? String == "hub-restored" {
                try county.expectDone(county.hub("confirm", "\(event["id"] ?? "")"))
            }
            #expect(try county.hub("unit", "code", "LC").status == 0)
            #expect(try county.hub("verify").status == 0)
        }
    }

    private func put(_ saved: URL, over folder: URL, _ way: Restore) throws {
        switch way {
        case .byRenaming:
            try FileManager.default.moveItem(at: folder, to: folder.appendingPathExtension("away"))
            try FileManager.default.moveItem(at: saved, to: folder)
        case .byCopyingOverTheSameFiles:
            for name in try FileManager.default.contentsOfDirectory(atPath: folder.path) {
                let target = folder.appendingPathComponent(name)
                let source = saved.appendingPathComponent(name)
                if FileManager.default.fileExists(atPath: source.path) {
                    // Into the same file, so that its inode stays.
                    let handle = try FileHandle(forWritingTo: target)
                    try handle.truncate(atOffset: 0)
                    try handle.write(contentsOf: Data(contentsOf: source))
                    try handle.close()
                } else {
                    try FileManager.default.removeItem(at: target)
                }
            }
        }
    }
}

/// Waits until a condition holds. The bound is for a test that hangs, not for speed.
func waitFor(within seconds: Double = 120, line: Int = #line, _ condition: () throws -> Bool) throws {
    let end = Date().addingTimeInterval(seconds)
    while try !condition() {
        guard Date() < end else { throw NeverHeld(line: line) }
    }
}

struct NeverHeld: Error {
    let line: Int
}
