import DutyRecords
import ProgramShell

/// At the county: what it has taken note of, and one press for the rest.
struct CountyReceiptMark {
    let event: IncidentCase
    let words: Words

    /// One button for everything that waits; none where nothing does.
    func button(_ token: String) -> [[String: String]] {
        let waiting = event.unreceipted
        guard let last = waiting.last else { return [] }
        return [
            [
                "receiptAction": "\(event.path)/county-receipt", "token": token,
                "receiptSeen": String(last.arrivedAt.milliseconds),
                "receiptText": words("签收 \(waiting.count) 件", "Receipt of \(waiting.count)"),
            ]
        ]
    }

    /// Who receipted one piece and when, or since when it waits; nothing of what never came from a unit.
    func mark(_ record: RecordFacts, arrivedAt: Instant?) -> [[String: String]] {
        guard event.isCounty, record.unit != event.home else { return [] }
        if let at = record.time("countyReceiptAt") {
            let by = record.text("countyReceiptBy") ?? ""
            let when = ShortTime.text(at, at: event.now)
            return [
                ["receiptStyle": "good", "receiptMark": words("签收 \(when) \(by)", "receipted \(when) \(by)")]
            ]
        }
        guard let arrivedAt else { return [] }
        let came = ShortTime.text(arrivedAt, at: event.now)
        return [["receiptStyle": "warn", "receiptMark": words("○ \(came) 到，待县签收", "○ came \(came), no receipt yet")]]
    }

    static let html =
        "{{#countyReceipted}}<span class=\"{{receiptStyle}}\">{{receiptMark}}</span>{{/countyReceipted}}"

    static let buttonHTML = """
        {{#countyReceipts}}<form class="receipt-form" method="post" action="{{receiptAction}}"><input type="hidden" name="token" value="{{token}}"><input type="hidden" name="seen" value="{{receiptSeen}}"><button>{{receiptText}}</button></form>{{/countyReceipts}}
        """
}
