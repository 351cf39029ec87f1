package import ArgumentParser
import DutyRecords
import SyncKit

package struct DueCommand<Opened: RecordFolder>: FolderCommand {
    package static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "due", abstract: "What is owed, to whom, by when, and whether it was done 时限",
            discussion: """
                Rows that arise from the calendar alone (零报告, rosters, handovers at the end of a shift) are worked out \
                for the days from --from to --to, a week before and after by default.
                """)
    }

    @OptionGroup package var common: CommonOptions
    @Option(help: "At this time instead of now: what happened later has not happened yet.") var at: String?
    @Option(help: "The first day of the calendar's rows.") var from: String?
    @Option(help: "The last day of the calendar's rows.") var to: String?
    @Option(help: "Only this unit's (at the hub).") var unit: String?
    @Flag(help: "Only what is open or overdue.") var open = false

    package init() {}

    package func perform(in opened: Opened, _ session: CommandSession) async throws -> ExitStatus {
        let at = try TypedTime.instant(at, "--at")
        let reading = try await DutyReading.read(DutyBook.collections, unit: unit, at: at, in: opened)
        let usual = DueRules.window(around: reading.now)
        let first = try from.map { try TypedTime.day($0, "--from") } ?? usual.lowerBound
        let last = try to.map { try TypedTime.day($0, "--to") } ?? max(first, usual.upperBound)
        let window = try TypedTime.days(first.description, last.description)
        let rows = reading.due(window).filter { row in
            guard open else { return true }
            let state = row.state(at: reading.now)
            return state == .open || state == .overdue
        }
        session.emitOrShow(
            .array(rows.map { ObligationPrinting.json($0, at: reading.now, session.language) }),
            rows.map { ObligationPrinting.line($0, at: reading.now, session.language) }.joined(separator: "\n"))
        return .done
    }
}

enum ObligationPrinting {
    static func json(_ row: Obligation, at now: Instant, _ language: Language) -> JSONValue {
        func time(_ instant: Instant?) -> JSONValue { instant.map { .text($0.description) } ?? .null }
        let met = row.metAt.flatMap { $0 <= now ? $0 : nil }
        return .object([
            ("rule", .text(row.rule.rawValue)), ("article", .text(row.article)),
            ("record", row.record.map { .text($0.description) } ?? .null), ("collection", .text(row.collection)),
            ("unit", .text(row.unit)), ("owedBy", .text(row.owedBy)), ("owedTo", .text(row.owedTo)),
            ("startsAt", .text(row.startsAt.rawValue)), ("startedAt", time(row.startedAt)),
            ("dueAt", time(row.dueAt)), ("metAt", time(met)), ("state", .text(row.state(at: now).rawValue)),
            ("lateMinutes", .integer(Int64(row.lateMinutes(at: now)))), ("binding", .boolean(row.isBinding)),
            ("alarmAt", time(row.alarmAt)), ("drill", .boolean(row.isDrill)),
            ("basis", row.basis.map { .text($0) } ?? .null),
            ("why", .text(language == .chinese ? row.why.chinese : row.why.english)),
        ])
    }

    static func line(_ row: Obligation, at now: Instant, _ language: Language) -> String {
        let state = row.state(at: now)
        let late = row.lateMinutes(at: now)
        let mark = late > 0 ? " +" + span(late, language) : ""
        return "\(words(state, language))\(mark)\t\(minute(row.dueAt))\t\(row.owedBy)→\(row.owedTo)\t\(row.article)\t"
            + (language == .chinese ? row.why.chinese : row.why.english)
            + (row.record.map { "\t\(row.collection) \($0)" } ?? "")
    }

    /// A span in days, hours and minutes.
    private static func span(_ minutes: Int, _ language: Language) -> String {
        let parts = [
            (minutes / 1440, "天", "d"), (minutes / 60 % 24, "小时", "h"), (minutes % 60, "分", "min"),
        ].filter { $0.0 > 0 }.prefix(2)
        return parts.map { language == .chinese ? "\($0.0) \($0.1)" : "\($0.0) \($0.2)" }.joined(separator: " ")
    }

    static func minute(_ instant: Instant) -> String { String(instant.description.prefix(16)) }

    private static func words(_ state: Obligation.State, _ language: Language) -> String {
        switch (state, language) {
        case (.open, .chinese): "在计时"
        case (.overdue, .chinese): "已超时"
        case (.met, .chinese): "按时"
        case (.late, .chinese): "迟"
        case (_, .english): state.rawValue
        }
    }
}
