import Testing

@testable import SyncKit

/// Time grows at every draw, whatever the machine's clock does, and a stranger's clock carries it five minutes at most.
@Suite struct HybridClockTests {
    @Test(
        arguments: [
            [1_000, 1_001, 1_002],
            [1_000, 1_000, 1_000],
            [5_000, 1_000, 0],
            [1_000, -1_000, 900_000, 3],
            [1_790_000_000_000, 1_230_000_000_000, 2_208_988_800_000, 1_790_000_000_000],
        ] as [[Int64]])
    func growsUnderAnyClock(readings: [Int64]) {
        var clock = HybridClock()
        var drawn: [HybridTime] = []
        for now in readings {
            drawn.append(clock.tick(now: now))
            drawn.append(clock.tick(now: now))
        }
        #expect(drawn == drawn.sorted())
        #expect(Set(drawn).count == drawn.count)
    }

    @Test func tellsTheWallClockWhereItCan() {
        var clock = HybridClock()
        #expect(clock.tick(now: 77) == HybridTime(milliseconds: 77))
        #expect(clock.tick(now: 77) == HybridTime(milliseconds: 77, counter: 1))
        #expect(clock.tick(now: 78) == HybridTime(milliseconds: 78))
        #expect(clock.tick(now: 78).milliseconds == 78)
    }

    @Test func countsPastTheCounterIntoTheNextMillisecond() {
        var clock = HybridClock(last: HybridTime(milliseconds: 10, counter: .max))
        #expect(clock.tick(now: 10) == HybridTime(milliseconds: 11))
    }

    /// (another's time, this clock's next time), both relative to now, in milliseconds.
    @Test(
        arguments: [
            (-3 * 86_400_000, 0), (0, 0), (60_000, 60_000), (300_000, 300_000), (300_001, 300_000),
            (365 * 86_400_000, 300_000),
        ] as [(Int64, Int64)])
    func followsAnotherFiveMinutesAtMost(other: Int64, expected: Int64) {
        let now: Int64 = 1_790_000_000_000
        var clock = HybridClock()
        clock.observe(HybridTime(milliseconds: now + other), now: now)
        #expect(clock.tick(now: now).milliseconds == now + expected)
    }

    @Test func isNotCarriedBackByAnother() {
        var clock = HybridClock(last: HybridTime(milliseconds: 500))
        clock.observe(HybridTime(milliseconds: 100), now: 200)
        #expect(clock.last == HybridTime(milliseconds: 500))
    }

    @Test func aTimeBeforeTheEpochCountsAsZero() {
        #expect(HybridTime(milliseconds: -5).bits == 0)
    }
}
