import DutyRecords
import Foundation
import Hummingbird
import Mustache
import ProgramShell
import SyncKit

// Every act is one post and one commit, and its opposite is offered after it.
extension RosterPages {
    func act(_ posted: Posted, _ visitor: Visitor, _ language: Language) async throws -> Response {
        let scene = try await scene(language, posted)
        do {
            return try await finish(
                try await changes(posted, scene), scene, visitor,
                back: posted["page"] == "slot" ? slotPath(posted) : nil)
        } catch let refusal as RosterRefusal {
            if refusal == .notApproved { return try await askApproval(posted, nil, scene, visitor) }
            return try await refuse(scene.words(refusal.chinese, refusal.english), posted, scene, visitor)
        } catch let refusal as EntryRefusal {
            return try await refuse(refusal.first.message(in: language), posted, scene, visitor)
        } catch SyncError.taken {
            return try await refuse(
                scene.words(
                    "这张表单已经保存过，内容不同。请重新打开值班表再做。", "this form was saved before with other content; open the roster anew"),
                posted, scene, visitor)
        }
    }

    private func slotPath(_ posted: Posted) -> String? {
        RecordID(posted["one"]).map { "/roster/slot/\(posted["collection"])/\($0)" }
    }

    /// Writes, and leads to where the opposite is offered.
    func finish(
        _ changes: [RosterChange], _ scene: RosterScene, _ visitor: Visitor, month: Month? = nil, back: String? = nil
    ) async throws -> Response {
        let month = month ?? scene.month
        let isWritten = try await RosterCommitting.commit(changes, author: visitor.session.name, in: desk.room)
        guard isWritten else { return DeskResponse.seeOther(back ?? "/roster?month=\(month)") }
        let words = RosterWords(scene, changes)
        let done = undos.keep(changes, by: visitor.session.person, month: month, (words.chinese, words.english))
        return DeskResponse.seeOther("/roster?month=\(month)&done=\(done)" + (words.place.map { "#d\($0)" } ?? ""))
    }

    func undo(_ posted: Posted, _ visitor: Visitor, _ language: Language) async throws -> Response {
        let scene = try await scene(language, posted)
        guard let done = undos.find(posted["undo"], of: visitor.session.person) else {
            return try await showMonth(
                scene, visitor,
                error: scene.words(
                    "这一步已不能在此撤销（程序重新启动过）。请在班次的页面上改回。",
                    "this can no longer be undone here; change it on the shift's page"))
        }
        do {
            return try await finish(done.changes.reversed().map(\.opposite), scene, visitor, month: done.month)
        } catch let refusal as RosterRefusal {
            return try await showMonth(
                scene, visitor, error: scene.words(refusal.chinese, refusal.english))
        } catch let refusal as EntryRefusal {
            return try await showMonth(scene, visitor, error: refusal.first.message(in: language))
        }
    }

    private func changes(_ posted: Posted, _ scene: RosterScene) async throws -> [RosterChange] {
        let acts = scene.acts
        let approval = ShiftApproval(by: posted["approvedBy"], reason: posted["reason"])
        func id(_ name: String) throws -> RecordID {
            guard let id = RecordID(posted[name]) else {
                throw RosterRefusal("没有选定班次。请在值班表上选一个。", "no shift is chosen; pick one on the roster")
            }
            return id
        }
        switch posted["act"] {
        case "add": return try add(posted, scene)
        case "put":
            return try acts.put(
                id("one"), acts.person(posted["person"].trimmingCharacters(in: .whitespaces)).id, was: id("was"),
                approval)
        case "move":
            guard let day = Day(posted["day"]), let start = Int64(posted["start"]) else {
                throw RosterRefusal("请选定日期。", "pick a day")
            }
            return try acts.move(id("one"), to: day, was: Instant(milliseconds: start), approval)
        case "exchange":
            // The slot's own page sends the other shift and its person as one choice.
            let parts = posted["other"].split(separator: " ")
            guard let other = parts.first.flatMap({ RecordID($0) }),
                let otherWas = RecordID(parts.count > 1 ? String(parts[1]) : posted["otherWas"])
            else { throw RosterRefusal("请选定与哪一班对换。", "pick the other shift") }
            return try acts.exchange((id("one"), id("was")), (other, otherWas), approval)
        case "cancel": return try acts.cancelSwap(id("one"), approval)
        case "remove": return try acts.remove(id("one"), reason: posted["reason"])
        case "restore":
            let kind = RosterKind(rawValue: posted["collection"]) ?? .duty
            let detail = try await RecordLookup.detail(kind.collection, posted["one"], of: scene.unit, in: desk.room)
            return RosterActs.restore(RecordFacts(detail.view), kind)
        default: throw RosterRefusal("没有这样的操作。", "there is no such act")
        }
    }

