import DutyDesk
import DutyRecords
import Hummingbird
import Mustache
import ProgramShell

// Who is on duty everywhere now, who is away; and the 零报告 of some days.
extension CoveragePage {
    func presentView(_ words: Words, isPrint: Bool) async throws -> [String: Any] {
        let today = try await opened.now().day
        let county = try await memory.read(today...today + 7, in: opened)
        let duties = county.duties
        let all = PresentDuty.all(duties, at: county.now)
        let empty = all.count { !$0.isManned }
        let away = all.flatMap { row in row.away.map { (row.unit, $0) } }
        return [
            "title": words("现在在岗", "On duty now"), "at": Words.minute(county.now),
            "summary": words(
                "\(all.count) 个单位，\(all.count - empty) 个有人值班，\(empty) 个按值班表此刻无人；外出 \(away.count) 人。",
                "\(all.count) units: \(all.count - empty) manned, \(empty) with nobody rostered at this minute; \(away.count) persons away."
            ),
            "style": empty > 0 ? "bad" : "good", "isScreen": !isPrint,
            "links": [
                ["path": "/coverage", "text": words("全月覆盖", "The month")],
                ["path": "/print/coverage/now", "text": words("打印", "Print")],
            ],
            "head": [
                words("单位", "Unit"), words("值班电话", "Duty phone"), words("值班人员", "Officers"),
                words("带班领导", "Leaders"),
            ],
            "rows": all.map { row -> [String: Any] in
                [
                    "path": "/coverage/\(row.unit.code)/\(today)", "name": row.unit.name,
                    "phones": (county.phones[row.unit.code] ?? []).map(Self.telephone),
                    "gap": Sometimes.text(row.gap.map { gap($0, words) }),
                    "officers": row.officers.map {
                        person($0, $0.shift.isMainPost ? "" : words("应急岗", "emergency"), words)
                    },
                    "leaders": row.leaders.map { post in
                        person(
                            post,
                            [post.shift.record.text("tier"), post.shift.role ?? post.person?.leaderRole].compactMap(
                                \.self
                            )
                            .joined(separator: " "), words)
                    },
                ]
            },
            "awayTitle": words("外出人员", "Who is away"), "hasAway": !away.isEmpty,
            "noAway": words("没有报备外出的人员。", "Nobody has reported an absence."),
            "away": away.map { unit, absence in
                Self.absence(absence, duties, words).merging(["unit": unit.name]) { $1 }
            },
        ]
    }

    private func gap(_ gap: PresentDuty.Gap, _ words: Words) -> String {
        let since =
            gap.since.map { words("自 ", "since ") + Words.minute($0) } ?? words("近期没有排班", "nothing rostered lately")
        let until = gap.until.map { words("，下一班 ", ", next shift ") + Words.minute($0) } ?? ""
        return words("○ 无人 ", "○ nobody ") + since + until
    }

    private func person(_ post: PresentDuty.Post, _ mark: String, _ words: Words) -> [String: Any] {
        [
            "name": post.person?.name ?? words("未登记人员", "unknown person"), "post": post.person?.post ?? "",
            "mark": mark, "phones": Self.telephones(of: post.person).map(Self.telephone),
            "until": words("至 ", "to ") + Words.minute(post.shift.span.upperBound).dropFirst(5),
        ]
    }

    static var presentHTML: String {
        """
        <div id="on-duty" data-live><h2>{{title}} <span class="soft n">{{at}}</span></h2><p class="{{style}}">{{summary}}</p>
        {{#isScreen}}<p class="acts">{{#links}}<a class="button quiet" href="{{path}}">{{text}}</a> {{/links}}</p>{{/isScreen}}
        <div class="wide"><table class="grid present"><thead><tr>{{#head}}<th scope="col">{{.}}</th>{{/head}}</tr></thead><tbody>
        {{#rows}}<tr><th scope="row"><a href="{{path}}">{{name}}</a></th><td class="n">{{#phones}}<a href="tel:{{dial}}">{{number}}</a><br>{{/phones}}</td><td>{{#gap}}<b class="bad">{{.}}</b>{{/gap}}{{#officers}}\(personLine){{/officers}}</td><td>{{#leaders}}\(personLine){{/leaders}}</td></tr>
        {{/rows}}</tbody></table></div>
        <h2>{{awayTitle}}</h2><ul class="plain">{{#away}}<li>{{unit}} \(awayItem)</li>{{/away}}{{^hasAway}}<li class="soft">{{noAway}}</li>{{/hasAway}}</ul></div>{{#foot}}<p class="foot">{{.}}</p>{{/foot}}
        """
    }

