import DutyRecords
import Foundation
import Hummingbird
import Mustache
import ProgramShell
import SyncKit

/// Every conflict that waits for a person; those that are alike are settled at once.
struct ConflictPages<Room: DeskRoom>: Sendable {
    let desk: Desk<Room>
    private let template: MustacheTemplate
    /// A page stays below 100 kB.
    private static var groupsMax: Int { 20 }

    init(_ desk: Desk<Room>) throws {
        self.desk = desk
        template = try MustacheTemplate(string: Self.html)
    }

    func add(to router: Router<PageContext>) {
        router.get("/conflicts") { request, _ in
            try await desk.signedIn(request) { try await show(request, $0, $1) }
        }
        router.post("/conflicts/pass") { request, _ in
            try await desk.posted(request) { posted, visitor, _ in
                try await ConflictPassing(desk: desk).pass(posted, visitor)
                return DeskResponse.seeOther("/conflicts")
            }
        }
        router.post("/settle-alike/:collection") { request, context in
            try await desk.posted(request) { posted, visitor, _ in
                try await settle(try context.parameters.require("collection"), posted, visitor)
            }
        }
    }

    /// Fields in conflict with the same values, in one unit's records of one collection.
    private struct Group {
        let first: RecordView
        let field: String
        var records: [RecordView]
    }

    private struct Key: Hashable {
        let ledger: LedgerID
        let collection: String
        let field: String
        let values: Set<RecordState.Content>
    }

    private func groups() async throws -> [Group] {
        let views = try await desk.room.store.records(
            RecordFilter(onlyInConflict: true), deliveredTo: desk.room.deliveredTo)
        var order: [Key] = []
        var groups: [Key: Group] = [:]
        for view in views.reversed() where desk.room.catalog.collection(named: view.collection)?.isListed ?? true {
            for field in view.conflicts {
                let key = Key(
                    ledger: view.ledger, collection: view.collection, field: field,
                    values: Set((view.state.fields[field] ?? []).map(\.content)))
                if groups[key] == nil {
                    order.append(key)
                    groups[key] = Group(first: view, field: field, records: [])
                }
                groups[key]?.records.append(view)
            }
        }
        return order.compactMap { groups[$0] }
    }

    private func show(_ request: Request, _ visitor: Visitor, _ language: Language) async throws -> Response {
        let words = Words(language: language)
        let groups = try await groups()
        let replicas = try await ReplicaNames.read(in: desk.room, words)
        let now = try await desk.room.now()
        var rows: [[String: Any]] = []
        for group in groups.prefix(Self.groupsMax) {
            if let row = try await row(of: group, replicas, now: now, visitor, words) { rows.append(row) }
        }
        let (done, left) = (count("done", request), count("left", request))
        let view: [String: Any] = [
            "title": words("冲突", "Conflicts"),
            "about": words(
                "同一项有几个人分别填写、互不知情。几个值都在，须由人定一个；别的项目已经自动合并。",
                "Several persons wrote the same field without knowing of each other. All values are kept until a person settles them; all other fields were joined."
            ),
            "isEmpty": rows.isEmpty, "nothing": words("没有冲突。", "There is no conflict."), "groups": rows,
            "done": done.map { count in
                [
                    words("已定 \(count) 条。", "\(count) settled. ")
                        + (left ?? 0 > 0
                            ? words(
                                "有 \(left ?? 0) 条的值已经不同，没有改。", "\(left ?? 0) had other values by now and were left.")
                            : "")
                ]
            } ?? [],
            "more": groups.count > Self.groupsMax
                ? [
                    words(
                        "还有 \(groups.count - Self.groupsMax) 处，定下上面的以后显示。",
                        "\(groups.count - Self.groupsMax) more follow once these are settled.")
                ]
                : [],
        ]
        return try await desk.frame.page(words("冲突", "Conflicts"), template.render(view), visitor, language)
    }

    private func count(_ name: String, _ request: Request) -> Int? {
        request.uri.queryParameters.get(name).flatMap { Int($0) }
    }

