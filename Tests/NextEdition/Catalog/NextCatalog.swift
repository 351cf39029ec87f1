package import DutyRecords
import SyncKit

extension DutyCatalog {
    /// A later version's: log entries name who was sent out, one by one, and there is a new kind of record.
    package static let next = DutyCatalog(
        DutyCatalog.regulation.collections.map { collection in
            guard collection.name == "log-entry" else { return collection }
            return Collection(
                collection.name, collection.ledger, collection.chinese, collection.english,
                fields: collection.fields + [
                    Field("sentOut", "出动人员", "Sent out", .texts(Bounds.short), by: .either, rule: .union)
                ])
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
