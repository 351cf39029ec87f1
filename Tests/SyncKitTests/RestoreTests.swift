import Foundation
import Identity
import Testing

@testable import SyncKit

/// A store that was put back to an older state gets back what others hold, and says so.
@Suite struct RestoreTests {
    @Test func aRestoredHubIsRefilledByItsTowns() async throws {
        let county = try await County()
        let (town, hub) = (county.towns[0], county.hub)
        try await town.write(record(1), [set("matter", "前")])
        try await Exchange.settle([town], hub)
        let copy = try await hub.copy()
        try await town.write(record(2), [set("matter", "后")])
        try await hub.write(record(2), [set("matter", "县批")], of: "LC")
        try await Exchange.settle([town], hub)
        let (states, tips) = (try await town.states(of: "LC"), try await town.store.vectors())
        try hub.putBack(copy)
        #expect(try await hub.view(record(2)) == nil)
        #expect(try await Exchange.run(town, hub).outcome.vectorWanted, "the digest is not the hub's any more")
        #expect(try await Exchange.run(town, hub).outcome.hubWentBack)
        #expect(try await town.view(record(2))?.isAtHub == false, "what was delivered is not there any more")
        try await Exchange.settle([town], hub)
        #expect(try await hub.states(of: "LC") == states)
        #expect(try await town.view(record(2))?.isAtHub == true)
        let kinds = try await hub.store.events().map(\.kind)
        #expect(kinds.contains(.hubRestored) && kinds.contains(.refilled))
        #expect(try await town.store.events().map(\.kind) == [.hubRestored])
        let ancestry = try await hub.store.inspect { $0.memory.ledgers.mapValues(\.held) }
        for (ledger, vector) in tips { #expect(ancestry[ledger]?.covers(vector) == true, "\(ledger)") }
    }

    @Test func aRestoredHubGivesOutNothingNewUntilItIsConfirmed() async throws {
        let county = try await County()
        let (town, hub) = (county.towns[0], county.hub)
        let copy = try await hub.copy()
        try await hub.write(record(1), [set("matter", "县")], of: "LC")
        try await Exchange.settle([town], hub)
        try hub.putBack(copy)
        let face = Hub(store: hub.store)
        try await Exchange.settle([town], hub)
        #expect(try await face.isRestoredUnconfirmed)
        #expect(try await Exchange.run(town, hub).answer.isRestoring)
        await #expect(throws: SyncError.restoredUnconfirmed) { try await face.requireConfirmed() }
        await #expect(throws: SyncError.restoredUnconfirmed) {
            try await face.enrol(slot: 1, key: town.key.verifyingKey)
        }
        for event in try await hub.store.events() where event.confirmedAt == nil {
            try await hub.store.confirm(event: event.id)
        }
        try await face.requireConfirmed()
    }

    @Test func aTownThatWasPutBackGetsItsOwnLostSets() async throws {
        let county = try await County()
        let (town, hub) = (county.towns[0], county.hub)
        try await town.write(record(1), [set("matter", "一")])
        let copy = try await town.copy()
        try await town.write(record(2), [set("matter", "二")])
        try await Exchange.settle([town], hub)
        try town.putBack(copy)
        try await town.write(record(3), [set("matter", "三")])
        try await Exchange.settle([town], hub)
        #expect(try await town.states(of: "LC").count == 3)
        #expect(try await town.states(of: "LC") == hub.states(of: "LC"))
        #expect(try await town.store.events().map(\.kind) == [.rolledBack])
        #expect(try await hub.store.events().isEmpty == false, "the administrator is told")
        #expect(try await !Hub(store: hub.store).isRestoredUnconfirmed)
    }

    @Test func anOrdinaryRestartIsNoEvent() async throws {
        let county = try await County()
        let (town, hub) = (county.towns[0], county.hub)
        for number in 1...3 {
            try await town.write(record(UInt64(number)), [set("matter", "一")])
            try await Exchange.settle([town], hub)
            try town.restart()
        }
        try await Exchange.settle([town], hub)
        #expect(try await town.store.events().isEmpty)
        #expect(try await hub.store.events().isEmpty)
    }
}
