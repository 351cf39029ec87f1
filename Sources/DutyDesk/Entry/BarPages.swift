import DutyRecords
import Hummingbird
import Mustache
import ProgramShell
import SyncKit

/// The command bar's list, and the page that shows the same without a script.
struct BarPages<Room: DeskRoom>: Sendable {
    let desk: Desk<Room>
    private let calls: CallPages<Room>
    private let template: MustacheTemplate

    init(_ desk: Desk<Room>) throws {
        self.desk = desk
        calls = try CallPages(desk)
        template = try MustacheTemplate(string: Self.html)
    }

    private static var incidentsMost: Int { 50 }
    private static var numbersMost: Int { 400 }
    private static var rowsMost: Int { 60 }

    func add(to router: Router<PageContext>) {
        router.get("/bar.json") { request, _ in
            try await desk.signedIn(request) { _, language in
                let words = Words(language: language)
                return DeskResponse.json(
                    .object([
                        ("title", .text(words("命令栏", "Command bar"))), ("hint", .text(hint(words))),
                        ("search", .text(search(words))), ("none", .text(words("没有匹配的。", "Nothing matches."))),
                        ("items", .array(try await items(words).map(\.json))),
                    ]))
            }
        }
        router.get("/go") { request, _ in
            try await desk.signedIn(request) { visitor, language in
                try await show(request.uri.queryParameters.get("q") ?? "", visitor, language)
            }
        }
    }

    private func hint(_ words: Words) -> String {
        words(
            "表格、页面、事件、姓名或号码；拼音首字母也行，如 dhjl", "a form, a page, an incident, a name or a number; pinyin initials too")
    }

    private func search(_ words: Words) -> String { words("在全部记录中搜索：", "Search all records for: ") }

    private func show(_ typed: String, _ visitor: Visitor, _ language: Language) async throws -> Response {
        let words = Words(language: language)
        let found = try await items(words).filter { $0.matches(typed) }
        let view: [String: Any] = [
            "title": words("跳转", "Go to"), "typed": typed, "label": hint(words), "show": words("查找", "Find"),
            "items": found.prefix(Self.rowsMost).map(\.view),
            "search": typed.isEmpty
                ? [] : [["path": "/search?\(Query.text([("q", typed)]))", "text": search(words) + typed]],
        ]
        return try await desk.frame.page(words("跳转", "Go to"), template.render(view), visitor, language)
    }

    private func items(_ words: Words) async throws -> [BarItem] {
        let listed = desk.room.catalog.collections.filter(\.isListed)
        let writable = listed.filter { FormPlan.isBegun($0, by: desk.room.writer) }
        let keys = Dictionary(Places.written.map { ($0.path, $0.key) }) { first, _ in first }
        var items = writable.map { collection in
            BarItem(
                words("填写", "Write"), words.name(collection), path: "/new/\(collection.name)",
                words: names(collection), key: keys["/new/\(collection.name)"] ?? "")
        }
        items.append(
            BarItem(
                words("填写", "Write"), words("未接来电", "Missed call"),
                path: "/new/phone-record?" + Query.text([("missed", "true"), ("matter", "未接来电")]),
                words: ["wjld", "未接来电 missed call"]))
        items += (Places.seen + desk.additions.places).map { place in
            BarItem(
                words("页面", "Page"), words(place.chinese, place.english), path: place.path,
                words: [place.chinese, place.english, Initials.places[place.path] ?? ""], key: place.key)
        }
        items.append(
            BarItem(
                words("页面", "Page"), words("待回拨", "Call back"), path: "/callbacks",
                words: ["待回拨 未接 missed call back", Initials.places["/callbacks"] ?? ""]))
        items += listed.map { collection in
            BarItem(
                words("列表", "List"), words.name(collection), path: "/list/\(collection.name)",
                words: names(collection) + ["列表 list"])
        }
        return items + (try await incidents(words)) + (try await numbers(words))
    }

    private func names(_ collection: Collection) -> [String] {
        [collection.name, collection.chinese, collection.english, Initials.collections[collection.name] ?? ""]
    }

    private func incidents(_ words: Words) async throws -> [BarItem] {
        let people = PeopleNames([])
        let open = RecordFilter(
            collection: "incident", unit: desk.room.homeUnit, limit: Self.incidentsMost, order: .lastArrivedFirst,
            matches: { view in
                let incident = RecordFacts(view)
                return !incident.isVoided && !incident.has("closedAt")
            })
        return try await desk.room.store.records(open, deliveredTo: nil).map { RecordFacts($0) }.map { incident in
            BarItem(
                words("未结事件", "Open incident"),
                OptionTitle.text(incident, of: "incident", people, in: desk.room.catalog),
                more: incident.text("place") ?? "", path: DeskPath.record("incident", incident.id),
                words: ["事件 incident tfsj"])
        }
    }

    /// Somebody's number; Enter opens the form of a call to them.
    private func numbers(_ words: Words) async throws -> [BarItem] {
        try await calls.directory().prefix(Self.numbersMost).map { caller in
            BarItem(
                words("拨号", "Number"),
                [caller.name, caller.unit, caller.post].filter { !$0.isEmpty }.joined(separator: " "),
                more: caller.phone,
                path: "/new/phone-record?"
                    + Query.text([
                        ("direction", "out"), ("callerPhone", caller.phone), ("callerName", caller.name),
                        ("callerUnit", caller.unit), ("callerPost", caller.post),
                    ]), words: [PhoneNumber(caller.phone)?.digits ?? ""])
        }
    }

    private static var html: String {
        """
        <h2>{{title}}</h2><form class="entry" method="get" action="/go"><p class="full"><label for="q">{{label}}</label><input id="q" name="q" value="{{typed}}" autofocus autocomplete="off"></p><p class="full"><button>{{show}}</button></p></form>
        <ul class="plain">{{#items}}<li><span class="soft">{{kind}}</span> <a href="{{path}}">{{text}}</a> <span class="n">{{more}}</span> {{#key}}<kbd>{{.}}</kbd>{{/key}}</li>{{/items}}{{#search}}<li><a href="{{path}}">{{text}}</a></li>{{/search}}</ul>
        """
    }
}
