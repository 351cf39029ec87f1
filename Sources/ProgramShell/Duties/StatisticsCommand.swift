package import ArgumentParser
import DutyRecords
import SyncKit

package struct StatisticsCommand<Opened: RecordFolder>: FolderCommand {
    package static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "statistics", abstract: "Figures of a period, unit by unit; drills are never counted 统计")
    }

    @OptionGroup package var common: CommonOptions
    @Option(help: "The first day.") var from: String
    @Option(help: "The last day.") var to: String
    @Option(help: "Only this unit's (at the hub).") var unit: String?

    package init() {}

    package func perform(in opened: Opened, _ session: CommandSession) async throws -> ExitStatus {
        let days = try TypedTime.days(from, to)
        let reading = try await DutyReading.period(days, unit: unit, in: opened)
        let rows = StatisticsRules(
            duties: reading.duties, calendar: reading.calendar, book: reading.book, days: days, now: reading.now,
            catalog: opened.catalog
        ).all(unit: reading.unit)
        session.emitOrShow(.array(rows.map(Self.json)), rows.map { Self.line($0, session) }.joined(separator: "\n"))
        return .done
    }

    private static func json(_ row: UnitStatistics) -> JSONValue {
        func number(_ value: Int?) -> JSONValue { value.map { .integer(Int64($0)) } ?? .null }
        func percent(_ part: Int, _ whole: Int) -> JSONValue { whole == 0 ? .null : number(part * 100 / whole) }
        func counts(_ counts: [String: Int]) -> JSONValue {
            .object(counts.sorted { $0.key < $1.key }.map { ($0.key.isEmpty ? "none" : $0.key, number($0.value)) })
        }
        let timeliness = row.timeliness.sorted { $0.key.rawValue < $1.key.rawValue }.map { rule, kept in
            (
                rule.rawValue,
                JSONValue.object([
                    ("owed", number(kept.owed)), ("met", number(kept.met)), ("late", number(kept.late)),
                    ("overdue", number(kept.overdue)), ("open", number(kept.open)),
                    ("percent", number(kept.percent)), ("lateMinutesMax", number(kept.lateMinutesMax)),
                ])
            )
        }
        return .object([
            ("unit", .text(row.unit)), ("timeliness", .object(timeliness)), ("incidents", number(row.incidents)),
            ("incidentsByLevel", counts(row.incidentsByLevel)),
            ("incidentsByCategory", counts(row.incidentsByCategory)),
            ("incidentsByMonth", counts(row.incidentsByMonth)),
            ("sensitiveIncidents", number(row.sensitiveIncidents)), ("drills", number(row.drills)),
            ("falseReports", number(row.falseReports)),
            ("calls", number(row.calls)), ("callsIn", number(row.callsIn)),
            ("callsByHour", .array(row.callsByHour.map { number($0) })), ("callsMissed", number(row.callsMissed)),
            ("answeredPromptPercent", percent(row.callsPrompt, row.callsTimed)),
            ("callsNotApproved", number(row.callsNotApproved)), ("awaitingWriting", number(row.awaitingWriting)),
            ("logEntries", number(row.logEntries)), ("lateEntries", number(row.lateEntries)),
            ("completenessPercent", number(row.completenessPercent)), ("gapMinutes", number(row.gapMinutes)),
            ("coveragePercent", number(row.coveragePercent)), ("leadersMissingDays", number(row.leadersMissingDays)),
            ("notOnEstablishment", number(row.notOnEstablishment)), ("openItems", number(row.openItems)),
            ("oldestOpenMinutes", number(row.oldestOpenMinutes)), ("violations", number(row.violations)),
            ("loadSpreadMinutes", number(row.loadSpreadMinutes)),
            ("equipmentMissing", .array(row.standing.equipmentMissing.map { .text($0) })),
            ("daysSinceBackup", number(row.standing.daysSinceBackup)),
            ("untrained", .array(row.standing.untrained.map { .text($0) })),
            ("bulletinGaps", .array(row.standing.bulletinGaps.map { .text($0) })),
            ("timelineOutOfOrder", number(row.standing.outOfOrder.count)),
            (
                "load",
                .array(
                    row.load.map { load in
                        .object([
                            ("person", .text(load.person.description)), ("name", .text(load.name)),
                            ("shifts", number(load.shifts)), ("minutes", number(load.minutes)),
                            ("nights", number(load.nights)), ("weekends", number(load.weekends)),
                            ("holidays", number(load.holidays)),
                        ])
                    })
            ),
        ])
    }

    private static func line(_ row: UnitStatistics, _ session: CommandSession) -> String {
        let report = row.timeliness[.report]
        return [
            row.unit,
            session.word(chinese: "事件 \(row.incidents)", english: "incidents \(row.incidents)"),
            session.word(chinese: "报县及时 ", english: "reported in time ") + (report?.percent.map { "\($0)%" } ?? "–"),
            session.word(chinese: "来电 \(row.callsIn)", english: "calls \(row.callsIn)"),
            session.word(chinese: "值守覆盖 \(row.coveragePercent)%", english: "coverage \(row.coveragePercent)%"),
            session.word(chinese: "要素齐全 ", english: "complete ") + (row.completenessPercent.map { "\($0)%" } ?? "–"),
        ].joined(separator: "\t")
    }
}
