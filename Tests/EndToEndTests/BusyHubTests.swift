import FaultLine
import Foundation
import GRDB
import Seeded
import Testing

/// A hub that is slow, locked or on the end of a thin line: nothing is lost, and nothing is claimed too early.
@Suite(.serialized) struct BusyHubTests {
    private static let faults = Int(ProcessInfo.processInfo.environment["ZHISHOU_FAULTS"] ?? "") ?? 3
    /// With the long counts: ten towns, and a line of 9.6 kbit/s that is cut every eight seconds under a backlog of 500.
    private static let isLong = faults >= 100

    @Test func aHubWhoseDatabaseIsLockedAcknowledgesNothingThatItHasNot() async throws {
        try await blocking {
            let county = try County()
            defer { county.cleanUp() }
            try county.startHub()
            let towns = try (1...(Self.isLong ? 10 : 4)).map { try county.town("T\($0)", named: "镇\($0)") }
            for town in towns {
                try town.start()
                try town.waitUntilDelivered()
            }
            var patient = Configuration()
            patient.busyMode = .timeout(60)
            patient.allowsUnsafeTransactions = true
            let store = try DatabaseQueue(path: "\(county.hubData)/store.sqlite", configuration: patient)
            try store.writeWithoutTransaction { try $0.execute(sql: "BEGIN IMMEDIATE") }
            let lockedAt = Date()
            for (index, town) in towns.enumerated() { try town.record(numbered(1...10, "镇\(index)事")) }
            // With the long counts for a minute: by then each request was given up and sent again several times.
            repeat {
                for town in towns {
                    let listed = try town.call("list", "log-entry").array
                    #expect(listed.count == 10 && listed.allSatisfy { $0["delivered"] as? String == "local" })
                }
            } while Self.isLong && Date().timeIntervalSince(lockedAt) < 60
            try store.writeWithoutTransaction { try $0.execute(sql: "ROLLBACK") }
            try store.close()
            for (index, town) in towns.enumerated() {
                try town.waitUntilDelivered()
                #expect(Set(try county.matters(of: "T\(index + 1)")) == Set(numbered(1...10, "镇\(index)事")))
            }
            #expect(try county.hub("verify").status == 0)
        }
    }

    @Test func aHubThatAsksToBeLeftAloneIsLeftAloneAndMissesNothing() async throws {
        try await blocking {
            let county = try County()
            defer { county.cleanUp() }
            try county.startHub()
            let town = try county.town("LC", named: "黎城镇")
            let front = try RefusingFront(of: county, retryAfter: 1)
            // By the settings file; and one request at a time, so that none is on its way when another is refused.
            let settings = town.folder.appendingPathComponent("config.json")
            try Data(#"{"hub":"https://127.0.0.1:\#(front.port)"}"#.utf8).write(to: settings)
            for matter in numbered(1...12) {
                try town.record([matter])
                try town.sync()
            }
            let refusals = try front.finish()
            #expect(Set(refusals.map(\.status)) == [429, 503])
            for refusal in refusals {
                guard let next = refusal.nextAt else { continue }
                #expect(next - refusal.answeredAt >= refusal.retryAfter)
            }
            let found = try county.matters(of: "LC")
            #expect(found.count == 12 && Set(found) == Set(numbered(1...12)))
        }
    }

    @Test func aLargeWordOfTheCountyComesInPiecesOverALineThatBreaks() async throws {
        try await blocking {
            var random = Seeded(seed: 20_261_125)
            let county = try County()
            defer { county.cleanUp() }
            try county.startHub()
            let line = try county.line()
            let town = try county.town("LC", named: "黎城镇", through: line)
            try town.sync()
            // One transaction of some 25 kB compressed; a connection is reset after 9 kB of answers.
            let days = (0..<90).map { day in
                let text = String(
                    String.UnicodeScalarView(
                        (0..<150).map { _ in Unicode.Scalar(Int.random(in: 0x4E00...0x9FA0, using: &random))! }))
                let date = String(format: "2027-%02d-%02d", day / 28 + 1, day % 28 + 1)
                return #"{"date":"\#(date)","dayType":"workday","source":"\#(text)"}"#
            }
            try county.expectDone(
                county.hub("record", "calendar-day", "--atomic", input: days.joined(separator: "\n") + "\n"))
            var breaking = FaultProxy.Fault()
            breaking.resetAfterAnswerBytes = 9_000
            line.set(breaking)
            try town.start()
            let end = Date().addingTimeInterval(240)
            while try town.call("list", "calendar-day").array.count < 90 {
                try #require(Date() < end, "the county's word does not come through")
            }
            #expect(try town.call("verify").status == 0)
        }
    }

    @Test func onAThinLineThatBreaksAgainAndAgainEachAcknowledgedPieceCounts() async throws {
        try await blocking {
            let county = try County()
            defer { county.cleanUp() }
            try county.startHub()
            let line = try county.line()
            let town = try county.town("LC", named: "黎城镇", through: line)
            try town.sync()
            let backlog = Self.isLong ? 500 : 60
            for matter in numbered(1...backlog) { try town.record([matter]) }
            var thin = FaultProxy.Fault()
            // Else ten times as fast, and cut as much sooner: after some 5 kB of answers a connection is reset.
            thin.bytesPerSecond = Self.isLong ? 1_200 : 12_000
            thin.resetAfterAnswerBytes = Self.isLong ? 9_600 : 5_200
            line.set(thin)
            var left = try town.waiting()
            for _ in 0..<Self.faults * 20 where left > 0 {
                _ = try town.call("sync")
                let now = try town.waiting()
                #expect(now <= left, "what was acknowledged is never taken back")
                left = now
            }
            #expect(left == 0)
            #expect(Set(try county.matters(of: "LC")) == Set(numbered(1...backlog)))
        }
    }
}
