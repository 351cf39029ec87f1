import Seeded
import Testing

@testable import SyncKit

/// When an agent speaks to its hub: events and times in, actions out.
@Suite struct SyncScheduleTests {
    typealias Event = SyncSchedule.Event
    typealias Action = SyncSchedule.Action

    struct Step: Sendable {
        var event: Event
        var at: Int64
        var actions: [Action]
        var wakesAt: Int64?

        init(_ event: Event, at time: Int64, _ actions: [Action] = [], wakesAt: Int64? = nil) {
            (self.event, at, self.actions, self.wakesAt) = (event, time, actions, wakesAt)
        }
    }

    struct Story: CustomTestStringConvertible, Sendable {
        var name: String
        var steps: [Step]
        var testDescription: String { name }
    }

    /// On line with a poll waiting at the hub, at time 10.
    private static let online = [
        Step(.started, at: 0, [.push]),
        Step(.succeeded(.push, hasMore: false), at: 10, [.listen]),
    ]

    /// Off line since 20 by a failed push, the poll lost with it.
    private static let offline =
        online + [
            Step(.committed(isUrgent: false), at: 15, [.push]),
            Step(.failed(.push, retryAfterMs: nil), at: 20, wakesAt: 520),
            Step(.failed(.listen, retryAfterMs: nil), at: 20, wakesAt: 1_020),
        ]

    static let stories = [
        Story(name: "it pushes at the start and listens once that got through", steps: online),
        Story(
            name: "a commit on line goes out at once",
            steps: online + [Step(.committed(isUrgent: false), at: 20, [.push])]),
        Story(
            name: "a commit during a push goes out when it is back",
            steps: online + [
                Step(.committed(isUrgent: false), at: 20, [.push]),
                Step(.committed(isUrgent: true), at: 21),
                Step(.succeeded(.push, hasMore: false), at: 30, [.push]),
                Step(.succeeded(.push, hasMore: false), at: 40),
            ]),
        Story(
            name: "what is left over goes out at once",
            steps: online + [
                Step(.committed(isUrgent: false), at: 20, [.push]),
                Step(.succeeded(.push, hasMore: true), at: 30, [.push]),
                Step(.succeeded(.push, hasMore: false), at: 40),
            ]),
        Story(
            name: "a poll that came back is put again",
            steps: online + [Step(.succeeded(.listen, hasMore: false), at: 50_000, [.listen])]),
        Story(
            name: "a poll that learns of something to tell sets the push going",
            steps: online + [
                Step(.succeeded(.listen, hasMore: true), at: 50_000, [.push, .listen]),
                Step(.succeeded(.push, hasMore: false), at: 50_010),
            ]),
        Story(
            name: "a failed poll closes both lanes until a push gets through",
            steps: online + [
                Step(.failed(.listen, retryAfterMs: nil), at: 100, wakesAt: 600),
                Step(.woke, at: 599, wakesAt: 600),
                Step(.woke, at: 600, [.push]),
                Step(.succeeded(.push, hasMore: false), at: 610, [.listen]),
            ]),
        Story(
            name: "a commit off line waits for the next try",
            steps: offline + [Step(.committed(isUrgent: false), at: 30, wakesAt: 1_020)]),
        Story(
            name: "an urgent commit does not sit out a long back-off",
            steps: offline + [
                Step(.woke, at: 1_020, [.push]),
                Step(.failed(.push, retryAfterMs: nil), at: 1_030, wakesAt: 3_030),
                Step(.committed(isUrgent: true), at: 1_040, wakesAt: 2_040),
                Step(.committed(isUrgent: true), at: 1_500, wakesAt: 2_040),
                Step(.woke, at: 2_040, [.push]),
            ]),
        Story(
            name: "a time that the hub named is kept, by an urgent commit too",
            steps: online + [
                Step(.committed(isUrgent: true), at: 20, [.push]),
                Step(.failed(.push, retryAfterMs: 30_000), at: 30, wakesAt: 30_030),
                Step(.committed(isUrgent: true), at: 40, wakesAt: 30_030),
                Step(.woke, at: 30_029, wakesAt: 30_030),
                Step(.woke, at: 30_030, [.push]),
            ]),
        Story(
            name: "what the poll was told holds for the push as well",
            steps: online + [
                Step(.committed(isUrgent: false), at: 20, [.push]),
                Step(.failed(.listen, retryAfterMs: 2_000), at: 30),
                Step(.succeeded(.push, hasMore: true), at: 40, wakesAt: 2_030),
                Step(.committed(isUrgent: true), at: 50, wakesAt: 2_030),
                Step(.woke, at: 2_030, [.push, .listen]),
                Step(.succeeded(.push, hasMore: false), at: 2_040),
            ]),
        Story(
            name: "a poll that may not be asked at once is asked when the time has come",
            steps: online + [
                Step(.committed(isUrgent: false), at: 20, [.push]),
                Step(.failed(.listen, retryAfterMs: 2_000), at: 30),
                Step(.succeeded(.push, hasMore: false), at: 40, wakesAt: 2_030),
                Step(.woke, at: 2_030, [.push, .listen]),
                Step(.succeeded(.push, hasMore: false), at: 2_040),
            ]),
        Story(
            name: "a short time that the hub named does not shorten the back-off",
            steps: online + [
                Step(.committed(isUrgent: true), at: 20, [.push]),
                Step(.failed(.push, retryAfterMs: 1), at: 30, wakesAt: 530),
            ]),
    ]

