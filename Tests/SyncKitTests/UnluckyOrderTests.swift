import Foundation
import Seeded
import Testing

@testable import SyncKit

/// Orders of arrival that seldom come, and that must end like the others.
@Suite struct UnluckyOrderTests {
    private let routine = LedgerID(unit: "LC", name: .routine)

    /// A town that was put back gets its own set, and not yet the hub's that it waits for.
    private func putBackWithItsOwnSetsWaiting() async throws -> (County, Station) {
        let county = try await County()
        let (town, hub) = (county.towns[0], county.hub)
        let copy = try await town.copy()
        try await hub.write(record(1), [set("matter", "县")], of: "LC")
        try await Exchange.settle([town], hub)
        try await town.write(record(1), [set("matter", "镇一")])
        try await Exchange.settle([town], hub)
        try town.putBack(copy)
        _ = try await Exchange.run(town, hub, budget: Budget(bytes: 1, sets: 1))
        var answer = try await Exchange.answer(Exchange.request(town), town, hub)
        for index in answer.ledgers.indices where answer.ledgers[index].ledger == routine {
            answer.ledgers[index].runs.removeAll { $0.epoch == hub.store.epoch }
        }
        _ = try await Exchange.absorb(answer, town)
        return (county, town)
    }

    @Test func whatWaitsForItsClockHasBeenSeenByNobody() async throws {
        let (county, town) = try await putBackWithItsOwnSetsWaiting()
        try await town.write(record(1), [set("matter", "镇二")])
        try await Exchange.settle([town], county.hub)
        #expect(try await town.states(of: "LC") == county.hub.states(of: "LC"))
        #expect(try await county.hub.states(of: "LC")[record(1)]?.fields["matter"]?.count == 2)
    }

    @Test func aContextOfThenCoversNothingThatWaited() async throws {
        let (county, town) = try await putBackWithItsOwnSetsWaiting()
        try await town.write(record(2), [set("matter", "别的")])
        let seen = try await town.store.detail(collection: "log-entry", id: record(2), deliveredTo: nil).seen
        try await town.write(record(1), [set("matter", "镇二")], context: Context(vector: seen))
        try await Exchange.settle([town], county.hub)
        #expect(try await town.states(of: "LC") == county.hub.states(of: "LC"))
        #expect(try await county.hub.states(of: "LC")[record(1)]?.fields["matter"]?.count == 2)
    }

    @Test func aVerdictWaitsForTheSetThatItSpeaksOf() async throws {
        let county = try await County(units: ["LC", "LC"], hubSchema: PlainSchema(countyFields: ["issuedAt"]))
        let (town, other, hub) = (county.towns[0], county.towns[1], county.hub)
        var first = try RawChain(town, routine, epoch: 7)
        try first.append(try SetCodec.encode(SetBody()))
        var second = try RawChain(town, routine, epoch: 3)
        let change = RecordChange(collection: "log-entry", record: record(1), writes: [set("issuedAt", "x")])
        try second.append(try SetCodec.encode(SetBody(changes: [change])), clock: VersionVector([first.head]))
        _ = try await Exchange.answer(second.request(town), town, hub)
        // The other gets the verdict, and not the set.
        _ = try await Exchange.run(other, hub)
        var answer = try await Exchange.answer(Exchange.request(other), other, hub)
        for index in answer.ledgers.indices {
            answer.ledgers[index].runs.removeAll { $0.epoch == Epoch(bits: 3) }
        }
        _ = try await Exchange.absorb(answer, other)
        _ = try await Exchange.answer(first.request(town), town, hub)
        try await Exchange.settle([other], hub)
        #expect(try await other.store.heldSets().map(\.dot) == hub.store.heldSets().map(\.dot))
        #expect(try await other.states(of: "LC") == hub.states(of: "LC"))
    }

