package import DutyRecords
import ProgramShell
import SyncKit

// What the county decides of a unit's reports and of its own instructions, from whichever page it is pressed.
extension Desk {
    /// 签收 of what had arrived when the page was drawn, never of what came later. Pressed twice, or at two desks at
    /// once, the first receipt stands.
    /// - Parameter seen: until when the page had shown what arrived.
    package func receipt(
        _ waiting: [CountyReceipt.Waiting], of unit: String, seen: Instant, by visitor: Visitor
    ) async throws {
        try await countyActs.take {
            let form = EditForm(set: [
                "countyReceiptBy=\(visitor.session.name)", "countyReceiptAt=\(try await room.now())",
            ])
            for piece in waiting where piece.arrivedAt <= seen {
                guard try await standing(piece.collection, piece.record, unit, lacks: "countyReceiptAt") else {
                    continue
                }
                try await change(
                    EditTarget(collection: piece.collection, id: piece.record.description, unit: unit), form,
                    by: visitor)
            }
        }
    }

    /// 督办: one more instruction to the same unit, which names the first. Sent twice it is one.
    /// - Parameters:
    ///   - posted: `text`, `leader`, `due` (by when it is to be fed back; blank: by the rules), and `id`, drawn when
    ///     the form was given out.
    package func followUp(_ followUp: FollowUp, _ posted: Posted, by visitor: Visitor) async throws {
        let first = followUp.first
        let now = try await room.now()
        let text = posted["text"].replacing("\r\n", with: "\n")
        let leader = FormText.trimmed(posted["leader"])
        guard !FormText.trimmed(text).isEmpty else {
            throw CommandFailure(.badUse, chinese: "请写督办的内容。", english: "write what is followed up")
        }
        guard !leader.isEmpty else {
            throw CommandFailure(.badUse, chinese: "请写督办人。", english: "say who follows it up")
        }
        guard let id = RecordID(posted["id"]), id.version == 7 else { throw SyncError.unknown("record") }
        var members: [(String, JSONValue)] = [
            ("leader", .text(leader)), ("issuedAt", .text(now.description)), ("text", .text(text)),
            ("unit", .text(first.unit)), ("followUpOf", .text(first.id.description)), ("toldBy", .text("系统")),
        ]
        if let incident = first.text("incident") { members.append(("incident", .text(incident))) }
        let due = FormText.trimmed(posted["due"])
        if !due.isEmpty {
            do throws(TypedMoment.Fault) {
                members.append(("feedbackDueAt", .text(try TypedMoment.time(due, now: now, .future))))
            } catch {
                let sentence = error.sentence(of: due, .moment)
                throw CommandFailure(.badUse, chinese: sentence.chinese, english: sentence.english)
            }
        }
        try await countyActs.take {
            let isThere =
                (try? await room.store.detail(
                    collection: "instruction", id: id, unit: first.unit, deliveredTo: nil)) != nil
            guard !isThere else { return }
            guard try await standing("instruction", first.id, first.unit, lacks: "acceptedAt") else {
                throw CommandFailure(
                    .badUse, chinese: "这条批示已经认定办结，没有发出督办。请刷新页面。",
                    english: "this instruction is accepted as done already, and nothing was sent; open the page again")
            }
            try await enter(.instruction, members, id: id.description, unit: first.unit, by: visitor)
        }
    }

    /// 认定办结 of an instruction and of what followed it. What somebody accepted already stays as he did.
    package func accept(_ followUp: FollowUp, by visitor: Visitor) async throws {
        try await countyActs.take {
            let form = EditForm(set: [
                "acceptedBy=\(visitor.session.name)", "acceptedAt=\(try await room.now())",
            ])
            for record in followUp.all {
                guard try await standing("instruction", record.id, record.unit, lacks: "acceptedAt") else { continue }
                try await change(
                    EditTarget(collection: "instruction", id: record.id.description, unit: record.unit), form,
                    by: visitor)
            }
        }
    }

    private func standing(
        _ collection: String, _ id: RecordID, _ unit: String, lacks field: String
    ) async throws -> Bool {
        let detail = try await room.store.detail(collection: collection, id: id, unit: unit, deliveredTo: nil)
        return !RecordFacts(detail.view).has(field)
    }
}
