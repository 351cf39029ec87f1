import DutyDesk
import DutyRecords
import Foundation
import Hummingbird
import Mustache
import ProgramShell
import SyncKit

// The forms: the first press shows what would change and for whom, the second writes what was shown.
extension RulesPage {
    func showForm(
        _ kind: RuleProposal.Kind, _ request: Request, _ visitor: Visitor, _ language: Language
    ) async throws -> Response {
        try Self.check(kind, visitor)
        let asked = request.uri.queryParameters
        let now = try await opened.now()
        var fields = ["id": RecordID.drawn().description]
        if let id = asked.get("record"), kind == .period || kind == .profile {
            let detail = try await RecordLookup.detail(kind.collection.name, id, of: nil, in: opened)
            fields.merge(Self.fields(of: RecordFacts(detail.view), kind)) { $1 }
            fields["record"] = detail.view.id.description
            fields["seen"] = detail.seen.description
        } else {
            switch kind {
            case .arrangement:
                fields["year"] = asked.get("year").map { String($0) } ?? "\(now.day.year + 1)"
                fields["published"] = now.day.description
            case .day: fields["date"] = asked.get("date").map { String($0) } ?? ""
            case .period: fields["from"] = now.day.description
            case .profile: fields["validFrom"] = (now.day + 1).description
            }
        }
        return try await show(kind, fields, [:], nil, visitor, language)
    }

    /// What the form of a record holds.
    private static func fields(of record: RecordFacts, _ kind: RuleProposal.Kind) -> [String: String] {
        var fields: [String: String] = [:]
        for field in kind.collection.fields {
            if let text = record.text(field.name) {
                fields[field.name] =
                    Day(text) == nil && Instant(text) != nil ? FigureText.moment(record, field.name) : text
            }
        }
        if case .composite(let figures)? = record.fields["figures"] {
            for (name, value) in figures { fields["figure-\(name)"] = value.figureText(in: .chinese) }
        }
        return fields
    }

    func take(
        _ kind: RuleProposal.Kind, _ posted: Posted, _ visitor: Visitor, _ language: Language
    ) async throws -> Response {
        try Self.check(kind, visitor)
        let words = Words(language: language)
        let now = try await opened.now()
        let proposal: RuleProposal
        do throws(RuleProposal.Faults) {
            proposal = try RuleFormReader.read(kind, posted.fields, now: now, words)
        } catch {
            return try await show(kind, posted.fields, error.byField, nil, visitor, language)
        }
        let notices = try await opened.mirror.notices()
        let record = RecordID(posted["record"])
        let effect = RuleEffect(
            proposal, replacing: record, notices, try await atTheCounty(proposal, record, notices, now), now: now, words
        )
        // What is confirmed is what was shown: another content is shown first.
        guard posted["confirm"] == "yes", posted["shown"] == Self.shown(posted.fields) else {
            return try await show(kind, posted.fields, [:], effect, visitor, language)
        }
        if let refusal = try await write(proposal, record, posted, visitor, language) {
            return try await show(kind, posted.fields, refusal, effect, visitor, language)
        }
        return DeskResponse.seeOther("/rules?saved=1" + (proposal.days.map { "&year=\($0.upperBound.year)" } ?? ""))
    }

    /// - Returns: what is wrong, by field.
    private func write(
        _ proposal: RuleProposal, _ record: RecordID?, _ posted: Posted, _ visitor: Visitor, _ language: Language
    ) async throws -> [String: String]? {
        let collection = proposal.kind.collection
        if let record, let members = proposal.records.first?.members {
            let emptied = collection.fields.map(\.name).filter { name in !members.contains { $0.0 == name } }
            let detail = try await RecordLookup.detail(collection.name, record.description, of: nil, in: opened)
            let unset = emptied.filter { detail.view.fields[$0] != nil }
            let set = members.map { name, value in
                if case .text(let text) = value { "\(name)=\(text)" } else { "\(name)=\(value.text)" }
            }
            try await desk.change(
                EditTarget(collection: collection.name, id: record.description, unit: nil),
                EditForm(set: set, unset: unset), seen: posted["seen"], by: visitor)
            return nil
        }
        guard let base = RecordID(posted["id"]), base.version == 7 else { throw SyncError.unknown("record") }
        let lines = proposal.records.map { record in
            let id = record.key.isEmpty ? base : base.derived(by: record.key)
            return JSONValue.object([("id", .text(id.description))] + record.members).text
        }
        let entering = try await Entering(collection, unit: opened.homeUnit, in: opened)
        let (results, failure) = try await entering.enter(
            Data(lines.joined(separator: "\n").utf8), author: visitor.session.name, isAtomic: true)
        if let failure { throw failure }
        guard let error = results.lazy.flatMap(\.errors).first else { return nil }
        return [error.field == "figures" ? "" : error.field: error.message(in: language)]
    }

    private func atTheCounty(
        _ proposal: RuleProposal, _ record: RecordID?, _ notices: [String: [RecordFacts]], _ now: Instant
    ) async throws -> RuleEffect.AtTheCounty {
        var found = RuleEffect.AtTheCounty(handedIn: try await handedIn(proposal.days))
        if proposal.profile != nil {
            let reading = try await WallReading.read(opened.county, in: opened)
            let after = Wall(reading.duties, book: proposal.book(notices, replacing: record), now: reading.now)
            found.clocks = ClockChange.all(from: reading.wall, to: after)
        }
        if let days = proposal.days { found.lacking = try await lacking(proposal, record, days, notices, now) }
        return found
    }

