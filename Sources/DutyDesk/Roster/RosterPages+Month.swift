import DutyRecords
import Foundation
import Hummingbird
import Mustache
import ProgramShell
import SyncKit

// The month: the grid, who to put where, what the check finds, what the county has, who carries how much.
extension RosterPages {
    /// - Parameters:
    ///   - typed: of a form that was refused.
    ///   - error: why it was.
    ///   - done: what was just done and can be taken back.
    func showMonth(
        _ scene: RosterScene, _ visitor: Visitor, typed: [String: String] = [:], error: String? = nil,
        done: RosterUndos.Done? = nil
    ) async throws -> Response {
        let (words, days) = (scene.words, scene.month.days)
        let marks = RosterMarks(scene, days)
        let grid = RosterGrid(
            scene, marks,
            ticked: Set(typed.keys.filter { $0.hasPrefix("d2") || $0.hasPrefix("d1") }.map { String($0.dropFirst()) }))
        let habits = [
            grid.habit(.duty).map { words("值班未注明时间的为 ", "duty without a time: ") + $0 },
            grid.habit(.leader).map { words("带班未注明时间的为 ", "leaders without a time: ") + $0 },
        ].compactMap(\.self)
        // The forms of this page share names: a plan is asked for with a mode, a roster handed in with neither.
        let (asked, put, handed) =
            typed["mode"] != nil ? (typed, [:], [:]) : typed["act"] != nil ? ([:], typed, [:]) : ([:], [:], typed)
        var view: [String: Any] = [
            "title": words("值班表 \(scene.month.year) 年 \(scene.month.number) 月", "Roster \(scene.month)"),
            "month": scene.month.description, "previous": scene.month.previous.description,
            "next": scene.month.next.description, "previousText": words("上月", "Previous"),
            "nextText": words("下月", "Next"), "monthLabel": words("月份", "Month"),
            "askedMonth": typed["asked-month"] ?? scene.month.description, "show": words("查看", "Show"),
            "token": visitor.session.formToken, "error": Sometimes.text(error),
            "done": done.map { doneView($0, words) } ?? [],
            "links": links(scene), "habits": habits,
            "hint": words(
                "拖动班次到另一天或另一人；或用方向键选班次，x 剪切，v 粘贴，Delete 删除，回车打开。",
                "Drag a shift to another day or person; or arrow keys, x cuts, v pastes, Delete removes, Enter opens."),
            "weekdays": (0..<7).map { words.weekday(Day(number: 4) + $0) }, "weeks": grid.weeks,
            "people": scene.people, "seed": put["seed"] ?? RecordID.drawn().description,
            "findingsTitle": words("检查", "Checks"), "hasFindings": !marks.list.isEmpty,
            "findings": Array(marks.list.prefix(40)),
            "moreFindings": Sometimes.text(
                marks.list.count > 40 ? words("还有 \(marks.list.count - 40) 项", "\(marks.list.count - 40) more") : nil),
            "unsound": Sometimes.text(
                marks.list.isEmpty
                    ? nil
                    : words(
                        "本月检查有 \(marks.list.count) 项问题，报送前请核对。",
                        "\(marks.list.count) findings this month: look at them first.")),
            "noFindings": words("没有发现问题。", "Nothing found."),
            "cut": words("已剪切：", "cut: "), "cutHelp": words("，到目标处按 v，Esc 取消", "; v at the target, Esc gives up"),
            "removeReason": words("调整排班", "roster changed"),
        ]
        view.merge(addView(scene, put)) { $1 }
        view.merge(planView(scene, asked)) { $1 }
        view.merge(loadView(scene)) { $1 }
        view.merge(try await submissionView(scene, visitor, handed)) { $1 }
        return try await desk.frame.page(
            words("值班表", "Roster"), month.render(view), visitor, words.language,
            status: error == nil ? .ok : .unprocessableContent)
    }

    func doneView(_ done: RosterUndos.Done, _ words: Words) -> [[String: String]] {
        [
            [
                "text": words("已保存：", "Saved: ") + words(done.chinese, done.english), "undo": done.id,
                "undoText": words("撤销", "Undo"),
            ]
        ]
    }

