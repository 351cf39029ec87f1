// What was typed as a time or a day becomes one, or a sentence that says what to type.
extension Field {
    /// Where its moments lie, seen from the minute at which they are typed.
    package var lean: TypedMoment.Lean {
        if ["dueAt", "feedbackDueAt", "receiptDueAt"].contains(name) { return .future }
        let either = [
            "start", "end", "leaveAt", "returnAt", "from", "to", "validFrom", "validTo", "joinedAt", "leftAt",
            "issuedAt", "establishedAt", "published",
        ]
        return either.contains(name) ? .either : .past
    }

    /// What a time, a day, or either of the two was typed as, in the form that is kept.
    package func moment(_ typed: String, now: Instant) throws(EntryError) -> String {
        do throws(TypedMoment.Fault) {
            switch kind {
            case .date: return try TypedMoment.day(typed, now: now)
            case .timeOrDate: return try TypedMoment.timeOrDay(typed, now: now)
            default: return try TypedMoment.time(typed, now: now, lean)
            }
        } catch {
            throw .moment(self, error)
        }
    }
}

extension EntryError {
    static func moment(_ field: Field, _ fault: TypedMoment.Fault) -> EntryError {
        let isDay = if case .date = field.kind { true } else { false }
        let (chinese, english) = sentence(fault, isDay: isDay)
        return EntryError(
            field.name, isDay ? .badDate : .badTime, chinese: "“\(field.chinese)”\(chinese)",
            english: "\(field.english): \(english)")
    }

    private static func sentence(_ fault: TypedMoment.Fault, isDay: Bool) -> (String, String) {
        switch fault {
        case .unreadable where isDay, .noDay:
            ("应是日期，请写成 今天、10-1 或 2026-10-01。", "type a day such as today, 10-1 or 2026-10-01")
        case .unreadable:
            (
                "看不出是哪一刻，请写成 0830、8:30、昨天 2350、10-1 8:30 或 2026-10-01 08:30（24 小时制）。",
                "type a time such as 0830, yesterday 2350, 10-1 8:30 or 2026-10-01 08:30 (24 hours)"
            )
        case .noTimeOfDay: ("还缺几点几分，请在日期后再写，如 10-1 8:30。", "the day lacks its time; add it, such as 10-1 8:30")
        case .notThere: ("没有这一天或这一刻，请核对。", "there is no such day or time; check it")
        case .notYet:
            (
                "今天还没有到这一刻：昨天的请写“昨天 23:50”，今天的请写“今天 23:50”。",
                "that minute has not come today; type yesterday 23:50, or today 23:50"
            )
        case .gone:
            (
                "今天这一刻已过：明天的请写“明天 08:30”，今天的请写“今天 08:30”。",
                "that minute has passed today; type tomorrow 08:30, or today 08:30"
            )
        case .yearOpen: ("离今天较远，请写上年份，如 2026-10-01。", "that day is far from today; add its year, such as 2026-10-01")
        }
    }
}
