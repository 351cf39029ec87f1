import FaultLine
import Foundation
import Seeded
import Testing

/// The main job: a town records through an outage, and the county has it all.
@Suite(.serialized) struct OutageTests {
    @Test func aTownRecordsWhileTheHubIsDownAndTheCountyHasItAllAfterwards() async throws {
        try await blocking {
            let county = try County()
            defer { county.cleanUp() }
            try county.startHub()
            let town = try county.town("LC", named: "黎城镇")
            try town.start()
            try town.record(numbered(1...5))
            try town.waitUntilDelivered()
            #expect(try county.matters(of: "LC") == numbered(1...5))

            county.stopHub()
            try town.record(numbered(6...45))
            #expect(try town.waiting() > 0)
            let list = try town.call("list", "log-entry").array
            #expect(list.count(where: { $0["delivered"] as? String == "local" }) == 40)

            // No further write: the agent comes back by itself.
            try county.startHub()
            try town.waitUntilDelivered()
            #expect(Set(try county.matters(of: "LC")) == Set(numbered(1...45)))
            #expect(try town.call("list", "log-entry").array.allSatisfy { $0["delivered"] as? String == "county" })
            #expect(try town.call("verify").status == 0)
            #expect(try county.hub("verify").status == 0)
        }
    }

    @Test func commandsBesideARunningAgentAreSentAtOnce() async throws {
        try await blocking {
            let county = try County()
            defer { county.cleanUp() }
            try county.startHub()
            let town = try county.town("LC", named: "黎城镇")
            try town.start()
            try town.waitUntilDelivered()
            // Many commands at once on one folder: one writer, and no locked database.
            let results = Results()
            DispatchQueue.concurrentPerform(iterations: 8) { index in
                results.add((try? town.record(numbered(index * 10 + 1...index * 10 + 10)))?.count ?? 0)
            }
            #expect(results.sum == 80)
            try town.waitUntilDelivered()
            #expect(Set(try county.matters(of: "LC")) == Set(numbered(1...80)))
        }
    }

    @Test func aSyncBesideARunningAgentEndsWithNothingLeft() async throws {
        try await blocking {
            let county = try County()
            defer { county.cleanUp() }
            try county.startHub()
            let town = try county.town("LC", named: "黎城镇")
            try town.start()
            for round in 0..<4 {
                try town.record(numbered(round * 300 + 1...round * 300 + 300))
                try town.sync()
                #expect(try town.waiting() == 0)
            }
            #expect(try county.matters(of: "LC").count == 1200)
        }
    }

    @Test func eitherSideIsKilledInTheMiddleOfAnExchange() async throws {
        let seed = UInt64(ProcessInfo.processInfo.environment["ZHISHOU_SEED"] ?? "") ?? 20_261_125
        try await blocking {
            var random = Seeded(seed: seed)
            print("kills: replay with ZHISHOU_SEED=\(seed)")
            let county = try County()
            defer { county.cleanUp() }
            try county.startHub()
            let line = try county.line()
            let town = try county.town("LC", named: "黎城镇", through: line)
            var expected: [String] = []
            let faults = Int(ProcessInfo.processInfo.environment["ZHISHOU_FAULTS"] ?? "") ?? 6
            for round in 1...faults {
                let matters = numbered(round * 100 + 1...round * 100 + 20)
                try town.record(matters)
                expected += matters
                let isHub = random.next() % 2 == 0
                let isAnswer = random.next() % 2 == 0
                let bytes = Int(random.next() % 6000)
                print(
                    "round \(round): \(isHub ? "hub" : "agent") is killed after \(bytes) bytes of \(isAnswer ? "answers" : "requests")"
                )
                let killed = DispatchSemaphore(value: 0)
                try town.start()
                line.watch(isAnswer: isAnswer, bytes: bytes) {
                    if isHub { county.killHub() } else { town.kill() }
                    killed.signal()
                }
                // Where the exchange ends before the point is reached, the kill falls into the silence after it.
                if killed.wait(timeout: .now() + 3) == .timedOut {
                    line.unwatch()
                    if isHub { county.killHub() } else { town.kill() }
                }
                if isHub { try county.startHub() }
                town.kill()
                #expect(Set(try town.matters()).isSuperset(of: expected), "an acknowledged entry is gone at the town")
            }
            try town.start()
            try town.waitUntilDelivered()
            let found = try county.matters(of: "LC")
            #expect(found.count == expected.count && Set(found) == Set(expected))
            #expect(try county.hub("verify").status == 0)
            #expect(try town.call("verify").status == 0)
        }
    }
}

/// Adds numbers from several threads.
final class Results: Sendable {
    private let total = Synchronized(0)
    func add(_ number: Int) { total.change { $0 += number } }
    var sum: Int { total.value }
}
