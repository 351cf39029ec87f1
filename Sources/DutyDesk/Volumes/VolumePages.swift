import DutyRecords
import Foundation
import Hummingbird
import Mustache
import ProgramShell
import SyncKit

/// One log volume: its pages by number, all of it by time of occurrence, what a search finds in it, its seal.
struct VolumePages<Room: DeskRoom>: Sendable {
    let desk: Desk<Room>
    private let template: MustacheTemplate
    /// Of a search or of the order by occurrence, on one page.
    private static var rowsMax: Int { 50 }

    init(_ desk: Desk<Room>) throws {
        self.desk = desk
        template = try MustacheTemplate(string: Self.html)
    }

    func add(to router: Router<PageContext>) {
        router.get("/volume/:volume") { request, context in
            try await desk.signedIn(request) { visitor, language in
                try await show(try context.parameters.require("volume"), request, visitor, language)
            }
        }
        router.post("/volume/:volume/seal") { request, context in
            try await desk.posted(request) { posted, visitor, language in
                try await seal(try context.parameters.require("volume"), posted, request, visitor, language)
            }
        }
    }

    /// The one who signs for it gives the password once more.
    private func seal(
        _ name: String, _ posted: Posted, _ request: Request, _ visitor: Visitor, _ language: Language
    ) async throws -> Response {
        let words = Words(language: language)
        guard let person = try await Accounts(desk.room).person(visitor.session.person.description) else {
            throw SyncError.unknown("person")
        }
        do {
            let proven = try await Signing(desk.room).prove(person, password: posted["password"])
            try Signing<Room>.requireOwnPassword(proven)
        } catch let failure as CommandFailure {
            return try await show(
                name, request, visitor, language,
                wrong: words("没有封卷：\(failure.chinese)", "Nothing was sealed: \(failure.english)"))
        }
        // Pressed twice, it is sealed once.
        let shelf = VolumeShelf(desk.room, unit: desk.room.homeUnit)
        if try await !shelf.volume(name).isSealed { _ = try await shelf.seal(name, by: person.name) }
        return DeskResponse.seeOther("/volume/\(name)")
    }

    private func show(
        _ name: String, _ request: Request, _ visitor: Visitor, _ language: Language, wrong: String? = nil
    ) async throws -> Response {
        let words = Words(language: language)
        let shelf = VolumeShelf(desk.room, unit: desk.room.homeUnit)
        let outline = try await shelf.outline(name)
        let (asked, pages) = (Asked(request, now: try await desk.room.now(), words), outline.pages)
        let condition = try await shelf.condition(of: outline)
        let searched = asked.isAcross ? try await shelf.volume(name) : outline.volume
        let cut = cut(searched, pages, asked)
        let volume = asked.isAcross ? searched : try await shelf.volume(outline, showing: cut.places)
        let lines = LogLines(desk, shelf, volume, language)
        var rows: [[String: Any]] = []
        for place in cut.places {
            var view = try await lines.row(of: volume.entries[place]).view
            if asked.isAcross, let page = pages.first(where: { $0.places.contains(place) }) {
                view["pagePath"] = [
                    [
                        "path": "/volume/\(name)?page=\(page.number)#\(volume.entries[place].id)",
                        "text": words("第 \(page.number) 页", "page \(page.number)"),
                    ]
                ]
            }
            rows.append(view)
        }
        let view: [String: Any] = [
            "title": words("值班记录簿 ", "Log volume ") + name, "name": name, "wrong": Sometimes.text(wrong),
            "state": condition.isSound ? words("✓ 完好", "✓ sound") : words("✗ 有问题", "✗ does not hold"),
            "style": condition.isSound ? "good" : "bad", "notes": VolumeWords.notes(condition, words),
            "seal": VolumeWords.seal(volume, words), "maySeal": !volume.isSealed && !volume.entries.isEmpty,
            "sealTitle": words("封卷", "Seal this volume"),
            "sealText": words(
                "封卷以后内容不能悄悄改动：之后的更正和补充都会列出。请输入自己的口令。",
                "Once sealed, every later correction and entry is listed. Give your own password."),
            "password": words("口令", "Password"), "sealButton": words("封卷", "Seal"),
            "token": visitor.session.formToken, "head": lines.head, "rows": rows,
            "qLabel": words("内容含有", "Text"), "q": asked.text, "dayLabel": words("日期", "Day"),
            "dayHint": words("如 11-25、昨天", "such as 11-25, yesterday"),
            "day": asked.day?.description ?? asked.typedDay, "dayError": Sometimes.text(asked.dayError),
            "dayWrong": asked.dayError == nil ? "" : "wrong", "days": dayLinks(name, asked.day, words),
            "find": words("查找", "Find"), "all": words("全部按页", "By page"),
            "isAcross": asked.isAcross, "byTime": words("按发生时间", "By time of occurrence"),
            "count": cut.count, "none": words("没有符合的记录。", "Nothing found."), "hasRows": !rows.isEmpty,
            "steps": steps(name, cut, asked, words),
            "print": words("打印全卷", "Print the volume"), "printPage": words("打印本页", "Print this page"),
            "page": cut.page, "codeLabel": words("本页校验码", "code of this page"),
            "code": cut.page.isEmpty
                ? [] : [volume.code(of: cut.span).description],
        ]
        return try await desk.frame.page(
            words("卷 ", "Volume ") + name, template.render(view), visitor, language,
            status: wrong != nil ? .forbidden : asked.dayError != nil ? .badRequest : .ok)
    }

