import DutyRecords
import Foundation
import Hummingbird
import Mustache
import ProgramShell
import SyncKit

/// A block of blank forms after the power is back: what was written on paper is entered line by line (补录).
struct PaperPages<Room: DeskRoom>: Sendable {
    let desk: Desk<Room>
    private let template: MustacheTemplate
    private static var columns: [String] { ["occurredAt", "recordedAt", "matter", "handling", "recorder"] }

    init(_ desk: Desk<Room>) throws {
        self.desk = desk
        template = try MustacheTemplate(string: Self.html)
    }

    func add(to router: Router<PageContext>) {
        router.get("/paper/:id") { request, context in
            try await desk.signedIn(request) { visitor, language in
                let block = try await PaperBlocks(desk.room).block(try context.parameters.require("id"))
                return try await show(block, Typed(), visitor, language)
            }
        }
        router.post("/paper/:id") { request, context in
            try await desk.posted(request) { posted, visitor, language in
                let block = try await PaperBlocks(desk.room).block(try context.parameters.require("id"))
                return try await enter(block, posted, visitor, language)
            }
        }
        router.post("/paper/:id/close") { request, context in
            try await desk.posted(request) { _, visitor, _ in
                let id = try context.parameters.require("id")
                let block = try await PaperBlocks(desk.room).block(id)
                if !block.isClosed {
                    let now = try await desk.room.now().description
                    try await desk.change(
                        EditTarget(collection: PaperNumber.collection, id: id, unit: nil),
                        EditForm(set: ["closedAt=\(now)"]), by: visitor)
                }
                return DeskResponse.seeOther("/paper/\(id)")
            }
        }
    }

    /// What was typed, and what of it was refused, by line.
    private struct Typed {
        var fields: [String: String] = [:]
        var errors: [Int: [String]] = [:]
    }

    private func enter(
        _ block: PaperBlock, _ posted: Posted, _ visitor: Visitor, _ language: Language
    ) async throws -> Response {
        var typed = Typed(fields: posted.fields)
        for (index, line) in block.lines.enumerated() {
            let place = index + 1
            let words = Self.columns.map { posted["\($0)-\(place)"] }
            // The recorder stands there before anybody typed.
            guard words.dropLast().contains(where: { !$0.allSatisfy(\.isWhitespace) }) else { continue }
            do {
                try await enter(line, words, id: posted["id-\(place)"], visitor, language)
                for column in Self.columns { typed.fields["\(column)-\(place)"] = nil }
            } catch let failure as CommandFailure {
                typed.errors[place] = [Words(language: language)(failure.chinese, failure.english)]
            } catch let error as EntryError {
                typed.errors[place] = [error.message(in: language)]
            }
        }
        if typed.errors.isEmpty { return DeskResponse.seeOther("/paper/\(block.record.id)") }
        let now = try await PaperBlocks(desk.room).block(block.record.id.description)
        return try await show(now, typed, visitor, language)
    }

    private func enter(
        _ line: PaperBlock.Line, _ typed: [String], id: String, _ visitor: Visitor, _ language: Language
    ) async throws {
        let reader = try await desk.formReader()
        var members: [(String, JSONValue)] = [("paperNumber", .text(line.number))]
        for (name, text) in zip(Self.columns, typed) {
            guard let field = Collection.logEntry.field(name) else { continue }
            if let value = try reader.json(text, of: field) { members.append((name, value)) }
        }
        // Sent twice, it is one entry; a line that somebody else has entered meanwhile is not entered again.
        let isMine = line.entries.contains { $0.id.description == id }
        guard line.entries.isEmpty || isMine else {
            throw CommandFailure(
                .badUse, chinese: "纸质编号 \(line.number) 已由别人补录，没有再存一条。请打开那一条核对。",
                english:
                    "\(line.number) was entered by somebody else meanwhile and was not entered again; compare that entry"
            )
        }
        try await desk.enter(.logEntry, members, id: id, by: visitor)
    }

