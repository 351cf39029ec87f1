import DutyRecords
import Foundation
import ProgramShell
import SyncKit

/// At the county: a conflict in a unit's record is passed to the unit, by a notice in the unit's own ledger. Whoever was
/// there settles it.
struct ConflictPassing<Room: DeskRoom>: Sendable {
    let desk: Desk<Room>

    /// How long the unit has for its receipt.
    private static var dueAfter: Instant.Length { .days(1) }

    /// The notice of one conflict: of other values, there is another one.
    private func notice(_ view: RecordView, _ field: String) -> RecordID {
        let dots = (view.state.fields[field] ?? []).map(\.dot.description).sorted()
        return view.id.derived(by: "\(field) \(dots.joined(separator: " "))")
    }

    /// What stands beside a conflict; empty where there is nobody to pass it to.
    func view(_ record: RecordView, _ field: String, _ words: Words) async throws -> [String: Any] {
        guard desk.room.writer == .county, record.ledger.unit != desk.room.homeUnit, record.ledger.name != .notice
        else {
            return [:]
        }
        let passed = try? await desk.room.store.detail(
            collection: Collection.notice.name, id: notice(record, field), unit: record.ledger.unit, deliveredTo: nil)
        guard let passed else {
            return [
                "pass": [
                    [
                        "passUnit": record.ledger.unit, "passRecord": record.id.description,
                        "passCollection": record.collection, "passField": field,
                        "passText": words("转交单位核定", "Pass to the unit"),
                    ]
                ]
            ]
        }
        let facts = RecordFacts(passed.view)
        let at = facts.time("issuedAt").map { Words.minute($0) } ?? ""
        let receipt = facts.time("receiptAt").map {
            words("，◉ 单位 \(Words.minute($0)) 签收", ", ◉ receipted \(Words.minute($0))")
        }
        return [
            "passed": [
                words("已于 \(at) 转交单位核定", "passed to the unit at \(at)")
                    + (receipt ?? words("，尚未签收", ", no receipt yet"))
            ]
        ]
    }

    /// Passing the same conflict twice is passing it once.
    func pass(_ posted: Posted, _ visitor: Visitor) async throws {
        let collection = try CollectionName.find(posted["collection"], in: desk.room)
        let detail = try await RecordLookup.detail(
            collection.name, posted["record"], of: posted["unit"], in: desk.room)
        let (view, name) = (detail.view, posted["field"])
        guard desk.room.writer == .county, view.ledger.unit != desk.room.homeUnit, view.conflicts.contains(name),
            let field = collection.field(name)
        else {
            throw CommandFailure(
                .badUse, chinese: "这处冲突已经没有了，请刷新页面。", english: "that conflict is there no more; open the page again")
        }
        let words = Words(language: .chinese)
        let values = try await ValueWords.read(
            detail, collection, try await ReplicaNames.read(in: desk.room, words), in: desk.room, words)
        let shown = (view.state.fields[name] ?? []).enumerated().map { place, sibling in
            let author = detail.authors[sibling.dot]?.author ?? ""
            return
                "\(place + 1). “\(values.text(sibling.content.shown, of: field))”（\(author.isEmpty ? "没有署名" : author)）"
        }
        let what = RecordTitle.text(RecordFacts(view), collection, words)
        let now = try await desk.room.now()
        let body =
            "\(collection.chinese)“\(what)”的“\(field.chinese)”有几个不同的值：\n\(shown.joined(separator: "\n"))\n请核实后在“冲突”页核定。"
        let id = notice(view, name)
        let ledger = LedgerID(unit: view.ledger.unit, name: Collection.notice.ledger)
        guard try await desk.room.store.firstWrites(of: id, collection: Collection.notice.name, in: ledger) == nil
        else {
            return
        }
        let members: [(String, JSONValue)] = [
            ("id", .text(id.description)), ("title", .text("请核定：\(collection.chinese)的“\(field.chinese)”")),
            ("body", .text(body)), ("issuedAt", .text(now.description)),
            ("receiptDueAt", .text((now + Self.dueAfter).description)),
        ]
        let entering = try await Entering(.notice, unit: view.ledger.unit, in: desk.room)
        let results = try await Entering.enter(
            [Entering.Part(entering, .object(members))], author: visitor.session.name)
        if let error = results.first?.errors.first { throw CommandFailure(error) }
    }

    static var html: String {
        """
        {{#pass}}<form method="post" action="/conflicts/pass"><input type="hidden" name="token" value="{{token}}"><input type="hidden" name="unit" value="{{passUnit}}"><input type="hidden" name="record" value="{{passRecord}}"><input type="hidden" name="collection" value="{{passCollection}}"><input type="hidden" name="field" value="{{passField}}"><button class="quiet">{{passText}}</button></form>{{/pass}}{{#passed}}<p class="warn">{{.}}</p>{{/passed}}
        """
    }
}
