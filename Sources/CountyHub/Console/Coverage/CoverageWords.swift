import DutyDesk
import DutyRecords

/// How a state of duty is said: a sign that needs no colour, and a word.
enum CoverageWords {
    static func sign(_ state: CoverageMatrix.State) -> String {
        switch state {
        case .complete: "●"
        case .leadersMissing: "▲"
        case .gaps: "◐"
        case .nobody: "○"
        case .faulty: "!"
        case .unplanned: "·"
        case .notOwed: "–"
        }
    }

    static func style(_ state: CoverageMatrix.State) -> String {
        switch state {
        case .complete, .unplanned, .notOwed: ""
        case .leadersMissing, .faulty: "warn"
        case .gaps, .nobody: "bad"
        }
    }

    static func word(_ state: CoverageMatrix.State, _ words: Words) -> String {
        switch state {
        case .complete: words("齐", "full")
        case .leadersMissing: words("缺带班", "no leader")
        case .gaps: words("有空岗", "gap")
        case .nobody: words("无人", "nobody")
        case .faulty: words("有误", "faulty")
        case .unplanned: words("未排", "not yet")
        case .notOwed: words("不要求", "not owed")
        }
    }

    /// What the sign stands for, with the article.
    static func legend(_ state: CoverageMatrix.State, _ words: Words) -> String {
        let meaning =
            switch state {
            case .complete: words("24 小时有人，应到的带班领导都在", "manned for 24 hours, with the leaders owed")
            case .leadersMissing: words("有人值班，缺应到的带班领导", "manned, a leader owed is missing")
            case .gaps: words("有一段时间无人值班", "nobody for some of the day")
            case .nobody: words("全天无人值班", "nobody all day")
            case .faulty: words("有人，但排班有误（非在编、外出、重复等）", "manned, but the roster is wrong (not staff, away, twice)")
            case .unplanned: words("今后的日子，尚未排班", "a day to come, not rostered yet")
            case .notOwed: words("单位设立之前", "before the unit was there")
            }
        return state.article.map { meaning + words("（\($0)）", " (\($0))") } ?? meaning
    }

    static func fault(_ fault: CoverageMatrix.Fault, _ words: Words) -> String {
        switch fault {
        case .notOnEstablishment: words("非在编人员值班", "not on the establishment")
        case .notOnStrength: words("不在岗期间排班", "not on strength then")
        case .unknownPerson: words("人员未登记", "person not entered")
        case .away: words("值班期间外出", "away on duty")
        case .twice: words("同一人同时两班", "twice at once")
        case .unapproved: words("代班或串班未批准", "stand-in or swap not approved")
        case .swappedTwice: words("重复串班", "swapped more than once")
        }
    }

    static func tier(_ tier: CoverageMatrix.Tier, _ words: Words) -> String {
        switch tier {
        case .onCall: words("总带班", "on call")
        case .government: words("带班（政府）", "on site (government)")
        case .office: words("带班（办公室）", "on site (office)")
        case .unsaid: words("带班（未注明身份）", "on site (role not said)")
        }
    }

    /// One letter, for a cell.
    static func letter(_ tier: CoverageMatrix.Tier, _ words: Words) -> String {
        switch tier {
        case .onCall: words("总", "C")
        case .government: words("政", "G")
        case .office: words("办", "O")
        case .unsaid: words("带", "L")
        }
    }

    /// `08:30–09:15`; the end of a day is 24:00.
    static func hours(_ span: Range<Instant>) -> String {
        let end = span.upperBound == span.upperBound.day.start ? "24:00" : span.upperBound.clockTime
        return "\(span.lowerBound.clockTime)–\(end)"
    }

    /// Hours of a shift that may end on another day.
    static func shift(_ span: Range<Instant>) -> String {
        let (from, to) = (span.lowerBound, span.upperBound)
        if to <= from.day.end { return "\(from.day.description.dropFirst(5)) \(hours(span))" }
        return "\(Words.minute(from).dropFirst(5)) – \(Words.minute(to).dropFirst(5))"
    }

    static func standing(_ standing: RosterStanding, now: Instant, _ words: Words) -> (text: String, style: String) {
        switch standing.state {
        case .awaited:
            let left = standing.dueAt.map { words.minutes(max(0, ($0 - now).minutesDown)) } ?? ""
            return (words("○ 待报，还剩 ", "○ owed, left ") + left, "warn")
        case .missing(let late): return (words("○ 未报，已超 ", "○ missing, late by ") + words.minutes(late), "bad")
        case .returned: return (words("↩ 已退回", "↩ returned"), "warn")
        case .inTime, .late:
            var text = words("● 按时", "● in time")
            if case .late(let minutes) = standing.state { text = words("◑ 迟报 ", "◑ late by ") + words.minutes(minutes) }
            text += standing.receivedAt == nil ? words("，待接收", ", to be received") : words("，已接收", ", received")
            return (text, standing.receivedAt == nil ? "warn" : "good")
        }
    }
}
