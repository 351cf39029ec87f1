import DutyRecords
import Identity
import SyncKit
import Testing

@Suite("The county's oversight of its units' machines")
struct OversightTests {
    @Test(
        "a clock's drift a day, from what was told by the hour",
        arguments: [
            ([:], nil), ([5: 1000], nil), ([0: 0, 24: 1000], 1000), ([0: 3000, 24: 2000, 48: 1000], -1000),
            ([100: 40, 101: 40, 130: 40], 0), ([0: 0, 12: 600, 24: 1000, 36: 1500], 980),
        ] as [([Int64: Int64], Int64?)])
    func drift(offsets: [Int64: Int64], perDay: Int64?) {
        #expect(ClockTrend.perDay(offsets) == perDay)
    }

    @Test("a clock that says any number at all")
    func wildClock() {
        #expect(ClockTrend.perDay([0: .min, 1: .max]) == .max)
    }

    private static let minute: Int64 = 60_000

    private func member(_ bits: UInt64, _ unit: String, enrolled: Int64 = 0, revoked: Int64? = nil) -> Member {
        Member(
            replica: ReplicaID(bits: bits), unit: unit, role: .unit, label: "A",
            key: SigningKey(algorithm: .ed25519).verifyingKey, enrolledAt: enrolled, revokedAt: revoked)
    }

    private func silent(
        _ members: [Member], _ contacts: [UInt64: Int64], listening: Int64 = 0, now: Int64
    ) -> [Silence.Unit] {
        Silence.units(
            members, contacts: Dictionary(uniqueKeysWithValues: contacts.map { (ReplicaID(bits: $0), $1) }),
            listening: listening, now: now, limit: 30 * Self.minute)
    }

    @Test("a unit is silent when none of its machines in force was heard of for the set time")
    func silence() {
        let now = 100 * Self.minute
        #expect(
            silent([member(1, "LC")], [1: 70 * Self.minute], now: now) == [.init(code: "LC", since: 70 * Self.minute)])
        #expect(silent([member(1, "LC")], [1: 70 * Self.minute + 1], now: now).isEmpty)
        #expect(silent([member(1, "LC"), member(2, "LC")], [1: 0, 2: 90 * Self.minute], now: now).isEmpty)
        let revoked = [member(1, "LC"), member(2, "LC", revoked: 1)]
        #expect(silent(revoked, [1: 0, 2: 99 * Self.minute], now: now).map(\.code) == ["LC"])
        #expect(silent([member(2, "LC", revoked: 1)], [:], now: now).isEmpty, "a unit that was revoked")
    }

    @Test("a silent unit calls at the county once and for a day, and never loudly")
    func silenceCalls() {
        func alarms(_ now: Instant) -> [Alarm] {
            let units = ["LC", "YT"].map { Silence.Unit(code: $0, since: at("08:00").milliseconds) }
            return AlarmRules.alarms(of: units, limit: 30 * Self.minute, countyUnit: "JH", at: now)
        }
        let standing = alarms(at("09:00"))
        #expect(standing.map(\.source.unit) == ["LC", "YT"] && Set(standing.map(\.source)).count == 2)
        #expect(standing.allSatisfy { $0.group == .unitSilent && $0.priority == .normal && $0.dueAt == at("08:30") })
        #expect(alarms(at("08:30") + .minutes(24 * 60)).isEmpty)
        var bell = AlarmBell()
        let strokes = (0..<600).filter { minute in
            let now = at("09:00") + .minutes(minute)
            return bell.call(alarms(now), at: now).rings != nil
        }
        #expect(strokes == [0])
    }

    @Test("nobody is silent before the hub was there, and a machine counts from its enrolment")
    func beginnings() {
        let now = 100 * Self.minute
        #expect(silent([member(1, "LC")], [1: 0], listening: 71 * Self.minute, now: now).isEmpty)
        #expect(silent([member(1, "LC", enrolled: 80 * Self.minute)], [:], now: now).isEmpty)
        #expect(silent([member(1, "LC", enrolled: 70 * Self.minute)], [:], now: now).map(\.code) == ["LC"])
    }
}
