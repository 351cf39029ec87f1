import Foundation
import Testing

@testable import SyncKit

/// One request takes and gives; what the answer's vector covers is on the hub's disk.
@Suite struct ExchangeTests {
    private let routine = LedgerID(unit: "LC", name: .routine)
    private let urgent = LedgerID(unit: "LC", name: .urgent)

    @Test func aReceiptTravelsInTheSameAnswer() async throws {
        let county = try await County()
        let (town, hub) = (county.towns[0], county.hub)
        try await Exchange.settle([town], hub)
        let dot = try await town.write(record(1), [set("matter", "堤坝")], in: .urgent)
        county.clock.advance(1_234)
        let passage = try await Exchange.run(town, hub)
        #expect(passage.request.ledgers.first { $0.ledger == urgent }?.setCount == 1)
        #expect(passage.carried(urgent).map(\.epoch) == [hub.store.epoch])
        let detail = try await town.store.detail(collection: "log-entry", id: record(1), deliveredTo: nil)
        #expect(detail.authors[dot]?.receivedAt == county.clock.now)
    }

    @Test func deliveredIsSaidAfterTheHubsVectorAndNotBefore() async throws {
        let county = try await County()
        let (town, hub) = (county.towns[0], county.hub)
        try await town.write(record(1), [set("matter", "一")])
        #expect(try await town.view(record(1))?.isAtHub == false)
        let answer = try await Exchange.answer(Exchange.request(town), town, hub)
        #expect(try await town.view(record(1))?.isAtHub == false, "the answer is still on its way")
        try await town.write(record(1), [set("place", "河边")])
        _ = try await Exchange.absorb(answer, town)
        #expect(try await town.view(record(1))?.isAtHub == false, "the second edit is not there yet")
        try await Exchange.settle([town], hub)
        #expect(try await town.view(record(1))?.isAtHub == true)
    }

    @Test func aLostAnswerCostsOnlyAResend() async throws {
        let county = try await County()
        let (town, hub) = (county.towns[0], county.hub)
        try await town.write(record(1), [set("matter", "一")])
        let request = try await Exchange.request(town)
        _ = try await Exchange.answer(request, town, hub)
        _ = try await Exchange.answer(request, town, hub)
        let states = try await hub.states(of: "LC")
        try await Exchange.settle([town], hub)
        #expect(try await hub.states(of: "LC") == states)
        #expect(try await hub.store.events().isEmpty)
        #expect(try await town.store.events().isEmpty)
    }

    @Test func aDoubledOrOlderAnswerChangesNothing() async throws {
        let county = try await County()
        let (town, hub) = (county.towns[0], county.hub)
        try await hub.write(record(1), [set("matter", "县")], of: "LC")
        _ = try await Exchange.run(town, hub)
        let answer = try await Exchange.answer(Exchange.request(town), town, hub)
        #expect(try await Exchange.absorb(answer, town).received == 1)
        let vectors = try await town.store.vectors()
        #expect(try await Exchange.absorb(answer, town).received == 0)
        #expect(try await town.store.vectors() == vectors)
    }

    @Test func whereNothingChangedDigestsStandForVectors() async throws {
        let county = try await County()
        let (town, hub) = (county.towns[0], county.hub)
        try await town.write(record(1), [set("matter", "一")])
        try await Exchange.settle([town], hub)
        let passage = try await Exchange.run(town, hub)
        for part in passage.request.ledgers + passage.answer.ledgers {
            guard case .digest(let digest) = part.vector else {
                Issue.record("\(part.ledger) tells \(part.vector)")
                continue
            }
            #expect(digest.count == 8)
        }
        #expect(try passage.request.encode().count < 160)
    }

    @Test func aDigestThatIsNotTheHubsBringsTheWholeVector() async throws {
        let county = try await County()
        let (town, hub) = (county.towns[0], county.hub)
        try await Exchange.settle([town], hub)
        try await hub.write(record(1), [set("matter", "县")], of: "LC")
        let first = try await Exchange.run(town, hub)
        #expect(first.outcome.vectorWanted && first.carried(routine).isEmpty)
        let second = try await Exchange.run(town, hub)
        #expect(second.carried(routine).count == 1)
        #expect(try await town.shown(record(1), "matter") == .text("县"))
    }

    @Test func urgentGoesFirstAndASmallBudgetStillMakesProgress() async throws {
        let county = try await County()
        let (town, hub) = (county.towns[0], county.hub)
        for number in 1...10 { try await town.write(record(UInt64(number)), [set("matter", "常")]) }
        try await town.write(record(99), [set("matter", "急")], in: .urgent)
        let tight = Budget(bytes: 400, sets: 1)
        var order: [LedgerID] = []
        for _ in 0..<20 {
            let passage = try await Exchange.run(town, hub, budget: tight)
            order += passage.request.ledgers.filter { $0.setCount > 0 }.map(\.ledger)
        }
        #expect(order.first == urgent)
        #expect(try await hub.states(of: "LC").count == 11)
    }

