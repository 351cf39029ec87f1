// What is said where a time, a day or a month cannot be read: what to type instead.
extension TypedMoment {
    package enum Asked: Sendable, CaseIterable {
        /// A day with its time.
        case moment
        case day
        case month
        /// A time of the day alone.
        case clock
    }
}

extension TypedMoment.Fault {
    /// A whole sentence, with what was typed before it.
    package func sentence(of typed: String, _ asked: TypedMoment.Asked) -> (chinese: String, english: String) {
        let (chinese, english) = sentence(asked)
        return ("“\(typed)”\(chinese)", "\"\(typed)\": \(english)")
    }

    /// Goes on after the name of what was asked for.
    package func sentence(_ asked: TypedMoment.Asked) -> (chinese: String, english: String) {
        switch (self, asked) {
        case (.notThere, .day), (.notThere, .moment):
            ("没有这一天或这一刻，请核对。", "there is no such day or time; check it")
        case (.notThere, .month): ("没有这个月份，请核对。", "there is no such month; check it")
        case (.notThere, .clock): ("一天里没有这一刻，请核对。", "no day has such a time; check it")
        case (.yearOpen, .month):
            ("是哪一年的看不出来，请写上年份，如 2026-11。", "the year is not clear; add it, such as 2026-11")
        case (.yearOpen, _):
            ("离今天较远，请写上年份，如 2026-10-01。", "that day is far from today; add its year, such as 2026-10-01")
        case (_, .day):
            ("应是日期，请写成 今天、10-1 或 2026-10-01。", "type a day such as today, 10-1 or 2026-10-01")
        case (_, .month): ("应是月份，请写成 本月、11月 或 2026-11。", "type a month such as this month, 11 or 2026-11")
        case (_, .clock):
            ("应是一天里的时刻，请写成 0830、8:30 或 8点半（24 小时制）。", "type a time of the day such as 0830 or 8:30 (24 hours)")
        case (.noTimeOfDay, .moment):
            ("还缺几点几分，请在日期后再写，如 10-1 8:30。", "the day lacks its time; add it, such as 10-1 8:30")
        case (.noDay, .moment):
            ("应是日期，请写成 今天、10-1 或 2026-10-01。", "type a day such as today, 10-1 or 2026-10-01")
        case (.notYet, .moment):
            (
                "今天还没有到这一刻：昨天的请写“昨天 23:50”，今天的请写“今天 23:50”。",
                "that minute has not come today; type yesterday 23:50, or today 23:50"
            )
        case (.gone, .moment):
            (
                "今天这一刻已过：明天的请写“明天 08:30”，今天的请写“今天 08:30”。",
                "that minute has passed today; type tomorrow 08:30, or today 08:30"
            )
        case (.unreadable, .moment):
            (
                "看不出是哪一刻，请写成 0830、8:30、昨天 2350、10-1 8:30 或 2026-10-01 08:30（24 小时制）。",
                "type a time such as 0830, yesterday 2350, 10-1 8:30 or 2026-10-01 08:30 (24 hours)"
            )
        }
    }
}