    private static var personLine: String {
        """
        <div>{{name}} <span class="soft">{{post}} {{mark}}</span> {{#phones}}<a class="n" href="tel:{{dial}}">{{number}}</a> {{/phones}}<span class="n soft">{{until}}</span></div>
        """
    }

    // MARK: 零报告

    func showZero(
        _ typed: [String: String], isPrint: Bool, _ visitor: Visitor, _ language: Language
    ) async throws -> Response {
        let words = Words(language: language)
        let asked = AskedPeriod(typed, now: try await opened.now(), most: Self.daysMax, words)
        let county = try await memory.read(asked.days, in: opened)
        let found = ZeroReportMatrix(
            duties: county.duties, calendar: county.calendar, book: county.book, days: asked.days, now: county.now)
        var view = asked.view("/coverage/zero")
        let title = words("零报告 ", "Zero reports ") + asked.title
        let own: [String: Any] = [
            "title": title, "isScreen": !isPrint, "isEmpty": found.days.isEmpty,
            "nothing": words(
                "这些天里没有须零报告的日子（节假日和特殊敏感时间）。", "None of these days owes one (holidays and special periods do)."),
            "summary": words("缺 \(found.missing) 份", "\(found.missing) missing"),
            "style": found.missing > 0 ? "bad" : "good", "unitHead": words("单位", "Unit"),
            "links": [
                ["path": "/coverage?\(asked.query)", "text": words("覆盖", "Coverage")],
                ["path": "/print/coverage/zero?\(asked.query)", "text": words("打印", "Print")],
            ],
            "days": found.days.map { ["day": String($0.description.dropFirst(5)), "weekday": words.weekday($0)] },
            "rows": found.rows.map { row -> [String: Any] in
                [
                    "name": row.unit.name, "code": row.unit.code,
                    "cells": row.cells.map { cell in
                        let word = word(cell, words)
                        return ["text": word.0, "style": word.1]
                    },
                ]
            },
        ]
        view.merge(own) { $1 }
        guard isPrint else {
            return try await desk.frame.page(
                words("零报告", "Zero reports"), zero.render(view), visitor, language,
                status: asked.error == nil ? .ok : .unprocessableContent)
        }
        view["foot"] = [try await prints.foot([], visitor, language)]
        return prints.page(title, zero.render(view), back: "/coverage/zero?\(asked.query)", isWide: true, language)
    }

    private func word(_ cell: ZeroReportMatrix.Cell, _ words: Words) -> (String, String) {
        switch cell {
        case .given(let at): ("● " + at.clockTime, "good")
        case .late(let at, let minutes):
            ("◑ " + Words.minute(at).dropFirst(5) + words(" 迟 ", " late ") + words.minutes(minutes), "warn")
        case .open(let until): (words("○ 待报，至 ", "○ owed by ") + until.clockTime, "warn")
        case .missing: (words("○ 缺", "○ missing"), "bad")
        case .happened: (words("△ 有事件", "△ incident"), "soft")
        case .notOwed: ("–", "soft")
        }
    }

    static var zeroHTML: String {
        """
        <h2>{{title}}</h2>{{#isScreen}}<p class="acts">{{#links}}<a class="button quiet" href="{{path}}">{{text}}</a> {{/links}}</p>\(AskedPeriod.html){{/isScreen}}
        {{#isEmpty}}<p>{{nothing}}</p>{{/isEmpty}}{{^isEmpty}}<p class="{{style}}">{{summary}}</p>
        <div class="wide matrix-box" tabindex="0" role="region" aria-label="{{title}}"><table class="grid zero"><thead><tr><th scope="col">{{unitHead}}</th>{{#days}}<th scope="col">{{day}} {{weekday}}</th>{{/days}}</tr></thead><tbody>
        {{#rows}}<tr><th scope="row"><a href="/units/{{code}}?collection=zero-report">{{name}}</a></th>{{#cells}}<td class="{{style}}">{{text}}</td>{{/cells}}</tr>{{/rows}}</tbody></table></div>{{/isEmpty}}{{#foot}}<p class="foot">{{.}}</p>{{/foot}}
        """
    }
}