    // MARK: What is shown

    private struct Asked {
        let text: String
        let typedDay: String
        let day: Day?
        /// What to type instead, where no day could be read.
        let dayError: String?
        let isByTime: Bool
        let page: Int?

        init(_ request: Request, now: Instant, _ words: Words) {
            let asked = request.typed
            text = asked["q"] ?? ""
            typedDay = asked["day"] ?? ""
            isByTime = asked["sort"] == "occurred"
            page = asked["page"].flatMap { Int($0) }
            guard !typedDay.allSatisfy(\.isWhitespace) else {
                (day, dayError) = (nil, nil)
                return
            }
            do throws(TypedMoment.Fault) {
                (day, dayError) = (Day(try TypedMoment.day(typedDay, now: now)), nil)
            } catch {
                let (chinese, english) = error.sentence(.day)
                (day, dayError) = (nil, words("“\(typedDay)”\(chinese)", "\"\(typedDay)\": \(english)"))
            }
        }

        /// Not one of the volume's own pages.
        var isAcross: Bool { !text.isEmpty || day != nil || dayError != nil || isByTime }
    }

    private struct Cut {
        var places: [Int]
        /// Of the volume's own page; empty else.
        var span: Range<Int> = 0..<0
        var page = ""
        var step = 1
        var steps = 1
        var count = ""
    }

    private func cut(_ volume: LogVolume, _ pages: [VolumePage], _ asked: Asked) -> Cut {
        guard asked.isAcross else {
            let step = min(max(asked.page ?? pages.count, 1), max(pages.count, 1))
            guard let page = pages.first(where: { $0.number == step }) else { return Cut(places: []) }
            return Cut(
                places: Array(page.places), span: page.places, page: String(step), step: step, steps: pages.count)
        }
        var found = asked.dayError != nil ? [] : volume.entries.indices.filter { matches(volume.entries[$0], asked) }
        if asked.isByTime {
            func occurred(_ place: Int) -> (Instant, Int) {
                (volume.entries[place].time("occurredAt") ?? Instant(milliseconds: 0), place)
            }
            found.sort { occurred($0) < occurred($1) }
        }
        let steps = max(1, (found.count + Self.rowsMax - 1) / Self.rowsMax)
        let step = min(max(asked.page ?? 1, 1), steps)
        let rows = found.dropFirst((step - 1) * Self.rowsMax).prefix(Self.rowsMax)
        return Cut(places: Array(rows), step: step, steps: steps, count: String(found.count))
    }

