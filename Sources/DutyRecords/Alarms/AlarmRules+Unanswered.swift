import SyncKit

// What calls at a desk whose word nobody answered.
extension AlarmRules {
    /// - Parameter unit: whose desk it is.
    package static func alarms(of unanswered: [Unanswered], at unit: String, now: Instant) -> [Alarm] {
        unanswered.compactMap { telling in
            guard stillCalls(telling.dueAt, at: now) else { return nil }
            let isPassedOn = telling.passesOnAt <= now
            let incident = telling.incident
            let isGrave = incident.isImmediate || incident.isLargerOrAbove
            return Alarm(
                source: Alarm.Source(
                    rule: nil, record: incident.id, startedAt: telling.toldAt.milliseconds, unit: telling.name),
                phase: isPassedOn ? .passedOn : .over,
                priority: incident.isDrill ? .normal : isPassedOn && isGrave ? .urgent : .high,
                collection: "incident", owedTo: unit, dueAt: telling.dueAt, article: "第三条",
                why: isPassedOn
                    ? .init("告知的对象一直没有回音，请改告上一级", "whoever was told stays silent: tell the next one up")
                    : .init("告知的对象没有回音，请电话确认", "whoever was told has not answered: ask by telephone"))
        }
    }
}