    @Test(arguments: stories) func tells(_ story: Story) {
        var schedule = SyncSchedule()
        for (number, step) in story.steps.enumerated() {
            let actions = schedule.handle(step.event, now: step.at, jitter: 0)
            #expect(actions == step.actions, "step \(number): \(step.event)")
            #expect(schedule.wakeAt == step.wakesAt, "step \(number): \(step.event)")
        }
    }

    @Test func isOnLineBetweenASuccessAndAFailure() {
        var schedule = SyncSchedule()
        #expect(!schedule.isOnline)
        _ = schedule.handle(.started, now: 0, jitter: 0)
        _ = schedule.handle(.succeeded(.push, hasMore: false), now: 1, jitter: 0)
        #expect(schedule.isOnline)
        _ = schedule.handle(.failed(.listen, retryAfterMs: nil), now: 2, jitter: 0)
        #expect(!schedule.isOnline && schedule.failures == 1)
    }

    /// The n-th failure in a row waits between half of its ceiling and the whole; the jitter spreads a county's agents.
    @Test(arguments: [(1, 1_000), (2, 2_000), (3, 4_000), (4, 8_000), (5, 16_000), (6, 30_000), (50, 30_000)])
    func backsOffWithinBounds(failures: Int, ceiling: Int64) {
        for (jitter, expected) in [(0.0, ceiling / 2), (0.5, ceiling * 3 / 4), (0.999_999, ceiling - 1)] {
            var schedule = SyncSchedule()
            var now: Int64 = 0
            for _ in 0..<failures {
                now = schedule.wakeAt ?? now
                _ = schedule.handle(.woke, now: now, jitter: jitter)
                _ = schedule.handle(.failed(.push, retryAfterMs: nil), now: now, jitter: jitter)
            }
            #expect(schedule.wakeAt == now + expected)
        }
    }

    /// A failed round is tried again without any further write.
    @Test(arguments: 1...20) func alwaysWakesAgainAfterAFailure(seed: UInt64) {
        var random = Seeded(seed: seed)
        var schedule = SyncSchedule()
        var now: Int64 = 0
        _ = schedule.handle(.started, now: 0, jitter: 0)
        for _ in 0..<50 {
            now += Int64.random(in: 0...500, using: &random)
            _ = schedule.handle(
                .failed(.push, retryAfterMs: nil), now: now, jitter: Double.random(in: 0..<1, using: &random))
            let due = schedule.wakeAt
            #expect((now...now + SyncSchedule.retryMax).contains(due ?? -1), "seed \(seed)")
            now = due ?? now
            #expect(schedule.handle(.woke, now: now, jitter: 0) == [.push], "seed \(seed)")
        }
    }
}
