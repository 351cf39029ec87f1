import Foundation
import GRDB
import Testing

@testable import SyncKit

/// Two live processes of one epoch (a virtual machine resumed twice) write the same dots: the second to come is
/// refused, draws a new epoch and enters its sets again.
@Suite struct ForkTests {
    private let routine = LedgerID(unit: "LC", name: .routine)

    private func twins() async throws -> (County, Station, Station) {
        let county = try await County()
        let first = county.towns[0]
        try await first.write(record(1), [set("matter", "一")])
        try await Exchange.settle([first], county.hub)
        let second = try await first.twin()
        return (county, first, second)
    }

    @Test func theSecondIsRefusedAndLosesNothing() async throws {
        let (county, first, second) = try await twins()
        let one = try await first.write(record(2), [set("matter", "甲写")])
        let two = try await second.write(record(3), [set("matter", "乙写")])
        try await second.write(record(3), [set("place", "河边")])
        #expect(one == two, "a dot means two things, for a while")
        try await Exchange.run(first, county.hub)
        let passage = try await Exchange.run(second, county.hub)
        #expect(passage.part(routine)?.refusals == [Refusal(dot: two, code: .fork)])
        #expect(passage.outcome.reentered == [routine])
        #expect(second.store.epoch != first.store.epoch)
        try await Exchange.settle([first, second], county.hub)
        for station in [first, second, county.hub] {
            #expect(try await station.shown(record(2), "matter") == .text("甲写"))
            #expect(try await station.shown(record(3), "matter") == .text("乙写"))
            #expect(try await station.shown(record(3), "place") == .text("河边"))
            #expect(try await station.states(of: "LC") == county.hub.states(of: "LC"))
            #expect(try await station.store.verify { _, _ in }.allSatisfy(\.isSound))
        }
        #expect(try await second.store.events().map(\.kind).contains(.forkRefused))
        #expect(try await county.hub.store.events().map(\.kind).contains(.forkRefused))
    }

    @Test func whatIsEnteredAgainKeepsItsAuthorItsTimeAndWhatItHadSeen() async throws {
        let (county, first, second) = try await twins()
        try await first.write(record(1), [set("matter", "甲改")])
        county.clock.advance(1_000)
        let time = county.clock.now
        try await second.write(record(1), [set("matter", "乙改")])
        try await second.write(record(1), [set("matter", "乙又改")])
        county.clock.advance(3_600_000)
        try await Exchange.run(first, county.hub)
        try await Exchange.settle([second, first], county.hub)
        let detail = try await county.hub.store.detail(collection: "log-entry", id: record(1), deliveredTo: nil)
        let shown = detail.view.state.fields["matter"]?.map(\.content)
        #expect(Set(shown ?? []) == [.value(.text("甲改")), .value(.text("乙又改"))])
        let again = try #require(detail.history.last { $0.writes == [set("matter", "乙又改")] }?.authorship)
        #expect(again.at == time && again.author == "值班员")
    }

    @Test func bothGoOnAfterwards() async throws {
        let (county, first, second) = try await twins()
        try await first.write(record(2), [set("matter", "甲")])
        try await second.write(record(3), [set("matter", "乙")])
        try await Exchange.settle([first, second], county.hub)
        for number in 4...8 {
            try await (number % 2 == 0 ? first : second).write(record(UInt64(number)), [set("matter", "续")])
            try await Exchange.settle([second, first], county.hub)
        }
        #expect(try await county.hub.states(of: "LC").count == 8)
        #expect(try await first.states(of: "LC") == second.states(of: "LC"))
    }

    /// Of a body's part that a newer version wrote, and of a set without effect.
    @Test func whatIsEnteredAgainKeepsWhatThisVersionDoesNotKnow() async throws {
        let (county, first, second) = try await twins()
        let later = Data([0xFA, 0x01, 0x03]) + Data("new".utf8)
        let body = try SetCodec.encode(
            SetBody(changes: [RecordChange(collection: "log-entry", record: record(2), writes: [set("matter", "乙")])]))
        let routine = routine
        try await second.store.write { writer in
            for (bytes, hold) in [(body + later, nil), (Data([0xFF]), HoldReason(.schema, "newer"))] {
                let chain = try writer.ownChain(in: routine)
                let dot = Dot(chain.epoch, chain.head + 1)
                if let hold { try HeldTable.hold(writer.db, key: chain.key(dot.counter), hold, at: 0) }
                try writer.append(
                    writer.seal(bytes, author: "值班员", transaction: Data(), chain: chain), to: chain.epoch, in: routine)
                writer.memory.ledgers[routine]?.markApplied(dot)
            }
        }
        try await first.write(record(3), [set("matter", "甲")])
        try await Exchange.settle([first, second], county.hub)
        for station in [first, second, county.hub] {
            #expect(try await station.shown(record(2), "matter") == .text("乙"))
            #expect(try await station.store.heldSets().map(\.reason.code) == [.schema])
        }
        let kept = try await county.hub.store.read { db in
            try Data.fetchAll(db, sql: "SELECT body FROM change_set WHERE body IS NOT NULL")
        }
        #expect(kept.contains { $0.suffix(later.count) == later })
        #expect(kept.contains(Data([0xFF])))
    }

    /// A copy that was started in the ordinary way lives an epoch of its own, so nothing is refused.
    @Test func aCopyInAnEpochOfItsOwnIsNoFork() async throws {
        let (county, first, second) = try await twins()
        try second.restart()
        try await first.write(record(1), [set("matter", "甲改")])
        try await second.write(record(1), [set("matter", "乙改")])
        try await Exchange.run(first, county.hub)
        let passage = try await Exchange.run(second, county.hub)
        #expect(passage.outcome.reentered.isEmpty)
        try await Exchange.settle([first, second], county.hub)
        #expect(try await county.hub.view(record(1))?.conflicts == ["matter"])
        #expect(try await county.hub.store.events().map(\.kind) == [.copied])
    }
}
