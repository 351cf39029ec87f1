import DutyRecords
import Foundation
import Hummingbird
import ProgramShell
import SyncKit

/// 作废: a record is struck with a reason, keeps its number, and can be made valid again. Nothing is deleted.
struct VoidPages<Room: DeskRoom>: Sendable {
    let desk: Desk<Room>

    init(_ desk: Desk<Room>) { self.desk = desk }

    func add(to router: Router<PageContext>) {
        router.post("/void/:collection/:id") { request, context in
            try await desk.posted(request) { posted, visitor, _ in
                let target = try RecordTarget(request, context, in: desk.room)
                let reason = posted["reason"].trimmingCharacters(in: .whitespacesAndNewlines)
                guard !reason.isEmpty else {
                    throw CommandFailure(
                        .badUse, chinese: "没有作废：请写明作废原因（第十条）。", english: "not voided: give the reason (Art. 10)")
                }
                return try await change(
                    target, EditForm(set: ["voided=true", "voidReason=\(reason)"]), posted, visitor)
            }
        }
        router.post("/unvoid/:collection/:id") { request, context in
            try await desk.posted(request) { posted, visitor, _ in
                let target = try RecordTarget(request, context, in: desk.room)
                return try await change(target, EditForm(set: ["voided=false"], unset: ["voidReason"]), posted, visitor)
            }
        }
    }

    private func change(
        _ target: RecordTarget, _ form: EditForm, _ posted: Posted, _ visitor: Visitor
    ) async throws -> Response {
        try await desk.change(target.edit, form, seen: posted["seen"], by: visitor)
        return DeskResponse.seeOther(target.path("record", "saved=1"))
    }

    /// What the record page draws: nothing where this room may not void it.
    static func view(
        _ detail: RecordDetail, _ collection: Collection, _ target: RecordTarget, _ writer: WriterRole, _ words: Words
    ) -> [[String: Any]] {
        guard let field = collection.field("voided"), field.mayBeWritten(by: writer),
            !detail.view.conflicts.contains("voided"), !detail.view.conflicts.contains("voidReason")
        else { return [] }
        let isVoided = RecordFacts(detail.view).isVoided
        return [
            [
                "isVoided": isVoided, "isValid": !isVoided, "voidAction": target.path("void"),
                "unvoidAction": target.path("unvoid"), "summary": words("作废", "Void"),
                "about": words(
                    "作废后划线保留，编号不再使用，历史里有原因和作废人。",
                    "It stays, struck through, and keeps its number; the history has the reason and the name."),
                "reasonLabel": words("作废原因", "Reason to void"), "button": words("作废", "Void"),
                "back": words("恢复有效", "Make valid again"),
            ]
        ]
    }

    static var html: String {
        """
        {{#voiding}}{{#isValid}}<details><summary>{{summary}}</summary><form class="entry" method="post" action="{{voidAction}}"><input type="hidden" name="token" value="{{token}}"><input type="hidden" name="seen" value="{{seen}}">
        <p class="full soft">{{about}}</p><p class="full"><label for="void-reason">{{reasonLabel}}</label><input id="void-reason" name="reason" required></p><p class="full"><button>{{button}}</button></p></form></details>{{/isValid}}
        {{#isVoided}}<form method="post" action="{{unvoidAction}}"><input type="hidden" name="token" value="{{token}}"><input type="hidden" name="seen" value="{{seen}}"><button class="quiet">{{back}}</button></form>{{/isVoided}}{{/voiding}}
        """
    }
}
