import DutyDesk
import DutyRecords
import Hummingbird
import ProgramShell
import SyncKit

/// The county's report as a message of CAP 1.2.
enum CityReportExport {
    /// - Parameter asked: the report's id; nil for the last one that went out, else the event's own record.
    static func cap(_ event: CountyEvent, _ asked: String?, _ opened: HubFolder) throws -> Response {
        let report: Report?
        if let asked {
            guard let found = event.own.first(where: { $0.id.description == asked }) else {
                throw CommandFailure(
                    .badUse, chinese: "这份报告不是本事件的。", english: "that report is not of this incident")
            }
            report = found
        } else {
            report = event.own.last { $0.sentAt != nil }
        }
        let alert: CAPAlert
        do {
            alert = try CAPAlert.of(
                event.incident, report: report, own: event.own,
                county: (event.countyUnit, event.name(event.countyUnit)),
                title: report.map { event.title($0) } ?? ReportName.event(event.incident.record),
                channel: opened.channel, now: event.now)
        } catch {
            throw failure(error)
        }
        return DeskResponse.file(
            Array(alert.xml.utf8), "application/cap+xml; charset=utf-8",
            name: "\(event.title(report)).xml", plain: "\(report?.id ?? event.id).xml")
    }

    private static func failure(_ refusal: CAPAlert.Refusal) -> CommandFailure {
        switch refusal {
        case .secret:
            CommandFailure(
                .badUse, chinese: "密件和工作秘密不得以公开文件导出（第十四条）。",
                english: "what is secret leaves by no open file (第十四条)")
        case .nothingToCancel:
            CommandFailure(
                .badUse, chinese: "这起事件已认定误报，从未报市，没有可以撤销的消息。",
                english: "it was found to be false and the city was never told: there is nothing to cancel")
        }
    }
}
