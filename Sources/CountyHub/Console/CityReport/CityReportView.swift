import DutyDesk
import DutyRecords
import ProgramShell
import SyncKit

/// The report to the city as its page draws it.
struct CityReportView {
    let event: CountyEvent
    let shown: CityReportPage.Shown
    /// Who sits before the page.
    let name: String
    let token: String
    let words: Words

    private var now: Instant { event.now }
    private var path: String { "\(event.path)/city" }

    /// 死亡人数 3，各单位合计 4（少 1）.
    static func text(_ difference: CityFigures.Difference, _ words: Words) -> String {
        let label = Collection.report.field(difference.field).map(words.name) ?? difference.field
        let told = difference.told.map(String.init) ?? words("未填", "nothing")
        let sum = difference.sum.map(String.init) ?? words("未报", "nothing")
        let by =
            difference.more > 0
            ? words("多 \(difference.more)", "\(difference.more) more")
            : words("少 \(-difference.more)", "\(-difference.more) less")
        return words("\(label) \(told)，各单位合计 \(sum)（\(by)）", "\(label) \(told), the units' sum \(sum) (\(by))")
    }

    var view: [String: Any] {
        let incident = event.incident
        var view: [String: Any] = [
            "title": words("县报市：", "To the city: ") + ReportName.event(incident.record), "token": token,
            "levelText": LevelMark.text(incident.level, words), "levelStyle": LevelMark.style(incident.level),
            "tags": LevelMark.tags(incident, words),
            "back": event.path, "backText": words("← 事件", "← The incident"),
            "review": "\(event.path)/review", "reviewText": words("复盘包", "Review pack"),
            "saved": Sometimes.text(shown.saved.map(saved)),
            "refusal": Sometimes.text(shown.form == "enter" ? shown.refusal : nil), "there": there,
            "clocks": clocks,
            "noClock": clocks.isEmpty
                ? [
                    words(
                        "未达较大级别，没有两小时时限；也可以报市。",
                        "Below 较大 no clock of two hours runs; the city may be told all the same.")
                ]
                : [],
            "changed": changed,
        ]
        view.merge(table) { $1 }
        view.merge(versions) { $1 }
        view.merge(CityReportForm(event: event, shown: shown, token: token, words: words).view) { $1 }
        return view
    }

    private func saved(_ what: String) -> String {
        what == "enter"
            ? words("已录入，尚未报市。报出以后请登记。", "Entered; the city has not been told. Note it once it was.")
            : words("已登记。", "Noted.")
    }

    /// The report of another officer who was faster, to look at before this one is entered.
    private var there: [[String: String]] {
        guard shown.form == "enter", let kind = shown.kind, let last,
            !CityReport.kinds(after: event.own).contains(kind)
        else { return [] }
        return [["therePath": "#\(Self.anchor(last))", "thereText": words("看那份报告", "See that report")]]
    }

    private static func anchor(_ report: Report) -> String { "report-\(report.id)" }

    // MARK: The two hours

    private var clocks: [[String: Any]] {
        event.obligations(event.incident).filter { $0.rule == .city }.map { row in
            let late = row.lateMinutes(at: now)
            let left = max(0, (row.dueAt - now).minutesDown)
            let (style, text): (String, String) =
                switch row.state(at: now) {
                case .open:
                    (left <= 15 ? "warn" : "", (left <= 15 ? "◐ " : "○ ") + words("还剩 ", "left ") + words.minutes(left))
                case .overdue: ("bad", words("▲ 已超 ", "▲ late by ") + words.minutes(late))
                case .met: ("good", words("✓ 按时报出", "✓ told in time"))
                case .late: ("bad", words("▲ 迟报 ", "▲ told late by ") + words.minutes(late))
                }
            let met = row.metAt.map { words("，报出 ", ", told ") + Words.minute($0) } ?? ""
            return [
                "clockStyle": row.isBinding ? style : "soft", "clockText": text,
                "clockKind": row.isBinding ? "" : "reference",
                "clockWhy": words(row.why.chinese, row.why.english) + "（\(row.article)）",
                "clockTimes": words("起算 ", "from ") + Words.minute(row.startedAt) + words("，截止 ", ", due ")
                    + Words.minute(row.dueAt) + met,
            ]
        }
    }

