import DutyRecords
import SyncKit

/// What a person typed into a form, to be read and copied where the form itself is not shown again.
struct TypedText: Sendable {
    /// By the names that the form had.
    let rows: [[String: String]]

    /// - Parameter path: where it was sent.
    init(_ fields: [String: String], path: String, _ words: Words, in catalog: DutyCatalog) {
        let parts = path.prefix { $0 != "?" }.split(separator: "/")
        let collection = parts.dropFirst().first.flatMap { catalog.collection(named: String($0)) }
        rows = fields.filter { Self.isTyped($0, $1) }.sorted { $0.key < $1.key }.map { name, value in
            let known = collection?.field(name).map(words.name) ?? Self.names[name].map { words($0.0, $0.1) }
            return ["name": known ?? name, "value": value]
        }
    }

    private static func isTyped(_ name: String, _ value: String) -> Bool {
        !value.isEmpty && RecordID(value) == nil && Dot(value) == nil && !carried.contains(name)
            && !name.hasPrefix("was-") && !name.hasPrefix("key-") && !isSecret(name)
    }

    /// A password is shown nowhere.
    private static func isSecret(_ name: String) -> Bool {
        name.lowercased().contains("password") || name == "again" || name == "old"
    }

    /// What forms carry along by themselves.
    private static let carried = FormFrame.carried.union(TakenElements.carried).union([
        "seen", "focus", "act", "asked", "author", "collection", "day", "field", "handover", "ids", "instruction",
        "ledger",
        "lines", "mode", "month", "one", "other", "otherWas", "page", "report", "rows", "seed", "set", "suppose",
        "undo",
        "unit", "version", "was", KeptForms.field,
    ])

    /// The questions of the forms that are no record's own.
    private static let names: [String: (String, String)] = [
        "approvedBy": ("批准人", "Approved by"), "approver": ("审核人", "Approved by"), "at": ("时间", "Time"),
        "begins": ("起", "From"), "category": ("类别", "Kind"), "code": ("编码", "Code"), "count": ("数量", "Number"),
        "done": ("已办结", "Done"), "ends": ("止", "To"), "feedback": ("反馈", "Feedback"), "from": ("自", "From"),
        "kind": ("类型", "Kind"), "level": ("级别", "Level"), "name": ("姓名", "Name"), "pattern": ("班制", "Pattern"),
        "person": ("人员", "Person"), "phoneTest": ("电话测试", "Phone test"), "preparer": ("制表人", "Prepared by"),
        "reason": ("理由", "Reason"), "role": ("身份", "Role"), "seats": ("每班人数", "Persons a shift"),
        "signedBy": ("签发人", "Signed by"), "source": ("信息来源", "Source"), "start": ("交班时刻", "Change at"),
        "to": ("至", "To"), "what": ("情况", "What"), "with": ("同谁确认", "Confirmed with"), "year": ("年份", "Year"),
    ]

    static var html: String {
        "<table><tbody>{{#shown}}<tr><th scope=\"row\">{{name}}</th><td class=\"typed\">{{value}}</td></tr>{{/shown}}"
            + "</tbody></table>"
    }
}
