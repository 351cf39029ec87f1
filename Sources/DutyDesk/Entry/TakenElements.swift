import DutyRecords
import SyncKit

/// Elements of a form that came from another record, as the form carries them along: `matter:matter+place,source:…` of
/// a collection. Each waits until a person has looked at it.
struct TakenElements {
    private let fields: [String: TakenField]

    init(_ values: [String: String], _ words: Words, in catalog: DutyCatalog) {
        let source = catalog.collection(named: values["taken-of"] ?? "")
        fields = Dictionary(
            Self.read(values["taken"] ?? "").map { name, from in
                let labels = from.map { source?.field($0).map(words.name) ?? $0 }
                return (name, TakenField(from: labels, isConfirmed: values["ok-\(name)"] == "1"))
            }
        ) { first, _ in first }
    }

    var isEmpty: Bool { fields.isEmpty }

    subscript(field: String) -> TakenField? { fields[field] }

    static func text(_ elements: [CallTakeover.Element]) -> String {
        elements.map { "\($0.field):\($0.from.joined(separator: "+"))" }.joined(separator: ",")
    }

    /// What a form carries along of what was taken over, under names that no field has.
    static let carried: Set<String> = ["taken", "taken-of", "then"]

    /// What ``noticeHTML`` and ``hiddenHTML`` draw.
    static func view(_ values: [String: String], _ words: Words) -> [String: Any] {
        [
            "taken": values["taken"] ?? "", "takenOf": values["taken-of"] ?? "", "then": values["then"] ?? "",
            "takenTitle": read(values["taken"] ?? "").isEmpty
                ? []
                : [
                    words(
                        "已从电话或事件记录中取来下列内容，请逐项核对（按 Tab 经过一项即为核对）。",
                        "Taken over from a record: check each (passing it by Tab checks it).")
                ],
        ]
    }

    static let noticeHTML = """
        {{#takenTitle}}<p class="notice">{{.}}</p>{{/takenTitle}}
        """
    static let hiddenHTML = """
        <input type="hidden" name="taken" value="{{taken}}"><input type="hidden" name="taken-of" value="{{takenOf}}"><input type="hidden" name="then" value="{{then}}">
        """

    private static func read(_ text: String) -> [(String, [String])] {
        text.split(separator: ",").compactMap { part in
            let sides = part.split(separator: ":").map(String.init)
            return sides.count == 2 ? (sides[0], sides[1].split(separator: "+").map(String.init)) : nil
        }
    }

    /// What nobody has confirmed, by field, with the sentence on it; what was emptied needs no confirming.
    static func unconfirmed(_ values: [String: String], _ words: Words) -> [String: String] {
        let open = read(values["taken"] ?? "").map(\.0).filter {
            values["ok-\($0)"] != "1" && !(values[$0] ?? "").isEmpty
        }
        return Dictionary(
            open.map { ($0, words("这一项是取来的，请核对后打勾再保存。", "This was taken over: check it and tick it, then save.")) }
        ) { first, _ in first }
    }
}