    // MARK: The figures side by side

    private var last: Report? { event.own.last }

    private var table: [String: Any] {
        let figures = event.figures
        func cells(_ told: [String: Int], marked: Set<String> = []) -> [[String: String]] {
            Casualties.names.map { name in
                [
                    "figure": told[name].map(String.init) ?? "–", "style": marked.contains(name) ? "bad" : "",
                    "mark": marked.contains(name) ? "≠ " : "",
                ]
            }
        }
        var rows: [[String: Any]] = figures.words.map { word in
            [
                "who": event.name(word.unit), "which": which(word), "cells": cells(word.figures), "rowStyle": "",
            ]
        }
        rows.append([
            "who": words("各单位合计", "Sum of the units"), "which": "", "cells": cells(figures.sum), "rowStyle": "sum",
        ])
        if let last {
            let marked = Set(figures.differences(from: last.casualties.told).map(\.field))
            rows.append([
                "who": words("县报市", "The county to the city"),
                "which": ReportName.counted(
                    last.kind.rawValue, ReportName.number(of: last.record, among: event.own.map(\.record))),
                "cells": cells(last.casualties.told, marked: marked), "rowStyle": "sum",
            ])
        }
        return [
            "tableTitle": words("数字核对", "The figures side by side"),
            "tableHead": [words("来源", "From"), words("依据", "By")]
                + Casualties.names.map { name in Collection.report.field(name).map(words.name) ?? name },
            "rows": rows,
        ]
    }

    private func which(_ word: CityFigures.UnitWord) -> String {
        guard let report = word.report else { return words("事件记录", "its record of the event") }
        let theirs = event.reports.filter { $0.unit == word.unit }.map(\.record)
        let kind = ReportName.counted(report.kind.rawValue, ReportName.number(of: report.record, among: theirs))
        let at = (report.sentAt ?? report.metAt).map { " " + ShortTime.text($0, at: now) } ?? ""
        return kind + at
    }

    /// What has gone out and is no longer what the units say.
    private var changed: [String] {
        guard let last, last.sentAt != nil else { return [] }
        let figures = event.figures
        let differences = figures.differences(from: last.casualties.told)
        guard !differences.isEmpty else { return [] }
        let list = differences.map { Self.text($0, words) }.joined(separator: words("；", "; "))
        let isKnown =
            last.record.has("differenceReason") && figures.text(event.name) == (last.record.text("unitsFigures") ?? "")
        return isKnown
            ? [
                words("报出时已说明的差异：", "A difference that was explained: ") + list + words("。说明：", ". Reason: ")
                    + (last.record.text("differenceReason") ?? "")
            ]
            : [
                words(
                    "⚠ 已报市的数字与各单位现报之和不再一致：\(list)。请报续报更正。",
                    "⚠ What the city was told is no longer the units' sum: \(list). Follow it up.")
            ]
    }

    // MARK: What has been reported

    private var versions: [String: Any] {
        let own = event.own
        return [
            "versionsTitle": words("县报市的报告", "Reports to the city"), "hasVersions": !own.isEmpty,
            "nothing": words("还没有县报市的报告。", "There is no report to the city yet."),
            "versions": own.map(version),
            "capPath": "\(event.path)/cap.xml", "capText": words("导出 CAP 1.2（事件）", "CAP 1.2 of the event"),
        ]
    }

