import DutyDesk
import DutyRecords
import Foundation
import Hummingbird
import Mustache
import ProgramShell
import SyncKit

// One unit's day: who, with numbers; the gaps with their hours; what the county has of its roster, to receive or return.
extension CoveragePage {
    /// - Parameters:
    ///   - done: what was just done, as the address carries it.
    ///   - typed: of a form that was refused, with the sentence under the empty name.
    func showDay(
        _ place: Place, _ done: String, _ typed: [String: String], _ visitor: Visitor, _ language: Language
    ) async throws -> Response {
        let words = Words(language: language)
        try await opened.check(unit: place.unit)
        let month = Month(of: place.day).days
        let county = try await memory.read(month, in: opened)
        let (duties, day) = (county.duties, place.day)
        let rows = CoverageMatrix(
            duties: duties, calendar: county.calendar, book: county.book, days: day...day, now: county.now,
            only: place.unit
        ).rows
        guard let row = rows.first, let cell = row.cells.first else {
            throw CommandFailure(.badUse, chinese: "这个单位已停用。", english: "this unit was revoked")
        }
        let whole = day.start..<day.end
        let kind = county.calendar.day(day, asOf: county.now)
        var view: [String: Any] = [
            "title": "\(row.unit.name) \(day) \(words.weekday(day))",
            "kind": [
                kind.dayType.map { words($0.chinese, $0.english) } ?? words(CalendarDay.unannounced, "not announced"),
                kind.name ?? "",
            ].filter { !$0.isEmpty }.joined(separator: " "),
            "sign": CoverageWords.sign(cell.state), "style": CoverageWords.style(cell.state),
            "state": CoverageWords.legend(cell.state, words), "findings": findings(cell, words),
            "phones": (county.phones[place.unit] ?? []).map(Self.telephone),
            "phonesLabel": words("值班电话", "Duty phone"), "hasPhones": county.phones[place.unit]?.isEmpty == false,
            "noPhones": words("（该单位没有登记）", "(the unit has entered none)"),
            "links": [
                ["path": "/coverage/\(place.unit)/\(day - 1)", "text": words("← 前一天", "← Day before")],
                ["path": "/coverage/\(place.unit)/\(day + 1)", "text": words("后一天 →", "Day after →")],
                ["path": "/coverage?month=\(Month(of: day))", "text": words("全县本月", "The county's month")],
                ["path": "/checks/new?unit=\(place.unit)", "text": words("抽查", "Spot check")],
                ["path": "/units/\(place.unit)", "text": words("该单位的记录", "The unit's records")],
            ],
            "officersTitle": words("值班人员", "Officers"), "leadersTitle": words("带班领导", "Leaders"),
            "head": [
                words("时间", "Hours"), words("姓名", "Name"), words("职务", "Post"), words("电话", "Telephone"),
                words("备注", "Remark"),
            ],
            "officers": duties.dutyShifts.filter { $0.unit == place.unit && $0.span.overlaps(whole) }
                .sorted { ($0.span.lowerBound, $0.id) < ($1.span.lowerBound, $1.id) }
                .map { self.row($0, $0.isMainPost ? nil : words("应急值班岗", "emergency post"), duties, words) },
            "leaders": duties.leaderShifts.filter { $0.unit == place.unit && $0.span.overlaps(whole) }
                .sorted {
                    ($0.isOnCall ? 0 : 1, $0.span.lowerBound, $0.id) < ($1.isOnCall ? 0 : 1, $1.span.lowerBound, $1.id)
                }
                .map { shift in
                    let tier = [shift.record.text("tier"), shift.role ?? duties.persons[shift.person]?.leaderRole]
                        .compactMap(\.self).map { Wording.choice($0, in: words.language) }.joined(separator: " ")
                    return self.row(shift, tier, duties, words)
                },
            "noShift": words("没有排班。", "Nothing is rostered."),
            "awayTitle": words("外出", "Away"),
            "away": duties.absences.filter { $0.unit == place.unit && $0.overlaps(whole) }
                .map { Self.absence($0, duties, words) },
            "noAway": words("没有报备外出的人员。", "Nobody has reported an absence."),
        ]
        view.merge(rosters(place, county, typed, visitor, words)) { $1 }
        view["done"] = Sometimes.text(Self.sentence(done, words))
        return try await desk.frame.page(
            "\(row.unit.name) \(day)", self.day.render(view), visitor, language,
            status: typed.isEmpty ? .ok : .unprocessableContent)
    }

    private static func sentence(_ done: String, _ words: Words) -> String? {
        switch done {
        case "received": words("已接收。该单位下次联网时可看到。", "Received; the unit sees it when it is next on line.")
        case "returned": words("已退回。该单位下次联网时可看到理由。", "Returned; the unit sees why when it is next on line.")
        default: nil
        }
    }

