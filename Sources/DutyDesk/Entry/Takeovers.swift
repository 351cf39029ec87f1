import DutyRecords
import Hummingbird
import Mustache
import ProgramShell
import SyncKit

/// One press from a call to a log entry, to an incident or to its 初报, and from an incident to its 初报. What is made is
/// a draft: nothing is written before a person has confirmed each element.
struct Takeovers<Room: DeskRoom>: Sendable {
    let desk: Desk<Room>

    private let template: MustacheTemplate

    init(_ desk: Desk<Room>) throws {
        self.desk = desk
        template = try MustacheTemplate(string: Self.html)
    }

    func add(to router: Router<PageContext>) {
        router.post("/take/:target/:id") { request, context in
            try await desk.posted(request) { _, visitor, language in
                guard let target = Target(rawValue: try context.parameters.require("target")) else {
                    throw SyncError.unknown("target")
                }
                let path = try await start(target, try context.parameters.require("id"), visitor, language)
                return DeskResponse.seeOther(path)
            }
        }
    }

    /// What a press makes, and of what.
    enum Target: String, CaseIterable {
        case logEntry = "log-entry"
        case incident
        /// An incident, and its 初报 right after it.
        case firstReport = "first-report"
        /// The 初报 of an incident that is there.
        case report

        var source: String { self == .report ? "incident" : "phone-record" }
        var made: String { self == .firstReport ? "incident" : rawValue }
        /// The field that refers back.
        var reference: String { self == .report ? "incident" : "call" }
    }

    /// Where the press leads: to what was made before, to the draft that was begun before, or to a new one.
    private func start(_ target: Target, _ id: String, _ visitor: Visitor, _ language: Language) async throws -> String
    {
        // At the county an incident may lie in any unit's ledger.
        let unit = target == .report && desk.room.writer == .county ? nil : desk.room.homeUnit
        let source = RecordFacts(try await RecordLookup.detail(target.source, id, of: unit, in: desk.room).view)
        guard let collection = desk.room.catalog.collection(named: target.made) else {
            throw SyncError.unknown(target.made)
        }
        let back = [target.reference: source.id.description, "taken-of": target.source, "kind": "初报"]
        if let made = try await alreadyMade(collection, back, beside: []) {
            // The incident is there, and its 初报 was meant.
            if target == .firstReport { return try await report(of: made.record.id, visitor, language) }
            return "\(made.path)?already=1"
        }
        let person = visitor.session.person.description
        let begun = desk.drafts.all(of: person).first {
            $0.collection == collection.name && $0.fields[target.reference] == source.id.description
                && $0.fields["taken-of"] == target.source
        }
        if let begun { return begun.path }
        let elements =
            target == .report
            ? CallTakeover.report(of: source) : CallTakeover.elements(of: source, for: collection.name)
        var values = FormPlan.defaults(
            collection, now: try await desk.room.now(), me: visitor.session.name, channel: desk.room.channel)
        for element in elements {
            guard let field = collection.field(element.field) else { continue }
            values[element.field] = FormText.shown(element.value, of: field)
        }
        values[target.reference] = source.id.description
        values["taken"] = TakenElements.text(elements)
        values["taken-of"] = target.source
        if target == .firstReport { values["then"] = "report" }
        let draft = Drafts.Draft(
            person: person, collection: collection.name, id: RecordID.drawn().description, fields: values,
            at: SystemClock.wall())
        guard try desk.drafts.keep(draft) else { throw SyncError.unknown("draft") }
        return draft.path
    }

    /// What was made of the same call, or the 初报 of the same incident, before.
    /// - Parameter own: records of the form that asks: they are no other ones.
    func alreadyMade(
        _ collection: Collection, _ values: [String: String], beside own: Set<RecordID>
    ) async throws -> AlreadyMade? {
        let target = Target.allCases.first { $0.made == collection.name && $0.source == values["taken-of"] }
        guard let target, let source = values[target.reference].flatMap({ RecordID($0) }) else { return nil }
        return try await made(collection.name, of: source, by: target.reference).first {
            !own.contains($0.id) && (target != .report || $0.text("kind") == values["kind"])
        }.map { AlreadyMade(record: $0, collection: collection) }
    }

