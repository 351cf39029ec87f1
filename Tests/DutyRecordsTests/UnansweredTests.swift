import DutyRecords
import SyncKit
import Testing

/// Whoever was told and does not answer is asked again, and then the next one up is told.
@Suite("Silence after a telling: when it calls, and to whom it passes on")
struct UnansweredTests {
    private func incident(_ fields: [String: FieldValue] = [:]) throws -> Incident {
        try #require(
            Incident(
                facts(1, ["occurredAt": .time(at("08:00")), "summary": .text("渗水")].merging(fields) { $1 }, unit: "LC"))
        )
    }

    private func report(_ fields: [String: FieldValue] = [:]) throws -> Report {
        let usual: [String: FieldValue] = [
            "incident": .record(1), "kind": .text("初报"), "by": .text("online"), "sentAt": .time(at("08:10")),
        ]
        return try #require(Report(facts(50, usual.merging(fields) { $1 }, unit: "LC"), countyUnit: "JH"))
    }

    private func unanswered(
        _ incident: Incident, _ report: Report, calls: [RecordFacts] = [], now: String
    ) -> [Unanswered] {
        Unanswered.all(
            [incident], reports: [incident.id: [report]], calls: calls, limit: { _ in 15 }, at: at(now))
    }

    @Test(
        "an answer is due within the limit, and as long again later it passes on",
        arguments: [("08:24", nil), ("08:25", Alarm.Phase.over), ("08:39", .over), ("08:40", .passedOn)])
    func phases(_ now: String, _ phase: Alarm.Phase?) throws {
        let found = unanswered(try incident(), try report(), now: now)
        let alarms = AlarmRules.alarms(of: found, at: "LC", now: at(now))
        #expect(alarms.map(\.phase) == [phase].compactMap { $0 })
        #expect(alarms.allSatisfy { $0.priority == .high && $0.dueAt == at("08:25") && $0.source.unit == "县政府值班室" })
    }

    @Test("of a grave event it becomes urgent once it passes on, and of an exercise never")
    func priority() throws {
        func priority(_ fields: [String: FieldValue]) throws -> [Alarm.Priority] {
            AlarmRules.alarms(
                of: unanswered(try incident(fields), try report(), now: "08:40"), at: "LC", now: at("08:40")
            )
            .map(\.priority)
        }
        #expect(try priority(["level": .text("重大")]) == [.urgent])
        #expect(try priority(["level": .text("重大"), "drill": .boolean(true)]) == [.normal])
    }

    @Test("whatever answers ends it: by telephone, the county's receipt, a name noted down, the incident's end")
    func answers() throws {
        #expect(
            unanswered(try incident(), try report(["confirmedByPhoneAt": .time(at("08:30"))]), now: "09:00").isEmpty)
        #expect(unanswered(try incident(), try report(["countyReceiptAt": .time(at("08:30"))]), now: "09:00").isEmpty)
        let noted = try incident(["acknowledgements": .list([.text("县政府值班室 2026-10-01 08:30")])])
        #expect(unanswered(noted, try report(), now: "09:00").isEmpty)
        #expect(unanswered(try incident(["closedAt": .time(at("08:50"))]), try report(), now: "09:00").isEmpty)
        func call(_ fields: [String: FieldValue]) -> RecordFacts {
            let usual: [String: FieldValue] = [
                "direction": .text("out"), "receivedAt": .time(at("08:30")), "callerUnit": .text("县政府值班室"),
                "incident": .record(1), "matter": .text("确认"),
            ]
            return facts(60, usual.merging(fields) { $1 }, unit: "LC")
        }
        #expect(unanswered(try incident(), try report(), calls: [call([:])], now: "09:00").isEmpty)
        let missed = call(["missed": .boolean(true)])
        #expect(unanswered(try incident(), try report(), calls: [missed], now: "09:00").count == 1)
        let other = call(["incident": .record(2)])
        #expect(unanswered(try incident(), try report(), calls: [other], now: "09:00").count == 1)
    }

    @Test("the bell rings anew when it passes on, though somebody had heard it")
    func bell() throws {
        var bell = AlarmBell()
        func alarms(_ now: String) throws -> [Alarm] {
            AlarmRules.alarms(of: unanswered(try incident(), try report(), now: now), at: "LC", now: at(now))
        }
        #expect(bell.call(try alarms("08:25"), at: at("08:25")).rings == .high)
        bell.hear(try alarms("08:26"), at: at("08:26"))
        #expect(bell.call(try alarms("08:39"), at: at("08:39")).rings == nil)
        #expect(bell.call(try alarms("08:40"), at: at("08:40")).rings == .high)
    }

    @Test("the next one up is on duty, on site before on call, and was not told yet")
    func nextUp() {
        func person(_ number: UInt64, _ name: String) -> RecordFacts {
            facts(number, ["name": .text(name)], unit: "LC")
        }
        func shift(_ number: UInt64, _ person: UInt64, _ tier: String, _ from: String, _ to: String) -> RecordFacts {
            facts(
                number,
                ["leader": .record(person), "tier": .text(tier), "start": .time(at(from)), "end": .time(at(to))],
                unit: "LC")
        }
        let duties = book([
            "person": [person(100, "总带班"), person(101, "带班"), person(102, "昨夜的")],
            "leader-shift": [
                shift(200, 100, "总带班", "00:00", "23:00"), shift(201, 101, "带班", "08:00", "20:00"),
                shift(202, 102, "带班", "00:00", "08:00"),
            ],
        ])
        func next(_ told: [String]) -> String? { duties.nextUp(of: "LC", besides: told, at: at("09:00"))?.name }
        #expect(next([]) == "带班" && next(["带班"]) == "总带班" && next(["带班", "总带班"]) == nil)
        #expect(duties.nextUp(of: "YJ", besides: [], at: at("09:00")) == nil)
    }
}