    private func version(_ report: Report) -> [String: Any] {
        let record = report.record
        let told = CityReport.State(report)
        let isRefused = shown.form == report.id.description
        func typed(_ name: String, _ usual: String) -> String { isRefused ? shown.typed[name] ?? usual : usual }
        let differs = told == .entered && !event.figures.differences(from: report.casualties.told).isEmpty
        return [
            "anchor": Self.anchor(report), "versionTitle": event.title(report), "state": state(report).text,
            "stateStyle": state(report).style,
            "steps": steps(report),
            "signed": record.text("signedBy").map { words("签发人：\($0)", "signed by \($0)") }
                ?? words("签发人：未填", "signed by: nobody yet"),
            "signedStyle": record.has("signedBy") ? "" : "warn",
            "openPath": "/record/report/\(report.id)?unit=\(event.countyUnit)",
            "openText": words("查看、修改", "Open, edit"),
            "printPath": "\(path)/print?report=\(report.id)", "printText": words("打印", "Print"),
            "capPath": "\(event.path)/cap.xml?report=\(report.id)", "capText": "CAP 1.2",
            "tells": isDone(report)
                ? []
                : [
                    [
                        "report": report.id.description, "token": token, "action": "\(path)/told",
                        "tellTitle": told == .entered
                            ? words("报出后登记", "Note that the city was told")
                            : words("补登记另一种方式", "Note the other way"),
                        "ways": ways(report, typed("how", "")), "howLabel": words("方式", "How"),
                        "atLabel": words("时间", "Minute"), "at": typed("at", Words.minute(now)),
                        "byLabel": words("报送人", "Told by"), "by": typed("toldBy", name),
                        "withLabel": words("市里接收人", "Who took it"), "with": typed("with", ""),
                        "unsigned": record.has("signedBy")
                            ? []
                            : [
                                [
                                    "signLabel": words("签发人", "Signed by"), "signer": typed("signedBy", ""),
                                    "report": report.id.description,
                                ]
                            ],
                        "button": words("登记", "Note it"), "wrong": Sometimes.text(isRefused ? shown.refusal : nil),
                        "differs": differs
                            ? [
                                [
                                    "reasonLabel": words("与各单位报数不一致的说明", "Why it differs from the units' figures"),
                                    "reason": typed("differenceReason", record.text("differenceReason") ?? ""),
                                    "confirmLabel": words("已核对，按此数字报市", "Checked: these figures go to the city"),
                                    "report": report.id.description,
                                ]
                            ] : [],
                    ]
                ],
        ]
    }

    private func isDone(_ report: Report) -> Bool {
        if case .sent = CityReport.State(report) {
            return report.way == .phone || report.record.has("confirmedByPhoneAt")
        }
        return false
    }

    private func state(_ report: Report) -> (text: String, style: String) {
        switch CityReport.State(report) {
        case .entered: (words("○ 已录入，尚未报市", "○ entered, the city not told yet"), "warn")
        case .phoned: (words("◐ 已电话报市，待书面", "◐ told by telephone, the written one to come"), "warn")
        case .sent: (words("● 已报市", "● sent to the city"), "good")
        }
    }

    /// What was noted, each as somebody wrote it down: nobody here knows whether the city has read it.
    private func steps(_ report: Report) -> [String] {
        let record = report.record
        func by(_ field: String) -> String { record.text(field) ?? "–" }
        var steps: [String] = []
        if let at = report.sentAt {
            let way = Wording.choice(report.way.rawValue, in: words.language)
            let took = record.text("confirmedWith").map { words("，接收人 ", ", taken by ") + $0 } ?? ""
            steps.append(
                words(
                    "\(way) \(Words.minute(at))，报送人 \(by("toldBy"))", "\(way) \(Words.minute(at)), by \(by("toldBy"))")
                    + (report.way == .phone || !record.has("confirmedByPhoneAt") ? took : ""))
        }
        if report.way == .phone, let at = record.time("writtenAt") {
            steps.append(words("书面 \(Words.minute(at))", "in writing \(Words.minute(at))"))
        }
        if let at = record.time("confirmedByPhoneAt") {
            steps.append(
                words(
                    "电话确认 \(Words.minute(at)) \(by("confirmedWith"))",
                    "confirmed by phone \(Words.minute(at)) \(by("confirmedWith"))"))
        }
        if let reason = record.text("differenceReason") {
            steps.append(words("与各单位报数不一致的说明：", "Why it differs: ") + reason)
        }
        return steps
    }

