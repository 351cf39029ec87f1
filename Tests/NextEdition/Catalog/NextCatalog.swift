package import DutyRecords
import SyncKit

extension DutyCatalog {
    /// A later version's: log entries name who was sent out, one by one, there is a new kind of record, and reports
    /// are numbered in words, which an older version cannot take.
    package static let next = DutyCatalog(
        DutyCatalog.regulation.collections.map { collection in
            switch collection.name {
            case "log-entry":
                collection.with(
                    fields:
                        collection.fields + [
                            Field("sentOut", "出动人员", "Sent out", .texts(Bounds.short), by: .either, rule: .union)
                        ])
            case "report":
                collection.with(
                    fields:
                        collection.fields.filter { $0.name != "number" } + [
                            Field("number", "续报序号", "Number", .text(Bounds.short))
                        ])
            default: collection
            }
        } + [dykePatrol])

    private static let dykePatrol = Collection(
        "dyke-patrol", .urgent, "巡堤查险", "Dyke patrol",
        fields: [
            Field("at", "时间", "Time", .time, .required),
            Field("section", "堤段", "Section", .text(Bounds.short), .required),
            Field(
                "seepage", "渗水", "Seepage", .choice(["无", "清水", "浑水"]),
                rule: .greatest([.text("无"), .text("清水"), .text("浑水")])),
            Field("found", "发现情况", "Found", .lines(Bounds.long), by: .either),
        ])
}