    @Test func twoChangesOfOneFieldInASetEndAlikeEverywhere() async throws {
        let county = try await County()
        let (town, hub) = (county.towns[0], county.hub)
        let changes = ["一", "二"].map {
            RecordChange(collection: "log-entry", record: record(1), writes: [set("matter", $0)])
        }
        try await town.store.commit([Draft(ledger: routine, body: SetBody(changes: changes))], author: "")
        try await Exchange.settle([town], hub)
        #expect(try await town.states(of: "LC") == hub.states(of: "LC"))
    }

    @Test func aTwinThatListensFirstIsNotToldThatItsOwnSetWasDelivered() async throws {
        let county = try await County()
        let (town, hub) = (county.towns[0], county.hub)
        try await town.write(record(1), [set("matter", "一")])
        try await Exchange.settle([town], hub)
        let twin = try await town.twin()
        try await town.write(record(2), [set("matter", "二")])
        try await twin.write(record(3), [set("matter", "三")])
        try await twin.write(record(3), [set("matter", "四")])
        try await Exchange.run(twin, hub)
        for _ in 0..<3 { try await Exchange.run(town, hub, isListening: true) }
        #expect(try await town.view(record(2))?.isAtHub == false)
        try await Exchange.settle([town, twin], hub)
        #expect(try await hub.view(record(2)) != nil)
        #expect(try await town.states(of: "LC") == hub.states(of: "LC"))
        #expect(try await twin.states(of: "LC") == hub.states(of: "LC"))
    }

    @Test func severalSetsOfATwinAreFoundFromTheLastToTheFirst() async throws {
        let county = try await County()
        let (town, hub) = (county.towns[0], county.hub)
        try await town.write(record(1), [set("matter", "一")])
        try await Exchange.settle([town], hub)
        let twin = try await town.twin()
        for number in 10..<15 { try await town.write(record(UInt64(number)), [set("matter", "甲")]) }
        for number in 20..<28 { try await twin.write(record(UInt64(number)), [set("matter", "乙")]) }
        try await Exchange.run(twin, hub)
        for _ in 0..<3 { try await Exchange.run(town, hub, isListening: true) }
        try await Exchange.settle([town, twin], hub)
        #expect(try await hub.states(of: "LC").count == 14)
        #expect(try await town.states(of: "LC") == hub.states(of: "LC"))
        #expect(try await twin.states(of: "LC") == hub.states(of: "LC"))
    }

    @Test func aPollBetweenPiecesLosesNoPiece() async throws {
        let county = try await County()
        let (town, hub) = (county.towns[0], county.hub)
        var random = Seeded(seed: 5)
        let text = String(
            decoding: (0..<20_000).map { _ in UInt8.random(in: 33...126, using: &random) }, as: UTF8.self)
        try await town.write(record(1), [set("matter", text)])
        for _ in 0..<3 { try await Exchange.run(town, hub, budget: Budget(bytes: 2048, sets: 100)) }
        try await Exchange.run(town, hub, isListening: true)
        let request = try await Exchange.request(town, budget: Budget(bytes: 2048, sets: 100))
        #expect((request.ledgers.compactMap(\.piece).first?.offset ?? 0) > 0)
    }

    @Test func aPollThatComesBackDoesNotOpenAClosedHub() {
        var schedule = SyncSchedule()
        _ = schedule.handle(.started, now: 0, jitter: 0)
        _ = schedule.handle(.succeeded(.push, hasMore: false), now: 10, jitter: 0)
        _ = schedule.handle(.committed(isUrgent: false), now: 20, jitter: 0)
        _ = schedule.handle(.failed(.push, retryAfterMs: 30_000), now: 30, jitter: 0)
        #expect(schedule.handle(.succeeded(.listen, hasMore: false), now: 40, jitter: 0).isEmpty)
    }

    @Test func aPlainValueBesideElementsOfAUnionIsBadged() {
        let siblings = [
            RecordState.Sibling(dot: Dot(Epoch(bits: 1), 1), content: .value(.text("甲"))),
            RecordState.Sibling(dot: Dot(Epoch(bits: 2), 1), content: .element(.text("乙"))),
        ]
        #expect(FieldDisplay(siblings: siblings, rule: .union) { _ in HybridTime(bits: 0) }.hiddenDiffer)
    }
}