    private func matches(_ entry: RecordFacts, _ asked: Asked) -> Bool {
        if let day = asked.day, entry.time("occurredAt")?.day != day { return false }
        if asked.text.isEmpty { return true }
        return entry.fields.values.contains { value in
            if case .text(let text) = value { text.contains(asked.text) } else { false }
        }
    }

    /// The day before and the day after the one that is shown.
    private func dayLinks(_ name: String, _ day: Day?, _ words: Words) -> [[String: String]] {
        guard let day else { return [] }
        return [(day - 1, words("← 前一天", "← Day before")), (day + 1, words("后一天 →", "Day after →"))].map {
            ["path": "/volume/\(name)?day=\($0)", "text": $1]
        }
    }

    private func steps(_ name: String, _ cut: Cut, _ asked: Asked, _ words: Words) -> [String: Any] {
        var parts: [String] = []
        if !asked.text.isEmpty { parts.append("q=\(Query.escaped(asked.text))") }
        if let day = asked.day { parts.append("day=\(day)") }
        if asked.isByTime { parts.append("sort=occurred") }
        func link(_ step: Int, _ text: String, _ isThere: Bool) -> [[String: String]] {
            isThere
                ? [["path": "/volume/\(name)?" + (parts + ["page=\(step)"]).joined(separator: "&"), "text": text]] : []
        }
        return [
            "before": link(cut.step - 1, words("← 上一页", "← Page before"), cut.step > 1),
            "after": link(cut.step + 1, words("下一页 →", "Next page →"), cut.step < cut.steps),
            "here": words("第 \(cut.step) / \(cut.steps) 页", "page \(cut.step) of \(cut.steps)"),
        ]
    }

    private static var html: String {
        """
        {{#wrong}}<p class="notice badly" role="alert">{{.}}</p>{{/wrong}}
        <h2>{{title}} <span class="{{style}}">{{state}}</span> <span class="soft">{{seal}}</span></h2>{{#notes}}<p class="notice">{{.}}</p>{{/notes}}
        <form class="entry" method="get" action="/volume/{{name}}"><p><label for="q">{{qLabel}}</label><input id="q" name="q" value="{{q}}"></p><p><label for="day">{{dayLabel}} <span class="soft">{{dayHint}}</span></label><input id="day" name="day" class="{{dayWrong}}" value="{{day}}" autocomplete="off">{{#dayError}}<span class="message" role="alert">{{.}}</span>{{/dayError}}</p><p class="beside"><button class="quiet">{{find}}</button> {{#isAcross}}<a href="/volume/{{name}}">{{all}}</a>{{/isAcross}} · <a href="/volume/{{name}}?sort=occurred">{{byTime}}</a> · <a href="/print/volume/{{name}}">{{print}}</a></p></form>
        {{#days}}<a href="{{path}}">{{text}}</a> {{/days}}{{#steps}}<p>{{#before}}<a href="{{path}}" data-key="[">{{text}}</a>{{/before}} <b class="n">{{here}}</b> {{#after}}<a href="{{path}}" data-key="]">{{text}}</a>{{/after}} <span class="soft">{{count}}</span> {{#code}}<span class="soft">{{codeLabel}}</span> <span class="code">{{.}}</span> · <a href="/print/volume/{{name}}?page={{page}}">{{printPage}}</a>{{/code}}</p>{{/steps}}
        {{^hasRows}}<p class="soft">{{none}}</p>{{/hasRows}}{{#hasRows}}<div class="wide"><table class="log"><thead><tr>{{#head}}<th scope="col">{{.}}</th>{{/head}}</tr></thead><tbody>{{#rows}}\(LogLine.screenHTML){{/rows}}</tbody></table></div>{{/hasRows}}
        {{#maySeal}}<details><summary>{{sealTitle}}</summary><p>{{sealText}}</p><form class="entry" method="post" action="/volume/{{name}}/seal"><input type="hidden" name="token" value="{{token}}"><p><label for="password">{{password}}</label><input id="password" name="password" type="password" autocomplete="current-password" required></p><p class="beside"><button>{{sealButton}}</button></p></form></details>{{/maySeal}}
        """
    }
}
