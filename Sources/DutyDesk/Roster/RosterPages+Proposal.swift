import DutyRecords
import Foundation
import Hummingbird
import Mustache
import ProgramShell
import SyncKit

// What the planner proposes: beside what is there, with the reason of each slot; accepted as it was shown.
extension RosterPages {
    func showProposal(_ request: Request, _ visitor: Visitor, _ language: Language) async throws -> Response {
        let asked = request.typed
        let scene = try await scene(language, month: asked["month"])
        let words = scene.words
        func text(_ name: String) -> String { asked[name] ?? "" }
        let proposal: RosterProposal
        let title: String
        var isRepair = false
        if let absence = RecordID(text("absence")) {
            guard let found = scene.duties.absences.first(where: { $0.id == absence }) else {
                throw CommandFailure(.badUse, chinese: "没有这条外出报备。", english: "there is no such absence")
            }
            proposal = scene.drafting.repair(
                scene.unit, absent: found.person, during: found.leaveAt..<max(found.leaveAt, found.backAt ?? .distant))
            (title, isRepair) = (
                words("\(scene.name(found.person))外出，改排", "\(scene.name(found.person)) is away: replacements"), true
            )
        } else if text("mode") == "repair" {
            let person: Person
            do { person = try scene.acts.person(text("person").trimmingCharacters(in: .whitespaces)) } catch {
                return try await showMonth(
                    scene, visitor, typed: asked, error: words(error.chinese, error.english))
            }
            let (from, to): (Instant, Instant)
            do throws(RosterRefusal) {
                (from, to) = (try moment(text("from"), scene.now), try moment(text("to"), scene.now))
            } catch {
                return try await showMonth(scene, visitor, typed: asked, error: words(error.chinese, error.english))
            }
            guard from < to else {
                return try await showMonth(
                    scene, visitor, typed: asked,
                    error: words("外出的截止时间应在起始时间之后，请核对。", "the end of the absence has to lie after its start"))
            }
            proposal = scene.drafting.repair(scene.unit, absent: person.id, during: from..<to)
            (title, isRepair) = (words("\(person.name)外出，改排", "\(person.name) is away: replacements"), true)
        } else {
            let days = scene.month.days
            guard let pattern = pattern(text("pattern"), text("start"), text("seats")) else {
                return try await showMonth(
                    scene, visitor, typed: asked,
                    error: words(
                        "交班时刻应如 08:30，每班人数应是 1 至 10。",
                        "the change is at a time such as 08:30, with 1 to 10 persons a shift"))
            }
            proposal = scene.drafting.propose(
                scene.unit, days.lowerBound..<days.upperBound + 1, pattern: pattern, replans: text("mode") == "replan")
            title =
                text("mode") == "replan" ? words("重新排班方案", "A new plan") : words("补齐空班方案", "A plan for what is empty")
        }
        return try await show(proposal, title, isRepair: isRepair, scene, visitor)
    }

    private func moment(_ typed: String, _ now: Instant) throws(RosterRefusal) -> Instant {
        do throws(TypedMoment.Fault) {
            guard let moment = Instant(try TypedMoment.time(typed, now: now, .either)) else { throw .unreadable }
            return moment
        } catch {
            let (chinese, english) = error.sentence(of: typed, .moment)
            throw RosterRefusal(chinese, english)
        }
    }

    private func pattern(_ name: String, _ start: String, _ seats: String) -> SlotPattern? {
        let begins = start.isEmpty ? 510 : (try? TypedMoment.clock(start)).map { $0 % 1440 }
        guard let begins, let persons = seats.isEmpty ? 1 : Int(seats), (1...10).contains(persons) else { return nil }
        return switch name {
        case "weekly":
            SlotPattern([
                SlotPattern.Shift(begins: .minutes(begins), length: .days(7), persons: persons, weekdays: [1])
            ])
        case "nights": .nights(persons: persons)
        default: SlotPattern([SlotPattern.Shift(begins: .minutes(begins), length: .days(1), persons: persons)])
        }
    }

