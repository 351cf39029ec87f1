import Foundation
import Testing

@testable import SyncKit

/// A set that a rule forbids is held, not refused: durable, acknowledged, shown at both ends, without effect.
@Suite struct HeldSetTests {
    private let routine = LedgerID(unit: "LC", name: .routine)

    /// A hub that knows of a county's field, and a town of an older version that does not.
    private func county() async throws -> (County, Station, Station) {
        let county = try await County(
            units: ["LC", "LC"], hubSchema: PlainSchema(countyFields: ["issuedAt"], closedFields: ["secret"]))
        return (county, county.towns[0], county.hub)
    }

    @Test func holdsWhatTheCountyAloneMayWriteAndNothingBehindIt() async throws {
        let (county, town, hub) = try await county()
        let bad = try await town.write(record(1), [set("issuedAt", "镇写")])
        try await town.write(record(2), [set("matter", "后")])
        try await Exchange.settle(county.towns, hub)
        #expect(try await hub.view(record(1)) == nil)
        #expect(try await hub.shown(record(2), "matter") == .text("后"))
        for station in county.towns + [hub] {
            let held = try await station.store.heldSets()
            #expect(held.map(\.dot) == [bad])
            #expect(held.first?.reason == HoldReason(.authority, "the county's field"))
            #expect(try await station.states(of: "LC") == hub.states(of: "LC"))
        }
        #expect(try await hub.store.vectors()[routine] == town.store.vectors()[routine], "it is acknowledged")
        #expect(try await town.store.verify { _, _ in }.allSatisfy(\.isSound))
    }

    @Test func aHeldSetStandsInTheHistory() async throws {
        let (county, town, hub) = try await county()
        try await town.write(record(1), [set("matter", "一")])
        let bad = try await town.write(record(1), [set("issuedAt", "镇写")])
        try await Exchange.settle(county.towns, hub)
        for station in [town, hub] {
            let detail = try await station.store.detail(collection: "log-entry", id: record(1), deliveredTo: nil)
            #expect(detail.history.map(\.isHeld) == [false, true])
            #expect(detail.history.last?.authorship.dot == bad)
            #expect(detail.view.fields["issuedAt"] == nil)
        }
    }

    @Test func releasingGivesItsEffectAsIfItHadBeenThere() async throws {
        let (county, town, hub) = try await county()
        try await town.write(record(1), [set("matter", "一")])
        let bad = try await town.write(record(1), [set("issuedAt", "镇写"), set("matter", "二")])
        try await town.write(record(1), [set("place", "河边")])
        try await Exchange.settle(county.towns, hub)
        #expect(try await hub.shown(record(1), "matter") == .text("一"))
        try await town.write(record(1), [set("matter", "三")])
        try await Exchange.settle(county.towns, hub)
        let release = SetBody(verdicts: [Verdict(dot: bad, hold: nil)])
        try await hub.store.commit([Draft(ledger: routine, body: release)], author: "管理员")
        try await Exchange.settle(county.towns, hub)
        for station in county.towns + [hub] {
            #expect(try await station.shown(record(1), "issuedAt") == .text("镇写"))
            #expect(try await station.shown(record(1), "matter") == .text("三"), "a later write had seen it")
            #expect(try await station.view(record(1))?.conflicts == [])
            #expect(try await station.store.heldSets().isEmpty)
        }
    }

    @Test func ofWhatTheChannelForbidsTheHubKeepsNoBody() async throws {
        let (county, town, hub) = try await county()
        let other = county.towns[1]
        let bad = try await town.write(record(1), [set("secret", "不该在此")])
        try await town.write(record(2), [set("matter", "后")])
        try await Exchange.settle(county.towns, hub)
        let sealed = try await hub.store.inspect { writer in
            let chain = try #require(writer.memory.ledgers[routine]?.chains[bad.epoch])
            return try #require(try LogTable.fetch(writer.db, key: chain.key(bad.counter)))
        }
        #expect(sealed.body == nil && sealed.bodyDigest.count == ChainDigest.byteCount)
        let bytes = try Data(contentsOf: hub.file) + Data(contentsOf: URL(fileURLWithPath: hub.file.path + "-wal"))
        #expect(bytes.range(of: Data("不该在此".utf8)) == nil)
        for station in [town, other, hub] {
            #expect(try await station.store.verify { _, _ in }.allSatisfy(\.isSound))
            #expect(try await station.store.heldSets().map(\.reason.code) == [.channel])
            #expect(try await station.shown(record(2), "matter") == .text("后"))
            #expect(try await station.view(record(1)) == nil)
        }
    }

    @Test(arguments: [
        SetBody(receipts: [Receipt(ranges: [], receivedAt: 1)]),
        SetBody(verdicts: [Verdict(dot: Dot(Epoch(bits: 1), 1), hold: nil)]),
    ])
    func whatTheHubAloneMaySayIsHeldFromATown(body: SetBody) async throws {
        let (_, town, hub) = try await county()
        var chain = try RawChain(town, routine, epoch: 7)
        try chain.append(try SetCodec.encode(body))
        let answer = try await Exchange.answer(chain.request(town), town, hub)
        #expect(answer.ledgers[0].refusals.isEmpty)
        #expect(try await hub.store.heldSets().map(\.reason.code) == [.authority])
    }

    @Test func theCountyItselfMayWriteItsField() async throws {
        let (county, town, hub) = try await county()
        try await hub.write(record(1), [set("issuedAt", "县写")], of: "LC")
        try await Exchange.settle(county.towns, hub)
        #expect(try await town.shown(record(1), "issuedAt") == .text("县写"))
    }

    /// A revoked replica gets no answer; what it wrote comes by another of its unit, such as one made of its folder.
    @Test func holdsWhatARevokedReplicaWroteAfterwards() async throws {
        let county = try await County(units: ["LC", "LC"])
        let (revoked, other) = (county.towns[0], county.towns[1])
        try await revoked.write(record(1), [set("matter", "先")])
        var member = revoked.member
        member.revokedAt = county.clock.now
        try await Hub(store: county.hub.store).publish([member])
        county.clock.advance(1_000)
        let late = try await revoked.write(record(1), [set("matter", "后")])
        _ = try await Exchange.answer(Exchange.request(revoked), other, county.hub)
        try await Exchange.settle([other], county.hub)
        for station in [other, county.hub] {
            #expect(try await station.shown(record(1), "matter") == .text("先"))
            let held = try await station.store.heldSets()
            #expect(held.map(\.dot) == [late])
            #expect(held.map(\.reason.code) == [.authority])
        }
    }
}