    @Test func aGapIsNoFaultAndTheVectorTells() async throws {
        let county = try await County()
        let (town, hub) = (county.towns[0], county.hub)
        var chain = try RawChain(town, routine, epoch: 7)
        for _ in 0..<3 { try chain.append(try SetCodec.encode(SetBody())) }
        chain.first = 2
        let answer = try await Exchange.answer(chain.request(town), town, hub)
        let part = try #require(answer.ledgers.first)
        #expect(part.refusals.isEmpty && part.vector == .vector(VersionVector()))
        chain.first = 1
        let next = try await Exchange.answer(chain.request(town), town, hub)
        guard case .vector(let vector) = next.ledgers[0].vector else {
            Issue.record("no vector")
            return
        }
        #expect(vector.tips.contains(chain.head))
    }

    @Test(arguments: ["signature", "body", "unsigned end"]) func aBrokenChainIsRefused(what: String) async throws {
        let county = try await County()
        let (town, hub) = (county.towns[0], county.hub)
        var chain = try RawChain(town, routine, epoch: 7)
        for _ in 0..<2 { try chain.append(try SetCodec.encode(SetBody())) }
        var request = try chain.request(town)
        switch what {
        case "signature": request.ledgers[0].runs[0].sets[1].signature = Data(count: 64)
        case "body": request.ledgers[0].runs[0].sets[0].content = .body(Data([0x0A, 0x00]))
        default: request.ledgers[0].runs[0].sets[1].signature = nil
        }
        let answer = try await Exchange.answer(request, town, hub)
        #expect(answer.ledgers[0].refusals.map(\.code) == [.broken])
        #expect(try await hub.store.vectors()[routine] == VersionVector(), "nothing of the run was kept")
    }

    @Test func aStrangersChainIsRefused() async throws {
        let county = try await County(units: ["LC", "YT"])
        let (town, hub) = (county.towns[0], county.hub)
        let (member, key) = County.person(77, "LC", .unit)
        let stranger = try Station(
            member: member, key: key, hub: hub.member, file: county.folder.appendingPathComponent("x.sqlite"))
        for author in [stranger, county.towns[1]] {
            var chain = try RawChain(author, routine, epoch: 7 + author.member.replica.bits)
            try chain.append(try SetCodec.encode(SetBody()))
            let answer = try await Exchange.answer(chain.request(town), town, hub)
            #expect(answer.ledgers[0].refusals.map(\.code) == [.unknownReplica])
        }
    }

    @Test func aUnitGetsItsOwnLedgersAndNoOthers() async throws {
        let county = try await County(units: ["LC", "YT"])
        let (town, other, hub) = (county.towns[0], county.towns[1], county.hub)
        try await other.write(record(1), [set("matter", "外镇")])
        try await Exchange.settle([other], hub)
        var request = try await Exchange.request(town)
        var part = LedgerPart(ledger: LedgerID(unit: "YT", name: .routine))
        part.vector = .vector(VersionVector())
        request.ledgers.append(part)
        let answer = try await Exchange.answer(request, town, hub)
        #expect(Set(answer.ledgers.map(\.ledger)) == Set(Replica.ledgers(of: "LC")))
    }

    @Test func anotherDeploymentsRequestIsForeign() async throws {
        let county = try await County()
        var request = try await Exchange.request(county.towns[0])
        request.deployment = Data(count: 16)
        await #expect(throws: SyncError.foreignStore) {
            _ = try await Exchange.answer(request, county.towns[0], county.hub)
        }
    }

    @Test func theHubShowsWhatItsAgentsStillHold() async throws {
        let county = try await County()
        let (town, hub) = (county.towns[0], county.hub)
        var request = try await Exchange.request(town)
        request.report.waiting = [
            PeerReport.Waiting(ledger: routine, sets: 40, bytes: 4_000, oldest: 1_789_999_999_000, forClock: 0)
        ]
        request.report.diskFree = 12
        _ = try await Exchange.answer(request, town, hub)
        let contact = try #require(try await hub.store.contacts().first { $0.replica == town.member.replica })
        #expect(contact.report == request.report)
        #expect(contact.at == county.clock.now)
    }

    @Test func aFreshReplicaOfAUnitThatRestartedOftenSendsNothingBack() async throws {
        let county = try await County(units: ["LC", "LC"])
        let (old, hub, fresh) = (county.towns[0], county.hub, county.towns[1])
        for number in 0..<40 {
            for part in 0..<3 { try await old.write(record(UInt64(number * 3 + part)), [set("matter", "事项")]) }
            try await Exchange.settle([old], hub)
            try old.restart()
        }
        var sent = 0
        for _ in 0..<60 {
            let passage = try await Exchange.run(fresh, hub, budget: Budget(bytes: 1 << 20, sets: 7))
            sent += passage.request.ledgers.reduce(0) { $0 + $1.setCount }
        }
        #expect(sent == 0)
        #expect(try await fresh.states(of: "LC") == old.states(of: "LC"))
    }
}
