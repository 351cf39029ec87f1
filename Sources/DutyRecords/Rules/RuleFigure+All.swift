package import SyncKit

extension RuleFigure {
    package static let all: [RuleFigure] = [
        RuleFigure(
            name: "reportMinutes", chinese: "事发至报县（分钟）", english: "Occurrence to county (min)", article: "第十二条",
            tightening: .lower,
            path: .number(\.reportMinutes, 1...60)),
        RuleFigure(
            name: "writtenMinutes", chinese: "书面报告（分钟）", english: "Written report (min)", article: "第十二条",
            tightening: .lower,
            path: .number(\.writtenMinutes, 1...30)),
        RuleFigure(
            name: "writtenFromOccurrence", chinese: "书面报告自事发起算", english: "Written report runs from the occurrence",
            article: "第十二条", tightening: .flag(true),
            path: .flag(\.writtenFromOccurrence)),
        RuleFigure(
            name: "cityMinutes", chinese: "较大以上报市（分钟）", english: "Larger and above: to the city (min)", article: "第十二条",
            tightening: .lower,
            path: .number(\.cityMinutes, 1...120)),
        RuleFigure(
            name: "immediateMinutes", chinese: "立即（提醒，分钟）", english: "At once: reminder (min)", article: "第十二条",
            tightening: .lower,
            path: .number(\.immediateMinutes, 1...1440)),
        RuleFigure(
            name: "sameTimeMinutes", chinese: "同时报县（分钟）", english: "To the county at the same time (min)",
            article: "第十二条", tightening: .lower,
            path: .number(\.sameTimeMinutes, 0...1440)),
        RuleFigure(
            name: "immediateOnBothLegs", chinese: "两段均提醒立即报告", english: "At once is asked on both legs",
            article: "第十二条", tightening: .flag(true),
            path: .flag(\.immediateOnBothLegs)),
        RuleFigure(
            name: "periodicTimes", chinese: "续报时点", english: "Times of follow-ups", article: "第十二条", tightening: .none,
            path: .times(\.periodicTimes)),
        RuleFigure(
            name: "zeroReportTime", chinese: "零报告时点", english: "Zero report by", article: "第十三条", tightening: .lower,
            path: .time(\.zeroReportTime)
        ),
        RuleFigure(
            name: "watchDays", chinese: "伤亡补报期（天）", english: "Casualty watch (days)", article: "第十二条",
            tightening: .higher,
            path: .number(\.watchDays, 1...365)),
        RuleFigure(
            name: "watchDaysTrafficFire", chinese: "道路交通、火灾伤亡补报期（天）",
            english: "Casualty watch, traffic and fire (days)", article: "第十二条", tightening: .higher,
            path: .number(\.watchDaysTrafficFire, 1...365)),
        RuleFigure(
            name: "rosterDays", chinese: "值班表提前（天）", english: "Roster ahead (days)", article: "第六条第（二）项",
            tightening: .higher,
            path: .number(\.rosterDays, 0...60)),
        RuleFigure(
            name: "rosterCalendarDays", chinese: "按自然日计", english: "Counted in calendar days", article: "第六条第（二）项",
            tightening: .flag(false),
            path: .flag(\.rosterCalendarDays)),
        RuleFigure(
            name: "ringsMax", chinese: "接听前响铃（声）", english: "Rings before an answer", article: "第八条",
            tightening: .lower, path: .number(\.ringsMax, 1...20)
        ),
        RuleFigure(
            name: "answerSeconds", chinese: "接听用时（秒）", english: "Seconds to an answer", article: "第八条",
            tightening: .lower,
            path: .number(\.answerSeconds, 1...300)),
        RuleFigure(
            name: "earlyMinutes", chinese: "接班提前（分钟）", english: "Successor early by (min)", article: "第十一条",
            tightening: .higher,
            path: .number(\.earlyMinutes, 0...240)),
        RuleFigure(
            name: "handoverMinutes", chinese: "交接完成（分钟）", english: "Handover within (min)", article: "第十一条",
            tightening: .lower,
            path: .number(\.handoverMinutes, 1...240)),
        RuleFigure(
            name: "receiptMinutes", chinese: "批示签收（分钟）", english: "Receipt of an instruction (min)",
            article: "第五条第（三）项", tightening: .lower,
            path: .number(\.receiptMinutes, 1...10080)),
        RuleFigure(
            name: "feedbackMinutes", chinese: "批示反馈（分钟）", english: "Feedback on an instruction (min)",
            article: "第五条第（三）项", tightening: .lower,
            path: .number(\.feedbackMinutes, 1...10080)),
        RuleFigure(
            name: "absenceLeadDays", chinese: "外出报备提前（天）", english: "Absence reported ahead (days)",
            article: "第五条第（四）项", tightening: .higher,
            path: .number(\.absenceLeadDays, 0...60)),
        RuleFigure(
            name: "documentDays", chinese: "文电办理（天）", english: "Document handled within (days)", article: "第五条第（五）项",
            tightening: .lower,
            path: .number(\.documentDays, 1...365)),
        RuleFigure(
            name: "volumeDays", chinese: "记录簿归档（次年天数）", english: "Volume archived within (days of the next year)",
            article: "第十条", tightening: .lower,
            path: .number(\.volumeDays, 1...365)),
        RuleFigure(
            name: "leadersOnJoinedWeekends", chinese: "与节日相连的双休日带班", english: "Leaders on weekends joined to a holiday",
            article: "第二条", tightening: .flag(true),
            path: .flag(\.leadersOnJoinedWeekends)),
        RuleFigure(
            name: "onCallLeadersCount", chinese: "总带班计入带班", english: "Leaders on call count", article: "第二条",
            tightening: .flag(false),
            path: .flag(\.onCallLeadersCount)),
        RuleFigure(
            name: "provinceMinutes", chinese: "报省（分钟，未定）", english: "To the province (min, unset)", article: "第十二条",
            tightening: .lower,
            path: .optional(\.provinceMinutes, 1...10080)),
        RuleFigure(
            name: "stateMinutes", chinese: "报国务院（分钟，未定）", english: "To the State Council (min, unset)", article: "第十二条",
            tightening: .lower,
            path: .optional(\.stateMinutes, 1...10080)),
    ]

