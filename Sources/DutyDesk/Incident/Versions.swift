import DutyRecords
import ProgramShell
import SyncKit

/// The reports of an incident one after the other, each with what it changed, what it lacks and where it is (Art. 12).
struct Versions {
    let event: IncidentCase
    let catalog: DutyCatalog
    let words: Words
    let token: String
    let typed: Typed?

    private static let texts = ["scope", "trend", "measures", "proposals", "leadersOnSite", "siteLead"]

    var view: [String: Any] {
        // Each unit's word follows its own last word.
        let others = Set(event.reports.map(\.unit)).subtracting([event.home]).sorted()
        let units = [event.home] + others
        let versions = units.flatMap { unit in
            ReportDifferences.along(event.reports.filter { $0.unit == unit && $0.kind != .correction })
                + event.reports.filter { $0.unit == unit && $0.kind == .correction }.map { ($0, nil) }
        }
        var before: Report?
        var drawn: [[String: Any]] = []
        for (report, changes) in versions {
            drawn.append(version(report, changes, before: changes == nil ? nil : before))
            before = report
        }
        return [
            "versionsTitle": words("信息报告", "Reports"), "versions": drawn, "hasVersions": !drawn.isEmpty,
            "noVersions": words("还没有报告。", "Nothing has been reported yet."), "drafts": drafts,
            "legend": drawn.count < 2
                ? []
                : [
                    [
                        "out": words("删去的", "taken out"), "in": words("新增的", "added"),
                        "since": words("与上一份相比", "since the last version"),
                    ]
                ],
        ]
    }

    /// What can come next: a 初报 while there is none, else a 续报 or the 终报.
    private var drafts: [[String: String]] {
        guard event.incident.falseAlarmAt == nil else { return [] }
        let own = event.ownReports.filter { $0.kind != .correction }
        let kinds: [Report.Kind] = own.isEmpty ? [.first, .advance] : [.following, .final]
        return kinds.map { kind in
            let number = kind == .following ? "&number=\(ReportName.nextNumber(after: own))" : ""
            return [
                "draftPath": "/new/report?incident=\(event.incident.id)&kind=\(Query.escaped(kind.rawValue))\(number)",
                "draftText": "＋ \(kind.rawValue)",
            ]
        }
    }

    private func version(_ report: Report, _ changes: ReportDifferences?, before: Report?) -> [String: Any] {
        let record = report.record
        let view = event.view(report.id)
        let collection = catalog.collection(named: "report") ?? .report
        let missing = Completeness(collection, record.fields).missing.compactMap { collection.field($0) }
        let isOwn = report.unit == event.home
        let form = "confirm-\(report.id)"
        let needsCall = isOwn && report.way != .phone && !record.has("confirmedByPhoneAt")
        return [
            "versionTitle": title(report), "versionPath": "/record/report/\(report.id)",
            "printPath": "/print/record/report/\(report.id)", "printText": words("打印", "Print"),
            "openText": words("查看", "open"),
            "versionLine": [
                Wording.choice(report.way.rawValue, in: words.language), record.text("to").map { "→ \($0)" },
                report.sentAt.map { ShortTime.text($0, at: event.now) },
                isOwn ? nil : event.reading.duties.unit(report.unit).name,
            ].compactMap { $0 }.joined(separator: " "),
            "versionDelivered": view.map {
                [["deliveredText": Delivered.word($0, catalog, words), "deliveredStyle": Delivered.style($0)]]
            } ?? [],
            "countyReceipted": CountyReceiptMark(event: event, words: words).mark(record, arrivedAt: record.receivedAt),
            "signedText": record.text("signedBy").map { words("签发人：\($0)", "signed by \($0)") }
                ?? words("签发人：未填", "signed by: nobody yet"),
            "signedStyle": record.has("signedBy") ? "" : "warn",
            "confirmedText": confirmed(record, report),
            "versionMissing": Sometimes.text(words("尚缺：", "missing: "), missing.map(words.name), words),
            "figuresChanged": (changes?.figures ?? []).map(figure),
            "textsChanged": Self.texts.compactMap { text($0, report, before) },
            "noChange": changes.map { $0.figures.isEmpty && $0.texts.isEmpty } ?? false
                ? [words("⚠ 与上一份相比没有变化", "⚠ nothing changed since the last one")] : [],
            "deathsFell": changes?.needsDeathsReason ?? false
                ? [words("⚠ 死亡数减少，须说明", "⚠ deaths fell: say why")] : [],
            "confirmForms": needsCall
                ? [
                    [
                        "confirmAction": "\(event.path)/confirm", "confirmReport": report.id.description,
                        "token": token,
                        "confirmWith": Typed.value(typed, form, "with", ""),
                        "confirmAt": Typed.value(typed, form, "at", Words.minute(event.now)),
                        "confirmWrong": Typed.message(typed, form), "confirmLabel": words("电话确认：对方", "Confirmed with"),
                        "atLabel": words("时间", "Minute"), "confirmButton": words("已电话确认", "Confirmed by phone"),
                    ]
                ] : [],
        ]
    }