    private func ways(_ report: Report, _ chosen: String) -> [[String: String]] {
        let ways: [Report.Way] =
            report.sentAt == nil ? [.phone, .written, .online] : report.way == .phone ? [.written] : [.phone]
        return ways.map {
            [
                "way": $0.rawValue, "wayText": Wording.choice($0.rawValue, in: words.language),
                "selected": $0.rawValue == chosen ? "selected" : "",
            ]
        }
    }

    static var html: String {
        """
        <h2><span class="{{levelStyle}}">{{levelText}}</span> {{title}} \(LevelMark.tagsHTML)</h2>{{#saved}}<p class="done" role="status">{{.}}</p>{{/saved}}{{#refusal}}<p class="notice badly" role="alert">{{.}}</p>{{/refusal}}{{#there}}<p><a href="{{therePath}}">{{thereText}}</a></p>{{/there}}
        <p><a href="{{back}}">{{backText}}</a> · <a href="{{review}}">{{reviewText}}</a></p>
        <section id="city-standing" data-live>{{#clocks}}<p class="city-clock {{clockKind}}"><b class="n {{clockStyle}}">{{clockText}}</b> {{clockWhy}} <span class="soft n">{{clockTimes}}</span></p>{{/clocks}}{{#noClock}}<p class="soft">{{.}}</p>{{/noClock}}
        {{#changed}}<p class="notice">{{.}}</p>{{/changed}}
        <h2>{{tableTitle}}</h2><div class="wide"><table class="city-figures"><thead><tr>{{#tableHead}}<th scope="col">{{.}}</th>{{/tableHead}}</tr></thead><tbody>{{#rows}}<tr class="{{rowStyle}}"><th scope="row">{{who}}</th><td class="n">{{which}}</td>{{#cells}}<td class="n {{style}}">{{mark}}{{figure}}</td>{{/cells}}</tr>{{/rows}}</tbody></table></div></section>
        <h2>{{versionsTitle}}</h2>{{^hasVersions}}<p class="soft">{{nothing}}</p>{{/hasVersions}}
        {{#versions}}<article id="{{anchor}}" class="card city-version"><h3>{{versionTitle}} <span class="{{stateStyle}}">{{state}}</span></h3><ul class="plain">{{#steps}}<li>{{.}}</li>{{/steps}}</ul><p><span class="{{signedStyle}}">{{signed}}</span> · <a href="{{printPath}}">{{printText}}</a> · <a href="{{capPath}}">{{capText}}</a> · <a href="{{openPath}}">{{openText}}</a></p>
        {{#tells}}<form class="row" method="post" action="{{action}}"><input type="hidden" name="token" value="{{token}}"><input type="hidden" name="report" value="{{report}}"><p><b>{{tellTitle}}</b></p><p><label for="how-{{report}}">{{howLabel}}</label><select id="how-{{report}}" name="how">{{#ways}}<option value="{{way}}" {{selected}}>{{wayText}}</option>{{/ways}}</select></p><p><label for="at-{{report}}">{{atLabel}}</label><input id="at-{{report}}" name="at" class="n" autocomplete="off" value="{{at}}"></p><p><label for="by-{{report}}">{{byLabel}}</label><input id="by-{{report}}" name="toldBy" value="{{by}}"></p><p><label for="with-{{report}}">{{withLabel}}</label><input id="with-{{report}}" name="with" value="{{with}}"></p>{{#unsigned}}<p><label for="signer-{{report}}">{{signLabel}}</label><input id="signer-{{report}}" name="signedBy" value="{{signer}}"></p>{{/unsigned}}{{#differs}}<p class="grow"><label for="why-{{report}}">{{reasonLabel}}</label><input id="why-{{report}}" name="differenceReason" value="{{reason}}"></p><p><label><input type="checkbox" name="confirmed" value="on"> {{confirmLabel}}</label></p>{{/differs}}<button>{{button}}</button>{{#wrong}}<span class="message" role="alert">{{.}}</span>{{/wrong}}</form>{{/tells}}</article>{{/versions}}
        <p><a href="{{capPath}}">{{capText}}</a></p>
        \(CityReportForm.html)
        """
    }
}