    private func findings(_ cell: CoverageMatrix.Cell, _ words: Words) -> [String] {
        var found = cell.gaps.map {
            words("无人值班 ", "nobody ") + CoverageWords.hours($0) + words("，共 ", ", ") + words.minutes($0.minutes)
                + words("（第二条）", " (第二条)")
        }
        if let missing = cell.leadersMissing {
            found.append(
                words(
                    "带班领导应 \(missing.required) 人，最少时 \(missing.have) 人（第二条、第十三条）",
                    "leaders owed \(missing.required), at the least \(missing.have) (第二条、第十三条)"))
        }
        found += CoverageMatrix.Fault.allCases.filter(cell.faults.contains).map {
            CoverageWords.fault($0, words) + words("（\($0.article)）", " (\($0.article))")
        }
        if cell.owesLeaders {
            found += CoverageMatrix.Tier.allCases.compactMap { tier in
                cell.leaders[tier].map {
                    "\(CoverageWords.tier(tier, words)) \($0 == 1440 ? words("全天", "all day") : words.minutes($0))"
                }
            }
        }
        return found
    }

    func row(_ shift: Shift, _ mark: String?, _ duties: DutyBook, _ words: Words) -> [String: Any] {
        let person = duties.persons[shift.person]
        let standsFor = shift.substituteFor.map {
            words("代 ", "for ") + (duties.persons[$0]?.name ?? words("未登记人员", "unknown person"))
        }
        return [
            "hours": CoverageWords.shift(shift.span), "name": person?.name ?? words("未登记人员", "unknown person"),
            "post": person?.post ?? "", "phones": Self.telephones(of: person).map(Self.telephone),
            "mark": [mark, standsFor, shift.swappedWith == nil ? nil : words("串班", "swapped")]
                .compactMap(\.self).joined(separator: " "),
        ]
    }

    static func telephones(of person: Person?) -> [String] {
        ["mobile", "phone"].compactMap { person?.record.text($0) }
    }

    static func telephone(_ number: String) -> [String: String] {
        ["number": number, "dial": number.filter { $0.isASCII && ($0.isNumber || $0 == "+") }]
    }

    static func absence(_ absence: Absence, _ duties: DutyBook, _ words: Words) -> [String: Any] {
        let record = absence.record
        let deputy = [record.text("deputy"), record.text("deputyPost")].compactMap(\.self).joined(separator: " ")
        return [
            "name": duties.persons[absence.person]?.name ?? words("未登记人员", "unknown person"),
            "post": duties.persons[absence.person]?.post ?? "",
            "what": [record.text("kind").map { Wording.choice($0, in: words.language) }, record.text("place")]
                .compactMap(\.self).joined(separator: " "),
            "hours": Words.minute(absence.leaveAt) + " – "
                + (absence.backAt.map(Words.minute) ?? words("未定", "not known")),
            "deputy": deputy.isEmpty ? words("（未写明）", "(not said)") : deputy,
            "phones": [record.text("deputyPhone")].compactMap(\.self).map(telephone),
            "label": words("主持工作", "Acting"),
        ]
    }

    // MARK: The roster as it was handed in

    private func rosters(
        _ place: Place, _ county: CountyDays, _ typed: [String: String], _ visitor: Visitor, _ words: Words
    ) -> [String: Any] {
        let found =
            RosterStanding.all(
                duties: county.duties, calendar: county.calendar, book: county.book, days: county.days, now: county.now)[
                place.unit] ?? []
        return [
            "rostersTitle": words("值班表报送", "Rosters handed in"), "token": visitor.session.formToken,
            "action": place.path, "noRoster": words("本月没有报送，也不须报送。", "None of this month, and none is owed."),
            "hasRosters": !found.isEmpty, "receive": words("接收", "Receive"), "return": words("退回", "Return"),
            "reasonLabel": words("退回原因", "Returned because"),
            "rosters": found.map { standing -> [String: Any] in
                let word = CoverageWords.standing(standing, now: county.now, words)
                let record = standing.record
                let id = record?.id.description ?? ""
                var said = [standing.why.map { words($0.chinese, $0.english) }].compactMap(\.self)
                if case .returned(let reason) = standing.state { said.append(words("理由：", "because: ") + reason) }
                if let at = record?.time("submittedAt") { said.append(words("报送于 ", "handed in ") + Words.minute(at)) }
                if let at = standing.receivedAt {
                    said.append((record?.text("receivedBy") ?? "") + words(" 接收于 ", " received ") + Words.minute(at))
                }
                if let due = standing.dueAt { said.append(words("期限 ", "due ") + Words.minute(due)) }
                let isRefused = typed["record"] == id && !id.isEmpty
                return [
                    "text": word.text, "style": word.style, "said": said, "id": id,
                    "period": Sometimes.text(standing.period.map { "\($0.lowerBound) – \($0.upperBound)" }),
                    "path": "/record/roster-submission/\(id)?unit=\(place.unit)",
                    "canReceive": record != nil && standing.receivedAt == nil && !standing.state.isOwed,
                    "canReturn": record != nil && !standing.state.isOwed,
                    "reason": isRefused ? typed["reason"] ?? "" : "",
                    "wrong": Sometimes.text(isRefused ? typed[""] : nil),
                    "open": isRefused ? "open" : "",
                ]
            },
        ]
    }

