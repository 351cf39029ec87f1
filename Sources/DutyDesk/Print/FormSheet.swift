import DutyRecords
import Mustache
import ProgramShell
import SyncKit

/// A record as its form: every element in its place, filled or left blank for the pen, and the signatures.
struct FormSheet<Room: DeskRoom>: Sendable {
    private let template: MustacheTemplate

    init() throws { template = try MustacheTemplate(string: Self.html) }

    /// - Parameter leaving: fields that stand elsewhere on the paper.
    func render(
        _ record: RecordFacts, _ collection: Collection, _ names: PrintNames<Room>, leaving: Set<String> = [],
        _ words: Words
    ) async throws -> String {
        let rules = SignatureRule.all(in: collection)
        let elsewhere = leaving.union(["voided", "voidReason", "channel", "workSecret"])
            .union(rules.flatMap { [$0.field, $0.signature] })
        var cells: [Cell] = []
        for field in collection.fields where !elsewhere.contains(field.name) {
            let text = try await names.text(record.fields[field.name], of: field)
            if text.isEmpty && (field.need == .optional || field.need == .issued) { continue }
            cells.append(Cell(label: words.name(field), text: text, isLong: Self.isLong(field, text)))
        }
        let signatures = rules.map { rule -> [String: String] in
            let signer = collection.field(rule.signer).map(words.name) ?? rule.signer
            guard rule.holds(in: record), let at = record.time(rule.field) else {
                return ["label": signer, "text": words("（未签字）", "(not signed)")]
            }
            return ["label": signer, "text": "\(record.text(rule.signature) ?? "") \(Words.minute(at))"]
        }
        return template.render([
            "rows": Self.rows(cells), "signTitle": words("签字", "signed"), "signatures": signatures,
            "void": Sometimes.text(
                record.isVoided ? words("作废：", "void: ") + (record.text("voidReason") ?? "–") : nil),
            "struck": record.isVoided ? "struck" : "",
        ])
    }

    private struct Cell {
        let label: String
        let text: String
        let isLong: Bool

        var view: [String: String] { ["label": label, "text": text] }
    }

    private static func isLong(_ field: Field, _ text: String) -> Bool {
        switch field.kind {
        case .lines, .items, .figures, .texts: true
        default: text.unicodeScalars.count > 12 && Instant(text) == nil && !text.allSatisfy(\.isASCII)
        }
    }

    /// Two short elements share a row.
    private static func rows(_ cells: [Cell]) -> [[String: Any]] {
        var rows: [[String: Any]] = []
        var waiting: Cell?
        func alone(_ cell: Cell) -> [String: Any] { ["isWhole": true, "first": cell.view] }
        for cell in cells {
            if cell.isLong {
                if let left = waiting { rows.append(alone(left)) }
                waiting = nil
                rows.append(alone(cell))
            } else if let left = waiting {
                rows.append(["isWhole": false, "first": left.view, "second": cell.view])
                waiting = nil
            } else {
                waiting = cell
            }
        }
        if let left = waiting { rows.append(alone(left)) }
        return rows
    }

    private static var html: String {
        """
        {{#void}}<p><b>{{.}}</b></p>{{/void}}<table class="grid form {{struck}}"><tbody>
        {{#rows}}{{#isWhole}}<tr class="long">{{#first}}<th scope="row">{{label}}</th><td colspan="3">{{text}}</td>{{/first}}</tr>{{/isWhole}}{{^isWhole}}<tr>{{#first}}<th scope="row">{{label}}</th><td class="half">{{text}}</td>{{/first}}{{#second}}<th scope="row">{{label}}</th><td class="half">{{text}}</td>{{/second}}</tr>{{/isWhole}}
        {{/rows}}{{#signatures}}<tr class="sign"><th scope="row">{{label}}（{{signTitle}}）</th><td colspan="3">{{text}}</td></tr>{{/signatures}}</tbody></table>
        """
    }
}
