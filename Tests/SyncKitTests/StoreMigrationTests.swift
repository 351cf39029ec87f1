import Foundation
import GRDB
import Testing

@testable import SyncKit

/// A store that an earlier version wrote opens, and is as if this one had written it.
@Suite struct StoreMigrationTests {
    /// Puts a closed store's file back to what the first version had.
    private func makeOld(_ file: URL) throws {
        let queue = try DatabaseQueue(path: file.path)
        try queue.write { db in
            try db.execute(
                sql: """
                    DROP INDEX record_in_time;
                    ALTER TABLE record DROP COLUMN time;
                    ALTER TABLE collection DROP COLUMN time_field;
                    CREATE INDEX record_of_collection ON record(collection, ledger);
                    DROP TABLE lag;
                    DROP TABLE clock_offset;
                    DROP TABLE audit;
                    DROP TABLE reference;
                    PRAGMA user_version = 1;
                    """)
        }
        try queue.close()
    }

    @Test func anOldStoreIsListedByTime() async throws {
        let county = try await County(schema: PlainSchema(timeFields: ["log-entry": "at"]))
        let town = county.towns[0]
        for number in 1...30 {
            try await town.write(
                record(UInt64(number)), [FieldWrite("at", .set(.integer(Int64(number * 7 % 11)))), set("matter", "堤")])
        }
        try await town.write(record(40), [set("matter", "没有时间")])
        let byTime = RecordFilter(collection: "log-entry", from: 3, before: 9, order: .latestFirst)
        let all = RecordFilter(collection: "log-entry", order: .earliestFirst)
        let (days, whole) = (
            try await town.store.records(byTime, deliveredTo: nil).map(\.id),
            try await town.store.records(all, deliveredTo: nil).map(\.id)
        )
        #expect(days.count > 10 && whole.count == 31)
        let states = try await town.states(of: "LC")
        try town.store.close()
        try makeOld(town.file)
        try town.restart()
        #expect(try await town.store.records(byTime, deliveredTo: nil).map(\.id) == days)
        #expect(try await town.store.records(all, deliveredTo: nil).map(\.id) == whole)
        #expect(try await town.states(of: "LC") == states)
        #expect(try await town.store.verify { _, _ in }.allSatisfy(\.isSound))
        try await town.write(record(41), [FieldWrite("at", .set(.integer(8)))])
        #expect(try await town.store.records(byTime, deliveredTo: nil).first?.id == record(41))
    }

    @Test func whatNamesARecordIsFoundInAnOldStore() async throws {
        let county = try await County(units: ["LC", "LC"])
        let town = county.towns[0]
        func incident(_ number: UInt64) -> FieldWrite {
            FieldWrite("incident", .set(.text(record(number).description)))
        }
        try await town.write(record(1), [incident(9)])
        try await town.write(record(2), [incident(8)])
        try await Exchange.settle(county.towns, county.hub)
        try await town.write(record(2), [incident(9)])
        try await county.towns[1].write(record(2), [incident(7)])
        try await Exchange.settle(county.towns, county.hub)
        try town.store.close()
        try makeOld(town.file)
        try town.restart()
        func found(_ number: UInt64) async throws -> [RecordID] {
            try await town.store.records(RecordFilter(naming: record(number)), deliveredTo: nil).map(\.id)
        }
        #expect(try await found(9) == [record(1), record(2)])
        #expect(try await found(8).isEmpty, "it was written over")
        #expect(try await found(7) == [record(2)], "both values of a conflict name")
    }

    @Test func anotherVersionsFieldOfTimeIsFollowed() async throws {
        let county = try await County(schema: PlainSchema(timeFields: ["log-entry": "at"]))
        let town = county.towns[0]
        for number in 1...3 {
            let time = Int64(number)
            try await town.write(
                record(UInt64(number)),
                [FieldWrite("at", .set(.integer(time))), FieldWrite("until", .set(.integer(10 - time)))])
        }
        try town.store.close()
        let later = try Station(
            member: town.member, key: town.key, hub: town.hub, file: town.file,
            schema: PlainSchema(timeFields: ["log-entry": "until"]), clock: county.clock)
        let filter = RecordFilter(collection: "log-entry", order: .earliestFirst)
        #expect(try await later.store.records(filter, deliveredTo: nil).map(\.id) == [record(3), record(2), record(1)])
        try later.store.close()
    }
}