    private func row(
        of group: Group, _ replicas: ReplicaNames, now: Instant, _ visitor: Visitor, _ words: Words
    ) async throws -> [String: Any]? {
        let view = group.first
        guard let collection = desk.room.catalog.collection(named: view.collection) else { return nil }
        let detail = try await desk.room.store.detail(
            collection: view.collection, id: view.id, unit: view.ledger.unit, deliveredTo: desk.room.deliveredTo)
        let conflict = ConflictView(
            detail: detail, collection: collection,
            values: try await ValueWords.read(detail, collection, replicas, in: desk.room, words),
            lineage: Lineage(detail.history), target: target(view), writer: desk.writer(in: view.ledger.unit),
            token: visitor.session.formToken)
        guard var row = conflict.view(group.field) else { return nil }
        let count = group.records.count
        row["anchor"] = "conflict-\(group.field)-\(view.id)"
        row["kind"] = words.name(collection)
        row["age"] =
            conflict.since(group.field).map { since in
                [
                    words("已 ", "open for ") + words.minutes(max(0, (now - since).minutesDown))
                        + words("未定", "")
                ]
            } ?? []
        row.merge(try await ConflictPassing(desk: desk).view(view, group.field, words)) { $1 }
        row["unit"] = view.ledger.unit == desk.room.homeUnit ? [] : [replicas.unit(view.ledger.unit)]
        row["records"] = group.records.prefix(5).map {
            ["path": target($0).path(), "text": RecordTitle.text(RecordFacts($0), collection, words)]
        }
        row["others"] = Sometimes.text(count > 5 ? words("等 \(count) 条", "and \(count - 5) more") : nil)
        guard count > 1 else { return row }
        // Another value than these is written on the record itself.
        row["own"] = []
        row["action"] = "/settle-alike/\(collection.name)"
        row["alike"] = [
            [
                "unitCode": view.ledger.unit, "record": view.id.description,
                "ids": group.records.map(\.id.description).joined(separator: " "),
            ]
        ]
        row["settle"] = words("这 \(count) 条都用所选的", "Settle these \(count) records")
        return row
    }

    private func target(_ view: RecordView) -> RecordTarget {
        RecordTarget(
            collection: view.collection, id: view.id.description,
            unit: view.ledger.unit == desk.room.homeUnit || view.ledger.name == .notice ? nil : view.ledger.unit)
    }

    /// Settles the same field of many records that have the same values. One that has others by now is left.
    private func settle(_ collection: String, _ posted: Posted, _ visitor: Visitor) async throws -> Response {
        let collection = try CollectionName.find(collection, in: desk.room)
        let (field, unit) = (posted["field"], posted["unit"])
        let version = try ConflictView.version(posted["pick"])
        guard let record = RecordID(posted["record"]) else { throw SyncError.unknown("record") }
        let model = try await RecordLookup.detail(collection.name, record.description, of: unit, in: desk.room)
        let chosen = Lineage(model.history).value(of: field, from: version)
        var (done, left) = (0, 0)
        for id in posted["ids"].split(separator: " ").map(String.init) {
            let detail = try await RecordLookup.detail(collection.name, id, of: unit, in: desk.room)
            let same = (detail.view.state.fields[field] ?? []).first {
                if case .value(let value) = $0.content { value == chosen } else { false }
            }
            guard detail.view.conflicts.contains(field), let same else {
                left += 1
                continue
            }
            do {
                let settled = try await Settling.settle(
                    EditTarget(collection: collection.name, id: id, unit: unit), [(field, .version(same.dot))],
                    seen: posted["seen"], author: visitor.session.name, in: desk.room)
                if settled.left.isEmpty { done += 1 } else { left += 1 }
            } catch let refusal as EntryRefusal {
                throw CommandFailure(refusal.first)
            }
        }
        return DeskResponse.seeOther("/conflicts?done=\(done)&left=\(left)")
    }

    private static var html: String {
        """
        <h2>{{title}}</h2><p class="soft">{{about}}</p>{{#done}}<p class="done" role="status">{{.}}</p>{{/done}}{{#isEmpty}}<p>{{nothing}}</p>{{/isEmpty}}
        {{#groups}}<section class="conflict" id="{{anchor}}" aria-label="{{kind}} {{label}}"><h3>{{#unit}}{{.}} · {{/unit}}{{kind}} · {{label}}{{#age}} <span class="soft">{{.}}</span>{{/age}}</h3>
        <p>{{#records}}<a href="{{path}}">{{text}}</a> {{/records}}{{#others}}{{.}}{{/others}}</p>
        <form method="post" action="{{action}}"><input type="hidden" name="token" value="{{token}}"><input type="hidden" name="seen" value="{{seen}}"><input type="hidden" name="field" value="{{field}}">
        {{#alike}}<input type="hidden" name="unit" value="{{unitCode}}"><input type="hidden" name="record" value="{{record}}"><input type="hidden" name="ids" value="{{ids}}">{{/alike}}
        \(ConflictView.bodyHTML){{#isOpen}}<p><button>{{settle}}</button></p>{{/isOpen}}</form>\(ConflictPassing<Room>.html)</section>{{/groups}}
        {{#more}}<p class="soft">{{.}}</p>{{/more}}
        """
    }
}
