import DutyDesk
import DutyRecords
import Foundation
import Hummingbird
import Mustache
import ProgramShell
import SyncKit

/// 总览墙: every open incident of every unit, what runs out first on top, and what awaits the county.
struct WallPage: Sendable {
    private let desk: Desk<HubFolder>
    private let opened: HubFolder
    private let template: MustacheTemplate

    init(_ desk: Desk<HubFolder>, _ opened: HubFolder) throws {
        self.desk = desk
        self.opened = opened
        template = try MustacheTemplate(string: WallView.html)
    }

    func add(to router: Router<PageContext>) {
        router.get("/wall") { request, _ in
            try await desk.signedIn(request) { visitor, language in
                try await show(request, visitor, language)
            }
        }
        router.post("/wall/receipt") { request, _ in
            try await desk.posted(request) { posted, visitor, _ in
                try await receipt(posted, visitor)
                return back(request)
            }
        }
        router.post("/wall/same") { request, _ in
            try await desk.posted(request) { posted, visitor, _ in
                try await merge(posted, visitor)
                return back(request)
            }
        }
        router.post("/wall/different") { request, _ in
            try await desk.posted(request) { posted, visitor, _ in
                try await part(posted, visitor)
                return back(request)
            }
        }
    }

    /// To the wall as it was looked at: large, or further down.
    private func back(_ request: Request) -> Response {
        let asked = WallView.Asked(request)
        return DeskResponse.seeOther("/wall" + asked.query)
    }

    private func show(_ request: Request, _ visitor: Visitor, _ language: Language) async throws -> Response {
        let words = Words(language: language)
        let reading = try await WallReading.read(opened.county, in: opened)
        let shiftEnd = try await desk.reading().duties.dutyShifts.filter {
            $0.unit == opened.homeUnit && $0.span.contains(reading.now)
        }.map(\.span.upperBound).min()
        let view = WallView(
            reading: reading, shiftEnd: shiftEnd, words: words, token: visitor.session.formToken,
            asked: WallView.Asked(request))
        return try await desk.frame.page(words("总览墙", "Wall"), template.render(view.view), visitor, language)
    }

    // MARK: What the county decides, each kept in the incident's own record

    private func row(_ id: String, in wall: Wall) throws -> WallRow {
        guard let row = RecordID(id).flatMap({ wall.row($0) }) else {
            throw CommandFailure(
                .badUse, chinese: "这起事件已不在墙上（可能刚刚办结）。请返回总览墙看最新情况。",
                english: "this incident is not on the wall any more, it may just have ended; open the wall again")
        }
        return row
    }

    /// 签收: of the incident's record and of every report that the page had shown, never of what came later.
    private func receipt(_ posted: Posted, _ visitor: Visitor) async throws {
        // One button a row: its incident, and until when the page had seen what arrived.
        let parts = posted["row"].split(separator: " ").map(String.init)
        let reading = try await WallReading.read(opened.county, in: opened)
        guard parts.count == 2, let seen = Int64(parts[1]).map({ Instant(milliseconds: $0) }) else {
            throw CommandFailure(
                .badUse, chinese: "请在总览墙上按“签收”。", english: "press the receipt on the wall")
        }
        let row = try row(parts[0], in: reading.wall)
        try await desk.receipt(row.unreceipted, of: row.unit, seen: seen, by: visitor)
    }

    /// The other records of one event become sources of the first.
    private func merge(_ posted: Posted, _ visitor: Visitor) async throws {
        let wall = try await WallReading.read(opened.county, in: opened).wall
        let main = try row(posted["main"], in: wall)
        for source in try posted["others"].split(separator: " ").map({ try row(String($0), in: wall) }) {
            guard source.id != main.id, source.incident.isDrill == main.incident.isDrill else {
                throw CommandFailure(
                    .badUse, chinese: "真实事件与演练不能合并，事件也不能并入自己。",
                    english: "a real incident is not merged with a drill, nor any with itself")
            }
            try await change(source, EditForm(set: ["sourceOf=\(main.id)"]), visitor)
        }
    }

    /// They are two events: not proposed again, and a source stands by itself again.
    private func part(_ posted: Posted, _ visitor: Visitor) async throws {
        let wall = try await WallReading.read(opened.county, in: opened).wall
        // A source's own button names both in one.
        let named = "\(posted["main"]) \(posted["others"]) \(posted["pair"])".split(separator: " ").map(String.init)
        let main = try row(named.first ?? "", in: wall)
        for other in try named.dropFirst().map({ try row($0, in: wall) }) where other.id != main.id {
            let isSource = other.incident.record.reference("sourceOf") == main.id
            let form = EditForm(unset: isSource ? ["sourceOf"] : [], add: ["notSameAs=\(main.id)"])
            try await change(other, form, visitor)
        }
    }

    private func change(_ row: WallRow, _ form: EditForm, _ visitor: Visitor) async throws {
        let target = EditTarget(collection: "incident", id: row.id.description, unit: row.unit)
        try await desk.change(target, form, by: visitor)
    }
}