    private func show(
        _ block: PaperBlock, _ typed: Typed, _ visitor: Visitor, _ language: Language
    ) async throws -> Response {
        let words = Words(language: language)
        func input(_ column: String, _ place: Int, _ standing: String = "") -> String {
            typed.fields["\(column)-\(place)"] ?? standing
        }
        let rows = block.lines.enumerated().map { index, line -> [String: Any] in
            let place = index + 1
            let isOpen = line.entries.isEmpty
            return [
                "number": line.number.split(separator: "-").suffix(2).joined(separator: "-"), "place": place,
                "isOpen": isOpen && !block.record.has("closedAt"),
                "isStruck": isOpen && block.record.has("closedAt"), "struckText": words("作废", "struck out"),
                "entries": line.entries.map {
                    [
                        "path": "/record/\(LogNumber.collection)/\($0.id)", "number": $0.text("number") ?? "",
                        "matter": RecordTitle.shortened($0.text("matter") ?? "", to: 60),
                    ]
                },
                "twice": line.entries.count > 1
                    ? [words("同一纸号补录了两次，请作废其中一条。", "Entered twice; void one of them.")] : [],
                "errors": typed.errors[place] ?? [],
                "id": input("id", place, RecordID.drawn().description), "occurredAt": input("occurredAt", place),
                "recordedAt": input("recordedAt", place), "matter": input("matter", place),
                "handling": input("handling", place), "recorder": input("recorder", place, visitor.session.name),
                "occurredLabel": words("\(line.number) 发生时间", "\(line.number) occurred"),
                "recordedLabel": words("\(line.number) 记录时间", "\(line.number) recorded"),
                "matterLabel": words("\(line.number) 事项", "\(line.number) matter"),
                "handlingLabel": words("\(line.number) 处理情况", "\(line.number) handling"),
                "recorderLabel": words("\(line.number) 记录人", "\(line.number) recorder"),
            ]
        }
        let id = block.record.id.description
        let view: [String: Any] = [
            "title": words("补录空白记录表 ", "Enter from paper ") + PaperBlocks<Room>.name(block), "id": id,
            "about": words(
                "照纸上的时间填写，没写的行留空。保存后系统另给正式编号，纸质编号同时保留。",
                "By the times on the paper; leave unused lines empty. Each entry gets its number in the log and keeps the one on paper."
            ),
            "hasErrors": !typed.errors.isEmpty,
            "notSaved": words(
                "标出的行没有保存，已填的内容都在；其余已保存。", "The marked lines were not saved and are kept; the others were saved."),
            "token": visitor.session.formToken, "rows": rows,
            "head": [
                words("纸质编号", "On paper"), words("发生时间", "Occurred"), words("记录时间", "Recorded"),
                words("事项", "Matter"), words("处理情况", "Handling"), words("记录人", "Recorder"),
            ],
            "isOpen": !block.isClosed, "save": words("保存已填的行", "Save the lines that are filled in"),
            "close": words("其余未用，作废余号", "The others are unused: strike them out"),
            "print": words("再打印一次", "Print again"), "volumes": words("← 卷宗", "← Volumes"),
        ]
        return try await desk.frame.page(
            words("补录", "From paper"), template.render(view), visitor, language,
            status: typed.errors.isEmpty ? .ok : .unprocessableContent)
    }

    private static var html: String {
        """
        <p><a href="/volumes">{{volumes}}</a> · <a href="/print/blank/log?block={{id}}">{{print}}</a></p><h2>{{title}}</h2><p>{{about}}</p>
        {{#hasErrors}}<p class="notice badly" role="alert">{{notSaved}}</p>{{/hasErrors}}
        <form class="entry" method="post" action="/paper/{{id}}"><input type="hidden" name="token" value="{{token}}"><div class="wide full"><table class="paper"><thead><tr>{{#head}}<th scope="col">{{.}}</th>{{/head}}</tr></thead><tbody>
        {{#rows}}<tr><th scope="row" class="n">{{number}}{{#errors}}<span class="message" role="alert">{{.}}</span>{{/errors}}{{#twice}}<span class="message">{{.}}</span>{{/twice}}</th>{{#isOpen}}<td><input type="hidden" name="id-{{place}}" value="{{id}}"><input name="occurredAt-{{place}}" value="{{occurredAt}}" aria-label="{{occurredLabel}}"></td><td><input name="recordedAt-{{place}}" value="{{recordedAt}}" aria-label="{{recordedLabel}}"></td><td><textarea name="matter-{{place}}" aria-label="{{matterLabel}}">{{matter}}</textarea></td><td><textarea name="handling-{{place}}" aria-label="{{handlingLabel}}">{{handling}}</textarea></td><td><input name="recorder-{{place}}" value="{{recorder}}" aria-label="{{recorderLabel}}"></td>{{/isOpen}}{{^isOpen}}<td colspan="5">{{#isStruck}}<span class="soft">{{struckText}}</span>{{/isStruck}}{{#entries}}<a href="{{path}}">{{number}}</a> {{matter}} {{/entries}}</td>{{/isOpen}}</tr>{{/rows}}
        </tbody></table></div>{{#isOpen}}<p class="full"><button>{{save}} <kbd>Ctrl+Enter</kbd></button></p>{{/isOpen}}</form>
        {{#isOpen}}<form method="post" action="/paper/{{id}}/close"><input type="hidden" name="token" value="{{token}}"><p><button class="quiet">{{close}}</button></p></form>{{/isOpen}}
        """
    }
}
