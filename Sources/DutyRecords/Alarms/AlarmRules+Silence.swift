// What calls at the county of units that cannot be heard: somebody has to ask by telephone whether they are there.
extension AlarmRules {
    /// - Parameter limit: after how long a silence calls, in milliseconds.
    package static func alarms(of silent: [Silence.Unit], limit: Int64, countyUnit: String, at now: Instant) -> [Alarm]
    {
        silent.compactMap { unit in
            let due = Instant(milliseconds: unit.since + limit)
            guard stillCalls(due, at: now) else { return nil }
            return Alarm(
                source: Alarm.Source(rule: nil, record: nil, startedAt: unit.since, unit: unit.code), phase: .over,
                priority: .normal, collection: "unit", owedTo: countyUnit, dueAt: due, article: "第二条",
                why: .init("该单位长时间没有联系，请电话核实", "the unit has been silent for long: ask by telephone"),
                group: .unitSilent)
        }
    }
}
