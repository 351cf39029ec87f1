import DutyRecords
import SyncKit
import Testing

/// What counts as an incident of a period, and what does not.
@Suite struct IncidentCountTests {
    private static func counted(_ fields: [String: FieldValue], now: Instant) -> UnitStatistics? {
        let reported: [String: FieldValue] = [
            "occurredAt": .time(at("08:00")), "summary": .text("某厂起火"), "level": .text("较大"),
            "sensitive": .boolean(true),
        ]
        let incident = facts(1, reported.merging(fields) { $1 })
        return StatisticsRules(
            duties: book(["incident": [incident]]), calendar: DutyCalendar(), book: RuleBook(),
            days: day("2026-10-01")...day("2026-10-01"), now: now
        ).all(unit: "LC").first
    }

    @Test(
        "a report that was found to be false is no incident from that minute on, and a drill never is one",
        arguments: [
            ([:], "12:00", 1, 0, 0), (["falseAlarmAt": .time(at("09:00"))], "12:00", 0, 1, 0),
            (["falseAlarmAt": .time(at("09:00"))], "08:59", 1, 0, 0),
            (["falseAlarmAt": .time(at("09:00")), "drill": .boolean(true)], "12:00", 0, 0, 1),
        ] as [([String: FieldValue], String, Int, Int, Int)])
    func falseReports(fields: [String: FieldValue], now: String, incidents: Int, false falseReports: Int, drills: Int) {
        let found = Self.counted(fields, now: at(now))
        #expect(found?.incidents == incidents && found?.falseReports == falseReports && found?.drills == drills)
        #expect(found?.incidentsByLevel == (incidents == 1 ? ["较大": 1] : [:]))
        #expect(found?.sensitiveIncidents == incidents)
    }
}