    private func show(
        _ proposal: RosterProposal, _ title: String, isRepair: Bool, _ scene: RosterScene, _ visitor: Visitor
    ) async throws -> Response {
        let words = scene.words
        let changes = proposal.entries.filter(\.isChange)
        let lines = changes.compactMap { entry -> AcceptedEntry? in
            entry.after.map {
                AcceptedEntry(
                    shift: entry.shift ?? RecordID.drawn(), span: entry.span, before: entry.before, after: $0)
            }
        }
        let needsApproval =
            isRepair
            && changes.contains { entry in
                entry.shift.flatMap { scene.acts.shift($0) }.map { scene.acts.needsApproval($0) } ?? false
            }
        let empty = proposal.entries.count { $0.after == nil && $0.span.lowerBound >= scene.now }
        var view: [String: Any] = [
            "title": title, "month": scene.month.description, "token": visitor.session.formToken,
            "lines": lines.map(\.text).joined(separator: "\n"), "mode": isRepair ? "repair" : "plan",
            "hasChanges": !changes.isEmpty,
            "count": words(
                "共 \(changes.count) 处改动，接受后一次写入。", "\(changes.count) changes, written at once when accepted."),
            "none": words("没有要改动的班次。", "Nothing would change."),
            "empty": Sometimes.text(
                empty > 0 ? words("仍有 \(empty) 班无人可排。", "\(empty) seats stay empty: nobody can take them.") : nil),
            "holidays": Sometimes.text(
                words("节假日值班有变动，请告知：", "Holidays on duty change, tell: "),
                proposal.difference.holidaysChanged.map { scene.name($0) }, words),
            "begun": Sometimes.text(
                words("已开始的班次请登记代班：", "Begun already, enter a stand-in: "),
                proposal.begun.compactMap { scene.acts.shift($0) }.map { scene.date($0.span.lowerBound.day) }, words),
            "refused": proposal.refused.map {
                let because = words($0.because.sentence(in: .chinese), $0.because.sentence(in: .english))
                return scene.name($0.duty.person) + words("：", ": ") + because
            },
            "refusedTitle": words("不能保留的原班次", "Not kept of what was planned"),
            "head": [
                words("日期", "Day"), words("时间", "Time"), words("现在", "Now"), words("方案", "Plan"), words("理由", "Reason"),
            ],
            "entries": proposal.entries.map { line(of: $0, scene) },
            "accept": words("接受，写入值班表", "Accept and write"), "back": words("不采用", "Leave it"),
            "needsApproval": needsApproval, "approvedByLabel": words("批准人（第十六条）", "Approved by (Art. 16)"),
            "reasonLabel": words("原因", "Reason"), "approvers": scene.acts.approvers(at: scene.now).map(\.name),
            "loadTitle": words("接受后的负担", "Load with this plan"),
        ]
        view.merge(LoadTable(proposal.loads, scene).view) { $1 }
        return try await desk.frame.page(title, self.proposal.render(view), visitor, words.language)
    }

    private func line(of entry: RosterProposal.Entry, _ scene: RosterScene) -> [String: Any] {
        let words = scene.words
        let known = scene.reading.calendar.day(entry.span.lowerBound.day, asOf: scene.now)
        return [
            "day": scene.date(entry.span.lowerBound.day), "type": scene.dayType(known), "time": scene.clock(entry.span),
            "before": entry.before.map { scene.name($0) } ?? "–",
            "after": entry.after.map { scene.name($0) } ?? words("空缺", "nobody"),
            "style": entry.isChange ? "changed" : "",
            "mark": entry.isChange ? (entry.before == nil ? words("新", "new") : words("改", "changed")) : "",
            "reason": words(entry.reason.sentence(in: .chinese), entry.reason.sentence(in: .english)),
        ]
    }

