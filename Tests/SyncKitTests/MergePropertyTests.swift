import Foundation
import Seeded
import Testing

@testable import SyncKit

/// Whatever the order of delivery, and however often a set comes, the engine ends in one state.
@Suite struct MergePropertyTests {
    private static let fields = ["matter", "remark", "level", "sentTo"]

    private static func write(_ random: inout Seeded) -> FieldWrite {
        let value = FieldValue.text(["一般", "较大", "重大", "甲"].randomElement(using: &random) ?? "")
        let field = fields.randomElement(using: &random) ?? ""
        guard field == "sentTo" else { return FieldWrite(field, .set(value)) }
        return FieldWrite(field, .elements(add: [value], remove: [.text("甲")]))
    }

    /// Three replicas of one unit and the hub write and exchange in an order that the seed draws.
    @Test(arguments: 1...12) func endsEqualInEveryOrder(seed: UInt64) async throws {
        var random = Seeded(seed: seed)
        let county = try await County(units: ["LC", "LC", "LC"])
        for _ in 0..<25 {
            let town = county.towns[Int.random(in: 0..<3, using: &random)]
            let writer = Int.random(in: 0..<4, using: &random) == 0 ? county.hub : town
            if Bool.random(using: &random) {
                let id = record(UInt64.random(in: 1...2, using: &random))
                try await writer.write(id, [Self.write(&random)], of: "LC", settles: true)
            } else {
                try await Exchange.run(
                    town, county.hub, budget: Budget(bytes: 400, sets: Int.random(in: 1...5, using: &random)))
            }
        }
        try await Exchange.settle(county.towns, county.hub)
        let expected = try await county.hub.states(of: "LC")
        let vectors = try await county.hub.store.vectors()
        for town in county.towns {
            #expect(try await town.states(of: "LC") == expected, "seed \(seed)")
            let ledger = LedgerID(unit: "LC", name: .routine)
            #expect(try await town.store.vectors()[ledger] == vectors[ledger], "seed \(seed)")
            #expect(try await town.store.verify { _, _ in }.allSatisfy(\.isSound), "seed \(seed)")
        }
    }

    /// A set that comes again, in whatever company, is not applied again.
    @Test(arguments: 1...6) func redeliveryChangesNothing(seed: UInt64) async throws {
        var random = Seeded(seed: seed)
        let county = try await County(units: ["LC", "LC"])
        var requests: [(ExchangeRequest, Station)] = []
        for _ in 0..<12 {
            let town = county.towns[Int.random(in: 0..<2, using: &random)]
            try await town.write(record(1), [Self.write(&random)], settles: true)
            requests.append((try await Exchange.request(town), town))
            if Bool.random(using: &random) { try await Exchange.run(town, county.hub) }
        }
        try await Exchange.settle(county.towns, county.hub)
        let states = try await county.hub.states(of: "LC")
        for (request, town) in requests.shuffled(using: &random) {
            _ = try await Exchange.answer(request, town, county.hub)
        }
        #expect(try await county.hub.states(of: "LC") == states, "seed \(seed)")
        try await Exchange.settle(county.towns, county.hub)
        #expect(try await county.towns[0].states(of: "LC") == states, "seed \(seed)")
    }
}
