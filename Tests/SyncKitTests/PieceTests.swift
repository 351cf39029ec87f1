import Foundation
import Seeded
import Testing

@testable import SyncKit

/// A set that is larger than a request travels in pieces, and each acknowledged piece counts.
@Suite struct PieceTests {
    private let routine = LedgerID(unit: "LC", name: .routine)
    private let narrow = Budget(bytes: 2_048, sets: 100)

    /// A town whose record 1 holds some 20 kB that do not compress.
    private func large() async throws -> (county: County, town: Station, text: String) {
        let county = try await County()
        var random = Seeded(seed: 5)
        let text = String(
            decoding: (0..<20_000).map { _ in UInt8.random(in: 33...126, using: &random) }, as: UTF8.self)
        try await county.towns[0].write(record(1), [set("matter", text)])
        return (county, county.towns[0], text)
    }

    @Test func arrivesWholeInRequestsOfTheLinesSize() async throws {
        let (county, town, text) = try await large()
        var offsets: [UInt64] = []
        for _ in 0..<20 where try await county.hub.view(record(1)) == nil {
            let passage = try await Exchange.run(town, county.hub, budget: narrow)
            #expect(try passage.request.encode().count < 3_000)
            #expect(passage.outcome.hubAdvanced || passage.outcome.vectorWanted)
            offsets.append(passage.part(routine)?.pieceOffset ?? 0)
        }
        #expect(try await county.hub.shown(record(1), "matter") == .text(text))
        #expect(offsets.dropLast() == offsets.dropLast().sorted()[...])
        try await Exchange.settle([town], county.hub)
        #expect(try await town.view(record(1))?.isAtHub == true)
    }

    @Test(arguments: ["answer lost", "agent restarted", "hub restarted"])
    func goesOnWhereItWas(after what: String) async throws {
        let (county, town, text) = try await large()
        for _ in 0..<4 { try await Exchange.run(town, county.hub, budget: narrow) }
        let before = try #require(try await Exchange.run(town, county.hub, budget: narrow).part(routine)?.pieceOffset)
        #expect(before > 4_000)
        switch what {
        case "answer lost": _ = try await Exchange.answer(Exchange.request(town, budget: narrow), town, county.hub)
        case "agent restarted": try town.restart()
        default: try county.hub.restart()
        }
        let after = try await Exchange.run(town, county.hub, budget: narrow).part(routine)?.pieceOffset
        #expect(try #require(after) >= before, "no outage takes back what was acknowledged")
        try await Exchange.settle([town], county.hub)
        #expect(try await county.hub.shown(record(1), "matter") == .text(text))
    }

    /// The county's word to a unit of some 20 kB that do not compress.
    private func largeFromTheHub() async throws -> (county: County, town: Station, text: String) {
        let county = try await County()
        let town = county.towns[0]
        try await town.write(record(1), [set("place", "大堤")])
        try await Exchange.settle(county.towns, county.hub)
        var random = Seeded(seed: 6)
        let text = String(
            decoding: (0..<20_000).map { _ in UInt8.random(in: 33...126, using: &random) }, as: UTF8.self)
        try await county.hub.write(record(1), [set("matter", text)], of: "LC")
        return (county, town, text)
    }

    @Test func comesFromTheHubInAnswersOfTheLinesSize() async throws {
        let (county, town, text) = try await largeFromTheHub()
        var exchanges = 0
        while try await town.shown(record(1), "matter") != .text(text) {
            exchanges += 1
            try #require(exchanges < 40)
            let passage = try await Exchange.run(town, county.hub, budget: narrow)
            for part in passage.answer.ledgers { #expect((part.piece?.bytes.count ?? 0) <= 1_024) }
            #expect(try passage.answer.encode().count < 2_500)
        }
        #expect(exchanges > 10)
        try await Exchange.settle([town], county.hub)
        #expect(try await town.view(record(1))?.isAtHub == true)
    }

    @Test(arguments: ["answer lost", "agent restarted", "hub restarted"])
    func fromTheHubGoesOnWhereItWas(after what: String) async throws {
        let (county, town, text) = try await largeFromTheHub()
        for _ in 0..<8 { try await Exchange.run(town, county.hub, budget: narrow) }
        let before = try await Exchange.request(town, budget: narrow).ledgers.map(\.pieceOffset).max() ?? 0
        #expect(before > 3_000)
        switch what {
        case "answer lost": _ = try await Exchange.answer(Exchange.request(town, budget: narrow), town, county.hub)
        case "agent restarted": try town.restart()
        default: try county.hub.restart()
        }
        #expect(try await Exchange.request(town, budget: narrow).ledgers.map(\.pieceOffset).max() == before)
        try await Exchange.run(town, county.hub, budget: narrow)
        try await Exchange.settle([town], county.hub)
        #expect(try await town.shown(record(1), "matter") == .text(text))
        let after = try await Exchange.request(town, budget: narrow)
        #expect(after.ledgers.allSatisfy { $0.pieceOffset == 0 })
    }

    @Test func anUrgentCommitWaitsForOnePieceAtMost() async throws {
        let (county, town, _) = try await large()
        for _ in 0..<3 { try await Exchange.run(town, county.hub, budget: narrow) }
        try await town.write(record(2), [set("matter", "急")], in: .urgent)
        try await Exchange.run(town, county.hub, budget: narrow)
        #expect(try await county.hub.shown(record(2), "matter") == .text("急"))
        #expect(try await county.hub.view(record(1)) == nil)
    }

    @Test func piecesOfNoRunAreForgotten() async throws {
        let (county, town, text) = try await large()
        var request = try await Exchange.request(town, budget: narrow)
        let index = try #require(request.ledgers.firstIndex { $0.piece != nil })
        request.ledgers[index].piece?.total = 4
        request.ledgers[index].piece?.bytes = Data([1, 2, 3, 4])
        let answer = try await Exchange.answer(request, town, county.hub)
        #expect(answer.ledgers[index].pieceOffset == 0 && answer.ledgers[index].refusals.isEmpty)
        try await Exchange.settle([town], county.hub)
        #expect(try await county.hub.shown(record(1), "matter") == .text(text))
    }
}
