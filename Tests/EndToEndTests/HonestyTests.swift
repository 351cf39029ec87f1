import FaultLine
import Foundation
import Testing

/// No screen claims a delivery that has not happened, and each contact tells what still waits.
@Suite(.serialized) struct HonestyTests {
    @Test func aRecordAddedDuringAnExchangeIsNotDeliveredBeforeItsOwnAcknowledgement() async throws {
        try await blocking {
            let county = try County()
            defer { county.cleanUp() }
            try county.startHub()
            let line = try county.line()
            let town = try county.town("LC", named: "黎城镇", through: line)
            try town.start()
            try town.waitUntilDelivered()
            // The line stalls once the next request is on its way: what is added now is in no exchange.
            let arrived = DispatchSemaphore(value: 0)
            line.watch(isAnswer: false, bytes: 0) {
                var stalled = FaultProxy.Fault()
                stalled.isStalled = true
                line.set(stalled)
                arrived.signal()
            }
            let first = try town.record(["先录"])[0]
            arrived.wait()
            let second = try town.record(["后录"])[0]
            for id in [first, second] {
                #expect(try town.call("show", "log-entry", id).object["delivered"] as? String == "local")
            }
            // The first may have come to the hub, whose answer did not come back; the second is in no exchange at all.
            #expect(try !county.matters(of: "LC").contains("后录"))
            line.heal()
            try town.waitUntilDelivered()
            #expect(Set(try county.matters(of: "LC")) == ["先录", "后录"])
            for id in [first, second] {
                #expect(try town.call("show", "log-entry", id).object["delivered"] as? String == "county")
            }
        }
    }

    @Test func theHubShowsWhatATownStillHoldsAndAsOfWhen() async throws {
        try await blocking {
            let county = try County()
            defer { county.cleanUp() }
            try county.startHub()
            let line = try county.line()
            let town = try county.town("LC", named: "黎城镇", through: line)
            try town.sync()
            for matter in numbered(1...40) { try town.record([matter]) }
            // The request comes through whole, its answer does not: the hub has it, the town does not know.
            var swallow = FaultProxy.Fault()
            swallow.swallowsAnswersAfter = 3200
            line.set(swallow)
            #expect(try town.call("sync").status == 3)
            let replica = try county.replica(of: "LC")
            let ledgers = replica["ledgers"] as? [[String: Any]] ?? []
            let routine = ledgers.first { $0["ledger"] as? String == "LC/routine" } ?? [:]
            #expect(routine["waitingSets"] as? Int == 40)
            #expect(routine["oldestWaiting"] is String)
            #expect(replica["toldAt"] is String)
            #expect(try town.waiting() == 40)
            line.heal()
            try town.sync()
            #expect(Set(try county.matters(of: "LC")) == Set(numbered(1...40)))
        }
    }

    @Test func onlyItsOwnUnitSeesARecord() async throws {
        try await blocking {
            let county = try County()
            defer { county.cleanUp() }
            try county.startHub()
            let first = try county.town("LC", named: "黎城镇")
            let second = try county.town("YT", named: "银涂镇")
            try first.record(["黎城的事"])
            try first.sync()
            try second.sync()
            try second.sync()
            #expect(try second.matters().isEmpty)
            #expect(try county.matters(of: "YT").isEmpty)
            #expect(try second.call("list", "unit").array.count == 3)
            let store = second.folder.appendingPathComponent("store.sqlite")
            for name in ["store.sqlite", "store.sqlite-wal"] {
                let file = store.deletingLastPathComponent().appendingPathComponent(name)
                let bytes = (try? Data(contentsOf: file)) ?? Data()
                #expect(bytes.range(of: Data("黎城的事".utf8)) == nil)
            }
        }
    }

    @Test func anInstructionOfTheCountyArrivesAndItsFeedbackComesBack() async throws {
        try await blocking {
            let county = try County()
            defer { county.cleanUp() }
            try county.startHub()
            let town = try county.town("LC", named: "黎城镇")
            try town.start()
            try town.waitUntilDelivered()
            let made = try county.hub(
                "record", "instruction", "--unit", "LC",
                input: #"{"leader":"县领导","issuedAt":"2026-10-01T15:00:00+08:00","text":"请全力处置"}"# + "\n")
            try county.expectDone(made)
            let id = made.array.first?["id"] as? String ?? ""
            try waitFor { try town.call("list", "instruction").array.count == 1 }
            try county.expectDone(town.call("edit", "instruction", id, "--set", "feedback=已传达"))
            try waitFor {
                let shown = try county.hub("show", "instruction", id).object["fields"] as? [String: Any]
                return shown?["feedback"] as? String == "已传达"
            }
            // What is the unit's own the county cannot write, and the reverse.
            #expect(try town.call("edit", "instruction", id, "--set", "text=改写批示").status == 2)
            #expect(try county.hub("edit", "instruction", id, "--unit", "LC", "--set", "feedback=代写").status == 2)
        }
    }
}

extension County {
    func replica(of unit: String) throws -> [String: Any] {
        let units = try hub("status").object["units"] as? [[String: Any]] ?? []
        let found = units.first { $0["unit"] as? String == unit }
        return (found?["replicas"] as? [[String: Any]])?.first ?? [:]
    }
}
