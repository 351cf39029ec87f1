import DutyDesk
import DutyRecords

/// Which days a page of the console shows: a month as somebody typed it, or any days in their place.
struct AskedPeriod: Sendable {
    let days: ClosedRange<Day>
    /// nil where other days were asked for.
    let month: Month?
    /// What to type instead of what could not be read.
    let error: String?
    private let typed: [String: String]
    private let words: Words

    /// - Parameter most: days at once: a page stays small.
    init(_ typed: [String: String], now: Instant, most: Int, _ words: Words) {
        self.typed = typed
        self.words = words
        let present = Month(of: now.day)
        let asked = AskedDays(typed, now: now, words)
        if let sentence = asked.sentences.first {
            (days, month, error) = (present.days, present, sentence)
            return
        }
        if asked.cut.from != nil || asked.cut.to != nil {
            guard let from = asked.cut.from, let to = asked.cut.to, from <= to, to.since(from) < most else {
                (days, month) = (present.days, present)
                error = words("请填起止两个日期，最多 \(most) 天。", "Give the first and the last day, \(most) days at most.")
                return
            }
            (days, month, error) = (from...to, nil, nil)
            return
        }
        guard let text = typed["month"], !text.allSatisfy(\.isWhitespace) else {
            (days, month, error) = (present.days, present, nil)
            return
        }
        do throws(TypedMoment.Fault) {
            let found = try TypedMoment.month(text, now: now)
            (days, month, error) = (found.days, found, nil)
        } catch {
            (days, month) = (present.days, present)
            self.error = words(error.sentence(of: text, .month))
        }
    }

    var title: String {
        guard let month else { return "\(days.lowerBound) – \(days.upperBound)" }
        return words("\(month.year) 年 \(month.number) 月", month.description)
    }

    /// As a link carries the period on.
    var query: String { month.map { "month=\($0)" } ?? "from=\(days.lowerBound)&to=\(days.upperBound)" }

    /// - Parameter more: what else a link carries along, such as `&view=leaders`.
    func view(_ path: String, _ more: String = "") -> [String: Any] {
        func link(_ month: Month?, _ text: String) -> [[String: String]] {
            month.map { [["path": "\(path)?month=\($0)\(more)", "text": text]] } ?? []
        }
        let shown = error == nil ? nil : typed
        return [
            "period": title, "periodError": Sometimes.text(error), "periodLabel": words("查看哪些天", "Which days"),
            "before": link(month?.previous, words("← 上月", "← Previous")),
            "after": link(month?.next, words("下月 →", "Next →")),
            "monthLabel": words("月份", "Month"), "month": shown?["month"] ?? month?.description ?? "",
            "fromLabel": words("或从", "or from"), "toLabel": words("到", "to"),
            "from": shown?["from"] ?? (month == nil ? days.lowerBound.description : ""),
            "to": shown?["to"] ?? (month == nil ? days.upperBound.description : ""), "showPeriod": words("查看", "Show"),
        ]
    }

    static let html = """
        {{#periodError}}<p class="notice badly" role="alert">{{.}}</p>{{/periodError}}
        <nav class="period-nav" aria-label="{{periodLabel}}">{{#before}}<a href="{{path}}">{{text}}</a>{{/before}}{{#after}}<a href="{{path}}">{{text}}</a>{{/after}}<form method="get"><label for="month">{{monthLabel}}</label><input id="month" name="month" value="{{month}}" autocomplete="off"><label for="from">{{fromLabel}}</label><input id="from" name="from" value="{{from}}" autocomplete="off"><label for="to">{{toLabel}}</label><input id="to" name="to" value="{{to}}" autocomplete="off"><button class="quiet">{{showPeriod}}</button></form></nav>
        """
}
