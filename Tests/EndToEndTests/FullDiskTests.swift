import Foundation
import Glibc
import Testing

/// Data on a file system of 64 MiB that fills up: a clear refusal, nothing lost, and on again by itself.
/// Mounting one takes root.
@Suite(.serialized, .enabled(if: getuid() == 0, "a small file system is mounted by root alone"))
struct FullDiskTests {
    /// A town whose data lies on a small disk, with an agent that runs, beside a hub that does.
    private static func withTown(_ test: @escaping @Sendable (County, Town, SmallDisk) throws -> Void) async throws {
        try await blocking {
            let county = try County()
            defer { county.cleanUp() }
            try county.startHub()
            let disk = try SmallDisk(at: county.folder.appendingPathComponent("LC"))
            defer { disk.unmount() }
            let town = try county.town("LC", named: "黎城镇")
            try town.start()
            try test(county, town, disk)
        }
    }

    /// Fills the disk, and then the room that is left in the log file: the disk bounds how many entries that takes.
    /// - Returns: what the last of them came to.
    private static func fill(_ disk: SmallDisk, of town: Town) throws -> Outcome {
        try disk.fill()
        let long = String(repeating: "水", count: 900)
        let batch =
            numbered(1...100).map {
                #"{"occurredAt":"2026-10-01T08:00:00+08:00","matter":"\#($0)\#(long)"}"#
            }.joined(separator: "\n") + "\n"
        var outcome = try town.call("record", "log-entry", input: batch)
        for _ in 0..<500 where outcome.status == 0 { outcome = try town.call("record", "log-entry", input: batch) }
        return outcome
    }

    @Test func anEntryOnAFullDiskIsRefusedAndGoesInOnceThereIsRoom() async throws {
        try await Self.withTown { county, town, disk in
            try town.record(["满前"])
            try town.waitUntilDelivered()

            // Room for one batch of many, and not for all: what was kept is said.
            try disk.fill(leaving: 4 * 1024 * 1024)
            let long = String(repeating: "水", count: 900)
            let lines = (1...4000).map { #"{"occurredAt":"2026-10-01T08:00:00+08:00","matter":"\#($0)\#(long)"}"# }
            let many = try town.call("record", "log-entry", input: lines.joined(separator: "\n") + "\n")
            #expect(many.status == 4, "\(many.messages)")
            #expect(try town.matters().count == many.array.count { $0["id"] is String } + 1)

            let refused = try Self.fill(disk, of: town)
            #expect(refused.status == 4, "\(refused.messages)")
            #expect(refused.messages.contains("disk is full"), "\(refused.messages)")
            let kept = try town.matters().count
            #expect(try town.call("status").object["diskShort"] as? Bool == true)

            try disk.free()
            try town.record(["满后"])
            try town.waitUntilDelivered()
            #expect(try town.matters().count == kept + 1)
            #expect(try county.matters(of: "LC").count == kept + 1)
            #expect(try town.call("status").object["diskShort"] as? Bool == false)
            #expect(try town.call("verify").status == 0)
        }
    }

    @Test func whatIsTypedWhileTheDiskIsFullIsKeptAndSavedOnceThereIsRoom() async throws {
        try await Self.withTown { _, town, disk in
            let person = DeskPerson(town.desk)
            try person.setUp()
            let form = try person.get("/new/log-entry").body
            #expect(try Self.fill(disk, of: town).status == 4)
            let long = String(repeating: "水", count: 3000)
            let typed = ["occurredAt": "2026-10-01 08:00", "source": "村干部"]
            func send(_ id: String) throws -> WebPage.Answer {
                try person.post(
                    "/new/log-entry",
                    typed.merging(["token": person.hidden("token", in: form), "id": id, "matter": "满时写的\(long)"]) { $1 }
                )
            }
            var (id, answer) = (person.hidden("id", in: form), try send(person.hidden("id", in: form)))
            for _ in 0..<200 where answer.status == 303 {
                id = person.hidden("id", in: try person.get("/new/log-entry").body)
                answer = try send(id)
            }
            #expect(answer.status == 400 && answer.body.contains("磁盘") && answer.body.contains("href=\"/kept\""))
            let kept = try town.matters().count
            let page = try person.get("/kept")
            #expect(page.status == 200 && page.body.contains("满时写的") && page.body.contains("村干部"))
            try disk.free()
            let draft = try #require(person.get("/kept").headers["location"])
            #expect(draft == "/new/log-entry?draft=\(id)")
            let again = try person.get(draft).body
            #expect(again.contains("满时写的") && person.hidden("id", in: again) == id)
            #expect(try send(id).status == 303 && town.matters().count == kept + 1)
        }
    }

    @Test func aHubOnAFullDiskAcknowledgesNothingAndTakesItAllOnceThereIsRoom() async throws {
        try await blocking {
            let county = try County()
            defer { county.cleanUp() }
            let disk = try SmallDisk(over: URL(fileURLWithPath: county.hubData))
            defer { disk.unmount() }
            // The folder was moved, which the hub says; an administrator says that it is meant.
            for event in try county.hub("events").array {
                try county.expectDone(county.hub("confirm", "\(event["id"] ?? 0)"))
            }
            try county.startHub()
            let town = try county.town("LC", named: "黎城镇")
            try town.sync()
            try disk.fill()
            let long = String(repeating: "汛", count: 1500)
            try town.record((1...200).map { "\($0)\(long)\($0)" })
            let before = try town.waiting()
            let outcome = try town.call("sync")
            #expect(outcome.status == 3, "\(outcome.messages)")
            #expect(outcome.messages.contains("disk"), "\(outcome.messages)")
            let left = try town.waiting()
            #expect(left > 0 && left <= before)

            try disk.free()
            try town.sync()
            #expect(try county.matters(of: "LC").count == 200)
            #expect(try county.hub("verify").status == 0)
        }
    }
}

/// A file system in memory of 64 MiB.
final class SmallDisk: Sendable {
    private let place: URL
    private var ballast: URL { place.appendingPathComponent("ballast") }

    init(at place: URL) throws {
        self.place = place
        try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
        guard mount("tmpfs", place.path, "tmpfs", 0, "size=64m") == 0 else { throw CannotMount(code: errno) }
    }

    /// Puts what a folder holds on a small disk in its place.
    convenience init(over folder: URL) throws {
        let aside = folder.appendingPathExtension("aside")
        try FileManager.default.moveItem(at: folder, to: aside)
        try self.init(at: folder)
        for name in try FileManager.default.contentsOfDirectory(atPath: aside.path) {
            try FileManager.default.copyItem(
                at: aside.appendingPathComponent(name), to: folder.appendingPathComponent(name))
        }
    }

    func unmount() { _ = umount2(place.path, Int32(MNT_DETACH)) }

    /// Takes all the room that is left.
    func fill(leaving room: Int64 = 0) throws {
        let file = open(ballast.path, O_WRONLY | O_CREAT | O_APPEND, 0o600)
        defer { close(file) }
        let page = [UInt8](repeating: 0, count: 4096)
        var left = statvfs()
        while statvfs(place.path, &left) == 0, Int64(left.f_bavail) * Int64(left.f_frsize) > room,
            write(file, page, page.count) > 0
        {}
    }

    func free() throws { try FileManager.default.removeItem(at: ballast) }

    struct CannotMount: Error { let code: Int32 }
}
