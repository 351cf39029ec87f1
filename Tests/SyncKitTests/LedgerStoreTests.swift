import Foundation
import GRDB
import Identity
import Testing

@testable import SyncKit

/// What a store promises of its file: durable, of a known version, all or nothing, and one epoch a life.
@Suite struct LedgerStoreTests {
    private let routine = LedgerID(unit: "LC", name: .routine)

    @Test func writesWithFullSynchronousAndAWriteAheadLog() async throws {
        let county = try await County()
        let settings = try await county.towns[0].store.pool.writeWithoutTransaction { db in
            try ["synchronous", "journal_mode", "foreign_keys"].map {
                try String.fetchOne(db, sql: "SELECT CAST(\($0) AS TEXT) FROM pragma_\($0)")
            }
        }
        #expect(settings == ["2", "wal", "1"])
    }

    @Test func theFileIsItsOwnersAlone() async throws {
        let county = try await County()
        let attributes = try FileManager.default.attributesOfItem(atPath: county.towns[0].file.path)
        #expect((attributes[.posixPermissions] as? NSNumber)?.intValue == 0o600)
    }

    @Test func aNewerStoreIsNotOpened() async throws {
        let county = try await County()
        let town = county.towns[0]
        try town.store.close()
        let queue = try DatabaseQueue(path: town.file.path)
        try await queue.write { try $0.execute(sql: "PRAGMA user_version = 99") }
        try queue.close()
        #expect(throws: SyncError.newerStore(found: 99, known: StoreSchema.version)) { try town.restart() }
    }

    @Test func aFileThatIsNoDatabaseIsDamaged() async throws {
        let county = try await County()
        let town = county.towns[0]
        try town.store.close()
        try Data(repeating: 0x5A, count: 8192).write(to: town.file)
        #expect(throws: SyncError.damagedStore) { try town.restart() }
    }

    @Test func aPageThatIsDamagedIsFoundAndOtherLedgersAreStillWalked() async throws {
        let county = try await County()
        let town = county.towns[0]
        let urgent = LedgerID(unit: "LC", name: .urgent)
        try await town.write(record(1), [set("matter", "急")], in: .urgent)
        for number in 2...40 {
            try await town.write(record(UInt64(number)), [set("matter", String(repeating: "堤", count: 300))])
        }
        #expect(try await town.store.isFileSound())
        try town.store.close()
        // A page in the middle of the log; a page's number is its place in the file.
        let queue = try DatabaseQueue(path: town.file.path)
        let pages = try await queue.read { db in
            try Int.fetchAll(
                db, sql: "SELECT pageno FROM dbstat WHERE name = 'change_set' AND pagetype = 'leaf' ORDER BY path")
        }
        let page = pages[pages.count / 2]
        try queue.close()
        let file = try FileHandle(forWritingTo: town.file)
        try file.seek(toOffset: UInt64(page - 1) * 4096)
        try file.write(contentsOf: Data(repeating: 0xA5, count: 4096))
        try file.close()
        try town.restart()
        let results = try await town.store.verify { _, _ in }
        #expect(results.first { $0.ledger == urgent }?.isSound == true)
        #expect(results.first { $0.ledger == routine }?.isSound == false)
        #expect(try await !town.store.isFileSound())
    }

    @Test func whatWasCommittedSurvivesAReopening() async throws {
        let county = try await County()
        let town = county.towns[0]
        try await town.write(record(1), [set("matter", "堤坝"), FieldWrite("deaths", .set(.integer(0)))])
        let (states, vectors) = (try await town.states(of: "LC"), try await town.store.vectors())
        try town.restart()
        #expect(try await town.states(of: "LC") == states)
        #expect(try await town.store.vectors() == vectors)
        #expect(try await town.store.verify { _, _ in }.allSatisfy(\.isSound))
    }

    @Test func timesGrowAcrossAReopeningUnderAClockThatWentBack() async throws {
        let county = try await County()
        let town = county.towns[0]
        let first = try await town.write(record(1), [set("matter", "一")])
        county.clock.advance(-86_400_000)
        try town.restart()
        let second = try await town.write(record(1), [set("matter", "二")])
        let times = try await town.store.inspect { writer in
            [try writer.time(of: first, in: routine), try writer.time(of: second, in: routine)]
        }
        #expect(times[0] < times[1])
    }

