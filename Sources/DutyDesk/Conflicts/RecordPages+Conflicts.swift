import DutyRecords
import Foundation
import Hummingbird
import ProgramShell
import SyncKit

// A person's decisions on one record's conflicts, and the way back from them. Each is a write like any other, and so
// part of the history.
extension RecordPages {
    func addConflicts(to router: Router<PageContext>) {
        router.post("/resolve/:collection/:id") { request, context in
            try await desk.posted(request) { posted, visitor, language in
                try await resolve(
                    RecordTarget(request, context, in: desk.room), posted, request, visitor, language)
            }
        }
        router.post("/resolve-all/:collection/:id") { request, context in
            try await desk.posted(request) { posted, visitor, language in
                let target = try RecordTarget(request, context, in: desk.room)
                return try await resolveAll(target, posted, request, visitor, language)
            }
        }
        router.post("/restore/:collection/:id") { request, context in
            try await desk.posted(request) { posted, visitor, language in
                let target = try RecordTarget(request, context, in: desk.room)
                let version = try ConflictView.version(posted["version"])
                return try await settle(
                    target, [(posted["field"], .version(version))], posted, request, visitor, language)
            }
        }
    }

    private func resolve(
        _ target: RecordTarget, _ posted: Posted, _ request: Request, _ visitor: Visitor, _ language: Language
    ) async throws -> Response {
        let name = posted["field"]
        let collection = try CollectionName.find(target.collection, in: desk.room)
        guard posted["pick"] == "own", let field = collection.field(name) else {
            let version = try ConflictView.version(posted["pick"])
            return try await settle(target, [(name, .version(version))], posted, request, visitor, language)
        }
        let reader = try await desk.formReader()
        let typed: JSONValue
        do throws(EntryError) {
            typed = try reader.json(posted["own-\(name)"], of: field) ?? .null
        } catch {
            return try await showRecord(
                target, request, posted.fields, [name: error.message(in: language)], visitor, language)
        }
        return try await settle(target, [(name, .entered(typed))], posted, request, visitor, language)
    }

    /// One author's values in every field that has several; where he wrote two of them himself, that field stays.
    private func resolveAll(
        _ target: RecordTarget, _ posted: Posted, _ request: Request, _ visitor: Visitor, _ language: Language
    ) async throws -> Response {
        let detail = try await RecordLookup.detail(target.collection, target.id, of: target.unit, in: desk.room)
        let lineage = Lineage(detail.history)
        let choices = detail.view.conflicts.compactMap { field -> (field: String, choice: Settling.Choice)? in
            let dots = (detail.view.state.fields[field] ?? []).map(\.dot).filter {
                detail.authors[$0]?.author == posted["author"]
            }
            guard let dot = dots.last, Set(dots.map { lineage.value(of: field, from: $0) }).count == 1 else {
                return nil
            }
            return (field, .version(dot))
        }
        guard !choices.isEmpty else {
            return DeskResponse.seeOther(target.path())
        }
        return try await settle(target, choices, posted, request, visitor, language)
    }

    private func settle(
        _ target: RecordTarget, _ choices: [(field: String, choice: Settling.Choice)], _ posted: Posted,
        _ request: Request, _ visitor: Visitor, _ language: Language
    ) async throws -> Response {
        try visitor.checkWrites(CollectionName.find(target.collection, in: desk.room))
        do {
            let settled = try await Settling.settle(
                target.edit, choices, seen: posted["seen"], author: visitor.session.name, in: desk.room)
            return DeskResponse.seeOther(
                target.path("record", "settled=\(settled.edited.dot.map(\.description) ?? "")"))
        } catch let refusal as EntryRefusal {
            return try await showRecord(
                target, request, posted.fields, refusal.messages(in: language), visitor, language)
        }
    }

    /// After a decision: what was decided, what can still be had back, and what has several values all the same.
    func decision(_ dot: Dot, _ history: HistoryView, _ language: Language) -> [String: Any]? {
        guard let entry = history.detail.history.first(where: { $0.authorship.dot == dot }) else { return nil }
        let words = Words(language: language)
        let view = history.detail.view
        let rows = entry.writes.compactMap { write -> [String: Any]? in
            guard case .set(let value) = write.operation else { return nil }
            let field = history.collection.field(write.field)
            let isOpen = view.conflicts.contains(write.field)
            let earlier = history.lineage.alternatives(of: write.field, before: dot).filter { $0.value != value }
            return [
                "label": field.map(words.name) ?? write.field, "value": history.values.text(value, of: field),
                "open": isOpen
                    ? [
                        words(
                            "仍有不同的值：有的是您打开页面之后才到的。请看下面，再定一次。",
                            "There are several values all the same: some came after you had opened the page. See below, and settle once more."
                        )
                    ] : [],
                "undo": isOpen
                    ? []
                    : earlier.map { other -> [String: Any] in
                        [
                            "value": history.values.text(other.value, of: field),
                            "restore": [history.restoring(write.field, other.dot)],
                        ]
                    },
            ]
        }
        return ["settledLabel": words("已定为", "Settled as"), "undoLabel": words("撤销：", "Undo: "), "rows": rows]
    }

    static var decisionHTML: String {
        """
        {{#decision}}<div class="done" role="status">{{#rows}}<p><b>{{label}}</b> {{settledLabel}}：<span class="said">{{value}}</span></p>{{#open}}<p class="bad" role="alert">{{.}}</p>{{/open}}
        {{#undo}}<div class="undo">{{undoLabel}}<span class="said">{{value}}</span> \(HistoryView.restoreHTML)</div>{{/undo}}{{/rows}}</div>{{/decision}}
        """
    }
}