    private func made(_ collection: String, of source: RecordID, by reference: String) async throws -> [RecordFacts] {
        // The county writes an incident into the ledger of the unit where it happened.
        let isAnyUnits = desk.room.writer == .county && collection == "incident"
        return try await desk.room.records(
            collection, of: isAnyUnits ? nil : desk.room.homeUnit, naming: source, by: reference)
    }

    /// Where the 初报 of an incident is written.
    func report(of incident: RecordID, _ visitor: Visitor, _ language: Language) async throws -> String {
        try await start(.report, incident.description, visitor, language)
    }

    // MARK: On the page of the record

    /// The presses that a call or an incident offers, and what was made of it already; empty for other records.
    func html(_ view: RecordView, _ visitor: Visitor, _ words: Words) async throws -> String {
        let record = RecordFacts(view)
        let targets = Target.allCases.filter { $0.source == view.collection }
        guard !targets.isEmpty, !record.isVoided, view.ledger.unit == desk.room.homeUnit else { return "" }
        var made: [[String: String]] = []
        for (name, reference) in Set(targets.map { [$0.made, $0.reference] }).sorted(by: { $0[0] < $1[0] })
            .map({ ($0[0], $0[1]) })
        {
            let label = desk.room.catalog.collection(named: name).map(words.name) ?? name
            made += try await self.made(name, of: view.id, by: reference).map {
                ["path": DeskPath.record(name, $0.id), "text": "\(label) \($0.text("number") ?? "")"]
            }
        }
        return template.render(
            [
                "token": visitor.session.formToken, "made": made,
                "madeTitle": made.isEmpty ? [] : [words("已转为", "Made of it:")],
                "targets": targets.enumerated().map { index, target in
                    [
                        "action": "/take/\(target.rawValue)/\(view.id)", "key": "\(index + 1)",
                        "text": text(target, words),
                    ]
                },
            ] as [String: Any])
    }

    private func text(_ target: Target, _ words: Words) -> String {
        switch target {
        case .logEntry: words("转为值班记录", "Make a log entry")
        case .incident: words("转为突发事件", "Make an incident")
        case .firstReport: words("转为突发事件并写初报", "Make an incident and its first report")
        case .report: words("写初报", "Write the first report")
        }
    }

    private static var html: String {
        """
        <div class="takeovers">{{#targets}}<form method="post" action="{{action}}"><input type="hidden" name="token" value="{{token}}"><button class="quiet" data-key="{{key}}">{{text}} <kbd>{{key}}</kbd></button></form>{{/targets}}{{#madeTitle}}<span class="soft">{{.}}</span>{{/madeTitle}}{{#made}} <a href="{{path}}">{{text}}</a>{{/made}}</div>
        """
    }
}

/// What was made of the same record before: nothing is made of it twice.
struct AlreadyMade {
    let record: RecordFacts
    let collection: Collection

    var path: String { DeskPath.record(collection.name, record.id) }

    /// On the form that would have made another one.
    func sentence(_ words: Words) -> String {
        words(
            "没有保存：同一来源已有“\(collection.chinese)”（可能是别人刚录的）。请打开那一条核对补充；您写的还在这里。",
            "Not saved: the same source has its \(collection.english.lowercased()) already, perhaps somebody else's of just now. Open that one and add to it; what you typed is still here."
        )
    }

    /// On a form that was saved before and came again with other text.
    static func changed(_ words: Words) -> String {
        words(
            "这张表先前已经保存，这次改过的内容没有保存。要改那一条，请打开它修改；要另录一条，再按一次保存。您写的都在下面。",
            "This form was saved before, and what you changed since is not. Open that record to change it, or press save once more to enter another one. All that you typed stands below."
        )
    }

    /// On the page of what was made, after a second press.
    static func notice(_ words: Words) -> String {
        words("这一条先前已经录入，没有再录一条。", "This was entered before: nothing was entered a second time.")
    }

    func link(_ words: Words) -> [String: String] {
        ["path": path, "text": RecordTitle.text(record, collection, words)]
    }

    static let html = """
        {{#made}}<p class="notice"><a href="{{path}}">{{text}}</a></p>{{/made}}
        """
}
