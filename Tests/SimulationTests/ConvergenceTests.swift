import Foundation
import Identity
import SyncKit
import Testing

/// Whatever the order, duplication, interruption, copying and putting back: all replicas end equal, and every value
/// that was acknowledged and that any surviving store holds is current, a sibling, in the history, or held.
@Suite(.serialized) struct ConvergenceTests {
    static let seeds: [UInt64] = {
        if let one = ProcessInfo.processInfo.environment["ZHISHOU_SEED"].flatMap(UInt64.init) { return [one] }
        let count = ProcessInfo.processInfo.environment["ZHISHOU_SCHEDULES"].flatMap(UInt64.init) ?? 24
        return Array(1...count)
    }()

    @Test(arguments: seeds) func everyScheduleEndsEqualAndLosesNothing(seed: UInt64) async throws {
        let schedule = try Schedule(seed: seed)
        defer { schedule.cleanUp() }
        do {
            try await schedule.run(steps: 60)
            try await schedule.settle()
        } catch {
            Issue.record(
                "seed \(seed) stopped: \(error). Replay: ZHISHOU_SEED=\(seed) swift test --filter ConvergenceTests")
            return
        }
        let findings = try await schedule.findings()
        #expect(
            findings.isEmpty,
            "seed \(seed): \(findings.prefix(5)). Replay: ZHISHOU_SEED=\(seed) swift test --filter ConvergenceTests")
    }
}
