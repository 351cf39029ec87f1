/// Whether today's 零报告 is owed, given, or overtaken by an event (Art. 13).
package enum ZeroReportState: Sendable {
    case notOwed
    /// Something happened: there is no nothing to report.
    case happened
    case owed(by: Instant)
    case given(at: Instant)

    package init(of unit: String, on day: Day, duties: DutyBook, due: [Obligation]) {
        let given = duties.records("zero-report").filter { $0.unit == unit && $0.day("date") == day }
            .compactMap { $0.time("sentAt") }.min()
        if let given {
            self = .given(at: given)
        } else if Self.hasHappened(in: unit, on: day, duties) {
            self = .happened
        } else if let row = due.first(where: {
            $0.rule == .zeroReport && $0.owedBy == unit && $0.startedAt == day.start && $0.record == nil
        }) {
            self = .owed(by: row.dueAt)
        } else {
            self = .notOwed
        }
    }

    /// An event of that day that is no drill: a 零报告 would be untrue.
    package static func hasHappened(in unit: String, on day: Day, _ duties: DutyBook) -> Bool {
        duties.incidents.contains { $0.unit == unit && !$0.isDrill && $0.occurredAt.day == day }
    }

    package func words(in language: Language) -> String {
        func word(_ chinese: String, _ english: String) -> String { language == .chinese ? chinese : english }
        return switch self {
        case .notOwed: word("今日不要求", "not owed today")
        case .happened: word("今日有突发事件，不作零报告", "an incident happened today: none is given")
        case .owed(let time): word("未报，\(time.clockTime) 前应报", "not given; owed by \(time.clockTime)")
        case .given(let time): word("已报 \(time.clockTime)", "given at \(time.clockTime)")
        }
    }
}