    @Test func eachOpeningDrawsAnEpochThatNamesTheOneBefore() async throws {
        let county = try await County()
        let town = county.towns[0]
        let before = try await town.write(record(1), [set("matter", "一")])
        try town.restart()
        let after = try await town.write(record(1), [set("matter", "二")])
        #expect(after.epoch != before.epoch && after.counter == 1)
        let parents = try await town.store.inspect { writer in
            try writer.ledger(routine).chains[after.epoch]?.declaration.parents.map(\.dot)
        }
        #expect(parents == [before])
        #expect(try await town.store.vectors()[routine] == VersionVector([after]), "one tip, however often it started")
    }

    @Test func aCommandBesideItKeepsTheEpoch() async throws {
        let county = try await County()
        let town = county.towns[0]
        let before = try await town.write(record(1), [set("matter", "一")])
        try town.restart(drawsEpoch: false)
        #expect(try await town.write(record(1), [set("matter", "二")]) == Dot(before.epoch, before.counter + 1))
    }

    @Test(arguments: [false, true]) func aGuardedFolderThatWasPutBackDrawsAnEpoch(isCopiedElsewhere: Bool) async throws
    {
        let county = try await County()
        let (member, key) = County.person(9, "YT", .unit)
        let home = county.folder.appendingPathComponent("home")
        try FileManager.default.createDirectory(at: home, withIntermediateDirectories: true)
        func open(_ folder: URL) throws -> LedgerStore {
            try LedgerStore.open(
                path: folder.appendingPathComponent("s.sqlite").path, schema: PlainSchema(),
                signer: Signer(
                    replica: member.replica, unit: "YT", role: .unit, key: key, deployment: Station.deployment,
                    program: "tests"),
                guardDirectory: county.folder.appendingPathComponent("guards"), drawsEpoch: false,
                clock: { [clock = county.clock] in clock.moment })
        }
        let change = RecordChange(collection: "log-entry", record: record(1), writes: [set("matter", "一")])
        let draft = Draft(ledger: LedgerID(unit: "YT", name: .routine), body: SetBody(changes: [change]))
        var store = try open(home)
        try await store.commit([draft], author: "")
        let epoch = store.epoch
        try store.close()
        let other = county.folder.appendingPathComponent("other")
        try FileManager.default.copyItem(at: home, to: other)
        store = try open(home)
        #expect(store.epoch == epoch, "just as it was left")
        try await store.commit([draft], author: "")
        try store.close()
        if !isCopiedElsewhere {
            try FileManager.default.removeItem(at: home)
            try FileManager.default.copyItem(at: other, to: home)
        }
        store = try open(isCopiedElsewhere ? other : home)
        #expect(store.epoch != epoch)
        #expect(try await store.events().map(\.kind) == [isCopiedElsewhere ? .copied : .rolledBack])
        try store.close()
    }

    @Test func aFailedTransactionLeavesNeitherFileNorMemoryChanged() async throws {
        let county = try await County()
        let town = county.towns[0]
        try await town.write(record(1), [set("matter", "一")])
        let (states, vectors) = (try await town.states(of: "LC"), try await town.store.vectors())
        let good = Draft(
            ledger: routine,
            body: SetBody(changes: [
                RecordChange(collection: "new-kind", record: record(2), writes: [set("matter", "二")])
            ]))
        let bad = Draft(ledger: .notice, body: SetBody())
        await #expect(throws: SyncError.notPermitted(.notice)) {
            try await town.store.commit([good, bad], author: "")
        }
        #expect(try await town.states(of: "LC") == states)
        #expect(try await town.store.vectors() == vectors)
        let dot = try await town.write(record(3), [set("matter", "三")])
        #expect(dot.counter == 2, "no gap is left")
        try town.restart()
        #expect(try await town.store.verify { _, _ in }.allSatisfy(\.isSound))
        #expect(try await town.view(record(2)) == nil)
    }

    @Test func verifyNamesTheFirstSetThatWasTamperedWith() async throws {
        let county = try await County()
        let town = county.towns[0]
        for number in 1...3 { try await town.write(record(UInt64(number)), [set("matter", "\(number)")]) }
        let epoch = town.store.epoch
        try await town.store.pool.write { db in
            try db.execute(
                sql: """
                    UPDATE change_set SET body = x'00'
                    WHERE id = (SELECT max(id) - 1 FROM change_set WHERE signature IS NULL)
                    """)
        }
        let found = try await town.store.verify { _, _ in }.first { $0.ledger == routine }
        #expect(found?.firstBroken == Dot(epoch, 2))
    }
}
