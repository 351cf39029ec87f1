import DutyRecords
import Foundation
import Hummingbird
import ProgramShell
import SyncKit

// What the county is owed, has, and has not: by when, in which state, and what became different since.
extension RosterPages {
    /// - Parameter typed: of a form that was refused.
    func submissionView(
        _ scene: RosterScene, _ visitor: Visitor, _ typed: [String: String]
    ) async throws -> [String: Any] {
        let (words, days, now) = (scene.words, scene.month.days, scene.now)
        let owed = scene.owed.filter { [.open, .overdue].contains($0.state(at: now)) }
        let handedIn = try await submissions(scene)
        var periods: [[String: Any]] = []
        var known: Set<ClosedRange<Day>> = []
        for (view, period) in handedIn where known.insert(period).inserted {
            periods.append(self.view(of: view, period, handedIn.count { $0.1 == period }, scene))
        }
        return [
            "submitTitle": scene.unit == scene.duties.countyUnit
                ? words("报送市政府总值班室", "To the city") : words("报送县值班室", "To the county"),
            "hasPeriods": !periods.isEmpty, "periods": periods,
            "noPeriods": words("本月的值班表还没有报送。", "Nothing of this month was handed in."),
            "owed": owed.map { row -> [String: Any] in
                let late = row.lateMinutes(at: now)
                let left = words.minutes(max(0, (row.dueAt - now).minutesDown))
                return [
                    "why": words(row.why.chinese, row.why.english), "article": row.article,
                    "due": Words.minute(row.dueAt), "style": late > 0 ? "bad" : "warn",
                    "left": late > 0 ? words("已超 ", "late by ") + words.minutes(late) : words("还剩 ", "left ") + left,
                ]
            },
            "fromLabel": words("起始日期", "First day"), "toLabel": words("截止日期", "Last day"),
            "first": typed["from"] ?? days.lowerBound.description, "last": typed["to"] ?? days.upperBound.description,
            "preparerLabel": words("制表人", "Preparer"), "preparer": typed["preparer"] ?? visitor.session.name,
            "approverLabel": words("审核人", "Approver"), "approver": typed["approver"] ?? "",
            "submitButton": words("报送", "Hand in"),
            "submission": RecordID.drawn().description,
            "approvers": scene.acts.approvers(at: now).map(\.name),
            "beforeLabel": words("报送时", "As handed in"), "afterLabel": words("现在", "Now"),
            "timeLabel": words("时间", "Time"), "postLabel": words("岗位", "Post"), "again": words("再次报送", "Hand in again"),
        ]
    }

    /// Those of the month, the latest first.
    private func submissions(_ scene: RosterScene) async throws -> [(RecordView, ClosedRange<Day>)] {
        let views = try await desk.room.store.records(
            RecordFilter(collection: Collection.rosterSubmission.name, unit: scene.unit),
            deliveredTo: desk.room.deliveredTo
        )
        return views.compactMap { view -> (RecordView, ClosedRange<Day>)? in
            let record = RecordFacts(view)
            guard !record.isVoided, let from = record.day("periodStart"), let to = record.day("periodEnd"), from <= to,
                (from...to).overlaps(scene.month.days)
            else { return nil }
            return (view, from...to)
        }.sorted {
            (RecordFacts($1.0).text("submittedAt") ?? "", $1.0.id) < (
                RecordFacts($0.0).text("submittedAt") ?? "", $0.0.id
            )
        }
    }

    private func view(
        of view: RecordView, _ period: ClosedRange<Day>, _ count: Int, _ scene: RosterScene
    ) -> [String: Any] {
        let (words, record) = (scene.words, RecordFacts(view))
        let differences = RosterText.differences(
            from: record.text("rosterText") ?? "", to: RosterText.of(scene.duties, period))
        let received = record.time("receivedAt").map {
            (record.text("receivedBy") ?? "") + " " + Words.minute($0)
        }
        let missing = Completeness(.rosterSubmission, view.fields).missing.compactMap {
            Collection.rosterSubmission.field($0)
        }
        return [
            "path": "/record/roster-submission/\(view.id)",
            "days": "\(period.lowerBound) – \(period.upperBound)", "from": period.lowerBound.description,
            "to": period.upperBound.description,
            "at": record.time("submittedAt").map { words("报送于 ", "handed in ") + Words.minute($0) }
                ?? words("未报送", "a draft"),
            "count": Sometimes.text(count > 1 ? words("第 \(count) 次", "time \(count)") : nil),
            "delivered": Delivered.word(view, desk.room.catalog, words), "style": Delivered.style(view),
            "received": Sometimes.text(received),
            "missing": Sometimes.text(words("尚缺：", "missing: "), missing.map(words.name), words),
            "returned": Sometimes.text(record.text("returnedReason").map { words("已退回：", "returned: ") + $0 }),
            "hasDifferences": !differences.isEmpty,
            "summary": words("报送后有 \(differences.count) 处改动", "\(differences.count) changes since"),
            "same": differences.isEmpty ? [words("与现在的值班表一致。", "As the roster is now.")] : [],
            "differences": differences.map {
                [
                    "time": $0.time.replacing("T", with: " "), "post": $0.post,
                    "before": $0.before.isEmpty ? "–" : $0.before.joined(separator: "、"),
                    "after": $0.after.isEmpty ? "–" : $0.after.joined(separator: "、"),
                ]
            },
        ]
    }

