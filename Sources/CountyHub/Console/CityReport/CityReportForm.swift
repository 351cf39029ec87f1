import DutyDesk
import DutyRecords
import ProgramShell
import SyncKit

/// The form of the next report to the city, filled with what the units said last.
struct CityReportForm {
    let event: CountyEvent
    let shown: CityReportPage.Shown
    let token: String
    let words: Words

    private var kinds: [Report.Kind] { CityReport.kinds(after: event.own) }

    private var kind: Report.Kind {
        guard let asked = shown.kind, kinds.contains(asked) else { return kinds[0] }
        return asked
    }

    var view: [String: Any] {
        let incident = event.incident
        let draft = CityReport.draft(
            kind, event.incidents, reports: event.reports, figures: event.figures, countyUnit: event.countyUnit,
            name: event.name)
        func typed(_ name: String) -> String? { shown.form == "enter" ? shown.typed[name] : nil }
        func value(_ name: String) -> String {
            if let typed = typed(name) { return typed }
            switch draft[name] {
            case .text(let text)?: return text
            case .integer(let number)?: return String(number)
            default: return name == "to" ? event.own.last?.record.text("to") ?? ToldList.city : ""
            }
        }
        var fields: [String: String] = [:]
        for name in CityReportPage.texts + ["differenceReason"] { fields[name] = value(name) }
        var questions = Questions(fields, [:])
        func label(_ name: String) -> String { Collection.report.field(name).map(words.name) ?? name }
        if kind == .following { questions.lines("changes", label("changes"), rows: 3) }
        questions.lines("text", label("text"), rows: 6)
        if kind == .final {
            for name in ["cause", "handling", "lessons"] { questions.lines(name, label(name), rows: 3) }
        }
        for name in ["scope", "trend", "measures", "proposals"] { questions.lines(name, label(name), rows: 2) }
        for name in ["nature", "leadersOnSite", "siteLead", "siteLeadPhone", "casualtySource", "signedBy", "to"] {
            questions.ask(name, label(name))
        }
        if kind == .advance { questions.lines("reason", label("reason"), rows: 2) }
        if kind != .final { questions.lines("cause", label("cause"), rows: 2) }
        if event.own.last?.casualties.deaths != nil {
            questions.ask("fallingDeathsReason", label("fallingDeathsReason"))
        }
        // What was typed for a kind that cannot come any more is not dropped.
        for name in CityReportPage.texts where typed(name)?.isEmpty == false && !questions.asks(name) {
            questions.lines(name, label(name), rows: 2)
        }
        return [
            "canReport": incident.falseAlarmAt == nil, "formTitle": words("拟报告：", "A report: ") + title,
            "formAction": "\(event.path)/city/enter", "kind": kind.rawValue,
            "reportID": typed("id") ?? RecordID.drawn().description,
            "kinds": kinds.filter { $0 != kind }.map {
                [
                    "kindPath": "\(event.path)/city?kind=\(Query.escaped($0.rawValue))#city-form",
                    "kindText": words("改拟\($0.rawValue)", "\($0.rawValue) instead"),
                ]
            },
            "formNote": words(
                "下列内容取自各单位最近的报告，请核对后录入。录入不等于已报市。",
                "Taken from the units' latest reports: check it. Entering it tells the city nothing yet."),
            "figuresTitle": words("伤亡和损失（已填各单位合计）", "Casualties and loss (the units' sum stands there)"),
            "figures": Casualties.names.map { name in
                ["name": name, "figureLabel": label(name), "figureValue": value(name)]
            },
            "inputs": questions.view,
            "differenceTitle": words("与各单位合计不一致时", "Where a figure is not the units' sum"),
            "reasonLabel": label("differenceReason"), "differenceReason": value("differenceReason"),
            "confirmLabel": words("已核对，按此数字报市", "Checked: these figures go to the city"),
            "enter": words("录入报告", "Enter the report"),
        ]
    }

    private var title: String {
        ReportName.text(
            county: event.name(event.countyUnit), event.incident.record, kind.rawValue,
            number: kind == .following ? ReportName.nextNumber(after: event.own) : nil)
    }

    static let html = """
        {{#canReport}}<form id="city-form" class="entry card" method="post" action="{{formAction}}"><h2 class="full">{{formTitle}}</h2><input type="hidden" name="token" value="{{token}}"><input type="hidden" name="id" value="{{reportID}}"><input type="hidden" name="kind" value="{{kind}}">
        <p class="full soft">{{formNote}} {{#kinds}}<a href="{{kindPath}}">{{kindText}}</a> {{/kinds}}</p>
        <fieldset class="full city-inputs"><legend>{{figuresTitle}}</legend>{{#figures}}<p><label for="{{name}}">{{figureLabel}}</label><input id="{{name}}" name="{{name}}" class="n" inputmode="numeric" autocomplete="off" value="{{figureValue}}"></p>{{/figures}}</fieldset>
        <fieldset class="full"><legend>{{differenceTitle}}</legend><p><label for="differenceReason">{{reasonLabel}}</label><textarea id="differenceReason" name="differenceReason" rows="2">
        {{differenceReason}}</textarea></p><p><label><input type="checkbox" name="confirmed" value="on"> {{confirmLabel}}</label></p></fieldset>
        \(Questions.html)
        <p class="full"><button>{{enter}} <kbd>Ctrl+Enter</kbd></button></p></form>{{/canReport}}
        """
}