    private func add(_ posted: Posted, _ scene: RosterScene) throws -> [RosterChange] {
        func minutes(_ field: String) throws -> Int {
            do throws(TypedMoment.Fault) {
                return try TypedMoment.clock(posted[field]) % 1440
            } catch {
                let (chinese, english) = error.sentence(of: posted[field], .clock)
                throw RosterRefusal(chinese, english)
            }
        }
        guard let seed = RecordID(posted["seed"]), seed.version == 7 else {
            throw RosterRefusal("请重新打开值班表再排。", "open the roster anew")
        }
        let kinds = posted["kind"].split(separator: " ").map(String.init)
        let kind = kinds.first.flatMap { RosterKind(rawValue: $0) } ?? .duty
        let more = kinds.count > 1 ? kinds[1] : nil
        let person = try scene.acts.person(posted["person"].trimmingCharacters(in: .whitespaces))
        let new = RosterActs.NewShift(
            kind: kind, person: person.id, begins: try minutes("begins"), ends: try minutes("ends"),
            role: posted.named("role") ?? person.leaderRole, tier: kind == .leader ? more ?? "带班" : nil,
            post: kind == .duty ? more : nil)
        let days = posted.fields.keys.filter { $0.first == "d" }.compactMap { Day(String($0.dropFirst())) }.sorted()
        return try scene.acts.add(new, on: days, seed: seed)
    }

    /// What was typed stays, on the page that it was typed on.
    private func refuse(
        _ why: String, _ posted: Posted, _ scene: RosterScene, _ visitor: Visitor
    ) async throws -> Response {
        let sentence = scene.words("没有保存：", "Not saved: ") + why
        if !posted["asked"].isEmpty { return try await askApproval(posted, sentence, scene, visitor) }
        if posted["page"] == "slot", let id = RecordID(posted["one"]),
            let kind = RosterKind(rawValue: posted["collection"])
        {
            return try await showSlot(
                SlotPlace(kind: kind, id: id), visitor, scene.words.language, typed: posted.fields, error: sentence)
        }
        return try await showMonth(scene, visitor, typed: posted.fields, error: sentence)
    }

    // MARK: Who agrees

