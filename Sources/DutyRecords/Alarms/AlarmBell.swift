/// Decides when a desk sounds. However much happens, it stays a bell that a person still hears.
///
/// Source: EEMUA 191: more than ten alarms in ten minutes are a flood, in which none is heard; long-term at most one in
/// ten minutes. What exceeds that is one line with a count.
package struct AlarmBell: Sendable {
    /// At most so many times within any ten minutes.
    package static let ringsMax = 10
    package static let windowMinutes = 10
    /// Kept free for what is urgent.
    private static let reserved = 3
    private static let restSeconds = 60
    private static let restSecondsOfUrgent = 20
    /// Nobody answers: after so many minutes it sounds again, each time counted from the last.
    private static let repeatMinutes = [4, 16, 30, 45]

    private struct Called {
        var phase: Alarm.Phase
        var at: Instant
        var times: Int
        var isHeard: Bool
    }

    private var called: [Alarm.Source: Called] = [:]
    private var rings: [Instant] = []

    package init() {}

    /// What stands at the desk now, and whether it sounds.
    package struct Call: Sendable {
        package let alarms: [Alarm]
        /// Of these the ones that nobody said to have heard.
        package let unheard: Int
        /// Its loudest new or repeated alarm; nil: silence.
        package let rings: Alarm.Priority?
    }

    /// - Parameter alarms: all that are standing, as `AlarmRules` gives them.
    package mutating func call(_ alarms: [Alarm], at now: Instant) -> Call {
        let standing = Set(alarms.map(\.source))
        called = called.filter { standing.contains($0.key) }
        rings = rings.filter { now - $0 < .minutes(Self.windowMinutes) && $0 <= now }
        var loudest: Alarm.Priority?
        let wanting = alarms.filter { wants($0, now) }
        if let most = wanting.map(\.priority).min(), mayRing(most, now) {
            loudest = most
            rings.append(now)
            for alarm in wanting {
                let known = called[alarm.source]
                let isSame = known?.phase == alarm.phase
                called[alarm.source] = Called(
                    phase: alarm.phase, at: now, times: isSame ? (known?.times ?? 0) + 1 : 1, isHeard: false)
            }
        }
        let unheard = alarms.count { !isHeard($0) }
        return Call(alarms: alarms, unheard: unheard, rings: loudest)
    }

    /// Somebody at the desk has taken note of what is standing: it does not sound again before its next phase.
    package mutating func hear(_ alarms: [Alarm], at now: Instant) {
        for alarm in alarms {
            called[alarm.source] = Called(
                phase: alarm.phase, at: now, times: called[alarm.source]?.times ?? 1, isHeard: true)
        }
    }

    private func isHeard(_ alarm: Alarm) -> Bool {
        called[alarm.source].map { $0.isHeard && $0.phase == alarm.phase } ?? false
    }

    private func wants(_ alarm: Alarm, _ now: Instant) -> Bool {
        guard let known = called[alarm.source], known.phase >= alarm.phase else { return true }
        guard !known.isHeard, alarm.priority < .normal, known.times <= Self.repeatMinutes.count else { return false }
        return now - known.at >= .minutes(Self.repeatMinutes[known.times - 1])
    }

    private func mayRing(_ priority: Alarm.Priority, _ now: Instant) -> Bool {
        let isUrgent = priority == .urgent
        guard rings.count < Self.ringsMax - (isUrgent ? 0 : Self.reserved) else { return false }
        guard let last = rings.last else { return true }
        return (now - last).milliseconds >= Int64(isUrgent ? Self.restSecondsOfUrgent : Self.restSeconds) * 1000
    }
}
