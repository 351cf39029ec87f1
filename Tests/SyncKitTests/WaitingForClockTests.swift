import Foundation
import Testing

@testable import SyncKit

/// Sets take effect in causal order: one whose clock names what is not here is logged, acknowledged, and waits.
@Suite struct WaitingForClockTests {
    private let routine = LedgerID(unit: "LC", name: .routine)

    /// A hub that got the second of two replicas' sets and not the first, which the second had seen.
    private func waiting() async throws -> (county: County, first: RawChain, second: RawChain) {
        let county = try await County(units: ["LC", "LC"])
        let change = { (text: String) in
            try SetCodec.encode(
                SetBody(changes: [
                    RecordChange(collection: "log-entry", record: record(1), writes: [set("matter", text)])
                ]))
        }
        var first = try RawChain(county.towns[0], routine, epoch: 7)
        try first.append(change("先"))
        var second = try RawChain(county.towns[1], routine, epoch: 3)
        try second.append(change("后"), clock: VersionVector([first.head]))
        return (county, first, second)
    }

    @Test func isLoggedAndAcknowledgedWithoutEffect() async throws {
        let (county, _, second) = try await waiting()
        let answer = try await Exchange.answer(second.request(county.towns[1]), county.towns[1], county.hub)
        #expect(answer.ledgers[0].refusals.isEmpty)
        guard case .vector(let vector) = answer.ledgers[0].vector else {
            Issue.record("no vector")
            return
        }
        #expect(vector.tips.contains(second.head))
        #expect(try await county.hub.view(record(1)) == nil)
        let standing = try await Hub(store: county.hub.store).standing(of: county.towns[1].member)
        #expect(standing.map(\.waitingForClock).reduce(0, +) == 1)
    }

    @Test(arguments: [false, true]) func takesEffectWhenTheOtherComes(restarts: Bool) async throws {
        let (county, first, second) = try await waiting()
        _ = try await Exchange.answer(second.request(county.towns[1]), county.towns[1], county.hub)
        if restarts { try county.hub.restart() }
        _ = try await Exchange.answer(first.request(county.towns[0]), county.towns[0], county.hub)
        #expect(try await county.hub.shown(record(1), "matter") == .text("后"), "it had seen 先")
        #expect(try await county.hub.view(record(1))?.conflicts == [])
        let left = try await county.hub.store.standingForClock(routine)
        #expect(left == 0)
    }

    @Test func nothingOfAnotherRecordWaitsForIt() async throws {
        let (county, _, second) = try await waiting()
        _ = try await Exchange.answer(second.request(county.towns[1]), county.towns[1], county.hub)
        try await county.hub.write(record(2), [set("matter", "县")], of: "LC")
        #expect(try await county.hub.shown(record(2), "matter") == .text("县"))
    }
}

extension LedgerStore {
    fileprivate func standingForClock(_ ledger: LedgerID) async throws -> UInt64 {
        try await inspect { writer in
            try writer.ledger(ledger).chains.values.reduce(0) { $0 + $1.head - $1.applied }
        }
    }
}