    /// Writes a proposal as it was shown, in one set.
    func accept(_ posted: Posted, _ visitor: Visitor, _ language: Language) async throws -> Response {
        let scene = try await scene(language, posted)
        let lines = posted["lines"].split(whereSeparator: \.isNewline)
        let entries = lines.compactMap { AcceptedEntry($0) }
        do {
            guard !entries.isEmpty, entries.count == lines.count else {
                throw RosterRefusal("方案不完整，没有写入。请重新生成方案。", "the plan is not whole and was not written; make it anew")
            }
            let changes = try scene.acts.accept(
                entries, standsIn: posted["mode"] == "repair",
                ShiftApproval(by: posted["approvedBy"], reason: posted["reason"]))
            return try await finish(changes, scene, visitor)
        } catch let refusal as RosterRefusal {
            return try await refuse(scene.words(refusal.chinese, refusal.english), posted, scene, visitor)
        } catch let refusal as EntryRefusal {
            return try await refuse(refusal.first.message(in: language), posted, scene, visitor)
        }
    }

    /// The plan is made anew on the month's page; what was typed beside it stands in the sentence.
    private func refuse(
        _ sentence: String, _ posted: Posted, _ scene: RosterScene, _ visitor: Visitor
    ) async throws -> Response {
        let words = scene.words
        let typed = [(words("批准人", "approved by"), "approvedBy"), (words("原因", "reason"), "reason")]
            .filter { !posted[$0.1].isEmpty }.map { "\($0.0)\(words("：", ": "))\(posted[$0.1])" }
        let kept = typed.isEmpty ? "" : words(" 您填的：", " You typed: ") + typed.joined(separator: words("；", "; "))
        return try await showMonth(
            scene, visitor, error: words("没有写入：", "Not written: ") + sentence + kept)
    }

    static var proposalHTML: String {
        """
        <h2>{{title}}</h2>{{#hasChanges}}<p>{{count}}</p>{{/hasChanges}}{{^hasChanges}}<p class="notice">{{none}}</p>{{/hasChanges}}
        {{#empty}}<p class="notice badly">{{.}}</p>{{/empty}}{{#holidays}}<p class="notice">{{.}}</p>{{/holidays}}{{#begun}}<p class="notice">{{.}}</p>{{/begun}}{{#refused}}<p class="notice">{{refusedTitle}}：{{.}}</p>{{/refused}}
        <form class="entry" method="post" action="/roster/accept"><input type="hidden" name="token" value="{{token}}"><input type="hidden" name="month" value="{{month}}"><input type="hidden" name="mode" value="{{mode}}"><textarea name="lines" hidden>{{lines}}</textarea>
        {{#needsApproval}}<p><label for="approvedBy">{{approvedByLabel}}</label><input id="approvedBy" name="approvedBy" list="approvers" required></p><p><label for="reason">{{reasonLabel}}</label><input id="reason" name="reason"></p><datalist id="approvers">{{#approvers}}<option value="{{.}}">{{/approvers}}</datalist>{{/needsApproval}}
        <p class="full">{{#hasChanges}}<button>{{accept}}</button> {{/hasChanges}}<a class="button quiet" href="/roster?month={{month}}">{{back}}</a></p></form>
        <div class="wide"><table><thead><tr>{{#head}}<th scope="col">{{.}}</th>{{/head}}</tr></thead><tbody>{{#entries}}<tr class="{{style}}"><th scope="row" class="n">{{day}} <span class="soft">{{type}}</span></th><td class="n">{{time}}</td><td>{{before}}</td><td>{{after}} <b>{{mark}}</b></td><td>{{reason}}</td></tr>{{/entries}}</tbody></table></div>
        <h2>{{loadTitle}}</h2>\(LoadTable.html)
        """
    }
}

extension Instant {
    /// Where nobody said when somebody is back.
    fileprivate static var distant: Instant { Instant(milliseconds: 32_503_651_200_000) }
}