    func submit(_ posted: Posted, _ visitor: Visitor, _ language: Language) async throws -> Response {
        let scene = try await scene(language, posted)
        let words = scene.words
        let days = AskedDays(posted.fields, now: scene.now, words)
        if let sentence = days.sentences.first {
            return try await showMonth(
                scene, visitor, typed: posted.fields, error: words("没有报送：", "Not handed in: ") + sentence)
        }
        guard let from = days.cut.from, let to = days.cut.to, to.since(from) <= 400,
            let id = RecordID(posted["id"]), id.version == 7
        else {
            return try await showMonth(
                scene, visitor, typed: posted.fields,
                error: words("没有报送：起止日期不对，请核对。", "Not handed in: check the first and last day."))
        }
        guard !RosterText.of(scene.duties, from...to).isEmpty else {
            return try await showMonth(
                scene, visitor, typed: posted.fields,
                error: words("没有报送：这段时间还没有排班。请先排班。", "Not handed in: nothing is rostered on these days."))
        }
        do {
            _ = try await RosterSubmitting.submit(
                from...to, id: id, preparer: posted.named("preparer"), approver: posted.named("approver"),
                author: visitor.session.name, in: desk.room)
        } catch let failure as CommandFailure {
            return try await showMonth(
                scene, visitor, typed: posted.fields, error: words(failure.chinese, failure.english))
        }
        return DeskResponse.seeOther("/roster?month=\(Month(of: from))#handed-in")
    }

    /// What runs out stands above the grid, and turns by itself when the county has it.
    static var submissionHead: String {
        """
        <div id="county-has" data-live>{{#owed}}<p class="notice"><b class="{{style}}">{{left}}</b> {{why}} <span class="soft">{{article}} · {{due}}</span> <a href="#handed-in">{{submitButton}}</a></p>{{/owed}}
        {{#periods}}<p class="handed-in"><a href="#handed-in">{{days}}</a> <span class="n">{{at}}</span>{{#count}} {{.}}{{/count}} <b class="{{style}}">{{delivered}}</b>{{#received}} {{.}}{{/received}}{{#returned}} <b class="bad">{{.}}</b>{{/returned}}{{#hasDifferences}} <b class="warn">{{summary}}</b>{{/hasDifferences}}</p>{{/periods}}</div>
        """
    }

    static var submissionHTML: String {
        """
        <section class="card" id="handed-in"><h2>{{submitTitle}}</h2>{{^hasPeriods}}<p>{{noPeriods}}</p>{{/hasPeriods}}
        {{#periods}}<div class="period"><p><a href="{{path}}">{{days}}</a> <span class="n">{{at}}</span>{{#count}} {{.}}{{/count}} <b class="{{style}}">{{delivered}}</b>{{#received}} {{.}}{{/received}}{{#returned}} <b class="bad">{{.}}</b>{{/returned}} {{#missing}}<span class="warn">{{.}}</span>{{/missing}}{{#same}} <span class="soft">{{.}}</span>{{/same}}</p>
        {{#hasDifferences}}<details><summary>{{summary}}</summary><div class="wide"><table><thead><tr><th scope="col">{{timeLabel}}</th><th scope="col">{{postLabel}}</th><th scope="col">{{beforeLabel}}</th><th scope="col">{{afterLabel}}</th></tr></thead><tbody>{{#differences}}<tr><td class="n">{{time}}</td><td>{{post}}</td><td>{{before}}</td><td>{{after}}</td></tr>{{/differences}}</tbody></table></div></details>{{/hasDifferences}}</div>{{/periods}}
        <form class="entry" method="post" action="/roster/submit"><input type="hidden" name="token" value="{{token}}"><input type="hidden" name="month" value="{{month}}"><input type="hidden" name="id" value="{{submission}}"><p><label for="from">{{fromLabel}}</label><input id="from" name="from" value="{{first}}" required></p><p><label for="to">{{toLabel}}</label><input id="to" name="to" value="{{last}}" required></p><p><label for="preparer">{{preparerLabel}}</label><input id="preparer" name="preparer" value="{{preparer}}" list="people"></p><p><label for="approver">{{approverLabel}}</label><input id="approver" name="approver" value="{{approver}}" list="approvers"></p>{{#unsound}}<p class="full warn">{{.}}</p>{{/unsound}}<p class="full"><button>{{submitButton}}</button></p></form><datalist id="approvers">{{#approvers}}<option value="{{.}}">{{/approvers}}</datalist></section>
        """
    }
}

extension Posted {
    /// nil where nothing but blanks was typed.
    func named(_ field: String) -> String? {
        let text = self[field].trimmingCharacters(in: .whitespacesAndNewlines)
        return text.isEmpty ? nil : text
    }
}
