import DutyRecords
import Foundation
import Hummingbird
import Mustache
import ProgramShell
import Sheets
import SyncKit

/// A file that comes in: uploaded, looked at row by row, and entered whole when a person says so.
struct ImportPages<Room: DeskRoom>: Sendable {
    let desk: Desk<Room>
    private let uploads = Uploads()
    private let template: MustacheTemplate

    init(_ desk: Desk<Room>) throws {
        self.desk = desk
        template = try MustacheTemplate(string: ImportView.html)
    }

    func add(to router: Router<PageContext>) {
        router.post("/import") { request, _ in
            try await desk.signedIn(request) { visitor, _ in
                let form = try await Multipart.read(request)
                try desk.check(token: form.fields["token"], of: visitor)
                return try upload(form, visitor)
            }
        }
        router.get("/import/:upload") { request, context in
            try await desk.signedIn(request) { visitor, language in
                let upload = try uploads.find(try context.parameters.require("upload"), of: visitor.token)
                var said: [String: String] = [:]
                for (name, value) in request.uri.queryParameters { said[String(name)] = String(value) }
                return try await show(upload, ImportForm(said), visitor, language)
            }
        }
        router.post("/import/:upload") { request, context in
            try await desk.posted(request) { posted, visitor, _ in
                let upload = try uploads.find(try context.parameters.require("upload"), of: visitor.token)
                return try await enter(upload, posted, visitor)
            }
        }
    }

    private func upload(_ form: Multipart, _ visitor: Visitor) throws -> Response {
        guard let file = form.files["file"], !file.bytes.isEmpty else {
            throw CommandFailure(
                .badUse, chinese: "没有选择文件，或文件是空的。请返回选择文件。", english: "no file was chosen, or it is empty; choose one")
        }
        guard file.bytes.count <= SheetLimits.bytesMax else {
            throw CommandFailure(.badUse, chinese: SheetError.tooLarge.chinese, english: SheetError.tooLarge.english)
        }
        let target = try ImportTarget.find(form.fields["what"] ?? "", in: desk.room)
        if let collection = desk.room.catalog.collection(named: target.name) { try visitor.checkWrites(collection) }
        let upload = Uploads.Upload(
            id: RecordID.drawn(), target: target.name, name: file.name, bytes: file.bytes,
            at: SystemClock.monotonic())
        uploads.keep(upload, of: visitor.token)
        return DeskResponse.seeOther("/import/\(upload.id)")
    }

    private func importing(_ upload: Uploads.Upload) throws -> SheetImport<Room> {
        SheetImport(
            try ImportTarget.find(upload.target, in: desk.room), unit: desk.room.homeUnit, seed: upload.id,
            in: desk.room)
    }

    private func show(
        _ upload: Uploads.Upload, _ form: ImportForm, _ visitor: Visitor, _ language: Language
    ) async throws -> Response {
        let words = Words(language: language)
        let view = ImportView(upload: upload, form: form, words: words, token: visitor.session.formToken)
        let target = try ImportTarget.find(upload.target, in: desk.room)
        let title = words("导入：", "Import: ") + words(target.chinese, target.english)
        do {
            let plan = try await importing(upload).plan(upload.bytes, form.options)
            return try await desk.frame.page(title, template.render(view.page(title, plan)), visitor, language)
        } catch let failure as CommandFailure {
            // Another encoding or sheet may do.
            let page = view.page(title, failure: words(failure.chinese, failure.english))
            return try await desk.frame.page(
                title, template.render(page), visitor, language, status: .unprocessableContent)
        }
    }

    private func enter(_ upload: Uploads.Upload, _ posted: Posted, _ visitor: Visitor) async throws -> Response {
        let form = ImportForm(posted.fields)
        let confirmed = Set(posted["rows"].split(separator: ",").compactMap { Int($0) })
        let (_, entered) = try await importing(upload).enter(
            upload.bytes, form.options, rows: confirmed, isWhole: false, author: visitor.session.name)
        uploads.entered(entered, of: visitor.token)
        return DeskResponse.seeOther("/import/\(upload.id)" + form.query)
    }
}

/// What a person chose on the page of an import, as its forms carry it.
struct ImportForm: Sendable {
    /// Only what is known, and only what was said.
    let said: [(name: String, value: String)]

    static let delimiters: [(word: String, delimiter: Delimiter)] = [
        ("comma", .comma), ("tab", .tab), ("semicolon", .semicolon),
    ]
    private static let names = ["encoding", "delimiter", "sheet", "header", "year", "start", "evening"]

    init(_ values: [String: String]) {
        let columns = (0..<SheetLimits.columnsMax).map { "c\($0)" }
        said = (Self.names + columns).compactMap { name in values[name].map { (name, $0) } }
            // A column that is left out is said by the empty text; anything else that is empty is open.
            .filter { !$0.value.isEmpty || $0.name.hasPrefix("c") }
    }

    func value(_ name: String) -> String { said.first { $0.name == name }?.value ?? "" }

    var options: ImportOptions {
        var options = ImportOptions()
        options.encoding = TextEncoding(rawValue: value("encoding"))
        options.delimiter = Self.delimiters.first { $0.word == value("delimiter") }?.delimiter
        options.sheet = (Int(value("sheet")) ?? 1) - 1
        options.header = Int(value("header")).map { $0 - 1 }
        options.year = Int(value("year"))
        options.start = ImportOptions.minutes(value("start"))
        options.evening = ImportOptions.minutes(value("evening"))
        for (name, value) in said where name.hasPrefix("c") {
            if let column = Int(name.dropFirst()) { options.columns[column] = value }
        }
        return options
    }

    var query: String {
        let pairs = said.map { "\($0.name)=\(Query.escaped($0.value))" }
        return pairs.isEmpty ? "" : "?" + pairs.joined(separator: "&")
    }
}