    private func links(_ scene: RosterScene) -> [[String: String]] {
        let (words, month) = (scene.words, scene.month.description)
        return [
            ["path": "/print/roster?month=\(month)", "text": words("打印", "Print")],
            ["path": "/print/roster?month=\(month)&variant=public", "text": words("公示版", "Public board")],
            ["path": "/print/roster?month=\(month)&variant=leaders", "text": words("带班表", "Leaders")],
            ["path": "/export/roster.ics?month=\(month)", "text": words("日历文件", "Calendar file")],
            ["path": "/sheets", "text": words("导入导出", "Import, export")],
        ]
    }

    /// A person, then days: the form whose boxes stand in the days.
    private func addView(_ scene: RosterScene, _ typed: [String: String]) -> [String: Any] {
        let words = scene.words
        func options(_ values: [(String, String)], _ chosen: String?) -> [[String: String]] {
            values.map { ["value": $0.0, "text": $0.1, "selected": $0.0 == chosen ? "selected" : ""] }
        }
        let usual = SlotPattern.usual(of: scene.drafting.habits(of: scene.unit)) ?? (510, 1440)
        let ends = (usual.begins + usual.length) % 1440
        return [
            "addTitle": words("排班：选人，勾选日期，按“排上”", "Put somebody on: pick a person, tick the days, press the button"),
            "addButton": words("排上", "Put on"), "personLabel": words("人员", "Person"), "person": typed["person"] ?? "",
            "kindLabel": words("班次", "Shift"),
            "kinds": options(
                [
                    ("duty-shift", words("值班", "Duty")), ("duty-shift 应急值班岗", words("应急值班岗", "Emergency post")),
                    ("leader-shift", words("带班", "Leader on site")),
                    ("leader-shift 总带班", words("总带班", "Leader on call")),
                ], typed["kind"]),
            "roleLabel": words("带班身份", "Leader's role"),
            "roles": options(
                [("", words("按人员登记", "as the person")), ("政府", "政府"), ("办公室", "办公室")], typed["role"]),
            "beginsLabel": words("起", "From"), "endsLabel": words("止", "To"),
            "begins": typed["begins"] ?? ClockTime.text(usual.begins), "ends": typed["ends"] ?? ClockTime.text(ends),
            "leaderHint": words("带班按整天计：00:00–00:00 即全天。", "Leaders are owed for whole days: 00:00–00:00 is all day."),
        ]
    }

    /// What the planner can be asked for.
    private func planView(_ scene: RosterScene, _ typed: [String: String]) -> [String: Any] {
        let words = scene.words
        let away = max(scene.now, scene.month.days.lowerBound.start)
        let pattern = typed["pattern"] ?? ""
        let patterns = [
            ("daily", words("每日一班", "one a day")), ("weekly", words("每周一班（周一交班）", "one a week, from Monday")),
            ("nights", words("工作日夜班（17:00 起），其余全天", "nights on workdays from 17:00, else all day")),
        ]
        return [
            "planTitle": words("自动排班", "Planner"), "startLabel": words("交班时刻", "Change at"),
            "start": typed["start"]
                ?? ClockTime.text(SlotPattern.usual(of: scene.drafting.habits(of: scene.unit))?.begins ?? 510),
            "seatsLabel": words("每班人数", "Persons a shift"), "seats": typed["seats"] ?? "1",
            "patternLabel": words("班制", "Pattern"),
            "patterns": patterns.map { ["value": $0, "text": $1, "selected": $0 == pattern ? "selected" : ""] },
            "absent": typed["person"] ?? "",
            "fill": words("补齐空班", "Fill what is empty"),
            "replan": words("重新排（保留已过去的和代班、串班）", "Plan anew (past, stand-ins and swaps stay)"),
            "planHint": words("先显示方案和理由，接受后才写入。", "Shown with its reasons; nothing is written before you accept."),
            "awayTitle": words("有人临时外出", "Somebody is away"), "awayFrom": words("自", "From"),
            "awayTo": words("至", "To"), "awayButton": words("改排此人的班", "Replace this person"),
            "awayStart": typed["from"] ?? Words.minute(away), "awayEnd": typed["to"] ?? Words.minute(away + .days(3)),
        ]
    }

