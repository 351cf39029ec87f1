import DutyDesk
import DutyRecords
import Foundation
import ProgramShell
import SyncKit

/// What is done with an issue: written, checked, signed with its number, sent to units.
struct IssueRoom: Sendable {
    let desk: Desk<HubFolder>
    let opened: HubFolder
    /// One signature after the other, so that no number is given twice.
    private let turn = Turn()

    init(_ desk: Desk<HubFolder>, _ opened: HubFolder) {
        self.desk = desk
        self.opened = opened
    }

    func detail(_ kind: IssueKind, _ id: String) async throws -> RecordDetail {
        try await RecordLookup.detail(kind.collection.name, id, of: opened.homeUnit, in: opened)
    }

    func target(_ kind: IssueKind, _ id: RecordID) -> EditTarget {
        EditTarget(collection: kind.collection.name, id: id.description, unit: opened.homeUnit)
    }

    /// The issues themselves, the latest first: they lie in the county's own ledger, and their copies in the units'.
    func masters(_ kind: IssueKind, limit: Int) async throws -> [RecordFacts] {
        var filter = RecordFilter(collection: kind.collection.name, unit: opened.homeUnit)
        (filter.order, filter.limit) = (.lastArrivedFirst, limit)
        return try await opened.store.records(filter, deliveredTo: nil) { RecordFacts($0) }
    }

    // MARK: Checked and signed

    /// By another than who wrote it.
    func check(_ kind: IssueKind, _ record: RecordFacts, by visitor: Visitor) async throws {
        guard IssueState(record) == .drafted else { return }
        try Self.requireText(record)
        guard record.text("editor") != visitor.session.name else {
            throw CommandFailure(
                .badUse, chinese: "编辑和核稿不能是同一人。请另一位值班人员登录后核稿。",
                english: "who wrote it does not check it; let another person sign in")
        }
        try await desk.change(
            target(kind, record.id), EditForm(set: ["checker=\(visitor.session.name)"]), by: visitor)
    }

    /// Gives the next number together with the signature.
    func sign(
        _ kind: IssueKind, _ record: RecordFacts, signer: Person, password: String, by visitor: Visitor
    ) async throws {
        guard try await !opened.hub.isRestoredUnconfirmed else {
            throw CommandFailure(
                .partly, chinese: "县端从旧副本恢复，管理员确认之前不发编号。请先在“须知”确认。",
                english: "this hub was restored and gives no number before an administrator has confirmed it")
        }
        guard IssueState(record) == .checked else {
            throw CommandFailure(.badUse, chinese: "先核稿，再签发。", english: "it is checked before it is signed")
        }
        try Self.requireText(record)
        let signing = Signing(opened)
        let proven = try await signing.prove(signer, password: password)
        try Signing<HubFolder>.requireOwnPassword(proven)
        if record.text("signer") != signer.name {
            try await desk.change(target(kind, record.id), EditForm(set: ["signer=\(signer.name)"]), by: visitor)
        }
        try await turn.take {
            let year = try await opened.now().day.year
            let number = kind.next(after: try await numbers(kind, of: year), in: year)
            _ = try await signing.sign(
                "signedAt", of: target(kind, record.id), by: proven,
                with: [FieldWrite(kind.numberField, .set(.text(number)))])
        }
    }

    private static func requireText(_ record: RecordFacts) throws {
        guard record.text("title") != IssueText.untitled, record.text("body") != IssueText.unwritten else {
            throw CommandFailure(
                .badUse, chinese: "标题或正文还没有写。请写好并保存。", english: "title or body is not written yet; write and save it")
        }
    }

    /// Those that were given in a year, in the county's own ledger and in the units' copies: a hub that was restored may
    /// have lost the one and got back the other.
    private func numbers(_ kind: IssueKind, of year: Int) async throws -> [String] {
        guard let first = Day(year, 1, 1) else { return [] }
        let filter = RecordFilter(collection: kind.collection.name, from: first.start.milliseconds)
        return try await opened.store.records(filter, deliveredTo: nil) { RecordFacts($0) }
            .compactMap { $0.text(kind.numberField) }
    }

    // MARK: Sent

    /// Writes a copy into the ledger of each unit that has none yet: all of them, or none.
    func send(_ kind: IssueKind, _ detail: RecordDetail, to units: [DutyRecords.Unit], by visitor: Visitor) async throws
    {
        guard IssueState(RecordFacts(detail.view)) == .signed else {
            throw CommandFailure(.badUse, chinese: "签发以后才能发送。", english: "it is sent after it is signed")
        }
        let writes = detail.view.fields.compactMap { name, value -> FieldWrite? in
            guard let field = kind.collection.field(name), field.writer == .county else { return nil }
            if field.isUnion, case .list(let elements) = value {
                return FieldWrite(name, .elements(add: elements, remove: []))
            }
            return FieldWrite(name, .set(value))
        }.sorted { $0.field < $1.field }
        var drafts: [Draft] = []
        for unit in units where unit.code != opened.homeUnit {
            let id = detail.view.id.derived(by: unit.code)
            let ledger = LedgerID(unit: unit.code, name: kind.collection.ledger)
            guard try await opened.store.firstWrites(of: id, collection: kind.collection.name, in: ledger) == nil else {
                continue
            }
            let change = RecordChange(collection: kind.collection.name, record: id, writes: writes)
            drafts.append(Draft(ledger: ledger, body: SetBody(changes: [change]), isFirst: true))
        }
        guard !drafts.isEmpty else { return }
        do {
            try await opened.store.commit(each: drafts, author: visitor.session.name)
        } catch SyncError.taken {
            // A second press came first.
            return
        }
    }
}
