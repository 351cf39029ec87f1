import Foundation
import GRDB
import Testing

@testable import SyncKit

/// What the hub keeps of its oversight: lags, clocks, the audit list.
@Suite struct OversightTests {
    @Test func aHubCountsHowLongATownsSetsTook() async throws {
        let county = try await County()
        let (town, replica) = (county.towns[0], county.towns[0].member.replica)
        try await town.write(record(1), [set("matter", "一")])
        county.clock.advance(90_000)
        try await Exchange.settle([town], county.hub)
        let hour = HourlySpan.hour(county.clock.now)
        let lags = try await county.hub.store.lags(of: replica, from: hour - 1)
        let all = lags.values.reduce(into: LagHistogram()) { $0.merge($1) }
        #expect(all.total == 1)
        let half = try #require(all.percentile(0.5))
        #expect((90_000...108_000).contains(half))
        #expect(try await county.hub.store.lags(of: [replica], from: hour - 1)[replica] == all)
        #expect(try await county.hub.store.lags(of: replica, from: hour + 1).isEmpty)
        // What is known already is not counted once more.
        try await Exchange.settle([town], county.hub)
        #expect(try await county.hub.store.lags(of: [replica], from: hour - 1)[replica]?.total == 1)
    }

    @Test func ofEachReplicaAMonthIsKept() async throws {
        let county = try await County()
        let (town, replica) = (county.towns[0], county.towns[0].member.replica)
        for number in 1...3 {
            try await town.write(record(UInt64(number)), [set("matter", "一")])
            try await Exchange.settle([town], county.hub)
            county.clock.advance(HourlySpan.hoursKept / 2 * HourlySpan.millisecondsPerHour + 3_600_000)
        }
        #expect(try await county.hub.store.lags(of: replica, from: 0).count == 2)
    }

    @Test func theAuditListIsAddedToAlone() async throws {
        let county = try await County()
        let store = county.hub.store
        try await store.audit("unit-add", on: "LC", detail: "黎城镇", by: "王晓东", from: "10.0.0.7")
        try await store.audit("backup", on: "/a", by: "root", from: "")
        let entries = try await store.audits(limit: 10)
        #expect(entries.map(\.act) == ["backup", "unit-add"])
        #expect(entries.last?.person == "王晓东" && entries.last?.address == "10.0.0.7")
        #expect(try await store.audits(before: entries[0].id, limit: 10).map(\.act) == ["unit-add"])
        for change in ["DELETE FROM audit", "UPDATE audit SET person = 'x'"] {
            await #expect(throws: DatabaseError.self) {
                try await store.write { try $0.db.execute(sql: change) }
            }
        }
        #expect(try await store.audits(limit: 10).count == 2)
    }
}
