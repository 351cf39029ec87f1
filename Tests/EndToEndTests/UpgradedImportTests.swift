import Foundation
import GRDB
import Testing

/// A sheet that is brought in to a folder of the first version: what stands there is known again, and the new rows are
/// listed beside it.
@Suite(.serialized) struct UpgradedImportTests {
    /// Puts a closed folder's store back to what the first version had.
    private static func makeOld(_ town: Town) throws {
        let queue = try DatabaseQueue(path: town.folder.appendingPathComponent("store.sqlite").path)
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

    @Test func aSheetIsBroughtInToAFolderOfTheFirstVersion() async throws {
        try await DeskPerson.withTown { county, town in
            try town.record(numbered(1...3))
            let sheet = try town.call("export", "log-entry", "--names", "wire").object
            let bytes = try #require((sheet["base64"] as? String).flatMap { Data(base64Encoded: $0) })
            let file = county.folder.appendingPathComponent("log.csv")
            try bytes.write(to: file)
            try town.waitUntilDelivered()
            town.stop()
            try Self.makeOld(town)
            let known = try town.call("import", "log-entry", file.path)
            let states = (known.object["rows"] as? [[String: Any]] ?? []).compactMap { $0["state"] as? String }
            #expect(known.status == 0 && states == ["present", "present", "present"], "\(known.messages)")
            let more = "发生时间,记录时间,事项\n2026-10-02 08:00,2026-10-02 08:01,事项4\n2026-09-30 08:00,2026-09-30 08:01,事项0\n"
            let new = try town.call("import", "log-entry", "-", input: more)
            #expect(new.object["entered"] as? Int == 2, "\(new.messages)")
            #expect(try town.call("import", "log-entry", "-", input: more).object["entered"] as? Int == 0, "once")
            #expect(try town.call("verify").status == 0)
            try town.start()
            try town.waitUntilDelivered()
            #expect(try Set(county.matters(of: "LC")) == Set(numbered(0...4)))
            let cut = try town.call("list", "log-entry", "--from", "2026-10-01", "--to", "2026-10-02").array
            #expect(cut.count == 4, "the old rows and the new one are listed by their time")
        }
    }
}