    /// Receives a roster, or returns it with a reason: in the unit's own record, by name and minute.
    func act(_ place: Place, _ posted: Posted, _ visitor: Visitor, _ language: Language) async throws -> Response {
        let words = Words(language: language)
        let target = EditTarget(collection: "roster-submission", id: posted["record"], unit: place.unit)
        guard let id = RecordID(posted["record"]) else { throw SyncError.unknown("record") }
        let detail = try await opened.store.detail(
            collection: "roster-submission", id: id, unit: place.unit, deliveredTo: nil)
        let record = RecordFacts(detail.view)
        if posted["act"] == "return" {
            let reason = posted["reason"].trimmingCharacters(in: .whitespacesAndNewlines)
            guard !reason.isEmpty else {
                let typed = posted.fields.merging([
                    "": words("没有退回：请写明理由，该单位据此修改。", "Not returned: say why, so that the unit can mend it.")
                ]) { $1 }
                return try await showDay(place, "", typed, visitor, language)
            }
            if record.text("returnedReason") != reason {
                try await desk.change(
                    target, EditForm(set: ["returnedReason=\(reason)"]), seen: detail.seen.description, by: visitor)
            }
            return DeskResponse.seeOther("\(place.path)?done=returned#rosters")
        }
        // Sent twice, or by two officers at once: the first has received it.
        if !record.has("receivedAt") {
            try await desk.change(
                target,
                EditForm(set: ["receivedAt=\(try await opened.now())", "receivedBy=\(visitor.session.name)"]),
                seen: detail.seen.description, by: visitor)
        }
        return DeskResponse.seeOther("\(place.path)?done=received#rosters")
    }

    static var dayHTML: String {
        """
        {{#done}}<p class="done" role="status">{{.}}</p>{{/done}}<h2>{{title}} <span class="soft">{{kind}}</span></h2>
        <p class="acts">{{#links}}<a href="{{path}}">{{text}}</a> {{/links}}</p>
        <p><b class="{{style}}">{{sign}} {{state}}</b></p><ul class="plain">{{#findings}}<li>{{.}}</li>{{/findings}}</ul>
        <p>{{phonesLabel}} {{#phones}}<a class="n" href="tel:{{dial}}">{{number}}</a> {{/phones}}{{^hasPhones}}<span class="warn">{{noPhones}}</span>{{/hasPhones}}</p>
        <h2>{{officersTitle}}</h2><div class="wide"><table><thead><tr>{{#head}}<th scope="col">{{.}}</th>{{/head}}</tr></thead><tbody>{{#officers}}\(shiftRow){{/officers}}</tbody></table></div>
        <h2>{{leadersTitle}}</h2><div class="wide"><table><thead><tr>{{#head}}<th scope="col">{{.}}</th>{{/head}}</tr></thead><tbody>{{#leaders}}\(shiftRow){{/leaders}}</tbody></table></div>
        <h2>{{awayTitle}}</h2><ul class="plain">{{#away}}<li>\(awayItem)</li>{{/away}}{{^away}}<li class="soft">{{noAway}}</li>{{/away}}</ul>
        <section class="card" id="rosters"><h2>{{rostersTitle}}</h2>{{^hasRosters}}<p>{{noRoster}}</p>{{/hasRosters}}
        {{#rosters}}<div class="period"><p>{{#period}}<a href="{{path}}">{{.}}</a> {{/period}}<b class="{{style}}">{{text}}</b>{{#said}} <span class="soft">{{.}}</span>{{/said}}</p>
        {{#canReceive}}<form class="receive" method="post" action="{{action}}"><input type="hidden" name="token" value="{{token}}"><input type="hidden" name="record" value="{{id}}"><button name="act" value="receive">{{receive}}</button></form>{{/canReceive}}
        {{#canReturn}}<details {{open}}><summary>{{return}}</summary><form method="post" action="{{action}}"><input type="hidden" name="token" value="{{token}}"><input type="hidden" name="record" value="{{id}}"><label for="reason-{{id}}">{{reasonLabel}}</label><textarea id="reason-{{id}}" name="reason">{{reason}}</textarea>{{#wrong}}<p class="message" role="alert">{{.}}</p>{{/wrong}}<p><button class="quiet" name="act" value="return">{{return}}</button></p></form></details>{{/canReturn}}</div>{{/rosters}}</section>
        """
    }

    private static var shiftRow: String {
        """
        <tr><td class="n">{{hours}}</td><th scope="row">{{name}}</th><td>{{post}}</td><td class="n">{{#phones}}<a href="tel:{{dial}}">{{number}}</a> {{/phones}}</td><td>{{mark}}</td></tr>
        """
    }

    static var awayItem: String {
        """
        <b>{{name}}</b> {{post}} {{what}} <span class="n">{{hours}}</span> · {{label}} {{deputy}} {{#phones}}<a class="n" href="tel:{{dial}}">{{number}}</a>{{/phones}}
        """
    }
}