    private func title(_ report: Report) -> String {
        let kind = report.kind.rawValue
        return ReportName.text(
            county: event.reading.duties.unit(event.countyUnit).name, event.incident.record, kind,
            number: ReportName.number(of: report.record, among: event.reports.map(\.record)))
    }

    private func confirmed(_ record: RecordFacts, _ report: Report) -> String {
        if let at = record.time("confirmedByPhoneAt") {
            let who = record.text("confirmedWith") ?? "–"
            return words(
                "✓ 电话确认：\(who) \(ShortTime.text(at, at: event.now))",
                "✓ confirmed by phone: \(who) \(ShortTime.text(at, at: event.now))")
        }
        return report.way == .phone ? "" : words("电话确认：未确认", "by phone: not confirmed")
    }

    private func figure(_ change: ReportDifferences.Change) -> [String: String] {
        func number(_ value: Int?) -> String { value.map(String.init) ?? words("未报", "not told") }
        let label = Collection.report.field(change.field).map(words.name) ?? change.field
        return [
            "changeLabel": label, "beforeText": words("原 ", "was ") + number(change.before),
            "afterText": words("现 ", "now ") + number(change.after),
        ]
    }

    /// A text of the scene: what was taken out and added since the last version, or the two whole where little is left.
    private func text(_ name: String, _ report: Report, _ before: Report?) -> [String: Any]? {
        guard let after = report.record.text(name) else { return nil }
        let label = Collection.report.field(name).map(words.name) ?? name
        guard let before else { return ["changeLabel": label, "parts": [["same": [after]]]] }
        guard let earlier = before.record.text(name) else {
            return ["changeLabel": label, "parts": [["added": [after]]]]
        }
        if earlier == after { return ["changeLabel": label, "parts": [["same": [after]]]] }
        let parts = DifferenceWords.view(from: earlier, to: after)
        return ["changeLabel": label, "parts": parts.isEmpty ? [["removed": [earlier]], ["added": [after]]] : parts]
    }

    static let html = """
        <section id="reports" data-live><h2>{{versionsTitle}} {{#drafts}}<a class="button" href="{{draftPath}}">{{draftText}}</a> {{/drafts}}</h2>{{^hasVersions}}<p class="soft">{{noVersions}}</p>{{/hasVersions}}{{#legend}}<p class="soft"><del>{{out}}</del> <ins>{{in}}</ins> {{since}}</p>{{/legend}}
        {{#versions}}<article class="version"><h3>{{versionTitle}}</h3><p><span class="n">{{versionLine}}</span> {{#versionDelivered}}<span class="{{deliveredStyle}}">{{deliveredText}}</span>{{/versionDelivered}} \(CountyReceiptMark.html) · <span class="{{signedStyle}}">{{signedText}}</span> {{confirmedText}} <a href="{{versionPath}}">{{openText}}</a> <a href="{{printPath}}">{{printText}}</a></p>
        {{#versionMissing}}<p class="warn">{{.}}</p>{{/versionMissing}}{{#noChange}}<p class="warn">{{.}}</p>{{/noChange}}{{#deathsFell}}<p class="bad">{{.}}</p>{{/deathsFell}}
        {{#figuresChanged}}<p><b>{{changeLabel}}</b> <del>{{beforeText}}</del> → <ins>{{afterText}}</ins></p>{{/figuresChanged}}{{#textsChanged}}<p><b>{{changeLabel}}</b> \(DifferenceWords.html)</p>{{/textsChanged}}
        {{#confirmForms}}<form class="row" method="post" action="{{confirmAction}}"><input type="hidden" name="token" value="{{token}}"><input type="hidden" name="report" value="{{confirmReport}}"><p><label for="with-{{confirmReport}}">{{confirmLabel}}</label><input id="with-{{confirmReport}}" name="with" value="{{confirmWith}}"></p><p><label for="at-{{confirmReport}}">{{atLabel}}</label><input id="at-{{confirmReport}}" name="at" class="n" autocomplete="off" value="{{confirmAt}}"></p><button class="quiet">{{confirmButton}}</button>{{#confirmWrong}}<span class="message" role="alert">{{.}}</span>{{/confirmWrong}}</form>{{/confirmForms}}</article>{{/versions}}</section>
        """
}