    private static let byName = Dictionary(uniqueKeysWithValues: all.map { ($0.name, $0) })

    package static func named(_ name: String) -> RuleFigure? { byName[name] }

    /// Whether a value can stand for this figure.
    package func takes(_ value: FieldValue) -> Bool {
        switch (path, value) {
        case (.number(_, let range), .integer(let number)), (.optional(_, let range), .integer(let number)):
            range.contains(number)
        case (.flag, .boolean): true
        case (.time, .text(let text)): Self.isTimeOfDay(text)
        case (.times, .list(let values)):
            (1...24).contains(values.count)
                && values.allSatisfy { if case .text(let text) = $0 { Self.isTimeOfDay(text) } else { false } }
        default: false
        }
    }

    /// `HH:MM`.
    private static func isTimeOfDay(_ text: String) -> Bool {
        text.utf8.count == 5 && WrittenTime.isTime("2000-01-01T\(text)+08:00")
    }
}

extension RuleFigures {
    /// Sets what a profile says; what it does not say, or what cannot stand, stays.
    package mutating func set(_ values: [String: FieldValue]) {
        for (name, value) in values {
            guard let figure = RuleFigure.named(name), figure.takes(value) else { continue }
            set(figure, value)
        }
    }

    /// Sets what a unit tightens; a figure that it would loosen stays (Art. 23: 结合实际，制定具体值班要求).
    package mutating func tighten(_ values: [String: FieldValue]) {
        for (name, value) in values {
            guard let figure = RuleFigure.named(name), figure.takes(value), tightens(figure, value) else { continue }
            set(figure, value)
        }
    }

    /// Whether a value is as strict as the present one, or stricter.
    package func tightens(_ figure: RuleFigure, _ value: FieldValue) -> Bool {
        switch (figure.path, value) {
        case (.number(let path, _), .integer(let number)):
            figure.tightening.isAsStrict(Int(number), as: self[keyPath: path])
        case (.optional(let path, _), .integer(let number)):
            self[keyPath: path].map { figure.tightening.isAsStrict(Int(number), as: $0) } ?? true
        case (.flag(let path), .boolean(let flag)): flag == self[keyPath: path] || figure.tightening == .flag(flag)
        // Times of the day of five characters sort as texts.
        case (.time(let path), .text(let text)): figure.tightening == .lower && text <= self[keyPath: path]
        default: false
        }
    }

    private mutating func set(_ figure: RuleFigure, _ value: FieldValue) {
        switch (figure.path, value) {
        case (.number(let path, _), .integer(let number)): self[keyPath: path] = Int(number)
        case (.optional(let path, _), .integer(let number)): self[keyPath: path] = Int(number)
        case (.flag(let path), .boolean(let flag)): self[keyPath: path] = flag
        case (.time(let path), .text(let text)): self[keyPath: path] = text
        case (.times(let path), .list(let values)):
            self[keyPath: path] = values.compactMap { if case .text(let text) = $0 { text } else { nil } }.sorted()
        default: break
        }
    }
}

extension RuleFigure.Tightening {
    fileprivate func isAsStrict(_ number: Int, as present: Int) -> Bool {
        switch self {
        case .lower: number <= present
        case .higher: number >= present
        case .flag, .none: number == present
        }
    }
}