    /// Of the days ahead that somebody has rostered by now: what is further off nobody has planned.
    private func lacking(
        _ proposal: RuleProposal, _ record: RecordID?, _ days: ClosedRange<Day>, _ notices: [String: [RecordFacts]],
        _ now: Instant
    ) async throws -> [(day: Day, units: [String])] {
        let (first, last) = (max(days.lowerBound, now.day), min(days.upperBound, now.day + CoveragePage.daysMax - 1))
        guard first <= last else { return [] }
        let county = try await memory.read(first...last, in: opened)
        let calendar = proposal.calendar(notices, replacing: record)
        func matrix(_ calendar: DutyCalendar) -> CoverageMatrix {
            CoverageMatrix(
                duties: county.duties, calendar: calendar, book: county.book, days: first...last, now: county.now)
        }
        let (before, after) = (matrix(county.calendar), matrix(calendar))
        return (0...last.since(first)).compactMap { index in
            let units = zip(before.rows, after.rows).filter { old, new in
                !old.cells[index].owesLeaders && new.cells[index].leadersMissing != nil
            }.map(\.1.unit.name)
            return units.isEmpty ? nil : (first + index, units)
        }
    }

    /// Units whose roster of some of these days has come.
    private func handedIn(_ days: ClosedRange<Day>?) async throws -> [String] {
        guard let days else { return [] }
        // A roster is for no more than a quarter.
        let filter = RecordFilter(
            collection: "roster-submission", from: (days.lowerBound - 100).start.milliseconds,
            before: days.upperBound.end.milliseconds)
        let units = Set(
            try await opened.store.records(filter, deliveredTo: nil) { RecordFacts($0) }.filter { record in
                guard !record.isVoided, !record.has("returnedReason"), let from = record.day("periodStart"),
                    let to = record.day("periodEnd"), from <= to
                else { return false }
                return (from...to).overlaps(days)
            }.map(\.unit))
        let names = try await opened.unitNames()
        return units.sorted().map { names[$0] ?? $0 }
    }

    /// The form's content in one line, so that a change after the preview is seen.
    private static func shown(_ fields: [String: String]) -> String {
        fields.filter { !["token", "confirm", "shown", "seen", "typed-by"].contains($0.key) && !$0.value.isEmpty }
            .sorted { $0.key < $1.key }.map { "\($0)=\($1.replacing("\r\n", with: "\n"))" }.joined(separator: "\n")
    }

    /// - Parameter effect: what it would change; nil before that was asked for.
    func show(
        _ kind: RuleProposal.Kind, _ fields: [String: String], _ errors: [String: String], _ effect: RuleEffect?,
        _ visitor: Visitor, _ language: Language
    ) async throws -> Response {
        let words = Words(language: language)
        let title = Self.title(kind, isNew: (fields["record"] ?? "").isEmpty, words)
        let inputs = RuleInputs(
            kind, fields, errors, try await opened.mirror.notices(), now: try await opened.now(), words)
        var view: [String: Any] = [
            "title": title, "action": "/rules/\(kind.rawValue)", "token": visitor.session.formToken,
            "hidden": ["id", "record", "seen"].map { ["name": $0, "value": fields[$0] ?? ""] },
            "whole": errors[""].map { [$0] } ?? [], "isWrong": !errors.isEmpty,
            "notSaved": words(
                "没有保存：请改正下面标出的项目，已填的内容都在。", "Not saved: mend what is marked; all that was typed is kept."),
            "inputs": inputs.view, "help": inputs.help, "back": words("返回", "Back"),
            "preview": words("先看会改变什么", "See what would change"), "effect": effect.map { [$0.view] } ?? [],
            "save": words("保存并生效", "Save"), "shownText": Self.shown(fields),
        ]
        view["isShown"] = effect != nil && errors.isEmpty
        return try await desk.frame.page(
            title, form.render(view), visitor, language, status: errors.isEmpty ? .ok : .unprocessableContent)
    }

    private static func title(_ kind: RuleProposal.Kind, isNew: Bool, _ words: Words) -> String {
        switch kind {
        case .arrangement: words("录入放假通知", "Enter a holiday notice")
        case .day: words("改一天", "Change a day")
        case .period:
            isNew ? words("新增特殊敏感时间", "Declare a special period") : words("修改特殊敏感时间", "Change a special period")
        case .profile: isNew ? words("修改规则数值", "Change the rules") : words("修改规则设置", "Change a rule profile")
        }
    }

    static let formHTML = """
        <h2>{{title}}</h2>{{#isWrong}}<p class="notice badly" role="alert">{{notSaved}}</p>{{/isWrong}}{{#whole}}<p class="notice badly">{{.}}</p>{{/whole}}
        {{#help}}<p class="soft">{{.}}</p>{{/help}}
        <form class="entry" method="post" action="{{action}}"><input type="hidden" name="token" value="{{token}}">{{#hidden}}<input type="hidden" name="{{name}}" value="{{value}}">{{/hidden}}<textarea name="shown" hidden>
        {{shownText}}</textarea>
        \(Questions.html)
        {{#effect}}<div class="full">\(RuleEffect.html)</div>{{/effect}}
        <p class="full">{{#isShown}}<button name="confirm" value="yes">{{save}}</button> {{/isShown}}<button class="quiet" name="confirm" value="">{{preview}}</button> <a href="/rules">{{back}}</a></p></form>
        """
}
