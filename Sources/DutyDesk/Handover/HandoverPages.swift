import DutyRecords
import Foundation
import Hummingbird
import Mustache
import ProgramShell
import SyncKit

/// 交接班 on one page: drafted from the records, acted on by the successor, signed by both (Art. 11).
struct HandoverPages<Room: DeskRoom>: Sendable {
    let desk: Desk<Room>
    let template: MustacheTemplate

    init(_ desk: Desk<Room>) throws {
        self.desk = desk
        template = try MustacheTemplate(string: Self.html)
    }

    func add(to router: Router<PageContext>) {
        router.get("/handover") { request, _ in
            try await desk.signedIn(request) { visitor, language in
                if let form = draft(request, visitor), let loaded = try? await loadIfThere(form["id"]) {
                    return try await show(loaded, form, visitor, language, request)
                }
                return try await show(try await load(nil), HandoverForm(), visitor, language, request)
            }
        }
        router.get("/handover/:id") { request, context in
            try await desk.signedIn(request) { visitor, language in
                let loaded = try await load(try context.parameters.require("id"))
                let form = draft(request, visitor) ?? HandoverForm()
                return try await show(loaded, form, visitor, language, request)
            }
        }
        router.post("/handover") { request, _ in
            try await desk.posted(
                request,
                again: { posted, visitor, language, sentence in
                    let form = HandoverForm(posted: posted.fields, errors: ["": sentence])
                    return try await show(try await loadIfThere(posted["id"]), form, visitor, language, request)
                }
            ) { posted, visitor, language in
                try await save(posted, visitor, language, request)
            }
        }
        router.post("/handover/:id/switch") { request, context in
            try await desk.posted(request) { _, visitor, language in
                try await switchPerson(try context.parameters.require("id"), visitor)
            }
        }
    }

    /// What this person had typed, where the page is asked for with a draft.
    private func draft(_ request: Request, _ visitor: Visitor) -> HandoverForm? {
        guard let id = request.typed["draft"],
            let draft = desk.drafts.find(id, of: visitor.session.person.description), draft.isOfHandoverPage,
            let handover = draft.fields["handover"]
        else { return nil }
        return HandoverForm(posted: draft.fields.merging(["id": handover, "draft": draft.id]) { $1 })
    }

    /// What a page of one handover is made of.
    struct Loaded {
        let reading: DutyReading
        let draft: HandoverDraft
        let due: [Obligation]
        let network: NetworkState?
        /// nil for one that is not saved yet.
        let detail: RecordDetail?

        var record: RecordFacts? { detail.map { RecordFacts($0.view) } }
        var state: HandoverState { record.map { HandoverState($0) } ?? .drafted }
        var isSigned: Bool { [.outgoingSigned, .incomingSigned, .complete].contains(state) }
        /// Whether the records' present state goes into it still.
        var isEditable: Bool { state == .drafted }
    }

    /// - Parameter id: of a handover that is there; nil for a new one.
    func load(_ id: String?) async throws -> Loaded {
        let room = desk.room
        let wall = try await room.wall()?.wall
        let own = try await DutyReading.handover(in: room)
        let reading = wall.map { own.overseeing($0) } ?? own
        let detail: RecordDetail? =
            if let id { try await RecordLookup.detail("handover", id, of: room.homeUnit, in: room) } else { nil }
        let due = reading.running(reading.now.day - 1...reading.now.day + 3)
        let draft = HandoverDraft(
            of: room.homeUnit, duties: reading.duties, due: due,
            figures: reading.book.figures(for: room.homeUnit, at: reading.now), now: reading.now,
            overseen: wall.map { OpenWork.awaitingReceipt($0, reading.duties) } ?? [], for: detail?.view.id)
        return Loaded(
            reading: reading, draft: draft, due: due, network: try await room.network(.chinese), detail: detail)
    }

    /// A form is sent before its record is there, and again when it is.
    func loadIfThere(_ id: String) async throws -> Loaded {
        do {
            return try await load(id)
        } catch SyncError.unknownRecord {
            return try await load(nil)
        }
    }

    private func switchPerson(_ id: String, _ visitor: Visitor) async throws -> Response {
        let accounts = Accounts(desk.room)
        guard let handover = RecordID(id),
            let offer = desk.switches.find(visitor.token, handover, now: SystemClock.monotonic()),
            let person = try await accounts.person(offer.person.description),
            let account = try await accounts.account(of: offer.person), !account.isDisabled,
            account.passwordHash == offer.proof
        else {
            throw CommandFailure(
                .badUse, chinese: "换人的时限已过，请退出后由接班人登录。", english: "the time to switch is over; sign out and in again")
        }
        desk.switches.take(visitor.token)
        desk.sessions.end(visitor.token)
        let token = desk.sessions.start(
            person: person.id, name: person.name, role: account.role, proof: account.passwordHash,
            now: SystemClock.monotonic())
        return DeskResponse.seeOther("/", cookie: desk.cookies.sessionCookie(token))
    }
}

/// What was typed on the page, and what is wrong with it.
struct HandoverForm {
    var posted: [String: String] = [:]
    /// By field; what is of the whole form under the empty name.
    var errors: [String: String] = [:]

    subscript(name: String) -> String { posted[name] ?? "" }

    /// What the successor did with an item, as the form has it.
    func act(on item: HandoverItem) -> (act: ItemAct, note: String)? {
        guard let place = place(of: item), let act = ItemAct(rawValue: self["act-\(place)"]) else { return nil }
        return (act, self["note-\(place)"].trimmingCharacters(in: .whitespacesAndNewlines))
    }

    func note(on item: HandoverItem) -> String { place(of: item).map { self["note-\($0)"] } ?? "" }

    /// The form's number of an item: the page may have been drawn when others were open.
    private func place(of item: HandoverItem) -> Int? {
        (0..<Bounds.elements).first { posted["key-\($0)"] == item.key }
    }

    /// What the officer added, one a line.
    var added: [String] {
        self["others"].replacing("\r\n", with: "\n").split(separator: "\n")
            .map { $0.trimmingCharacters(in: .whitespaces) }.filter { !$0.isEmpty }
    }
}