    static var monthHTML: String {
        """
        <h2>{{title}}</h2><nav class="roster-nav"><a href="/roster?month={{previous}}" class="button quiet">← {{previousText}}</a> <form method="get" action="/roster"><label for="month">{{monthLabel}}</label> <input id="month" name="month" value="{{askedMonth}}" autocomplete="off"> <button class="quiet">{{show}}</button></form> <a href="/roster?month={{next}}" class="button quiet">{{nextText}} →</a> <span>{{#links}}<a href="{{path}}">{{text}}</a> {{/links}}</span></nav>
        {{#error}}<p class="notice badly" role="alert">{{.}}</p>{{/error}}{{#done}}<form class="done undo" method="post" action="/roster/undo"><input type="hidden" name="token" value="{{token}}"><input type="hidden" name="undo" value="{{undo}}"><span role="status">{{text}}</span> <button class="quiet">{{undoText}}</button></form>{{/done}}
        \(submissionHead)
        <form class="roster-add" id="add" method="post" action="/roster/act"><h2>{{addTitle}}</h2><input type="hidden" name="token" value="{{token}}"><input type="hidden" name="act" value="add"><input type="hidden" name="month" value="{{month}}"><input type="hidden" name="seed" value="{{seed}}">
        <p><label for="person">{{personLabel}}</label><input id="person" name="person" list="people" value="{{person}}" required autocomplete="off"></p><p><label for="kind">{{kindLabel}}</label><select id="kind" name="kind">{{#kinds}}<option value="{{value}}" {{selected}}>{{text}}</option>{{/kinds}}</select></p><p><label for="begins">{{beginsLabel}}</label><input id="begins" name="begins" value="{{begins}}" required></p><p><label for="ends">{{endsLabel}}</label><input id="ends" name="ends" value="{{ends}}" required></p><p><label for="role">{{roleLabel}}</label><select id="role" name="role">{{#roles}}<option value="{{value}}" {{selected}}>{{text}}</option>{{/roles}}</select></p><p><button>{{addButton}}</button></p></form>
        <datalist id="people">{{#people}}<option value="{{value}}">{{label}}</option>{{/people}}</datalist>
        <p class="soft">{{#habits}}{{.}} · {{/habits}}{{hint}} {{leaderHint}}</p><p id="roster-says" role="status" class="warn" data-cut="{{cut}}" data-help="{{cutHelp}}"></p>
        \(RosterGrid.html)
        <form id="roster-act" method="post" action="/roster/act" hidden><input type="hidden" name="token" value="{{token}}"><input type="hidden" name="month" value="{{month}}"><input type="hidden" name="act"><input type="hidden" name="one"><input type="hidden" name="was"><input type="hidden" name="start"><input type="hidden" name="other"><input type="hidden" name="otherWas"><input type="hidden" name="day"><input type="hidden" name="reason" value="{{removeReason}}"></form>
        <div class="cards"><section class="card"><h2>{{findingsTitle}}</h2>{{^hasFindings}}<p class="good">{{noFindings}}</p>{{/hasFindings}}<ul class="plain">{{#findings}}<li><a href="{{path}}">{{text}}</a> <span class="soft">{{article}}</span>{{#repair}} <a href="{{.}}">{{repairText}}</a>{{/repair}}</li>{{/findings}}</ul>{{#moreFindings}}<p class="soft">{{.}}</p>{{/moreFindings}}</section>
        <section class="card"><h2>{{planTitle}}</h2><p class="soft">{{planHint}}</p><form class="entry" method="get" action="/roster/proposal"><input type="hidden" name="month" value="{{month}}"><p><label for="pattern">{{patternLabel}}</label><select id="pattern" name="pattern">{{#patterns}}<option value="{{value}}" {{selected}}>{{text}}</option>{{/patterns}}</select></p><p><label for="plan-start">{{startLabel}}</label><input id="plan-start" name="start" value="{{start}}"></p><p><label for="seats">{{seatsLabel}}</label><input id="seats" name="seats" inputmode="numeric" value="{{seats}}"></p><p class="full"><button name="mode" value="fill">{{fill}}</button> <button class="quiet" name="mode" value="replan">{{replan}}</button></p></form>
        <h2>{{awayTitle}}</h2><form class="entry" method="get" action="/roster/proposal"><input type="hidden" name="month" value="{{month}}"><p><label for="absent">{{personLabel}}</label><input id="absent" name="person" list="people" value="{{absent}}" required></p><p><label for="away-from">{{awayFrom}}</label><input id="away-from" name="from" value="{{awayStart}}" required></p><p><label for="away-to">{{awayTo}}</label><input id="away-to" name="to" value="{{awayEnd}}" required></p><p class="full"><button class="quiet" name="mode" value="repair">{{awayButton}}</button></p></form></section></div>
        \(submissionHTML)
        \(loadHTML)
        """
    }
}