    /// Asks who agreed, with all that was sent kept: a drop on the grid has no place for it.
    private func askApproval(
        _ posted: Posted, _ error: String?, _ scene: RosterScene, _ visitor: Visitor
    ) async throws -> Response {
        let words = scene.words
        let shifts = ["one", "other"].compactMap { posted[$0].split(separator: " ").first.flatMap { RecordID($0) } }
            .compactMap { scene.acts.shift($0) }
        let carried = posted.fields.filter { !["token", "approvedBy", "reason", "asked"].contains($0.key) }
            .sorted { $0.key < $1.key }.map { ["name": $0.key, "value": $0.value] }
        let what =
            switch posted["act"] {
            case "exchange": words("串班", "Swap")
            case "move": words("改期", "Move to ") + posted["day"]
            case "cancel": words("取消串班", "Take the swap back")
            default: words("代班：", "Stand-in: ") + posted["person"]
            }
        let moment = shifts.first?.span.lowerBound ?? scene.now
        let view: [String: Any] = [
            "title": what,
            "error": [error ?? words(RosterRefusal.notApproved.chinese, RosterRefusal.notApproved.english)],
            "shifts": shifts.map {
                "\(scene.date($0.span.lowerBound.day)) \(scene.clock($0.span)) \(scene.name($0.person))"
            },
            "carried": carried, "token": visitor.session.formToken,
            "approvedByLabel": words("批准人", "Approved by"), "reasonLabel": words("原因", "Reason"),
            "approvedBy": posted["approvedBy"], "reason": posted["asked"].isEmpty ? "" : posted["reason"],
            "approvers": scene.acts.approvers(at: moment, besides: shifts.map(\.person)).map(\.name),
            "save": words("保存", "Save"), "back": words("不做了", "Leave it"), "month": scene.month.description,
        ]
        return try await desk.frame.page(
            what, approval.render(view), visitor, words.language, status: .unprocessableContent)
    }

    static var approvalHTML: String {
        """
        <h2>{{title}}</h2>{{#error}}<p class="notice" role="alert">{{.}}</p>{{/error}}<ul class="plain">{{#shifts}}<li class="n">{{.}}</li>{{/shifts}}</ul>
        <form class="entry" method="post" action="/roster/act"><input type="hidden" name="token" value="{{token}}"><input type="hidden" name="asked" value="1">{{#carried}}<input type="hidden" name="{{name}}" value="{{value}}">{{/carried}}
        <p><label for="approvedBy">{{approvedByLabel}}</label><input id="approvedBy" name="approvedBy" value="{{approvedBy}}" list="approvers" required autofocus></p><p><label for="reason">{{reasonLabel}}</label><input id="reason" name="reason" value="{{reason}}"></p><datalist id="approvers">{{#approvers}}<option value="{{.}}">{{/approvers}}</datalist>
        <p class="full"><button>{{save}}</button> <a class="button quiet" href="/roster?month={{month}}">{{back}}</a></p></form>
        """
    }
}

/// What was done, in one line.
struct RosterWords {
    let chinese: String
    let english: String
    /// Where the page opens again.
    let place: Day?

    private static let most = 3

    init(_ scene: RosterScene, _ changes: [RosterChange]) {
        func start(_ change: RosterChange) -> Day? {
            let written = change.writes.first { $0.field == "start" }?.after
            if case .text(let text)? = written { return Instant(text)?.day }
            return scene.acts.shift(change.record)?.span.lowerBound.day
        }
        func day(_ change: RosterChange) -> String { start(change).map { String($0.description.dropFirst(5)) } ?? "" }
        func name(_ value: FieldValue) -> String {
            if case .text(let id) = value { scene.name(id) } else { "–" }
        }
        func line(_ change: RosterChange, _ language: Language) -> String {
            let words = Words(language: language)
            if let write = change.writes.first(where: { $0.field == "officer" || $0.field == "leader" }) {
                return change.isNew
                    ? "\(day(change)) \(name(write.after))"
                    : "\(day(change)) \(name(write.before)) → \(name(write.after))"
            }
            if let voided = change.writes.first(where: { $0.field == "voided" }) {
                return voided.after == .absent
                    ? words("恢复 ", "restored ") + day(change) : words("删除 ", "removed ") + day(change)
            }
            return words("改到 ", "moved to ") + day(change)
        }
        func all(_ language: Language) -> String {
            let shown = changes.prefix(Self.most).map { line($0, language) }.joined(
                separator: language == .chinese ? "；" : "; ")
            let more = changes.count - Self.most
            return more > 0
                ? shown + Words(language: language)("，等 \(changes.count) 班", " and \(more) more") : shown
        }
        chinese = all(.chinese)
        english = all(.english)
        place = changes.lazy.compactMap(start).first
    }
}
